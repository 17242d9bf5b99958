"""growth: 100 * (new - old) / old, and difference: minuend - subtrahend.

A rise of a per cent told in per cent (由72%提高到81%，提高9%) is growth; told in 个百分点 it is a
difference. A fall is stated negative for growth; a difference is ordered so that it is positive.
"""

import re
from fractions import Fraction

from gongjian.engines.figures.balances import CARRIED
from gongjian.engines.figures.comparisons import (
    apart,
    beyond,
    compared,
    is_part_of_rest,
    is_rest,
    left_over,
    values_by,
)
from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    is_bound,
    make_claim,
    thing,
    tolerance_of,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim
from gongjian.engines.figures.roles import Role, change_before, in_order_of_time, is_led_to, role_of
from gongjian.engines.figures.shares import DUE
from gongjian.engines.plandoc.clauses import strip_words

_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|还剩|尚余|尚有|还有|还差|尚差|尚欠|仍有|结余|结转|盈余|节余|[无未不][\u3400-\u9fff]{1,5}的?|没有?[\u3400-\u9fff]{1,4}的|缺口|空[缺编]|缺[额编席]|请假|待[\u3400-\u9fff]{1,4}的?|(?:^|，)[余剩欠缺差])(?:的|共|仍有|约|为|有|达)?[^，。；\d]{0,8}$"
)
_LACKS = re.compile(r"(?:[户人件处个名家]|仍|还|尚|均)?(?:未|没有|不合格|弃权|缺席|请假|空缺|待)")
_ADDED = re.compile(r"新[增添购建][^，。；\d]{0,6}$")
_COMPARED = re.compile(r"(?P<what>[^，。；]{2,14}?)(?:同比|环比|比|较)")
_MEASURED = re.compile(r"(?:总?[量数额]|人数|数量|总数)$")
_REST_REACH = 20  # characters that the words of a rest may take
_NEAREST = 12  # figures among which a balance looks for its operands whatever their names
_NEAR = Fraction(1, 3)


def change_claims(paragraph: Paragraph, earlier: list[Figure]) -> list[Claim]:
    """Return growth and difference claims of a paragraph; `earlier` are figures said before, nearest first."""
    claims = []
    for stated in paragraph.figures:
        change = change_before(stated.around.before)
        if change is not None and is_bound(stated):
            continue
        claim = None
        if change:
            claim = _changed(paragraph, stated, bool(change["up"]), earlier)
        elif stated.amount.kind == "points" or stated.amount.kind in ("count", "marks"):
            claim = _apart(paragraph, stated) or _left(paragraph, stated, earlier)
        if claim:
            claims.append(claim)
    return claims


def _apart(paragraph: Paragraph, stated: Figure) -> Claim | None:
    """Read 最高96分，最低78分，相差18分 and 92%，高于平均（85%）7个百分点."""
    pair = apart(paragraph, stated)
    if pair is None:
        found = beyond(paragraph, stated)
        if found is None:
            return None
        value, mark, is_above = found
        pair = (value, mark) if is_above else (mark, value)
    return _difference(paragraph, *pair, stated, "claim:change", BOUND)


def _left(paragraph: Paragraph, stated: Figure, earlier: list[Figure]) -> Claim | None:
    if not stated.is_count:
        return None
    before = stated.around.before[-_REST_REACH:]
    if not (_REST.search(before) or _LACKS.match(stated.around.after) or _ADDED.search(before)):
        return None
    if is_part_of_rest(stated) or is_bound(stated):
        return None
    return _rest(paragraph, stated, earlier) or _left_over(paragraph, stated) or _added(paragraph, stated)


def _added(paragraph: Paragraph, stated: Figure) -> Claim | None:
    """Read 新添图书x册，馆藏由A册增至B册."""
    if not _ADDED.search(stated.around.before):
        return None
    _, behind = values_by(paragraph, stated)
    if len(behind) < 2 or not is_led_to(paragraph, *behind[:2]) or behind[0].index != stated.index + 1:
        return None
    old, new = behind[:2]
    return _difference(paragraph, new, old, stated) if new.value - old.value == stated.value else None


def _changed(paragraph: Paragraph, stated: Figure, rising: bool, earlier: list[Figure]) -> Claim | None:
    pair, confidence = compared(paragraph, stated), BOUND
    if pair is not None and (pair[1].value > pair[0].value) != rising:
        pair = None
    if pair is None:
        pair, confidence = _given(paragraph, stated, rising), LOOSE
    if pair is None:
        pair = _now_told_before(paragraph, stated, rising, earlier)
    if pair is None and stated.amount.kind == "points":
        pair = _pair_from_before(paragraph, stated, earlier)
    if pair is None:
        return None
    old, new = pair
    if not stated.is_rate:
        high, low = (new, old) if rising else (old, new)
        return _difference(paragraph, high, low, stated, "claim:change", confidence)
    computed = (new.value - old.value) * 100 / old.value
    value = stated.value if rising else -stated.value
    return make_claim(
        paragraph.reading, "growth", [old, new], stated, value, computed, "%", "claim:growth", confidence
    )


