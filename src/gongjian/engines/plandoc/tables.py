"""Tables in plain text: rows parted by tabs, bars or wide gaps, and tables flattened to one cell a line."""

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from gongjian.engines.plandoc.periodic_lines import periodic_lines

_GAP = re.compile(r"\S {2,}(?=\S)")
_SEPARATOR = re.compile(r"\t|\||(?<=[^\s|]) {2,}(?=[^\s|])")
_RULE_LINE = re.compile(r"[\s|:：+—=-]+")
_HEADS = re.compile(
    r"(?=[^\n]*(?:责任|牵头|主办|承办|负责|时限|时间|单位))(?=[^\n]*(?:内容|任务|事项|措施|举措|项目|活动))[\u3400-\u9fff]{2,8}(?: [\u3400-\u9fff]{2,8}){2,7} *$"
)
_CELL = 8
_WORD = re.compile(r"\S+")
_FEW_BARS = 4
_SERIAL = re.compile(r"序\s*号|编\s*号")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its trimmed text and where that lies."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header cells and rows; rows may be shorter than the header."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    flattened: bool = False

    def column(self, *words: str) -> int | None:
        """Return the first column whose head holds one of the words."""
        for word in words:
            for i, cell in enumerate(self.header):
                if word in cell.text:
                    return i
        return None


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, at = [], start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        spans.append((at, stop))
        at = stop + 1
    return spans


def _cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """Split a line into cells; bars at both edges leave an empty cell at either end."""
    pieces: list[tuple[int, int]] = []
    at = start
    for found in _SEPARATOR.finditer(text[start:end]):
        pieces.append((at, start + found.start()))
        at = start + found.end()
    pieces.append((at, end))
    cells = []
    for left, right in pieces:
        content = text[left:right]
        lead = len(content) - len(content.lstrip())
        cells.append(Cell(content.strip(), left + lead, left + lead + len(content.strip())))
    return tuple(cells)


def _is_row(line: str) -> bool:
    return (
        "\t" in line.strip()
        or " | " in line
        or line.count("|") >= 2
        or ("  " in line and len(_GAP.findall(line)) >= 2)
    )


def _ruled_tables(text: str, spans: list[tuple[int, int]]) -> list[Table]:
    tables: list[Table] = []
    block: list[tuple[int, int]] = []
    for span in [*spans, (-1, -1)]:
        line = text[span[0] : span[1]] if span[0] >= 0 else ""
        if len(block) > 1 and span[0] >= 0 and _completes(text, block, line):
            block[-1] = (block[-1][0], span[1])
            continue
        if span[0] >= 0 and (_is_row(line) or (block and line.strip() and _RULE_LINE.fullmatch(line))):
            block.append(span)
            continue
        if len(block) >= 2:
            tables.append(_from_block(text, block))
        block = []
    return tables


def _spaced_tables(text: str, spans: list[tuple[int, int]]) -> list[Table]:
    """Find tables whose cells one space parts: a line of heads, then lines of as many cells each."""
    tables: list[Table] = []
    at = 0
    while at < len(spans):
        if text.find(" ", *spans[at]) < 0 or not _HEADS.match(text, *spans[at]):
            at += 1
            continue
        header = _words(text, *spans[at])
        rows = []
        stop = at + 1
        while stop < len(spans) and len(row := _words(text, *spans[stop])) == len(header):
            rows.append(row)
            stop += 1
        if rows and all(len(cell.text) <= _CELL for cell in header):
            tables.append(Table(header, tuple(rows), spans[at][0], spans[stop - 1][1]))
        at = stop
    return tables


def _words(text: str, start: int, end: int) -> tuple[Cell, ...]:
    return tuple(Cell(found[0], *found.span()) for found in _WORD.finditer(text, start, end))


def _completes(text: str, block: list[tuple[int, int]], line: str) -> bool:
    """Tell whether a line gives the row above, broken inside a cell, just the bars that it lacks."""
    if not 0 < line.count("|") < _FEW_BARS:
        return False
    asked = text.count("|", *block[0])
    return text.count("|", *block[-1]) + line.count("|") == asked


