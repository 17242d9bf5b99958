"""Draft documents: from a template, edited freely, figures read as they are quoted."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction

from gongjian.apps.documents.choices import DocumentKind, DocumentStatus
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors import get_document, get_template
from gongjian.apps.documents.services.figures import quote
from gongjian.apps.documents.services.reading import read_all
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.figures import Period
from gongjian.readers import find_secrecy_mark

MAX_BODY = 200_000


@dataclass(frozen=True, kw_only=True)
class DocumentHead:
    """What stands around the text: title, red head, 代字, to whom, copies to whom."""

    title: str
    red_head: str = ""
    number_code: str = ""
    addressee: str = ""
    copy_to: str = ""

    def stripped(self) -> "DocumentHead":
        """Return the same without spaces at the ends."""
        return replace(self, **{name: str(value).strip() for name, value in asdict(self).items()})


@transaction.atomic
def draft_document(
    *,
    actor: Actor,
    place_code: str,
    kind: str,
    title: str,
    issuer_id: int,
    period: Period,
    template_id: int | None = None,
    body: str = "",
    params: dict[str, Any] | None = None,
    programme_id: int | None = None,
    head: dict[str, str] | None = None,
    is_demo: bool = False,
) -> Document:
    """Draft a document and read its figures. With a template, its text is taken unless one is given.

    Raises Invalid for a text that can't be read or bears a secrecy mark; nothing is kept then.
    """
    actor.require(Right.DOCUMENTS_DRAFT, place_code)
    issuer = Organisation.objects.visible_to(actor).filter(pk=issuer_id).one()
    if issuer is None:
        raise NotFound("没有找到制发单位。请重新选。")
    template = get_template(actor, template_id) if template_id else None
    whole = DocumentHead(title=title, **(head or {})).stripped()
    text = body or (template.body if template else "")
    refuse_unfit(whole, text)
    document = Document(
        place_code=place_code,
        kind=DocumentKind(kind),
        issuer=issuer,
        body=text,
        period_first_on=period.first_on,
        period_last_on=period.last_on,
        params=params or {},
        template=template,
        programme_id=programme_id,
        drafted_by_id=actor.user_id,
        is_demo=is_demo,
        **asdict(whole),
    )
    reading = read_all(document)
    document.save()
    quote(document, reading)
    document.save(update_fields=["tables", "checked_at"])
    audit.record(
        actor, "documents.drafted", document, after=audit.snapshot(document, "title", "kind", "params")
    )
    return document


@transaction.atomic
def save_body(
    *,
    actor: Actor,
    document_id: int,
    body: str,
    head: DocumentHead | None = None,
    version: int | None = None,
) -> Document:
    """Save the text and head; new figures are read, those no longer quoted are dropped, others stay as read.

    `version` is the one the person saw: Conflict when somebody saved since.
    """
    document = _editable(actor, document_id)
    if version is not None and version != document.version:
        raise Conflict("这份公文刚被别人改过。请先看新的内容；你写的还在页面上，没有丢。")
    whole = (head or _head_of(document)).stripped()
    refuse_unfit(whole, body)
    fields = ("body", *asdict(whole))
    before = audit.snapshot(document, *fields)
    for name, value in {"body": body, **asdict(whole)}.items():
        setattr(document, name, value)
    quote(document, read_all(document))
    document.version += 1
    adopt(actor, document)
    document.save()
    audit.record(
        actor, "documents.text_saved", document, before=before, after=audit.snapshot(document, *fields)
    )
    return document


def adopt(actor: Actor, document: Document) -> None:
    """Make the first person who works on a draft that prepared itself its author, who can't review it then."""
    if document.drafted_by_id is None:
        document.drafted_by_id = actor.user_id


def refuse_unfit(head: DocumentHead, body: str) -> None:
    """Raise Invalid for a document without a title, one too long, or one that bears a secrecy mark."""
    if not head.title:
        raise Invalid("标题没有填。请写“关于……的通报”这样的标题。")
    refuse_text(body, *asdict(head).values())


def refuse_text(*texts: str) -> None:
    """Raise Invalid for a text that is too long or bears a secrecy mark on any of its lines."""
    if any(len(text) > MAX_BODY for text in texts):
        raise Invalid(f"正文超过 {MAX_BODY // 10_000} 万字，没有存。请分成几份公文。")
    for line in (line for text in texts for line in text.splitlines()):
        if mark := find_secrecy_mark(line):
            raise Invalid(f"文中有密级标志“{mark}”。本系统不处理涉密文件，没有存。请按保密规定办理。")


def _head_of(document: Document) -> DocumentHead:
    return DocumentHead(**{name: getattr(document, name) for name in DocumentHead.__dataclass_fields__})


def _editable(actor: Actor, document_id: int) -> Document:
    document = get_document(actor, document_id)
    actor.require(Right.DOCUMENTS_DRAFT, document.place_code)
    document = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if document.status != DocumentStatus.DRAFT:
        raise Conflict(
            f"这份公文现在是“{document.get_status_display()}”，正文不能改。要改请先退回拟稿；你写的还在页面上。"
        )
    return document
