"""Applications: the list by step, a new one, one with its next step, what is encrypted of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.choices import AidStatus
from gongjian.apps.hearings.forms import (
    AnswerForm,
    ApplicationForm,
    EndForm,
    FindingsForm,
    GrantForm,
    ObjectionForm,
    PostingForm,
    ReasonForm,
    RefusalForm,
)
from gongjian.apps.hearings.models import AidApplication
from gongjian.apps.parties.services import COMMUNITY
from gongjian.apps.places.selectors import codes_at_level, current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb, form_page, stray_errors, succeeds

MARKS = {
    AidStatus.APPLIED: "待办",
    AidStatus.CHECKED: "待核查",
    AidStatus.HEARING: "进行中",
    AidStatus.PASSED: "通过",
    AidStatus.FAILED: "不通过",
    AidStatus.POSTED: "已公布",
    AidStatus.OBJECTED: "争议",
    AidStatus.GRANTED: "已完成",
    AidStatus.REFUSED: "不予受理",
    AidStatus.WITHDRAWN: "撤回",
}
"""The shape that each status is shown with."""
COUNTY = 6


@allows(Right.HEARINGS_VIEW)
@require_GET
def list_applications(request: ActorRequest) -> HttpResponse:
    """List the applications of the place one works in, by step."""
    rows = selectors.applications_in_sight(request.actor, current_scope(request))
    counts = selectors.count_states(rows)
    page, found = selectors.list_applications(rows, request.GET)
    state = request.GET.get("state", "")
    state = state if state in selectors.STATES else "open"
    labels = {
        "open": _("在办"),
        "posted": _("公示中"),
        "granted": _("已批准"),
        "refused": _("没有批准或撤回"),
    }
    context = {
        "page": page,
        "rows": [(row, MARKS[AidStatus(row.application.status)]) for row in found],
        "counts": counts,
        "state": state,
        "tabs": [
            {"label": label, "url": f"?state={name}", "count": counts[name], "current": name == state}
            for name, label in labels.items()
        ],
        "can_manage": request.actor.can(Right.HEARINGS_MANAGE),
    }
    return render(request, "hearings/applications.html", context)


@allows(Right.HEARINGS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_application(request: ActorRequest) -> HttpResponse:
    """Take in an application."""
    scope = current_scope(request)
    codes = [
        code for code in codes_at_level(scope, COMMUNITY) if request.actor.can(Right.HEARINGS_MANAGE, code)
    ]
    names = names_of(codes)
    form = ApplicationForm(
        request.POST or None, communities=[(code, names.get(code, code)) for code in codes]
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.apply_for_aid(actor=request.actor, spec=form.spec()))
        if made:
            return redirect("hearings:application", made.pk)
    return form_page(
        request,
        form,
        title=_("登记救助申请"),
        act=_("登记"),
        back=reverse("hearings:applications"),
        crumbs=[crumb(_("救助和评议"), "hearings:applications"), crumb(_("登记"))],
        columns=2,
    )


@allows(Right.HEARINGS_VIEW)
@require_GET
def show_application(request: ActorRequest, application_id: int) -> HttpResponse:
    """Show an application with the step that is its turn."""
    return render_application(request, selectors.get_application(request.actor, application_id))


def render_application(
    request: ActorRequest, row: AidApplication, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Render the page of an application; a form that came back with errors stands in its place with 422."""
    actor, given, today = request.actor, forms or {}, timezone.localdate()
    status = AidStatus(row.status)
    postings = list(row.postings.all())
    waits = services.what_waits(row, today) if status in (AidStatus.POSTED, AidStatus.OBJECTED) else ""
    shows = _shows(request, row, waits, has_posting=any(one.is_up(today) for one in postings))
    context = {
        "row": row,
        "shows": shows,
        "stray": stray_errors(given, shows),
        "mark": MARKS[status],
        "place_name": path_name(row.place_code),
        "steps": _steps(row),
        "next": _next(row, waits),
        "due_on": selectors.Deadlines().due_on(row),
        "hearings": row.hearings.all(),
        "postings": [(one, one.is_up(today)) for one in postings],
        "objections": [
            (one, _answer_form(one.pk, given)) for posting in postings for one in posting.objections.all()
        ],
        "open_posting": next((one for one in reversed(postings) if one.is_up(today)), None),
        "benefit": getattr(row, "benefit", None),
        "waits": waits,
        "can_manage": actor.can(Right.HEARINGS_MANAGE, row.place_code),
        "findings_form": given.get("findings") or FindingsForm(),
        "posting_form": given.get("posting") or PostingForm(),
        "objection_form": given.get("objection") or ObjectionForm(prefix="objection"),
        "grant_form": given.get("grant") or GrantForm(initial={"people": 1 + len(row.members.all())}),
        "refusal_form": given.get("refusal") or RefusalForm(prefix="refusal"),
        "end_form": given.get("end") or EndForm(prefix="end"),
        "reason_form": given.get("reason") or ReasonForm(prefix="why"),
        "refused": given,
        "crumbs": [crumb(_("救助和评议"), "hearings:applications"), crumb(row.number_text)],
    }
    return render(request, "hearings/application.html", context, status=UNPROCESSABLE if given else 200)