def _inner(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row without the empty cells that bars at its edges leave."""
    first = 1 if len(row) > 2 and not row[0].text else 0
    last = -1 if len(row) > 2 and not row[-1].text else len(row)
    return row[first:last]


def _from_block(text: str, block: list[tuple[int, int]]) -> Table:
    rows = [_cells(text, *span) for span in block if not _RULE_LINE.fullmatch(text[span[0] : span[1]])]
    header = _inner(rows[0]) if rows else ()
    rows = [row if len(row) <= len(header) else _inner(row) for row in rows] or [()]
    return Table(rows[0], tuple(rows[1:]), block[0][0], block[-1][1])


def _flattened(text: str, spans: list[tuple[int, int]]) -> list[Table]:
    """Find tables whose cells stand one a line: heads from 序号 on, then rows that count 1, 2, 3 …"""
    lines = [(a, b) for a, b in spans if text[a:b].strip()]
    cells = [Cell(text[a:b].strip(), a, b) for a, b in lines]
    tables: list[Table] = []
    at = 0
    while at < len(cells):
        if not _SERIAL.fullmatch(cells[at].text):
            at += 1
            continue
        first = next(
            (i for i in range(at + 2, min(at + 12, len(cells))) if cells[i].text in ("1", "01")), None
        )
        if first is None or any(len(c.text) > 14 for c in cells[at:first]):
            at += 1
            continue
        header = tuple(cells[at:first])
        rows, stop = _counted_rows(cells, first, len(header))
        if len(rows) >= 2:
            tables.append(Table(header, tuple(rows), header[0].start, rows[-1][-1].end, flattened=True))
        at = max(stop, at + 1)
    return tables


def _periodic(text: str, spans: list[tuple[int, int]]) -> list[Table]:
    """Find tables of one cell a line by their rhythm of words and numbers."""
    lines = [(a, b) for a, b in spans if text[a:b].strip()]
    tables = []
    for first, width, stop in periodic_lines([text[a:b] for a, b in lines]):
        cells = [Cell(text[a:b].strip(), a, b) for a, b in lines[first:stop]]
        rows = [tuple(cells[at : at + width]) for at in range(0, len(cells), width)]
        tables.append(Table(rows[0], tuple(rows[1:]), cells[0].start, cells[-1].end, flattened=True))
    return tables


def _counted_rows(cells: list[Cell], first: int, width: int) -> tuple[list[tuple[Cell, ...]], int]:
    rows: list[tuple[Cell, ...]] = []
    at, number = first, 1
    while at < len(cells) and cells[at].text.lstrip("0") == str(number):
        stop = at + 1
        while stop < len(cells) and stop < at + width:
            if stop >= at + 3 and cells[stop].text.lstrip("0") == str(number + 1):
                break
            if stop >= at + 3 and not _continues(cells, stop, number, at + width):
                break
            stop += 1
        is_last = not _continues(cells, stop, number, stop)
        if is_last and rows:
            stop = min(at + Counter(len(row) for row in rows).most_common(1)[0][0], len(cells))
        rows.append(tuple(cells[at:stop]))
        at, number = stop, number + 1
    return rows, at


def _continues(cells: list[Cell], at: int, number: int, limit: int) -> bool:
    """Tell whether cell `at` still belongs to a row: the next row's number comes within the width."""
    return any(cells[i].text.lstrip("0") == str(number + 1) for i in range(at, min(limit + 1, len(cells))))


def find_tables(text: str, start: int, end: int) -> tuple[Table, ...]:
    """Return the tables of a stretch of normalised text, in order. Cost: linear."""
    spans = _lines(text, start, end)
    found = _ruled_tables(text, spans)
    ends = table_ends(found)
    found += [t for t in _spaced_tables(text, spans) if table_at(found, ends, t.start) is None]
    found.sort(key=lambda table: table.start)
    ends = table_ends(found)
    found += [t for t in _flattened(text, spans) if table_at(found, ends, t.start) is None]
    found.sort(key=lambda table: table.start)
    ends = table_ends(found)
    found += [t for t in _periodic(text, spans) if table_at(found, ends, t.start) is None]
    return tuple(sorted(found, key=lambda table: table.start))


def table_ends(tables: Sequence[Table]) -> list[int]:
    """Return how far the tables up to each one reach, for `table_at`."""
    return list(accumulate((table.end for table in tables), max))


def table_at(tables: Sequence[Table], ends: list[int], offset: int) -> Table | None:
    """Return the first of the tables (in order) that holds an offset. Cost: logarithmic."""
    at = bisect.bisect_right(ends, offset)
    return tables[at] if at < len(tables) and tables[at].start <= offset else None
