"""Figures in the cells of tables by their place: the name of their row, the head of their column."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.quantities import Amount, kind_of

_DERIVED_ROW = re.compile(r"[人户亩村日月年]均|平均|同比|环比|占比|比重|单价|[较比]上[年月]|增长率|增[幅速]$")
_DERIVED_HEAD = re.compile(
    r"均(?!衡)|每|单价|价格|标准|率|占比|比[例重]|增减|增[幅速]|[升降]幅|同比|环比|(?<!新)(?<!净)增[长加]|减少|下降|[较比]上|差额|差距|工期|年龄|得分|分值|权重|排名|限额|阈值|上限|下限"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: what its row is about and what its column's head says, without the unit.

    `heads` are those of its table in full, `full_head` that of the cell.
    `is_derived` when row or head tells an average, rate, change or standard, and no amount of its own.
    """

    row: str
    head: str
    full_head: str
    heads: tuple[str, ...]
    is_derived: bool
    start: int
    end: int


class TableCells:
    """The cells of a document's tables, found by offset."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._places = sorted(
            (cell.start, cell.end, grid, row, column)
            for grid in grids
            for row, cells in enumerate(grid.cells)
            for column, cell in enumerate(cells)
            if cell.text
        )
        self._starts = [place[0] for place in self._places]
        self._known: dict[int, Place] = {}

    def at(self, offset: int) -> Place | None:
        """Return the place of the cell that holds an offset. Cost: logarithmic."""
        at = bisect.bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._places[at][1]:
            return None
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = place_of(*self._places[at][2:])
        return known


def place_of(grid: Grid, row: int, column: int) -> Place:
    """Return the place of a cell of a grid."""
    head, name, cell = grid.heads[column], grid.names[row], grid.cells[row][column]
    is_derived = bool(_DERIVED_HEAD.search(head) or _DERIVED_ROW.search(name))
    return Place(name, grid.bare_heads[column], head, grid.heads, is_derived, cell.start, cell.end)


def cell_amounts(grids: Sequence[Grid]) -> Iterator[Amount]:
    """Yield the figures of tables whose unit is written outside their cell, in no order."""
    for grid in grids:
        for row in grid.numbers:
            for number in row:
                if number is not None and number.unit and not number.written_unit:
                    yield as_amount(number)


def as_amount(number: Number) -> Amount:
    """Return a number of a cell as an amount."""
    return Amount(
        number.start,
        number.end,
        number.value,
        number.unit,
        kind_of(number.unit),
        number.step,
        number.approx,
        number.written_unit or number.unit,
    )
