"""Pairings: the list, one with what was done in it, its households, beginning and ending."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices.pairings import PairingKind
from gongjian.apps.cobuilding.forms.pairings import HouseholdForm, PairingForm, ReasonForm, VisitForm
from gongjian.apps.cobuilding.models import Pairing
from gongjian.apps.cobuilding.selectors import pairings as reads
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb, form_page, succeeds
from gongjian.core.listing import page_of


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_pairings(request: ActorRequest) -> HttpResponse:
    """List the pairings in sight, by kind, with how their year stands."""
    page = page_of(reads.list_pairings(request.actor, request.GET), request.GET)
    states = reads.states_of(page.rows, timezone.localdate())
    names = names_of({row.place_code for row in page.rows})
    kind, is_over = request.GET.get("kind", ""), request.GET.get("state") == "over"
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code), states[row.pk]) for row in page.rows],
        "missed": sum(bool(state.dues.missed) for state in states.values())
        if page.total == len(page.rows)
        else 0,
        "tabs": _tabs(kind, is_over),
        "kind": kind,
        "is_over": is_over,
        "q": request.GET.get("q", "")[:60],
        "can_manage": request.actor.can(Right.COBUILDING_MANAGE, current_scope(request)),
    }
    return render(request, "cobuilding/pairings.html", context)


def _tabs(kind: str, is_over: bool) -> list[dict[str, Any]]:
    shown = [("", _("全部")), *PairingKind.choices]
    tabs: list[dict[str, Any]] = [
        {"label": label, "url": f"?kind={value}" if value else "?", "current": not is_over and value == kind}
        for value, label in shown
    ]
    return [*tabs, {"label": _("已结束"), "url": "?state=over", "current": is_over}]


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_pairing(request: ActorRequest) -> HttpResponse:
    """Begin a pairing of the community one works in."""
    scope = current_scope(request)
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": today.replace(month=12, day=31)}
    form = PairingForm(request.actor, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.make_pairing(actor=request.actor, spec=form.spec(scope)))
        if made is not None:
            return redirect("cobuilding:pairing", made.pk)
    return form_page(
        request,
        form,
        title=_("登记一对结对"),
        act=_("登记"),
        back=reverse("cobuilding:pairings"),
        crumbs=[crumb(_("结对互访"), "cobuilding:pairings"), crumb(_("登记"))],
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def show_pairing(request: ActorRequest, pairing_id: int) -> HttpResponse:
    """Show a pairing, how its year stands and what was done; a POST writes down a visit."""
    pairing = reads.get_pairing(request.actor, pairing_id)
    form = VisitForm(pairing, request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and succeeds(
        form,
        lambda: services.record_visit(actor=request.actor, pairing_id=pairing_id, spec=form.spec),
    ):
        messages.success(request, _("记下了。"))
        return redirect("cobuilding:pairing", pairing_id)
    return _pairing_page(request, pairing, form=form)


def _pairing_page(request: ActorRequest, pairing: Pairing, **forms: Any) -> HttpResponse:
    actor = request.actor
    may_manage = actor.can(Right.COBUILDING_MANAGE, pairing.place_code)
    is_unit = speaks_for(actor, pairing.organisation_id)
    state = reads.states_of([pairing], timezone.localdate())[pairing.pk]
    is_wrong = any(form.errors for form in forms.values())
    context = {
        "pairing": pairing,
        "place_name": names_of([pairing.place_code]).get(pairing.place_code, pairing.place_code),
        "state": state,
        "visits": [
            (visit, not visit.withdrawn_at and (may_manage or visit.entered_by_id == actor.user_id))
            for visit in reads.visits_of(pairing)
        ],
        "households": reads.households_of(actor, pairing),
        "holds_households": pairing.kind != PairingKind.UNIT
        and may_manage
        and actor.can(Right.RESIDENTS_VIEW, pairing.place_code),
        "form": VisitForm(pairing, initial={"on": timezone.localdate()}),
        "household_form": HouseholdForm(),
        "end_form": ReasonForm(),
        "may_manage": may_manage,
        "may_record": (may_manage or is_unit) and pairing.ended_on is None,
        "crumbs": [crumb(_("结对互访"), "cobuilding:pairings"), crumb(pairing.other_side)],
        **forms,
    }
    return render(request, "cobuilding/pairing.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def end_pairing(request: ActorRequest, pairing_id: int) -> HttpResponse:
    """End a pairing before its term."""
    form = ReasonForm(request.POST)
    pairing = reads.get_pairing(request.actor, pairing_id)
    request.actor.require(Right.COBUILDING_MANAGE, pairing.place_code)
    if succeeds(
        form,
        lambda: services.end_pairing(
            actor=request.actor, pairing_id=pairing_id, reason=form.cleaned_data["reason"]
        ),
    ):
        return redirect("cobuilding:pairing", pairing_id)
    return _pairing_page(request, pairing, end_form=form)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def add_household(request: ActorRequest, pairing_id: int) -> HttpResponse:
    """Put a household into a pairing of a building or activist."""
    form = HouseholdForm(request.POST)
    pairing = reads.get_pairing(request.actor, pairing_id)
    request.actor.require(Right.COBUILDING_MANAGE, pairing.place_code)
    if succeeds(
        form,
        lambda: services.add_household(
            actor=request.actor, pairing_id=pairing_id, name=form.cleaned_data["name"]
        ),
    ):
        return redirect("cobuilding:pairing", pairing_id)
    return _pairing_page(request, pairing, household_form=form)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def end_household(request: ActorRequest, pairing_household_id: int) -> HttpResponse:
    """Take a household out of its pairing."""
    row = services.end_household(actor=request.actor, household_id=pairing_household_id)
    return redirect("cobuilding:pairing", row.pairing_id)


@allows(Right.COBUILDING_VIEW)
@require_POST
def withdraw_visit(request: ActorRequest, pairing_visit_id: int) -> HttpResponse:
    """Take back an entry that was wrong."""
    reads.get_visit(request.actor, pairing_visit_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid("请写明为什么撤回。")
    visit = services.withdraw_visit(
        actor=request.actor, visit_id=pairing_visit_id, reason=form.cleaned_data["reason"]
    )
    return redirect("cobuilding:pairing", visit.pairing_id)
