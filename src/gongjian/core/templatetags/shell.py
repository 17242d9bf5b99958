"""Links that open in a layer when scripts run, and as a page when they do not."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_TABBAR_GROUPS = ("今天", "落实", "检查")


@register.simple_tag
def sheet_link(url: str) -> SafeString:
    """Write the attributes of a link that opens in the side sheet."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#sheet-body" hx-swap="innerHTML" hx-push-url="false"', url
    )


@register.simple_tag
def confirm_link(url: str) -> SafeString:
    """Write the attributes of a link that opens in the dialog, for what can't be undone."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#dialog-body" hx-swap="innerHTML" hx-push-url="false"', url
    )


@register.filter
def tabbar_items(nav: Sequence[Any]) -> list[dict[str, Any]]:
    """Pick the first entry of 今天, 落实 and 检查 for the phone's bottom bar."""
    return [
        {"title": group.title, "item": group.items[0]}
        for group in nav
        if group.title in _TABBAR_GROUPS and group.items
    ]


@register.filter
def field_control(field: BoundField) -> str:
    """Name the kind of control of a bound field: text, check, radio, checks, select, file, area or hidden."""
    widget = type(field.field.widget).__name__
    kinds = {
        "CheckboxInput": "check",
        "RadioSelect": "radio",
        "CheckboxSelectMultiple": "checks",
        "ClearableFileInput": "file",
        "FileInput": "file",
        "Textarea": "area",
        "HiddenInput": "hidden",
    }
    return kinds.get(widget, "text")


@register.filter
def words(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """Write this address's query with some parameters changed; None takes one away.

    Django's own `querystring` needs the page's context, which components do not have.
    """
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"
