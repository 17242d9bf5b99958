"""The lines of a file and what stands around each of them, for the rules that tell documents apart."""

import re
from dataclasses import dataclass, field

from gongjian.engines.plandoc.furniture import (
    is_furniture,
    is_tab_line,
    is_weak_part,
    part_rest,
    series_marks,
)
from gongjian.engines.plandoc.lines import (
    ANNEX_NOUN,
    DATE_LINE,
    Line,
    announces,
    content_lines,
    is_attachment,
    is_bare_heading,
    is_distribution,
    is_row,
    is_signer,
    is_title,
    marker_of,
)

ITEM = 60
"""Characters an item has on average where items are paragraphs and no cells or cues."""
UNWATCHED = ("bullet", "ordinal")
"""Styles of marks that are no count of sections."""
_NAMED_WITHIN = 20_000
_APPENDED = re.compile(r"[（，。见]附(?:件|表|后|录)")


@dataclass(slots=True)
class Draft:
    """What has been read of the document that began at line `begin`.

    `titled` tells that its title names a body, `addressed` that it spoke to readers. `outer` is its outermost numbering so far, begun at line `outer_at` and counted to `highest`; `grouped`
    tells that it stands under headings without numbers, `nested` that 一、 stands below it; `last` keeps
    the last number of every style.
    """

    begin: int
    outer: str | None = None
    outer_at: int = 0
    highest: int = 0
    markers: int = 0
    labels: int = 0
    paragraphs: int = 0
    rows: int = 0
    titled: bool = False
    addressed: bool = False
    attached: bool = False
    grouped: bool = False
    nested: bool = False
    closing: int | None = None
    references: int | None = None
    last: dict[str, int] = field(default_factory=dict)


class Page:
    """The lines of a text that are not blank, each with its marker and its part in the page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = content_lines(text, 0, len(text))
        self.markers = [marker_of(line.text) for line in self.lines]
        self.furniture = [is_furniture(line.text) for line in self.lines]
        for i, line in enumerate(self.lines):
            if is_tab_line(line.text) and not any(is_row(x.text) for x in self._beside(i)):
                self.furniture[i] = True
        self.parts = [part_rest(line.text) for line in self.lines]
        weak = [
            i for i, part in enumerate(self.parts) if part is not None and is_weak_part(self.lines[i].text)
        ]
        if weak and any(self.markers[: weak[0]]):
            for i in weak:
                self.parts[i] = None
        for i in series_marks([line.text for line in self.lines]):
            self.parts[i] = len(self.lines[i].text)

    def _beside(self, i: int) -> list[Line]:
        return self.lines[max(0, i - 1) : i] + self.lines[i + 1 : i + 2]

    def is_apart(self, i: int) -> bool:
        """Tell whether a blank line stands before line i."""
        return self.text.count("\n", self.lines[i - 1].end, self.lines[i].start) > 1

    def length(self, first: int, stop: int) -> int:
        """Return how many characters lie between the beginnings of two lines."""
        return self.lines[stop].start - self.lines[first].start

    def is_numbered_heading(self, i: int) -> bool:
        """Tell whether line i is a numbered heading without a sentence, so that what follows is its own."""
        return self.markers[i] is not None and is_bare_heading(self.lines[i].text)

    def is_cue(self, i: int) -> bool:
        """Tell whether line i is marked in a style that may stand over the outermost numbering: ●."""
        marker = self.markers[i]
        return marker is not None and marker.style.startswith(UNWATCHED)

    def is_section(self, i: int) -> bool:
        """Tell whether line i is a heading without a number that stands over a list."""
        return self.markers[i] is None and not self.furniture[i] and is_bare_heading(self.lines[i].text)

    def is_closed(self, i: int) -> bool:
        """Tell whether the text may end with line i: it announces nothing and is no heading."""
        line = self.lines[i].text
        if is_attachment(line) or line[-1] in "：，、" or is_title(line):
            return False
        return is_row(line) or line[-1] in "。；" or self.markers[i] is None

    def is_finished(self, i: int) -> bool:
        """Tell whether line i is a sentence, a row or a signature that calls for nothing more."""
        line = self.lines[i].text
        if self.furniture[i] or is_row(line) or DATE_LINE.fullmatch(line) or is_distribution(line):
            return True
        if is_signer(line) and i and self.lines[i - 1].text[-1] == "。":
            return True
        return self.is_closed(i) and not announces(line) and not is_bare_heading(line)

    def is_named(self, title: str, begin: int, stop: int) -> bool:
        """Tell whether the text before a title has named it, as a document names its annex."""
        start = self.lines[stop].start
        before = self.text[max(self.lines[begin].start, start - _NAMED_WITHIN) : start]
        bare = re.sub(r"（[^）]*）$", "", title.strip("《》"))
        if bare in before or (len(bare) > 8 and bare[-8:] + "》" in before):
            return True
        return bool(ANNEX_NOUN.search(bare) and _APPENDED.search(before))
