"""Rounds: list, progress, start, close, choose a place to inspect, export."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RoundForm
from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors import export as exports
from gongjian.apps.inspections.selectors import progress, rubrics, sheets
from gongjian.apps.inspections.selectors.draws import get_arranged
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.views.round_tabs import round_tabs
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of
from gongjian.readers import write_xlsx


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def list_rounds(request: ActorRequest) -> HttpResponse:
    """List the rounds one may see."""
    page = page_of(sheets.list_rounds(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    rows = [(row, names.get(row.place_code, row.place_code)) for row in page.rows]
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, current_scope(request))
    context = {"page": page, "rows": rows, "can_manage": can_manage, "today": timezone.localdate()}
    return render(request, "inspections/rounds.html", context)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_round(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show how far a round is, by the places of the next level, and who is missing."""
    actor = request.actor
    row = get_arranged(actor, round_id)
    code = progress.place_of_round(row, request.GET.get("place", ""))
    found = progress.read_progress(actor, row, code)
    page = page_of(
        progress.missing_communities(actor, row, code, found.rows), request.GET, total=found.missing
    )
    names = names_of({*ancestors_of(code), code, *(place.parent_code for place in page.rows)})
    is_lowest = found.level == Level.COMMUNITY
    opened = progress.sheets_by_place(actor, row, [part.code for part in found.rows]) if is_lowest else {}
    context = {
        "round": row,
        "code": code,
        "tabs": round_tabs(actor, row, "round"),
        "place_name": names.get(code, code),
        "crumbs": _crumbs(row, code, names),
        "progress": found,
        "level_word": level_word(found.level),
        "is_lowest": is_lowest,
        "rows": [(part, opened.get(part.code, [])) for part in found.rows],
        "page": page,
        "missing": [(place, names.get(place.parent_code, "")) for place in page.rows],
        "can_manage": actor.can(Right.INSPECTIONS_MANAGE, row.place_code),
        "can_decide": actor.can(Right.RATINGS_DECIDE, row.place_code),
        "can_rank": actor.can(Right.RATINGS_VIEW),
        "can_score": actor.can(Right.INSPECTIONS_SCORE) and not row.is_closed,
        "is_late": not row.is_closed and row.ends_on < timezone.localdate(),
    }
    return render(request, "inspections/round.html", context)


def _crumbs(row: Round, code: str, names: dict[str, str]) -> list[dict[str, str]]:
    url = reverse("inspections:round", args=[row.pk])
    steps = [step for step in (*ancestors_of(code), code) if step.startswith(row.place_code)]
    path = [{"label": names.get(step, step), "url": f"{url}?place={step}"} for step in steps[1:]]
    return [
        {"label": _("检查轮次"), "url": reverse("inspections:rounds")},
        {"label": row.title, "url": url},
        *path,
    ]


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_round(request: ActorRequest) -> HttpResponse:
    """Start a round over the place one works in."""
    scope = current_scope(request)
    request.actor.require(Right.INSPECTIONS_MANAGE, scope)
    form = RoundForm(request.POST or None, versions=rubrics.versions_for(request.actor, scope))
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        version = asked.pop("version")
        try:
            row = services.start_round(actor=request.actor, place_code=scope, version_id=version.pk, **asked)
            return redirect("inspections:round", row.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    owner = names_of([scope]).get(scope, scope)
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/round_form.html", {"form": form, "owner": owner}, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def close_round(request: ActorRequest, round_id: int) -> HttpResponse:
    """Ask, then close a round."""
    row = sheets.get_round(request.actor, round_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    if request.method == "POST":
        services.close_round(actor=request.actor, round_id=round_id)
        return redirect("inspections:round", round_id)
    found = progress.read_progress(request.actor, row, row.place_code)
    return render(request, "inspections/round_close.html", {"round": row, "progress": found})


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def pick_place(request: ActorRequest, round_id: int) -> HttpResponse:
    """Choose a community that one has not inspected in this round, and open its sheet."""
    actor = request.actor
    row = sheets.get_round(actor, round_id)
    if request.method == "POST":
        sheet = services.open_sheet(
            actor=actor,
            round_id=round_id,
            place_code=request.POST.get("place", ""),
            inspected_on=timezone.localdate(),
        )
        return redirect("inspections:item", sheet.pk, 1)
    code = progress.place_of_round(row, request.GET.get("place", ""))
    text = request.GET.get("q", "").strip()
    page = page_of(progress.to_inspect(actor, row, code, text), request.GET)
    names = names_of({place.parent_code for place in page.rows} | {code})
    rows = [(place, names.get(place.parent_code, "")) for place in page.rows]
    context = {"round": row, "page": page, "rows": rows, "q": text, "code": code}
    return render(request, "inspections/pick.html", context)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def export(request: ActorRequest, round_id: int) -> HttpResponse:
    """Write the sheets and, where one may see them, the grades of a round as .xlsx."""
    row = sheets.get_round(request.actor, round_id)
    content = write_xlsx(exports.sheets_of_round(request.actor, row))
    name = f"{row.title}{timezone.localdate():%Y%m%d}.xlsx"
    return send_xlsx(content, name)
