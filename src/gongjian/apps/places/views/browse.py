"""The tree of places, one place a page, and its list as a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.places import selectors
from gongjian.apps.places.choices import Change, Level
from gongjian.apps.places.models import Place, Succession
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.htmx import render_either, wants_fragment
from gongjian.readers import SheetData, write_xlsx


@allows(Right.PLACES_VIEW)
@require_GET
def show_index(request: ActorRequest) -> HttpResponse:
    """Show the provinces."""
    return _show(request, None, [])


@allows(Right.PLACES_VIEW)
@require_GET
def show_place(request: ActorRequest, code: str) -> HttpResponse:
    """Show a place: facts, what lies below, what it was and became, functional areas."""
    place, above = selectors.get_path(request.actor, code)
    return _show(request, place, above)


def _show(request: ActorRequest, place: Place | None, above: list[selectors.Crumb]) -> HttpResponse:
    code = place.code if place else ""
    page = selectors.list_children(request.actor, code, request.GET)
    context: dict[str, Any] = {
        "place": place,
        "code": code,
        "title": place.name if place else selectors.NATION_NAME,
        "crumbs": _crumbs(above),
        "page": page,
        "can_manage": request.actor.can(Right.PLACES_MANAGE, code),
        "can_import": request.actor.can(Right.PLACES_MANAGE),
    }
    if not wants_fragment(request):
        context["facts"] = selectors.get_facts(request.actor, code) if page.rows else None
        context["changes"] = _history(request, code) if code else []
        context["areas"] = selectors.areas_containing(request.actor, code) if code else []
    return render_either(request, "places/place.html", "places/_children.html", context)


def _crumbs(path: list[selectors.Crumb]) -> list[dict[str, str]]:
    return [
        {
            "label": step.name,
            "url": reverse("places:place", args=[step.code]) if step.code else reverse("places:index"),
        }
        for step in path
    ]


def _history(request: ActorRequest, code: str) -> list[dict[str, Any]]:
    changes = selectors.list_changes(request.actor, code)
    names = selectors.names_of({step for change in changes for step in _ends(change)})
    return [
        {
            "on": change.on,
            "kind": Change(change.kind).label,
            "came_from": change.successor_code == code and change.predecessor_code != code,
            "other_code": other,
            "other_name": names.get(other, other),
            "is_own": change.predecessor_code == change.successor_code,
            "citation": change.citation,
        }
        for change in changes
        for other in [change.predecessor_code if change.successor_code == code else change.successor_code]
    ]


def _ends(change: Succession) -> tuple[str, str]:
    return change.predecessor_code, change.successor_code


@allows(Right.PLACES_VIEW)
@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Write the places directly below one as .xlsx: the rows the page lists, all of its pages."""
    code = request.GET.get("place", "")
    if code:
        selectors.get_visible_place(request.actor, code)
    heads = (_("代码"), _("名称"), _("级别"), _("上级代码"), _("城乡分类代码"), _("从哪天起"))
    rows = (
        (
            place.code,
            place.name,
            str(Level(place.level).label),
            place.parent_code,
            place.urban_rural_code,
            place.valid_from,
        )
        for place in selectors.children_of(code).visible_to(request.actor)
    )
    name = f"{selectors.names_of([code]).get(code, code)}下级{timezone.localdate():%Y%m%d}.xlsx"
    content = write_xlsx([SheetData(_("地方"), heads, rows)])
    return send_xlsx(content, name)
