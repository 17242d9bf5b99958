"""The mixed integer programme of a plan, limit by limit, so that a limit can be left out to find a conflict.

minimise  sum x_points[i] x[i] + z_points[i] z[i]          z[i] in {0, 1} opened, x[i] whole homes
least[i] z[i] <= x[i] <= most[i] z[i]
least[s] <= sum over the street x[i] <= most[s]            Limit STREET_LEAST, STREET_MOST
sum over {j: d[i,j] <= cluster_m} x[j] <= cap              CAP, for each i
z[i] + z[j] <= 1 where cluster_m < d[i,j] < spread_m       SPREAD, also as rows over cliques of such pairs
sum over S x[j] <= cap where all pairs of S are linked     CAP and SPREAD together: those open in S are pairwise in one
    by d <= cluster_m or a bar                             cluster, so all are in the ball of any of them
homes and money of channels, ceilings on criteria          CHANNEL_*, CEILING
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.dispersed_cliques import cover_by_cliques
from gongjian.engines.siting.dispersed_instance import Instance, Whole


class Of(StrEnum):
    """What a limit is about."""

    STREET_LEAST = "street_least"
    STREET_MOST = "street_most"
    CAP = "cap"
    SPREAD = "spread"
    CHANNEL_LEAST = "channel_least"
    CHANNEL_MOST = "channel_most"
    CHANNEL_BUDGET = "channel_budget"
    TRAVEL = "travel"
    COST = "cost"
    SITES = "sites"


@dataclass(frozen=True, order=True)
class Limit:
    """A named limit of the problem: what it is about, and the index of its street or channel."""

    of: Of
    index: int = 0


@dataclass(frozen=True)
class Row:
    """low <= x_part * x[columns] + z_part * z[columns] <= high, in whole numbers."""

    limits: tuple[Limit, ...]
    columns: Whole
    x_part: Whole
    z_part: Whole
    low: int | None
    high: int | None


def limits_of(instance: Instance) -> tuple[Limit, ...]:
    """List every limit of a problem that can bind."""
    problem, ceilings = instance.problem, instance.problem.ceilings
    found = [
        Limit(of, index) for index in range(len(problem.streets)) for of in (Of.STREET_LEAST, Of.STREET_MOST)
    ]
    found += [Limit(Of.CAP)] + [Limit(Of.SPREAD)] * (len(instance.barred) > 0)
    for index, channel in enumerate(problem.channels):
        found += [Limit(Of.CHANNEL_LEAST, index)] * (channel.least > 0)
        found += [Limit(Of.CHANNEL_MOST, index)] * (channel.most is not None)
        found += [Limit(Of.CHANNEL_BUDGET, index)] * (channel.budget_cents is not None)
    for of, most in (
        (Of.TRAVEL, ceilings.travel_m),
        (Of.COST, ceilings.cost_cents),
        (Of.SITES, ceilings.sites),
    ):
        found += [Limit(of)] * (most is not None)
    return tuple(found)


def rows_of(instance: Instance, *, by_pairs: bool = False) -> list[Row]:
    """Write every row of every limit.

    With `by_pairs` the spread has a row a pair in place of one a clique: a weaker linear programme, but HiGHS finds the cliques
    itself while it branches; on four of five cities of the benchmark it was a fifth faster so.
    """
    return [
        *_street_rows(instance),
        *_cluster_rows(instance),
        *_spread_rows(instance, by_pairs),
        *_channel_rows(instance),
        *_ceiling_rows(instance),
    ]


def _street_rows(instance: Instance) -> Iterator[Row]:
    for index, street in enumerate(instance.problem.streets):
        columns = np.flatnonzero(instance.street == index)
        yield _homes(columns, street.least, None, Limit(Of.STREET_LEAST, index))
        yield _homes(columns, None, street.most, Limit(Of.STREET_MOST, index))


def _cluster_rows(instance: Instance) -> Iterator[Row]:
    count, cap = len(instance.parcels), instance.problem.rules.cluster_cap
    for ball in _balls(count, instance.near):
        yield _homes(ball, None, cap, Limit(Of.CAP))
    if len(instance.barred):
        for clique in cover_by_cliques(count, instance.close):
            yield _homes(np.array(clique, dtype=np.int64), None, cap, Limit(Of.CAP), Limit(Of.SPREAD))


def _spread_rows(instance: Instance, by_pairs: bool) -> Iterator[Row]:
    pairs = instance.barred
    for together in pairs if by_pairs else cover_by_cliques(len(instance.parcels), pairs):
        columns = np.array(together, dtype=np.int64)
        zeros, ones = np.zeros(len(columns), dtype=np.int64), np.ones(len(columns), dtype=np.int64)
        yield Row((Limit(Of.SPREAD),), columns, zeros, ones, None, 1)


def _balls(count: int, near: Whole) -> list[Whole]:
    """List who is within one cluster of each parcel, itself too; equal ones once."""
    members: list[list[int]] = [[index] for index in range(count)]
    for one, other in near.tolist():
        members[one].append(other)
        members[other].append(one)
    return [np.array(ball, dtype=np.int64) for ball in sorted({tuple(sorted(ball)) for ball in members})]


def _channel_rows(instance: Instance) -> Iterator[Row]:
    for index, channel in enumerate(instance.problem.channels):
        columns = np.flatnonzero(instance.channel == index)
        if channel.least:
            yield _homes(columns, channel.least, None, Limit(Of.CHANNEL_LEAST, index))
        if channel.most is not None:
            yield _homes(columns, None, channel.most, Limit(Of.CHANNEL_MOST, index))
        if channel.budget_cents is not None:
            limit = (Limit(Of.CHANNEL_BUDGET, index),)
            costs = instance.home_cents[columns], instance.site_cents[columns]
            yield Row(limit, columns, *costs, None, channel.budget_cents)


def _ceiling_rows(instance: Instance) -> Iterator[Row]:
    ceilings, columns = instance.problem.ceilings, np.arange(len(instance.parcels))
    zeros, ones = np.zeros(len(columns), dtype=np.int64), np.ones(len(columns), dtype=np.int64)
    if ceilings.travel_m is not None:
        yield Row((Limit(Of.TRAVEL),), columns, instance.travel_m, zeros, None, ceilings.travel_m)
    if ceilings.cost_cents is not None:
        costs = instance.home_cents, instance.site_cents
        yield Row((Limit(Of.COST),), columns, *costs, None, ceilings.cost_cents)
    if ceilings.sites is not None:
        yield Row((Limit(Of.SITES),), columns, zeros, ones, None, ceilings.sites)


def _homes(columns: Whole, low: int | None, high: int | None, *limits: Limit) -> Row:
    ones, zeros = np.ones(len(columns), dtype=np.int64), np.zeros(len(columns), dtype=np.int64)
    return Row(limits, columns, ones, zeros, low, high)


def broken(rows: Iterable[Row], homes: Whole) -> list[Row]:
    """List the rows that a plan breaks, in exact whole numbers."""
    return [row for row in rows if not _holds(row, homes)]


def total(row: Row, homes: Whole) -> int:
    """Add up the left side of a row for a plan."""
    mine = homes[row.columns]
    return int(row.x_part @ mine + row.z_part @ (mine > 0))


def _holds(row: Row, homes: Whole) -> bool:
    found = total(row, homes)
    return (row.low is None or found >= row.low) and (row.high is None or found <= row.high)


@dataclass(frozen=True)
class Programme:
    """Rows as one sparse matrix over (x, z), each scaled to a largest coefficient of 1."""

    matrix: Any
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    scales: tuple[int, ...]


def matrix_of(count: int, rows: list[Row]) -> Programme:
    """Put rows into a matrix of 2 * count columns: homes, then opened."""
    from scipy.sparse import csr_array

    parts = [np.concatenate([row.x_part, row.z_part]) for row in rows]
    scales = [max(1, int(np.max(np.abs(part), initial=0))) for part in parts]
    columns = [np.concatenate([row.columns, row.columns + count]) for row in rows]
    lengths = np.array([len(part) for part in parts], dtype=np.int64)
    numbers = [part / scale for part, scale in zip(parts, scales, strict=True)]
    empty = np.zeros(0)
    matrix = csr_array(
        (
            np.concatenate([empty, *numbers]),
            (np.repeat(np.arange(len(rows)), lengths), np.concatenate([empty, *columns]).astype(np.int64)),
        ),
        shape=(len(rows), 2 * count),
    )
    matrix.eliminate_zeros()
    low = [-np.inf if row.low is None else row.low / scale for row, scale in zip(rows, scales, strict=True)]
    high = [np.inf if row.high is None else row.high / scale for row, scale in zip(rows, scales, strict=True)]
    return Programme(matrix, np.array(low, dtype=np.float64), np.array(high, dtype=np.float64), tuple(scales))
