"""What the mediators of a case do: one page with one form for each act; opening it is a reading of the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from gongjian.apps.matters.choices import MediationState
from gongjian.apps.matters.forms import agreements
from gongjian.apps.matters.forms import mediation as forms
from gongjian.apps.matters.selectors.mediation.cases import CaseFile
from gongjian.apps.matters.services import mediation
from gongjian.apps.matters.views.mediation.pages import case_crumbs, sealed
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt

Words = str | Promise
Rows = Callable[[CaseFile], Sequence[Any]]
Run = Callable[[Actor, CaseFile, Any, Any], object]


@dataclass(frozen=True)
class CaseAct:
    """One act: its address below the case, its form, its words, the service behind it; `rows` are those it can be about."""

    name: str
    route: str
    form: type[forms.CaseForm]
    title: Words
    button: Words
    run: Run
    rows: Rows | None = None
    template: str = "form"


def _plainly(service: Callable[..., object], row: str = "") -> Run:
    """Call a service of the case with what the form holds; `row` names the argument that takes the row's number."""

    def run(actor: Actor, case: CaseFile, about: Any, form: Any) -> object:
        more = {row: about.pk} if row else {}
        return service(actor=actor, case_id=case.mediation.matter_id, **more, **form.values())

    return run


def _party(actor: Actor, case: CaseFile, about: Any, form: Any) -> object:
    return mediation.change_party(
        actor=actor, case_id=case.mediation.matter_id, party_id=about.pk, **form.values()
    )


def _end(actor: Actor, case: CaseFile, _about: Any, form: Any) -> object:
    asked = form.values()
    ask = {"actor": actor, "case_id": case.mediation.matter_id, "answer_draft": asked["answer_draft"]}
    if asked["how"] == MediationState.WITHDRAWN:
        return mediation.withdraw(**ask)
    return mediation.end_without_agreement(**ask, told_other_ways=asked["told_other_ways"])


def _points(case: CaseFile) -> Sequence[Any]:
    return [point for one in case.agreements if one.in_force_on for point in one.points.all()]


