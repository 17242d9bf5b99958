"""growth: 100 * (new - old) / old, and difference: minuend - subtrahend.

A rise of a per cent told in per cent (由72%提高到81%，提高9%) is growth; told in 个百分点 it is a
difference. A fall is stated negative for growth; a difference is ordered so that it is positive.
"""

import re
from fractions import Fraction

from gongjian.engines.figures.comparisons import DOWN, UP, compared, is_part_of_rest, left_over
from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    alike,
    is_bound,
    make_claim,
    shares_words,
    thing,
    tolerance_of,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim

_CHANGE = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|约|近|达到?|为)?$")
_BASE = re.compile(
    r"(?:较|比|环比|同比|由|从|低于|高于|对比|相比|(?:去年|上年|上月|上季度|上期|上半年|往年|前年|\d{4}年|同期|原来|原有?)(?:同期)?(?:的|为|是|仅|只有)?)[^，。；]{0,14}$"
)
_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|还剩|尚余|尚有|还有|结余|结转|未[\u3400-\u9fff]{1,5}的?|没有?[\u3400-\u9fff]{1,4}的|缺口(?:为|达)?|相差|差距?(?:为|达)?|待[\u3400-\u9fff]{1,4}的?)(?:的|共|仍有|约|为|有)?[^，。；\d]{0,8}$"
)
_COMPARED = re.compile(r"(?:比|较|同比|环比)[^，。；（]{0,10}（[\u3400-\u9fff]{0,4}")
_NEAR = Fraction(1, 3)


def change_claims(paragraph: Paragraph, earlier: list[Figure]) -> list[Claim]:
    """Return growth and difference claims of a paragraph; `earlier` are figures said before, nearest first."""
    claims = []
    for stated in paragraph.figures:
        if is_bound(stated):
            continue
        change = _CHANGE.search(stated.around.before)
        claim = None
        if change:
            claim = _changed(paragraph, stated, bool(change["up"]), earlier)
        elif stated.is_count and _REST.search(stated.around.before) and not is_part_of_rest(stated):
            claim = _rest(paragraph, stated, earlier) or _left_over(paragraph, stated)
        if claim:
            claims.append(claim)
    return claims


def _is_base(figure: Figure) -> bool:
    before = figure.around.before
    return bool(_BASE.search(before)) and not re.search(r"(?:到|至|达)$", before) and not _is_change(before)


def _is_change(before: str) -> bool:
    """Tell whether a figure is itself a change (上升10%) and so no value to compare with; 低于3.4元 is one."""
    return bool(_CHANGE.search(before)) and not re.search(r"[低高多少]于?$", before)


def _old_and_new(paragraph: Paragraph, stated: Figure) -> tuple[Figure, Figure] | None:
    """Return the base and the value it is compared with, both before the stated change."""
    recent = [f for f in paragraph.before(stated) if f.around.sentence_start >= stated.around.sentence_start][
        :5
    ]
    rates = [f for f in recent if f.is_rate]
    pool = rates if stated.amount.kind == "points" else [f for f in recent if f.is_count or f.is_rate]
    pool = [f for f in pool if not _is_change(f.around.before)]
    pairs = [
        (old, new)
        for old in pool
        if _belongs(paragraph, stated, old) and (_is_base(old) or _from_to(paragraph, old)) and old.value
        for new in pool
        if new is not old and new.unit == old.unit and new.is_rate == old.is_rate
    ]
    exact = [pair for pair in pairs if _gap(stated, *pair) <= tolerance_of(stated)]
    exact += [
        p
        for p in pairs
        if stated.is_rate
        and p[0].is_rate
        and abs(abs(p[1].value - p[0].value) - stated.value) <= tolerance_of(stated)
    ]
    near = [pair for pair in pairs if _gap(stated, *pair) <= max(Fraction(15), stated.value / 2)]
    return next(iter(exact or near), None)


def _gap(stated: Figure, old: Figure, new: Figure) -> Fraction:
    """Return how far the change from old to new lies from the stated one, signs aside."""
    change = abs(new.value - old.value)
    if stated.is_rate:
        change = change * 100 / old.value
    return abs(change - stated.value)


def _belongs(paragraph: Paragraph, stated: Figure, old: Figure) -> bool:
    """Tell whether the change speaks of the base: in one clause with it, or right after it without a new subject.

    A clause that compares without a figure (比上年提高1.8个百分点) has its base outside the text,
    unless the figure just before is that base.
    """
    if old.amount.start >= stated.around.start:
        return True
    if re.search(r"[较比]|同比|环比", stated.around.before) and old.index != stated.index - 1:
        return False
    own = re.sub(r"^(?:同比|环比|较|比|去年|上年|同期)+", "", thing(stated))
    if len(own) < 2:
        return True
    near = paragraph.figures[max(0, old.index - 1) : stated.index]
    return any(shares_words(own, thing(f)) for f in near)


def _from_to(paragraph: Paragraph, figure: Figure) -> bool:
    """Tell whether a figure is the A of 由A提高到B or A调整为B."""
    after = figure.around.after
    return bool(
        re.match(
            r"(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|压缩|缩短|调整|降|升|增)(?:到|至|为)", after
        )
    )


