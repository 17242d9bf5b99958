"""Cells of tables by their place: the name of their row, the head of their column, and figures whose
unit stands in that head (总投资（万元）), in the caption (单位：万元) or in a column of units."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongjian.engines.plandoc.numerals import WHOLE_ARABIC
from gongjian.engines.plandoc.quantities import UNITS, Amount, amount_in
from gongjian.engines.plandoc.tables import Cell, Table

_UNIT = rf"(?:百万|千万|万|亿|千|百)?(?:{UNITS})|%|个?百分点"
_HEAD_UNIT = re.compile(rf"(?:（|/|／|，?单位：?)(?P<unit>{_UNIT})）?$")
_CAPTION = re.compile(r"单位：?\s*(?P<unit>(?:百万|千万|万|亿|千|百)?元)")
_ONLY_UNIT = re.compile(_UNIT)
_FIGURE = re.compile(
    rf"(?:约|≥|≤|＞|＜|>|<|不低于|不少于|不超过|达到)?\s*(?P<number>{WHOLE_ARABIC})(?:（?含?）?以[上内下]|左右)?"
)
_MONEY = re.compile("资金|投资|金额|预算|经费|费用|补助|收入|支出|造价|概算|资产")
_UNCOUNTED = re.compile("序号|编号|时间|年份|日期|电话|备注|分值|权重|得分|排名")
_NAME = ("指标", "名称", "项目", "任务", "事项", "活动", "内容", "类别", "科目")
_BRACKET = re.compile("（[^）]*）")
_CAPTION_REACH = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: what its row is about and what its column's head says, without the unit."""

    row: str
    head: str
    heads: tuple[str, ...]


class TableCells:
    """The cells of a document's tables, found by offset."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._places: list[tuple[int, int, Place]] = []
        for table in tables:
            heads = tuple(
                _BRACKET.sub("", cell.text).removeprefix("其中").strip("：: ") for cell in table.header
            )
            for row in table.rows:
                name = _BRACKET.sub("", _row_name(table, row))
                for column, cell in enumerate(row):
                    head = heads[column] if column < len(heads) else ""
                    self._places.append((cell.start, cell.end, Place(name, head, heads)))
        self._places.sort(key=lambda place: place[:2])
        self._starts = [start for start, _, _ in self._places]

    def at(self, offset: int) -> Place | None:
        """Return the place of the cell that holds an offset. Cost: logarithmic."""
        at = bisect.bisect_right(self._starts, offset) - 1
        return self._places[at][2] if at >= 0 and offset < self._places[at][1] else None


def _row_name(table: Table, row: tuple[Cell, ...]) -> str:
    column = table.column(*_NAME)
    named = row[column].text if column is not None and column < len(row) else ""
    if named and not _FIGURE.fullmatch(named):
        return named
    return next((cell.text for cell in row if len(cell.text) > 1 and not cell.text.isascii()), "")


def cell_amounts(text: str, start: int, tables: Sequence[Table]) -> Iterator[Amount]:
    """Yield the figures of tables whose unit is written outside their cell."""
    for table in tables:
        units = _column_units(text[max(start, table.start - _CAPTION_REACH) : table.start], table)
        of_units = table.column("计量单位", "单位")
        if of_units is not None and not re.fullmatch("(?:计量)?单位", table.header[of_units].text):
            of_units = None
        for row in table.rows:
            own = row[of_units].text if of_units is not None and of_units < len(row) else ""
            named = _HEAD_UNIT.search(_row_name(table, row))
            fallback = own if _ONLY_UNIT.fullmatch(own) else named["unit"] if named else None
            for cell, unit in zip(row, units, strict=False):
                figure = _FIGURE.fullmatch(cell.text) if unit is None or unit else None
                if figure and (unit or fallback):
                    at = cell.start + figure.start("number")
                    yield amount_in(figure["number"], unit or fallback or "", at)


def _column_units(caption: str, table: Table) -> list[str | None]:
    """Return the unit of each column: None where the head names none, "" where no figure is counted."""
    said = _CAPTION.search(caption)
    units: list[str | None] = []
    for cell in table.header:
        found = _HEAD_UNIT.search(cell.text)
        if _UNCOUNTED.search(cell.text):
            units.append("")
        elif found:
            units.append(found["unit"])
        else:
            units.append(said["unit"] if said and _MONEY.search(cell.text) else None)
    return units
