"""The shell around every page: the menu by work, the scope, counts that wait for this person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_noop

from gongjian.core.access import Actor, Right


@dataclass(frozen=True)
class MenuItem:
    """One entry of the left menu: shown to those who hold its right; `order` sorts within its group."""

    group: str
    order: int
    label: str | Promise
    icon: str
    url_name: str
    right: Right
    match: str = ""


GROUPS = (
    gettext_noop("今天"),
    gettext_noop("部署"),
    gettext_noop("落实"),
    gettext_noop("检查"),
    gettext_noop("共建"),
    gettext_noop("成果"),
    gettext_noop("资料"),
    gettext_noop("系统"),
)
"""The headings in their order; the Chinese is the key, translated where it is shown."""
_items: list[MenuItem] = []
_counters: dict[str, Callable[[Actor], dict[str, int]]] = {}


def add_menu_item(item: MenuItem) -> None:
    """Register an entry (each app does so in its `menu.py`)."""
    _items.append(item)


def set_counter(counter: Callable[[Actor], dict[str, int]]) -> None:
    """Register the one function that counts what waits for a person: {url_name: count, "hot": overdue}."""
    _counters["waiting"] = counter


@dataclass(frozen=True)
class ShownItem:
    """An entry as the template needs it."""

    label: str | Promise
    url: str
    icon: str
    count: int
    hot: bool
    current: bool


@dataclass(frozen=True)
class ShownGroup:
    """A headed group of entries."""

    title: str
    items: list[ShownItem] = field(default_factory=list)


def menu_for(actor: Actor, path: str, counts: dict[str, int]) -> list[ShownGroup]:
    """Build the menu of one person; groups without entries are left out."""
    groups, here = [], _current(path)
    for title in GROUPS:
        found = sorted(
            (item for item in _items if item.group == title and actor.can(item.right)),
            key=lambda item: item.order,
        )
        shown = [_show(item, item is here, counts) for item in found]
        if shown:
            groups.append(ShownGroup(title, shown))
    return groups


def _current(path: str) -> MenuItem | None:
    """Return the entry a page belongs to: the one with the longest address that the page's begins with."""
    lengths = [(_matched(item, path), item) for item in _items]
    return max(lengths, key=lambda pair: pair[0])[1] if any(length for length, _item in lengths) else None


def _matched(item: MenuItem, path: str) -> int:
    return len(path) if path == _url(item) else len(item.match) if path.startswith(item.match) else 0


def _show(item: MenuItem, is_current: bool, counts: dict[str, int]) -> ShownItem:
    hot = bool(counts.get(f"{item.url_name}:hot"))
    return ShownItem(item.label, _url(item), item.icon, counts.get(item.url_name, 0), hot, is_current)


def _url(item: MenuItem) -> str:
    return _address(item.url_name, get_script_prefix())


@cache
def _address(url_name: str, _prefix: str) -> str:
    """Return the address of a page; the menu asks for all of them on every page."""
    return reverse(url_name)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the menu, the waiting counts, the demo mark and the script nonce."""
    actor: Actor | None = getattr(request, "actor", None)
    context: dict[str, Any] = {
        "is_demo": settings.DEMO,
        "csp_nonce": SimpleLazyObject(lambda: getattr(request, "csp_nonce", "")),
        "actor": actor,
        "nav": [],
        "waiting_count": 0,
    }
    if actor is None or actor.user_id is None or getattr(request, "htmx", False):
        return context
    counter = _counters.get("waiting")
    counts = counter(actor) if counter else {}
    context["nav"] = menu_for(actor, request.path, counts)
    context["waiting_count"] = counts.get("waiting", 0)
    return context
