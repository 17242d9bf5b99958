"""Entries of the two ledgers: earned by confirmed deliveries by the rules of their day, taken back by reversal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone

from gongjian.apps.cobuilding.choices import DeliveryStatus, EntryKind, Evaluator, Ledger
from gongjian.apps.cobuilding.models import Agreement, Contributor, Delivery, Evaluation, LedgerEntry
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.models import Rule
from gongjian.core.rules import get_rule, rule_value
from gongjian.engines.ledger import Basis, Event, PointRule, points_of

UNIT_POINTS, PERSON_POINTS = "cobuilding.unit_points", "cobuilding.person_points"
LASTS_DAYS = "cobuilding.points_days"
_BASES = {
    Basis.DELIVERY: "每次交付",
    Basis.QUANTITY: "交付数量",
    Basis.HOUR: "服务时长",
    Basis.RATING: "社区评价",
}


@dataclass(frozen=True)
class _Earned:
    """What one account earns by one basis."""

    contributor: Contributor | None
    ledger: Ledger
    basis: str
    amount: int
    rule_id: int | None = None


def rules_of(rule: Rule) -> list[PointRule]:
    """Read the point rules of a version."""
    return [
        PointRule(
            basis=Basis(row["basis"]),
            points=int(row["points"]),
            each=Fraction(str(row.get("each", 1))),
            category=str(row.get("category", "")),
            least=int(row.get("least", 1)),
        )
        for row in rule.value
    ]


def award(actor: Actor, delivery: Delivery) -> list[LedgerEntry]:
    """Enter what a confirmed delivery earns: hours and points of the unit, and of each of its people."""
    return _enter(actor, delivery, earned_by(delivery, _rating_of(delivery)))


def award_for_rating(actor: Actor, agreement: Agreement, rating: int) -> list[LedgerEntry]:
    """Enter what the community's rating earns for every confirmed delivery of an agreement."""
    rows = Delivery.objects.filter(line__agreement=agreement, status=DeliveryStatus.CONFIRMED)
    found: list[LedgerEntry] = []
    for delivery in rows.select_related("line__need", "line__agreement").order_by("pk"):
        earned = [one for one in earned_by(delivery, rating) if one.basis == Basis.RATING]
        found += _enter(actor, delivery, earned)
    return found


def _rating_of(delivery: Delivery) -> int | None:
    rows = Evaluation.objects.filter(agreement=delivery.line.agreement_id, by=Evaluator.COMMUNITY)
    return rows.values_list("rating", flat=True).first()


def earned_by(delivery: Delivery, rating: int | None) -> list[_Earned]:
    """Say what a delivery earns by the rules in force on its day; hours need no rule."""
    day, place = delivery.on, delivery.line.agreement.place_code
    event = Event(delivery.line.need.category, delivery.quantity, delivery.minutes, rating)
    found = _of_account(None, event, get_rule(UNIT_POINTS, on=day, place_code=place))
    rule = get_rule(PERSON_POINTS, on=day, place_code=place)
    for person in delivery.people.select_related("contributor").order_by("pk"):
        own = Event(event.category, 0, person.minutes, rating)
        found += _of_account(person.contributor, own, rule)
    return found


def _of_account(contributor: Contributor | None, event: Event, rule: Rule) -> list[_Earned]:
    hours = [_Earned(contributor, Ledger.HOURS, Basis.HOUR, event.minutes)] if event.minutes else []
    points = points_of(event, rules_of(rule))
    return [
        *hours,
        *(_Earned(contributor, Ledger.POINTS, basis, amount, rule.pk) for basis, amount in points.items()),
    ]


def _enter(actor: Actor, delivery: Delivery, earned: Iterable[_Earned]) -> list[LedgerEntry]:
    """Add one entry for everything earned; the last day of points is by the rule of the delivery's day."""
    agreement, now = delivery.line.agreement, timezone.now()
    days = int(rule_value(LASTS_DAYS, on=delivery.on, place_code=agreement.place_code))
    entries = [
        LedgerEntry(
            place_code=agreement.place_code,
            organisation_id=agreement.organisation_id,
            contributor=one.contributor,
            ledger=one.ledger,
            kind=EntryKind.EARN,
            amount=one.amount,
            on=delivery.on,
            lasts_until=_last_day(one.ledger, delivery.on, days),
            basis=one.basis,
            delivery=delivery,
            rule_id=one.rule_id,
            words=_BASES[Basis(one.basis)],
            made_by_id=actor.user_id,
            made_at=now,
        )
        for one in earned
    ]
    LedgerEntry.objects.bulk_create(entries)
    return entries


def _last_day(ledger: Ledger, day: date, days: int) -> date | None:
    return day + timedelta(days=days) if ledger == Ledger.POINTS and days else None


def take_back(actor: Actor, delivery: Delivery, words: str) -> list[LedgerEntry]:
    """Reverse every entry of a delivery that was not reversed yet, each by its exact opposite."""
    rows = LedgerEntry.objects.filter(delivery=delivery, kind=EntryKind.EARN, reversal__isnull=True)
    return [reverse_entry(actor, entry, words) for entry in rows.order_by("pk")]


def reverse_entry(actor: Actor, entry: LedgerEntry, words: str) -> LedgerEntry:
    """Add the entry that takes another back, on its own day, so that the year it was in adds up; a second one the database refuses."""
    return LedgerEntry.objects.create(
        place_code=entry.place_code,
        organisation_id=entry.organisation_id,
        contributor_id=entry.contributor_id,
        ledger=entry.ledger,
        kind=EntryKind.REVERSE,
        amount=-entry.amount,
        on=entry.on,
        delivery_id=entry.delivery_id,
        basis=entry.basis,
        reverses=entry,
        words=words,
        made_by_id=actor.user_id,
        made_at=timezone.now(),
    )


def rejudge(actor: Actor, delivery: Delivery) -> list[LedgerEntry]:
    """Hold a confirmed delivery's entries against the rules of its day; reverse and enter anew where they differ.

    They differ only where a version in force on that day was added later. Returns the new entries.
    """
    rows = LedgerEntry.objects.filter(delivery=delivery, kind=EntryKind.EARN, reversal__isnull=True)
    there = {(row.contributor_id, row.ledger, row.basis): row for row in rows.order_by("pk")}
    due = {
        (one.contributor.pk if one.contributor else None, one.ledger.value, str(one.basis)): one
        for one in earned_by(delivery, _rating_of(delivery))
    }
    wrong = [key for key in there.keys() | due.keys() if _amount(there, key) != _amount(due, key)]
    for key in wrong:
        if key in there:
            reverse_entry(actor, there[key], "按交付当天的规则重新判定")
    found = _enter(actor, delivery, [due[key] for key in wrong if key in due])
    if wrong:
        audit.record(
            actor,
            "cobuilding.delivery_rejudged",
            delivery,
            after={"entries": len(wrong)},
            place_code=delivery.line.agreement.place_code,
        )
    return found


def _amount(rows: Mapping[Any, Any], key: Sequence[Any]) -> int:
    row = rows.get(key)
    return 0 if row is None else int(row.amount)
