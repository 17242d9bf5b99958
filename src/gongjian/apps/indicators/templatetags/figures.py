"""Figures for the eye: exact sums as decimals where they end, links that open a figure."""

from decimal import Decimal
from fractions import Fraction

from django import template

from gongjian.core.figures import round_half_up

register = template.Library()
MAX_PLACES = 4


@register.filter
def exact(value: Fraction | Decimal | int | None) -> str:
    """Write an exact number with thousands separated: all its digits where it ends, four places otherwise.

    >>> exact(Fraction(12500)), exact(Fraction("88.65")), exact(None)
    ('12,500', '88.65', '')
    """
    if value is None:
        return ""
    number = Fraction(value)
    for places in range(MAX_PLACES):
        if (number * 10**places).denominator == 1:
            return f"{round_half_up(number, places):,}"
    return f"{round_half_up(number, MAX_PLACES):,}"


@register.filter
def rounded(value: Fraction | None, decimals: int) -> str:
    """Round an exact value once for the eye; empty when there is none."""
    return "" if value is None else f"{round_half_up(value, decimals):,}"
