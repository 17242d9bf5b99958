"""The roster of a round: who may go, a proposal with its figures, confirmed as visits."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms.rosters import CapacityForm
from gongjian.apps.inspections.models import RosterRun, Round
from gongjian.apps.inspections.selectors import rosters
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.selectors.progress import communities
from gongjian.apps.inspections.selectors.rounds import has_visits
from gongjian.apps.inspections.services.rosters import fair_capacity
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid

SHOWN = 60
"""Places of a proposal that the page lists; the visits' own list pages through all."""


def organised(request: ActorRequest, round_id: int) -> Round:
    """Return a round that the actor organises."""
    row = get_framed(request.actor, round_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    return row


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def show_roster(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show who may go and the latest proposal; work out a new one."""
    row = organised(request, round_id)
    people = rosters.candidates(row, row.starts_on)
    places = communities(request.actor, row, row.place_code).count()
    run = rosters.latest_run(request.actor, row)
    start = run.capacity if run else fair_capacity(row, places, max(len(people), 1))
    form = CapacityForm(request.POST or None, initial={"capacity": start})
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_roster(actor=request.actor, round_id=round_id, **form.cleaned_data)
            return redirect("inspections:roster", round_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = round_frame(request.actor, row, "roster")
    context |= {"form": form, "people": len(people), "places": places, "run": run}
    context |= {"wanted": places * row.visits_per_place, "has_visits": has_visits(row)}
    if run is not None:
        context |= _proposal(run, people)
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/roster.html", context, status=status)


def _proposal(run: RosterRun, people: Sequence[rosters.Candidate]) -> dict[str, object]:
    names = {person.user.pk: person.user.full_name for person in people}
    sent: dict[str, list[str]] = {}
    for place, inspector, _metres, before in run.result.get("visits", ()):
        word = names.get(inspector, _("检查员"))
        sent.setdefault(place, []).append(f"{word}{_('（去过）') if before else ''}")
    missing = dict(run.result.get("missing", ()))
    shown = sorted({*list(missing)[:SHOWN], *sorted(sent)[:SHOWN]})[:SHOWN]
    titles = names_of({*shown, *missing})
    return {
        "shares": rosters.shares_of(run, people),
        "rows": [(titles.get(code, code), sent.get(code, []), missing.get(code, 0)) for code in shown],
        "more": len({*sent, *missing}) - len(shown),
        "short": sum(missing.values()),
        "total": len(run.result.get("visits", ())),
        "kilometres": round(run.result.get("travel_m", 0) / 1000),
    }


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def confirm_roster(request: ActorRequest, round_id: int) -> HttpResponse:
    """Make the proposal that was shown the round's visits."""
    organised(request, round_id)
    asked = request.POST.get("run", "")
    run = rosters.get_run(request.actor, int(asked) if asked.isascii() and asked.isdigit() else 0)
    try:
        count = services.confirm_roster(actor=request.actor, run_id=run.pk)
        messages.success(request, _("已排好 %(n)d 人次，检查员收到了通知。") % {"n": count})
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("inspections:roster", round_id)
    return redirect("inspections:round_visits", round_id)
