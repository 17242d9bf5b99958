"""The life of a document: 拟稿 → 核稿 → 签发 → 印发 → 归档, and back with a reason."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.documents.models import Document, NumberSeries
from gongjian.apps.documents.selectors import get_document, official_document
from gongjian.apps.documents.selectors.arithmetic import recompute_document
from gongjian.apps.documents.services.drafting import adopt
from gongjian.apps.documents.services.figures import compare_now, keep_figures
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, file_name, render
from gongjian.apps.parties.selectors import people_with
from gongjian.apps.parties.services import Topic, notify, settle_topic
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.files import store_document
from gongjian.core.models import StoredFile
from gongjian.engines.officialdoc import format_doc_number


@transaction.atomic
def send_for_review(*, actor: Actor, document_id: int, accept_arithmetic: bool = False) -> Document:
    """Hand a draft in for review; every figure is compared with the records once more.

    A sum, rate or change that does not follow from the text's own figures raises Conflict with its sentence,
    unless the person says that he has checked it (`accept_arithmetic`).
    """
    document = _at(actor, document_id, Right.DOCUMENTS_DRAFT, DocumentStatus.DRAFT)
    if not document.body.strip():
        raise Invalid("正文还是空的，不能送核稿。")
    compare_now(actor, document)
    wrong = _wrong_arithmetic(document, accept_arithmetic)
    document.return_reason = ""
    adopt(actor, document)
    moved = _move(
        actor, document, DocumentStatus.REVIEW, "documents.sent_for_review", accepted_arithmetic=wrong
    )
    signers = people_with(Right.DOCUMENTS_SIGN, document.place_code)
    _tell([person.pk for person in signers], f"请核稿、签发：{document.title}", document)
    return moved


@transaction.atomic
def review_document(*, actor: Actor, document_id: int) -> Document:
    """Write that a second person has read the text and found it right; the author can't be that person."""
    document = _at(actor, document_id, Right.DOCUMENTS_DRAFT, DocumentStatus.REVIEW)
    if document.drafted_by_id == actor.user_id:
        raise Conflict("自己拟的稿不能自己核稿。请同事核稿。")
    document.reviewed_by_id, document.reviewed_on = actor.user_id, timezone.localdate()
    return _move(actor, document, DocumentStatus.REVIEW, "documents.reviewed")


@transaction.atomic
def return_to_draft(*, actor: Actor, document_id: int, reason: str) -> Document:
    """Send a document back to its author, saying why."""
    document = get_document(actor, document_id)
    if not actor.can(Right.DOCUMENTS_DRAFT, document.place_code):
        actor.require(Right.DOCUMENTS_SIGN, document.place_code)
    document = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if document.status not in (DocumentStatus.REVIEW, DocumentStatus.SIGNED):
        raise Conflict("只有核稿中或已签发、还没印发的公文可以退回。")
    if not reason.strip():
        raise Invalid("请写明退回的原因，拟稿人要照着改。")
    document.return_reason = reason.strip()
    document.reviewed_by = document.reviewed_on = document.signed_by = document.signed_on = None
    moved = _move(actor, document, DocumentStatus.DRAFT, "documents.returned", reason=reason.strip())
    if document.drafted_by_id is not None:
        _tell([document.drafted_by_id], f"公文退回：{document.title}。{reason.strip()}", document)
    return moved


@transaction.atomic
def sign_document(*, actor: Actor, document_id: int) -> Document:
    """Sign a document off; the author can't sign his own."""
    document = _at(actor, document_id, Right.DOCUMENTS_SIGN, DocumentStatus.REVIEW)
    if document.drafted_by_id == actor.user_id:
        raise Conflict("自己拟的稿不能自己签发。请分管领导签发。")
    document.signed_by_id, document.signed_on = actor.user_id, timezone.localdate()
    moved = _move(actor, document, DocumentStatus.SIGNED, "documents.signed")
    issuers = people_with(Right.DOCUMENTS_ISSUE, document.place_code)
    _tell([person.pk for person in issuers], f"已签发，请印发：{document.title}", document)
    return moved


