"""What every structure reader works on: one document with its outline, tables, dates and amounts.

Offsets inside a `Reading` are those of the normalised text; `Reading.evidence` leads back to the raw.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongjian.engines.plandoc.dates import DateMention, YearContext, find_dates
from gongjian.engines.plandoc.frame import Frame, read_frame
from gongjian.engines.plandoc.grids import Grid, grid_of
from gongjian.engines.plandoc.normalise import Normalised
from gongjian.engines.plandoc.numerals import YEAR, year_of
from gongjian.engines.plandoc.outline import Node, Outline, build_outline
from gongjian.engines.plandoc.quantities import Amount, find_amounts
from gongjian.engines.plandoc.sections import Section, section_of
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.table_cells import TableCells, cell_amounts
from gongjian.engines.plandoc.tables import Table, find_tables, table_at, table_ends

if TYPE_CHECKING:
    from gongjian.engines.plandoc.clauses import Surroundings

_YEAR = re.compile(rf"(?<!〔)(?<!\d)({YEAR})(?=年|[-—～至]20\d\d年)")
_POSTED = re.compile(r"(?<!\d)(20\d\d)[-./]\d{1,2}[-./]\d{1,2}(?!\d)")
"""The day a page was posted: 来源：新闻网 2018-11-16."""
_HEAD = 400
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Reading:
    """One document, read as far as its entities."""

    source: Normalised
    start: int
    end: int
    frame: Frame
    tables: tuple[Table, ...]
    outline: Outline
    years: YearContext
    dates: tuple[DateMention, ...]
    amounts: tuple[Amount, ...]

    @cached_property
    def around(self) -> "dict[tuple[int, int, int], Surroundings]":
        """Return the surroundings read so far, by the amount and the end of the one before it."""
        return {}

    @property
    def text(self) -> str:
        """Return the whole normalised text (offsets are relative to it)."""
        return self.source.text

    def raw_span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return start, end and words in the raw text of a normalised span."""
        a, b = self.source.raw_span(start, end)
        return a, b, self.source.raw[a:b]

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        return [d.start for d in self.dates], [a.start for a in self.amounts]

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """Return the dates that begin inside a span."""
        starts = self._starts[0]
        return list(self.dates[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)])

    def amounts_in(self, start: int, end: int) -> list[Amount]:
        """Return the amounts that begin inside a span."""
        starts = self._starts[1]
        return list(self.amounts[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)])

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return tuple(section_of(node.heading.partition("，")[0]) for node in self.outline.nodes)

    @cached_property
    def _announced(self) -> tuple[Section, ...]:
        """Return what holds under each node: its own announcement, else that of the node around it."""
        announced: list[Section] = []
        for node, own in zip(self.outline.nodes, self._sections, strict=True):
            inherited = announced[node.path[-1]] if node.path else Section.OTHER
            announced.append(inherited if own is Section.OTHER else own)
        return tuple(announced)

    def sections_at(self, offset: int) -> tuple[Section, ...]:
        """Return what the headings around an offset announce, outermost first."""
        return tuple(self._sections[i] for i in self.outline.holders(offset))

    def section_at(self, offset: int) -> Section:
        """Return the innermost heading's announcement that says anything, else OTHER."""
        index = self.outline.last_before(offset)
        return Section.OTHER if index < 0 else self._announced[index]

    def section_of_node(self, index: int) -> Section:
        """Return what a node's own heading announces."""
        return self._sections[index]

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the sentences of a span: up to 。！？ or the end of the line."""
        yield from split_spans(self.text, start, end, _SENTENCE_END)

    def table_at(self, offset: int) -> Table | None:
        """Return the table around an offset."""
        return table_at(self.tables, self._table_ends, offset)

    @cached_property
    def _table_ends(self) -> list[int]:
        return table_ends(self.tables)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Return the tables as grids of numbers, those without a body left out."""
        found = (grid_of(self.text, self.start, table) for table in self.tables)
        return tuple(grid for grid in found if grid is not None)

    @cached_property
    def cells(self) -> TableCells:
        """Return the cells of the tables by their place."""
        return TableCells(self.grids)

    @cached_property
    def cell_amounts(self) -> tuple[Amount, ...]:
        """Return the figures of tables whose unit stands outside their cell; `amounts` does not hold them."""
        if not self.grids:
            return ()
        taken = Spans((date.start, date.end) for date in self.dates)
        found = sorted(cell_amounts(self.grids), key=lambda amount: amount.start)
        return tuple(amount for amount in found if not taken.covers(amount.start))

    def body_start(self, node: Node) -> int:
        """Return where the text after a node's heading begins."""
        return node.heading_end


