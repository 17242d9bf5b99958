"""What the two sides do to an agreement; a refused form comes back where it was."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import PaperKind, Side
from gongjian.apps.cobuilding.forms.agreements import (
    AcceptForm,
    ContestForm,
    DeliveryForm,
    PersonForm,
    RatingForm,
    StepDoneForm,
    StepForm,
    SupplementForm,
    TermsForm,
)
from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.selectors import agreements as reads
from gongjian.apps.cobuilding.selectors.agreements.one import projects_for
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.views.agreements.one import render_agreement_page
from gongjian.apps.cobuilding.views.agreements.pages import act_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.attachments import Upload
from gongjian.core.form_pages import act_and_return, succeeds
from gongjian.core.forms import remember_seen


def _uploads(request: ActorRequest, name: str = "files") -> list[Upload]:
    return [Upload(file.name or "", file.read()) for file in request.FILES.getlist(name)]


def _done(
    request: ActorRequest, agreement_id: int, name: str, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    """Do an act if its form is right; else show the agreement with the form as it was."""
    if succeeds(form, act):
        return redirect("cobuilding:agreement", agreement_id)
    agreement = reads.get_agreement(request.actor, agreement_id)
    return render_agreement_page(request, agreement, {name: form})


def _on_delivery(
    request: ActorRequest, given_id: int, name: str, form_class: type[forms.Form], act: Callable[..., object]
) -> HttpResponse:
    """Do an act on a delivery with what its form states, as `_done` does."""
    delivery = reads.get_delivery(request.actor, given_id)
    form = form_class(request.POST, prefix=name)
    return _done(
        request,
        delivery.line.agreement_id,
        name,
        form,
        lambda: act(actor=request.actor, delivery_id=given_id, **form.cleaned_data),
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def change_terms(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Write what a draft says; a signature that is there is void."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    initial = {
        "title": agreement.title,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "terms": agreement.terms,
        "project": agreement.project_id,
    }
    form = TermsForm(projects_for(request.actor, agreement), request.POST or None, initial=initial)
    remember_seen(form, initial)
    return act_page(
        request,
        agreement,
        form,
        lambda: services.change_terms(actor=request.actor, agreement_id=agreement_id, spec=form.spec()),
        title=_("改协议的约定"),
        act=_("存好"),
        intro=_("签字以前都可以改。已经有一方签了的，改了以后要重新签。"),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def add_step(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Add a step."""
    form = StepForm(request.POST, prefix="step")
    return _done(
        request,
        agreement_id,
        "step",
        form,
        lambda: services.add_step(actor=request.actor, agreement_id=agreement_id, spec=form.spec()),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def finish_step(request: ActorRequest, agreement_id: int, step_id: int) -> HttpResponse:
    """Note that a step is done."""
    form = StepDoneForm(request.POST, prefix="done")
    return _done(
        request,
        agreement_id,
        "done",
        form,
        lambda: services.finish_step(
            actor=request.actor, agreement_id=agreement_id, step_id=step_id, **form.cleaned_data
        ),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def add_person(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Name a person of the unit."""
    form = PersonForm(request.POST, prefix="person")
    return _done(
        request,
        agreement_id,
        "person",
        form,
        lambda: services.add_person(actor=request.actor, agreement_id=agreement_id, **form.cleaned_data),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def sign(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Sign for the side the person may sign for."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    side = reads.agreement_file(request.actor, agreement).to_sign

    def act() -> None:
        wanted = side or min(reads.sides_of(request.actor, agreement), default=Side.UNIT)
        services.sign_agreement(actor=request.actor, agreement_id=agreement_id, side=wanted)
        messages.success(request, _("已签。"))

    return act_and_return(request, act, "cobuilding:agreement", agreement_id)


@allows(Right.COBUILDING_VIEW)
@require_POST
def add_papers(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Keep photos, or a scan of what was signed on paper."""
    kind = PaperKind.SCAN if request.POST.get("kind") == PaperKind.SCAN else PaperKind.PHOTO
    return act_and_return(
        request,
        lambda: services.add_papers(
            actor=request.actor, agreement_id=agreement_id, kind=kind, uploads=_uploads(request)
        ),
        "cobuilding:agreement",
        agreement_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def enter_delivery(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Record a delivery as it was counted."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    file = reads.agreement_file(request.actor, agreement)
    form = DeliveryForm(file.lines, file.people, request.POST or None)
    return act_page(
        request,
        agreement,
        form,
        lambda: services.enter_delivery(
            actor=request.actor, agreement_id=agreement_id, spec=form.spec(_uploads(request))
        ),
        title=_("记一笔交付"),
        act=_("记下"),
        template="cobuilding/deliver.html",
        lines=file.lines,
        is_unit=file.sides == {Side.UNIT},
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def confirm_delivery(request: ActorRequest, given_id: int) -> HttpResponse:
    """Confirm what was received."""
    delivery = reads.get_delivery(request.actor, given_id)
    return act_and_return(
        request,
        lambda: services.confirm_delivery(actor=request.actor, delivery_id=given_id),
        "cobuilding:agreement",
        delivery.line.agreement_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def refuse_delivery(request: ActorRequest, given_id: int) -> HttpResponse:
    """Send a delivery back, saying what does not fit."""
    return _on_delivery(request, given_id, "delivery", ReasonForm, services.refuse_delivery)


@allows(Right.COBUILDING_VIEW)
@require_POST
def reverse_delivery(request: ActorRequest, given_id: int) -> HttpResponse:
    """Take a confirmed delivery back."""
    return _on_delivery(request, given_id, "delivery", ReasonForm, services.reverse_delivery)


@allows(Right.COBUILDING_VIEW)
@require_POST
def accept_count(request: ActorRequest, given_id: int) -> HttpResponse:
    """The unit accepts what the community counted."""
    delivery = reads.get_delivery(request.actor, given_id)
    return act_and_return(
        request,
        lambda: services.accept_count(actor=request.actor, delivery_id=given_id),
        "cobuilding:agreement",
        delivery.line.agreement_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def contest_count(request: ActorRequest, given_id: int) -> HttpResponse:
    """The unit says what it counted instead."""
    return _on_delivery(request, given_id, "contest", ContestForm, services.contest_count)


@allows(Right.COBUILDING_VIEW)
@require_POST
def uphold_count(request: ActorRequest, given_id: int) -> HttpResponse:
    """The community keeps its count, saying why."""
    return _on_delivery(request, given_id, "uphold", ReasonForm, services.uphold_count)


@allows(Right.COBUILDING_VIEW)
@require_POST
def finish(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Say that all there will be is delivered."""
    return act_and_return(
        request,
        lambda: services.finish_agreement(actor=request.actor, agreement_id=agreement_id),
        "cobuilding:agreement",
        agreement_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def send_back(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Say what is still to be delivered."""
    form = ReasonForm(request.POST, prefix="back")
    return _done(
        request,
        agreement_id,
        "back",
        form,
        lambda: services.send_back(actor=request.actor, agreement_id=agreement_id, **form.cleaned_data),
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def accept(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Accept line by line."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    lines = reads.lines_of([agreement.pk]).get(agreement.pk, [])
    form = AcceptForm(lines, request.POST or None)
    return act_page(
        request,
        agreement,
        form,
        lambda: services.accept_agreement(
            actor=request.actor, agreement_id=agreement_id, accepted=form.accepted()
        ),
        title=_("验收"),
        act=_("验收"),
        side=Side.COMMUNITY,
        intro=_("按确认过的交付验收，可以少，少了写原因；还差的数量回到需求清单。"),
        columns=2,
    )


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def evaluate(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Evaluate the other side."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    sides = reads.sides_of(request.actor, agreement)
    side = reads.agreement_file(request.actor, agreement).to_evaluate or min(sides, default=Side.UNIT)
    form = RatingForm(request.POST or None)
    about = agreement.organisation if side == Side.COMMUNITY else _("社区")
    return act_page(
        request,
        agreement,
        form,
        lambda: services.evaluate_agreement(
            actor=request.actor, agreement_id=agreement_id, side=side, **form.cleaned_data
        ),
        title=_("评价%(who)s") % {"who": about},
        act=_("交评价"),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def propose(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Propose a change of what was signed."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    lines = reads.lines_of([agreement.pk]).get(agreement.pk, [])
    form = SupplementForm(lines, request.POST, prefix="supplement")
    return _done(
        request,
        agreement_id,
        "supplement",
        form,
        lambda: services.propose_supplement(actor=request.actor, agreement_id=agreement_id, spec=form.spec()),
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def answer(request: ActorRequest, agreement_id: int, supplement_id: int) -> HttpResponse:
    """Consent to a change, or not."""
    return act_and_return(
        request,
        lambda: services.answer_supplement(
            actor=request.actor,
            agreement_id=agreement_id,
            supplement_id=supplement_id,
            is_consented=request.POST.get("answer") == "consent",
        ),
        "cobuilding:agreement",
        agreement_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def end(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """End an agreement early, saying why."""
    form = ReasonForm(request.POST, prefix="end")
    return _done(
        request,
        agreement_id,
        "end",
        form,
        lambda: services.end_agreement(actor=request.actor, agreement_id=agreement_id, **form.cleaned_data),
    )
