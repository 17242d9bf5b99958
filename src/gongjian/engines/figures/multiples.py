"""How many times: A是B的x倍 is A / B, 由A增至B，增长x倍 is (B - A) / A."""

import re
from dataclasses import replace

from gongjian.engines.figures.comparisons import compared
from gongjian.engines.figures.context import Figure, Paragraph, alike, is_bound, is_plain, make_claim
from gongjian.engines.figures.model import BOUND, Claim
from gongjian.engines.figures.roles import change_before

_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?)(?:了)?[^，。；]{0,16}的(?:约|近)?$")


def multiple_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the multiples of a paragraph whose two values the words name."""
    claims = []
    for stated in paragraph.figures:
        if stated.unit == "倍" and not is_bound(stated):
            claim = _grown(paragraph, stated) or _times(paragraph, stated)
            if claim is not None:
                claims.append(claim)
    return claims


def _grown(paragraph: Paragraph, stated: Figure) -> Claim | None:
    change = change_before(stated.around.before)
    if change is None or not change["up"]:
        return None
    as_rate = replace(stated, amount=replace(stated.amount, kind="percent"))
    pair = compared(paragraph, as_rate)
    if pair is None or pair[1].value <= pair[0].value:
        return None
    old, new = pair
    computed = (new.value - old.value) / old.value
    return make_claim(
        paragraph.reading,
        "times_more",
        [old, new],
        stated,
        stated.value,
        computed,
        "倍",
        "claim:multiple",
        BOUND,
    )


def _times(paragraph: Paragraph, stated: Figure) -> Claim | None:
    """Read 480人次，是去年300人次的1.6倍: the mark stands inside the clause, the value right before it."""
    before = paragraph.before(stated)[:2]
    if len(before) < 2 or not _TIMES_OF.search(stated.around.before):
        return None
    mark, value = before
    is_inside = mark.amount.start >= stated.around.start > value.amount.start
    if not is_inside or not (mark.is_count and value.is_count) or not alike(mark, value):
        return None
    if not is_plain(value) or value.around.sentence_start != stated.around.sentence_start:
        return None
    if paragraph.words(mark.amount.end, stated.amount.start) not in ("的", "的约", "的近"):
        return None
    return make_claim(
        paragraph.reading,
        "times",
        [value, mark],
        stated,
        stated.value,
        value.value / mark.value,
        "倍",
        "claim:multiple",
        BOUND,
    )
