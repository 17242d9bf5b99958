"""sum: a total and parts that stand one a line, above it or below it.

- parts line by line, then 合计200万元 or 以上合计200万元;
- 共需200万元，其中： and the parts line by line; 全年收入200万元。 and 一是…，二是… in the next line.

The part of a line is its first amount in the unit of the total. Lines are taken from the total on as long as they hold
one; they are its parts when they come to it exactly, or nearly when 其中 or 合计 and the end of the list say that
they are all.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from gongjian.engines.figures.context import Figure, Paragraph, is_plain, make_claim
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.roles import change_before

_CLOSES = re.compile(
    r"^[^，。；：\d]{0,8}(?:合计|共计|总计|总额|累计|一共|共需|共)(?:[\u3400-\u9fff]{0,6}|：)$"
)
_OPENS = re.compile(r"(?:其中|如下|包括|来源|构成|明细)[^，。；\d]{0,6}：?\s*$")
_WIDEST = 12
_NEAR = Fraction(1, 10)


def line_sums(lines: Sequence[Paragraph], known: set[int]) -> list[Claim]:
    """Return the sums over lines; `known` are offsets of figures that have their parts already."""
    claims = []
    for at, line in enumerate(lines):
        if not _may_hold(line):
            continue
        counts = [f for f in line.figures if f.is_count and is_plain(f)]
        if not counts:
            continue
        claim = _above(lines, at, counts[0]) or _below(lines, at, counts)
        if claim is not None and claim.figure.start not in known:
            claims.append(claim)
    return claims


def _may_hold(line: Paragraph) -> bool:
    """Tell at little cost whether a line can open with a total or end with one."""
    if len(line.figures) > _WIDEST:
        return False
    rest = line.end - line.figures[-1].amount.end
    return rest <= _WIDEST or bool(
        re.search("[合共总累]", line.words(line.start, line.figures[0].amount.start))
    )


def _above(lines: Sequence[Paragraph], at: int, total: Figure) -> Claim | None:
    """Read the parts in the lines above a line that opens with its total."""
    start = lines[at].reading.text.rfind("\n", lines[at].start, total.amount.start) + 1
    lead = lines[at].words(max(start, lines[at].start), total.amount.start)
    if not _CLOSES.search(lead) or change_before(total.around.before):
        return None
    parts: list[Figure] = []
    for line, below in zip(
        reversed(lines[max(0, at - _WIDEST) : at]), reversed(lines[: at + 1]), strict=False
    ):
        firsts = _firsts(line, total) if _adjoin(line, below) else []
        if not firsts or _sum(parts) >= total.value:
            break
        parts = firsts + parts
    return _claim(lines[at], total, parts, is_all=len(parts) < _WIDEST)


def _below(lines: Sequence[Paragraph], at: int, counts: list[Figure]) -> Claim | None:
    """Read the parts in the lines below a line that ends with its total, or tells it and ends in 其中."""
    line = lines[at]
    rest = line.words(counts[-1].amount.end, line.end)
    opens = bool(_OPENS.search(rest))
    if at + 1 >= len(lines) or not (opens or re.fullmatch(r"[\u3400-\u9fff]{0,4}[：。；，]?\s*", rest)):
        return None
    total = counts[-1] if not opens or len(counts) == 1 else counts[0]
    parts: list[Figure] = []
    for above, below in zip(lines[at : at + _WIDEST], lines[at + 1 : at + 1 + _WIDEST], strict=False):
        firsts = _firsts(below, total) if _adjoin(above, below) else []
        if not firsts:
            break
        parts += firsts
        if _sum(parts) >= total.value:
            break
    return _claim(line, total, parts, is_all=opens)


def _adjoin(above: Paragraph, below: Paragraph) -> bool:
    return not above.reading.text[above.end : below.start].strip()


def _firsts(paragraph: Paragraph, total: Figure) -> list[Figure]:
    """Return the first amount in the unit of a total of each line; of 一是…，二是… each one."""
    found: list[Figure] = []
    lines: set[int] = set()
    several = "二是" in paragraph.words(paragraph.start, paragraph.end)
    for figure in paragraph.figures:
        line = paragraph.reading.text.rfind("\n", paragraph.start, figure.amount.start)
        if (
            figure.is_count
            and figure.unit == total.unit
            and is_plain(figure)
            and (several or line not in lines)
        ):
            if figure.value >= total.value:
                return []
            lines.add(line)
            found.append(figure)
    return found


def _sum(parts: Sequence[Figure]) -> Fraction:
    return sum((p.value for p in parts), Fraction(0))


def _claim(line: Paragraph, total: Figure, parts: list[Figure], is_all: bool) -> Claim | None:
    computed = _sum(parts)
    if len(parts) < 2 or (computed != total.value and not is_all):
        return None
    if abs(computed - total.value) > total.value * _NEAR:
        return None
    return make_claim(line.reading, "sum", parts, total, total.value, computed, total.unit, "claim:sum")
