"""Papers handed in with a finding: kept only when they are what their name says."""

from collections.abc import Sequence

from gongjian.apps.inspections.models import ScoreSheet, SheetEntry
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.readers import Kind, ReadError, check_name

PAPER_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.DOC: "application/msword",
    Kind.XLS: "application/vnd.ms-excel",
}


def keep_papers(
    actor: Actor, sheet: ScoreSheet, entry: SheetEntry, sent: Sequence[tuple[str, bytes]]
) -> None:
    """Keep papers, each a name with its bytes, of a finding. Raises Invalid for one that is no document."""
    for name, content in sent:
        stored = files.store_document(
            actor=actor,
            content=content,
            name=name,
            content_type=_type_of(name, content),
            right=Right.INSPECTIONS_VIEW,
            place_code=sheet.place_code,
        )
        entry.documents.add(stored)
        after = {"item": entry.item_id, "file": stored.pk}
        audit.record(actor, "inspections.photo_added", sheet, after=after)


def _type_of(name: str, content: bytes) -> str:
    try:
        kind = check_name(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    if kind not in PAPER_TYPES:
        raise Invalid(f"《{name}》不是能收的材料。请传 PDF、Word 或 Excel 文件，照片请传到照片里。")
    return PAPER_TYPES[kind]
