"""Ratings in tables: a column (or a line) of grades beside bounds that may leave their unit to the head."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongjian.engines.plandoc.bounds import DIGITS, Condition
from gongjian.engines.plandoc.conditions import find_conditions
from gongjian.engines.plandoc.rating_context import RatingFound
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.tables import Cell, Table
from gongjian.engines.plandoc.verdicts import clean_label

_GRADE_HEAD = re.compile("等次|等级|星级|档次|评定结果|评级")
_BOUND_HEAD = re.compile("分|时长|小时|次数|率|比例|标准|要求|条件|排名|名次|活跃|贡献|区间")
_BARE = re.compile(rf"(?P<n>{DIGITS})(?![\d.,]|分|%|个?小时|名|位|积分)")
_COUNTED = re.compile(r"(?<=\d)(?P<unit>次|个月|天|个|篇|件|场)")
_LONGEST_CELL = 24


def table_ratings(reading: Reading, subject: str | None) -> list[RatingFound]:
    """Return the grades of every table that has them in a column or along its first line."""
    found: list[RatingFound] = []
    for table in reading.tables:
        for label, head, cell in _pairs(table):
            condition = _bound(cell, head)
            if condition:
                begin, end = sorted((label.start, condition.start))
                name = clean_label(label.text)
                found.append(RatingFound(name, subject, condition, begin, max(end, condition.end)))
    return found


def _pairs(table: Table) -> Iterator[tuple[Cell, str, Cell]]:
    """Yield grade, head and bound of each cell that may hold one."""
    heads = [cell.text for cell in table.header]
    label_at = next((i for i, head in enumerate(heads) if _GRADE_HEAD.search(head)), None)
    if label_at is None:
        return
    along = [row for row in table.rows if row and _BOUND_HEAD.search(row[0].text) and len(row) <= len(heads)]
    if label_at == 0 and along and len(along) == len(table.rows):
        for row in along:
            yield from ((table.header[i], row[0].text, row[i]) for i in range(1, len(row)))
        return
    for row in table.rows:
        if len(row) <= label_at or not 0 < len(row[label_at].text) <= _LONGEST_CELL:
            continue
        for i, cell in enumerate(row[: len(heads)]):
            if i != label_at and _BOUND_HEAD.search(heads[i]):
                yield row[label_at], heads[i], cell


def _bound(cell: Cell, head: str) -> Condition | None:
    if not cell.text or len(cell.text) > _LONGEST_CELL:
        return None
    counted = _COUNTED.search(cell.text)
    unit = "小时" if re.search("时长|小时", head) else "%" if re.search("率|比例", head) else "分"
    text = _BARE.sub(lambda m: m["n"] + unit, _COUNTED.sub("", cell.text))
    condition = next(iter(find_conditions(text, 0)), None)
    if condition is None:
        return None
    basis, unit = condition.basis, condition.unit
    if counted:
        basis, unit = f"count:{head}", counted["unit"]
    elif unit == "分" and "积分" in head:
        basis = "points"
    elif unit == "%" and basis == "share:":
        basis = f"share:{head}"
    return replace(condition, start=cell.start, end=cell.end, basis=basis, unit=unit)
