"""An agreement: written point by point, put in force once everybody who must put his name to it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import AgreementForm, PartyRole, SigningWay
from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.models import (
    AgreementPoint,
    AgreementSignature,
    Mediation,
    MediationAgreement,
    MediationParty,
)
from gongjian.apps.matters.selectors.mediation.cases import members_of
from gongjian.apps.matters.services.locking import written
from gongjian.apps.matters.services.mediation.ending import end_mediation
from gongjian.apps.matters.services.mediation.locking import AFTER_CONSENT, mediated, mediated_to_end, own
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload, check_paper
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.files import keep_sealed

FACTS_LIMIT = 5000
POINT_LIMIT = 500
MOST_POINTS = 30


@dataclass(frozen=True, kw_only=True)
class PointSpec:
    """One promise: who does what by when, and the sum where money is due."""

    party_id: int
    words: str
    due_on: date
    amount_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who put his name to it and how: the number of a party, or of a mediator."""

    way: SigningWay
    party_id: int | None = None
    mediator_id: int | None = None


@transaction.atomic
def write_agreement(
    *, actor: Actor, case_id: int, form: AgreementForm, facts: str, points: Sequence[PointSpec]
) -> MediationAgreement:
    """Write the draft of an agreement, or write it anew; nothing binds anybody until it is concluded."""
    row = mediated(actor, case_id, AFTER_CONSENT)
    if not 1 <= len(points) <= MOST_POINTS:
        raise Invalid(f"协议至少要有一项，最多 {MOST_POINTS} 项：写明谁、做什么、什么时候做完。")
    draft = row.agreements.filter(in_force_on__isnull=True).first() or MediationAgreement(mediation=row)
    draft.form = form
    draft.facts = written(facts, "请写主要事实和争议的事。", FACTS_LIMIT)
    draft.save()
    AgreementPoint.objects.filter(agreement=draft).delete()
    for order, spec in enumerate(points, 1):
        _point(row, draft, order, spec).save()
    audit.record(actor, "matters.mediation_agreement_written", row, after={"points": len(points)})
    return draft


def _point(row: Mediation, draft: MediationAgreement, order: int, spec: PointSpec) -> AgreementPoint:
    if spec.due_on < timezone.localdate():
        raise Invalid(f"第 {order} 项的期限已经过了。请写今天或以后的日子。")
    if spec.amount_cents is not None and spec.amount_cents <= 0:
        raise Invalid(f"第 {order} 项的金额要大于零；不涉及钱的留空。")
    return AgreementPoint(
        agreement=draft,
        order=order,
        party=own(row.parties, spec.party_id, MediationParty),
        words=written(spec.words, f"第 {order} 项没有写做什么。", POINT_LIMIT),
        amount_cents=spec.amount_cents,
        due_on=spec.due_on,
    )


def conclude(
    *,
    actor: Actor,
    case_id: int,
    signings: Sequence[Signing],
    signed_on: date,
    scan: Upload | None = None,
    answer_draft: str = "",
) -> MediationAgreement:
    """Put the draft in force from the day it was signed or said; the matter goes on to its answer.

    A written one wants every side's name, a minor's guardian's for his, and a mediator's (art. 29 and 30 of the People's
    Mediation Law); a spoken one that each side said yes. Raises Invalid for who is missing. The scan of the signed
    paper is kept sealed.
    """
    with transaction.atomic():
        row = mediated_to_end(actor, case_id, AFTER_CONSENT)
        paper = check_paper(scan, row.matter.place_code) if scan else None
        draft = row.agreements.filter(in_force_on__isnull=True).first()
        if draft is None:
            raise Conflict("还没有写协议。请先写协议的内容。")
        if not row.opened_at.date() <= signed_on <= timezone.localdate():
            raise Invalid("签订的日子不对：不能早于交调解的那天，也不能晚于今天。")
        _sign(row, draft, signings, signed_on)
        if paper:
            draft.scan = keep_sealed(actor=actor, content=paper.content, place_code=row.matter.place_code)
            draft.scan_type = paper.content_type
        draft.in_force_on = row.in_force_on = signed_on
        draft.save()
        end_mediation(actor, row, State.AGREED, answer_draft=answer_draft)
        return draft


def _sign(row: Mediation, draft: MediationAgreement, signings: Sequence[Signing], signed_on: date) -> None:
    parties = {party.pk: party for party in row.parties.all()}
    mediators = set(members_of(row).values_list("user_id", flat=True))
    if any(one.party_id not in parties and one.mediator_id not in mediators for one in signings):
        raise NotFound()
    is_oral = draft.form == AgreementForm.ORAL
    if any((one.way == SigningWay.SPOKEN) != is_oral for one in signings):
        raise Invalid("书面协议要签名、盖章或按指印，口头协议记“口头同意”。请改签订方式。")
    signed = {one.party_id for one in signings}
    missing = [
        party.name for party in parties.values() if party.is_side and not _is_signed(party, parties, signed)
    ]
    if missing:
        raise Invalid(f"还缺 {len(missing)} 方的签名（未成年人由监护人签）。各方都签了，协议才生效。")
    if not is_oral and not any(one.mediator_id for one in signings):
        raise Invalid("书面协议要有调解员签名。")
    AgreementSignature.objects.bulk_create(
        AgreementSignature(
            agreement=draft,
            party_id=one.party_id,
            mediator_id=one.mediator_id,
            way=one.way,
            signed_on=signed_on,
        )
        for one in signings
    )


def _is_signed(party: MediationParty, parties: dict[int, MediationParty], signed: set[int | None]) -> bool:
    """Say whether a side's name is there: his own unless he is a minor, or that of whoever stands for him."""
    if party.pk in signed and not party.is_minor:
        return True
    standing = [one for one in parties.values() if one.stands_for_id == party.pk and one.pk in signed]
    return any(one.role == PartyRole.GUARDIAN or not party.is_minor for one in standing)
