"""Points on the ground: a checked position, the metres between two, and boxes around them.

    metres   2 R asin sqrt(sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2)),  R = 6,371,008.8 m      (haversine)
    box      of radius r around (φ, λ):  φ ± r/R,  λ ± asin(sin(r/R) / cos φ)

The half width of the box is where the circle touches its meridian, so no point of the circle lies outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, degrees, isfinite, pi, radians, sin, sqrt

from gongjian.engines.errors import EngineInputError

EARTH_M = 6_371_008.8
"""The mean radius of the earth (IUGG 1980)."""


@dataclass(frozen=True)
class Position:
    """A point in decimal degrees. Raises EngineInputError for one that isn't on the globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and isfinite(self.longitude)):
            raise EngineInputError("经纬度应是数字。请改后再试。")
        if abs(self.latitude) > 90 or abs(self.longitude) > 180:
            raise EngineInputError(
                f"纬度 {self.latitude:g}、经度 {self.longitude:g} 不在地球上：纬度应在 -90 到 90 之间，"
                "经度应在 -180 到 180 之间。请看是不是写反了。"
            )


@dataclass(frozen=True)
class Box:
    """A rectangle of the map in degrees, its edges included; it doesn't cross the 180th meridian."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, at: Position) -> bool:
        """Say whether a point lies in the box or on its edge."""
        return self.south <= at.latitude <= self.north and self.west <= at.longitude <= self.east


def metres_between(one: Position, other: Position) -> float:
    """Measure the great circle between two points in metres.

    >>> round(metres_between(Position(30.53, 105.59), Position(30.53, 105.60)))
    958
    """
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(north / 2) ** 2
    half += cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def box_around(at: Position, radius_m: float) -> Box:
    """Return the least box that holds every point within `radius_m` of `at`, to look among before measuring.

    Raises EngineInputError for a negative radius.
    """
    if radius_m < 0:
        raise EngineInputError("半径不能是负数。")
    angle = min(radius_m / EARTH_M, pi)
    high = degrees(angle)
    south, north = max(-90.0, at.latitude - high), min(90.0, at.latitude + high)
    if abs(at.latitude) + high >= 90:  # the pole is inside
        return Box(south, -180.0, north, 180.0)
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(at.latitude)))))
    return Box(south, max(-180.0, at.longitude - wide), north, min(180.0, at.longitude + wide))


def box_of(points: Iterable[Position]) -> Box:
    """Return the least box that holds all points. Raises EngineInputError when there are none."""
    known = list(points)
    if not known:
        raise EngineInputError("没有位置，框不出范围。")
    latitudes, longitudes = [p.latitude for p in known], [p.longitude for p in known]
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))
