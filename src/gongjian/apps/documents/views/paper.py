"""Check a report: drop or paste it, read the findings in its text, take the corrected copy. Nothing is stored."""

import base64
import hashlib
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.documents import services
from gongjian.apps.documents.forms import CopyForm, PaperForm
from gongjian.apps.documents.selectors import paper as selectors
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import DomainError, Invalid
from gongjian.core.rules import rule_value

UNPROCESSABLE = 422
CARRIED_BYTES = 6 * 1024 * 1024
"""A larger Word file is not sent along inside the page; it is chosen again for the copy."""


@allows(Right.DOCUMENTS_CHECK)
@require_http_methods(["GET", "POST"])
def check_paper(request: ActorRequest) -> HttpResponse:
    """Take a report and show what its figures come to; on refusal the form comes back with the sentence."""
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    paper = _read(request, form) if form.is_valid() else None
    if paper is None:
        return render(
            request,
            "documents/paper.html",
            {"form": form, **_limits(request)},
            status=UNPROCESSABLE if form.errors else 200,
        )
    return render(request, "documents/paper_checked.html", _result(paper))


def _read(request: ActorRequest, form: PaperForm) -> services.Paper | None:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    try:
        if file:
            return services.read_paper(actor=request.actor, name=file.name, content=file.read())
        return services.read_paper(actor=request.actor, text=text)
    except DomainError as refusal:
        form.add_error("file" if file else "text", refusal.message)
        return None


def _limits(request: ActorRequest) -> dict[str, int]:
    today, place_code = timezone.localdate(), request.actor.home_place_code
    max_bytes = rule_value("files.document_max_bytes", on=today, place_code=place_code)
    return {
        "max_bytes": max_bytes,
        "max_mb": max_bytes // 1_048_576,
        "max_characters": rule_value("files.plan_max_characters", on=today, place_code=place_code),
    }


def _result(paper: services.Paper) -> dict[str, Any]:
    """Build the page; it carries what the copy is made from, so that the server need not keep it."""
    word = paper.word
    is_carried = word is not None and len(word) <= CARRIED_BYTES
    return {
        "paper": paper,
        "checked": selectors.check_paper(paper.text),
        "carried": base64.b64encode(word).decode("ascii") if word is not None and is_carried else "",
        "digest": hashlib.sha256(word).hexdigest() if word is not None else "",
        "must_choose_again": word is not None and not is_carried,
    }


@allows(Right.DOCUMENTS_CHECK)
@require_POST
def corrected_copy(request: ActorRequest) -> HttpResponse:
    """Hand out the corrected copy of the report that the page carries, with the ticked findings."""
    form = CopyForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    answers = form.cleaned_data
    paper = services.read_paper(
        actor=request.actor, name=answers["name"], content=answers["word"], text=answers["text"]
    )
    found = services.correct_paper(actor=request.actor, paper=paper, accepted=request.POST.getlist("accept"))
    return send_file(found.content, found.name, found.content_type)
