"""What lies near, and what is the same again: by class, place, point and address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.models.matters import MatterQuerySet
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.rules import rule_value
from gongjian.engines.coordinates import Position, box_around, metres_between

NEARBY_M = "matters.nearby_m"
REPEAT_DAYS = "matters.repeat_days"
MOST_NEAR = 200


@dataclass(frozen=True)
class NearMatter:
    """A matter and how far it is, in metres."""

    matter: Matter
    distance_m: int


def near_point(latitude: Decimal, longitude: Decimal, metres: int, *, since: datetime) -> list[NearMatter]:
    """List open matters around a point, the nearest first; for offering "me too", so no scope narrows it.

    What the caller shows of them to the public is title, state and distance, nothing personal.
    """
    rows = Matter.objects.filter(closed_at__isnull=True).exclude(state=MatterState.MERGED)
    return _near(rows, latitude, longitude, metres, since)


def _near(
    rows: OwnedQuerySet, latitude: Decimal, longitude: Decimal, metres: int, since: datetime
) -> list[NearMatter]:
    inside = rows.filter(_box(latitude, longitude, metres), received_at__gte=since)
    found = [
        NearMatter(row, round(gap))
        for row in inside.order_by("-received_at")[:MOST_NEAR]
        if (gap := metres_between(_at(latitude, longitude), _at(row.latitude, row.longitude))) <= metres
    ]
    return sorted(found, key=lambda near: (near.distance_m, near.matter.pk))


def _box(latitude: Decimal, longitude: Decimal, metres: int) -> Q:
    box = box_around(_at(latitude, longitude), metres)
    return Q(
        latitude__range=(Decimal(str(box.south)), Decimal(str(box.north))),
        longitude__range=(Decimal(str(box.west)), Decimal(str(box.east))),
    )


def _at(latitude: Decimal, longitude: Decimal) -> Position:
    return Position(float(latitude), float(longitude))


def nearby_m(place_code: str) -> int:
    """Return within how many metres two reports may be of the same thing."""
    return int(rule_value(NEARBY_M, on=timezone.localdate(), place_code=place_code))


def near_matters(actor: Actor, matter: Matter) -> list[NearMatter]:
    """List the matters around one that the actor may see, itself left out, as far back as repeats count."""
    if matter.latitude is None or matter.longitude is None:
        return []
    since = timezone.now() - timedelta(days=repeat_days(matter))
    rows = Matter.objects.visible_to(actor).exclude(pk=matter.pk)
    return _near(rows, matter.latitude, matter.longitude, nearby_m(matter.place_code), since)


def repeat_days(matter: Matter) -> int:
    """Return within how many days the same again is a repeat, by the rule of the day it came in."""
    day = timezone.localdate(matter.received_at)
    return int(rule_value(REPEAT_DAYS, on=day, place_code=matter.place_code))


def earlier_repeats(matter: Matter) -> MatterQuerySet:
    """Match what was raised before of the same class at the same place: near it, or at the same address.

    Void and refused ones don't count; where neither point nor address is known the place has to do.
    """
    rows: MatterQuerySet = Matter.objects.filter(
        matter_class_id=matter.matter_class_id,
        place_code=matter.place_code,
        received_at__gte=matter.received_at - timedelta(days=repeat_days(matter)),
        received_at__lt=matter.received_at,
    ).exclude(state__in=(MatterState.VOID, MatterState.REJECTED))
    same = []
    if matter.latitude is not None and matter.longitude is not None:
        same.append(_box(matter.latitude, matter.longitude, nearby_m(matter.place_code)))
    if matter.address:
        same.append(Q(address=matter.address))
    return rows.filter(reduce(or_, same)) if same else rows
