"""Check and keep what is attached to a record: photos and papers, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from gongjian.core import files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.readers import Kind, ReadError, check_name, find_secrecy_mark, read_text

CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True)
class Upload:
    """One file as it came: its name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Paper:
    """A checked photo or paper, ready to be kept: its bytes and what they are."""

    content: bytes
    content_type: str


def check_paper(upload: Upload, place_code: str) -> Paper:
    """Check one photo (cleaned) or paper without writing it anywhere. Raises Invalid with a sentence."""
    if upload.name.lower().endswith(PHOTO_ENDINGS):
        edge = files.limit_of("files.photo_max_edge_px", place_code)
        return Paper(files.clean_photo(upload.content, upload.name, edge).content, "image/jpeg")
    return Paper(upload.content, CONTENT_TYPES[_checked_kind(upload, place_code)])


def store_uploads(
    *,
    actor: Actor,
    uploads: Sequence[Upload],
    right: Right,
    place_code: str,
    unit_id: int | None = None,
) -> list[StoredFile]:
    """Keep the files, checked by their content, to be seen by those who hold `right` there.

    Raises Invalid with a sentence that names the file; nothing is kept then.
    """
    return [_store(actor, upload, right, place_code, unit_id) for upload in uploads]


def _store(actor: Actor, upload: Upload, right: Right, place_code: str, unit_id: int | None) -> StoredFile:
    if upload.name.lower().endswith(PHOTO_ENDINGS):
        return files.store_photo(
            actor=actor,
            content=upload.content,
            name=upload.name,
            right=right,
            place_code=place_code,
            unit_id=unit_id,
        )
    return files.store_document(
        actor=actor,
        content=upload.content,
        name=upload.name,
        content_type=CONTENT_TYPES[_checked_kind(upload, place_code)],
        right=right,
        place_code=place_code,
        unit_id=unit_id,
    )


def _checked_kind(upload: Upload, place_code: str) -> Kind:
    """Return what the paper is; refuse what is not a known kind, does not open, or is marked secret."""
    limit = rule_value("files.document_max_bytes", on=timezone.localdate(), place_code=place_code)
    if len(upload.content) > limit:
        raise Invalid(
            f"文件“{upload.name}”有 {len(upload.content) / 1_048_576:.1f} MB，超过 {limit // 1_048_576} MB。"
            "请分成几个文件再传。"
        )
    try:
        kind = check_name(upload.content, upload.name)
        if kind not in CONTENT_TYPES:
            raise Invalid(f"“{upload.name}”不能作附件。能传照片（JPG、PNG、WebP）和 PDF、DOCX、XLSX 文件。")
        paper = read_text(upload.content, upload.name)
    except ReadError as error:
        raise Invalid(f"{error}也可以拍成照片再传。") from error
    mark = find_secrecy_mark(paper.text) or find_secrecy_mark("\n".join(paper.margins))
    if mark:
        raise Invalid(f"“{upload.name}”标有“{mark}”。本系统不处理涉密文件，没有保存。请按保密规定处理。")
    return kind
