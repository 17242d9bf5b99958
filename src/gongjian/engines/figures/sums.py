"""sum: a total and the parts the text gives it (其中…, …合计, 以上…累计, full marks of a rubric)."""

import re
from collections.abc import Mapping
from fractions import Fraction

from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    is_factor,
    is_plain,
    make_claim,
    shares_words,
    thing,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim
from gongjian.engines.figures.roles import change_before
from gongjian.engines.figures.totals import closed_parts, closes, is_certain, is_unit_slip
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading

_OPENING = re.compile(
    r"其中|(?:按|从)[^，。；：]{2,8}(?:来?[分看]|划分|统计|分析)，|包括|分别(?:是|为)|，[下分内]?设(?=[^立计施备置有]{1,8}\d)|由(?=[^。；]{2,90}(?:组成|构成))|：|（"
)
_CLOSING = re.compile(
    r"(?:共计|合计|总计|累计|共|形成|总共|总投资|总额|一共|合共|总数|总量)[\u3400-\u9fff]{0,10}$"
)
_WHOLE_WORDS = re.compile(r"(?:全[年区镇县市街村乡][^，。；\d]{0,2}|年度|[两三四五]年|总)[^，。；\d]{0,8}$")
_TOTAL_CUE = re.compile(r"总|共|合计|全部|全[年区镇县市街村乡]|设|现有|拥有")
_REST_WORDS = re.compile(r"未|无|没有|不|其余|剩余|余|尚|还|缺|另")
_ABOVE = re.compile(r"(?:以上|上述)[^，。；]{0,14}(?:共|累计|合计|总计|总)")
_LEAST = 3  # figures of a total and its parts
_WIDEST = 12  # parts that may follow a total
_REACH = 600  # characters between a total and its parts
_NEAR = Fraction(1, 10)
_NEAR_MONEY = Fraction(3, 10)  # parts of a sum of money cannot overlap, so more than the total is an error


def sum_claims(paragraph: Paragraph, wider: list[Figure]) -> list[Claim]:
    """Return the sums of a paragraph; `wider` are earlier figures of the section, nearest first."""
    counts = [f for f in paragraph.figures if f.is_count]
    if len(counts) < _LEAST:
        return [c for f in counts if (c := _above(paragraph, f, wider)) is not None]
    claims: list[Claim] = []
    used: set[int] = set()
    for found in _OPENING.finditer(paragraph.reading.text, paragraph.start, paragraph.end):
        claim = _opened(paragraph, found.start(), found.end(), bracket=found[0] in "（：", used=used)
        if claim:
            claims.append(claim)
    for stated in counts:
        if stated.amount.start in used:
            continue
        claim = (
            _closed(paragraph, stated, used)
            or _above(paragraph, stated, wider)
            or _followed(paragraph, stated, used)
        )
        if claim:
            claims.append(claim)
    return claims


def _total_words(paragraph: Paragraph, figure: Figure) -> bool:
    return bool(_CLOSING.search(figure.around.before))


def _opened(paragraph: Paragraph, mark: int, start: int, bracket: bool, used: set[int]) -> Claim | None:
    """Read a total followed by its parts behind 其中, a colon or a bracket."""
    text = paragraph.reading.text
    ends = "）" if text[mark] == "（" else "。"
    stop = text.find(ends, start, paragraph.end)
    stop = min(paragraph.end if stop < 0 else stop, start + _REACH)
    between = paragraph.between(start, stop)
    if len(between) < 2:
        return None
    inside = [f for f in between if f.is_count and is_plain(f) and not _in_bracket(text, start, f)]
    closing = next((i for i, f in enumerate(inside) if i and closes(f)), len(inside))
    is_closed, inside = closing < len(inside), inside[:closing]
    near = paragraph.between(mark - _REACH, mark)[-_WIDEST:]
    before = [f for f in near if f.is_count and is_plain(f)]
    before = [f for f in before if change_before(f.around.before) is None] or before
    if not inside or not before:
        return None
    if bracket and (
        mark - before[-1].amount.end > 6 if text[mark] == "（" else mark - before[-1].amount.end > 10
    ):
        return None
    opened_by = text[mark] if bracket else "：" if text[start - 1] == "设" else ""
    best = _beyond(paragraph, before[-1], inside, opened_by) if mark - before[-1].amount.end <= 10 else None
    best = best or _nearest(paragraph, before, inside, opened_by)
    if best is None or any(p.amount.start in used for p in best[2]) or (is_closed and best[0]):
        return None
    used.add(best[1].amount.start)
    used.update(p.amount.start for p in best[2])
    certain = is_certain(paragraph, best[1], best[2], opened_by)
    return _sum(paragraph, best[1], best[2], BOUND if certain else LOOSE)


