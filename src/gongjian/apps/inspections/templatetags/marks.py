"""Write marks the way a score sheet does."""

from decimal import Decimal

from django import template

from gongjian.engines.scoring import plain

register = template.Library()


@register.filter
def marks(value: Decimal | int | None) -> str:
    """Write marks without idle zeros, e.g. 90, 6.4; nothing for None."""
    return "" if value is None else plain(Decimal(value))
