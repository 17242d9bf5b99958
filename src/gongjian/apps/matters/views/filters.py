"""What the list, the board and the map share: one filter, read from the address."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.forms.lists import ListForm
from gongjian.apps.matters.selectors import matters as reads
from gongjian.apps.matters.selectors.classes import class_choices
from gongjian.apps.matters.selectors.matters import ListAsked
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, OwnedQuerySet

WAYS = (
    ("matters:matters", pgettext_lazy("matters", "清单")),
    ("matters:board", pgettext_lazy("matters", "看板")),
    ("matters:map", pgettext_lazy("matters", "地图")),
)
DROPPED = ("page", "box", "zoom")
"""Parameters that belong to one of the ways only."""


@dataclass(frozen=True)
class Narrowed:
    """What was asked, the matters in sight that it keeps, and what the filter bar needs."""

    asked: ListAsked
    view: str
    rows: OwnedQuerySet
    context: dict[str, Any]


def narrow(request: ActorRequest, way: str) -> Narrowed:
    """Read the filter of a way to look at matters. Two queries for its choices."""
    form = ListForm(request.GET, scope=current_scope(request))
    asked = form.asked()
    view = request.GET.get("view", "open")
    view = view if view in reads.VIEWS else "open"
    context = {
        "way": way,
        "here": reverse(way),
        "ways": [
            {"label": label, "url": address(request, name), "current": name == way} for name, label in WAYS
        ],
        "view": view,
        "asked": asked,
        "is_narrowed": form.is_narrowed,
        "classes": class_choices(asked.place_code),
        "sources": MatterSource.choices,
        "kinds": MatterKind.choices,
        "place_name": names_of([asked.place_code]).get(asked.place_code, ""),
    }
    return Narrowed(asked, view, reads.list_matters(request.actor, asked), context)


def address(request: ActorRequest, name: str, **changed: str) -> str:
    """Return the address of a way with the filter of this request, some of it changed."""
    kept = request.GET.copy()
    for parameter in DROPPED:
        kept.pop(parameter, None)
    for parameter, value in changed.items():
        kept[parameter] = value
    query = kept.urlencode()
    return f"{reverse(name)}?{query}" if query else reverse(name)


def tabs(request: ActorRequest, way: str, view: str, counts: Any) -> list[dict[str, Any]]:
    """Return the saved views as tabs with their counts."""
    return [
        {
            "label": label,
            "url": address(request, way, view=name),
            "count": counts.get(name, ""),
            "current": name == view,
            "hot": name == "late" and counts["late"] > 0,
        }
        for name, label in reads.VIEWS.items()
        if name == view or name not in reads.UNLISTED
    ]
