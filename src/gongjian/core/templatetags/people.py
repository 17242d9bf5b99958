"""People on screen: masked unless a right opened the field before (design §6)."""

from django import template

from gongjian.engines import masking

register = template.Library()


@register.filter
def mask_name(name: str | None) -> str:
    """Show the first character only: 赵**."""
    return masking.mask_name(name) if name else ""


@register.filter
def mask_phone(phone: str | None) -> str:
    """Show the first three and last four digits: 139****0000."""
    return masking.mask_phone(phone) if phone else ""


@register.filter
def mask_id(number: str | None) -> str:
    """Show the first three and last four characters of an identity number."""
    return masking.mask_id_number(number) if number else ""


@register.filter
def mask_address(address: str | None) -> str:
    """Show an address down to the building."""
    return masking.mask_address(address) if address else ""