def _nearest(
    paragraph: Paragraph, before: list[Figure], inside: list[Figure], opened_by: str
) -> tuple[Fraction, Figure, list[Figure]] | None:
    """Return the total that parts behind it come nearest to, with the gap and the parts."""
    best: tuple[Fraction, Figure, list[Figure]] | None = None
    for total in reversed(before[-6:]):
        parts = _parts(inside, total)
        if len(parts) < 2:
            continue
        excess = sum((p.value for p in parts), Fraction(0)) - total.value
        gap = abs(excess) / total.value
        limit = _NEAR_MONEY if excess > 0 and total.unit == "元" else _NEAR
        near = gap <= limit or (total is before[-1] and is_certain(paragraph, total, parts, opened_by))
        if near and (best is None or gap < best[0]):
            best = (gap, total, parts)
    return best


def _beyond(
    paragraph: Paragraph, total: Figure, inside: list[Figure], opened_by: str
) -> tuple[Fraction, Figure, list[Figure]] | None:
    """Read a total with a part in a wrong unit, or one that a part alone exceeds."""
    parts = [f for f in inside if f.unit == total.unit]
    if len(parts) < 2:
        return None
    exceeds = any(p.value > total.value for p in parts) and is_certain(paragraph, total, parts, opened_by)
    return (Fraction(1), total, parts) if exceeds or is_unit_slip(total, parts) else None


def _in_bracket(text: str, start: int, figure: Figure) -> bool:
    """Tell whether a figure stands in a bracket opened after `start`, and so is a part of a part."""
    words = text[start : figure.amount.start]
    return words.count("（") > words.count("）")


def _parts(inside: list[Figure], total: Figure) -> list[Figure]:
    """Return the leading figures of the total's unit; the run that adds up exactly, else all of them."""
    parts = [f for f in inside if f.unit == total.unit and f.value < total.value]
    running = Fraction(0)
    for i, part in enumerate(parts):
        running += part.value
        if running == total.value and i:
            return parts[: i + 1]
    return parts


def _closed(paragraph: Paragraph, stated: Figure, used: set[int]) -> Claim | None:
    """Read parts followed by their total: A出资500万元，B捐赠300万元，形成800万元."""
    bound = closed_parts(paragraph, stated)
    if bound and not any(f.amount.start in used for f in bound):
        return _sum(paragraph, stated, bound, BOUND)
    is_named = _total_words(paragraph, stated)
    if not is_named and not _WHOLE_WORDS.search(stated.around.before):
        return None
    parts: list[Figure] = []
    for figure in paragraph.before(stated):
        if is_factor(figure):
            continue
        same = figure.around.sentence_start == stated.around.sentence_start
        if (
            not same
            or figure.unit != stated.unit
            or figure.value >= stated.value
            or figure.amount.start in used
        ):
            break
        parts.insert(0, figure)
        if len(parts) >= 2 and sum((p.value for p in parts), Fraction(0)) == stated.value:
            break
    total = sum((p.value for p in parts), Fraction(0))
    limit = stated.value * _NEAR / 2 if is_named else 0
    if len(parts) < 2 or abs(total - stated.value) > limit:
        return None
    return _sum(paragraph, stated, parts, LOOSE)


