"""The marks a rubric announces against the marks of its items.

Announced are the full marks (满分100分, 总分, a table's row 合计) and those of a section (一、日常巡查（40分）).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from gongjian.engines.figures.model import BOUND, Claim, Operand
from gongjian.engines.plandoc.numerals import arabic, decimals
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.rubric import find_rubric
from gongjian.engines.plandoc.rubric_item import ItemFound

_FULL = re.compile(
    r"(?:满分|总分|共计|合计)(?:为|是|：)?(?P<n>\d+(?:\.\d+)?)分(?!以|及|的|（不?含|至|[—～-])"
)
_SECTION = re.compile(r"[（，、： ](?:共|计|满分|分值)?：?(?P<n>\d+(?:\.\d+)?)分）?。?$")
_TOTAL_ROW = re.compile(r"合\s*计|总\s*计|总\s*分|满\s*分")
_MARKS = re.compile(r"(?P<n>\d+(?:\.\d+)?)分?")
_OPENS_WITH = re.compile(r"\s*[^，。；：（\d]{2,16}[（，：]?(?P<n>\d+(?:\.\d+)?)分(?=[），。：；])")
_CONFIDENCE = 0.8
Part: TypeAlias = tuple[int, int, Decimal | None]


def marks_claims(reading: Reading) -> list[Claim]:
    """Compare announced marks with the sum of the items' marks, bonuses left out."""
    announced = [
        (m.start(), m.end(), m) for m in _FULL.finditer(reading.text, reading.start, reading.end)
    ] or _total_rows(reading)
    sections = _sections(reading)
    if not announced and not sections:
        return []
    items = [
        i
        for i in find_rubric(reading)
        if i.full_marks is not None and not re.search(r"附加|加分|奖励", i.title)
    ]
    claims = _section_claims(reading, sections, items)
    if announced and not _FULL.search(reading.text, reading.start, reading.end):
        items = _above(reading, items, announced[0][0])
    parts = [(i.start, i.end, i.full_marks) for i in items]
    outside = [a for a in announced if not any(i.start <= a[0] < i.end for i in items)]
    if len(items) < 2 or not outside:
        return claims
    return [*claims, _claim(reading, parts, *outside[0])]


def _sections(reading: Reading) -> list[tuple[Node, re.Match[str]]]:
    """Return the headings over others that end in their marks, alone on their line."""
    nodes, children = reading.outline.nodes, reading.outline.children
    return [
        (node, said)
        for node, below in zip(nodes, children, strict=True)
        if len(below) > 1 and (said := _SECTION.search(reading.text, node.start, node.line_end))
    ]


def _section_claims(
    reading: Reading, sections: list[tuple[Node, re.Match[str]]], items: list[ItemFound]
) -> list[Claim]:
    claims = []
    for node, said in sections:
        own = [(i.start, i.end, i.full_marks) for i in items if node.start < i.start < node.end]
        opened = _children(reading, node)
        parts = own if len(own) > 1 else opened
        if len(parts) > 1:
            is_certain = [marks for *_, marks in opened] == [marks for *_, marks in parts]
            confidence = BOUND if is_certain else _CONFIDENCE
            claims.append(_claim(reading, parts, node.start, said.end(), said, confidence))
    return claims


def _children(reading: Reading, node: Node) -> list[Part]:
    """Return the marks each heading below a section opens with (1.巡查频次15分，…), none if one lacks them."""
    nodes = reading.outline.nodes
    at = bisect_left(nodes, node.start, key=lambda n: n.start)
    below = [n for n in _inside(nodes, at + 1, node.end) if n.level == node.level + 1]
    found = [(n, _OPENS_WITH.match(reading.text, n.marker.end, n.line_end)) for n in below]
    if any(said is None for _, said in found):
        return []
    return [(n.start, said.end(), Decimal(said["n"])) for n, said in found if said is not None]


def _inside(nodes: Sequence[Node], at: int, end: int) -> Iterator[Node]:
    while at < len(nodes) and nodes[at].start < end:
        yield nodes[at]
        at += 1


def _above(reading: Reading, items: list[ItemFound], row: int) -> list[ItemFound]:
    """Return the items of the rows above a row of a table: what follows 合计 is counted beside it."""
    table = reading.table_at(row)
    return [i for i in items if table is not None and table.start <= i.start < row]


def _total_rows(reading: Reading) -> list[tuple[int, int, re.Match[str]]]:
    """Return the rows 合计 of tables of marks that hold one number."""
    found = []
    for table in reading.tables:
        heads = (*table.header, *(table.rows[0] if table.rows else ()))
        if not any("分" in cell.text for cell in heads):
            continue
        for row in table.rows:
            words = [cell for cell in row if cell.text]
            numbers = [m for cell in words if (m := _MARKS.fullmatch(reading.text, cell.start, cell.end))]
            if words and _TOTAL_ROW.fullmatch(words[0].text) and len(numbers) == 1:
                found.append((words[0].start, numbers[0].end(), numbers[0]))
    return found


def _claim(
    reading: Reading,
    parts: Sequence[Part],
    start: int,
    end: int,
    said: re.Match[str],
    confidence: float = _CONFIDENCE,
) -> Claim:
    total = arabic(said["n"])
    operands = []
    for part_start, part_end, marks in parts:
        a, b, words = reading.raw_span(part_start, part_end)
        operands.append(Operand(Fraction(marks or 0), "", words, a, b))
    computed = sum((o.value for o in operands), Fraction(0))
    raw_start, raw_end, quote = reading.raw_span(start, end)
    step = Fraction(1, 10 ** decimals(said["n"]))
    a, b, figure = reading.raw_span(said.start("n"), said.end())
    return Claim(
        quote=quote,
        start=raw_start,
        end=raw_end,
        rule="claim:marks",
        confidence=confidence,
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
