"""Look at documents: the list, one as pages with its check, a figure's drawer, the files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.choices import DocumentKind, DocumentStatus
from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.change import change_words
from gongjian.apps.documents.selectors.check import check_document, group_changes
from gongjian.apps.documents.selectors.preview import red_head_of, sheets_of
from gongjian.apps.documents.services.files import font_notes
from gongjian.apps.indicators.selectors import get_figure, list_rows
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of
from gongjian.core.registry import get_indicator

FORMS = ("docx", "pdf")


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def list_all(request: ActorRequest) -> HttpResponse:
    """List the documents one may see, by state."""
    status, text, kind = (request.GET.get(name, "") for name in ("status", "q", "kind"))
    page = page_of(selectors.list_documents(request.actor, status, text, kind), request.GET)
    names = names_of({document.place_code for document in page.rows})
    tabs = [
        {
            "label": label,
            "url": f"?{urlencode({'status': value})}" if value else "?",
            "current": value == status,
        }
        for value, label in selectors.status_tabs()
    ]
    context = {
        "page": page,
        "rows": [(document, names.get(document.place_code, document.place_code)) for document in page.rows],
        "tabs": tabs,
        "kinds": DocumentKind.choices,
        "status": status,
        "q": text,
        "kind": kind,
        "can_draft": request.actor.can(Right.DOCUMENTS_DRAFT),
    }
    return render(request, "documents/list.html", context)


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def show_document(request: ActorRequest, document_id: int) -> HttpResponse:
    """Show a document as pages, with its check beside it."""
    return render_document(request, selectors.get_document(request.actor, document_id))


def render_document(
    request: ActorRequest, document: Document, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Render the page of a document, with the sentence of an act that was refused."""
    findings = check_document(document)
    names = names_of({document.place_code, *(figure.place_code for figure in findings.changed)})
    context = {
        "document": document,
        "sheets": sheets_of(document),
        "red_head": red_head_of(document),
        "findings": findings,
        "changes": group_changes(findings.changed, names),
        "font_notes": font_notes(),
        "place_name": names.get(document.place_code, document.place_code),
        "steps": _steps(document),
        "may": _acts(request.actor, document),
        "refusal": refusal,
        "crumbs": crumbs(document),
        "draft_key": f"document-{document.pk}",
    }
    return render(request, "documents/document.html", context, status=status)


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def show_figure(request: ActorRequest, document_id: int, quoted_id: int) -> HttpResponse:
    """Open a quoted figure: what was quoted, what it is now, and the rows, if they lie in one's places."""
    quoted = selectors.get_quoted(request.actor, document_id, quoted_id)
    indicator = get_indicator(quoted.indicator_key)
    address = reverse("documents:figure", args=[document_id, quoted_id])
    context: dict[str, Any] = {
        "quoted": quoted,
        "indicator": indicator,
        "address": address,
        "rows_url": f"{address}?from=document",
        "crumbs": [*crumbs(quoted.document), {"label": str(indicator.name)}],
        "is_reachable": request.actor.can(Right.INDICATORS_VIEW, quoted.place_code),
    }
    context |= _rows(request, quoted) if context["is_reachable"] else {"place_name": _name(quoted)}
    if request.GET.get("against", "").isdecimal():
        base = selectors.get_quoted(request.actor, document_id, int(request.GET["against"]))
        context |= {"base": base, "change": change_words(quoted, base)}
    return render_either(request, "documents/figure.html", "documents/_figure_sheet.html", context)


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def download(request: ActorRequest, document_id: int, form: str) -> HttpResponse:
    """Hand out the document as Word or PDF; `?show=1` opens the PDF in the browser, for printing."""
    if form not in FORMS:
        raise NotFound
    found = services.render_file(
        actor=request.actor, document_id=document_id, form="pdf" if form == "pdf" else "docx"
    )
    is_shown = form == "pdf" and bool(request.GET.get("show"))
    return send_file(found.content, found.name, found.content_type, is_shown=is_shown)


def crumbs(document: Document) -> list[dict[str, str]]:
    """Lead from the list to a document."""
    return [
        {"label": _("公文"), "url": reverse("documents:list")},
        {"label": document.title, "url": reverse("documents:document", args=[document.pk])},
    ]


def _rows(request: ActorRequest, quoted: QuotedFigure) -> dict[str, Any]:
    figure = get_figure(request.actor, quoted.indicator_key, quoted.place_code, quoted.period, quoted.params)
    rows = list_rows(request.actor, figure, request.GET)
    query = urlencode({"place": figure.place_code, "period": str(figure.period), **figure.params})
    urls = {
        name: f"{reverse(f'indicators:{name}', args=[figure.indicator_key])}?{query}"
        for name in ("figure", "indicator", "export")
    }
    return {
        "figure": figure,
        "rows": rows,
        "urls": urls,
        "place_name": rows.place_name,
        "missing_more": max(0, len(figure.missing) - 20),
        "is_same": str(figure.text_with_unit) == quoted.text,
    }


def _name(quoted: QuotedFigure) -> str:
    name = names_of([quoted.place_code]).get(quoted.place_code, quoted.place_code)
    return _("%(place)s本级") % {"place": name} if quoted.is_own_row else name


def _steps(document: Document) -> list[dict[str, str]]:
    order = list(DocumentStatus)
    at = order.index(DocumentStatus(document.status))
    if document.status != DocumentStatus.ARCHIVED:
        order.remove(DocumentStatus.ARCHIVED)
    return [
        {"label": str(step.label), "state": "done" if place < at else "now" if place == at else "todo"}
        for place, step in enumerate(order)
    ]


def _acts(actor: Actor, document: Document) -> dict[str, bool]:
    """Say which acts the person may do now (the services check again)."""
    place, status = document.place_code, document.status
    drafts, signs, issues = (
        actor.can(right, place)
        for right in (Right.DOCUMENTS_DRAFT, Right.DOCUMENTS_SIGN, Right.DOCUMENTS_ISSUE)
    )
    is_author = document.drafted_by_id == actor.user_id
    in_review, signed = status == DocumentStatus.REVIEW, status == DocumentStatus.SIGNED
    return {
        "edit": drafts and document.is_draft,
        "send": drafts and document.is_draft,
        "review": drafts and in_review and not is_author and document.reviewed_by_id is None,
        "sign": signs and in_review and not is_author,
        "return": (drafts or signs) and (in_review or signed),
        "issue": issues and signed,
        "archive": issues and status == DocumentStatus.ISSUED,
        "check": drafts or signs or issues,
        "take": (drafts or signs) and (document.is_draft or in_review),
        "keep": (drafts or signs or issues) and not document.is_published,
    }
