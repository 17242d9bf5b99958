"""Find documents and templates."""

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.documents.models import Document, QuotedFigure, Template
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.search import SearchHit, find_rows


def list_documents(actor: Actor, status: str = "", text: str = "", kind: str = "") -> OwnedQuerySet:
    """List the documents one may see, newest first, without their long texts; `has_moved` says that records did since."""
    compared = QuotedFigure.objects.filter(document=OuterRef("pk"), kept_on__isnull=True).exclude(
        now_numerator=""
    )
    moved = compared.exclude(now_numerator=F("numerator"), now_denominator=F("denominator"))
    rows = Document.objects.visible_to(actor).select_related("issuer", "drafted_by")
    rows = rows.annotate(has_moved=Exists(moved))
    rows = rows.defer("body", "tables", "params").order_by("-pk")
    if status in DocumentStatus.values:
        rows = rows.filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if words := text.strip():
        rows = rows.filter(Q(title__contains=words) | Q(doc_number__contains=words))
    return rows


def last_of_kind(actor: Actor, place_code: str, kind: str) -> Document | None:
    """Return the newest document of a kind of just this place, whose head the next one is likely to share."""
    rows = Document.objects.visible_to(actor).filter(place_code=place_code, kind=kind)
    return rows.defer("body", "tables").order_by("-pk").first()


def status_tabs() -> list[tuple[str, str]]:
    """List the tabs of the list: all, then each state."""
    return [("", gettext("全部")), *((value, str(label)) for value, label in DocumentStatus.choices)]


def get_document(actor: Actor, document_id: int) -> Document:
    """Return a document with its quoted figures; NotFound outside one's scope. Two queries."""
    rows = Document.objects.visible_to(actor).select_related(
        "issuer", "drafted_by", "reviewed_by", "signed_by", "docx", "pdf", "template"
    )
    document = rows.prefetch_related("figures").filter(pk=document_id).one()
    if document is None:
        raise NotFound()
    return document


def get_quoted(actor: Actor, document_id: int, quoted_id: int) -> QuotedFigure:
    """Return one quoted figure of a document one may see."""
    rows = QuotedFigure.objects.visible_to(actor).select_related("document")
    quoted = rows.filter(document_id=document_id, pk=quoted_id).first()
    if quoted is None:
        raise NotFound()
    return quoted


def list_templates(actor: Actor, kind: str = "") -> OwnedQuerySet:
    """List the current templates one may use."""
    rows = Template.objects.visible_to(actor).filter(is_current=True)
    return rows.filter(kind=kind) if kind else rows


def get_template(actor: Actor, template_id: int) -> Template:
    """Return one template."""
    template = Template.objects.visible_to(actor).filter(pk=template_id).one()
    if template is None:
        raise NotFound()
    return template


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find documents by title, its initials or number for the global search."""
    if not text.strip() or not actor.can(Right.DOCUMENTS_VIEW):
        return []
    return [
        SearchHit(
            kind=document.get_kind_display(),
            label=document.title,
            detail=" ".join(part for part in (document.doc_number, document.get_status_display()) if part),
            url=reverse("documents:document", args=[document.pk]),
        )
        for document in find_rows(list_documents(actor), text, limit, "title", "doc_number")
    ]
