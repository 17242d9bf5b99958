"""Lay a document out as a list of pieces in reading order, without pages.

Every renderer (Word, PDF, the page on the screen) draws the same pieces, so what a rule decides
(numbers of headings, indents of the signature, wording of the annex list) is decided once, here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongjian.engines.officialdoc.layout import text_width_chars
from gongjian.engines.officialdoc.model import (
    Attachment,
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    QrCode,
    Run,
    Table,
)
from gongjian.engines.officialdoc.numbering import HeadingCounter
from gongjian.engines.officialdoc.numerals import format_date
from gongjian.engines.officialdoc.title import balance_title


class Role(StrEnum):
    """What a piece is; a renderer maps it to type and place."""

    COPY_NUMBER = "copy-number"
    URGENCY = "urgency"
    RED_HEAD = "red-head"
    DOC_NUMBER = "doc-number"
    RED_RULE = "red-rule"
    BLANK = "blank"
    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    BODY = "body"
    TABLE_CAPTION = "table-caption"
    TABLE = "table"
    QR_CODE = "qr-code"
    ATTACHMENT_LIST = "attachment-list"
    SIGNATURE = "signature"
    DATE = "date"
    NOTES = "notes"
    PAGE_BREAK = "page-break"
    ATTACHMENT_LABEL = "attachment-label"
    COPY_TO = "copy-to"
    PRINTED = "printed"


HEAD_MARK_ROLES = (Role.COPY_NUMBER, Role.URGENCY)
"""Marks at the top left, above the red head, a line each."""

IMPRINT_ROLES = (Role.COPY_TO, Role.PRINTED)
"""Pieces of the 版记, which stands at the foot of the last page."""


WHOLE_TABLE_ROWS = 10
"""A table of up to so many rows moves to the next page whole; a longer one would leave half a page white."""


SIGNED_IN = 2
"""A heading and a table are what a contract is signed in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line or paragraph. Indents are in characters of its own size.

    `lead` is set in the heading's face, `runs` follow in 仿宋. `label` opens a paragraph
    whose lines hang at `left_chars`, itself `hanging_chars` further left.
    `trailing` stands at the right end of the same line. `keep_next` forbids a page break after it, `keep_whole` one inside.
    """

    role: Role
    runs: tuple[Run, ...] = ()
    lead: str = ""
    label: str = ""
    trailing: str = ""
    left_chars: float = 0
    right_chars: float = 0
    hanging_chars: float = 0
    table: Table | None = None
    qr_address: str = ""
    keep_next: bool = False
    keep_whole: bool = False


def compose(document: OfficialDocument) -> tuple[Piece, ...]:
    """Return every piece of a document, from the copy number to the imprint.

    Source of order, blank lines and indents: GB/T 9704-2012, 7.2 to 7.4.
    """
    text = [
        *_compose_head(document),
        *_compose_title(document.title, document.title_words),
        *_compose_addressee(document.addressee),
        *_compose_blocks(document.blocks),
        *_compose_attachment_list(document.attachments),
    ]
    closing = _compose_signature(document)
    if closing and text:
        text[-1] = _kept(text[-1])
    elif signing_table(text) is not None and len(text) > SIGNED_IN:
        text[-SIGNED_IN - 1] = _kept(text[-SIGNED_IN - 1])
    return (
        *text,
        *closing,
        *_compose_notes(document.notes),
        *_compose_attachments(document.attachments),
        *_compose_imprint(document),
    )


def signing_table(pieces: Sequence[Piece]) -> int | None:
    """Return the place of the table in which the sides sign: the last piece, under its heading; None without one."""
    roles = [piece.role for piece in pieces[-SIGNED_IN:]]
    return len(pieces) - 1 if roles == [Role.HEADING_1, Role.TABLE] else None


def _kept(piece: Piece) -> Piece:
    return replace(piece, keep_next=True)


def _blank(count: int = 1, *, keep_next: bool = False) -> list[Piece]:
    return [Piece(Role.BLANK, keep_next=keep_next)] * count


def _compose_head(document: OfficialDocument) -> list[Piece]:
    marks = [Piece(Role.COPY_NUMBER, (document.copy_number,))] if document.copy_number else []
    if document.urgency:
        marks.append(Piece(Role.URGENCY, (document.urgency.value,)))
    if not document.red_head:
        return marks

    head = [*marks, Piece(Role.RED_HEAD, (document.red_head,))]
    if document.doc_number:
        signers = "签发人：" + "　".join(document.signers) if document.signers else ""
        side = 1 if signers else 0
        number = Piece(
            Role.DOC_NUMBER, (document.doc_number,), trailing=signers, left_chars=side, right_chars=side
        )
        head += [*_blank(2), number]
    return [*head, Piece(Role.RED_RULE), *_blank(2)]


def _compose_title(title: str, words: tuple[str, ...] = ()) -> list[Piece]:
    return [Piece(Role.TITLE, (line,), keep_next=True) for line in balance_title(title, words)]


def _compose_addressee(addressee: str) -> list[Piece]:
    if not addressee:
        return _blank()
    return [*_blank(), Piece(Role.ADDRESSEE, (addressee.rstrip("：:") + "：",))]


def _compose_blocks(blocks: tuple[Block, ...]) -> list[Piece]:
    counter = HeadingCounter()
    return [piece for block in blocks for piece in _compose_block(block, counter)]


def _compose_block(block: Block, counter: HeadingCounter) -> list[Piece]:
    if isinstance(block, Paragraph):
        return [Piece(Role.BODY, block.runs)]
    if isinstance(block, Heading):
        number = counter.next(block.level) if block.is_numbered else ""
        return [
            Piece(
                Role(f"heading-{block.level}"), block.body, lead=number + block.text, keep_next=not block.body
            )
        ]
    if isinstance(block, QrCode):
        words = [Piece(Role.TABLE_CAPTION, (block.caption,))] if block.caption else []
        return [Piece(Role.QR_CODE, qr_address=block.address, keep_next=bool(words)), *words]
    caption = [Piece(Role.TABLE_CAPTION, (block.caption,), keep_next=True)] if block.caption else []
    return [*caption, Piece(Role.TABLE, table=block, keep_whole=len(block.rows) <= WHOLE_TABLE_ROWS)]


def _compose_attachment_list(attachments: tuple[Attachment, ...]) -> list[Piece]:
    """List annexes two characters in; names wrap under their own first character and end without a mark."""
    if not attachments:
        return []
    if len(attachments) == 1:
        return [*_blank(), _attachment_line("附件：", attachments[0], 2, 3)]
    lines = _blank()
    for order, attachment in enumerate(attachments, start=1):
        number = f"{order}."
        label, left = ("附件：" + number, 2.0) if order == 1 else (number, 5.0)
        lines.append(_attachment_line(label, attachment, left, text_width_chars(label) + 0.5))
    return lines


def _attachment_line(label: str, attachment: Attachment, left: float, hang: float) -> Piece:
    name = attachment.title.replace("\n", "").rstrip("。；，、")
    return Piece(Role.ATTACHMENT_LIST, (name,), label=label, left_chars=left + hang, hanging_chars=hang)


def _compose_signature(document: OfficialDocument) -> list[Piece]:
    """Set issuers and date: under a seal centred on the date, without one stepped two characters apart."""
    day = format_date(document.issued_on) if document.issued_on else ""
    if not document.issuers:
        return [*_blank(keep_next=True), Piece(Role.DATE, (day,), right_chars=4)] if day else []
    longest = max(text_width_chars(issuer) for issuer in document.issuers)
    date_right = _date_indent(longest, text_width_chars(day), is_sealed=document.is_sealed) if day else 2.0
    lines = []
    for issuer in document.issuers:
        width = text_width_chars(issuer)
        if document.is_sealed:
            right = date_right + (text_width_chars(day) - width) / 2
        else:
            right = max(2.0, date_right + text_width_chars(day) + 2 - width) if day else 2.0
        lines.append(Piece(Role.SIGNATURE, (issuer,), right_chars=right, keep_next=bool(day)))
    if day:
        lines.append(Piece(Role.DATE, (day,), right_chars=date_right))
    return [*_blank(2 if document.is_sealed else 1, keep_next=True), *lines]


def _date_indent(issuer_width: float, date_width: float, *, is_sealed: bool) -> float:
    """Return how far the date stands from the right edge, in characters (GB/T 9704-2012, 7.3.5)."""
    if is_sealed:
        return max(4.0, (issuer_width - date_width) / 2)
    return max(2.0, issuer_width - date_width)


def _compose_notes(notes: str) -> list[Piece]:
    return [Piece(Role.NOTES, (f"（{notes.strip('（）()')}）",))] if notes else []


def _compose_attachments(attachments: tuple[Attachment, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    for order, attachment in enumerate(attachments, start=1):
        if not attachment.blocks:
            continue
        label = "附件" if len(attachments) == 1 else f"附件{order}"
        pieces += [Piece(Role.PAGE_BREAK), Piece(Role.ATTACHMENT_LABEL, (label,), keep_next=True)]
        pieces += [*_blank(keep_next=True), *_compose_title(attachment.title), *_blank(keep_next=True)]
        pieces += _compose_blocks(attachment.blocks)
    return pieces


def _compose_imprint(document: OfficialDocument) -> list[Piece]:
    imprint = []
    if document.copy_to:
        names = (document.copy_to.rstrip("。") + "。",)
        imprint.append(
            Piece(Role.COPY_TO, names, label="抄送：", left_chars=4, right_chars=1, hanging_chars=3)
        )
    if document.printed_by:
        printed_on = f"{format_date(document.printed_on)}印发" if document.printed_on else ""
        imprint.append(
            Piece(Role.PRINTED, (document.printed_by,), trailing=printed_on, left_chars=1, right_chars=1)
        )
    return imprint
