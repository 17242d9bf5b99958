"""Deliveries: entered by either side as counted, confirmed or sent back by the one that received, reversed whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    DELIVERY_MOVES,
    AgreementStatus,
    DeliveryStatus,
    PaperKind,
    Side,
)
from gongjian.apps.cobuilding.models import (
    Agreement,
    AgreementLine,
    AgreementPerson,
    Delivery,
    DeliveryPerson,
)
from gongjian.apps.cobuilding.selectors.agreements import get_delivery
from gongjian.apps.cobuilding.services.agreements.counts import ask_unit, said_of
from gongjian.apps.cobuilding.services.agreements.signing import keep_papers
from gongjian.apps.cobuilding.services.agreements.steps import (
    acting_side,
    locked_agreement,
    require_side,
)
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, url_of
from gongjian.apps.cobuilding.services.contribution.entries import award, take_back
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotFound

FIELDS = ("on", "quantity", "people_served", "minutes", "value_cents", "words", "status")
MOST_MINUTES = 60_000
MOST_CENTS = 10_000_000_000_00


@dataclass(frozen=True, kw_only=True)
class DeliverySpec:
    """What was given on a day as counted. `served` are (contributor id, minutes) of people of the agreement."""

    line_id: int
    on: date
    quantity: int
    people_served: int | None = None
    minutes: int = 0
    value_cents: int = 0
    words: str = ""
    served: Sequence[tuple[int, int]] = ()
    uploads: Sequence[Upload] = ()


@transaction.atomic
def enter_delivery(*, actor: Actor, agreement_id: int, spec: DeliverySpec) -> Delivery:
    """Record a delivery; what the community itself counted is confirmed with it, and the unit is asked to check it.

    Raises Invalid for a day outside the agreement or yet to come, and for what can't be.
    """
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.SIGNED)
    side = acting_side(actor, agreement)
    line = AgreementLine.objects.select_related("need").filter(agreement=agreement, pk=spec.line_id).first()
    if line is None:
        raise NotFound("没有找到这一项。请重新选。")
    _check(agreement, spec)
    delivery = Delivery.objects.create(
        line=line,
        on=spec.on,
        quantity=spec.quantity,
        people_served=spec.people_served,
        minutes=spec.minutes,
        value_cents=spec.value_cents,
        words=spec.words.strip(),
        side=side,
        entered_by_id=actor.user_id,
        entered_at=timezone.now(),
    )
    _keep_people(agreement, delivery, spec.served)
    if spec.uploads:
        keep_papers(actor, agreement, PaperKind.EVIDENCE, spec.uploads, delivery)
    audit.record(
        actor,
        "cobuilding.delivery_entered",
        delivery,
        after=audit.snapshot(delivery, *FIELDS),
        place_code=agreement.place_code,
    )
    if side == Side.COMMUNITY:
        _confirm(actor, agreement, delivery)
        ask_unit(agreement, delivery)
    else:
        said = f"{agreement.organisation}记了一笔交付：{line.need.title} {spec.quantity} {line.need.kind.unit}，请核对确认。"
        tell_other(agreement, side, said, url_of(agreement.pk))
    return delivery


def _check(agreement: Agreement, spec: DeliverySpec) -> None:
    if spec.quantity < 1:
        raise Invalid("请填实际交付的数量，至少是 1。")
    if spec.on > timezone.localdate():
        raise Invalid("还没到这一天，不能记成已交付。")
    if spec.on < agreement.starts_on:
        raise Invalid("这一天在协议开始以前。请核对日期。")
    if spec.minutes > MOST_MINUTES or spec.value_cents > MOST_CENTS:
        raise Invalid("时长或金额大得不像。请核对。")
    if sum(minutes for _who, minutes in spec.served) > spec.minutes:
        raise Invalid("各人的时长加起来比这次的服务时长还多。请核对。")


def _keep_people(agreement: Agreement, delivery: Delivery, served: Sequence[tuple[int, int]]) -> None:
    known = set(AgreementPerson.objects.filter(agreement=agreement).values_list("contributor_id", flat=True))
    if {who for who, _minutes in served} - known:
        raise NotFound("有人不在这份协议的名单里。请先加到参加人员。")
    DeliveryPerson.objects.bulk_create(
        [
            DeliveryPerson(delivery=delivery, contributor_id=who, minutes=minutes)
            for who, minutes in served
            if minutes > 0
        ]
    )


@transaction.atomic
def confirm_delivery(*, actor: Actor, delivery_id: int, words: str = "") -> Delivery:
    """Confirm what was received: from now on it counts, and earns hours and points by the rule of its day."""
    agreement, delivery = _locked(actor, delivery_id, AgreementStatus.SIGNED)
    delivery.answer = words.strip()
    _confirm(actor, agreement, delivery)
    tell_other(agreement, Side.COMMUNITY, f"社区确认了{said_of(delivery)}的交付。", url_of(agreement.pk))
    return delivery


def _confirm(actor: Actor, agreement: Agreement, delivery: Delivery) -> None:
    _move(delivery, DeliveryStatus.CONFIRMED)
    _answered(actor, delivery)
    audit.record(
        actor,
        "cobuilding.delivery_confirmed",
        delivery,
        after=audit.snapshot(delivery, *FIELDS),
        place_code=agreement.place_code,
    )
    award(actor, delivery)


@transaction.atomic
def refuse_delivery(*, actor: Actor, delivery_id: int, reason: str) -> Delivery:
    """Send back what was not received so, saying why; it does not count, and may be recorded anew."""
    agreement, delivery = _locked(actor, delivery_id, AgreementStatus.SIGNED)
    if not reason.strip():
        raise Invalid("请写明哪里对不上，对方好重新记。")
    delivery.answer = reason.strip()
    _move(delivery, DeliveryStatus.REFUSED)
    _answered(actor, delivery)
    audit.record(
        actor,
        "cobuilding.delivery_refused",
        delivery,
        after={"reason": reason.strip()},
        place_code=agreement.place_code,
    )
    tell_other(
        agreement,
        Side.COMMUNITY,
        f"社区退回了{said_of(delivery)}的交付：{reason.strip()}",
        url_of(agreement.pk),
    )
    return delivery


@transaction.atomic
def reverse_delivery(*, actor: Actor, delivery_id: int, reason: str) -> Delivery:
    """Take a confirmed delivery back whole, saying why: its hours and points are reversed entry by entry.

    Only while the agreement is being carried out: what was accepted stands.
    """
    agreement, delivery = _locked(actor, delivery_id, AgreementStatus.SIGNED)
    if not reason.strip():
        raise Invalid("请写明为什么冲正，双方都会看到。")
    delivery.answer = reason.strip()
    _move(delivery, DeliveryStatus.REVERSED)
    _answered(actor, delivery)
    audit.record(
        actor,
        "cobuilding.delivery_reversed",
        delivery,
        after={"reason": reason.strip()},
        place_code=agreement.place_code,
    )
    take_back(actor, delivery, f"交付冲正：{reason.strip()}"[:200])
    tell_other(
        agreement,
        Side.COMMUNITY,
        f"{said_of(delivery)}的交付冲正：{reason.strip()}",
        url_of(agreement.pk),
    )
    return delivery


def _locked(actor: Actor, delivery_id: int, *turns: AgreementStatus) -> tuple[Agreement, Delivery]:
    """Lock a delivery for the side that received, its agreement first."""
    seen = get_delivery(actor, delivery_id)
    agreement = locked_agreement(actor, seen.line.agreement_id, *turns)
    require_side(actor, agreement, Side.COMMUNITY)
    rows = Delivery.objects.select_related("line__need", "line__agreement__organisation")
    return agreement, rows.select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)


def _move(delivery: Delivery, status: DeliveryStatus) -> None:
    if status not in DELIVERY_MOVES[DeliveryStatus(delivery.status)]:
        raise Conflict(f"这笔交付现在是“{delivery.get_status_display()}”，不能再这样办。请刷新后再看。")
    delivery.status = status


def _answered(actor: Actor, delivery: Delivery) -> None:
    delivery.answered_by_id, delivery.answered_at = actor.user_id, timezone.now()
    delivery.save(update_fields=["status", "answer", "answered_by", "answered_at"])
