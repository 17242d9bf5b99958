"""What a person does to a matter; a refused form comes back on the matter's page with what was typed."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongjian.apps.programmes.services import Upload
from gongjian.apps.supervision import services
from gongjian.apps.supervision.forms import ExtensionForm, ProgressForm, ReasonForm
from gongjian.apps.supervision.models import Matter
from gongjian.apps.supervision.selectors.matters import get_matter
from gongjian.apps.supervision.views.matters import render_matter
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt


def _done(
    request: ActorRequest, matter_id: int, name: str, form: forms.Form, act: Callable[[], Matter]
) -> HttpResponse:
    """Do an act if its form is right, and show the matter again either way."""
    matter = get_matter(request.actor, matter_id)
    done = attempt(form, act) if form.is_valid() else None
    if done:
        return redirect("supervision:matter", matter_id)
    return render_matter(request, matter, {name: form}, status=UNPROCESSABLE)


@allows(Right.SUPERVISION_ANSWER)
@require_POST
def report_progress(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Write progress with evidence, or say that it is done."""
    form = ProgressForm(request.POST)
    uploads = [Upload(file.name or "", file.read()) for file in request.FILES.getlist("files")]
    return _done(
        request,
        matter_id,
        "progress",
        form,
        lambda: services.report_progress(
            actor=request.actor,
            matter_id=matter_id,
            text=form.cleaned_data["text"],
            is_done=form.cleaned_data["is_done"],
            uploads=uploads,
        ),
    )


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def check_matter(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Close what is done, or send it back."""
    is_closed = request.POST.get("answer") == "close"
    form = ReasonForm(request.POST, prefix="check")
    form.fields["reason"].required = not is_closed
    return _done(
        request,
        matter_id,
        "check",
        form,
        lambda: services.check_matter(
            actor=request.actor, matter_id=matter_id, is_closed=is_closed, text=form.cleaned_data["reason"]
        ),
    )


@allows(Right.SUPERVISION_ANSWER)
@require_POST
def ask_extension(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Ask for a later day."""
    form = ExtensionForm(request.POST)
    return _done(
        request,
        matter_id,
        "extension",
        form,
        lambda: services.ask_extension(actor=request.actor, matter_id=matter_id, **form.cleaned_data),
    )


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def answer_extension(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Agree to a later day, or not."""
    is_granted = request.POST.get("answer") == "grant"
    form = ReasonForm(request.POST, prefix="answer")
    form.fields["reason"].required = not is_granted
    return _done(
        request,
        matter_id,
        "answer",
        form,
        lambda: services.answer_extension(
            actor=request.actor, matter_id=matter_id, is_granted=is_granted, text=form.cleaned_data["reason"]
        ),
    )


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def pause_matter(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Stop the clock, saying why."""
    form = ReasonForm(request.POST, prefix="why")
    return _done(
        request,
        matter_id,
        "reason",
        form,
        lambda: services.pause_matter(
            actor=request.actor, matter_id=matter_id, reason=form.cleaned_data["reason"]
        ),
    )


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def resume_matter(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Let the clock go on."""
    services.resume_matter(actor=request.actor, matter_id=matter_id)
    return redirect("supervision:matter", matter_id)


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def void_matter(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Take a matter back, saying why."""
    form = ReasonForm(request.POST, prefix="why")
    return _done(
        request,
        matter_id,
        "reason",
        form,
        lambda: services.void_matter(
            actor=request.actor, matter_id=matter_id, reason=form.cleaned_data["reason"]
        ),
    )
