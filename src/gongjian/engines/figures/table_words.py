"""The cells of tables that words of the text name: 湖滨社区财政资金, 2023年帮扶资金, 全街道总投资.

A row or column is named when the words hold half of the pairs of characters that tell it from the others, and
no other more.
Words that name no row speak of the row 合计.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongjian.engines.figures.context import Figure
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.table_cells import as_amount

_LEAST = 0.5
_SURE = 0.99
_MOST_ROWS = 40  # rows that share a pair of characters which may still tell their names
_NEAR_TABLES = 3  # tables before a paragraph that it may speak of, and as many behind it
_YEAR = re.compile(r"(20\d\d)年?")
_BEFORE_HEAD = re.compile(r"上年|去年|上月|上期|上季|同期|上半年")
_UNMEASURED = re.compile(r"率|比|%|序号|编号|排名|名次|得分|备注|时间|年份|增减|增长|环比|均")


@dataclass(frozen=True, slots=True)
class Named:
    """A row or column that words name; `is_sure` when they hold its whole name."""

    at: int
    is_sure: bool


@dataclass(frozen=True)
class NamedGrid:
    """A table whose rows and columns are found by words."""

    grid: Grid

    @cached_property
    def total(self) -> int | None:
        """Return the row 合计."""
        return next((row for row in range(len(self.grid.rows)) if self.grid.is_total(row)), None)

    @cached_property
    def years(self) -> dict[int, int]:
        """Return the columns whose heads are years, by year."""
        heads = enumerate(self.grid.bare_heads)
        return {int(found[1]): at for at, head in heads if (found := _YEAR.fullmatch(head))}

    @cached_property
    def measures(self) -> list[int]:
        """Return the columns of amounts."""
        heads = self.grid.heads
        return [at for at in range(1, len(heads)) if not _UNMEASURED.search(heads[at]) and self._holds(at)]

    @cached_property
    def before(self) -> int | None:
        """Return the only column of the values before: 上月, 去年同期."""
        found = [at for at in self.measures if _BEFORE_HEAD.search(self.grid.heads[at])]
        return found[0] if len(found) == 1 else None

    def _holds(self, at: int) -> bool:
        return any(row[at] for row in self.grid.rows)

    @cached_property
    def _names(self) -> dict[int, set[str]]:
        """Return the pairs of characters that tell the name of each row from the others'."""
        names = {row: _pairs(name) for row, name in enumerate(self.grid.names) if not self.grid.is_total(row)}
        times = Counter(pair for pairs in names.values() for pair in pairs)
        most = min(len(names) // 2, _MOST_ROWS)
        own = {row: {p for p in pairs if times[p] <= most} for row, pairs in names.items()}
        return own if len(names) > 1 else names

    @cached_property
    def _rows_by_pair(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, pairs in self._names.items():
            for pair in pairs:
                found.setdefault(pair, []).append(row)
        return found

    def rows(self, words: str) -> list[Named]:
        """Return the rows that words name best, several where they name several alike."""
        shared: Counter[int] = Counter()
        for pair in _pairs(words):
            shared.update(self._rows_by_pair.get(pair, ()))
        return _best([(count / len(self._names[row]), row) for row, count in shared.items()])

    def row(self, words: str) -> Named | None:
        """Return the one row that words name best."""
        found = self.rows(words)
        return found[0] if len(found) == 1 else None

    def column(self, words: str, columns: Sequence[int] | None = None) -> Named | None:
        """Return the one column of amounts that words name best."""
        pairs = _pairs(words)
        scores = []
        for at in self.measures if columns is None else columns:
            own = _pairs(self.grid.bare_heads[at])
            if own:
                scores.append((len(own & pairs) / len(own), at))
        found = _best(scores)
        return found[0] if len(found) == 1 else None

    def figure(self, row: int | None, column: int | None) -> Figure | None:
        """Return the number of a cell as a figure named by its row and column."""
        number = None if row is None or column is None else self.grid.rows[row][column]
        if number is None or number.value <= 0 or row is None or column is None:
            return None
        return _figure(self.grid.names[row] + self.grid.bare_heads[column], number)

    def figures(self, row: int) -> list[tuple[str, Figure]]:
        """Return the amounts of a row, each with the head of its column."""
        found = ((self.grid.bare_heads[at], self.figure(row, at)) for at in self.measures)
        return [(head, figure) for head, figure in found if figure is not None]


class TableFigures:
    """The tables of a document as far as words name their cells."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._grids = [NamedGrid(grid) for grid in grids]
        self._starts = [named.grid.cells[0][0].start for named in self._grids]

    def near(self, offset: int) -> Iterator[NamedGrid]:
        """Yield the tables before an offset, nearest first, then those behind it; a few of each."""
        at = bisect_right(self._starts, offset)
        yield from reversed(self._grids[max(0, at - _NEAR_TABLES) : at])
        yield from self._grids[at : at + _NEAR_TABLES]


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _best(scores: Sequence[tuple[float, int]]) -> list[Named]:
    best = max((score for score, _ in scores), default=0.0)
    return [Named(at, best >= _SURE) for score, at in scores if score == best] if best >= _LEAST else []


def _figure(name: str, number: Number) -> Figure:
    around = Surroundings(number.start, number.end, name, "", number.start)
    return Figure(as_amount(number), around, 0)
