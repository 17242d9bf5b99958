"""What mending a finding in time gives back of the points it took, and what leaving it costs more.

    lost   points the finding took, b share given back, o share taken beyond the deadline (exact decimals)
    mended by the deadline, found for the first time:  + lost * b
    mended by the deadline, a repeated finding:          0
    mended later:                                        0
    not mended when the deadline is over:              - lost * o

Each product is rounded half up to two decimals, once. See docs/algorithms/scoring.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.lines import ZERO
from gongjian.engines.scoring.numbers import percent_exact, plain, round_half_up

PLACES = 2


class Mended(StrEnum):
    """How a finding ended."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT = "not"


@dataclass(frozen=True)
class MendingRule:
    """Shares of the lost points: given back for mending in time, taken for not mending by the deadline.

    Raises EngineInputError unless both are from 0 to 1.
    """

    back: Decimal
    overdue: Decimal

    def __post_init__(self) -> None:
        if not (ZERO <= self.back <= 1 and ZERO <= self.overdue <= 1):
            raise EngineInputError("退回和加扣的比例要在 0 到 1 之间。请改规则。")


@dataclass(frozen=True)
class MendingEffect:
    """Points to add to the sheet (negative: to take), and the arithmetic in words."""

    points: Decimal
    sentence: str


def mending_effect(lost: Decimal, mended: Mended, nth: int, rule: MendingRule) -> MendingEffect:
    """Work out what a finding's end does to its sheet's score.

    `nth` is the number of times the same was found there (1: for the first time).

    >>> mending_effect(Decimal(3), Mended.IN_TIME, 1, MendingRule(Decimal("0.5"), Decimal("0.2"))).sentence
    '扣了 3 分，按期整改好，退回 50%：3 × 50% = 1.5 分'

    Raises EngineInputError for a negative loss.
    """
    if lost < 0:
        raise EngineInputError("扣的分不能是负数。")
    took = f"扣了 {plain(lost)} 分"
    if mended is Mended.NOT:
        points = round_half_up(Fraction(lost) * Fraction(rule.overdue), PLACES)
        share = percent_exact(rule.overdue)
        words = f"{took}，到期没有整改好，再扣 {share}：{plain(lost)} × {share} = {plain(points)} 分"
        return MendingEffect(-points, words)
    if mended is Mended.LATE:
        return MendingEffect(ZERO, f"{took}，逾期才整改好，不退分")
    if nth > 1:
        return MendingEffect(ZERO, f"{took}，按期整改好，但是第 {nth} 次查到，不退分")
    points = round_half_up(Fraction(lost) * Fraction(rule.back), PLACES)
    share = percent_exact(rule.back)
    return MendingEffect(
        points, f"{took}，按期整改好，退回 {share}：{plain(lost)} × {share} = {plain(points)} 分"
    )
