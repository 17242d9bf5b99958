"""Where one document of a run-together file ends and the next begins.

Two things have to come together: what stands before is finished (a sentence, a row, a signature, a
closing formula; no heading and nothing that announces a list), and what follows opens a document (a
full title, an address, a preamble, an abstract, or the outermost numbering starting again at one).
Attachments, steps and sections under headings of their own start again too; they stay where they are.
"""

import re
from dataclasses import dataclass, field

from gongjian.engines.plandoc.furniture import is_furniture, part_rest
from gongjian.engines.plandoc.lines import (
    AFTER_SIGNATURE,
    ATTACHMENT,
    DATE_LINE,
    LETTERHEAD,
    WHOSE,
    announces,
    begins_references,
    content_lines,
    is_abstract,
    is_address,
    is_bare_heading,
    is_closing,
    is_first_line,
    is_ground,
    is_labelled,
    is_masthead,
    is_opening,
    is_org_line,
    is_preamble,
    is_row,
    is_salutation,
    is_sentence,
    is_title,
    is_whole_title,
    marker_of,
)
from gongjian.engines.plandoc.sections import Section, section_of

_NAMED_WITHIN = 20_000
_LEAST = 120  # characters a text has before another can follow it without a mark
_LEAST_SIGNED = 60  # the same where a signature or a closing formula ends it
_ITEM = 60  # characters an item has on average where items are paragraphs and no cells or cues
_BACK = 12
_AHEAD = 150
_TOP_STYLES = ("han", "formal")
_OUTER_STYLES = (*_TOP_STYLES, "part", "stem", "block")
_HEADING_STYLES = (*_OUTER_STYLES, "han_bracket", "decimal", "arabic_space")
_UNWATCHED = ("bullet", "ordinal")
_ENTRY = re.compile(r"〔\d+〕|.*〔[A-Z]{1,2}(?:/[A-Z]+)?〕|.{0,60}(?:出版社|学报)|（?作者|责任编辑|收稿日期")
_ANNEX_NOUN = re.compile(r"(?:表|清单|名单|标准|目录|样式|格式)(?:（[^）]*）)?》?$")


@dataclass(slots=True)
class _Draft:
    """What has been read of the document that began at line `begin`."""

    begin: int
    outer: str | None = None
    outer_at: int = 0
    highest: int = 0
    markers: int = 0
    labels: int = 0
    paragraphs: int = 0
    attached: bool = False
    grouped: bool = False
    nested: bool = False
    closing: int | None = None
    references: int | None = None
    last: dict[str, int] = field(default_factory=dict)


