"""Official documents: a list. Papers from outside: compiled, compared, their figures recomputed; nothing is stored."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import CheckedReportOut, DocumentPageOut, paged
from gongjian.apps.api.schemas_compiled import ComparedOut, CompiledOut
from gongjian.apps.documents import services
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.paper import check_paper
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.listing import page_of
from gongjian.engines.figures import explain_text
from gongjian.engines.plandoc import CompiledDocument, compile_text
from gongjian.engines.plandoc.revision import compare_files

router = Router(tags=["公文"])
MOST_ITEMS = 1_000
"""In one document of a comparison: a few seconds of work."""


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
    paper = _paper(person(request), text, file)
    checked = check_paper(paper.text)
    return {
        "text": paper.text,
        "total": checked.total,
        "held": checked.held,
        "findings": [card.finding for card in checked.cards],
        "warnings": paper.warnings,
    }


@router.post("/compile", response={200: CompiledOut, **ERRORS}, summary="把一份材料读成结构（不保存）")
@needs(Right.DOCUMENTS_CHECK)
def compile_paper(request: HttpRequest, text: Form[str] = "", file: File[UploadedFile | None] = None) -> Any:
    """Read a plan, rubric, notice or report sent as `file` or as `text` as structure; nothing is stored.

    Every item carries the words it rests on, with offsets and line and column in `text` of the answer, and the
    rule that read them. Too large, secret or unreadable: 422 with a sentence.
    """
    paper = _paper(person(request), text, file)
    return {"text": paper.text, "warnings": paper.warnings, **explain_text(paper.text)}


@router.post("/compare", response={200: ComparedOut, **ERRORS}, summary="比较方案的两个版本（不保存）")
@needs(Right.DOCUMENTS_CHECK)
def compare_papers(
    request: HttpRequest,
    old_text: Form[str] = "",
    new_text: Form[str] = "",
    old_file: File[UploadedFile | None] = None,
    new_file: File[UploadedFile | None] = None,
) -> Any:
    """Say what the new version of a plan adds, drops, changes and moves, each in a sentence; nothing is stored.

    Each version comes as a file or as text. Offsets of `old` and `new` count characters of `old_text` and
    `new_text` in the answer.
    """
    actor = person(request)
    old = _paper(actor, old_text, old_file, "旧版", "old_")
    new = _paper(actor, new_text, new_file, "新版", "new_")
    sides = [compile_text(paper.text).documents for paper in (old, new)]
    for paper, documents in zip((old, new), sides, strict=True):
        _refuse_many_items(paper.name, documents)
    return {"old_text": old.text, "new_text": new.text, **compare_files(*sides)}


def _paper(
    actor: Actor, text: str, file: UploadedFile | None, called: str = "内容", prefix: str = ""
) -> services.Paper:
    """Read what was sent as a file or as text under the refusals of the page."""
    if file is None:
        if not text.strip():
            raise Invalid(f"还没有{called}。请送一个文件（{prefix}file），或者正文（{prefix}text）。")
        return services.read_paper(actor=actor, text=text)
    services.refuse_large(actor=actor, name=file.name or "", size=file.size or 0)
    return services.read_paper(actor=actor, name=file.name or "", content=file.read())


def _refuse_many_items(name: str, documents: Sequence[CompiledDocument]) -> None:
    """Refuse what is too much for one comparison, whose time grows with the square of the items."""
    most = max((len(one.targets) + len(one.tasks) + len(one.rubric_items) for one in documents), default=0)
    if most > MOST_ITEMS:
        raise Invalid(f"“{name}”有 {most:,} 条目标、任务和评分项，超过 {MOST_ITEMS:,} 条。请分成几份再比较。")
