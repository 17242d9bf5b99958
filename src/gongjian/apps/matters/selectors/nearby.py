"""What lies near, and what is the same again: by class, place, point and address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.models.matters import MatterQuerySet
from gongjian.core.rules import rule_value

EARTH_M = 6_371_008.8
DEGREE_M = 111_195.0
NEARBY_M = "matters.nearby_m"
MOST_NEAR = 200


@dataclass(frozen=True)
class NearMatter:
    """A matter and how far it is, in metres."""

    matter: Matter
    distance_m: int


def distance_m(lat_a: Decimal, lon_a: Decimal, lat_b: Decimal, lon_b: Decimal) -> float:
    """Return the great-circle distance of two WGS-84 points in metres (haversine, mean earth radius)."""
    a, b = radians(lat_a), radians(lat_b)
    turn = radians(lon_b - lon_a)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def near_point(
    latitude: Decimal, longitude: Decimal, metres: int, *, since: datetime, open_only: bool = True
) -> list[NearMatter]:
    """List matters around a point, the nearest first; for offering "me too", so no scope narrows it.

    What the caller shows of them to the public is title, state and distance, nothing personal.
    """
    rows = Matter.objects.filter(_box(latitude, longitude, metres), received_at__gte=since)
    if open_only:
        rows = rows.filter(closed_at__isnull=True).exclude(state=MatterState.MERGED)
    found = [
        NearMatter(row, round(gap))
        for row in rows.order_by("-received_at")[:MOST_NEAR]
        if (gap := distance_m(latitude, longitude, row.latitude, row.longitude)) <= metres
    ]
    return sorted(found, key=lambda near: (near.distance_m, near.matter.pk))


def _box(latitude: Decimal, longitude: Decimal, metres: int) -> Q:
    tall = Decimal(metres / DEGREE_M)
    wide = Decimal(metres / DEGREE_M / max(0.01, cos(radians(latitude))))
    return Q(
        latitude__range=(latitude - tall, latitude + tall),
        longitude__range=(longitude - wide, longitude + wide),
    )


def nearby_m(place_code: str) -> int:
    """Return within how many metres two reports may be of the same thing."""
    return int(rule_value(NEARBY_M, on=timezone.localdate(), place_code=place_code))


def near_matters(matter: Matter, days: int = 90) -> list[NearMatter]:
    """List the matters around one, itself left out."""
    if matter.latitude is None or matter.longitude is None:
        return []
    since = timezone.now() - timedelta(days=days)
    found = near_point(
        matter.latitude, matter.longitude, nearby_m(matter.place_code), since=since, open_only=False
    )
    return [near for near in found if near.matter.pk != matter.pk]


def earlier_repeats(matter: Matter, since: datetime) -> MatterQuerySet:
    """Match what was raised before of the same class at the same place: near it, or at the same address.

    Void and refused ones don't count; without a point and an address the place has to do.
    """
    rows = Matter.objects.filter(
        matter_class_id=matter.matter_class_id,
        place_code=matter.place_code,
        received_at__gte=since,
        received_at__lt=matter.received_at,
    ).exclude(state__in=(MatterState.VOID, MatterState.REJECTED))
    where = Q(pk__in=[])
    if matter.latitude is not None and matter.longitude is not None:
        where |= _box(matter.latitude, matter.longitude, nearby_m(matter.place_code))
    if matter.address:
        where |= Q(address=matter.address)
    return rows.filter(where) if where != Q(pk__in=[]) else rows
