"""Changes of a signed agreement: one side proposes, the other consents, and the line says what holds now."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, Side, SupplementStatus
from gongjian.apps.cobuilding.models import AgreementLine, Supplement
from gongjian.apps.cobuilding.selectors.amounts import open_of_need, open_of_resource
from gongjian.apps.cobuilding.services.agreements.steps import acting_side, locked_agreement, require_side
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, url_of
from gongjian.apps.cobuilding.services.needs import refresh_need
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound


@dataclass(frozen=True, kw_only=True)
class SupplementSpec:
    """So much more (or less) of a line, a later (or earlier) end of the agreement, or both; and why."""

    line_id: int
    delta: int = 0
    ends_on: date | None = None
    reason: str


@transaction.atomic
def propose_supplement(*, actor: Actor, agreement_id: int, spec: SupplementSpec) -> Supplement:
    """Propose a change; nothing changes before the other side consents."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.SIGNED, with_needs=True)
    side = acting_side(actor, agreement)
    line = AgreementLine.objects.select_related("need").filter(agreement=agreement, pk=spec.line_id).first()
    if line is None:
        raise NotFound("没有找到这一项。请重新选。")
    if not spec.delta and spec.ends_on is None:
        raise Invalid("请写增减多少，或改到哪天止。")
    if not spec.reason.strip():
        raise Invalid("请写明为什么改。")
    _check(line, spec.delta, spec.ends_on)
    if line.supplements.filter(status=SupplementStatus.ASKED).exists():
        raise Conflict("这一项已有一个变更等对方答复。")
    supplement = Supplement.objects.create(
        line=line,
        delta=spec.delta,
        ends_on=spec.ends_on,
        reason=spec.reason.strip(),
        side=side,
        asked_by_id=actor.user_id,
        asked_at=timezone.now(),
    )
    audit.record(
        actor,
        "cobuilding.supplement_asked",
        agreement,
        after=audit.snapshot(supplement, "delta", "ends_on", "reason"),
    )
    tell_other(
        agreement, side, f"“{agreement.title}”要改：{spec.reason.strip()}，请答复。", url_of(agreement.pk)
    )
    return supplement


def _check(line: AgreementLine, delta: int, ends_on: date | None) -> None:
    unit = line.need.kind.unit
    if line.promised + delta < 1:
        raise Invalid("减到没有了。不做的请提前结束。")
    if delta > 0 and delta > (left := open_of_need(line.need)):
        raise Conflict(f"这条需求只还差 {left} {unit}，请把增加的数量改到它以内。")
    if delta > 0 and line.resource is not None and delta > (left := open_of_resource(line.resource)):
        raise Conflict(f"这条资源只还剩 {left} {unit}，请把增加的数量改到它以内。")
    if ends_on is not None and ends_on < max(timezone.localdate(), line.agreement.starts_on):
        raise Invalid("“改到哪天止”已经过了。请填今天或以后。")


@transaction.atomic
def answer_supplement(
    *, actor: Actor, agreement_id: int, supplement_id: int, is_consented: bool
) -> Supplement:
    """Consent to a change, or not; only the side that did not propose it."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.SIGNED, with_needs=True)
    sides = require_side(actor, agreement)
    rows = Supplement.objects.select_related("line__need", "line__resource", "line__agreement")
    supplement = rows.filter(line__agreement=agreement, pk=supplement_id).first()
    if supplement is None:
        raise NotFound()
    if supplement.status != SupplementStatus.ASKED:
        raise Conflict("这个变更已经答复过了。")
    if not sides - {Side(supplement.side)} or supplement.asked_by_id == actor.user_id:
        raise NotAllowed("要由对方答复。")
    supplement.status = SupplementStatus.CONSENTED if is_consented else SupplementStatus.DECLINED
    supplement.answered_by_id, supplement.answered_at = actor.user_id, timezone.now()
    supplement.save(update_fields=["status", "answered_by", "answered_at"])
    audit.record(
        actor,
        "cobuilding.supplement_answered",
        agreement,
        after=audit.snapshot(supplement, "delta", "ends_on", "status"),
    )
    if is_consented:
        _apply(supplement)
    other = Side(supplement.side)
    answering = Side.UNIT if other == Side.COMMUNITY else Side.COMMUNITY
    tell_other(
        agreement,
        answering,
        f"“{agreement.title}”的变更，{supplement.get_status_display()}。",
        url_of(agreement.pk),
    )
    return supplement


def _apply(supplement: Supplement) -> None:
    line = supplement.line
    _check(line, supplement.delta, supplement.ends_on)
    if supplement.delta:
        line.promised += supplement.delta
        line.save(update_fields=["promised"])
        refresh_need(line.need_id)
    if supplement.ends_on is not None:
        line.agreement.ends_on = supplement.ends_on
        line.agreement.save(update_fields=["ends_on"])
