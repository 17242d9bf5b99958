"""The full marks a rubric announces (满分100分, 总分, a table's row 合计) against the marks of its items."""

import re
from fractions import Fraction

from gongjian.engines.figures.model import Claim, Operand
from gongjian.engines.plandoc.numerals import arabic, decimals
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.rubric import ItemFound, find_rubric

_FULL = re.compile(r"(?:满分|总分|共计|合计)(?:为|是|：)?(?P<n>\d+(?:\.\d+)?)分(?!以|及|的)")
_TOTAL_ROW = re.compile(r"合\s*计|总\s*计|总\s*分|满\s*分")
_MARKS = re.compile(r"(?P<n>\d+(?:\.\d+)?)分?")
_CONFIDENCE = 0.8


def marks_claims(reading: Reading) -> list[Claim]:
    """Compare announced full marks with the sum of the items' marks, bonuses left out."""
    announced = [
        (m.start(), m.end(), m) for m in _FULL.finditer(reading.text, reading.start, reading.end)
    ] or _total_rows(reading)
    if not announced:
        return []
    items = [
        i
        for i in find_rubric(reading)
        if i.full_marks is not None and not re.search(r"附加|加分|奖励", i.title)
    ]
    if not _FULL.search(reading.text, reading.start, reading.end):
        items = _above(reading, items, announced[0][0])
    outside = [a for a in announced if not any(i.start <= a[0] < i.end for i in items)]
    if len(items) < 2 or not outside:
        return []
    return [_claim(reading, items, *outside[0])]


def _above(reading: Reading, items: list[ItemFound], row: int) -> list[ItemFound]:
    """Return the items of the rows above a row of a table: what follows 合计 is counted beside it."""
    table = reading.table_at(row)
    return [i for i in items if table is not None and table.start <= i.start < row]


def _total_rows(reading: Reading) -> list[tuple[int, int, re.Match[str]]]:
    """Return the rows 合计 of tables of marks that hold one number."""
    found = []
    for table in reading.tables:
        if not any("分" in cell.text for cell in table.header):
            continue
        for row in table.rows:
            words = [cell for cell in row if cell.text]
            numbers = [m for cell in words if (m := _MARKS.fullmatch(reading.text, cell.start, cell.end))]
            if words and _TOTAL_ROW.fullmatch(words[0].text) and len(numbers) == 1:
                found.append((words[0].start, numbers[0].end(), numbers[0]))
    return found


def _claim(reading: Reading, items: list[ItemFound], start: int, end: int, said: re.Match[str]) -> Claim:
    total = arabic(said["n"])
    operands = []
    for item in items:
        a, b, words = reading.raw_span(item.start, item.end)
        operands.append(Operand(Fraction(item.full_marks or 0), "", words, a, b))
    computed = sum((o.value for o in operands), Fraction(0))
    raw_start, raw_end, quote = reading.raw_span(start, end)
    step = Fraction(1, 10 ** decimals(said["n"]))
    a, b, figure = reading.raw_span(said.start("n"), said.end())
    return Claim(
        quote=quote,
        start=raw_start,
        end=raw_end,
        rule="claim:marks",
        confidence=_CONFIDENCE,
        type="sum",
        operands=tuple(operands),
        stated=total,
        unit="分",
        tolerance=step / 2,
        computed=computed,
        holds=abs(computed - total) <= step / 2,
        figure=Operand(total, "分", figure, a, b),
        step=step,
    )
