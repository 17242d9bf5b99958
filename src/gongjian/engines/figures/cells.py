"""Claims about the cells of tables."""

from fractions import Fraction

from gongjian.engines.figures.model import BOUND, Claim, Operand
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.reading import Reading


def grids_of(reading: Reading) -> list[Grid]:
    """Return the tables of a document whose rows fit their heads and so can be recomputed."""
    return [grid for grid in reading.grids if grid.is_regular and len(grid.rows) > 1]


def table_claim(
    reading: Reading,
    kind: str,
    rule: str,
    stated: Number,
    operands: list[Number],
    computed: Fraction,
    tolerance: Fraction,
    unit: str = "",
    where: str = "",
) -> Claim:
    """Build a claim about a cell."""
    figure = _operand(reading, stated)
    return Claim(
        quote=figure.quote,
        start=figure.start,
        end=figure.end,
        rule=rule,
        confidence=BOUND,
        type=kind,
        operands=tuple(_operand(reading, n) for n in operands),
        stated=stated.value,
        unit=unit or stated.unit,
        tolerance=tolerance,
        computed=computed,
        holds=abs(computed - stated.value) <= tolerance,
        figure=figure,
        step=stated.step,
        where=where,
    )


def _operand(reading: Reading, number: Number) -> Operand:
    start, end, quote = reading.raw_span(number.start, number.end)
    return Operand(number.value, number.unit, quote, start, end, number.slack)
