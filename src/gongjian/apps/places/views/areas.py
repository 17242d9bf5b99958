"""Functional areas: list, one area, make, edit, end."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.places import selectors, services
from gongjian.apps.places.forms import AreaForm, EndAreaForm
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of


@allows(Right.PLACES_VIEW)
@require_GET
def list_areas(request: ActorRequest) -> HttpResponse:
    """List the functional areas one may see."""
    page = page_of(selectors.list_areas(request.actor), request.GET)
    names = selectors.names_of({area.place_code for area in page.rows})
    rows = [(area, names.get(area.place_code, area.place_code)) for area in page.rows]
    context = {"page": page, "rows": rows, "can_manage": request.actor.can(Right.PLACES_MANAGE)}
    return render(request, "places/areas.html", context)


@allows(Right.PLACES_VIEW)
@require_GET
def show_area(request: ActorRequest, area_id: int) -> HttpResponse:
    """Show an area with its places."""
    area = selectors.get_area(request.actor, area_id)
    codes = [member.place_code for member in area.members.all()]
    names = selectors.names_of([*codes, area.place_code])
    context = {
        "area": area,
        "owner": names.get(area.place_code, area.place_code),
        "members": [(code, names.get(code, code)) for code in codes],
        "can_manage": request.actor.can(Right.PLACES_MANAGE, area.place_code),
        "end_form": EndAreaForm(),
    }
    return render(request, "places/area.html", context)


@allows(Right.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def add_area(request: ActorRequest) -> HttpResponse:
    """Make an area in the place one works in."""
    scope = selectors.current_scope(request)
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            area = services.create_area(
                actor=request.actor,
                place_code=scope,
                name=asked["name"],
                kind=asked["kind"],
                member_codes=asked["members"],
            )
            return redirect("places:area", area.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    status = 422 if request.method == "POST" else 200
    owner = selectors.names_of([scope]).get(scope, scope)
    return render(request, "places/area_form.html", {"form": form, "owner": owner}, status=status)


@allows(Right.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_area(request: ActorRequest, area_id: int) -> HttpResponse:
    """Change which places belong to an area."""
    area = selectors.get_area(request.actor, area_id)
    members = "\n".join(member.place_code for member in area.members.all())
    initial = {"name": area.name, "kind": area.kind, "members": members}
    form = AreaForm(request.POST or None, initial=initial)
    for fixed in ("name", "kind"):
        form.fields[fixed].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            services.set_members(
                actor=request.actor, area_id=area_id, member_codes=form.cleaned_data["members"]
            )
            return redirect("places:area", area_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    status = 422 if request.method == "POST" else 200
    return render(request, "places/area_form.html", {"form": form, "area": area}, status=status)


@allows(Right.PLACES_MANAGE)
@require_http_methods(["POST"])
def end_area(request: ActorRequest, area_id: int) -> HttpResponse:
    """End an area after a day."""
    selectors.get_area(request.actor, area_id)
    form = EndAreaForm(request.POST)
    if form.is_valid():
        services.end_area(actor=request.actor, area_id=area_id, last_on=form.cleaned_data["last_on"])
    return redirect("places:area", area_id)
