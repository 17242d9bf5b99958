"""A problem as arrays: pairs that may be, their costs in metres, what is left to assign.

c[p, i] = distance + repeat_m * times before (+ new_m unless the pair is kept)
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.roster.distance import Distances
from gongjian.engines.roster.eligibility import eligible_pairs
from gongjian.engines.roster.model import Inspector, Past, Place, Problem, Weights

Pairs = NDArray[np.int64]
"""Two rows: indices of places, indices of inspectors."""
_ROWS = 500


@dataclass(frozen=True)
class Instance:
    """What the solver sees. Rows are places, columns inspectors, both in order of their keys.

    `demand` and `capacity` are what is left beside the fixed pairs, `had` the fixed load of an inspector,
    `group` his group's number (-1: none), `met` the fixed visits of a group at a place.
    """

    places: tuple[Place, ...]
    inspectors: tuple[Inspector, ...]
    weights: Weights
    distance: NDArray[np.int32]
    cost: NDArray[np.int32]
    allowed: NDArray[np.bool_]
    demand: NDArray[np.int64]
    capacity: NDArray[np.int64]
    had: NDArray[np.int64]
    group: NDArray[np.int64]
    met: dict[tuple[int, int], int]
    fixed: Pairs
    kept: Pairs
    new_m: int = 0

    @property
    def dearest(self) -> int:
        """The highest cost of a pair that may be, without what a new pair costs."""
        return int(np.max(self.cost, where=self.allowed, initial=0))

    @property
    def swing(self) -> int:
        """What one alternating cycle can change the cost by at most, without what new pairs cost."""
        links = min(len(self.places), len(self.inspectors)) + 1
        most = int(np.max(self.had + self.capacity, initial=0))
        return links * (self.dearest + 2 * self.weights.same_group_m) + 4 * most * self.weights.balance_m

    def costs(self, first: int, last: int) -> NDArray[np.int64]:
        """Cost the pairs of a block of places."""
        block: NDArray[np.int64] = self.cost[first:last].astype(np.int64)
        if self.new_m:
            block += self.new_m
            low, high = np.searchsorted(self.kept[0], (first, last))
            block[self.kept[0, low:high] - first, self.kept[1, low:high]] -= self.new_m
        return block

    def cost_of(self, pairs: Pairs) -> NDArray[np.int64]:
        """Cost some pairs."""
        found: NDArray[np.int64] = self.cost[pairs[0], pairs[1]].astype(np.int64)
        if self.new_m:
            width = len(self.inspectors)
            is_kept = np.isin(pairs[0] * width + pairs[1], self.kept[0] * width + self.kept[1])
            found += np.where(is_kept, 0, self.new_m)
        return found


def build(problem: Problem, kept: Iterable[tuple[str, str]] | None = None) -> Instance:
    """Check a problem and turn it into arrays. `kept`: pairs that stand unless there is need (a repair)."""
    places = tuple(sorted(problem.places, key=lambda place: place.key))
    inspectors = tuple(sorted(problem.inspectors, key=lambda inspector: inspector.key))
    _check(places, inspectors, problem.weights)
    rows = {place.key: index for index, place in enumerate(places)}
    columns = {inspector.key: index for index, inspector in enumerate(inspectors)}
    allowed = eligible_pairs(places, inspectors)
    fixed = _pairs(problem.fixed, rows, columns)
    demand = np.array([place.visits for place in places], dtype=np.int64)
    had = np.bincount(fixed[1], minlength=len(inspectors)).astype(np.int64)
    capacity = np.array([i.capacity for i in inspectors], dtype=np.int64)
    capacity = np.maximum(capacity - had, 0)
    demand = np.maximum(demand - np.bincount(fixed[0], minlength=len(places)), 0)
    allowed[fixed[0], fixed[1]] = False
    allowed[demand == 0, :] = False
    allowed[:, capacity == 0] = False
    group = _groups(inspectors, problem.weights)
    distance = _distances(places, inspectors)
    found = Instance(
        places,
        inspectors,
        problem.weights,
        distance,
        _with_past(distance, problem.past, problem.weights, rows, columns),
        allowed,
        demand,
        np.minimum(capacity, allowed.sum(axis=0)),
        had,
        group,
        Counter((int(p), int(group[i])) for p, i in fixed.T if group[i] >= 0),
        fixed,
        _pairs((), rows, columns),
    )
    if kept is None:
        return found
    return replace(found, kept=_pairs(kept, rows, columns), new_m=found.swing + 1)


def _check(places: tuple[Place, ...], inspectors: tuple[Inspector, ...], weights: Weights) -> None:
    for title, keys in (("地方", [p.key for p in places]), ("检查员", [i.key for i in inspectors])):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            raise EngineInputError(f"{title}“{twice[0]}”写了两次。请只留一个。")
    if any(place.visits < 0 for place in places) or any(i.capacity < 0 for i in inspectors):
        raise EngineInputError("每个地方看几次、每人最多看几个，都不能是负数。")
    if min(weights.balance_m, weights.repeat_m, weights.same_group_m) < 0:
        raise EngineInputError("权重不能是负数。")
    if any("" in inspector.home for inspector in inspectors):
        raise EngineInputError("有检查员的回避地方是空的。请写代码，没有就不写。")


def _pairs(pairs: Iterable[tuple[str, str]], rows: dict[str, int], columns: dict[str, int]) -> Pairs:
    try:
        found = sorted((rows[place], columns[inspector]) for place, inspector in pairs)
    except KeyError as error:
        raise EngineInputError(f"已定的安排里有“{error.args[0]}”，但名单里没有。") from error
    return np.array(found, dtype=np.int64).reshape(len(found), 2).T


def _groups(inspectors: tuple[Inspector, ...], weights: Weights) -> NDArray[np.int64]:
    names = sorted({i.group for i in inspectors if i.group}) if weights.same_group_m else []
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers.get(i.group, -1) for i in inspectors], dtype=np.int64)


def _distances(places: tuple[Place, ...], inspectors: tuple[Inspector, ...]) -> NDArray[np.int32]:
    measure = Distances([(p.code, p.point) for p in places], [(i.code, i.point) for i in inspectors])
    found = np.empty((len(places), len(inspectors)), dtype=np.int32)
    for first in range(0, len(places), _ROWS):
        found[first : first + _ROWS] = measure.block(first, first + _ROWS)
    return found


def _with_past(
    distance: NDArray[np.int32],
    past: Iterable[Past],
    weights: Weights,
    rows: dict[str, int],
    columns: dict[str, int],
) -> NDArray[np.int32]:
    cost = distance.copy()
    for seen in past:
        if seen.place in rows and seen.inspector in columns:
            cost[rows[seen.place], columns[seen.inspector]] += weights.repeat_m * seen.times
    return cost
