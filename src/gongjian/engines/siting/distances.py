"""Distances from clients to sites in whole metres, only as many of them as a problem needs.

    points   d = 2 R asin(|u - v| / 2)     u, v: unit vectors, R = 6,371,008.8 m; neighbours from a tree over the vectors
    roads    shortest paths in an undirected graph, Dijkstra from a block of clients at a time
    matrix   as given; infinite means that there is no way

Each kind answers three questions: the k nearest sites of every client, every site within a radius, and the full
columns of a few sites. The first two come as `Lists`, so the memory is that of the pairs asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.errors import EngineInputError

EARTH_M = 6_371_008.8
UNREACHABLE = int(np.iinfo(np.int32).max)
"""Stands in a column where there is no way."""
_FEW = 1 << 16
"""Pairs up to which a tree costs more to load than it saves."""
_BLOCK = 1 << 22
"""How many distances are looked at at a time."""

_FEW = 1 << 16

Metres = NDArray[np.int32]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Lists:
    """For each client its sites by distance, then by number: `site[start[i]:start[i + 1]]` and `metres` beside it."""

    start: NDArray[np.int64]
    site: Indices
    metres: Metres

    def of(self, client: int) -> tuple[Indices, Metres]:
        """Return one client's sites and their distances."""
        part = slice(self.start[client], self.start[client + 1])
        return self.site[part], self.metres[part]

    @property
    def clients(self) -> NDArray[np.int32]:
        """The client of every pair."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


class Distances(Protocol):
    """What a solver may ask of any kind of distance."""

    @property
    def shape(self) -> tuple[int, int]:
        """Clients, sites."""

    def nearest(self, count: int) -> Lists:
        """List the `count` nearest sites that each client can reach."""

    def within(self, radius_m: int) -> Lists:
        """List every site within the radius of each client."""

    def columns(self, sites: NDArray[np.integer]) -> Metres:
        """Measure from every client (rows) to these sites (columns); UNREACHABLE where there is no way."""


class Matrix:
    """Distances that are known already: a row for each client, a column for each site."""

    def __init__(self, metres: ArrayLike) -> None:
        given = np.asarray(metres)
        if given.ndim != 2:
            raise EngineInputError("距离表应当是二维的：一行一个需求点，一列一个候选点。")
        self._metres = _whole(given)

    @property
    def shape(self) -> tuple[int, int]:
        """Clients, sites."""
        return self._metres.shape[0], self._metres.shape[1]

    def nearest(self, count: int) -> Lists:
        """List the `count` nearest sites that each client can reach."""
        return _gather(self.shape, lambda first, last: self._metres[first:last], count, UNREACHABLE - 1)

    def within(self, radius_m: int) -> Lists:
        """List every site within the radius of each client."""
        return _gather(self.shape, lambda first, last: self._metres[first:last], self.shape[1], radius_m)

    def columns(self, sites: NDArray[np.integer]) -> Metres:
        """Measure from every client to these sites."""
        return self._metres[:, sites]


class Points:
    """Great circles between points, given as rows of latitude and longitude in degrees."""

    def __init__(self, clients: ArrayLike, sites: ArrayLike) -> None:
        self._clients, self._sites = unit_vectors(clients, "需求点"), unit_vectors(sites, "候选点")

    @property
    def shape(self) -> tuple[int, int]:
        """Clients, sites."""
        return len(self._clients), len(self._sites)

    def nearest(self, count: int) -> Lists:
        """List the `count` nearest sites: from a tree while they are few of all, else from blocks of rows."""
        count = min(count, len(self._sites))
        if count * 8 > len(self._sites) or self.shape[0] * self.shape[1] <= _FEW:
            return _gather(self.shape, self._rows, count, UNREACHABLE - 1)
        from scipy.spatial import cKDTree

        _, site = cKDTree(self._sites).query(self._clients, k=count)
        client = np.repeat(np.arange(len(self._clients)), count)
        return _sorted_lists(len(self._clients), client, site.ravel(), self._between(client, site.ravel()))

    def within(self, radius_m: int) -> Lists:
        """List every site within the radius of each client: of few pairs by looking at all, else from two trees."""
        if self.shape[0] * self.shape[1] <= _FEW:
            return _gather(self.shape, self._rows, self.shape[1], radius_m)
        from scipy.spatial import cKDTree

        chord = 2 * np.sin(min((radius_m + 1) / (2 * EARTH_M), np.pi / 2))
        pairs = cKDTree(self._clients).sparse_distance_matrix(
            cKDTree(self._sites), chord, output_type="coo_matrix"
        )
        client, site = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
        metres = self._between(client, site)
        near = metres <= radius_m
        return _sorted_lists(len(self._clients), client[near], site[near], metres[near])

    def columns(self, sites: NDArray[np.integer]) -> Metres:
        """Measure from every client to these sites."""
        return _metres(_squares(self._clients, self._sites[sites]))

    def _are_few(self) -> bool:
        """Say whether all distances are measured sooner than a tree is loaded."""
        return len(self._clients) * len(self._sites) <= _FEW

    def _rows(self, first: int, last: int) -> Metres:
        return _metres(_squares(self._clients[first:last], self._sites))

    def _between(self, client: NDArray[np.int64], site: NDArray[np.int64]) -> Metres:
        return _metres(((self._clients[client] - self._sites[site]) ** 2).sum(axis=1))


class Roads:
    """Shortest ways in an undirected graph; of two edges between the same ends the shorter counts.

    `edges` has a row of two vertex numbers each, `metres` their lengths; `clients` and `sites` are vertex numbers.
    """

    def __init__(
        self, vertices: int, edges: ArrayLike, metres: ArrayLike, clients: ArrayLike, sites: ArrayLike
    ) -> None:
        from scipy.sparse import csr_matrix

        ends, lengths = np.asarray(edges, dtype=np.int64).reshape(-1, 2), _whole(np.asarray(metres))
        if len(ends) != len(lengths):
            raise EngineInputError(f"路网有 {len(ends)} 条边，却有 {len(lengths)} 个长度。请补齐。")
        self._at = [
            _vertices(part, vertices, name) for part, name in ((clients, "需求点"), (sites, "候选点"))
        ]
        _vertices(ends, vertices, "路网的边")
        order = np.lexsort((lengths, ends.max(axis=1), ends.min(axis=1)))
        low, high, length = ends.min(axis=1)[order], ends.max(axis=1)[order], lengths[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        first &= (low != high) & (length < UNREACHABLE)
        both = (np.concatenate([low[first], high[first]]), np.concatenate([high[first], low[first]]))
        self._graph = csr_matrix((np.tile(length[first].astype(np.float64), 2), both), (vertices, vertices))

    @property
    def shape(self) -> tuple[int, int]:
        """Clients, sites."""
        return len(self._at[0]), len(self._at[1])

    def nearest(self, count: int) -> Lists:
        """List the `count` nearest sites that each client can reach."""
        return _gather(self.shape, self._rows, count, UNREACHABLE - 1, self._graph.shape[0])

    def within(self, radius_m: int) -> Lists:
        """List every site within the radius of each client; no path is followed further."""
        return _gather(
            self.shape,
            lambda first, last: self._rows(first, last, radius_m),
            self.shape[1],
            radius_m,
            self._graph.shape[0],
        )

    def columns(self, sites: NDArray[np.integer]) -> Metres:
        """Measure from every client to these sites."""
        return np.ascontiguousarray(self._ways(self._at[1][sites], np.inf)[:, self._at[0]].T)

    def _rows(self, first: int, last: int, limit: float = np.inf) -> Metres:
        return self._ways(self._at[0][first:last], limit)[:, self._at[1]]

    def _ways(self, starts: NDArray[np.int64], limit: float) -> Metres:
        from scipy.sparse.csgraph import dijkstra

        return _whole(dijkstra(self._graph, directed=True, indices=starts, limit=limit))


def unit_vectors(points: ArrayLike, name: str) -> NDArray[np.float64]:
    """Turn rows of latitude and longitude in degrees into unit vectors; raises EngineInputError for what is no point."""
    degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    wrong = ~((np.abs(degrees[:, 0]) <= 90) & (np.abs(degrees[:, 1]) <= 180))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise EngineInputError(
            f"第 {row + 1} 个{name}的坐标（纬度 {degrees[row, 0]}，经度 {degrees[row, 1]}）不对："
            "纬度应在 -90 到 90 之间，经度应在 -180 到 180 之间。"
        )
    latitude, longitude = np.radians(degrees).T
    across = np.cos(latitude)
    return np.stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)], axis=1)


def _squares(rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Square the chords; by differences, since 2 - 2 u·v loses the metres between near points."""
    squares = np.zeros((len(rows), len(columns)))
    for axis in range(3):
        squares += (rows[:, axis, None] - columns[None, :, axis]) ** 2
    return squares