def _answer_form(objection_id: int, given: dict[str, Any]) -> AnswerForm:
    """Return the form of one objection: the one that came back, or a fresh one."""
    prefix = AnswerForm.prefix_of(objection_id)
    form: AnswerForm | None = given.get("answer")
    return form if form and form.prefix == prefix else AnswerForm(prefix=prefix)


def _shows(request: ActorRequest, row: AidApplication, waits: str, *, has_posting: bool) -> dict[str, bool]:
    """Say which acts have their place on the page: whose turn it is, and for whom."""
    status = AidStatus(row.status)
    manages = request.actor.can(Right.HEARINGS_MANAGE, row.place_code)
    decides = request.actor.can(Right.HEARINGS_DECIDE, row.place_code[:COUNTY])
    is_due = status == AidStatus.POSTED and not waits
    benefit = getattr(row, "benefit", None)
    return {
        "findings": manages and status == AidStatus.APPLIED,
        "call": manages and row.may_become(AidStatus.HEARING),
        "posting": manages and status == AidStatus.PASSED,
        "answer": manages and status == AidStatus.OBJECTED,
        "objection": manages and has_posting and status in (AidStatus.POSTED, AidStatus.OBJECTED),
        "grant": decides and is_due,
        "refusal": decides and (is_due or status == AidStatus.FAILED),
        "end": decides and benefit is not None and benefit.ends_on is None,
        "reason": manages and row.may_become(AidStatus.WITHDRAWN),
    }


def _steps(row: AidApplication) -> list[dict[str, str]]:
    """Write the way of an application: what is done, what is its turn, what is to come."""
    names = [_("申请"), _("调查"), _("评议"), _("公示"), _("决定")]
    reached = {
        AidStatus.APPLIED: 1,
        AidStatus.CHECKED: 2,
        AidStatus.HEARING: 2,
        AidStatus.FAILED: 3,
        AidStatus.PASSED: 3,
        AidStatus.POSTED: 3,
        AidStatus.OBJECTED: 3,
        AidStatus.GRANTED: 5,
        AidStatus.REFUSED: 5,
        AidStatus.WITHDRAWN: 5,
    }[AidStatus(row.status)]
    states = ["done" if n < reached else "now" if n == reached else "todo" for n in range(len(names))]
    return [{"label": name, "state": state} for name, state in zip(names, states, strict=True)]


