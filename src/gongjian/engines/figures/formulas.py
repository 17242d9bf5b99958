"""The formulas of the claim types, and the range of values that rounded operands allow."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from gongjian.engines.figures.model import Claim

_RATIOS = {"percentage_of", "growth", "per_capita", "times", "times_more"}
_OVER_FIRST = {"growth", "times_more"}


def compute(kind: str, values: Sequence[Fraction]) -> Fraction | None:
    """Return what operands come to, None where the formula has no value or the type none.

    >>> compute("growth", [Fraction(80), Fraction(100)])
    Fraction(25, 1)
    """
    if kind in ("sum", "table_sum"):
        return sum(values, Fraction(0))
    if kind in ("conversion", "repeated"):
        return values[0]
    if kind == "remainder":
        return 100 - sum(values, Fraction(0))
    if kind == "balance":
        return values[0] + values[1] - values[2]
    if len(values) != 2 or (kind in _RATIOS and not values[0 if kind in _OVER_FIRST else 1]):
        return None
    first, second = values
    if kind == "percentage_of":
        return 100 * first / second
    if kind in _OVER_FIRST:
        return (second - first) / first * (100 if kind == "growth" else 1)
    if kind in ("per_capita", "times"):
        return first / second
    return first - second if kind == "difference" else None


def allowed(claim: Claim) -> tuple[Fraction, Fraction]:
    """Return the least and greatest value that operands as exact as they are written can come to.

    Ratios are monotone in each operand, so the ends lie at the corners. In sums and differences only
    operands with decimals are taken as rounded: amounts in whole 万元 are allotted, not measured.
    """
    if claim.type in _RATIOS and len(claim.operands) == 2:
        ends = [(o.value - o.rounding, o.value + o.rounding) for o in claim.operands]
        values = [v for corner in product(*ends) if (v := compute(claim.type, corner)) is not None]
        return min([*values, claim.computed]), max([*values, claim.computed])
    if claim.type in ("sum", "difference", "balance"):
        slack = _sum_slack(claim)
        return claim.computed - slack, claim.computed + slack
    return claim.computed, claim.computed


def _sum_slack(claim: Claim) -> Fraction:
    rounded = [o.rounding for o in claim.operands if "." in o.quote or "．" in o.quote]
    return min(rounded) * len(rounded) if rounded else Fraction(0)
