"""percentage_of: 100 * part / whole = the stated per cent (占…, …率, 完成…的, 分别占…).

A pair is *bound* when the words name part and whole, *loose* when it only stands near. A stated figure
that some pair gives is held by it; only a bound pair may refute one by any margin.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    alike,
    is_bound,
    is_plain,
    make_claim,
    shares_words,
    thing,
    tolerance_of,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim
from gongjian.engines.figures.roles import change_before
from gongjian.engines.figures.shares import DUE, SHARE, bound_pairs, is_sibling, listed_pairs
from gongjian.engines.figures.totals import closes
from gongjian.engines.plandoc.clauses import strip_words
from gongjian.engines.plandoc.numerals import arabic
from gongjian.engines.plandoc.quantities import Amount

Pair: TypeAlias = tuple[Figure, Figure]

_RATE = re.compile(
    r"(?P<name>[\u3400-\u9fff]{1,10}(?:率|比例|占比|比重|进度|程度|度))(?:已|仅|只)?(?:达到?|为|约|近|高达|仅为?|只有|是|完成|：|在)*$"
)
_DONE = re.compile(
    r"(?:完成|占|达到?|相当于|实现)(?P<of>[^，。；]{0,14}(?:计划|任务|目标|总数|总量|总面积|总户数|总人数|总额|面积|总[\u3400-\u9fff]{1,4}))的(?:约|近)?$"
)
_OF_AMOUNT = re.compile(r"的(?:约|近)?$")
_OPINION = re.compile(r"满意|知晓|支持|认可|好评")
_FRACTION = re.compile(r"（(?P<part>\d[\d,]*) ?[/÷] ?(?P<whole>\d[\d,]*)(?=[）=，])")
_RECENT = 6
_PLACE = re.compile(r"全(?:[镇区县市村乡]|街道|社区)")
_LEAST_SUBJECT, _SHORTEST_RATE = 4, 3
_CLOSE = Fraction(12)


def percentage_claims(paragraph: Paragraph, wider: list[Figure], anywhere: list[Figure]) -> list[Claim]:
    """Return the claims of one paragraph.

    `wider` are earlier figures of the section and `anywhere` those of the document, nearest first; a
    whole from elsewhere in the document counts only when it gives the stated value.
    """
    if not any(f.is_rate for f in paragraph.figures):
        return []
    claims: list[Claim] = []
    wholes: list[Figure] = []
    listed = listed_pairs(paragraph)
    for stated in paragraph.figures:
        if not stated.is_rate or is_bound(stated) or change_before(stated.around.before):
            continue
        bound = _in_fraction(paragraph, stated) or listed.get(stated.index)
        bound = bound or bound_pairs(paragraph, stated, wholes)
        chosen, loose = _held(stated, bound), []
        if chosen is None and stated.index not in listed:
            loose = _loose_pairs(paragraph, stated, wholes, wider, anywhere)
            chosen = _held(stated, loose)
        chosen = chosen or next(iter(bound), None)
        confidence = BOUND if bound else LOOSE
        if chosen is None:
            chosen = _near(paragraph, stated, loose)
        if chosen is None:
            continue
        part, whole = chosen
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
                confidence,
            )
        )
    return claims


def _in_fraction(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    """Read 办结率95%（399/420): numbers without a unit."""
    found = _FRACTION.match(paragraph.reading.text, stated.amount.end, paragraph.end)
    if found is None:
        return []
    part, whole = (_bare(stated, found, name) for name in ("part", "whole"))
    return [(part, whole)] if 0 < part.value <= whole.value else []


def _bare(stated: Figure, found: re.Match[str], name: str) -> Figure:
    start, end = found.span(name)
    amount = Amount(start, end, arabic(found[name]), "", "count", Fraction(1), False, "")
    return Figure(amount, stated.around, stated.index)


def _loose_pairs(
    paragraph: Paragraph, stated: Figure, wholes: list[Figure], wider: list[Figure], anywhere: list[Figure]
) -> list[Pair]:
    before = stated.around.before
    share, rate, done = SHARE.search(before), _RATE.search(before), _DONE.search(before)
    inner = [
        f for f in reversed(paragraph.before(stated)) if stated.around.start <= f.amount.start and f.is_count
    ]
    if inner and _OF_AMOUNT.search(before) and re.search(r"占|完成|达|为|是|相当于|覆盖|惠及|涉及", before):
        return list(_with_inner_whole(paragraph, inner[-1]))
    if not (share or rate or done):
        return []
    counts = [f for f in paragraph.before(stated) if f.is_count and is_plain(f)]
    bracketed = _bracketed_part(paragraph, stated)
    if bracketed is not None:
        pairs = [(w, bracketed) for w in counts[:_RECENT] if alike(bracketed, w)]
        return [
            pair
            for p in pairs
            for pair in (p, p[::-1])
            if pair[0].value <= pair[1].value or stated.value > 100
        ]
    if share or done:
        if not counts or counts[0].around.sentence_start < stated.around.sentence_start:
            return []  # 其他占x%: the part is not told, whatever amounts the sentences before hold
        named = share["of"] if share else done["of"] if done is not None else ""
        distant = [(counts[0], f) for f in anywhere if f.is_count and alike(f, counts[0])]
        pairs = _share_pairs(counts, wholes, wider, named) + _told_before(stated, counts)
        pairs += _closed_behind(paragraph, stated, counts) + _named_whole(stated, counts, named)
        pairs += _of_the_place(stated, counts, named, anywhere)
        return pairs + [pair for pair in distant if pair[1].value > pair[0].value and _gives(stated, *pair)]
    name = rate["name"] if rate else ""
    return (
        _rate_pairs(stated, counts, name)
        + _of_other_units(stated, counts, name)
        + _due_before(stated, counts, wider)
        + _subject_elsewhere(stated, counts, anywhere)
    )


def _subject_elsewhere(stated: Figure, counts: list[Figure], anywhere: list[Figure]) -> list[Pair]:
    """Return the part told last with the whole that bears the rate's own subject elsewhere (专项资金12万元 … 专项资金执行率)."""
    subject = strip_words(stated.around.before)[:-_SHORTEST_RATE]
    if not counts or len(subject) < _LEAST_SUBJECT:
        return []
    told = [f for f in anywhere if f.is_count and alike(f, counts[0]) and _gives(stated, counts[0], f)]
    return [(counts[0], f) for f in told if len(thing(f)) >= _LEAST_SUBJECT and thing(f) in subject]


