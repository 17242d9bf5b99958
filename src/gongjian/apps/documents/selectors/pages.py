"""Fill pages with blocks: what must stand together does, what is too long is cut between its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse

from gongjian.apps.documents.models import QuotedFigure
from gongjian.engines.officialdoc import Role

LINES = 22.0
TABLE_GAP = 0.3
LEAST_ROWS = 2
"""Rows of a long table that stand under its head before the page may end."""
_SLACK = 0.01


@dataclass(frozen=True)
class Segment:
    """A stretch of one line: plain words, a quoted figure, or a number that was typed by hand."""

    text: str
    figure: QuotedFigure | None = None
    base: QuotedFigure | None = None
    is_typed: bool = False
    is_first: bool = False

    @property
    def url(self) -> str:
        """Where the figure opens, a change with the figure it is measured against."""
        if self.figure is None:
            return ""
        address = reverse("documents:figure", args=[self.figure.document_id, self.figure.pk])
        return f"{address}?against={self.base.pk}" if self.base else address

    @property
    def now_text(self) -> str:
        """What the records say now of a figure that moved."""
        moved = next((one for one in (self.figure, self.base) if one is not None and one.is_open), None)
        return moved.now_text if moved else ""

    @property
    def has_open(self) -> bool:
        """Whether a figure it stands for moved and nobody has decided."""
        return any(figure is not None and figure.is_open for figure in (self.figure, self.base))

    @property
    def css(self) -> str:
        """The classes of a marked stretch."""
        if self.figure is not None:
            return "fig moved" if self.has_open else "fig"
        return "fig hand" if self.is_typed else ""


@dataclass(frozen=True)
class Line:
    """One piece, or the part of it that stands on a page; `text_rows` are a paragraph's segments by lines."""

    role: str
    segments: tuple[Segment, ...] = ()
    lead: str = ""
    face: str = ""
    label: str = ""
    trailing: str = ""
    left: float = 0
    right: float = 0
    text_rows: tuple[tuple[Segment, ...], ...] = ()
    is_continued: bool = False
    is_cut: bool = False
    header: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[Segment, ...], ...], ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def has_open(self) -> bool:
        """Whether a figure in it moved and nobody has decided."""
        return any(segment.has_open for segment in self.segments)


@dataclass
class Sheet:
    """One page with what stands at its foot; a silent one bears no number."""

    number: int
    is_silent: bool = False
    lines: list[Line] = field(default_factory=list)
    imprint: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A piece with the heights of its rows in lines of the page; of a table the head is the first.

    `rows` are the lines of a paragraph. `keep_next` ties its last row to the next block's first.
    """

    line: Line
    heights: tuple[float, ...]
    rows: tuple[tuple[Segment, ...], ...] = ()
    keep_next: bool = False
    is_whole: bool = False

    @property
    def is_table(self) -> bool:
        """Whether its rows are those of a table."""
        return bool(self.line.header)

    @property
    def least(self) -> float:
        """The height of the smallest part that may begin a page's end."""
        if self.is_table:
            shown = self.heights if self.is_whole else self.heights[: 1 + LEAST_ROWS]
            return sum(shown) + TABLE_GAP
        return self.heights[0]

    def part(self, start: int, stop: int) -> Line:
        """Return the rows from one to another as a line of their own; a table's part repeats the head."""
        if self.is_table:
            return replace(self.line, rows=self.line.rows[start:stop])
        if not self.rows:
            return self.line
        rows = self.rows[start:stop]
        return replace(
            self.line,
            segments=tuple(segment for row in rows for segment in row),
            text_rows=rows,
            lead=self.line.lead if start == 0 else "",
            is_continued=start > 0,
            is_cut=stop < len(self.rows),
        )


class Pages:
    """Pages being filled."""

    def __init__(self) -> None:
        self.sheets = [Sheet(1)]
        self.used = 0.0

    @property
    def room(self) -> float:
        """The lines that are left on the page."""
        return LINES - self.used + _SLACK

    def turn(self) -> None:
        """Begin a new page."""
        self.sheets.append(Sheet(len(self.sheets) + 1))
        self.used = 0.0

    def put(self, line: Line, height: float) -> None:
        """Set one line."""
        self.sheets[-1].lines.append(line)
        self.used += height

    def put_text(self, block: Block, tied: float) -> None:
        """Set a paragraph over as many pages as it takes; its last line goes with the `tied` lines after it."""
        start, count = 0, len(block.heights)
        while start < count:
            stop = min(count, start + int(self.room))
            if stop == count and stop - start > 1 and self.used + stop - start + tied > LINES + _SLACK:
                stop -= 1
            if stop > start:
                self.put(block.part(start, stop), float(stop - start))
            start = stop
            if start < count:
                self.turn()

    def put_table(self, block: Block) -> None:
        """Set a table, cut between rows where the page ends."""
        head, *rows = block.heights
        start = 0
        while start < len(rows) or start == 0:
            stop, height = start, head + TABLE_GAP
            while stop < len(rows) and (height + rows[stop] <= self.room or stop == start):
                height += rows[stop]
                stop += 1
            self.put(block.part(start, stop), height)
            start = max(stop, 1)
            if start < len(rows):
                self.turn()

    def close_on_even_page(self, imprint: list[Line]) -> None:
        """Set the imprint at the foot of the last page, an even one; after a blank page neither is numbered."""
        ends_at = len(self.sheets)
        if self.room < len(imprint) + 1:
            self.turn()
        if len(self.sheets) % 2:
            self.turn()
        for sheet in self.sheets[ends_at:] if len(self.sheets) - ends_at > 1 else []:
            sheet.is_silent = True
        self.sheets[-1].imprint = imprint


def fill_pages(blocks: Sequence[Block]) -> Pages:
    """Set blocks one after another."""
    pages = Pages()
    for order, block in enumerate(blocks):
        if block.line.role == Role.PAGE_BREAK:
            pages.turn()
            continue
        if pages.used and pages.room < _needed(blocks, order):
            pages.turn()
        if block.line.role == Role.BLANK and not pages.used and len(pages.sheets) > 1:
            continue
        if block.is_table:
            pages.put_table(block)
        elif block.rows:
            pages.put_text(block, _needed(blocks, order + 1) if block.keep_next else 0.0)
        else:
            pages.put(block.line, block.heights[0])
    return pages


def _needed(blocks: Sequence[Block], order: int) -> float:
    """Return the room that a block asks for before it begins, with what it is tied to."""
    total = 0.0
    while order < len(blocks):
        block = blocks[order]
        total += block.least
        if not block.keep_next or len(block.rows) > 1:
            break
        order += 1
    return total