CASE_ACTS = (
    CaseAct(
        "add_party",
        "parties/add/",
        forms.PartyForm,
        pgettext_lazy("mediation", "登记当事人"),
        pgettext_lazy("mediation", "登记"),
        _plainly(mediation.add_party),
    ),
    CaseAct(
        "change_party",
        "parties/<int:row_id>/",
        forms.PartyForm,
        pgettext_lazy("mediation", "改当事人"),
        pgettext_lazy("mediation", "存下"),
        _party,
        lambda case: case.parties,
    ),
    CaseAct(
        "consent",
        "parties/<int:row_id>/consent/",
        forms.ConsentForm,
        pgettext_lazy("mediation", "问是否同意调解"),
        pgettext_lazy("mediation", "记下"),
        _plainly(mediation.record_consent, "party_id"),
        lambda case: [party for party in case.parties if party.is_side],
        "consent",
    ),
    CaseAct(
        "plan_session",
        "sessions/add/",
        forms.SessionForm,
        pgettext_lazy("mediation", "约定调解时间"),
        pgettext_lazy("mediation", "约好了"),
        _plainly(mediation.plan_session),
    ),
    CaseAct(
        "hold_session",
        "sessions/<int:row_id>/",
        forms.HeldForm,
        pgettext_lazy("mediation", "记调解情况"),
        pgettext_lazy("mediation", "记下"),
        _plainly(mediation.hold_session, "session_id"),
        lambda case: case.sessions,
        "session",
    ),
    CaseAct(
        "propose",
        "proposals/add/",
        forms.ProposalForm,
        pgettext_lazy("mediation", "记一个方案"),
        pgettext_lazy("mediation", "记下"),
        _plainly(mediation.propose),
    ),
    CaseAct(
        "answer_proposal",
        "proposals/<int:row_id>/",
        forms.ReplyForm,
        pgettext_lazy("mediation", "记当事人的答复"),
        pgettext_lazy("mediation", "记下"),
        _plainly(mediation.answer_proposal, "proposal_id"),
        lambda case: case.proposals,
        "proposal",
    ),
    CaseAct(
        "write_agreement",
        "agreement/",
        agreements.AgreementForm,
        pgettext_lazy("mediation", "写调解协议"),
        pgettext_lazy("mediation", "存草稿"),
        _plainly(mediation.write_agreement),
        template="agreement",
    ),
    CaseAct(
        "conclude",
        "agreement/conclude/",
        agreements.ConcludeForm,
        pgettext_lazy("mediation", "各方签订，协议生效"),
        pgettext_lazy("mediation", "协议生效，结束调解"),
        _plainly(mediation.conclude),
        template="conclude",
    ),
    CaseAct(
        "follow_up",
        "points/<int:row_id>/",
        forms.PerformanceForm,
        pgettext_lazy("mediation", "回访履行情况"),
        pgettext_lazy("mediation", "记下"),
        _plainly(mediation.record_performance, "point_id"),
        _points,
        "point",
    ),
    CaseAct(
        "ask_court",
        "court/",
        forms.CourtForm,
        pgettext_lazy("mediation", "申请司法确认"),
        pgettext_lazy("mediation", "记下申请"),
        _plainly(mediation.ask_confirmation),
    ),
    CaseAct(
        "court_decision",
        "court/decision/",
        forms.DecisionForm,
        pgettext_lazy("mediation", "记法院的裁定"),
        pgettext_lazy("mediation", "记下裁定"),
        _plainly(mediation.record_confirmation),
    ),
    CaseAct(
        "end",
        "end/",
        forms.EndForm,
        pgettext_lazy("mediation", "结束调解"),
        pgettext_lazy("mediation", "结束调解"),
        _end,
    ),
    CaseAct(
        "refer",
        "refer/",
        forms.ReferForm,
        pgettext_lazy("mediation", "转其他渠道"),
        pgettext_lazy("mediation", "转出，结束调解"),
        _plainly(mediation.refer),
    ),
    CaseAct(
        "pass_up",
        "pass-up/",
        forms.PassUpForm,
        pgettext_lazy("mediation", "提到上一级调解"),
        pgettext_lazy("mediation", "提到上一级"),
        _plainly(mediation.pass_up),
    ),
)


def _view_of(act: CaseAct) -> Callable[..., HttpResponse]:
    @allows(Right.MATTERS_MEDIATE)
    @require_http_methods(["GET", "POST"])
    def view(request: ActorRequest, case_id: int, row_id: int | None = None) -> HttpResponse:
        case = mediation.open_case(actor=request.actor, case_id=case_id, reason=str(act.title))
        about = _row(act, case, row_id)
        form = act.form(case, about, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            done = attempt(form, lambda: act.run(request.actor, case, about, form))
            if done is not None:
                return redirect("matters:mediation", case_id)
        return _render(request, act, case, about, form)

    view.__name__ = f"{act.name}_of_mediation"
    return view


def _row(act: CaseAct, case: CaseFile, row_id: int | None) -> Any:
    if act.rows is None:
        return None
    found = next((row for row in act.rows(case) if row.pk == row_id), None)
    if found is None:
        raise NotFound()
    return found


def _render(request: ActorRequest, act: CaseAct, case: CaseFile, about: Any, form: Any) -> HttpResponse:
    context = {
        "case": case,
        "row": about,
        "form": form,
        "title": act.title,
        "act": act.button,
        "is_multipart": form.is_multipart(),
        "back": reverse("matters:mediation", args=[case.mediation.matter_id]),
        "crumbs": case_crumbs(case.mediation, act.title),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return sealed(render(request, f"matters/mediation/{act.template}.html", context, status=status))


mediation_act_urls: list[URLPattern] = [
    path(f"<int:case_id>/mediation/{act.route}", _view_of(act), name=f"mediation_{act.name}")
    for act in CASE_ACTS
]
