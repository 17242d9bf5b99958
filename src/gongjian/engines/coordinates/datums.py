"""WGS-84 (satellites, 天地图 within half a metre), GCJ-02 (高德, 腾讯) and BD-09 (百度): from any to any.

GCJ-02 moves a point by metres (n, e) that are sums of sines of x = longitude - 105 and y = latitude - 35, turned into
degrees on the Krasovsky ellipsoid (a = 6,378,245 m, e² = 0.00669342162296594323):

    Δφ = n / (π/180 · a (1 - e²) / W³)      Δλ = e / (π/180 · a cos φ / W)      W² = 1 - e² sin² φ

BD-09 turns and stretches the GCJ-02 point about the origin by at most 3e-6 rad and 2e-5 degrees, then adds (0.006, 0.0065).
Neither has a closed inverse. Both shifts change by less than 1 % of the way, so the fixed point of
w = g - shift(w) is reached by repetition, each round at least a hundred times nearer.

The database holds WGS-84 only; shift where data comes in or goes out. The shift holds within the rectangle
that all published versions use (72.004–137.8347 E, 0.8293–55.8271 N); outside of it the three are one.
Sources: the formulas as published by wandergis/coordtransform and googollee/eviltransform; agreement with the
official service is a few metres at worst.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from gongjian.engines.coordinates.ground import Box, Position

AXIS_M, ECCENTRICITY = 6_378_245.0, 0.00669342162296594323
SHIFTED = Box(0.8293, 72.004, 55.8271, 137.8347)
SETTLED_DEGREES, MOST_ROUNDS = 1e-12, 30
BAIDU_TURN = pi * 3000 / 180


class Datum(StrEnum):
    """What a pair of degrees refers to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def is_in_china(at: Position) -> bool:
    """Say whether a WGS-84 point lies in the rectangle in which maps are shifted (wider than the country)."""
    return SHIFTED.holds(at)


def convert(at: Position, source: Datum, target: Datum) -> Position:
    """Say where a point of one datum lies in another; there and back within 1e-9 degrees.

    >>> shifted = convert(Position(39.915, 116.404), Datum.WGS84, Datum.GCJ02)
    >>> round(shifted.latitude, 6), round(shifted.longitude, 6)
    (39.916404, 116.410244)
    """
    order = list(Datum)
    start, end = order.index(source), order.index(target)
    if start == end:
        return at
    earth = at
    for step in reversed(_STEPS[:start]):
        earth = _undo(step, earth)
    if not is_in_china(earth):
        return at
    for step in _STEPS[:end]:
        earth = step(earth)
    return earth


def _undo(step: Callable[[Position], Position], shifted: Position) -> Position:
    latitude, longitude = shifted.latitude, shifted.longitude
    for _ in range(MOST_ROUNDS):
        ahead = step(Position(latitude, longitude))
        north, east = shifted.latitude - ahead.latitude, shifted.longitude - ahead.longitude
        latitude, longitude = latitude + north, longitude + east
        if abs(north) < SETTLED_DEGREES and abs(east) < SETTLED_DEGREES:
            break
    return Position(latitude, longitude)


def _to_gcj02(at: Position) -> Position:
    x, y = at.longitude - 105, at.latitude - 35
    shared = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north_m += 2 / 3 * (shared + _waves(y, 20, 40, 160, 320))
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east_m += 2 / 3 * (shared + _waves(x, 20, 40, 150, 300))
    latitude = radians(at.latitude)
    square = 1 - ECCENTRICITY * sin(latitude) ** 2
    north = north_m / radians(AXIS_M * (1 - ECCENTRICITY) / square**1.5)
    east = east_m / radians(AXIS_M * cos(latitude) / sqrt(square))
    return Position(at.latitude + north, at.longitude + east)


def _waves(t: float, first: float, second: float, third: float, fourth: float) -> float:
    low = first * sin(t * pi) + second * sin(t / 3 * pi)
    return low + third * sin(t / 12 * pi) + fourth * sin(t / 30 * pi)


def _to_bd09(at: Position) -> Position:
    x, y = at.longitude, at.latitude
    far = hypot(x, y) + 0.00002 * sin(y * BAIDU_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * BAIDU_TURN)
    return Position(far * sin(angle) + 0.006, far * cos(angle) + 0.0065)


_STEPS = (_to_gcj02, _to_bd09)
"""From each datum to the next, in the order of `Datum`."""
