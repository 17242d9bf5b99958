"""Say in an office's words how a figure changed: the change is computed from exact values and rounded once.

rates: new - old in 百分点; amounts: 100 * (new - old) / old in per cent, or new - old in their unit.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

NOTHING = "缺数据"
_RATE_DECIMALS = 1


class Kind(Enum):
    """What is compared: a rate in per cent, a mean, or an amount that can be added up."""

    RATE = "rate"
    MEAN = "mean"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Change:
    """How a value moved, exactly: `by` in its own unit (points for a rate), `percent` of the base for amounts.

    A rate, a mean and a base of zero have no per cent, so that per cent and percentage points are never mixed.
    """

    by: Fraction
    percent: Fraction | None


def measure_change(now: Fraction, base: Fraction, kind: Kind) -> Change:
    """Measure the way from `base` to `now`; rates in per cent, so that their difference is in points.

    >>> measure_change(Fraction(34), Fraction(27), Kind.AMOUNT).percent
    Fraction(700, 27)
    >>> measure_change(Fraction(33), Fraction("30.74"), Kind.RATE)
    Change(by=Fraction(113, 50), percent=None)
    """
    moved = Fraction(now) - Fraction(base)
    is_amount = kind is Kind.AMOUNT and base != 0
    return Change(moved, moved * 100 / abs(Fraction(base)) if is_amount else None)


def say_change(
    now: Fraction | None,
    base: Fraction | None,
    *,
    kind: Kind,
    unit: str,
    decimals: int,
    is_difference: bool = False,
) -> str:
    """Return the change with its verb; 缺数据 when either is missing, 持平 when nothing changed.

    >>> say_change(Fraction(807, 10), Fraction(566, 10), kind=Kind.RATE, unit="%", decimals=1)
    '提高24.1个百分点'
    >>> say_change(Fraction(34), Fraction(27), kind=Kind.AMOUNT, unit="处", decimals=0)
    '增长25.9%'
    >>> say_change(Fraction(6), Fraction(0), kind=Kind.AMOUNT, unit="处", decimals=0)
    '由0处增加到6处'
    """
    if now is None or base is None:
        return NOTHING
    if now == base:
        return "持平"
    change = measure_change(now, base, kind)
    is_up, size = change.by > 0, abs(change.by)
    if kind is Kind.RATE:
        return _said("提高" if is_up else "下降", size, decimals, "个百分点")
    if is_difference or kind is Kind.MEAN:
        up, down = ("提高", "下降") if kind is Kind.MEAN else ("增加", "减少")
        return _said(up if is_up else down, size, decimals, unit)
    if change.percent is None:
        verb = "增加" if is_up else "减少"
        return f"由0{unit}{verb}到{_rounded(now, decimals)}{unit}"
    return _said("增长" if is_up else "下降", abs(change.percent), _RATE_DECIMALS, "%")


def _said(verb: str, size: Fraction, decimals: int, unit: str) -> str:
    text = _rounded(size, decimals)
    return f"{verb}{text}{unit}" if float(text.replace(",", "")) else "基本持平"


def _rounded(value: Fraction, decimals: int) -> str:
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")
