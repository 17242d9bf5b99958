"""Write exact numbers the way a person reads them; rounding happens here and nowhere before."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

MOST_PLACES = 9


def plain(value: Decimal) -> str:
    """Write a decimal without an exponent and without idle zeros.

    >>> plain(Decimal("3.00")), plain(Decimal("1E+2")), plain(Decimal("0.50"))
    ('3', '100', '0.5')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Fraction, places: int = 1) -> str:
    """Write an exact share as a percentage, rounded half up once.

    >>> percent(Fraction(11, 14)), percent(Fraction(4, 5), 0)
    ('78.6%', '80%')
    """
    return f"{round_half_up(share * 100, places)}%"


def percent_exact(share: Decimal) -> str:
    """Write a threshold, which is stated exactly, as a percentage.

    >>> percent_exact(Decimal("0.8"))
    '80%'
    """
    return f"{plain(share * 100)}%"


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round a non-negative or negative fraction half away from zero to `places` decimals."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if value < 0 else 1
    return (Decimal(sign * whole) / Decimal(10**places)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def round_down(value: Fraction, places: int) -> Decimal:
    """Cut a fraction to `places` decimals, never upwards: no threshold with as many is reached by rounding.

    >>> round_down(Fraction(17999, 200), 2)
    Decimal('89.99')
    """
    return (Decimal(floor(value * 10**places)) / Decimal(10**places)).quantize(Decimal(1).scaleb(-places))


def percent_beside(share: Fraction, threshold: Decimal) -> str:
    """Write a share with one decimal, or with as many as show on which side of a threshold it lies.

    >>> percent_beside(Fraction(79_999, 100_000), Decimal("0.8")), percent_beside(Fraction(4, 5), Decimal("0.8"))
    ('79.999%', '80.0%')
    """
    limit = Fraction(threshold) * 100
    return f"{_faithful(share * 100, lambda value: _side(value, limit), 1)}%"


def beside(value: Fraction, limit: Decimal) -> str:
    """Write a value with two decimals at most, or as many as show on which side of a limit it lies.

    >>> beside(Fraction(170, 19), Decimal(9)), beside(Fraction(94_999, 1000), Decimal(95))
    ('8.95', '94.999')
    """
    return plain(_faithful(value, lambda shown: _side(shown, Fraction(limit)), 2))


def in_steps(value: Fraction, step: Decimal) -> str:
    """Write a value with two decimals at most, or as many as leave the number of steps in it unchanged.

    >>> in_steps(Fraction(105, 19), Decimal(1)), in_steps(Fraction(9_999, 10_000), Decimal(1))
    ('5.53', '0.9999')
    """
    size = Fraction(step)
    return plain(_faithful(value, lambda shown: (shown // size, shown % size == 0), 2))


def _side(value: Fraction, limit: Fraction) -> tuple[bool, bool]:
    return value < limit, value > limit


def _faithful(value: Fraction, sense: Callable[[Fraction], object], places: int) -> Decimal:
    """Round to the fewest decimals, `places` or more, that keep what the number is read for."""
    wanted = sense(value)
    for more in range(places, MOST_PLACES):
        shown = round_half_up(value, more)
        if sense(Fraction(shown)) == wanted:
            return shown
    return round_half_up(value, MOST_PLACES)