class Scan:
    """Reads the lines of a file once and finds where its documents begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = content_lines(text, 0, len(text))
        self.markers = [marker_of(line.text) for line in self.lines]
        self.furniture = [is_furniture(line.text) for line in self.lines]
        self.parts = [part_rest(line.text) for line in self.lines]
        gaps = sum(self._is_apart(i) for i in range(1, len(self.lines)))
        self.spaced = gaps * 20 >= len(self.lines)

    def cuts(self) -> list[int]:
        """Return the line numbers at which a document begins (or furniture before one does)."""
        found = {0}
        draft = _Draft(0)
        for i in range(len(self.lines)):
            if self.parts[i] is not None:
                found.add(i)
                draft = _Draft(i)
            opening = self._opening(i, draft) if i > draft.begin else None
            if opening is not None:
                found.add(opening)
                draft = _Draft(max(draft.begin, opening))
            self._read(i, draft)
        return sorted(found)

    def _opening(self, i: int, draft: _Draft) -> int | None:
        """Return the line at which a document begins that line i shows to be one."""
        if self.furniture[i]:
            return None
        for rule in (
            self._masthead,
            self._full_title,
            self._after_furniture,
            self._after_references,
            self._after_signature,
            self._after_closing,
            self._abstract,
            self._preamble,
            self._address,
            self._numbering,
        ):
            opening = rule(i, draft)
            if opening is not None:
                return opening
        return None

    def _read(self, i: int, draft: _Draft) -> None:
        """Take line i into the draft."""
        line, marker = self.lines[i].text, self.markers[i]
        if ATTACHMENT.match(line) and not is_title(line):
            draft.attached = True
        if is_closing(line):
            draft.closing = i
        if begins_references(line):
            draft.references = i
        draft.labels += is_labelled(line)
        draft.paragraphs += line[-1] == "。" and len(line) >= _ITEM
        if marker is None or marker.style.startswith(_UNWATCHED):
            return
        draft.markers += 1
        number = marker.number or 0
        takes_over = (
            draft.outer is not None
            and marker.style in _TOP_STYLES
            and number == 1
            and _base(draft.outer) not in _OUTER_STYLES
            and not self._goes_on_after(i, draft)
        )
        if draft.outer is None or takes_over:
            draft.outer, draft.outer_at, draft.highest = marker.style, i, 0
            draft.grouped = i - 1 > draft.begin and self._is_section(i - 1)
        if marker.style == draft.outer:
            draft.highest = max(draft.highest, number)
        draft.last[marker.style] = number

    # ------------------------------------------------------------ what stands before and around a line
    def _is_apart(self, i: int) -> bool:
        return self.text.count("\n", self.lines[i - 1].end, self.lines[i].start) > 1

    def _length(self, first: int, stop: int) -> int:
        return self.lines[stop].start - self.lines[first].start

    def _is_numbered_heading(self, i: int) -> bool:
        """Tell whether line i is a numbered heading without a sentence, so that what follows is its own."""
        return self.markers[i] is not None and is_bare_heading(self.lines[i].text)

    def _is_cue(self, i: int) -> bool:
        """Tell whether line i is marked in a style that may stand over the outermost numbering: ●."""
        marker = self.markers[i]
        return marker is not None and marker.style.startswith(_UNWATCHED)

    def _is_section(self, i: int) -> bool:
        """Tell whether line i is a heading without a number that stands over a list."""
        return self.markers[i] is None and not self.furniture[i] and is_bare_heading(self.lines[i].text)

    def _is_closed(self, i: int) -> bool:
        """Tell whether the text may end with line i: it announces nothing and is no heading."""
        line = self.lines[i].text
        if ATTACHMENT.match(line) or line[-1] in "：，、" or is_title(line):
            return False
        return is_row(line) or line[-1] in "。；" or self.markers[i] is None

    def _is_finished(self, i: int) -> bool:
        """Tell whether line i is a sentence, a row or a signature that calls for nothing more."""
        line = self.lines[i].text
        if self.furniture[i] or is_row(line) or DATE_LINE.fullmatch(line):
            return True
        return self._is_closed(i) and not announces(line) and not is_bare_heading(line)

    def _is_named(self, title: str, begin: int, stop: int) -> bool:
        """Tell whether the text before a title has named it, as a document names its annex."""
        start = self.lines[stop].start
        before = self.text[max(self.lines[begin].start, start - _NAMED_WITHIN) : start]
        bare = re.sub(r"（[^）]*）$", "", title.strip("《》"))
        return bare in before or (len(bare) > 8 and bare[-8:] + "》" in before)

    def _head_of(self, i: int, begin: int) -> int:
        """Return the first line of the head whose title ends at line i: letterhead, number, broken title."""
        first = i
        while first - 1 > begin and self._is_head(first - 1, first):
            first -= 1
        return first

    def _is_head(self, i: int, following: int) -> bool:
        line = self.lines[i].text
        if LETTERHEAD.search(line) and not self.markers[i]:
            return True
        whole = not re.search(r"[。；：，、）]$", line) and not DATE_LINE.search(line) and len(line) >= 8
        return whole and not self._is_apart(following) and self._is_apart(i) and not is_row(line)

    # ------------------------------------------------------------ rules: what shows that a document begins
    def _full_title(self, i: int, draft: _Draft) -> int | None:
        """A full title behind a finished text; one that the text before has named is that of its annex."""
        line = self.lines[i].text
        if not is_title(line) or not self._has_first_line(i):
            return None
        first = self._head_of(i, draft.begin)
        if first <= draft.begin or not self._is_closed(first - 1):
            return None
        if not (self._is_apart(first) if self.spaced else self._is_finished(first - 1)):
            return None
        title = "".join(x.text for x in self.lines[first : i + 1])
        if self._length(draft.begin, first) < _LEAST or not WHOSE.search(title):
            return None
        return None if self._is_named(line, draft.begin, first) else first

    def _has_first_line(self, i: int) -> bool:
        """Tell whether what stands below the title at line i is how documents begin."""
        below = [x.text for x in self.lines[i + 1 : i + 4]]
        whole = is_whole_title(self.lines[i].text)
        return any(is_first_line(x) or is_masthead(x) or (whole and is_sentence(x)) for x in below)

    def _masthead(self, i: int, draft: _Draft) -> int | None:
        """The head of an official paper, with its title below, behind a text with a body."""
        if not is_masthead(self.lines[i].text) or not self._has_body(draft) or not self._is_finished(i - 1):
            return None
        return i if any(is_title(x.text) for x in self.lines[i + 1 : i + 5]) else None

    def _after_furniture(self, i: int, draft: _Draft) -> int | None:
        """The first line of a text behind furniture of a page."""
        if not self.furniture[i - 1] or self._is_all_head(draft.begin, i):
            return None
        line, marker = self.lines[i].text, self.markers[i]
        if marker:
            return i if marker.number == 1 and draft.highest >= 1 else None
        opens = is_title(line) or is_salutation(line) or is_opening(line) or draft.highest >= 2
        return i if opens else None

    def _is_all_head(self, begin: int, stop: int) -> bool:
        """Tell whether only titles and furniture of the page stand in lines begin..stop."""
        shown = [self.lines[j].text for j in range(begin, min(stop, begin + _BACK)) if not self.furniture[j]]
        return stop - begin <= _BACK and any(map(is_title, shown)) and all(map(is_bare_heading, shown))

    def _after_references(self, i: int, draft: _Draft) -> int | None:
        """The first line behind a list of references that is none of its entries."""
        if draft.references is None or i < draft.references + 2:
            return None
        line, marker = self.lines[i].text, self.markers[i]
        if _ENTRY.match(line) or ATTACHMENT.match(line) or (marker and marker.style.startswith("arabic")):
            return None
        return i if len(line) >= 8 or marker else None

    def _after_signature(self, i: int, draft: _Draft) -> int | None:
        """The opening of a text behind the name of a body and a date."""
        if i - draft.begin < 4 or draft.attached or not DATE_LINE.fullmatch(self.lines[i - 1].text):
            return None
        who, line = self.lines[i - 2].text, self.lines[i].text
        if not is_org_line(who) or is_title(who) or ATTACHMENT.match(line) or AFTER_SIGNATURE.match(line):
            return None
        opens = is_title(line) or is_salutation(line) or is_opening(line) or self._counts_from_one(i, draft)
        return i if opens and self._length(draft.begin, i - 2) >= _LEAST_SIGNED else None

    def _after_closing(self, i: int, draft: _Draft) -> int | None:
        """The opening of a text behind a closing formula and at most three lines of signature."""
        closing, line = draft.closing, self.lines[i].text
        if closing is None or draft.attached or not 1 <= i - closing <= 4 or AFTER_SIGNATURE.match(line):
            return None
        if any(len(x.text) > 40 for x in self.lines[closing + 1 : i]):
            return None
        if self._length(draft.begin, i) < _LEAST_SIGNED:
            return None
        if is_title(line):
            annex = _ANNEX_NOUN.search(line) or self._is_named(line, draft.begin, i)
            return i if WHOSE.search(line) and not annex else None
        return i if self._counts_from_one(i, draft) or is_address(line) or is_opening(line) else None

    def _counts_from_one(self, i: int, draft: _Draft) -> bool:
        """Tell whether line i begins an outermost numbering."""
        marker = self.markers[i]
        return bool(marker and marker.number == 1 and marker.style in (*_TOP_STYLES, draft.outer))

    def _abstract(self, i: int, draft: _Draft) -> int | None:
        """The abstract or key words of a study, with the title and the names above them."""
        if not is_abstract(self.lines[i].text) or self._length(draft.begin, i) < _LEAST:
            return None
        first = i
        while first - 1 > draft.begin and i - first < 4 and self._is_section(first - 1):
            first -= 1
        return first if not is_abstract(self.lines[first - 1].text) else None

    def _preamble(self, i: int, draft: _Draft) -> int | None:
        """Purpose and announcement (为…，制定本方案。), where the text before has had its own body."""
        line = self.lines[i].text
        if draft.attached or not self._has_body(draft) or not is_preamble(line):
            return None
        above = i - 1
        if is_title(self.lines[above].text) and above > draft.begin:
            return above
        return i if self._is_finished(above) else None

    def _address(self, i: int, draft: _Draft) -> int | None:
        """An address of readers, where the text before has had its own body."""
        line = self.lines[i].text
        if draft.attached or not self._has_body(draft) or not is_address(line):
            return None
        first = i
        while first - 1 > draft.begin and i - first < 3 and self._is_section(first - 1):
            first -= 1
        return first if self._is_finished(first - 1) else None

    def _has_body(self, draft: _Draft) -> bool:
        return draft.markers >= 2 or draft.labels >= 2 or draft.paragraphs >= 4

    # ------------------------------------------------------------ rules: numbering that starts again
    def _numbering(self, i: int, draft: _Draft) -> int | None:
        """A numbering that cannot be the same document's: the outermost one again, or one above it."""
        marker = self.markers[i]
        if marker is None or marker.number != 1 or draft.attached or marker.style.startswith(_UNWATCHED):
            return None
        if marker.style == draft.outer:
            return self._beginning(i, draft, self._may_start_bare(i, draft)) if draft.highest >= 2 else None
        if marker.style == "part:条" and draft.last.get(marker.style, 0) >= 3:
            return self._beginning(i, draft, True)
        if marker.style in _TOP_STYLES and self._is_above(i, draft):
            return self._beginning(i, draft, True)
        return i if marker.style == "han_is" and self._is_unheld(i, draft) else None

    def _beginning(self, i: int, draft: _Draft, bare: bool) -> int | None:
        """Return the line at which the document whose numbering starts at line i begins.

        `bare` tells whether it may begin at that line, with nothing above its numbering.
        """
        stop = i
        for back in range(i - 1, max(draft.begin, i - _BACK), -1):
            if self.markers[back] or self.furniture[back] or DATE_LINE.fullmatch(self.lines[back].text):
                break
            stop = back
        for j in range(stop, i):
            if is_title(self.lines[j].text):
                return None if self._is_named(self.lines[j].text, draft.begin, j) else j
        if self._is_numbered_heading(stop - 1) and (stop == i or self._is_cue(stop - 1)):
            return None
        for j in range(stop, i):
            if self._is_section(j) and j > draft.begin:
                return None if draft.grouped or self._is_list_heading(j) else j
            line = self.lines[j].text
            last = j == i - 1 or (j == i - 2 and announces(self.lines[i - 1].text))
            if is_address(line) or (last and is_ground(line) and self._is_finished(j - 1)):
                return j
        return i if bare and self._is_finished(i - 1) else None

    def _is_list_heading(self, i: int) -> bool:
        """Tell whether a heading without a number names a part of a document and not the whole of one."""
        line = self.lines[i].text
        return len(line) < 8 or section_of(line) is not Section.OTHER

    def _may_start_bare(self, i: int, draft: _Draft) -> bool:
        """Tell whether numbering may start again with nothing above it: plain lists need long items."""
        if _base(draft.outer) in _HEADING_STYLES:
            return True
        average = self._length(draft.outer_at, i) / max(draft.highest, 1)
        return average >= _ITEM and len(self.lines[i].text) >= _ITEM

    def _is_above(self, i: int, draft: _Draft) -> bool:
        """Tell whether 一、 follows a finished run of plainer outermost items that does not go on after it."""
        if draft.outer is None or draft.highest < 2 or _base(draft.outer) in _OUTER_STYLES:
            return False
        if not self._is_finished(i - 1) or self._length(draft.outer_at, i) < _ITEM * 3:
            return False
        held = draft.outer_at > draft.begin and self._is_note(draft.outer_at - 1)
        return not held and not self._goes_on_after(i, draft) and self._counts_on(i)

    def _is_note(self, i: int) -> bool:
        """Tell whether line i is a label over remarks (说明：), so that they are not the body."""
        line = self.lines[i].text
        return len(line) <= 12 and (line[-1] == "：" or self._is_section(i))

    def _goes_on_after(self, i: int, draft: _Draft) -> bool:
        """Tell whether the outermost count goes on behind line i, so that line i stands below it."""
        if draft.nested:
            return True
        for marker in self.markers[i + 1 : i + _AHEAD]:
            if marker and marker.style == draft.outer:
                draft.nested = marker.number == draft.highest + 1
                return draft.nested
        return False

    def _counts_on(self, i: int) -> bool:
        """Tell whether the count that begins at line i comes to two."""
        style = self.markers[i].style if self.markers[i] else ""
        return any(m and m.style == style and m.number == 2 for m in self.markers[i + 1 : i + _AHEAD])

    def _is_unheld(self, i: int, draft: _Draft) -> bool:
        """Tell whether 一是…, 二是… are the main points of a text of their own.

        They are when no line before has such points, none announces them, they outweigh all that stands
        before, and no count of the text before goes on behind them.
        """
        if "han_is" in draft.last or draft.highest < 2 or not self._is_finished(i - 1):
            return False
        points, stop = 1, i + 1
        while stop < min(i + _AHEAD, len(self.lines)):
            marker = self.markers[stop]
            if self.furniture[stop] or self.parts[stop] is not None:
                break
            if marker and marker.style == "han_is":
                points = marker.number or points
            elif marker and marker.style in draft.last:
                if marker.number == draft.last[marker.style] + 1:
                    return False
                break
            stop += 1
        length = (self.lines[stop].start if stop < len(self.lines) else len(self.text)) - self.lines[i].start
        return points >= 3 and length >= points * _LEAST and length * 2 >= self._length(draft.begin, i)




def _base(style: str | None) -> str:
    """Return the kind of a style: part for part:章."""
    return (style or "").partition(":")[0]
