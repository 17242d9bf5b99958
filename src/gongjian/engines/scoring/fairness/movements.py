"""Find what can't have happened: an inspector in two places at once, faster than any car, or judging in no time.

Checked for each inspector, in the order of his own clock:
    together    two sheets of different places were open over a common time (touching ends don't count)
    too_fast    d metres between two photos in t seconds with d - a > v * t, a the metres that positions may err,
                v the greatest speed
    too_short   a sheet took less than `least_s` seconds for each of its items
    far_off     a photo was taken further than `far_m` from its place
    wrong_day   a photo was taken on another day than the sheet's inspection
Distances are along great circles of a sphere of 6,371,008.8 m (the mean radius, IUGG); a position may err by
`error_m`. A missing time or position accuses nobody. Each flag carries the numbers it rests on.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_008.8


class Oddity(StrEnum):
    """What is impossible, or nearly so."""

    TOGETHER = "together"
    TOO_FAST = "too_fast"
    TOO_SHORT = "too_short"
    FAR_OFF = "far_off"
    WRONG_DAY = "wrong_day"


@dataclass(frozen=True)
class Position:
    """Degrees of latitude and longitude (WGS 84)."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class Shot:
    """One photo: when (the inspector's clock), and where if known."""

    taken_at: datetime
    position: Position | None = None


@dataclass(frozen=True)
class Stay:
    """One sheet: who, which place, when it was begun and finished, how many items it has, its photos.

    `day` is the local date of inspection; the photos' times are in the same zone.
    """

    key: str
    inspector: str
    place: str
    items: int
    day: date
    started_at: datetime | None = None
    finished_at: datetime | None = None
    shots: tuple[Shot, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """What counts as impossible; the numbers are rules of the place and day."""

    most_km_h: Decimal
    least_s: Decimal
    far_m: int
    error_m: int


@dataclass(frozen=True)
class Flag:
    """One oddity of the sheets `keys`, with what was measured and the bound it breaks, in `unit`."""

    oddity: Oddity
    keys: tuple[str, ...]
    measured: float
    bound: float
    unit: str


def find_oddities(
    stays: Sequence[Stay], bounds: Bounds, *, places: Mapping[str, Position] | None = None
) -> tuple[Flag, ...]:
    """List what can't have happened, inspector by inspector in the order given, then by time.

    `places` gives where places lie, as far as is known.
    """
    by_inspector: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_inspector[stay.inspector].append(stay)
    found: list[Flag] = []
    for own in by_inspector.values():
        found.extend(_together(own))
        found.extend(_too_fast(own, bounds))
        for stay in own:
            found.extend(_alone(stay, bounds, (places or {}).get(stay.place)))
    return tuple(found)


def metres_between(one: Position, other: Position) -> float:
    """Return the great-circle distance.

    >>> round(metres_between(Position(Decimal(0), Decimal(0)), Position(Decimal(0), Decimal(1))))
    111195
    """
    first, second = radians(one.latitude), radians(other.latitude)
    half = sin((second - first) / 2) ** 2
    half += cos(first) * cos(second) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def _together(stays: Sequence[Stay]) -> Iterator[Flag]:
    timed = [stay for stay in stays if stay.started_at and stay.finished_at]
    timed.sort(key=lambda stay: (stay.started_at, stay.key))
    for index, stay in enumerate(timed):
        for other in timed[index + 1 :]:
            if other.started_at >= stay.finished_at:  # type: ignore[operator]
                break
            if other.place == stay.place:
                continue
            ends = min(stay.finished_at, other.finished_at)  # type: ignore[type-var]
            overlap = (ends - other.started_at).total_seconds()  # type: ignore[operator]
            if overlap > 0:
                yield Flag(Oddity.TOGETHER, (stay.key, other.key), overlap / 60, 0, "分钟")


def _too_fast(stays: Sequence[Stay], bounds: Bounds) -> Iterator[Flag]:
    shots = [
        (shot.taken_at, stay.key, shot.position) for stay in stays for shot in stay.shots if shot.position
    ]
    shots.sort(key=lambda shot: (shot[0], shot[1]))
    named: set[tuple[str, str]] = set()
    for (began, first, here), (ended, second, there) in pairwise(shots):
        if first == second or (first, second) in named:
            continue
        hours = (ended - began).total_seconds() / 3600
        gone_m = metres_between(here, there)
        certain_km = (gone_m - 2 * bounds.error_m) / 1000
        if certain_km > float(bounds.most_km_h) * hours:
            named.add((first, second))
            yield Flag(
                Oddity.TOO_FAST, (first, second), gone_m / 1000, float(bounds.most_km_h) * hours, "公里"
            )


def _alone(stay: Stay, bounds: Bounds, place: Position | None) -> Iterator[Flag]:
    if stay.started_at and stay.finished_at and stay.items:
        took = (stay.finished_at - stay.started_at).total_seconds()
        least = float(bounds.least_s) * stay.items
        if took < least:
            yield Flag(Oddity.TOO_SHORT, (stay.key,), took, least, "秒")
    away = [metres_between(place, shot.position) for shot in stay.shots if place and shot.position]
    if away and max(away) - bounds.error_m > bounds.far_m:
        yield Flag(Oddity.FAR_OFF, (stay.key,), max(away), bounds.far_m, "米")
    other_days = {abs((shot.taken_at.date() - stay.day).days) for shot in stay.shots} - {0}
    if other_days:
        yield Flag(Oddity.WRONG_DAY, (stay.key,), max(other_days), 0, "天")
