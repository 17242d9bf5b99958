"""Agreements in sight: by what they wait for, by words, by unit; deliveries in sight."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    IN_FORCE,
    OPEN_STATUSES,
    AgreementStatus,
    DeliveryStatus,
    Evaluator,
    Side,
    SupplementStatus,
    UnitAnswer,
    UnitTurn,
)
from gongjian.apps.cobuilding.models import Agreement, Delivery, Evaluation, Supplement
from gongjian.apps.cobuilding.selectors.agreements.sides import own_places_and_units
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.figures import round_half_up
from gongjian.core.listing import counts_of

TABS = ("mine", "open", "drafted", "signed", "delivered", "accepted", "late", "over")
BEHIND = ("all", "settled", "rated")
"""Behind the figures of a year: signed in it, accepted or ended in it, rated in it by the community."""


@dataclass(frozen=True)
class AgreementsAsked:
    """What of the agreements is asked for; empty: all that is open."""

    state: str = "open"
    words: str = ""
    organisation_id: int | None = None
    place_code: str = ""
    year: int | None = None

    @classmethod
    def read(cls, params: QueryDict) -> "AgreementsAsked":
        """Read an address; what can't be read is left out."""
        unit, year, place = params.get("unit", ""), params.get("year", ""), params.get("place", "")
        state = params.get("state", "open")
        return cls(
            state=state if state in (*TABS, *BEHIND) else "open",
            words=params.get("q", "").strip()[:60],
            organisation_id=int(unit) if unit.isdecimal() and len(unit) < 19 else None,
            place_code=place if place.isdecimal() and len(place) <= 15 else "",
            year=int(year) if year.isdecimal() and len(year) == 4 else None,
        )


def list_agreements(actor: Actor, asked: AgreementsAsked) -> OwnedQuerySet:
    """List the agreements one may see, those that end first at the head, by unit, year and words."""
    rows: OwnedQuerySet = Agreement.objects.visible_to(actor).select_related("organisation")
    if asked.organisation_id is not None:
        rows = rows.filter(organisation_id=asked.organisation_id)
    if asked.place_code:
        rows = rows.within(asked.place_code)
    if asked.year is not None:
        rows = rows.filter(_in_year(asked.state, asked.year))
    if asked.state == "rated":
        said = Evaluation.objects.filter(agreement=OuterRef("pk"), by=Evaluator.COMMUNITY)
        rows = rows.annotate(rating=Subquery(said.values("rating")[:1]))
    if asked.words:
        rows = rows.filter(Q(title__contains=asked.words) | Q(number=asked.words))
    return rows.order_by("ends_on", "pk")


def _in_year(state: str, year: int) -> Q:
    """Match what a year holds: what ran in it, or what a figure of it was counted from."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    match state:
        case "all":
            return Q(signed_on__range=(first, last))
        case "settled":
            return Q(accepted_on__range=(first, last)) | Q(
                signed_on__isnull=False, ended_on__range=(first, last)
            )
        case "rated":
            rated = Evaluation.objects.filter(
                agreement=OuterRef("pk"), by=Evaluator.COMMUNITY, made_on__range=(first, last)
            )
            return Q(Exists(rated))
    return Q(starts_on__lte=last, ends_on__gte=first)


def in_state(actor: Actor, rows: OwnedQuerySet, state: str) -> OwnedQuerySet:
    """Keep the agreements of one tab; what stands behind a figure is narrowed by its year already."""
    return rows.filter(conditions(actor)[state]) if state in TABS else rows


def count_states(actor: Actor, rows: OwnedQuerySet) -> dict[str, int]:
    """Count the tabs. One query."""
    return counts_of({name: rows.filter(condition) for name, condition in conditions(actor).items()})


def conditions(actor: Actor) -> Mapping[str, Q]:
    """Say which agreements stand under which tab."""
    today, over = timezone.localdate(), (AgreementStatus.EVALUATED, AgreementStatus.ENDED)
    return {
        "mine": waits_for(actor),
        "open": Q(status__in=OPEN_STATUSES),
        "drafted": Q(status=AgreementStatus.DRAFTED),
        "signed": Q(status=AgreementStatus.SIGNED),
        "delivered": Q(status=AgreementStatus.DELIVERED),
        "accepted": Q(status=AgreementStatus.ACCEPTED),
        "late": Q(status__in=OPEN_STATUSES, ends_on__lt=today),
        "over": Q(status__in=over),
    }


def waits_for(actor: Actor) -> Q:
    """Match the agreements in which the next step is this person's: to sign, confirm, answer, accept, evaluate."""
    places, units = own_places_and_units(actor)
    at_place, at_unit = Q(place_code__in=places), Q(organisation_id__in=units)
    mine = Q(pk__in=[])
    for side, here in ((Side.COMMUNITY, at_place), (Side.UNIT, at_unit)):
        mine |= here & _waits_for_side(side)
    return mine


