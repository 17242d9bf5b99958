"""The document as Word and PDF: what was stored at issue, or a draft set now and named so."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.conf import settings

from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors import get_document, official_document
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict
from gongjian.core.files import read_bytes
from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc import (
    FontsMissingError,
    OfficialDocument,
    font_substitutions,
    render_docx,
    render_pdf,
)

Format = Literal["docx", "pdf"]
CONTENT_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
NAME_LENGTH = 80


@dataclass(frozen=True)
class RenderedFile:
    """One file to hand out."""

    name: str
    content_type: str
    content: bytes


def render_file(*, actor: Actor, document_id: int, form: Format) -> RenderedFile:
    """Return the stored file of an issued document, or set the draft as it stands. Raises NotFound, Conflict."""
    document = get_document(actor, document_id)
    stored = document.docx if form == "docx" else document.pdf
    if document.is_published and stored is not None:
        return RenderedFile(f"{_name(document)}.{form}", CONTENT_TYPES[form], read_bytes(stored))
    return RenderedFile(f"草稿-{_name(document)}.{form}", CONTENT_TYPES[form], render(document, form))


def render(document: Document, form: Format) -> bytes:
    """Set a document; Conflict with a sentence when this computer can't."""
    return set_page(official_document(document), form)


def set_page(page: OfficialDocument, form: Format) -> bytes:
    """Set a page model as Word or PDF; Conflict with a sentence when this computer can't."""
    try:
        return render_docx(page) if form == "docx" else render_pdf(page, settings.PDF_FONT_DIRS)
    except EngineInputError as error:
        raise Conflict(str(error)) from error


def file_name(document: Document, form: Format) -> str:
    """Name the file of an issued document."""
    return f"{_name(document)}.{form}"


@lru_cache(maxsize=1)
def font_notes() -> tuple[str, ...]:
    """Say which typefaces a PDF made here will not have; looked up once a process."""
    try:
        return font_substitutions(settings.PDF_FONT_DIRS)
    except FontsMissingError as error:
        return (str(error),)


def _name(document: Document) -> str:
    words = " ".join(part for part in (document.doc_number, document.title) if part)
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in words)[:NAME_LENGTH]
