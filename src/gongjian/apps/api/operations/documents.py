"""Official documents: a list. Reports from outside: their figures recomputed."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import CheckedReportOut, DocumentPageOut, paged
from gongjian.apps.documents import services
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.paper import check_paper
from gongjian.core.access import Right
from gongjian.core.errors import Invalid
from gongjian.core.listing import page_of

router = Router(tags=["公文"])


@router.get("/", response={200: DocumentPageOut, **ERRORS}, summary="公文列表")
@needs(Right.DOCUMENTS_VIEW)
def list_documents(request: HttpRequest, status: str = "", page: int = 1) -> Any:
    """List the documents one may see, newest first."""
    rows = Document.objects.visible_to(person(request)).defer("body")
    rows = rows.filter(status=status) if status else rows
    return paged(page_of(rows.order_by("-created_at", "-pk"), request.GET))


@router.post("/check", response={200: CheckedReportOut, **ERRORS}, summary="复算一份材料里的数（不保存）")
@needs(Right.DOCUMENTS_CHECK)
def check_report(request: HttpRequest, text: Form[str] = "", file: File[UploadedFile | None] = None) -> Any:
    """Recompute a report sent as `file` (.docx .pdf .txt .xlsx .html) or as `text`; nothing is stored.

    Offsets count characters of `text` in the answer. Too large, secret or unreadable: 422 with a sentence.
    """
    actor = person(request)
    if file is None:
        if not text.strip():
            raise Invalid("还没有内容。请送一个文件（file），或者正文（text）。")
        paper = services.read_paper(actor=actor, text=text)
    else:
        services.refuse_large(actor=actor, name=file.name or "", size=file.size or 0)
        paper = services.read_paper(actor=actor, name=file.name or "", content=file.read())
    checked = check_paper(paper.text)
    return {
        "text": paper.text,
        "total": checked.total,
        "held": checked.held,
        "findings": [card.finding for card in checked.cards],
        "warnings": paper.warnings,
    }