@transaction.atomic
def issue_document(
    *, actor: Actor, document_id: int, keep_changed: bool = False, accept_arithmetic: bool = False
) -> Document:
    """Number, print and publish a signed document.

    Every figure is read again first: while some moved and nobody decided on them, Conflict says which,
    unless the person decides here to keep the values of the day they were read (`keep_changed`). Arithmetic
    that does not come out right stops it in the same way (`accept_arithmetic`).
    """
    document = _at(actor, document_id, Right.DOCUMENTS_ISSUE, DocumentStatus.SIGNED)
    changed = compare_now(actor, document)
    if changed and not keep_changed:
        raise Conflict(
            f"有 {len(changed)} 个数在读取之后变了，例如“{changed[0].text}”现在是“{changed[0].now_text}”。"
            "请退回拟稿更新，或者选“按读取时的数印发”。"
        )
    if changed:
        keep_figures(actor=actor, document_id=document.pk)
    wrong = _wrong_arithmetic(document, accept_arithmetic)
    document.issued_on = timezone.localdate()
    if document.number_code and not document.doc_number:
        document.doc_number = _next_number(document)
    document.docx = _store(actor, document, "docx")
    document.pdf = _store(actor, document, "pdf")
    return _move(
        actor,
        document,
        DocumentStatus.ISSUED,
        "documents.issued",
        kept_changed=len(changed),
        accepted_arithmetic=wrong,
    )


@transaction.atomic
def archive_document(*, actor: Actor, document_id: int) -> Document:
    """Put an issued document into the archive."""
    document = _at(actor, document_id, Right.DOCUMENTS_ISSUE, DocumentStatus.ISSUED)
    document.archived_on = timezone.localdate()
    return _move(actor, document, DocumentStatus.ARCHIVED, "documents.archived")


def _wrong_arithmetic(document: Document, is_accepted: bool) -> int:
    """Count the claims that do not hold; Conflict with the first of them unless a person has accepted them."""
    found = recompute_document(document, official_document(document))
    wrong = [claim.sentence for claim in found if not claim.holds]
    if wrong and not is_accepted:
        raise Conflict(
            f"有 {len(wrong)} 处算得不对。{wrong[0]}要改请先回到拟稿；核对过确实没错的，请选“照原文”。"
        )
    return len(wrong)


def _at(actor: Actor, document_id: int, right: Right, status: DocumentStatus) -> Document:
    document = get_document(actor, document_id)
    actor.require(right, document.place_code)
    document = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if document.status != status:
        raise Conflict(f"这份公文现在是“{document.get_status_display()}”，不能这样做。请刷新页面看最新状态。")
    return document


def _move(actor: Actor, document: Document, status: DocumentStatus, action: str, **after: object) -> Document:
    before = document.status
    document.status = status
    document.moved_at = timezone.now()
    document.version += 1
    document.save()
    settle_topic(_topic_key(document))  # what was asked before the move is answered by it
    audit.record(actor, action, document, before={"status": before}, after={"status": status, **after})
    return document


def _store(actor: Actor, document: Document, form: Format) -> StoredFile:
    return store_document(
        actor=actor,
        content=render(document, form),
        name=file_name(document, form),
        content_type=CONTENT_TYPES[form],
        right=Right.DOCUMENTS_VIEW,
        place_code=document.place_code,
    )


def _next_number(document: Document) -> str:
    """Take the next number of the body's series of this year; undone with the transaction, so none is lost."""
    today = timezone.localdate()
    series, _created = NumberSeries.objects.select_for_update(no_key=True).get_or_create(
        organisation=document.issuer,
        code=document.number_code,
        year=today.year,
        defaults={"place_code": document.place_code},
    )
    series.last_serial += 1
    series.save(update_fields=["last_serial"])
    return format_doc_number(document.number_code, today.year, series.last_serial)


def _tell(user_ids: list[int], sentence: str, document: Document) -> None:
    url = reverse("documents:document", args=[document.pk])
    topic = Topic(_topic_key(document), sentence.replace("{", "").replace("}", ""), url)
    notify(user_ids, sentence, url, document.place_code, topic=topic)


def _topic_key(document: Document) -> str:
    return f"document:{document.pk}"