_PAIRS = {"（": "）", "“": "”", "〔": "〕", "【": "】", "《": "》"}
_PAIR_MARK = re.compile("[" + "".join(_PAIRS) + "".join(_PAIRS.values()) + "]")


def split_spans(text: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a span between marks that stand outside brackets and quotes.

    What a group `kept` of the pattern matches is passed over: it parts nothing.
    """
    kept = marks.groupindex.get("kept", 0)
    at = read = start
    paired = _PAIR_MARK.search(text, start, end) is not None
    depths = [0] * len(_PAIRS)
    for found in marks.finditer(text, start, end):
        if kept and found[kept]:
            continue
        stop = found.start()
        if paired:
            if found[0] != "\n" and _inside_pair(text, read, stop, depths):
                read = stop
                continue
            depths = [0] * len(_PAIRS)
        if stop > at:
            yield at, stop
        at = read = found.end()
    if at < end:
        yield at, end


def _inside_pair(text: str, start: int, end: int, depths: list[int]) -> bool:
    """Count the pairs of a stretch into `depths`; tell whether one is open behind it."""
    if _PAIR_MARK.search(text, start, end):
        for i, (opening, closing) in enumerate(_PAIRS.items()):
            depths[i] += text.count(opening, start, end) - text.count(closing, start, end)
    return max(depths) > 0


def document_year(text: str, frame: Frame, start: int, end: int) -> int | None:
    """Return the year a document speaks of: its title's, that of its issue or number, or its only one."""
    if frame.title:
        in_title = _YEAR.findall(frame.title) or re.findall(r"(20\d\d)", frame.title)
        if in_title:
            return year_of(in_title[0])
    if frame.issued:
        return int(frame.issued[:4])
    in_number = re.search(r"(20\d\d)", frame.doc_number or "")
    if in_number:
        return int(in_number[1])
    years = _YEAR.findall(text, start, end)
    if years and len(set(years)) == 1:
        return year_of(years[0])
    if years:
        return year_of(years[0]) if frame.kind in ("plan", "notice", "bulletin") else None
    posted = _POSTED.search(text, start, min(end, start + _HEAD))
    return int(posted[1]) if posted else None


def _heading_years(outline: Outline) -> tuple[tuple[int, int, int], ...]:
    spans = []
    for node in outline.nodes:
        found = _YEAR.search(node.heading)
        year = year_of(found[1]) if found else None
        if year is not None:
            spans.append((node.start, node.end, year))
    return tuple(spans)


def read_document(source: Normalised, start: int, end: int) -> Reading:
    """Read one document of the normalised text as far as its entities."""
    text = source.text
    frame = read_frame(text, start, end)
    tables = find_tables(text, start, end)
    outline = build_outline(text, start, end, tables)
    years = YearContext(document_year(text, frame, start, end), _heading_years(outline))
    dates = find_dates(text, start, end, years)
    markers = tuple((node.marker.start, node.marker.end) for node in outline.nodes)
    taken = tuple((d.start, d.end) for d in dates) + markers
    amounts = find_amounts(text, start, end, taken)
    return Reading(source, start, end, frame, tables, outline, years, dates, amounts)
