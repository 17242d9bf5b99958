"""Derived columns of tables: rates, shares, changes, averages, weighted scores.

Which columns a rate is worked out from is not guessed from its name but found: the formula over two
columns that gives the written value in most rows, and in two at least, is the table's own. A row that
it does not give is wrong. Formulas: 100 a/b, 100 (b-a)/a, 100 a/sum(a), a/b, a-b, and the mean weighted by
the per cents in the heads (巡查得分(60%)).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

from gongjian.engines.figures.cells import table_claim
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.table_sums import agreed
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.reading import Reading

Formula: TypeAlias = tuple[str, Callable[[list[Fraction]], Fraction | None]]

_RATE = re.compile(r"率|占比|比重|比例|%|进度")
_GROWTH = re.compile(r"同比|环比|增长|增幅|增速|升降|降幅|增减")
_AVERAGE = re.compile(r"均")
_DIFFERENCE = re.compile(
    r"增减|剩余|未完成|差额|结[余存]|余额|库存|待[办整拆]|未[办整拆][结改除]?|缺口|空[缺置]|欠|净增|增加|减少"
)
_SCORE = re.compile(r"(?:综合|总|最终|加权)(?:得分|成绩|评分|分)")
_WEIGHT = re.compile(r"[（(](\d+(?:\.\d+)?)%[）)]")
_WIDEST = 12  # columns of a table that formulas are tried on


def _ratio(v: list[Fraction]) -> Fraction | None:
    return 100 * v[0] / v[1] if v[1] else None


def _change(v: list[Fraction]) -> Fraction | None:
    return 100 * (v[1] - v[0]) / v[0] if v[0] else None


def _quotient(v: list[Fraction]) -> Fraction | None:
    return v[0] / v[1] if v[1] else None


def _minus(v: list[Fraction]) -> Fraction | None:
    return v[0] - v[1]


_FORMULAS: tuple[tuple[re.Pattern[str], Formula], ...] = (
    (_GROWTH, ("growth", _change)),
    (_RATE, ("percentage_of", _ratio)),
    (_AVERAGE, ("per_capita", _quotient)),
    (_DIFFERENCE, ("difference", _minus)),
)


def rate_cells(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return the claims of all derived columns of a document's tables."""
    claims: list[Claim] = []
    for grid in grids:
        if len(grid.heads) > _WIDEST:
            continue
        for at in range(1, len(grid.heads)):
            options = [agreed(option) for option in _options(reading, grid, at)]
            claims += max(options, key=lambda rows: sum(c.holds for c in rows), default=[])
    return claims


def _options(reading: Reading, grid: Grid, at: int) -> Iterator[list[Claim]]:
    head = grid.heads[at]
    others = [c for c in range(1, len(grid.heads)) if c != at and any(row[c] for row in grid.rows)]
    for pattern, (kind, formula) in _FORMULAS:
        if pattern.search(head) and not _WEIGHT.search(head):
            for pair in permutations(others, 2):
                yield _column(reading, grid, at, list(pair), kind, formula)
    if re.search(r"占比|比重|比例", head):
        for part in others:
            yield _shares(reading, grid, at, part)
    if _SCORE.fullmatch(head):
        yield _weighted(reading, grid, at, others)


def _column(
    reading: Reading,
    grid: Grid,
    at: int,
    columns: list[int],
    kind: str,
    formula: Callable[[list[Fraction]], Fraction | None],
) -> list[Claim]:
    found: list[tuple[Number, list[Number], Fraction, str]] = []
    missed = 0
    for number, row in enumerate(grid.rows):
        stated, numbers = row[at], [n for n in (row[c] for c in columns) if n is not None]
        if stated is None or len(numbers) < len(columns):
            continue
        computed = formula([n.value for n in numbers])
        if computed is None:
            continue
        found.append((stated, numbers, computed, grid.where(number, at)))
        missed += abs(computed - stated.value) > stated.step / 2
        if missed * 2 > len(grid.rows):
            return []
    return [_claim(reading, kind, *one) for one in found]


def _claim(
    reading: Reading, kind: str, stated: Number, numbers: list[Number], computed: Fraction, where: str
) -> Claim:
    unit = "%" if kind in ("percentage_of", "growth") else stated.unit
    return table_claim(reading, kind, "table:rate", stated, numbers, computed, stated.step / 2, unit, where)


def _shares(reading: Reading, grid: Grid, at: int, part: int) -> list[Claim]:
    plain = grid.plain_rows
    numbers = [n for n in grid.column(part, plain) if n is not None]
    total = sum((n.value for n in numbers), Fraction(0))
    if len(numbers) < len(plain) or not total:
        return []
    claims = []
    whole = next(
        (n for row in range(len(grid.rows)) if grid.is_total(row) and (n := grid.rows[row][part])), None
    )
    for row in plain:
        stated, own = grid.rows[row][at], grid.rows[row][part]
        if stated is not None and own is not None and whole is not None and whole.value:
            share = 100 * own.value / whole.value
            claims.append(_claim(reading, "percentage_of", stated, [own, whole], share, grid.where(row, at)))
        elif stated is not None and own is not None:
            others = [own, *(n for n in numbers if n is not own)]
            share = 100 * own.value / total
            claims.append(_claim(reading, "table_share", stated, others, share, grid.where(row, at)))
    return claims


def _weighted(reading: Reading, grid: Grid, at: int, columns: list[int]) -> list[Claim]:
    weights = {c: _WEIGHT.search(grid.heads[c]) for c in columns}
    used = [c for c in columns if weights[c]]
    shares = [Fraction(found[1]) for c in used if (found := weights[c])]
    if sum(shares) != 100:
        return []
    return _column(
        reading,
        grid,
        at,
        used,
        "weighted",
        lambda v: sum((a * b for a, b in zip(v, shares, strict=True)), Fraction(0)) / 100,
    )
