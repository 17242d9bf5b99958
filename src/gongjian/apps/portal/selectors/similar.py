"""Open matters nearby that may be the one about to be reported: offered first, and told without a word of their reporters'."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from gongjian.apps.matters.choices import MatterKind, MatterState
from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.apps.matters.selectors.nearby import near_point, nearby_m
from gongjian.apps.matters.selectors.public import public_address
from gongjian.apps.portal.selectors.published import what_of
from gongjian.core.access import prefix_range
from gongjian.engines.classification import Known, near
from gongjian.engines.coordinates import Position

WITHIN = timedelta(days=60)
CANDIDATES = 200
OFFERED = 3


@dataclass(frozen=True)
class Similar:
    """An open matter as a stranger is told of it: what, where to the building, since when, how many met it."""

    number: str
    what: str
    address: str
    state: str
    received_at: datetime
    me_too_count: int
    distance_m: int | None


def similar_open(
    *,
    place_code: str,
    words: str,
    class_id: int | None,
    address: str,
    latitude: Decimal | None,
    longitude: Decimal | None,
) -> list[Similar]:
    """List open reports that may be the same, the likeliest first; disputes and what is dangerous are never told of."""
    point = (latitude, longitude) if latitude is not None and longitude is not None else None
    found = _candidates(place_code, address, point)
    asked = Known("", words, _position(*point) if point else None, _code_of(class_id), address)
    known = [
        Known(
            str(pk),
            row.words,
            _position(row.latitude, row.longitude),
            row.matter_class.service_code if row.matter_class else "",
            row.address,
        )
        for pk, row in found.items()
    ]
    hits = near(asked, known, nearby_m(place_code), OFFERED)
    return [_told(found[int(hit.key)], hit.metres) for hit in hits]


def _candidates(place_code: str, address: str, point: tuple[Decimal, Decimal] | None) -> dict[int, Matter]:
    since = timezone.now() - WITHIN
    rows: list[Matter] = []
    if point:
        rows += [hit.matter for hit in near_point(*point, nearby_m(place_code), since=since)]
    if address:
        at_place = Matter.objects.filter(
            prefix_range("place_code", place_code), closed_at__isnull=True, received_at__gte=since
        ).exclude(address="")
        rows += list(at_place.order_by("-received_at")[:CANDIDATES])
    ids = {row.pk for row in rows}
    offered = Matter.objects.filter(pk__in=ids, kind=MatterKind.REPORT, is_danger=False)
    return offered.exclude(state=MatterState.MERGED).select_related("matter_class").in_bulk()


def _code_of(class_id: int | None) -> str:
    found = MatterClass.objects.filter(pk=class_id).first() if class_id else None
    return found.service_code if found else ""


def _position(latitude: Decimal | None, longitude: Decimal | None) -> Position | None:
    return None if latitude is None or longitude is None else Position(float(latitude), float(longitude))


def _told(row: Matter, metres: int | None) -> Similar:
    return Similar(
        number=row.number,
        what=what_of(row),
        address=public_address(row),
        state=str(row.get_state_display()),
        received_at=row.received_at,
        me_too_count=row.me_too_count,
        distance_m=metres,
    )
