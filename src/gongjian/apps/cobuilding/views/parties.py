"""Tea parties: planned, held, reported, opened with what became of last year's opinions."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices.pairings import PartyStatus
from gongjian.apps.cobuilding.forms.pairings import AttendanceForm, OpinionForm, SeatForm, TeaPartyForm
from gongjian.apps.cobuilding.models import TeaParty
from gongjian.apps.cobuilding.selectors import pairings as reads
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid
from gongjian.core.form_pages import (
    UNPROCESSABLE,
    act_and_return,
    attempt,
    crumb,
    form_page,
    succeeds,
)
from gongjian.core.listing import page_of

MONTH = timedelta(days=31)


def tabs(current: str) -> list[dict[str, object]]:
    """Return the two pages of this part."""
    return [
        {"label": _("茶话会"), "url": reverse("cobuilding:tea_parties"), "current": current == "parties"},
        {"label": _("单位意见"), "url": reverse("cobuilding:opinions"), "current": current == "opinions"},
    ]


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_parties(request: ActorRequest) -> HttpResponse:
    """List the tea parties in sight."""
    page = page_of(reads.list_parties(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "tabs": tabs("parties"),
        "can_manage": request.actor.can(Right.COBUILDING_MANAGE, current_scope(request)),
    }
    return render(request, "cobuilding/tea_parties.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_party(request: ActorRequest) -> HttpResponse:
    """Plan the tea party of the community one works in; in the first months it reports on the year before."""
    scope = current_scope(request)
    today = timezone.localdate()
    year = (today - 3 * MONTH).year
    form = TeaPartyForm(request.POST or None, initial={"year": year, "on": today + MONTH})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.plan_party(actor=request.actor, spec=form.spec(scope)))
        if made is not None:
            return redirect("cobuilding:tea_party", made.pk)
    return form_page(
        request,
        form,
        title=_("筹备茶话会"),
        intro=_("联盟里的驻区单位、社会组织和在结对的单位会自动列进名单。"),
        act=_("开始筹备"),
        back=reverse("cobuilding:tea_parties"),
        crumbs=[crumb(_("茶话会"), "cobuilding:tea_parties"), crumb(_("筹备"))],
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def show_party(request: ActorRequest, tea_party_id: int) -> HttpResponse:
    """Show a tea party; a POST writes down an opinion."""
    party = reads.get_party(request.actor, tea_party_id)
    form = _opinion_form(request, party, request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.write_opinion(actor=request.actor, tea_party_id=tea_party_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:tea_party", tea_party_id)
    return _party_page(request, party, form=form)


def _speaking(request: ActorRequest, party: TeaParty) -> list[Any]:
    """List the seats for which the actor may write an opinion down."""
    seats: list[Any] = party.seen_seats
    if request.actor.can(Right.COBUILDING_MANAGE, party.place_code):
        return seats
    return [seat for seat in seats if speaks_for(request.actor, seat.organisation_id)]


def _opinion_form(request: ActorRequest, party: TeaParty, data: Any = None) -> OpinionForm:
    """Return the form of an opinion; who writes for others names who said it."""
    seats = _speaking(request, party)
    is_by_desk = any(not speaks_for(request.actor, seat.organisation_id) for seat in seats)
    return OpinionForm(
        seats, data, is_by_desk=is_by_desk, initial={"said_on": min(party.on, timezone.localdate())}
    )


def _party_page(request: ActorRequest, party: TeaParty, **forms: Any) -> HttpResponse:
    actor, seats = request.actor, list(party.seen_seats)
    before = list(party.previous.seen_opinions) if party.previous else []
    may = actor.can(Right.COBUILDING_MANAGE, party.place_code)
    is_wrong = any(form.errors for form in forms.values())
    context = {
        "party": party,
        "place_name": names_of([party.place_code]).get(party.place_code, party.place_code),
        "seats": [(seat, may or speaks_for(actor, seat.organisation_id)) for seat in seats],
        "came": sum(seat.came is True for seat in seats),
        "unknown": sum(seat.came is None for seat in seats),
        "opinions": party.seen_opinions,
        "before": before,
        "before_open": reads.outcomes_of(before)["open"],
        "is_held": party.status == PartyStatus.HELD,
        "may": may,
        "may_hold": may and party.status == PartyStatus.PLANNED and party.on <= timezone.localdate(),
        "may_open_report": actor.can(Right.DOCUMENTS_VIEW, party.place_code),
        "may_speak": bool(_speaking(request, party)),
        "form": _opinion_form(request, party),
        "seat_form": SeatForm(actor),
        "crumbs": [crumb(_("茶话会"), "cobuilding:tea_parties"), crumb(str(party))],
        **forms,
    }
    return render(request, "cobuilding/tea_party.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def add_seat(request: ActorRequest, tea_party_id: int) -> HttpResponse:
    """Invite one more unit."""
    party = reads.get_party(request.actor, tea_party_id)
    request.actor.require(Right.COBUILDING_MANAGE, party.place_code)
    form = SeatForm(request.actor, request.POST)
    if succeeds(
        form,
        lambda: services.add_seat(actor=request.actor, tea_party_id=tea_party_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:tea_party", tea_party_id)
    return _party_page(request, party, seat_form=form)


@allows(Right.COBUILDING_VIEW)
@require_POST
def note_attendance(request: ActorRequest, seat_id: int) -> HttpResponse:
    """Note whether a unit came; the unit itself names who will."""
    form = AttendanceForm(request.POST)
    seat = reads.get_seat(request.actor, seat_id)
    if not form.is_valid():
        raise Invalid("没有选到没到。请选“到了”或“没到”。")
    return act_and_return(
        request,
        lambda: services.note_attendance(actor=request.actor, seat_id=seat_id, **form.cleaned_data),
        "cobuilding:tea_party",
        seat.party_id,
    )


@allows(Right.COBUILDING_MANAGE)
@require_POST
def hold_party(request: ActorRequest, tea_party_id: int) -> HttpResponse:
    """Note that it was held."""
    return act_and_return(
        request,
        lambda: services.hold_party(actor=request.actor, tea_party_id=tea_party_id),
        "cobuilding:tea_party",
        tea_party_id,
    )


@allows(Right.COBUILDING_MANAGE)
@require_POST
def compose_report(request: ActorRequest, tea_party_id: int) -> HttpResponse:
    """Write the report from the records."""
    return act_and_return(
        request,
        lambda: services.compose_report(actor=request.actor, tea_party_id=tea_party_id),
        "cobuilding:tea_party",
        tea_party_id,
    )
