"""Where one document of a run-together file ends and the next begins.

Two things have to come together: what stands before is finished (a sentence, a row, a signature, a
closing formula; no heading and nothing that announces a list), and what follows opens a document (a
full title, an address, a preamble, an abstract, or the outermost numbering starting again at one).
Attachments, steps and sections under headings of their own start again too; they stay where they are.
"""

import re

from gongjian.engines.plandoc.lines import (
    AFTER_SIGNATURE,
    ANNEX_NOUN,
    DATE_LINE,
    LETTERHEAD,
    WHOSE,
    begins_references,
    is_abstract,
    is_address,
    is_attachment,
    is_bare_heading,
    is_closing,
    is_distribution,
    is_first_line,
    is_labelled,
    is_masthead,
    is_opening,
    is_preamble,
    is_row,
    is_salutation,
    is_sentence,
    is_signature,
    is_time_title,
    is_title,
    is_whole_title,
    names_body,
)
from gongjian.engines.plandoc.page import ITEM, UNWATCHED, Draft, Page
from gongjian.engines.plandoc.restarts import (
    OUTER_STYLES,
    TOP_STYLES,
    base_style,
    goes_on_after,
    numbering_again,
)

_LEAST = 120  # characters a text has before another can follow it without a mark
_LEAST_SIGNED = 60  # the same where a signature or a closing formula ends it
_BACK = 12
_COMRADES = "同志们："
_NAME = 12  # characters of the name of a paper: 督查摘报
_ENTRY = re.compile(r"〔\d+〕|.*〔[A-Z]{1,2}(?:/[A-Z]+)?〕|.{0,60}(?:出版社|学报)|（?作者|责任编辑|收稿日期")