def turns_of_units(rows: OwnedQuerySet, unit_ids: Collection[int]) -> OwnedQuerySet:
    """Keep the agreements in which something is to be done by these units, with what it is first as `turn`.

    What keeps the community waiting stands before what is merely to be delivered by a day.
    """
    signed = Q(status=AgreementStatus.SIGNED)
    kept = rows.filter(_waits_for_side(Side.UNIT) | signed, organisation_id__in=unit_ids)
    turn = Case(
        When(status=AgreementStatus.DRAFTED, then=Value(UnitTurn.SIGN.value)),
        When(Exists(_asked_of(Side.UNIT)), then=Value(UnitTurn.ANSWER.value)),
        When(Exists(_counts_at(UnitAnswer.ASKED)), then=Value(UnitTurn.CHECK.value)),
        When(status=AgreementStatus.ACCEPTED, then=Value(UnitTurn.EVALUATE.value)),
        default=Value(UnitTurn.DELIVER.value),
    )
    is_later = Case(When(turn=UnitTurn.DELIVER, then=Value(1)), default=Value(0))
    found: OwnedQuerySet = kept.annotate(turn=turn).order_by(is_later, "ends_on", "pk")
    return found


def _asked_of(side: Side) -> QuerySet[Supplement]:
    asked = Supplement.objects.filter(line__agreement=OuterRef("pk"), status=SupplementStatus.ASKED)
    return asked.exclude(side=side)


def _counts_at(answer: UnitAnswer) -> QuerySet[Delivery]:
    """Match the community's own counts of an agreement that wait: for the unit while it has time, or for the community."""
    rows = Delivery.objects.filter(
        line__agreement=OuterRef("pk"), status=DeliveryStatus.CONFIRMED, unit_answer=answer
    )
    return rows.filter(check_by__gte=timezone.localdate()) if answer == UnitAnswer.ASKED else rows


def _waits_for_side(side: Side) -> Q:
    unsigned = Q(status=AgreementStatus.DRAFTED, **{f"{side}_signed_at__isnull": True})
    of_this = {"agreement": OuterRef("pk")}
    evaluated = Exists(Evaluation.objects.filter(by=side.value, **of_this))
    found: Q = unsigned | Q(Q(status=AgreementStatus.ACCEPTED), ~evaluated)
    found |= Q(Q(status=AgreementStatus.SIGNED), Exists(_asked_of(side)))
    counted_in = Q(status__in=IN_FORCE)
    awaited = UnitAnswer.ASKED if side == Side.UNIT else UnitAnswer.CONTESTED
    found |= Q(counted_in, Exists(_counts_at(awaited)))
    if side == Side.COMMUNITY:
        entered = Delivery.objects.filter(line__agreement=OuterRef("pk"), status=DeliveryStatus.ENTERED)
        found |= Q(status=AgreementStatus.DELIVERED)
        found |= Q(Q(status=AgreementStatus.SIGNED), Exists(entered))
    return found


@dataclass(frozen=True)
class DeliveriesAsked:
    """Which deliveries are asked for; without a status those that count."""

    organisation_id: int | None = None
    place_code: str = ""
    year: int | None = None
    category: str = ""
    status: str = DeliveryStatus.CONFIRMED

    @classmethod
    def read(cls, params: QueryDict) -> "DeliveriesAsked":
        """Read an address; what can't be read is left out."""
        unit, year, status = params.get("unit", ""), params.get("year", ""), params.get("status", "")
        place = params.get("place", "")
        return cls(
            organisation_id=int(unit) if unit.isdecimal() and len(unit) < 19 else None,
            place_code=place if place.isdecimal() and len(place) <= 15 else "",
            year=int(year) if year.isdecimal() and len(year) == 4 else None,
            category=params.get("category", "")[:40],
            status=status if status in DeliveryStatus.values else DeliveryStatus.CONFIRMED,
        )


def list_deliveries(actor: Actor, asked: DeliveriesAsked) -> OwnedQuerySet:
    """List the deliveries one may see, the newest first."""
    rows: OwnedQuerySet = Delivery.objects.visible_to(actor).filter(status=asked.status)
    if asked.organisation_id is not None:
        rows = rows.filter(line__agreement__organisation_id=asked.organisation_id)
    if asked.place_code:
        rows = rows.within(asked.place_code)
    if asked.year is not None:
        rows = rows.filter(on__range=(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    if asked.category:
        rows = rows.filter(line__need__category=asked.category)
    return rows.select_related("line__need", "line__agreement__organisation").order_by("-on", "-pk")


@dataclass(frozen=True)
class DeliverySums:
    """What deliveries come to: how many, people served, minutes, cents."""

    count: int
    served: int
    minutes: int
    value_cents: int

    @property
    def hours(self) -> Decimal:
        """The time in hours, to the tenth."""
        return round_half_up(Fraction(self.minutes, 60), 1)


def sums_of(rows: OwnedQuerySet) -> DeliverySums:
    """Add up deliveries. One query."""
    found = rows.order_by().aggregate(
        count=Count("pk"),
        served=Coalesce(Sum("people_served"), 0),
        minutes_=Coalesce(Sum("minutes"), 0),
        value_=Coalesce(Sum("value_cents"), 0),
    )
    return DeliverySums(found["count"], found["served"], found["minutes_"], found["value_"])
