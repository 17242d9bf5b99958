"""Balances of four figures: 上年结转A，本年收入B，本年支出C，年末结余D is A + B - C = D."""

import re
from fractions import Fraction

from gongjian.engines.figures.context import Figure, Paragraph, is_plain, operand, tolerance_of
from gongjian.engines.figures.model import BOUND, Claim

CARRIED = re.compile(
    r"(?:上年|上期|上季|上月|去年|年初|期初|季初|月初)[^，。；\d]{0,6}?(?:结转|结余|余额|滚存|库存)[^，。；\d]{0,4}$"
)
"""What stands before an amount carried over from the time before."""
_INCOME = re.compile(r"(?:收入|收到|购入|入库|新收|受理)[^，。；\d]{0,6}$")
_SPENDING = re.compile(r"(?:支出|支付|发放|出库|办结)[^，。；\d]{0,6}$")
_LEFT = re.compile(r"(?:结余|余额|结存|结转|库存|剩余)[^，。；\d]{0,4}$")


def balance_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the closing balances of a paragraph that tells one amount each carried over, received and spent."""
    if not any(CARRIED.search(f.around.before) for f in paragraph.figures):
        return []
    claims = []
    for stated in paragraph.figures[3:]:
        before = stated.around.before
        if stated.is_count and _LEFT.search(before) and not CARRIED.search(before):
            claim = _claim(paragraph, stated)
            if claim is not None:
                claims.append(claim)
    return claims


def _claim(paragraph: Paragraph, stated: Figure) -> Claim | None:
    own = [
        f
        for f in paragraph.before(stated)
        if f.is_count
        and f.unit == stated.unit
        and is_plain(f)
        and f.around.sentence_start == stated.around.sentence_start
    ]
    carried, received, spent = (
        [f for f in own if pattern.search(f.around.before)] for pattern in (CARRIED, _INCOME, _SPENDING)
    )
    if len(own) != 3 or not len(carried) == len(received) == len(spent) == 1:
        return None
    computed: Fraction = carried[0].value + received[0].value - spent[0].value
    figure, tolerance = operand(paragraph.reading, stated), tolerance_of(stated)
    return Claim(
        quote=figure.quote,
        start=figure.start,
        end=figure.end,
        rule="claim:balance",
        confidence=BOUND,
        type="balance",
        operands=tuple(operand(paragraph.reading, f[0]) for f in (carried, received, spent)),
        stated=stated.value,
        unit=stated.unit,
        tolerance=tolerance,
        computed=computed,
        holds=abs(computed - stated.value) <= tolerance,
        figure=figure,
        step=stated.amount.step,
    )
