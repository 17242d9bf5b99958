"""Distances in whole metres: great circle between points, else by how much of the codes agree.

    d = 2 R asin(|u - v| / 2)        u, v: unit vectors of the two points, R = 6,371,008.8 m

Where either point is unknown, the distance of two codes is stated by the longest common level:
same place 0 km, same community 1, street 5, county 20, city 80, province 300, else 1,000 km.
"""

from collections.abc import Sequence
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.roster.model import Point

EARTH_M = 6_371_008.8
LEVELS = ((2, 300_000), (4, 80_000), (6, 20_000), (9, 5_000), (12, 1_000))
"""Digits of a code that agree, and the metres that stand for it."""
FAR_M = 1_000_000


def haversine_m(one: Point, other: Point) -> int:
    """Measure the great circle between two points.

    >>> haversine_m(Point(30.53, 105.59), Point(30.53, 105.60))
    958
    """
    return int(_metres(_vectors([one]), _vectors([other]))[0, 0])


class Distances:
    """Distances from places to inspectors' starting points, a block of places at a time."""

    def __init__(
        self,
        places: Sequence[tuple[str, Point | None]],
        starts: Sequence[tuple[str, Point | None]],
    ) -> None:
        self._places, self._starts = _vectors([p for _, p in places]), _vectors([p for _, p in starts])
        self._unknown_place = np.array([point is None for _, point in places], dtype=np.bool_)
        self._unknown_start = np.array([point is None for _, point in starts], dtype=np.bool_)
        codes = ([code for code, _ in places], [code for code, _ in starts])
        self._parts = [tuple(_parts(part, digits) for part in codes) for digits, _ in LEVELS]
        self._same = _shared(*codes)

    def block(self, first: int, last: int) -> NDArray[np.int64]:
        """Measure from places first..last-1 (rows) to every start (columns)."""
        found = _metres(self._places[first:last], self._starts)
        rows = self._unknown_place[first:last]
        if rows.any() or self._unknown_start.any():
            by_code = np.full(found.shape, FAR_M, dtype=np.int64)
            for (of_places, of_starts), (_, metres) in zip(self._parts, LEVELS, strict=True):
                agree = of_places[first:last, None] == of_starts[None, :]
                by_code[agree & (of_places[first:last, None] >= 0)] = metres
            same_places, same_starts = self._same
            by_code[same_places[first:last, None] == same_starts[None, :]] = 0
            unknown = rows[:, None] | self._unknown_start[None, :]
            found = np.where(unknown, by_code, found)
        return found


def _vectors(points: Sequence[Point | None]) -> NDArray[np.float64]:
    rows = [
        (
            cos(radians(p.latitude)) * cos(radians(p.longitude)),
            cos(radians(p.latitude)) * sin(radians(p.longitude)),
            sin(radians(p.latitude)),
        )
        if p is not None
        else (0.0, 0.0, 0.0)
        for p in points
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)


def _metres(places: NDArray[np.float64], starts: NDArray[np.float64]) -> NDArray[np.int64]:
    squares = np.zeros((len(places), len(starts)))
    for axis in range(3):
        squares += (places[:, axis, None] - starts[None, :, axis]) ** 2
    halves = np.sqrt(squares, out=squares)
    halves *= 0.5
    return np.rint(2 * EARTH_M * np.arcsin(np.minimum(halves, 1.0, out=halves), out=halves)).astype(np.int64)


def _parts(codes: Sequence[str], digits: int) -> NDArray[np.int64]:
    """Number the leading digits; -1 where a code is shorter."""
    return np.array([int(code[:digits]) if len(code) >= digits else -1 for code in codes], dtype=np.int64)


def _shared(*lists: Sequence[str]) -> tuple[NDArray[np.int64], ...]:
    numbers: dict[str, int] = {}
    return tuple(
        np.array([numbers.setdefault(code, len(numbers)) for code in codes], dtype=np.int64)
        for codes in lists
    )