class Scan:
    """Reads the lines of a file once and finds where its documents begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page(text)
        self.lines = self.page.lines
        self.markers = self.page.markers
        self.furniture = self.page.furniture
        self.parts = self.page.parts
        gaps = sum(self.page.is_apart(i) for i in range(1, len(self.lines)))
        self.spaced = gaps * 20 >= len(self.lines)

    def cuts(self) -> list[int]:
        """Return the line numbers at which a document begins (or furniture before one does)."""
        found = {0}
        draft = Draft(0)
        for i in range(len(self.lines)):
            if self.parts[i] is not None:
                found.add(i)
                draft = Draft(i)
            opening = self._opening(i, draft) if i > draft.begin else None
            if opening is not None:
                found.add(opening)
                draft = Draft(max(draft.begin, opening))
            self._read(i, draft)
        return sorted(found)

    def _opening(self, i: int, draft: Draft) -> int | None:
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
        ):
            opening = rule(i, draft)
            if opening is not None:
                return opening
        return numbering_again(self.page, i, draft)

    def _read(self, i: int, draft: Draft) -> None:
        """Take line i into the draft."""
        line, marker = self.lines[i].text, self.markers[i]
        named = line[0] + line[-1] == "《》" and i > draft.begin
        if named or (is_attachment(line) and not is_title(line)):
            draft.attached = True
        draft.titled = draft.titled or (i - draft.begin <= 3 and is_whole_title(line) and names_body(line))
        draft.addressed = draft.addressed or line.endswith(_COMRADES) or is_address(line)
        if is_closing(line) or is_distribution(line):
            draft.closing = i
        if begins_references(line):
            draft.references = i
        draft.labels += is_labelled(line)
        draft.rows += is_row(line)
        draft.paragraphs += line[-1] == "。" and len(line) >= ITEM
        if marker is None or marker.style.startswith(UNWATCHED):
            return
        draft.markers += 1
        number = marker.number or 0
        takes_over = (
            draft.outer is not None
            and marker.style in TOP_STYLES
            and number == 1
            and base_style(draft.outer) not in OUTER_STYLES
            and not goes_on_after(self.page, i, draft)
        )
        if draft.outer is None or takes_over:
            draft.outer, draft.outer_at, draft.highest = marker.style, i, 0
            draft.grouped = i - 1 > draft.begin and self.page.is_section(i - 1)
        if marker.style == draft.outer:
            draft.highest = max(draft.highest, number)
        draft.last[marker.style] = number

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
        return whole and not self.page.is_apart(following) and self.page.is_apart(i) and not is_row(line)

    def _full_title(self, i: int, draft: Draft) -> int | None:
        """A full title behind a finished text; one that the text before has named is that of its annex."""
        line = self.lines[i].text
        if not is_title(line):
            return None
        first = self._head_of(i, draft.begin)
        if first == i and not self.spaced and self._is_broken_title(i, draft.begin):
            first = i - 1
        title = "".join(x.text for x in self.lines[first : i + 1])
        if not self._has_first_line(i, title) or first <= draft.begin or not self.page.is_closed(first - 1):
            return None
        if not (self.page.is_apart(first) if self.spaced else self.page.is_finished(first - 1)):
            return None
        if self.page.length(draft.begin, first) < _LEAST or not (
            WHOSE.search(title) or is_whole_title(title)
        ):
            return None
        section = draft.titled and is_time_title(line) and not names_body(line)
        return None if section or self.page.is_named(line, draft.begin, first) else first

    def _is_broken_title(self, i: int, begin: int) -> bool:
        """Tell whether the short line i ends a title that the long line before it begins."""
        above = self.lines[i - 1].text
        broken = len(self.lines[i].text) < _NAME and _NAME <= len(above) <= 40 and not is_row(above)
        return (
            broken
            and i - 1 > begin
            and not re.search(r"[。；：，、！？）]$", above)
            and not self.markers[i - 1]
        )

    def _has_first_line(self, i: int, title: str) -> bool:
        """Tell whether what stands below the title at line i is how documents begin."""
        below = [x.text for x in self.lines[i + 1 : i + 4]]
        whole = is_whole_title(title)
        return any(
            is_first_line(x) or is_masthead(x) or (whole and (is_sentence(x) or is_row(x))) for x in below
        )

    def _masthead(self, i: int, draft: Draft) -> int | None:
        """The head of an official paper, with its title below, behind a text with a body."""
        if not is_masthead(self.lines[i].text) or not self._has_body(draft):
            return None
        first = i - 1 if self.page.is_section(i - 1) and len(self.lines[i - 1].text) <= _NAME else i
        if first <= draft.begin or not self.page.is_finished(first - 1):
            return None
        return first if any(is_title(x.text) for x in self.lines[i + 1 : i + 5]) else None

    def _after_furniture(self, i: int, draft: Draft) -> int | None:
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

    def _after_references(self, i: int, draft: Draft) -> int | None:
        """The first line behind a list of references that is none of its entries."""
        if draft.references is None or i < draft.references + 2:
            return None
        line, marker = self.lines[i].text, self.markers[i]
        if _ENTRY.match(line) or is_attachment(line) or (marker and marker.style.startswith("arabic")):
            return None
        return i if len(line) >= 8 or marker else None

    def _after_signature(self, i: int, draft: Draft) -> int | None:
        """The opening of a text behind the name of a body and a date."""
        if i - draft.begin < 4 or draft.attached or not DATE_LINE.fullmatch(self.lines[i - 1].text):
            return None
        who, line = self.lines[i - 2].text, self.lines[i].text
        if not is_signature(who) or is_attachment(line) or AFTER_SIGNATURE.match(line):
            return None
        if is_title(line) and self.page.is_named(line, draft.begin, i):
            return None
        opens = is_title(line) or is_salutation(line) or is_opening(line) or self._counts_from_one(i, draft)
        return i if opens and self.page.length(draft.begin, i - 2) >= _LEAST_SIGNED else None

    def _after_closing(self, i: int, draft: Draft) -> int | None:
        """The opening of a text behind a closing formula and at most three lines of signature."""
        closing, line = draft.closing, self.lines[i].text
        if closing is None or draft.attached or not 1 <= i - closing <= 4 or AFTER_SIGNATURE.match(line):
            return None
        if any(len(x.text) > 40 for x in self.lines[closing + 1 : i]):
            return None
        if self.page.length(draft.begin, i) < _LEAST_SIGNED:
            return None
        if is_title(line):
            annex = ANNEX_NOUN.search(line) or self.page.is_named(line, draft.begin, i)
            return i if WHOSE.search(line) and not annex else None
        return i if self._counts_from_one(i, draft) or is_address(line) or is_opening(line) else None

    def _counts_from_one(self, i: int, draft: Draft) -> bool:
        """Tell whether line i begins an outermost numbering."""
        marker = self.markers[i]
        return bool(marker and marker.number == 1 and marker.style in (*TOP_STYLES, draft.outer))

    def _abstract(self, i: int, draft: Draft) -> int | None:
        """The abstract or key words of a study, with the title and the names above them."""
        if not is_abstract(self.lines[i].text) or self.page.length(draft.begin, i) < _LEAST:
            return None
        first = i
        while first - 1 > draft.begin and i - first < 4 and self.page.is_section(first - 1):
            first -= 1
        return first if not is_abstract(self.lines[first - 1].text) else None

    def _preamble(self, i: int, draft: Draft) -> int | None:
        """Purpose and announcement (为…，制定本方案。), where the text before has had its own body."""
        line = self.lines[i].text
        if draft.attached or not self._has_body(draft) or not is_preamble(line):
            return None
        above = i - 1
        if is_title(self.lines[above].text) and above > draft.begin:
            return above
        return i if self.page.is_finished(above) else None

    def _address(self, i: int, draft: Draft) -> int | None:
        """An address of readers, where the text before has had its own body."""
        line = self.lines[i].text
        if draft.attached or not self._has_body(draft) or not is_address(line):
            return None
        if line.endswith(_COMRADES) and (draft.addressed or not self._numbers_follow(i)):
            return None
        first = i
        while first - 1 > draft.begin and i - first < 3 and self.page.is_section(first - 1):
            first -= 1
        return first if self.page.is_finished(first - 1) else None

    def _numbers_follow(self, i: int) -> bool:
        return any(marker and marker.number == 1 for marker in self.markers[i + 1 : i + _BACK])

    def _has_body(self, draft: Draft) -> bool:
        return draft.markers >= 2 or draft.labels >= 2 or draft.paragraphs >= 4 or draft.rows >= 3
