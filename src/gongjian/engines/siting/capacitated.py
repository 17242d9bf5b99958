"""The capacitated p-median: as the p-median, but a site takes no more weight than its capacity and nobody is split.

    minimise   sum_i w[i] sum_j d[i,j] x[i,j]
    where      sum_j x[i,j] = 1,   sum_i w[i] x[i,j] <= capacity[j] y[j],   sum_j y[j] = count;   x, y in {0, 1}

Bound for any whole u and any whole m[j] >= 0, both in parts of the cost (`capacitated_bound`):
    L = sum_i u[i] + the `count` least of   sum_i min(0, c[i,j] - u[i] + m[j] w[i]) - m[j] capacity[j]
Choices come from the sites that the bound opens, filled by regret, then bettered by moves, exchanges and new centres.
Of the pairs that may be in a better choice up to 60,000 go to HiGHS, which finishes the proof. Mulvey and Beck (1984).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.capacitated_bound import Bounded, raise_bound
from gongjian.engines.siting.capacitated_exact import finish
from gongjian.engines.siting.distances import UNREACHABLE, Distances
from gongjian.engines.siting.highs import unlimited
from gongjian.engines.siting.model import (
    Infeasible,
    Proof,
    Served,
    check_choice,
    never,
    whole_weights,
)
from gongjian.engines.siting.reach import named, refused_count, why_unreachable

Ints = NDArray[np.int64]
_MOST_PAIRS, _EXACT_PAIRS = 4_000_000, 60_000


@dataclass(frozen=True)
class CapacitatedProblem:
    """Clients with weights, sites with capacities in the same unit, and how many; sites in `keep` are chosen in any case."""

    clients: Sequence[str]
    weights: ArrayLike
    sites: Sequence[str]
    capacities: ArrayLike
    distances: Distances
    count: int
    keep: Sequence[str] = ()


@dataclass(frozen=True)
class Loaded:
    """A chosen site: what it serves of its capacity, and the weight that is nearest to it but served elsewhere."""

    site: str
    load: int
    capacity: int
    turned_away: int


@dataclass(frozen=True)
class CapacitatedMedian:
    """The choice, in the order of the sites; the unit of the proof is weight × metre."""

    proof: Proof
    sites: tuple[Loaded, ...]
    served: tuple[Served, ...]


def solve_capacitated(
    problem: CapacitatedProblem,
    *,
    should_stop: Callable[[], bool] = never,
    seconds_left: Callable[[], float] = unlimited,
) -> CapacitatedMedian | Infeasible:
    """Choose sites and who goes where; stopped early or large, it says how far from the best it can be at most.

    `seconds_left` ends a try of HiGHS, which can't ask `should_stop`.

    Raises EngineInputError for empty, missing or repeated keys, numbers that are not whole, a wrong shape, and more
    than 4 million pairs.
    """
    weights, capacities = _checked(problem)
    refusal = _refused(problem, weights, capacities)
    if refusal:
        return refusal
    metres = problem.distances.columns(np.arange(len(problem.sites)))
    case = Bounded(metres, weights, capacities, problem.count, _keep(problem))
    raise_bound(case, should_stop)
    if not case.is_proven and case.useful.sum() <= _EXACT_PAIRS and not should_stop():
        finish(case, should_stop, seconds_left)
    if case.assigned is None:
        words = "没有办法" if case.is_impossible else "停下之前没有找到办法"
        return Infeasible(
            f"选 {problem.count} 个点，{words}把每个需求点整个放进一个容量够的点。请多选几个点，或者加大容量。"
        )
    return _answer(problem, weights, capacities, metres, case)


def _checked(problem: CapacitatedProblem) -> tuple[Ints, Ints]:
    check_choice(problem.clients, problem.sites, problem.distances.shape, problem.keep, problem.count)
    pairs = len(problem.clients) * len(problem.sites)
    if pairs > _MOST_PAIRS:
        raise EngineInputError(
            f"需求点乘候选点是 {pairs} 对，带容量的选址最多 {_MOST_PAIRS} 对。请先合并需求点。"
        )
    weights = whole_weights(problem.weights, problem.clients, "权重")
    return weights, whole_weights(problem.capacities, problem.sites, "容量")


def _refused(problem: CapacitatedProblem, weights: Ints, capacities: Ints) -> Infeasible | None:
    """Find why it can't be, where counting is enough."""
    refusal = refused_count(problem.count, problem.sites, problem.keep)
    if refusal:
        return refusal
    wanted = np.flatnonzero(weights > 0)
    lists = problem.distances.nearest(len(problem.sites))
    refusal = why_unreachable(problem.clients, lists, wanted, len(problem.sites), problem.count)
    if refusal:
        return refusal
    largest = int(capacities.max())
    heavy = tuple(problem.clients[int(i)] for i in np.flatnonzero(weights > largest))
    if heavy:
        return Infeasible(f"{named(heavy)}的权重超过最大的容量 {largest}。请拆开，或者加大容量。", heavy)
    halves = tuple(problem.clients[int(i)] for i in np.flatnonzero(2 * weights > largest))
    if len(halves) > problem.count:
        conflict = halves[: problem.count + 1]
        return Infeasible(
            f"{named(conflict)}各占最大容量 {largest} 的一半以上，两个放不进一个点，只选 {problem.count} 个点不够。"
            f"请至少选 {len(halves)} 个，或者加大容量。",
            conflict,
        )
    keep = _keep(problem)
    others = np.sort(np.delete(capacities, keep))[::-1][: problem.count - len(keep)]
    room = int(capacities[keep].sum()) + int(others.sum())
    if room < int(weights.sum()):
        return Infeasible(
            f"权重一共 {int(weights.sum())}，选容量最大的 {problem.count} 个点也只有 {room}，差 {int(weights.sum()) - room}。"
        )
    return None


def _keep(problem: CapacitatedProblem) -> Ints:
    return np.array([problem.sites.index(key) for key in problem.keep], dtype=np.int64)


def _answer(
    problem: CapacitatedProblem, weights: Ints, capacities: Ints, metres: NDArray[np.int32], case: Bounded
) -> CapacitatedMedian:
    assert case.assigned is not None and case.chosen is not None
    chosen = np.sort(case.chosen)
    nearest = chosen[metres[:, chosen].argmin(axis=1)]
    away = metres[np.arange(len(weights)), case.assigned]
    moved = metres[np.arange(len(weights)), nearest] < away
    sites = tuple(
        Loaded(
            problem.sites[site],
            int(weights[case.assigned == site].sum()),
            int(capacities[site]),
            int(weights[(nearest == site) & moved].sum()),
        )
        for site in chosen.tolist()
    )
    served = tuple(
        Served(key, problem.sites[site] if metre < UNREACHABLE else None, metre)
        for key, site, metre in zip(problem.clients, case.assigned.tolist(), away.tolist(), strict=True)
    )
    return CapacitatedMedian(Proof(case.value, min(case.bound, case.value)), sites, served)
