"""Totals of tables: a row 合计 or 小计 over its columns, a column 合计 over its row.

A total cell is the sum of its parts; numbers with decimals may each be rounded. A table is understood
only when its totals mostly hold: a column total is judged where another column of the row holds, or
where it is a slip of the pen; a row total where the same columns give it in most other rows.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from gongjian.engines.figures.cells import table_claim
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.slips import is_pen_slip
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.reading import Reading

_ROW_TOTAL = re.compile(
    r"(?:合计|小计|总计|共计|总数|总量|总和|总分|全年(?:目标|计划|任务|累计)?[数量]?)(?:[（(].*)?$"
)
_CLOSE = Fraction(1, 5)


def sum_cells(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return the claims of all total cells of a document's tables."""
    return [c for grid in grids for c in _column_totals(reading, grid) + _row_totals(reading, grid)]


def _claim(reading: Reading, rule: str, stated: Number, parts: list[Number], where: str) -> Claim:
    computed = sum((p.value for p in parts), Fraction(0))
    slack = sum((p.slack for p in parts), stated.slack)
    return table_claim(reading, "table_sum", rule, stated, parts, computed, slack, where=where)


def _column_totals(reading: Reading, grid: Grid) -> list[Claim]:
    claims: list[Claim] = []
    for row in range(len(grid.rows)):
        if grid.is_total(row):
            claims += _understood(_totals_of(reading, grid, row, grid.plain_rows))
        elif grid.is_subtotal(row):
            claims += _understood(_totals_of(reading, grid, row, _group_of(grid, row)))
    return claims


def _group_of(grid: Grid, row: int) -> list[int]:
    """Return the plain rows above a subtotal up to the one before, or those below it when it opens a group."""
    group: list[int] = []
    for at in range(row - 1, -1, -1):
        if grid.is_subtotal(at) or grid.is_total(at):
            break
        group.insert(0, at)
    return group


def _totals_of(reading: Reading, grid: Grid, row: int, parts: list[int]) -> list[Claim]:
    claims = []
    for at in range(1, len(grid.heads)):
        stated = grid.rows[row][at]
        numbers = [n for n in grid.column(at, parts) if n is not None]
        blank = any(grid.blanks[p][at] for p in parts)
        if stated is None or not grid.is_added(at) or len(numbers) < 2 or len(numbers) < len(parts) - blank:
            continue
        told = [n for n in numbers if not n.is_nothing]
        if len(told) < 2:
            continue
        claim = _claim(reading, "table:column", stated, told, grid.where(row, at))
        if stated.unit != "%" and (claim.holds or not blank):
            claims.append(claim)
    return claims


def _understood(claims: list[Claim]) -> list[Claim]:
    """Keep the claims of a total row that is read rightly: some hold, or a lone one is nearly right."""
    held = [c for c in claims if c.holds]
    if len(held) * 2 >= len(claims):
        return claims
    return [
        c
        for c in claims
        if c.holds
        or is_pen_slip(c.stated, c.computed, c.step)
        or (held and _is_close(c))
        or (len(claims) == 1 and _is_close(c))
    ]


def _is_close(claim: Claim) -> bool:
    return abs(claim.stated - claim.computed) <= _CLOSE * max(claim.stated, claim.computed)


def _row_totals(reading: Reading, grid: Grid) -> list[Claim]:
    claims: list[Claim] = []
    for at, head in enumerate(grid.heads):
        if at < 2 and not (at == 1 and len(grid.heads) > 3):
            continue
        if _ROW_TOTAL.search(head):
            left = [c for c in range(1, at) if _is_part(grid, c)]
            right = [c for c in range(at + 1, len(grid.heads)) if _is_part(grid, c)]
            options = [_rows_of(reading, grid, at, parts) for parts in (left, right) if len(parts) > 1]
            claims += max(options, key=lambda rows: sum(c.holds for c in rows), default=[])
        elif at + 2 < len(grid.heads) and "其中" in grid.heads[at + 1]:
            claims += _rows_of(reading, grid, at, _among(grid, at))
    return claims


def _among(grid: Grid, at: int) -> list[int]:
    """Return the columns behind one that 其中 opens: 总投资 | 其中：财政 | 自筹, [] without a second."""
    parts = []
    unit = next((n.unit for row in grid.rows if (n := row[at])), "")
    for column in range(at + 1, len(grid.heads)):
        units = {n.unit for row in grid.rows if (n := row[column]) and n.value}
        if not _is_part(grid, column) or units != {unit}:
            break
        parts.append(column)
    return parts if len(parts) > 1 else []


def _is_part(grid: Grid, at: int) -> bool:
    scores = "分" in grid.heads[at] and not re.search(r"率|比|排名", grid.heads[at])
    return (grid.is_added(at) or scores) and not _ROW_TOTAL.search(grid.heads[at])


def _rows_of(reading: Reading, grid: Grid, at: int, parts: list[int]) -> list[Claim]:
    claims: list[Claim] = []
    if len(parts) < 2:
        return claims
    for number, row in enumerate(grid.rows):
        stated, numbers = row[at], [row[p] for p in parts]
        if stated is not None and all(n is not None for n in numbers):
            known = [n for n in numbers if n is not None and not n.is_nothing]
            if len(known) < 2:
                continue
            claims.append(_claim(reading, "table:row", stated, known, grid.where(number, at)))
    return agreed(claims)


def agreed(claims: list[Claim]) -> list[Claim]:
    """Return the claims of a column when most rows hold and at least two do, else none."""
    held = sum(c.holds for c in claims)
    return claims if held >= 2 and held > len(claims) - held else []