def _of_the_place(stated: Figure, counts: list[Figure], named: str, anywhere: list[Figure]) -> list[Pair]:
    """Return the whole of 占全镇的x%: what is told as all of the place in the unit and noun of the part."""
    if not counts or not _PLACE.fullmatch(named):
        return []
    part = counts[0]
    told = [f for f in anywhere if f.unit == part.unit and f.is_count and named in f.around.before[-6:]]
    told = [
        f
        for f in told
        if f.value > part.value and f.around.after[:1] in part.around.before + part.around.after
    ]
    return [(part, told[0])] if told and len({f.value for f in told}) == 1 else []


def _told_before(stated: Figure, counts: list[Figure]) -> list[Pair]:
    """Return pairs of the sentence that give a share though another amount stands between (9个村收入过20万元，占一半)."""
    own = [f for f in counts[:5] if f.around.sentence_start == stated.around.sentence_start]
    pairs = [(part, whole) for i, part in enumerate(own[:3]) if i for whole in own[i + 1 :]]
    return [(p, w) for p, w in pairs if alike(p, w) and w.value > p.value and _gives(stated, p, w)]


def _named_whole(stated: Figure, counts: list[Figure], named: str) -> list[Pair]:
    """Return the whole of other units that a share names: 岗位920个，达成意向230人，占岗位数的x%."""
    bare = re.sub(r"[总数的了]|全部", "", named)
    own = [f for f in counts[:5] if f.around.sentence_start == stated.around.sentence_start]
    if len(own) < 2 or len(bare) < 2:
        return []
    part = own[0]
    wholes = [f for f in own[1:] if bare in f.around.before[-8:] + f.around.after[:6] and f.unit != "元"]
    return (
        [(part, wholes[0])]
        if len(wholes) == 1 and wholes[0].value >= part.value and part.unit != "元"
        else []
    )


def _closed_behind(paragraph: Paragraph, stated: Figure, counts: list[Figure]) -> list[Pair]:
    """Return the part with a total that closes the sentence: A类P件、占x%，B类…，共W件."""
    behind = paragraph.figures[stated.index + 1 : stated.index + 12]
    return [
        (counts[0], f)
        for f in behind
        if counts and f.is_count and closes(f) and alike(f, counts[0]) and _gives(stated, counts[0], f)
    ]


def _of_other_units(stated: Figure, counts: list[Figure], name: str) -> list[Pair]:
    """Return the pair of a rate over unlike things (床位120张，入住90人，入住率75%): all the sentence tells."""
    own = [f for f in counts[:3] if f.around.sentence_start == stated.around.sentence_start]
    if len(own) < 2 or alike(*own[:2]) or "元" in (own[0].unit, own[1].unit) or own[0].value >= own[1].value:
        return []
    if len(own) > 2 and not _gives(stated, *own[:2]):
        return []
    core = re.sub(r"(?:率|比例|比|度)$", "", name)[-4:]
    return (
        [(own[0], own[1])] if shares_words(core, own[0].around.before[-14:] + own[0].around.after[:8]) else []
    )


