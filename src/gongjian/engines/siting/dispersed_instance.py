"""A problem as arrays: the usable parcels, what they cost, who is near whom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.dispersed_travel import degrees, travel_of
from gongjian.engines.siting.distances import EARTH_M, Points, unit_vectors
from gongjian.engines.siting.parcels import Parcel, Problem

Whole = NDArray[np.int64]


MOST_PAIRS = 500_000
"""More pairs of near parcels than this are refused: the rows over them would not fit."""


@dataclass(frozen=True)
class Instance:
    """What the solver sees. Rows are the usable parcels in order of their keys.

    value = sum of x_points * homes + z_points * opened. `near` are pairs (i < j) within one cluster, `barred` pairs
    too far apart for one cluster and too near for two with their distance, `close` both kinds;
    a row a pair. `street` and `channel` are indices into the problem's (-1: no channel).
    """

    problem: Problem
    parcels: tuple[Parcel, ...]
    least: Whole
    most: Whole
    travel_m: Whole
    home_cents: Whole
    site_cents: Whole
    street: Whole
    channel: Whole
    near: Whole
    barred: Whole
    barred_m: Whole
    close: Whole

    @property
    def x_points(self) -> Whole:
        """Points a home on each parcel adds to the value."""
        weights = self.problem.weights
        return weights.travel * self.travel_m + weights.cost * self.home_cents

    @property
    def z_points(self) -> Whole:
        """Points an opened site adds to the value."""
        weights = self.problem.weights
        return weights.cost * self.site_cents + weights.site

    def value_of(self, homes: Whole) -> int:
        """Value a plan, exactly."""
        opened = homes > 0
        return sum(
            int(count) * int(x) + int(z)
            for count, x, z in zip(homes[opened], self.x_points[opened], self.z_points[opened], strict=True)
        )


def why_out(parcel: Parcel) -> str:
    """Say why a parcel can't be used; nothing if it can."""
    faults = []
    if not parcel.is_zoned:
        faults.append("用途不符合规划")
    if not parcel.has_title:
        faults.append("权属不清")
    if not faults and not parcel.bar:
        return ""
    said = "、".join(faults)
    return f"{said}（{parcel.bar}）" if said and parcel.bar else said or parcel.bar


def build(problem: Problem) -> Instance:
    """Turn a checked problem into arrays."""
    parcels = tuple(sorted((p for p in problem.parcels if not why_out(p)), key=lambda parcel: parcel.key))
    streets = {street.key: index for index, street in enumerate(problem.streets)}
    channels = {channel.key: index for index, channel in enumerate(problem.channels)}
    pairs, metres = _pairs(parcels, max(problem.rules.cluster_m, problem.rules.spread_m - 1))
    is_near = metres <= problem.rules.cluster_m
    return Instance(
        problem,
        parcels,
        _numbers([parcel.least for parcel in parcels]),
        _numbers([parcel.most for parcel in parcels]),
        travel_of(parcels, problem.amenities, problem.kinds),
        _numbers([parcel.home_cents for parcel in parcels]),
        _numbers([parcel.site_cents for parcel in parcels]),
        _numbers([streets[parcel.street] for parcel in parcels]),
        _numbers([channels.get(parcel.channel, -1) for parcel in parcels]),
        pairs[is_near],
        pairs[~is_near],
        metres[~is_near],
        pairs,
    )


def _pairs(parcels: tuple[Parcel, ...], radius_m: int) -> tuple[Whole, Whole]:
    """List the pairs (i < j) within a radius, and their distances."""
    if len(parcels) < 2:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64)
    places = degrees([parcel.point for parcel in parcels])
    _refuse_crowd(places, radius_m)
    lists = Points(places, places).within(radius_m)
    one, other = lists.clients.astype(np.int64), lists.site.astype(np.int64)
    is_first = one < other
    found: Whole = np.column_stack([one[is_first], other[is_first]])
    order = np.lexsort((found[:, 1], found[:, 0]))
    return found[order], lists.metres[is_first][order].astype(np.int64)


def _refuse_crowd(places: NDArray[np.float64], radius_m: int) -> None:
    if len(places) * (len(places) - 1) // 2 <= MOST_PAIRS:
        return
    from scipy.spatial import cKDTree

    tree = cKDTree(unit_vectors(places, "地块"))
    chord = 2 * np.sin(min((radius_m + 1) / (2 * EARTH_M), np.pi / 2))
    pairs = (int(tree.count_neighbors(tree, chord)) - len(places)) // 2
    if pairs > MOST_PAIRS:
        raise EngineInputError(
            f"{radius_m} 米内的地块有 {pairs} 对，超过 {MOST_PAIRS} 对，算不了。请减小半径或间距，或分片来算。"
        )


def _numbers(values: list[int]) -> Whole:
    return np.array(values, dtype=np.int64)
