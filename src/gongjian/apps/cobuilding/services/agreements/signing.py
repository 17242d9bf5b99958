"""Signing on both sides; with the second signature the agreement is in force and its files are kept."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from gongjian.apps.cobuilding.choices import AgreementStatus, PaperKind, Side
from gongjian.apps.cobuilding.models import Agreement, AgreementPaper, Delivery
from gongjian.apps.cobuilding.selectors.agreements import agreement_page, get_agreement, lines_of
from gongjian.apps.cobuilding.selectors.places import signer_of
from gongjian.apps.cobuilding.services.agreements.steps import locked_agreement, move, require_side
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, tell_side, url_of
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.officialdoc import OfficialDocument

OFFICIAL_LANGUAGE = "zh-hans"
FORMS: tuple[Format, ...] = ("docx", "pdf")
KEY_BYTES = 15
MOST_PAPERS = 60
"""An agreement keeps so many photos and papers at most."""


@transaction.atomic
def sign_agreement(*, actor: Actor, agreement_id: int, side: Side) -> Agreement:
    """Sign for one's side; with both signatures it is in force.

    Raises NotAllowed for the other side, Conflict for a side that signed, or when one person would sign for both.
    """
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.DRAFTED)
    require_side(actor, agreement, side)
    if getattr(agreement, f"{side.value}_signed_at") is not None:
        raise Conflict("你这一方已经签过了。")
    other = Side.UNIT if side == Side.COMMUNITY else Side.COMMUNITY
    if actor.user_id is not None and getattr(agreement, f"{other.value}_signed_by_id") == actor.user_id:
        raise Conflict("双方不能由同一个人签。")
    if not agreement.lines.exists():
        raise Invalid("协议里还没有内容，不能签。")
    setattr(agreement, f"{side.value}_signed_by_id", actor.user_id)
    setattr(agreement, f"{side.value}_signed_at", timezone.now())
    agreement.save()
    audit.record(actor, "cobuilding.agreement_signed", agreement, after={"role": str(side.label)})
    if agreement.is_signed_by_both:
        _put_in_force(actor, agreement)
    else:
        tell_side(agreement, other, f"请签共建协议：{agreement.title}。", url_of(agreement.pk))
    return agreement


def _put_in_force(actor: Actor, agreement: Agreement) -> None:
    move(agreement, AgreementStatus.SIGNED)
    agreement.signed_on = timezone.localdate()
    agreement.rating_key = secrets.token_urlsafe(KEY_BYTES)
    whole = get_agreement(actor, agreement.pk)
    page = page_of_agreement(whole)
    for form in FORMS:
        stored = files.store_document(
            actor=actor,
            content=set_page(page, form),
            name=f"{agreement.number}{agreement.organisation.name}.{form}",
            content_type=CONTENT_TYPES[form],
            right=Right.COBUILDING_VIEW,
            place_code=agreement.place_code,
            unit_id=agreement.organisation_id,
        )
        setattr(agreement, form, stored)
    agreement.save()
    for side in Side:
        tell_side(agreement, side, f"共建协议双方已签，开始履行：{agreement.title}。", url_of(agreement.pk))


def page_of_agreement(agreement: Agreement) -> OfficialDocument:
    """Read all that the printed agreement says, in the language of documents."""
    with override(OFFICIAL_LANGUAGE):
        return agreement_page(
            agreement,
            signer_of(agreement.place_code),
            lines_of([agreement.pk]).get(agreement.pk, []),
            list(agreement.steps.all()),
            list(agreement.people.select_related("contributor")),
        )


def render_agreement(*, actor: Actor, agreement_id: int, form: Format) -> RenderedFile:
    """Return the kept file of a signed agreement, or set a draft as it stands and name it so."""
    agreement = get_agreement(actor, agreement_id)
    stored = agreement.docx if form == "docx" else agreement.pdf
    name = f"{agreement.number}{agreement.organisation.name}.{form}"
    if stored is not None:
        return RenderedFile(name, CONTENT_TYPES[form], files.read_bytes(stored))
    return RenderedFile(f"待签-{name}", CONTENT_TYPES[form], set_page(page_of_agreement(agreement), form))


@transaction.atomic
def add_papers(
    *, actor: Actor, agreement_id: int, kind: PaperKind, uploads: Sequence[Upload]
) -> list[AgreementPaper]:
    """Keep photos, or scans of what was signed on paper, seen by both sides alone."""
    agreement = locked_agreement(actor, agreement_id)
    if not uploads:
        raise Invalid("没有选文件。请选照片或扫描件。")
    rows = keep_papers(actor, agreement, kind, uploads)
    audit.record(actor, "cobuilding.paper_added", agreement, after={"kind": kind.label, "files": len(rows)})
    if kind == PaperKind.SCAN:
        side = min(require_side(actor, agreement))
        tell_other(agreement, side, f"“{agreement.title}”传了纸质签署件。", url_of(agreement.pk))
    return rows


def keep_papers(
    actor: Actor,
    agreement: Agreement,
    kind: PaperKind,
    uploads: Sequence[Upload],
    delivery: Delivery | None = None,
) -> list[AgreementPaper]:
    """Check and keep files for an agreement that is locked."""
    if agreement.papers.count() + len(uploads) > MOST_PAPERS:
        raise Invalid(f"一份协议最多存 {MOST_PAPERS} 个照片和文件。请挑要紧的传。")
    stored = store_uploads(
        actor=actor,
        uploads=uploads,
        right=Right.COBUILDING_VIEW,
        place_code=agreement.place_code,
        unit_id=agreement.organisation_id,
    )
    now = timezone.now()
    return [
        AgreementPaper.objects.create(
            agreement=agreement,
            delivery=delivery,
            kind=kind,
            file=file,
            added_by_id=actor.user_id,
            added_at=now,
        )
        for file in stored
    ]
