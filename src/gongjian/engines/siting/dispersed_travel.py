"""How far a home on a parcel has to travel: the nearest few of each kind.

    t[i]    = round(sum_k share[k] * t[i,k] / sum_k share[k])
    t[i,k]  = round(sum_j weight[j] * d[i,j] / sum_j weight[j])     j: the nearest[k] points of kind k

d is the great circle in whole metres; every t is rounded half up. Of points equally near, the earlier in the list counts.
A parcel that says its own travel (by road, measured elsewhere) keeps it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.distances import Points
from gongjian.engines.siting.parcels import Amenity, Kind, Parcel, Point

Whole = NDArray[np.int64]


def degrees(points: Sequence[Point]) -> NDArray[np.float64]:
    """Put points into an array, a row a point: latitude, longitude."""
    return np.array([(p.latitude, p.longitude) for p in points], dtype=np.float64).reshape(len(points), 2)


def travel_of(parcels: Sequence[Parcel], amenities: Sequence[Amenity], kinds: Sequence[Kind]) -> Whole:
    """Measure the travel of a home on each parcel, in whole metres."""
    total = np.zeros(len(parcels), dtype=np.int64)
    shares = sum(kind.share for kind in kinds)
    if shares and parcels:
        places = degrees([parcel.point for parcel in parcels])
        for kind in kinds:
            points = [one for one in amenities if one.kind == kind.key]
            total += kind.share * _nearest(places, points, kind.nearest)
        total = _rounded(total, np.int64(shares))
    for place, parcel in enumerate(parcels):
        if parcel.travel_m is not None:
            total[place] = parcel.travel_m
    return total


def _nearest(places: NDArray[np.float64], points: Sequence[Amenity], count: int) -> Whole:
    weight = np.array([one.weight for one in points], dtype=np.int64)
    lists = Points(places, degrees([one.point for one in points])).nearest(count)
    weights = weight[lists.site]
    way = np.add.reduceat(lists.metres * weights, lists.start[:-1])
    return _rounded(way, np.add.reduceat(weights, lists.start[:-1]))


def _rounded(numerator: Whole, denominator: Whole | np.int64) -> Whole:
    return (2 * numerator + denominator) // (2 * denominator)
