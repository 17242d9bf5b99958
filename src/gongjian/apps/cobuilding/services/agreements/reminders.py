"""Late and silent agreements are reminded, once of each thing, by the rules of the day; safe to run at any hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    AgreementStatus,
    DeliveryStatus,
    Evaluator,
    ReminderKind,
    Side,
    UnitAnswer,
)
from gongjian.apps.cobuilding.models import Agreement, AgreementReminder, AgreementStep, Delivery
from gongjian.apps.cobuilding.selectors.agreements import lines_of
from gongjian.apps.cobuilding.services.agreements.counts import TURNS
from gongjian.apps.cobuilding.services.agreements.telling import tell_side, url_of
from gongjian.core import audit
from gongjian.core.access import SYSTEM
from gongjian.core.rules import RuleTable

UNDER_WAY = (
    AgreementStatus.DRAFTED,
    AgreementStatus.SIGNED,
    AgreementStatus.DELIVERED,
    AgreementStatus.ACCEPTED,
)
KEYS = tuple(
    f"cobuilding.{name}_days" for name in ("sign", "silent", "ending", "confirm", "accept", "evaluate")
)


@dataclass(frozen=True)
class _Due:
    """One reminder that has come: of what, about which row, whom, in which words."""

    kind: ReminderKind
    sides: tuple[Side, ...]
    words: str
    about: int = 0


def send_reminders(today: date | None = None) -> int:
    """Send every reminder that has come and was not sent; return how many. Each agreement is its own transaction."""
    day = today or timezone.localdate()
    rows = Agreement.objects.filter(status__in=UNDER_WAY).order_by("pk")
    rules = RuleTable("cobuilding.reminders", *KEYS)
    return sum(_remind(pk, day, rules) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _remind(agreement_id: int, day: date, rules: RuleTable) -> int:
    rows = Agreement.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    agreement: Agreement = rows.get(pk=agreement_id)
    sent = set(AgreementReminder.objects.filter(agreement=agreement).values_list("kind", "about"))
    due = [one for one in _due(agreement, day, rules) if (one.kind.value, one.about) not in sent]
    for one in due:
        AgreementReminder.objects.create(
            agreement=agreement, kind=one.kind, about=one.about, sent_on=day, words=one.words[:200]
        )
        audit.record(SYSTEM, "cobuilding.reminded", agreement, after={"text": one.words})
        for side in one.sides:
            tell_side(agreement, side, f"“{agreement.title}”{one.words}", url_of(agreement.pk))
    return len(due)


def _due(agreement: Agreement, day: date, rules: RuleTable) -> Iterator[_Due]:
    """Yield what has come of one agreement, sent before or not."""

    def days(name: str) -> int:
        rule = rules.rule(f"cobuilding.{name}_days", on=day, place_code=agreement.place_code)
        return int(rule.value)

    if agreement.status in TURNS:
        yield from _unchecked(agreement, day, days("confirm"))
    match AgreementStatus(agreement.status):
        case AgreementStatus.DRAFTED:
            made_on = timezone.localdate(agreement.made_at)
            if day >= made_on + timedelta(days=days("sign")):
                missing = tuple(side for side in Side if getattr(agreement, f"{side}_signed_at") is None)
                yield _Due(ReminderKind.SIGN, missing, f"拟好 {days('sign')} 天还没有签，请看过就签。")
        case AgreementStatus.SIGNED:
            yield from _late_steps(agreement, day)
            yield from _unconfirmed(agreement, day, days("confirm"))
            yield from _silent_or_short(agreement, day, days("silent"), days("ending"))
        case AgreementStatus.DELIVERED:
            if agreement.delivered_on and day >= agreement.delivered_on + timedelta(days=days("accept")):
                words = f"提请验收 {days('accept')} 天了，请验收。"
                yield _Due(ReminderKind.ACCEPT, (Side.COMMUNITY,), words)
        case AgreementStatus.ACCEPTED:
            if agreement.accepted_on and day >= agreement.accepted_on + timedelta(days=days("evaluate")):
                said = set(agreement.evaluations.exclude(by=Evaluator.RESIDENT).values_list("by", flat=True))
                missing = tuple(side for side in Side if side.value not in said)
                words = f"验收 {days('evaluate')} 天了还没有评价，请评价。"
                yield _Due(ReminderKind.EVALUATE, missing, words)


def _late_steps(agreement: Agreement, day: date) -> Iterator[_Due]:
    rows = AgreementStep.objects.filter(agreement=agreement, done_on__isnull=True, due_on__lt=day)
    for step in rows.order_by("due_on", "pk"):
        words = f"步骤“{step.title}”过了{step.due_on.month}月{step.due_on.day}日，由{step.owner_name}负责。"
        yield _Due(ReminderKind.STEP, (Side(step.side),), words, step.pk)


def _unconfirmed(agreement: Agreement, day: date, wait: int) -> Iterator[_Due]:
    until = day - timedelta(days=wait)
    rows = Delivery.objects.filter(line__agreement=agreement, status=DeliveryStatus.ENTERED)
    for delivery in rows.order_by("pk"):
        if timezone.localdate(delivery.entered_at) <= until:
            words = f"{delivery.on.month}月{delivery.on.day}日的交付记了 {wait} 天还没有确认，请核对。"
            yield _Due(ReminderKind.CONFIRM, (Side.COMMUNITY,), words, delivery.pk)


def _unchecked(agreement: Agreement, day: date, wait: int) -> Iterator[_Due]:
    """Yield the community's counts whose last day of checking is tomorrow or today, and objections not answered."""
    rows = Delivery.objects.filter(line__agreement=agreement, status=DeliveryStatus.CONFIRMED)
    for delivery in rows.exclude(unit_answer="").order_by("pk"):
        said = f"{delivery.on.month}月{delivery.on.day}日的交付"
        if delivery.check_by and delivery.is_checkable(day) and delivery.check_by - day <= timedelta(days=1):
            words = f"{said}由社区记的，{delivery.check_by.month}月{delivery.check_by.day}日前请核对。"
            yield _Due(ReminderKind.CHECK, (Side.UNIT,), words, delivery.pk)
        is_contested = delivery.unit_answer == UnitAnswer.CONTESTED and delivery.checked_at is not None
        if is_contested and timezone.localdate(delivery.checked_at) <= day - timedelta(days=wait):
            words = f"单位对{said}有异议 {wait} 天了，请维持并说明，或者冲正重记。"
            yield _Due(ReminderKind.CONTEST, (Side.COMMUNITY,), words, delivery.pk)


def _silent_or_short(agreement: Agreement, day: date, silent: int, ending: int) -> Iterator[_Due]:
    lines = lines_of([agreement.pk]).get(agreement.pk, [])
    is_silent = not any(line.delivered or line.waiting for line in lines)
    begun = max(agreement.starts_on, agreement.signed_on or agreement.starts_on)
    if is_silent and day >= begun + timedelta(days=silent):
        words = f"开始履行 {silent} 天还没有交付记录，请办理或说明。"
        yield _Due(ReminderKind.SILENT, tuple(Side), words)
    short = [line for line in lines if line.missing > 0]
    if short and day >= agreement.ends_on - timedelta(days=ending):
        least = short[0]
        words = (
            f"{agreement.ends_on.month}月{agreement.ends_on.day}日到期，"
            f"“{least.line.need.title}”还差 {least.missing} {least.kind.unit}。"
        )
        yield _Due(ReminderKind.ENDING, tuple(Side), words)