def _given(paragraph: Paragraph, stated: Figure, rising: bool) -> tuple[Figure, Figure] | None:
    """Return two values of the sentence, told as before and now, that give the stated change."""
    before, behind = values_by(paragraph, stated)
    values = [*reversed(before), *behind]
    for i, first in enumerate(values):
        for second in values[i + 1 :]:
            if first.unit != second.unit or first.is_rate != second.is_rate:
                continue
            pair = in_order_of_time(paragraph, first, second)
            if pair is None or (pair[1].value > pair[0].value) != rising:
                continue
            if _gap(stated, *pair) <= tolerance_of(stated) or _is_points(stated, *pair):
                return pair
    return None


def _is_points(stated: Figure, old: Figure, new: Figure) -> bool:
    """Tell whether a per cent is the difference of two: 由72%提高到81%，提高9%."""
    if not (stated.is_rate and old.is_rate):
        return False
    return abs(abs(new.value - old.value) - stated.value) <= tolerance_of(stated)


def _gap(stated: Figure, old: Figure, new: Figure) -> Fraction:
    """Return how far the change from old to new lies from the stated one, signs aside."""
    change = abs(new.value - old.value)
    if stated.is_rate:
        change = change * 100 / old.value
    return abs(change - stated.value)


def _now_told_before(
    paragraph: Paragraph, stated: Figure, rising: bool, earlier: list[Figure]
) -> tuple[Figure, Figure] | None:
    """Read 来访160件。来访量比去年同期的205件减少45件: the value now is told before under the name compared."""
    named = _COMPARED.match(stated.around.before)
    before, _ = values_by(paragraph, stated) if named else ([], [])
    if named is None or not before or before[0].amount.start < stated.around.start:
        return None
    old, name = before[0], _MEASURED.sub("", strip_words(named["what"]))
    if len(name) < 2 or role_of(paragraph, old) is not Role.BEFORE:
        return None
    for new in [*paragraph.before(old), *earlier]:
        is_alike = new.unit == old.unit and new.is_rate == old.is_rate
        if not is_alike or (new.value > old.value) != rising or _gap(stated, old, new) > tolerance_of(stated):
            continue
        if thing(new).endswith(name):
            return old, new
    return None


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
    for total, part in _distant_pairs(stated, paragraph.before(stated) + earlier):
        return _difference(paragraph, total, part, stated)
    same_sentence = stated.around.sentence_start
    for total, part in pairs + _due_and_done(paragraph, stated):
        if total.value - part.value == stated.value:
            return _difference(paragraph, total, part, stated)
    if any(CARRIED.search(f.around.before) for f in paragraph.before(stated)):
        return None
    for total, part in pairs[:2] if is_rest(paragraph, stated, pairs[:1]) else []:
        close = abs(total.value - part.value - stated.value) <= total.value * _NEAR / 4
        if close and part.around.sentence_start >= same_sentence:
            return _difference(paragraph, total, part, stated)
    return None


def _due_and_done(paragraph: Paragraph, stated: Figure) -> list[tuple[Figure, Figure]]:
    """Return the part told last with every amount of the paragraph that is told as received or due."""
    counts = [f for f in paragraph.before(stated) if f.is_count and f.unit == stated.unit]
    return [(total, counts[0]) for total in counts[1:] if DUE.search(total.around.before)]


def _distant_pairs(stated: Figure, earlier: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Return (total, part) told elsewhere whose difference is exactly the stated balance (结转, 结余)."""
    if not re.search(r"结转|结余|其余|剩余", stated.around.before + stated.around.after):
        return []
    pool = [f for f in earlier if f.is_count and f.unit == stated.unit]
    near = pool[:_NEAREST]
    pairs = [
        (a, b)
        for a in near
        for b in near
        if a.value - b.value == stated.value and a.amount.start < b.amount.start
    ]
    return _balance(stated, pool) or pairs[:1]


def _balance(stated: Figure, pool: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Return (income, spending) told last as totals, for 收支相抵，结余x."""
    income, spending = (_told_as(pool, word) for word in ("收入", "支出"))
    return [(a, b) for a in income for b in spending if a.value - b.value == stated.value][:1]


def _told_as(pool: list[Figure], word: str) -> list[Figure]:
    """Return the figures told as income or spending, those told as its total first."""
    total = re.compile(rf"(?:[总共]{word}|{word}(?:总额|总计|合计|共计|共))(?:为|达|有|：)?$")
    told = [
        f for f in pool if re.search(rf"{word}(?:总额|总计|合计|共计|共)?(?:为|达|有|：)?$", f.around.before)
    ]
    return sorted(told[:_NEAREST], key=lambda f: not total.search(f.around.before))


def _left_over(paragraph: Paragraph, stated: Figure) -> Claim | None:
    pair = left_over(paragraph, stated)
    return _difference(paragraph, *pair, stated) if pair else None


def _difference(
    paragraph: Paragraph,
    high: Figure,
    low: Figure,
    stated: Figure,
    rule: str = "claim:rest",
    confidence: float | None = None,
) -> Claim:
    if confidence is None:
        confidence = BOUND if left_over(paragraph, stated) == (high, low) else LOOSE
    unit = "个百分点" if stated.amount.kind == "points" else stated.unit
    computed = high.value - low.value
    return make_claim(
        paragraph.reading, "difference", [high, low], stated, stated.value, computed, unit, rule, confidence
    )
