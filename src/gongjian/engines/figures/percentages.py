"""percentage_of: 100 * part / whole = the stated per cent (占…, …率, 完成…的)."""

import re
from fractions import Fraction

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
from gongjian.engines.figures.model import Claim

_SHARE = re.compile(r"占(?P<of>[^，。；]*?)(?:的|约|近|仅|只|比|比例|比重|总数|为|达到?)*$")
_RATE = re.compile(
    r"(?P<name>[\u3400-\u9fff]{1,10}(?:率|比例|占比|比重|进度|程度|度))(?:已|仅|只)?(?:达到?|为|约|近|高达|仅为?|只有|是|完成|：|在)*$"
)
_DONE = re.compile(
    r"(?:完成|占|达到?|相当于|实现)(?P<of>[^，。；]{0,14}(?:计划|任务|目标|总数|总量|总面积|总户数|总人数|总额|面积|总[\u3400-\u9fff]{1,4}))的(?:约|近)?$"
)
_OF_AMOUNT = re.compile(r"的(?:约|近)?$")
_CHANGE = re.compile(
    r"(?:增长|上升|提高|增加|提升|下降|减少|降低|压减|低|高|升|降|减|增)(?:了|约|近|到|至)*$"
)
_OPINION = re.compile(r"满意|知晓|支持|认可|好评")
_CLOSE = Fraction(12)


def percentage_claims(paragraph: Paragraph, wider: list[Figure], anywhere: list[Figure]) -> list[Claim]:
    """Return the claims of one paragraph.

    `wider` are earlier figures of the section and `anywhere` those of the document, nearest first; a
    whole from elsewhere in the document counts only when it gives the stated value.
    """
    claims: list[Claim] = []
    wholes: list[Figure] = []
    for stated in paragraph.figures:
        if not stated.is_rate or is_bound(stated) or _CHANGE.search(stated.around.before):
            continue
        pair = _pair(paragraph, stated, wholes, wider, anywhere)
        if pair is None:
            continue
        part, whole = pair
        wholes.append(whole)
        computed = part.value * 100 / whole.value
        claims.append(
            make_claim(
                paragraph.reading,
                "percentage_of",
                [part, whole],
                stated,
                stated.value,
                computed,
                "%",
                "claim:share",
            )
        )
    return claims


def _pair(
    paragraph: Paragraph, stated: Figure, wholes: list[Figure], wider: list[Figure], anywhere: list[Figure]
) -> tuple[Figure, Figure] | None:
    before = stated.around.before
    share, rate, done = _SHARE.search(before), _RATE.search(before), _DONE.search(before)
    inner = [
        f
        for f in reversed(paragraph.before(stated))
        if stated.around.start <= f.amount.start < stated.amount.start and f.is_count
    ]
    if inner and _OF_AMOUNT.search(before) and re.search(r"占|完成|达", before):
        return _with_inner_whole(paragraph, stated, inner[-1])
    if not (share or rate or done):
        return None
    counts = [f for f in paragraph.before(stated) if f.is_count and not _is_average(f)]
    bracketed = _bracketed_part(paragraph, stated)
    if bracketed is not None:
        candidates = [
            (min(bracketed, w, key=_value), max(bracketed, w, key=_value))
            for w in counts
            if alike(bracketed, w)
        ]
    elif share or done:
        named = share["of"] if share else done["of"] if done is not None else ""
        candidates = _share_pairs(counts, wholes, wider, named)
        distant = [
            (counts[0], f)
            for f in anywhere
            if counts and f.is_count and alike(f, counts[0]) and f.value > counts[0].value
        ]
        candidates += [pair for pair in distant if _gives(stated, *pair)]
    else:
        candidates = _rate_pairs(counts, bool(rate and _OPINION.search(rate["name"])))
    named_rate = rate["name"] if rate is not None and not (share or done or bracketed) else ""
    return _choose(stated, candidates, opinion=bool(rate and _OPINION.search(rate["name"])), rate=named_rate)


def _value(figure: Figure) -> Fraction:
    return figure.value


def _is_average(figure: Figure) -> bool:
    return bool(re.search(r"均|平均|每[^，。；]{0,4}$", figure.around.before[-12:])) and not re.search(
        r"日均", figure.around.before
    )


def _bracketed_part(paragraph: Paragraph, stated: Figure) -> Figure | None:
    following = paragraph.figures[stated.index + 1 : stated.index + 2]
    if following and following[0].is_count:
        between = paragraph.words(stated.amount.end, following[0].amount.start)
        if re.fullmatch(r"（[\u3400-\u9fff]{0,8}", between):
            return following[0]
    return None


def _with_inner_whole(paragraph: Paragraph, stated: Figure, whole: Figure) -> tuple[Figure, Figure] | None:
    for part in paragraph.before(whole):
        if part.is_count and alike(part, whole) and part.value <= whole.value:
            return part, whole
    return None


def _share_pairs(
    counts: list[Figure], wholes: list[Figure], wider: list[Figure], named: str
) -> list[tuple[Figure, Figure]]:
    """Return (part, whole) pairs for 占: the part is the last amount, the whole stands before it."""
    if not counts:
        return []
    part = counts[0]
    pool = (
        [f for f in wholes[-8:] if alike(f, part)]
        + [f for f in counts[1:] if alike(f, part)]
        + [f for f in wider if alike(f, part)]
    )
    pool = [f for f in pool if f.value >= part.value and f is not part]
    words = re.sub(r"总|全部|全[市区县]|的", "", named)
    if len(words) >= 2:
        pool.sort(key=lambda f: not shares_words(words, thing(f) + f.around.after[:8]))
    return [(part, whole) for whole in pool[:8]]


def _rate_pairs(counts: list[Figure], opinion: bool) -> list[tuple[Figure, Figure]]:
    """Return (part, whole) pairs for …率: two amounts of one unit, the smaller is the part."""
    recent = counts[:6]
    pairs = []
    for i, last in enumerate(recent):
        for earlier in recent[i + 1 :]:
            if not alike(last, earlier) or last.value == earlier.value:
                continue
            part, whole = sorted((last, earlier), key=lambda f: f.value)
            pairs.append((part, whole))
        if opinion:
            break
    return pairs


def _speak_of(rate: str, part: Figure, whole: Figure, stated: Figure) -> bool:
    """Tell whether two figures that do not give a rate are still what the rate speaks of.

    The rate is named after one of them (办结…, 办结率), they stand in its sentence, and money counts only for rates of money.
    """
    if not shares_words(
        re.sub(r"率|度|比例?|占比", "", rate), part.around.before[-16:] + whole.around.before[-16:]
    ):
        return False
    if min(part.around.sentence_start, whole.around.sentence_start) < stated.around.sentence_start:
        return False
    return part.unit != "元" or bool(re.search(r"投资|支出|执行|到位|收缴|资金|完成|使用|拨付|征收|缴", rate))


def _gives(stated: Figure, part: Figure, whole: Figure) -> bool:
    return abs(part.value * 100 / whole.value - stated.value) <= tolerance_of(stated)


def _choose(
    stated: Figure, candidates: list[tuple[Figure, Figure]], opinion: bool, rate: str
) -> tuple[Figure, Figure] | None:
    """Take the first pair that gives the stated value, else the first that comes near it."""
    for part, whole in candidates:
        if _gives(stated, part, whole):
            return part, whole
    if opinion:
        return None
    for part, whole in candidates[:3]:
        computed = part.value * 100 / whole.value
        if rate and not _speak_of(rate, part, whole, stated):
            continue
        if computed <= 100 and abs(computed - stated.value) <= _CLOSE and stated.value <= 100:
            return part, whole
    return None
