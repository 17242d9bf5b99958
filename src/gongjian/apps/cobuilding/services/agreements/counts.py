"""The unit's word on what the community counted itself: accepted, or contested with its own number, within the rule's time.

The community's count stands as it received the goods; the unit's number stands beside it. Silence past the time is shown
as no answer, never as consent. An objection is answered: the community takes its count back and records it anew, or keeps
it and says why.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import IN_FORCE, AgreementStatus, DeliveryStatus, Side, UnitAnswer
from gongjian.apps.cobuilding.models import Agreement, Delivery
from gongjian.apps.cobuilding.selectors.agreements import get_delivery
from gongjian.apps.cobuilding.services.agreements.steps import locked_agreement, require_side
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, tell_side, url_of
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value

CHECK_DAYS = "cobuilding.count_check_days"
TURNS = (*IN_FORCE, AgreementStatus.ENDED)
CONTESTED = "单位对交付的数有异议。请先答复：维持的写明原因，数错的冲正重记。"


def ask_unit(agreement: Agreement, delivery: Delivery) -> None:
    """Ask the unit to check what the community counted, by the rule of today. The caller holds the agreement."""
    today = timezone.localdate()
    days = int(rule_value(CHECK_DAYS, on=today, place_code=agreement.place_code))
    delivery.unit_answer, delivery.check_by = UnitAnswer.ASKED, today + timedelta(days=days)
    delivery.save(update_fields=["unit_answer", "check_by"])
    said = f"社区记了一笔交付：{said_of(delivery)}，请在{_day(delivery.check_by)}前核对。"
    tell_side(agreement, Side.UNIT, said, url_of(agreement.pk), due_on=delivery.check_by)


@transaction.atomic
def accept_count(*, actor: Actor, delivery_id: int) -> Delivery:
    """The unit accepts what the community counted; Conflict past the time, or where nothing is asked."""
    agreement, delivery = _locked(actor, delivery_id, Side.UNIT)
    _check_asked(delivery)
    _answer(actor, delivery, UnitAnswer.ACCEPTED)
    audit.record(actor, "cobuilding.count_accepted", delivery, place_code=agreement.place_code)
    tell_other(
        agreement, Side.UNIT, f"{agreement.organisation}认可{said_of(delivery)}。", url_of(agreement.pk)
    )
    return delivery


@transaction.atomic
def contest_count(*, actor: Actor, delivery_id: int, quantity: int, words: str) -> Delivery:
    """The unit says how much it gave by its own count (0: nothing that day), and why. The community's count stands."""
    agreement, delivery = _locked(actor, delivery_id, Side.UNIT)
    _check_asked(delivery)
    if quantity == delivery.quantity:
        raise Invalid("和社区记的数一样。没有异议就点“认可”。")
    if not words.strip():
        raise Invalid("请写明你们的数怎么来的，社区好核对。")
    delivery.unit_quantity, delivery.unit_words = quantity, words.strip()
    _answer(actor, delivery, UnitAnswer.CONTESTED)
    after = {"quantity": quantity, "reason": words.strip()}
    audit.record(actor, "cobuilding.count_contested", delivery, after=after, place_code=agreement.place_code)
    sentence = f"{agreement.organisation}对{said_of(delivery)}有异议，单位的数是 {quantity}：{words.strip()}"
    tell_other(agreement, Side.UNIT, sentence, url_of(agreement.pk))
    return delivery


@transaction.atomic
def uphold_count(*, actor: Actor, delivery_id: int, reason: str) -> Delivery:
    """The community keeps its count, saying why; both numbers stay visible."""
    agreement, delivery = _locked(actor, delivery_id, Side.COMMUNITY)
    if delivery.unit_answer != UnitAnswer.CONTESTED or delivery.status != DeliveryStatus.CONFIRMED:
        raise Conflict("这笔交付没有等答复的异议。请刷新后再看。")
    if not reason.strip():
        raise Invalid("请写明为什么维持，单位会看到。")
    delivery.unit_answer, delivery.upheld_words = UnitAnswer.UPHELD, reason.strip()
    delivery.save(update_fields=["unit_answer", "upheld_words"])
    audit.record(
        actor,
        "cobuilding.count_upheld",
        delivery,
        after={"reason": reason.strip()},
        place_code=agreement.place_code,
    )
    sentence = f"社区维持{said_of(delivery)}：{reason.strip()}"
    tell_other(agreement, Side.COMMUNITY, sentence, url_of(agreement.pk))
    return delivery


def check_uncontested(agreement: Agreement) -> None:
    """Raise Conflict while an objection of the unit waits for the community's answer."""
    rows = Delivery.objects.filter(line__agreement=agreement, status=DeliveryStatus.CONFIRMED)
    if rows.filter(unit_answer=UnitAnswer.CONTESTED).exists():
        raise Conflict(CONTESTED)


def said_of(delivery: Delivery) -> str:
    """Say what was delivered when: 5月3日周六坐诊2场."""
    unit = delivery.line.need.kind.unit
    return f"{_day(delivery.on)}{delivery.line.need.title}{delivery.quantity}{unit}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _locked(actor: Actor, delivery_id: int, side: Side) -> tuple[Agreement, Delivery]:
    """Lock a delivery for one side, its agreement first."""
    seen = get_delivery(actor, delivery_id)
    agreement = locked_agreement(actor, seen.line.agreement_id, *TURNS)
    require_side(actor, agreement, side)
    rows = Delivery.objects.select_related("line__need", "line__agreement__organisation")
    return agreement, rows.select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)


def _check_asked(delivery: Delivery) -> None:
    if delivery.unit_answer != UnitAnswer.ASKED or delivery.status != DeliveryStatus.CONFIRMED:
        raise Conflict("这笔交付没有等单位核对，或者已经答复过。请刷新后再看。")
    if delivery.check_by is not None and timezone.localdate() > delivery.check_by:
        raise Conflict(f"核对的期限到{_day(delivery.check_by)}已经过了，记作“未答复”。有出入请和社区商量。")


def _answer(actor: Actor, delivery: Delivery, answer: UnitAnswer) -> None:
    delivery.unit_answer = answer
    delivery.checked_by_id, delivery.checked_at = actor.user_id, timezone.now()
    delivery.save(update_fields=["unit_answer", "unit_quantity", "unit_words", "checked_by", "checked_at"])
