"""Write marks the way a score sheet does."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from gongjian.engines.scoring import plain

register = template.Library()

KINDS = {
    "found": "未开始",
    "pending": "待签收",
    "ordered": "整改中",
    "active": "整改中",
    "answered": "待核查",
    "redo": "退回",
    "mended": "已整改",
    "done": "已整改",
    "withdrawn": "撤回",
}
"""The known state word whose shape a finding's or an order's state is drawn with."""


@register.filter
def marks(value: Decimal | int | None) -> str:
    """Write marks without idle zeros, e.g. 90, 6.4; nothing for None."""
    return "" if value is None else plain(Decimal(value))


@register.filter
def marks_signed(value: Decimal) -> str:
    """Write a change of marks with its sign.

    >>> marks_signed(Decimal("2.50")), marks_signed(Decimal("-0.4"))
    ('+2.5', '−0.4')
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{plain(abs(value))}"


@register.filter
def of_item(found: Mapping[int, Any], item_id: int) -> Any:
    """Look up what belongs to an item; None where there is nothing."""
    return found.get(item_id)


@register.simple_tag
def finding_kind(status: str) -> str:
    """Return the known state word for the state of a finding or an order."""
    return KINDS.get(status, "")