def _metres(squares: NDArray[np.float64]) -> Metres:
    half = np.minimum(np.sqrt(squares) / 2, 1.0)
    return np.rint(2 * EARTH_M * np.arcsin(half)).astype(np.int32)


def _whole(given: NDArray[Any]) -> Metres:
    """Round to whole metres; raises EngineInputError for NaN, negative and too large numbers."""
    if given.dtype.kind not in "iuf":
        raise EngineInputError("距离应当是数。")
    if given.dtype.kind == "f" and np.isnan(given).any():
        raise EngineInputError("距离里有空值（NaN）。请补上，或者写成无穷大表示到不了。")
    if (given < 0).any():
        raise EngineInputError("距离里有负数。请改成 0 以上的米数。")
    finite = np.isfinite(given)
    if (given[finite] >= UNREACHABLE).any():
        raise EngineInputError("距离里有超过 21 亿米的数。请检查单位，应当是米。")
    return np.where(finite, np.rint(np.where(finite, given, 0)), UNREACHABLE).astype(np.int32)


def _vertices(given: ArrayLike, vertices: int, name: str) -> NDArray[np.int64]:
    found = np.asarray(given, dtype=np.int64)
    wrong = (found < 0) | (found >= vertices)
    if wrong.any():
        raise EngineInputError(
            f"{name}里有路网没有的顶点 {int(found[wrong][0])}（顶点从 0 编到 {vertices - 1}）。"
        )
    return found


