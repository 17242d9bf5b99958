"""Numbering that shows a new document: the outermost count starts again, or a higher one begins.

It shows none where a heading, an announcement or the count around it holds the list.
"""

from gongjian.engines.plandoc.lines import (
    DATE_LINE,
    WHOSE,
    announces,
    is_address,
    is_ground,
    is_time_title,
    is_title,
    is_weak_title,
    names_body,
)
from gongjian.engines.plandoc.page import ITEM, UNWATCHED, Draft, Page
from gongjian.engines.plandoc.sections import Section, section_of

TOP_STYLES = ("han", "formal")
"""The numbering that stands outermost by custom."""
OUTER_STYLES = (*TOP_STYLES, "part", "stem", "block")
"""The styles that 一、 may stand below."""
_HEADING_STYLES = (*OUTER_STYLES, "han_bracket", "decimal", "arabic_space")
_POINT = 120
_BACK = 12
_WHOLE = 8
_AHEAD = 150


def base_style(style: str | None) -> str:
    """Return the kind of a style: part for part:章."""
    return (style or "").partition(":")[0]


def numbering_again(page: Page, i: int, draft: Draft) -> int | None:
    """Return where a document begins that the numbering at line i cannot leave in the one before it.

    That is the outermost numbering again from one, one that stands above it, or points that nothing holds.
    """
    marker = page.markers[i]
    if marker is None or marker.number != 1 or draft.attached or marker.style.startswith(UNWATCHED):
        return None
    if marker.style == draft.outer:
        return _beginning(page, i, draft, _may_start_bare(page, i, draft)) if draft.highest >= 2 else None
    if marker.style == "part:条" and draft.last.get(marker.style, 0) >= 3:
        return _beginning(page, i, draft, True)
    if marker.style in TOP_STYLES and _is_above(page, i, draft):
        return _beginning(page, i, draft, True)
    return i if marker.style == "han_is" and _is_unheld(page, i, draft) else None


def _beginning(page: Page, i: int, draft: Draft, bare: bool) -> int | None:
    """Return the line at which the document whose numbering starts at line i begins.

    `bare` tells whether it may begin at that line, with nothing above its numbering.
    """
    stop = i
    for back in range(i - 1, max(draft.begin, i - _BACK), -1):
        if page.markers[back] or page.furniture[back] or DATE_LINE.fullmatch(page.lines[back].text):
            break
        stop = back
    for j in range(stop, i):
        if is_title(page.lines[j].text) and _names_a_whole(page.lines[j].text, draft):
            return None if page.is_named(page.lines[j].text, draft.begin, j) else j
    if page.is_numbered_heading(stop - 1) and (stop == i or page.is_cue(stop - 1)):
        return None
    for j in range(stop, i):
        if page.is_section(j) and j > draft.begin:
            return None if draft.grouped or _is_list_heading(page, j) else j
        line = page.lines[j].text
        last = j == i - 1 or (j == i - 2 and announces(page.lines[i - 1].text))
        if is_address(line) or (last and is_ground(line) and page.is_finished(j - 1)):
            return j
    return i if bare and page.is_finished(i - 1) else None


def _names_a_whole(title: str, draft: Draft) -> bool:
    """Tell whether a title names a document; 工作要求 or 2024年计划 alone may head a part of one."""
    if is_weak_title(title) or (draft.titled and is_time_title(title)):
        return names_body(title)
    return len(title) >= _WHOLE or bool(WHOSE.search(title))


def _is_list_heading(page: Page, i: int) -> bool:
    """Tell whether a heading without a number names a part of a document and not the whole of one."""
    line = page.lines[i].text
    return len(line) < _WHOLE or section_of(line) is not Section.OTHER


def _may_start_bare(page: Page, i: int, draft: Draft) -> bool:
    """Tell whether numbering may start again with nothing above it: plain lists need long items."""
    if base_style(draft.outer) in _HEADING_STYLES:
        return True
    average = page.length(draft.outer_at, i) / max(draft.highest, 1)
    return average >= ITEM and len(page.lines[i].text) >= ITEM


def _is_above(page: Page, i: int, draft: Draft) -> bool:
    """Tell whether 一、 follows a finished run of plainer outermost items that does not go on after it."""
    if draft.outer is None or draft.highest < 2 or base_style(draft.outer) in OUTER_STYLES:
        return False
    if not page.is_finished(i - 1) or page.length(draft.outer_at, i) < ITEM * 3:
        return False
    held = draft.outer_at > draft.begin and _is_note(page, draft.outer_at - 1)
    return not held and not goes_on_after(page, i, draft) and _counts_on(page, i)


def _is_note(page: Page, i: int) -> bool:
    """Tell whether line i is a label over remarks (说明：), so that they are not the body."""
    line = page.lines[i].text
    return len(line) <= 12 and (line[-1] == "：" or page.is_section(i))


def goes_on_after(page: Page, i: int, draft: Draft) -> bool:
    """Tell whether the outermost count goes on behind line i, so that line i stands below it."""
    if draft.nested:
        return True
    for marker in page.markers[i + 1 : i + _AHEAD]:
        if marker and marker.style == draft.outer:
            draft.nested = marker.number == draft.highest + 1
            return draft.nested
    return False


def _counts_on(page: Page, i: int) -> bool:
    """Tell whether the count that begins at line i comes to two."""
    first = page.markers[i]
    style = first.style if first else ""
    return any(m and m.style == style and m.number == 2 for m in page.markers[i + 1 : i + _AHEAD])


def _is_unheld(page: Page, i: int, draft: Draft) -> bool:
    """Tell whether 一是…, 二是… are the main points of a text of their own.

    They are when no line before has such points, none announces them, they outweigh all that stands
    before, and no count of the text before goes on behind them.
    """
    if "han_is" in draft.last or draft.highest < 2 or not page.is_finished(i - 1):
        return False
    points, stop = 1, i + 1
    while stop < min(i + _AHEAD, len(page.lines)):
        marker = page.markers[stop]
        if page.furniture[stop] or page.parts[stop] is not None:
            break
        if marker and marker.style == "han_is":
            points = marker.number or points
        elif marker and marker.style in draft.last:
            if marker.number == draft.last[marker.style] + 1:
                return False
            break
        stop += 1
    length = (page.lines[stop].start if stop < len(page.lines) else len(page.text)) - page.lines[i].start
    return points >= 3 and length >= points * _POINT and length * 2 >= page.length(draft.begin, i)
