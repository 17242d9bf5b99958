"""Visits of a round: the list, one changed by hand, an absence mended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms.rosters import AbsenceForm, VisitForm, choices_of
from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors import rosters
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.selectors.rounds import get_visit, knows_ahead, standing_visits
from gongjian.apps.inspections.services.visits import mark_of, propose_repair
from gongjian.apps.inspections.views.rosters import organised
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.parties.models import User
from gongjian.apps.places.selectors import name_on, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of
from gongjian.engines import roster


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def list_visits(request: ActorRequest, round_id: int) -> HttpResponse:
    """List who sees which place on which day, as far as one may know it."""
    actor = request.actor
    row = get_framed(actor, round_id)
    visits = standing_visits(actor, row)
    asked = request.GET.get("inspector", "")
    if asked.isascii() and asked.isdigit():
        visits = visits.filter(inspector_id=int(asked))
    page = page_of(visits, request.GET)
    codes = [visit.place_code for visit in page.rows]
    names = names_of({*codes, *(code[:9] for code in codes)})
    opened = rosters.sheets_of_visits(row, codes)
    context = {
        **round_frame(actor, row, "round_visits"),
        "page": page,
        "rows": [
            (
                visit,
                names.get(visit.place_code, visit.place_code),
                names.get(visit.place_code[:9], ""),
                opened.get((visit.place_code, visit.inspector_id)),
                visit.inspector_id == actor.user_id,
            )
            for visit in page.rows
        ],
        "one": page.rows[0].inspector if page.rows and asked else None,
        "can_manage": knows_ahead(actor, row),
    }
    return render(request, "inspections/visits.html", context)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def change_visit(request: ActorRequest, visit_id: int) -> HttpResponse:
    """Send another inspector to a place, or the same on another day."""
    visit = get_visit(request.actor, visit_id)
    people = rosters.candidates(visit.round, visit.round.starts_on)
    planned = {"inspector": visit.inspector_id, "planned_on": visit.planned_on}
    form = VisitForm(request.POST or None, choices=choices_of(people), initial=planned)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.change_visit(
                actor=request.actor,
                visit_id=visit_id,
                inspector_id=asked["inspector"],
                planned_on=asked["planned_on"],
                reason=asked["reason"],
            )
            messages.success(request, _("已改，有关的检查员都收到了通知。"))
            return redirect("inspections:round_visits", visit.round_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = {"visit": visit, "form": form, "place": name_on(visit.place_code, visit.round.ends_on)}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/visit_change.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def take_absence(request: ActorRequest, round_id: int) -> HttpResponse:
    """Choose who is absent, show the fewest changes that do without him, and save them."""
    row = organised(request, round_id)
    sent = request.POST or request.GET
    asked = sent.get("inspector", "")
    person = (
        rosters.visitors(row).filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    )
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and person is not None and form.is_valid():
        typed = form.cleaned_data
        try:
            found = services.take_absence(
                actor=request.actor,
                round_id=round_id,
                inspector_id=person.pk,
                reason=typed["reason"],
                seen=typed["seen"],
            )
            messages.success(
                request, _("已换 %(n)d 人次，有关的检查员都收到了通知。") % {"n": len(found.added)}
            )
            return redirect("inspections:round_visits", round_id)
        except Conflict as refusal:
            form.add_error(None, refusal.message)
    context = {"round": row, "form": form, "people": rosters.visitors(row), "person": person}
    if person is not None:
        context |= _proposal(request, row, person)
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/absence.html", context, status=status)


def _proposal(request: ActorRequest, row: Round, person: User) -> dict[str, object]:
    found = propose_repair(request.actor, row, person.pk)
    codes = {place for place, _who in (*found.lost, *found.removed, *found.added)}
    places = names_of(codes)
    users = User.objects.in_bulk({int(who) for _place, who in (*found.removed, *found.added)})
    words = {str(key): user.full_name for key, user in users.items()}
    return {
        "found": found,
        "mark": mark_of(found),
        "lines": _lines(found, words | {str(person.pk): person.full_name}, places),
        "short": sum(count for _code, count in found.roster.missing),
        "reasons": [reason.words for reason in found.roster.shortages],
    }


def _lines(
    found: roster.Repair, people: dict[str, str], places: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Write each place once: whom it loses, whom it gets."""
    codes = sorted({place for place, _who in (*found.lost, *found.removed, *found.added)})
    gone, come = (*found.lost, *found.removed), found.added

    def names(pairs: tuple[tuple[str, str], ...], code: str) -> str:
        return "、".join(people.get(who, who) for place, who in pairs if place == code)

    return [(places.get(code, code), names(gone, code), names(come, code)) for code in codes]