def _gather(
    shape: tuple[int, int], rows: Callable[[int, int], Metres], count: int, limit: int, width: int = 0
) -> Lists:
    """Take the `count` nearest of each row that are not beyond `limit`, a block of rows at a time."""
    count = min(count, shape[1])
    step = max(_BLOCK // max(shape[1], width, 1), 1)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], Metres]] = []
    for first in range(0, shape[0], step):
        block = rows(first, min(first + step, shape[0]))
        code = block.astype(np.int64) * shape[1] + np.arange(
            shape[1]
        )  # distance, then number: ties are settled
        if count < shape[1]:
            code = np.partition(code, count - 1, axis=1)[:, :count] if count else code[:, :0]
        code.sort(axis=1)
        near = code < (limit + 1) * shape[1]
        client = np.repeat(np.arange(first, first + len(block)), near.sum(axis=1))
        parts.append((client, code[near] % shape[1], (code[near] // shape[1]).astype(np.int32)))
    if not parts:
        return Lists(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))
    client, site, metres = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Lists(_starts(shape[0], client), site.astype(np.int32), metres)


def _sorted_lists(clients: int, client: NDArray[np.int64], site: NDArray[np.int64], metres: Metres) -> Lists:
    order = np.lexsort((site, metres, client))
    return Lists(_starts(clients, client), site[order].astype(np.int32), metres[order])


def _starts(clients: int, client: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(client, minlength=clients))]).astype(np.int64)
