"""Mediations for their mediators: the list of their own, one with what is to be done next, its notes and papers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.documents.services.files import Format, RenderedFile
from gongjian.apps.matters.forms.mediation import NoteForm
from gongjian.apps.matters.selectors.mediation.cases import own_mediations
from gongjian.apps.matters.services import mediation
from gongjian.apps.matters.views.mediation.next_steps import STATE_MARKS, case_context, list_row
from gongjian.apps.matters.views.mediation.pages import case_crumbs, sealed
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.listing import page_of

SCAN_ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@allows(Right.MATTERS_MEDIATE)
@require_GET
def list_mediations(request: ActorRequest) -> HttpResponse:
    """List the cases that the reader mediates, what is due first; without a word of what they are about."""
    page = page_of(own_mediations(request.actor), request.GET)
    names = names_of({row.matter.place_code for row in page.rows})
    now = timezone.now()
    context = {"page": page, "rows": [list_row(row, names, now) for row in page.rows]}
    return sealed(render(request, "matters/mediation/mediations.html", context))


@allows(Right.MATTERS_MEDIATE)
@require_GET
def show_mediation(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show a case to one of its mediators: what is to be done next, then all of it but the notes."""
    case = mediation.open_case(actor=request.actor, case_id=case_id)
    context = {**case_context(case), "crumbs": case_crumbs(case.mediation), "marks": STATE_MARKS}
    return sealed(render(request, "matters/mediation/case.html", context))


@allows(Right.MATTERS_MEDIATE)
@require_http_methods(["GET", "POST"])
def show_notes(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show the confidential notes of a case, and take one more."""
    row, notes = mediation.read_notes(actor=request.actor, case_id=case_id)
    form = NoteForm(notes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: mediation.add_note(actor=request.actor, case_id=case_id, **form.cleaned_data)
        )
        if done is not None:
            return redirect("matters:mediation_notes", case_id)
    context: dict[str, Any] = {
        "mediation": row,
        "notes": notes,
        "numbers": {note.pk: number for number, note in enumerate(notes, 1)},
        "form": form,
        "crumbs": case_crumbs(row, _("笔录")),
    }
    status = UNPROCESSABLE if form.errors else 200
    return sealed(render(request, "matters/mediation/notes.html", context, status=status))


@allows(Right.MATTERS_MEDIATE)
@require_POST
def cancel_session(request: ActorRequest, case_id: int, row_id: int) -> HttpResponse:
    """Write that a planned session did not come about."""
    mediation.cancel_session(actor=request.actor, case_id=case_id, session_id=row_id)
    return redirect("matters:mediation", case_id)


@allows(Right.MATTERS_MEDIATE)
@require_GET
def show_scan(request: ActorRequest, case_id: int, row_id: int) -> HttpResponse:
    """Hand out the signed paper of an agreement."""
    found, content = mediation.read_scan(actor=request.actor, case_id=case_id, agreement_id=row_id)
    name = f"{found.mediation.matter.number}.{SCAN_ENDINGS.get(found.scan_type, 'docx')}"
    return sealed(send_file(content, name, found.scan_type))


@allows(Right.MATTERS_MEDIATE)
@require_POST
def take_agreement(request: ActorRequest, case_id: int, row_id: int) -> HttpResponse:
    """Hand out the paper of an agreement for signing; a POST, since it is written down who took it."""
    return _hand_out(
        mediation.render_agreement(
            actor=request.actor, case_id=case_id, agreement_id=row_id, form=_format(request)
        )
    )


@allows(Right.MATTERS_MEDIATE)
@require_POST
def take_letter(request: ActorRequest, case_id: int, row_id: int) -> HttpResponse:
    """Hand out the letter of a referral."""
    return _hand_out(
        mediation.render_letter(
            actor=request.actor, case_id=case_id, referral_id=row_id, form=_format(request)
        )
    )


def _format(request: ActorRequest) -> Format:
    return "pdf" if request.POST.get("form") == "pdf" else "docx"


def _hand_out(found: RenderedFile) -> HttpResponse:
    return sealed(send_file(found.content, found.name, found.content_type))