def _due_before(stated: Figure, counts: list[Figure], wider: list[Figure]) -> list[Pair]:
    """Return the pairs that give a rate of what an earlier line of the section says is due."""
    if not counts or counts[0].around.sentence_start != stated.around.sentence_start:
        return []
    part = counts[0]
    due = [f for f in [*counts[1:], *wider[:12]] if f.is_count and alike(f, part) and f.value > part.value]
    return [(part, f) for f in due if DUE.search(f.around.before) and _gives(stated, part, f)]


def _value(figure: Figure) -> Fraction:
    return figure.value


def _bracketed_part(paragraph: Paragraph, stated: Figure) -> Figure | None:
    """Return the amount told in a bracket right behind a per cent, ages and times passed over."""
    for figure in paragraph.figures[stated.index + 1 : stated.index + 3]:
        between = paragraph.words(stated.amount.end, figure.amount.start)
        if not re.fullmatch(r"（[^，。；（）]{0,14}", between):
            return None
        if figure.is_count:
            return figure
    return None


def _with_inner_whole(paragraph: Paragraph, whole: Figure) -> Iterable[Pair]:
    for part in paragraph.before(whole):
        if part.is_count and alike(part, whole) and part.value <= whole.value:
            yield part, whole
            return
    nearest = paragraph.before(whole)[:1]
    if (
        nearest
        and nearest[0].is_count
        and "元" not in (nearest[0].unit, whole.unit)
        and nearest[0].value <= whole.value
    ):
        yield nearest[0], whole


def _share_pairs(counts: list[Figure], wholes: list[Figure], wider: list[Figure], named: str) -> list[Pair]:
    """Return (part, whole) pairs for 占: the part is the last amount, the whole stands before it."""
    if not counts:
        return []
    part = counts[0]
    pool = [f for f in [*wholes[-8:], *counts[1:], *wider] if alike(f, part)]
    pool = [f for f in pool if f.value >= part.value and f is not part]
    words = re.sub(r"总|全部|全[市区县]|的", "", named)
    if len(words) >= 2:
        pool.sort(key=lambda f: not shares_words(words, thing(f) + f.around.after[:8]))
    return [(part, whole) for whole in pool[:8]]


def _rate_pairs(stated: Figure, counts: list[Figure], name: str) -> list[Pair]:
    """Return (part, whole) pairs for …率: two amounts of one unit, the smaller is the part.

    The part stands in the rate's sentence, right before it, or bears its name.
    """
    core, recent, pairs = re.sub(r"率|度|比例?|占比", "", name), counts[:_RECENT], []
    for i, last in enumerate(recent):
        for earlier in recent[i + 1 :]:
            if not alike(last, earlier) or last.value == earlier.value:
                continue
            part, whole = sorted((last, earlier), key=_value)
            is_near = (
                part.around.sentence_start == stated.around.sentence_start or part.index == stated.index - 1
            )
            if is_near or shares_words(core, part.around.before[-16:] + part.around.after[:6]):
                pairs.append((part, whole))
        if _OPINION.search(name):
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


def _held(stated: Figure, pairs: list[Pair]) -> Pair | None:
    return next((pair for pair in pairs if _gives(stated, *pair)), None)


def _near(paragraph: Paragraph, stated: Figure, pairs: list[Pair]) -> Pair | None:
    """Take the first loose pair that comes near the stated value and speaks of what it names.

    Its part is told in the same sentence with no other rate between: a share without an amount of its own
    (A类占40%、B类占30%) has none.
    """
    before = stated.around.before
    rate = _RATE.search(before)
    if rate is not None and _OPINION.search(rate["name"]):
        return None
    named = rate["name"] if rate and not (SHARE.search(before) or _DONE.search(before)) else ""
    share = SHARE.search(before)
    if share is not None and _PLACE.fullmatch(share["of"].removesuffix("的")):
        return next((pair for pair in pairs if pair[1].amount.start < paragraph.start), None)
    for part, whole in pairs[:3]:
        computed = part.value * 100 / whole.value
        if named and not _speak_of(named, part, whole, stated):
            continue
        if part.around.sentence_start < stated.around.sentence_start or whole.amount.start < paragraph.start:
            continue
        if any(f.is_rate for f in paragraph.figures[part.index + 1 : stated.index]):
            continue
        if is_sibling(paragraph, whole, part):
            continue
        if computed <= 100 and abs(computed - stated.value) <= _CLOSE and stated.value <= 100:
            return part, whole
    return None
