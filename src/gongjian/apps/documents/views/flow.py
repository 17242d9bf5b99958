"""The acts on a document, each a POST; what is refused is said on the document's page."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.forms import ReasonForm
from gongjian.apps.documents.selectors.check import check_document
from gongjian.apps.documents.views.show import crumbs, render_document
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, DomainError, Invalid
from gongjian.core.htmx import render_either


@allows(Right.DOCUMENTS_VIEW)
@require_POST
def check(request: ActorRequest, document_id: int) -> HttpResponse:
    """Compare all figures with the records again."""
    return _act(request, document_id, services.check_figures)


@allows(Right.DOCUMENTS_VIEW)
@require_POST
def take_values(request: ActorRequest, document_id: int) -> HttpResponse:
    """Take the values of now, of the figures named or of all that moved."""
    return _act(request, document_id, services.reread_figures, quoted_ids=_quoted_ids(request))


@allows(Right.DOCUMENTS_VIEW)
@require_POST
def keep_values(request: ActorRequest, document_id: int) -> HttpResponse:
    """Keep the quoted values, saying as of when."""
    return _act(request, document_id, services.keep_figures, quoted_ids=_quoted_ids(request))


@allows(Right.DOCUMENTS_DRAFT)
@require_POST
def send(request: ActorRequest, document_id: int) -> HttpResponse:
    """Hand a draft in for review."""
    accepted = bool(request.POST.get("accept"))
    return _act(request, document_id, services.send_for_review, accept_arithmetic=accepted)


@allows(Right.DOCUMENTS_DRAFT)
@require_POST
def review(request: ActorRequest, document_id: int) -> HttpResponse:
    """Say that one has read the text and found it right."""
    return _act(request, document_id, services.review_document)


@allows(Right.DOCUMENTS_SIGN)
@require_POST
def sign(request: ActorRequest, document_id: int) -> HttpResponse:
    """Sign a document off."""
    return _act(request, document_id, services.sign_document)


@allows(Right.DOCUMENTS_ISSUE)
@require_POST
def archive(request: ActorRequest, document_id: int) -> HttpResponse:
    """Put an issued document into the archive."""
    return _act(request, document_id, services.archive_document)


@allows(Right.DOCUMENTS_VIEW)
@require_http_methods(["GET", "POST"])
def give_back(request: ActorRequest, document_id: int) -> HttpResponse:
    """Send a document back to its author with a reason."""
    document = selectors.get_document(request.actor, document_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _act(request, document_id, services.return_to_draft, reason=form.cleaned_data["reason"])
    context = {"document": document, "form": form, "crumbs": crumbs(document)}
    status = 422 if request.method == "POST" else 200
    return render_either(request, "documents/return.html", "documents/_return.html", context, status=status)


@allows(Right.DOCUMENTS_ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, document_id: int) -> HttpResponse:
    """Issue a signed document; when figures moved, show them and ask for a decision first."""
    if request.method == "POST":
        try:
            services.issue_document(
                actor=request.actor,
                document_id=document_id,
                keep_changed=bool(request.POST.get("keep")),
                accept_arithmetic=bool(request.POST.get("accept")),
            )
            return redirect("documents:document", document_id)
        except Conflict as refusal:
            services.check_figures(actor=request.actor, document_id=document_id)
            context = {**_before_issue(request, document_id), "refusal": refusal.message}
            return render(request, "documents/issue.html", context, status=409)
    context = _before_issue(request, document_id)
    return render_either(request, "documents/issue.html", "documents/_issue.html", context)


def _before_issue(request: ActorRequest, document_id: int) -> dict[str, object]:
    document = selectors.get_document(request.actor, document_id)
    findings = check_document(document)
    return {"document": document, "changed": findings.changed, "wrong_claims": findings.wrong_claims}


def _act(
    request: ActorRequest, document_id: int, service: Callable[..., object], **values: object
) -> HttpResponse:
    """Do one act and go back to the page, or show it with the sentence of the refusal."""
    try:
        service(actor=request.actor, document_id=document_id, **values)
    except (Conflict, Invalid) as refusal:
        return _refused(request, document_id, refusal)
    return redirect(reverse("documents:document", args=[document_id]))


def _refused(request: ActorRequest, document_id: int, refusal: DomainError) -> HttpResponse:
    document = selectors.get_document(request.actor, document_id)
    return render_document(request, document, refusal=refusal.message, status=refusal.status)


def _quoted_ids(request: ActorRequest) -> list[int] | None:
    """List the figures named; None for all."""
    named = [int(text) for text in request.POST.getlist("figure") if text.isascii() and text.isdigit()]
    return named or None
