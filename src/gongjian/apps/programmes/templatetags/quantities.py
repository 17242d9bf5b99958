"""Quantities for the eye."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Write a quantity as short as it is: no zeros after the point; nothing for None.

    >>> amount(Decimal("1200.00")), amount(Decimal("14.950")), amount(Decimal("0"))
    ('1,200', '14.95', '0')
    """
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
