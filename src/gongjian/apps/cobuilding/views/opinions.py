"""Opinions of units: the list, and one on its way from the unit's words to the unit's confirmation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.cobuilding.choices.pairings import OpinionOutcome, OpinionStatus
from gongjian.apps.cobuilding.forms.pairings import AnswerForm, AssignForm, ReplyForm, ReportedForm
from gongjian.apps.cobuilding.models import UnitOpinion
from gongjian.apps.cobuilding.selectors import pairings as reads
from gongjian.apps.cobuilding.selectors.units import has_account, speaks_for
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.cobuilding.views.parties import tabs
from gongjian.apps.parties.selectors import people_with_at
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, act_and_return, crumb, succeeds
from gongjian.core.listing import page_of
from gongjian.core.rules import rule_value
from gongjian.core.workdays import add_workdays, workdays_late

ANSWER_DAYS = "cobuilding.opinion_workdays"


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_opinions(request: ActorRequest) -> HttpResponse:
    """List the opinions in sight, those that still ask for something first."""
    page = page_of(reads.list_opinions(request.actor, request.GET), request.GET)
    names = names_of({row.place_code for row in page.rows})
    status = request.GET.get("status", "")
    shown = [("", _("没有办完")), *OpinionStatus.choices, ("all", _("全部"))]
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [
            (
                row,
                names.get(row.place_code, row.place_code),
                bool(row.is_open and row.due_on and row.due_on < today),
            )
            for row in page.rows
        ],
        "tabs": tabs("opinions"),
        "states": [
            {"label": label, "url": f"?status={value}" if value else "?", "current": value == status}
            for value, label in shown
        ],
        "q": request.GET.get("q", "")[:60],
        "status": status,
    }
    return render(request, "cobuilding/opinions.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """Show an opinion with its way, and the act that is next."""
    return _opinion_page(request, reads.get_opinion(request.actor, unit_opinion_id))


def _opinion_page(request: ActorRequest, opinion: UnitOpinion, **forms: Any) -> HttpResponse:
    actor, status = request.actor, opinion.status
    may = actor.can(Right.COBUILDING_MANAGE, opinion.place_code)
    is_unit = speaks_for(actor, opinion.organisation_id)
    today = timezone.localdate()
    days = int(rule_value(ANSWER_DAYS, on=today, place_code=opinion.place_code))
    may_assign = may and status in (OpinionStatus.RECORDED, OpinionStatus.ASSIGNED)
    people = people_with_at(Right.COBUILDING_MANAGE, [opinion.place_code])[opinion.place_code]
    late = opinion.due_on is not None and workdays_late(opinion.due_on, today) >= 1
    is_wrong = any(form.errors for form in forms.values())
    context = {
        "opinion": opinion,
        "place_name": names_of([opinion.place_code]).get(opinion.place_code, opinion.place_code),
        "steps": list(opinion.steps.all()),
        "is_late": opinion.is_open and late,
        "may_assign": may_assign,
        "may_answer": may and status == OpinionStatus.ASSIGNED and opinion.owner_id == actor.user_id,
        "may_reply": is_unit and status == OpinionStatus.ANSWERED,
        "may_report": may and status == OpinionStatus.ANSWERED and not has_account(opinion.organisation_id),
        "may_lapse": may
        and status == OpinionStatus.ANSWERED
        and late
        and opinion.outcome != OpinionOutcome.PLANNED,
        "assign_form": AssignForm(people, add_workdays(today, days)),
        "answer_form": AnswerForm(),
        "reply_form": ReplyForm(),
        "reported_form": ReportedForm(),
        "people": people,
        "crumbs": [
            crumb(_("单位意见"), "cobuilding:opinions"),
            crumb(str(opinion.party), "cobuilding:tea_party", opinion.party_id),
            crumb(str(opinion.organisation)),
        ],
        **forms,
    }
    return render(request, "cobuilding/opinion.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def assign_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """Hand an opinion to who answers it."""
    opinion = reads.get_opinion(request.actor, unit_opinion_id)
    request.actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    people = people_with_at(Right.COBUILDING_MANAGE, [opinion.place_code])[opinion.place_code]
    form = AssignForm(people, timezone.localdate(), request.POST)
    if succeeds(
        form,
        lambda: services.assign_opinion(actor=request.actor, opinion_id=unit_opinion_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:opinion", unit_opinion_id)
    return _opinion_page(request, opinion, assign_form=form)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def answer_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """Answer it."""
    opinion = reads.get_opinion(request.actor, unit_opinion_id)
    request.actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    form = AnswerForm(request.POST)
    if succeeds(
        form,
        lambda: services.answer_opinion(actor=request.actor, opinion_id=unit_opinion_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:opinion", unit_opinion_id)
    return _opinion_page(request, opinion, answer_form=form)


@allows(Right.COBUILDING_OFFER)
@require_POST
def confirm_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """The unit accepts the answer."""
    words = request.POST.get("words", "")[:300]
    return act_and_return(
        request,
        lambda: services.confirm_opinion(actor=request.actor, opinion_id=unit_opinion_id, words=words),
        "cobuilding:opinion",
        unit_opinion_id,
    )


@allows(Right.COBUILDING_OFFER)
@require_POST
def return_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """The unit does not accept the answer."""
    words = request.POST.get("words", "")[:300]
    return act_and_return(
        request,
        lambda: services.return_opinion(actor=request.actor, opinion_id=unit_opinion_id, words=words),
        "cobuilding:opinion",
        unit_opinion_id,
    )


@allows(Right.COBUILDING_MANAGE)
@require_POST
def record_reply(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """Write down what a unit without an account says of the answer: it accepts it, or does not."""
    opinion = reads.get_opinion(request.actor, unit_opinion_id)
    request.actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    form = ReportedForm(request.POST)
    is_returned = request.POST.get("answer") == "return"
    act = services.return_opinion if is_returned else services.confirm_opinion
    if succeeds(form, lambda: act(actor=request.actor, opinion_id=unit_opinion_id, **form.reported())):
        return redirect("cobuilding:opinion", unit_opinion_id)
    return _opinion_page(request, opinion, reported_form=form)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def lapse_opinion(request: ActorRequest, unit_opinion_id: int) -> HttpResponse:
    """End one to which the unit said nothing."""
    return act_and_return(
        request,
        lambda: services.lapse_opinion(actor=request.actor, opinion_id=unit_opinion_id),
        "cobuilding:opinion",
        unit_opinion_id,
    )