def _followed(paragraph: Paragraph, total: Figure, used: set[int]) -> Claim | None:
    """Read 班子成员9人，书记1人，副书记2人，委员6人: a total and, to the end of the sentence, parts that add up to it."""
    parts: list[Figure] = []
    running = Fraction(0)
    for figure in paragraph.figures[total.index + 1 : total.index + 1 + _WIDEST]:
        is_part = figure.is_count and figure.unit == total.unit and figure.value < total.value
        if not is_part or figure.around.sentence_start != total.around.sentence_start:
            break
        if figure.amount.start in used or not is_plain(figure) or change_before(figure.around.before):
            break
        parts.append(figure)
        running += figure.value
        if running >= total.value:
            break
    if running != total.value or len(parts) < 2 or any(_REST_WORDS.search(p.around.before) for p in parts):
        return None
    is_named = _TOTAL_CUE.search(total.around.before) or _same_noun(parts)
    if len(parts) == 2 and not is_named:
        return None
    used.update(f.amount.start for f in (total, *parts))
    return _sum(paragraph, total, parts, LOOSE)


def _same_noun(parts: list[Figure]) -> bool:
    """Tell whether parts are told of one noun: 户籍人口, 流动人口; 当场整改, 限期整改."""
    nouns = {thing(f)[-2:] for f in parts}
    return len(nouns) == 1 and all(len(noun) == 2 for noun in nouns)


def _above(paragraph: Paragraph, stated: Figure, wider: list[Figure]) -> Claim | None:
    """Read 以上四类项目累计投资4300万元: the parts are the same thing in the items above."""
    words = paragraph.words(stated.around.sentence_start, stated.amount.start)
    if not _ABOVE.search(words):
        return None
    name = re.sub(r"^.*(?:累计|合计|总计|共计|共|总)", "", stated.around.before)
    parts = [
        f for f in wider if f.is_count and f.unit == stated.unit and shares_words(name, f.around.before[-6:])
    ]
    parts.reverse()
    total = sum((p.value for p in parts), Fraction(0))
    if len(parts) < 2 or abs(total - stated.value) > stated.value * _NEAR:
        return None
    return _sum(paragraph, stated, parts, LOOSE)


def section_sums(reading: Reading, figures: Mapping[int, Figure]) -> list[Claim]:
    """Return totals told in a heading's own lines whose parts open the items below (收入合计…: 1、2、3、).

    `figures` finds a figure by the offset of its amount.
    """
    claims = []
    nodes, children = reading.outline.nodes, reading.outline.children
    for node, below in zip(nodes, children, strict=True):
        if len(below) < 2:
            continue
        totals = [
            figures[a.start]
            for a in reading.amounts_in(node.start, nodes[below[0]].start)
            if a.start in figures
        ]
        firsts = [_first_figure(reading, nodes[i], figures) for i in below]
        parts = [f for f in firsts if f is not None]
        claim = _section_sum(reading, [t for t in totals if t.is_count], parts, len(below))
        if claim:
            claims.append(claim)
    return claims


def _first_figure(reading: Reading, node: Node, figures: Mapping[int, Figure]) -> Figure | None:
    amounts = [a for a in reading.amounts_in(node.start, node.line_end) if a.start in figures]
    return figures[amounts[0].start] if amounts else None


def _section_sum(reading: Reading, totals: list[Figure], parts: list[Figure], width: int) -> Claim | None:
    for total in totals:
        same = [p for p in parts if p.is_count and p.unit == total.unit]
        if len(same) != width:
            continue
        computed = sum((p.value for p in same), Fraction(0))
        said = re.search(r"合计|共|总|累计", total.around.before)
        if computed == total.value or (said and abs(computed - total.value) <= total.value * _NEAR):
            return make_claim(reading, "sum", same, total, total.value, computed, total.unit, "claim:section")
    return None


def _sum(paragraph: Paragraph, total: Figure, parts: list[Figure], confidence: float) -> Claim:
    computed = sum((p.value for p in parts), Fraction(0))
    return make_claim(
        paragraph.reading, "sum", parts, total, total.value, computed, total.unit, "claim:sum", confidence
    )
