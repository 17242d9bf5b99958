"""The lists of a place and a period as a problem of the engine: bare columns, a constant number of queries, no model instances.

What is asked for, agreed or signed is taken off first: of a need, of a resource, and of what a unit takes on in a year. So whatever was
decided before stays, and only what is left is proposed.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Count, FloatField, Q, Sum
from django.db.models.functions import Cast

from gongjian.apps.cobuilding.choices import AgreementStatus, ClaimStatus, NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models import AgreementLine, AllianceMember, Claim, Need, Resource, RuledOut
from gongjian.core.access import ancestors_of, prefix_range
from gongjian.engines import matching
from gongjian.engines.matching import Point, Problem, Unit

SHARED = (
    "category",
    "quantity",
    "first_on",
    "last_on",
    "weekdays",
    "starts_at",
    "ends_at",
    "qualifications",
    "expires_on",
)
NEED_FIELDS = ("pk", "place_code", "urgency", "y", "x", *SHARED)
RESOURCE_FIELDS = ("pk", "organisation_id", "reach_m", "published_to", "y", "x", *SHARED)

AT_ONCE = 1_500
"""Needs and resources together that are worked out within the request; more are a job for the worker."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Lists:
    """A problem with the marks by which a changed entry is known, by key."""

    problem: Problem
    need_marks: dict[int, int]
    resource_marks: dict[int, int]


def read_lists(place_code: str, starts_on: date, ends_on: date) -> Lists:
    """Read what a run for a place and a period is about, whoever asks: nine queries, whatever the size."""
    needs = list(_needs(place_code, starts_on, ends_on).values_list(*NEED_FIELDS))
    resources = list(_resources(place_code, starts_on, ends_on).values_list(*RESOURCE_FIELDS))
    in_place = prefix_range("need__place_code", place_code)
    held_needs, held_resources = _held("need_id", in_place), _held("resource_id", Q())
    made_needs, given = [], Counter[str]()
    for row in needs:
        held = held_needs.get(row[0], 0)
        given[row[1]] += min(held, row[6])
        if row[6] > held:
            made_needs.append(_need(row, row[6] - held, starts_on, ends_on))
    made_resources = [_resource(row, max(row[7] - held_resources.get(row[0], 0), 0)) for row in resources]
    units = _units(place_code, starts_on.year)
    known = {need.key for need in made_needs}
    excluded = _excluded(in_place, resources, known)
    problem = Problem(tuple(made_needs), tuple(made_resources), units, excluded=excluded, given=dict(given))
    return Lists(problem, _marks(needs), _marks(resources))


def mark_of(model: type[Need] | type[Resource], key: int) -> int | None:
    """Return the mark of one entry now; None where it is gone."""
    fields = NEED_FIELDS if model is Need else RESOURCE_FIELDS
    row = _located(model.objects.filter(pk=key)).values_list(*fields).first()
    return None if row is None else _mark(row)


def count_waiting(place_code: str, starts_on: date, ends_on: date) -> tuple[int, int]:
    """Count the needs and resources that a run would be about."""
    return _needs(place_code, starts_on, ends_on).count(), _resources(place_code, starts_on, ends_on).count()


def are_lists_long() -> bool:
    """Whether more is asked for and offered than a request works out by itself (AT_ONCE). Two bounded queries."""
    found = 0
    for model, status in ((Need, NeedStatus.OPEN), (Resource, ResourceStatus.OFFERED)):
        found += model.objects.filter(status=status).order_by()[: AT_ONCE + 1].count()
    return found > AT_ONCE


def _needs(place_code: str, starts_on: date, ends_on: date) -> Any:
    """Needs that ask here; those passed up beyond this place are others' business now."""
    asking = Q(status=NeedStatus.OPEN) | (Q(status=NeedStatus.RAISED) & prefix_range("raised_to", place_code))
    rows = Need.objects.filter(prefix_range("place_code", place_code), asking)
    return _located(rows.filter(_meets(starts_on, ends_on))).order_by("pk")


def _resources(place_code: str, starts_on: date, ends_on: date) -> Any:
    """Resources published to this place, to one above it or to one in it."""
    shown = Q(published_to__in=[*ancestors_of(place_code), place_code]) | prefix_range(
        "published_to", place_code
    )
    rows = Resource.objects.filter(shown, status=ResourceStatus.OFFERED)
    return _located(rows.filter(_meets(starts_on, ends_on))).order_by("pk")


def _meets(starts_on: date, ends_on: date) -> Q:
    from_then = Q(last_on__isnull=True) | Q(last_on__gte=starts_on)
    until_then = Q(first_on__isnull=True) | Q(first_on__lte=ends_on)
    return from_then & until_then & Q(expires_on__gte=starts_on)


def _located(rows: Any) -> Any:
    return rows.annotate(y=Cast("latitude", FloatField()), x=Cast("longitude", FloatField()))