def _changed(paragraph: Paragraph, stated: Figure, rising: bool, earlier: list[Figure]) -> Claim | None:
    bound = compared(paragraph, stated)
    pair = bound or _old_and_new(paragraph, stated)
    if pair is None:
        pair = _compared_in_bracket(paragraph, stated) or _bracketed_base(paragraph, stated)
    if pair is None and stated.amount.kind == "points":
        pair = _pair_from_before(paragraph, stated, earlier)
    if pair is None:
        return None
    old, new = pair
    reading = paragraph.reading
    confidence = LOOSE if bound is None else BOUND
    if stated.is_rate:
        computed = (new.value - old.value) * 100 / old.value
        value = stated.value if rising else -stated.value
        return make_claim(
            reading, "growth", [old, new], stated, value, computed, "%", "claim:growth", confidence
        )
    if stated.amount.kind == "points" or alike(stated, new):
        if stated.amount.kind == "points" and not new.is_rate:
            return None
        high, low = (new, old) if rising else (old, new)
        unit = "个百分点" if stated.amount.kind == "points" else stated.unit
        return make_claim(
            reading,
            "difference",
            [high, low],
            stated,
            stated.value,
            high.value - low.value,
            unit,
            "claim:change",
            confidence,
        )
    return None


def _compared_in_bracket(paragraph: Paragraph, stated: Figure) -> tuple[Figure, Figure] | None:
    """Read 完成率80.7%，比上期（56.6%）提高24.1个百分点: the base stands in the bracket before the change."""
    old = paragraph.figures[stated.index - 1] if stated.index else None
    if old is None or old.amount.start < stated.around.start:
        return None
    if not _COMPARED.fullmatch(paragraph.words(stated.around.start, old.amount.start)):
        return None
    if not paragraph.words(old.amount.end, stated.amount.start).startswith("）") or not old.value:
        return None
    before = [f for f in paragraph.before(old) if f.around.sentence_start == stated.around.sentence_start]
    alike_old = [f for f in before if f.unit == old.unit and f.is_rate == old.is_rate]
    new = next((f for f in alike_old if not _is_change(f.around.before)), None)
    is_near = new is not None and _gap(stated, old, new) <= max(Fraction(15), stated.value / 2)
    return (old, new) if new is not None and is_near else None


def _bracketed_base(paragraph: Paragraph, stated: Figure) -> tuple[Figure, Figure] | None:
    """Read 投资2340万元，同比增长12.5%（上年2080万元): the base stands in the bracket after."""
    following = paragraph.figures[stated.index + 1 : stated.index + 2]
    if not following:
        return None
    old = following[0]
    between = paragraph.words(stated.amount.end, old.amount.start)
    if (
        not re.fullmatch(r"（(?:去年|上年|上月|同期|上季度|上期|\d{4}年|基数)[\u3400-\u9fff]{0,6}", between)
        or not old.value
    ):
        return None
    new = next((f for f in paragraph.before(stated) if f.unit == old.unit), None)
    return (
        (old, new)
        if new is not None and _gap(stated, old, new) <= max(Fraction(15), stated.value / 2)
        else None
    )


def _pair_from_before(
    paragraph: Paragraph, stated: Figure, earlier: list[Figure]
) -> tuple[Figure, Figure] | None:
    """Read 收缴率提高12个百分点，达到80% with the base 68% told earlier for the same thing."""
    following = paragraph.figures[stated.index + 1 : stated.index + 2]
    if not following or not following[0].is_rate:
        return None
    between = paragraph.words(stated.amount.end, following[0].amount.start)
    if not re.fullmatch(r"，?(?:达到?|提高到|提升到|升至|至|到|为)", between):
        return None
    name = thing(stated)
    for old in earlier:
        words = thing(old)
        if old.is_rate and len(words) >= 3 and words[-3:] in name:
            return old, following[0]
    return None


def _rest(paragraph: Paragraph, stated: Figure, earlier: list[Figure]) -> Claim | None:
    """Read 共1320件，办结1267件，未办结的63件: the rest is the total less the part."""
    counts = [f for f in paragraph.before(stated) if f.is_count and f.unit == stated.unit][:5]
    pairs = []
    for i, part in enumerate(counts):
        for total in counts[i + 1 :]:
            if total.value > part.value:
                pairs.append((total, part))
    for total, part in _distant_pairs(stated, earlier):
        return _difference(paragraph, total, part, stated)
    same_sentence = stated.around.sentence_start
    for total, part in pairs:
        if total.value - part.value == stated.value:
            return _difference(paragraph, total, part, stated)
    for total, part in pairs[:2]:
        close = abs(total.value - part.value - stated.value) <= total.value * _NEAR / 4
        if close and part.around.sentence_start >= same_sentence:
            return _difference(paragraph, total, part, stated)
    return None


def _distant_pairs(stated: Figure, earlier: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Return (total, part) told elsewhere whose difference is exactly the stated balance (结转, 结余)."""
    if not re.search(r"结转|结余|其余|剩余", stated.around.before + stated.around.after):
        return []
    pool = [f for f in earlier if f.is_count and f.unit == stated.unit][:12]
    pairs = [
        (a, b)
        for a in pool
        for b in pool
        if a.value - b.value == stated.value and a.amount.start < b.amount.start
    ]
    return pairs[:1]


def _left_over(paragraph: Paragraph, stated: Figure) -> Claim | None:
    pair = left_over(paragraph, stated)
    return _difference(paragraph, *pair, stated) if pair else None


def _difference(paragraph: Paragraph, total: Figure, part: Figure, stated: Figure) -> Claim:
    return make_claim(
        paragraph.reading,
        "difference",
        [total, part],
        stated,
        stated.value,
        total.value - part.value,
        stated.unit,
        "claim:rest",
        BOUND if left_over(paragraph, stated) == (total, part) else LOOSE,
    )