def _next(row: AidApplication, waits: str) -> str:
    """Say in a sentence what is to be done now."""
    return {
        AidStatus.APPLIED: _("先入户调查，写下调查结果，才能评议。"),
        AidStatus.CHECKED: _("可以召集评议。评议小组从登记的评议员里抽，亲属和有矛盾的人抽不到。"),
        AidStatus.HEARING: _("评议进行中，下一步在评议的页面上。"),
        AidStatus.PASSED: _("评议通过了，下一步公示。"),
        AidStatus.FAILED: _("评议没有通过。申请人不服的，可以换一组人再次评议；不申诉的，书面告知不予批准。"),
        AidStatus.POSTED: waits or _("公示期满，没有没答复的异议，可以决定。"),
        AidStatus.OBJECTED: _("收到异议，复核以后答复提出的人，再往下办。"),
        AidStatus.GRANTED: _("已经批准。名单长期公示，停发那天自动撤下。"),
        AidStatus.REFUSED: _("已书面告知不予批准。申请人不服的，可以在期限内再次评议。"),
        AidStatus.WITHDRAWN: _("申请人撤回了。"),
    }[AidStatus(row.status)]


@allows(Right.HEARINGS_MANAGE)
@require_POST
def record_findings(request: ActorRequest, application_id: int) -> HttpResponse:
    """Write what looking into it showed."""
    form = FindingsForm(request.POST)
    row = selectors.get_application(request.actor, application_id)
    if succeeds(
        form,
        lambda: services.record_findings(
            actor=request.actor, application_id=application_id, **form.cleaned_data
        ),
    ):
        return redirect("hearings:application", application_id)
    return render_application(request, row, {"findings": form})


@allows(Right.HEARINGS_MANAGE)
@require_POST
def withdraw_application(request: ActorRequest, application_id: int) -> HttpResponse:
    """Take an application back."""
    form = ReasonForm(request.POST, prefix="why")
    row = selectors.get_application(request.actor, application_id)
    if succeeds(
        form,
        lambda: services.withdraw_application(
            actor=request.actor, application_id=application_id, **form.cleaned_data
        ),
    ):
        return redirect("hearings:application", application_id)
    return render_application(request, row, {"reason": form})


@allows(Right.HEARINGS_MANAGE)
@require_http_methods(["GET", "POST"])
def reveal_application(request: ActorRequest, application_id: int) -> HttpResponse:
    """Show what is encrypted of an application, for a reason that is written down."""
    row = selectors.get_application(request.actor, application_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = services.read_application(
            actor=request.actor, application_id=application_id, reason=form.cleaned_data["reason"]
        )
        response = render(request, "hearings/revealed.html", {"row": row, "facts": facts})
        response["Cache-Control"] = "no-store"
        return response
    return form_page(
        request,
        form,
        title=_("显示%s的申报和调查") % row.number_text,
        act=_("显示"),
        back=reverse("hearings:application", args=[application_id]),
        intro=_("只显示这一次。谁、什么时候、为什么看，会记入审计。"),
        crumbs=[
            crumb(_("救助和评议"), "hearings:applications"),
            crumb(row.number_text, "hearings:application", application_id),
        ],
    )


@allows(Right.HEARINGS_DECIDE)
@require_POST
def decide(request: ActorRequest, application_id: int, answer: str) -> HttpResponse:
    """Grant, refuse, or end what was granted."""
    row = selectors.get_application(request.actor, application_id)
    actor = request.actor
    if answer == "grant":
        grant = GrantForm(request.POST)
        if succeeds(
            grant, lambda: services.grant(actor=actor, application_id=application_id, **grant.values())
        ):
            return redirect("hearings:application", application_id)
        return render_application(request, row, {"grant": grant})
    form = (
        RefusalForm(request.POST, prefix="refusal")
        if answer == "refuse"
        else EndForm(request.POST, prefix="end")
    )
    act = services.refuse if answer == "refuse" else services.end_benefit
    if succeeds(form, lambda: act(actor=actor, application_id=application_id, **form.cleaned_data)):
        return redirect("hearings:application", application_id)
    return render_application(request, row, {"refusal" if answer == "refuse" else "end": form})
