"""Quantities in sentences."""

from decimal import Decimal


def bare(value: Decimal) -> str:
    """Write a quantity without zeros after the point.

    >>> bare(Decimal("2400.00")), bare(Decimal("0.50")), bare(Decimal(0))
    ('2400', '0.5', '0')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