def _held(field: str, condition: Q) -> dict[int, int]:
    """Add up what lines of standing agreements and open claims take of each entry."""
    held = Counter[int]()
    lines = AgreementLine.objects.filter(condition).exclude(agreement__status=AgreementStatus.ENDED)
    claims = Claim.objects.filter(
        condition, status__in=(ClaimStatus.ASKED, ClaimStatus.CONSENTED), line__isnull=True
    )
    for rows, amount in ((lines, "promised"), (claims, "quantity")):
        found = rows.filter(**{f"{field}__isnull": False}).order_by().values_list(field).annotate(Sum(amount))
        held.update(dict(found))
    return held


def _need(row: Row, quantity: int, starts_on: date, ends_on: date) -> matching.Need:
    key, place_code, urgency, y, x, category, _quantity, first, last, days, opens, closes, skills, expires = (
        row
    )
    opens_at, closes_at = _minutes(opens, closes)
    return matching.Need(
        str(key), place_code, category, quantity, urgency, _point(y, x),
        max(first or starts_on, starts_on), min(last or ends_on, ends_on, expires),
        tuple(skills), _weekdays(days), opens_at, closes_at,
    )  # fmt: skip


def _resource(row: Row, capacity: int) -> matching.Resource:
    key, unit, reach, place, y, x, category, _quantity, first, last, days, opens, closes, skills, expires = (
        row
    )
    opens_at, closes_at = _minutes(opens, closes)
    until = min(last or expires, expires)
    return matching.Resource(
        str(key), str(unit), (category,), capacity, _point(y, x), reach,
        min(first, until) if first else None, until, tuple(skills), _weekdays(days), opens_at, closes_at, place,
    )  # fmt: skip


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def _weekdays(digits: str) -> tuple[int, ...]:
    return tuple(map(int, digits))


def _minutes(opens: time | None, closes: time | None) -> tuple[int | None, int | None]:
    """Write hours as minutes of the day; hours that don't make a span within a day say nothing."""
    first = opens.hour * 60 + opens.minute if opens else None
    last = closes.hour * 60 + closes.minute if closes else None
    if last is not None and (first or 0) >= last:
        return None, None
    return first, last


def _units(place_code: str, year: int) -> tuple[Unit, ...]:
    """How many more undertakings each member takes on this year: what it said to the alliances around here, less what it has.

    A unit that set no ceiling in one of them has none.
    """
    around = prefix_range("alliance__place_code", place_code) | Q(
        alliance__place_code__in=ancestors_of(place_code)
    )
    members = AllianceMember.objects.filter(around, left_on__isnull=True)
    ceilings: dict[int, int | None] = {}
    for unit, ceiling in members.order_by().values_list("organisation_id", "ceiling"):
        standing = ceilings.get(unit, 0)
        ceilings[unit] = None if ceiling is None or standing is None else standing + ceiling
    taken = dict(
        Claim.objects.filter(prefix_range("place_code", place_code), asked_at__year=year)
        .filter(status__in=(ClaimStatus.ASKED, ClaimStatus.CONSENTED))
        .order_by()
        .values_list("organisation_id")
        .annotate(Count("pk"))
    )
    return tuple(
        Unit(str(unit), max(ceiling - taken.get(unit, 0), 0))
        for unit, ceiling in ceilings.items()
        if ceiling is not None
    )


def _excluded(in_place: Q, resources: Sequence[Row], needs: set[str]) -> frozenset[tuple[str, str]]:
    """Pairs that may not be proposed: ruled out by people, declined by the unit, or already asked of it."""
    by_unit: dict[int, list[str]] = {}
    for row in resources:
        by_unit.setdefault(row[1], []).append(str(row[0]))
    known = {key for keys in by_unit.values() for key in keys}
    ruled = RuledOut.objects.filter(in_place).values_list(
        "need_id", "resource_id", "resource__organisation_id", "is_whole_unit"
    )
    answered = Claim.objects.filter(in_place, status__in=(ClaimStatus.ASKED, ClaimStatus.DECLINED))
    found = {(str(need), str(one)) for need, one, _unit, _whole in ruled}
    whole: Iterable[tuple[int, int]] = [
        *((need, unit) for need, _one, unit, is_whole in ruled if is_whole),
        *answered.values_list("need_id", "organisation_id"),
    ]
    found |= {(str(need), key) for need, unit in whole for key in by_unit.get(unit, ())}
    return frozenset((need, key) for need, key in found if need in needs and key in known)


def _marks(rows: Sequence[Row]) -> dict[int, int]:
    return {row[0]: _mark(row) for row in rows}


def _mark(row: Row) -> int:
    """A number that changes when anything changes that the engine reads of an entry."""
    return zlib.crc32(repr(row).encode())
