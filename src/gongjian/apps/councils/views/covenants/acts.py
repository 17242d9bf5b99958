"""The steps of a version: discussed, sent, checked, filed, given up; its papers handed out."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.councils.forms.covenants import CheckForm, DiscussionForm, FilingForm, ReasonForm
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.views.covenants.pages import render_version
from gongjian.apps.documents.services.files import Format, RenderedFile
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.form_pages import act_and_return, succeeds


def _step(
    request: ActorRequest, draft_id: int, name: str, form: BaseForm, act: Callable[[], object]
) -> HttpResponse:
    """Do a step of a version; a form that was refused comes back in its place."""
    row = selectors.get_version(request.actor, draft_id)
    if succeeds(form, act):
        return redirect("councils:covenant_version", draft_id)
    return render_version(request, row, {name: form})


@allows(Right.COUNCILS_MANAGE)
@require_POST
def open_discussion(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Open the discussion of a draft."""
    form = DiscussionForm(request.POST)
    return _step(
        request,
        draft_id,
        "discussion",
        form,
        lambda: services.open_discussion(actor=request.actor, version_id=draft_id, **form.cleaned_data),
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def send_to_check(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Send a version to the street."""
    return act_and_return(
        request,
        lambda: services.send_to_check(actor=request.actor, version_id=draft_id),
        "councils:covenant_version",
        draft_id,
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def answer_check(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Say for the street whether a version may be voted."""
    form = CheckForm(request.POST, prefix="check")
    return _step(
        request,
        draft_id,
        "check",
        form,
        lambda: services.answer_check(actor=request.actor, version_id=draft_id, **form.values()),
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def file_version(request: ActorRequest, draft_id: int) -> HttpResponse:
    """File a passed version for the street."""
    form = FilingForm(request.POST, prefix="filing")
    return _step(
        request,
        draft_id,
        "filing",
        form,
        lambda: services.file_version(actor=request.actor, version_id=draft_id, **form.cleaned_data),
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def drop_version(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Give up a version."""
    form = ReasonForm(request.POST, prefix="why")
    return _step(
        request,
        draft_id,
        "reason",
        form,
        lambda: services.drop_version(actor=request.actor, version_id=draft_id, **form.cleaned_data),
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def start_next_draft(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Make the next draft and open it for writing."""
    try:
        made = services.start_next_draft(actor=request.actor, version_id=draft_id)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
        return redirect("councils:covenant_version", draft_id)
    messages.success(request, _("下一稿做好了，内容和上一稿一样，改了再存。"))
    return redirect("councils:edit_covenant", made.pk)


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_covenant(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Hand out a version as Word or PDF."""
    return _hand_out(services.render_covenant(actor=request.actor, version_id=draft_id, form=_form(request)))


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_announcement(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Hand out the announcement of a vote on a version: `?vote=` counts from 1, the first unless told otherwise."""
    asked = request.GET.get("vote", "1")
    number = int(asked) if asked.isdigit() else 0
    return _hand_out(
        services.render_announcement(
            actor=request.actor, version_id=draft_id, number=number, form=_form(request)
        )
    )


def _form(request: ActorRequest) -> Format:
    return "pdf" if request.GET.get("form") == "pdf" else "docx"


def _hand_out(found: RenderedFile) -> HttpResponse:
    return send_file(found.content, found.name, found.content_type)
