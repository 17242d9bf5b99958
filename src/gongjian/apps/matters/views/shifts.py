"""Shift hand-over of a desk: the list, handing over, reading and taking."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.matters import services
from gongjian.apps.matters.forms.shifts import ShiftForm, TakeForm, WithdrawForm
from gongjian.apps.matters.models import ShiftHandover
from gongjian.apps.matters.selectors import shifts as reads
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of


@allows(Right.MATTERS_DISPATCH)
@require_GET
def list_shifts(request: ActorRequest) -> HttpResponse:
    """List the hand-overs of the desk one works at and of those below, the latest first."""
    page = page_of(reads.list_shifts(request.actor, current_scope(request)), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "crumbs": [crumb(_("事项"), "matters:matters"), crumb(_("交接班"))],
    }
    return render(request, "matters/shifts.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def add_shift(request: ActorRequest) -> HttpResponse:
    """Hand the desk over: what is open stands there already, notes are written beside it."""
    actor, scope = request.actor, current_scope(request)
    actor.require(Right.MATTERS_DISPATCH, scope)
    takers = reads.takers_at(actor, scope)
    usual = reads.usual_end(scope)
    initial = {"started_at": reads.usual_start(actor, scope), "next_ends_at": usual}
    is_sent = request.method == "POST"
    form = ShiftForm(takers, request.POST if is_sent else None, initial=initial)
    if is_sent and "look" not in request.POST and form.is_valid():
        asked = form.cleaned_data
        made = attempt(
            form,
            lambda: services.hand_over_shift(actor=actor, place_code=scope, notes=form.notes(), **asked),
        )
        if made is not None:
            return redirect("matters:shift", made.pk)
    rows = reads.to_hand_over(scope, form.until(usual))
    notes = form.notes() if is_sent else {}
    context = {
        "form": form,
        "takers": takers,
        "count": len(rows),
        "groups": [
            (group.group.label, [(one.row, notes.get(one.row.matter.pk, "")) for one in group.rows])
            for group in reads.in_groups(rows)
        ],
        "place_name": names_of([scope]).get(scope, ""),
        "crumbs": [
            crumb(_("事项"), "matters:matters"),
            crumb(_("交接班"), "matters:shifts"),
            crumb(_("交班")),
        ],
    }
    status = UNPROCESSABLE if is_sent and form.errors else 200
    return render(request, "matters/shift_form.html", context, status=status)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def show_shift(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Show a hand-over; its taker ticks what he takes."""
    handover = reads.get_shift(request.actor, shift_id)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = attempt(
            form,
            lambda: services.take_shift(
                actor=request.actor,
                handover_id=shift_id,
                taken_ids=form.taken(),
                words=form.cleaned_data["words"],
            ),
        )
        if taken is not None:
            return redirect("matters:shift", shift_id)
    return _show(request, handover, form, WithdrawForm())


@allows(Right.MATTERS_DISPATCH)
@require_POST
def withdraw_shift(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Take a hand-over back."""
    handover = reads.get_shift(request.actor, shift_id)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form,
            lambda: services.withdraw_shift(actor=request.actor, handover_id=shift_id, reason=reason),
        )
        if done is not None:
            return redirect("matters:shift", shift_id)
    return _show(request, handover, TakeForm(), form)


def _show(
    request: ActorRequest, handover: ShiftHandover, form: TakeForm, withdraw_form: WithdrawForm
) -> HttpResponse:
    user_id = request.actor.user_id
    groups = reads.items_of(handover)
    context: dict[str, Any] = {
        "handover": handover,
        "groups": [(group.label, rows) for group, rows in groups],
        "count": sum(len(rows) for _group, rows in groups),
        "form": form,
        "withdraw_form": withdraw_form,
        "ticked": form.taken() if form.is_bound else set(),
        "is_taker": handover.is_waiting and handover.taker_id == user_id,
        "is_giver": handover.is_waiting and handover.giver_id == user_id,
        "place_name": names_of([handover.place_code]).get(handover.place_code, ""),
        "crumbs": [
            crumb(_("事项"), "matters:matters"),
            crumb(_("交接班"), "matters:shifts"),
            crumb(_("一次交接")),
        ],
    }
    is_refused = form.errors or withdraw_form.errors
    return render(request, "matters/shift.html", context, status=UNPROCESSABLE if is_refused else 200)
