"""The numbers of a table's cells, with their places, and which rows are totals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.figures.model import BOUND, Claim, Operand
from gongjian.engines.plandoc.quantities import base_unit
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.tables import Cell, Table

_NUMBER = re.compile(r"(?P<sign>[-—+]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[\u3400-\u9fff㎡]{0,3})")
_HEAD_UNIT = re.compile(r"[（(](?:单位：?)?(?P<unit>[\u3400-\u9fff㎡%]{1,4})[）)]$")
_NOTHING = re.compile(r"[-—/\\无0]{1,3}")
_TOTAL = re.compile(
    r"(?:全[区县市镇街省乡村州][区县市]?|总|本[区县市月年]|各项|[\u3400-\u9fff]{2,4}(?=合计|总计))?(?:合计|总计|共计|总数|总和)"
)
_SUBTOTAL = re.compile(r"[\u3400-\u9fff]{0,6}小计")
_UNADDED = re.compile(
    r"率|比|%|均|排名|名次|位次|序号|编号|^序|年度|年份|日期|时间|得分|分值|评分|成绩|指数|单价|标准|年龄|增[长速幅]|[层楼栋]号|电话|面积/|备注"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A cell read as a number in base units; `step` is one unit of its last digit."""

    value: Fraction
    step: Fraction
    unit: str
    start: int
    end: int
    has_decimals: bool = False

    @property
    def slack(self) -> Fraction:
        """Return half a unit of the last digit of a number with decimals, nothing for a whole one."""
        return self.step / 2 if self.has_decimals else Fraction(0)


@dataclass(frozen=True)
class Grid:
    """A table's body as numbers (None where a cell is no number), with its heads and labels."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Number | None, ...], ...]
    labels: tuple[str, ...]
    blanks: tuple[tuple[bool, ...], ...]

    def column(self, at: int, rows: Iterable[int]) -> list[Number | None]:
        """Return the numbers of a column in some rows."""
        return [self.rows[row][at] for row in rows]

    def is_total(self, row: int) -> bool:
        """Tell whether a row is the total of the others."""
        return bool(_TOTAL.fullmatch(self.labels[row]))

    def is_subtotal(self, row: int) -> bool:
        """Tell whether a row is the total of a group of rows."""
        return bool(_SUBTOTAL.fullmatch(self.labels[row]))

    def where(self, row: int, at: int) -> str:
        """Name a cell for a person."""
        return f"表中“{self.labels[row]}”行“{self.heads[at]}”列"

    @property
    def plain_rows(self) -> list[int]:
        """Return the rows that are no totals."""
        return [r for r in range(len(self.rows)) if not self.is_total(r) and not self.is_subtotal(r)]

    def is_added(self, at: int) -> bool:
        """Tell whether a column holds amounts that can be added."""
        return at > 0 and not _UNADDED.search(self.heads[at]) and any(row[at] for row in self.rows)


def grids_of(reading: Reading) -> list[Grid]:
    """Return the tables of a document that can be read as numbers."""
    return [grid for grid in map(grid_of, reading.tables) if grid is not None]


def grid_of(table: Table) -> Grid | None:
    """Return the numbers of a table, None when its rows do not fit its heads."""
    heads = tuple(re.sub(r"\s", "", cell.text) for cell in table.header)
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if table.flattened or len(heads) < 2 or len(rows) < 2 or any(len(row) > len(heads) for row in rows):
        return None
    rows = [_filled(row, len(heads)) for row in rows]
    units = [_unit(head) for head in heads]
    return Grid(
        heads,
        tuple(tuple(_number(cell, unit) for cell, unit in zip(row, units, strict=True)) for row in rows),
        tuple(_label(row) for row in rows),
        tuple(tuple(not cell.text for cell in row) for row in rows),
    )


def _filled(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """Return a row with the empty cells its end lacks."""
    end = row[-1].end if row else 0
    return row + (Cell("", end, end),) * (width - len(row))


def _label(row: tuple[Cell, ...]) -> str:
    words = [re.sub(r"\s", "", cell.text) for cell in row[:2]]
    return next((w for w in words if _TOTAL.fullmatch(w) or _SUBTOTAL.fullmatch(w)), words[0])


def _unit(head: str) -> str:
    """Return the unit a head tells in a bracket: 投资（万元）."""
    found = _HEAD_UNIT.search(head)
    return found["unit"] if found else ""


def _number(cell: Cell, unit: str) -> Number | None:
    """Read a cell that is a number; `unit` is its column's."""
    text = cell.text
    found = _NUMBER.fullmatch(text)
    if found is None:
        nothing = bool(text) and bool(_NOTHING.fullmatch(text))
        return Number(Fraction(0), Fraction(1), "", cell.start, cell.end) if nothing else None
    written = found["number"].replace(",", "")
    base, factor = base_unit(found["unit"] or unit)
    value, places = Fraction(written) * factor, len(written.partition(".")[2])
    is_negative = found["sign"] in ("-", "—") and bool(found["sign"])
    return Number(
        -value if is_negative else value,
        Fraction(1, 10**places) * factor,
        base,
        cell.start,
        cell.end,
        places > 0,
    )


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
