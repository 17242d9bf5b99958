"""Maximal covering: choose `count` sites so that as much weight as possible lies within reach of one.

    maximise   sum_i w[i] z[i]      where   z[i] <= sum over sites j within reach of i of y[j],   sum_j y[j] = count

Church and ReVelle (1974). It is the p-median whose client costs nothing when covered and its weight when not, so the same
bound, swaps and proof serve (`median_search`), in whole numbers; what branching doesn't settle `covering_exact` does.
Before that the problem is reduced: clients with the same sites become one, and a site that covers nothing beyond
what another covers is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.siting import every_choice
from gongjian.engines.siting.distances import UNREACHABLE, Distances
from gongjian.engines.siting.explain import explain
from gongjian.engines.siting.highs import unlimited
from gongjian.engines.siting.incidence import Incidence, merge_rows, undominated
from gongjian.engines.siting.median_instance import FREE, OPEN, from_covers
from gongjian.engines.siting.model import (
    Chosen,
    Infeasible,
    OnProgress,
    Proof,
    Served,
    check_choice,
    check_radius,
    never,
    whole_weights,
)
from gongjian.engines.siting.reach import refused_count

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class CoverProblem:
    """Clients with weights, sites, how far a site reaches (`radius_m`), how many to choose; `keep` are chosen in any case."""

    clients: Sequence[str]
    weights: ArrayLike
    sites: Sequence[str]
    distances: Distances
    radius_m: int
    count: int
    keep: Sequence[str] = ()


@dataclass(frozen=True)
class Cover:
    """The choice: value and bound are covered weight; a client beyond reach has no site."""

    proof: Proof
    sites: tuple[Chosen, ...]
    served: tuple[Served, ...]
    nodes: int


def solve_cover(
    problem: CoverProblem,
    *,
    should_stop: Callable[[], bool] = never,
    on_progress: OnProgress | None = None,
    seconds_left: Callable[[], float] = unlimited,
    seed: int = 0,
) -> Cover | Infeasible:
    """Cover as much weight as possible; stopped early, it returns the best choice so far with its bound.

    `seconds_left` ends a try of HiGHS, which can't ask `should_stop`.

    Raises EngineInputError for empty, missing or repeated keys, weights that are not whole, and a wrong shape.
    """
    weights = _checked(problem)
    refusal = refused_count(problem.count, problem.sites, problem.keep)
    if refusal:
        return refusal
    keep = np.array([problem.sites.index(key) for key in problem.keep], dtype=np.int64)
    if every_choice.are_few(len(weights), len(problem.sites), problem.count, keep):
        return _answer(problem, weights, _best_of_all(problem, weights, keep), 0, 0)
    covers, merged = merge_rows(
        Incidence.of(problem.distances.within(problem.radius_m), len(problem.sites)), weights
    )
    left, total = undominated(covers, keep), int(merged.sum())
    if len(left) <= problem.count:
        return _answer(problem, weights, _filled(left, problem), total, 0)
    from gongjian.engines.siting.covering_search import run

    state = np.where(np.isin(left, keep), OPEN, FREE).astype(np.int8)
    instance = from_covers(covers.columns(left), merged, left)
    told = _as_covered(on_progress, total)
    search = run(instance, problem.count, state, should_stop, seconds_left, seed, told)
    return _answer(problem, weights, search.best, total - -(-search.bound // instance.unit), search.nodes)


def _best_of_all(problem: CoverProblem, weights: Ints, keep: Ints) -> Ints:
    """Look at every choice."""
    near = problem.distances.columns(np.arange(len(problem.sites))) <= problem.radius_m
    return every_choice.least_total(np.where(near, 0, weights[:, None]), problem.count, keep)


def _checked(problem: CoverProblem) -> Ints:
    check_choice(problem.clients, problem.sites, problem.distances.shape, problem.keep, problem.count)
    check_radius(problem.radius_m)
    return whole_weights(problem.weights, problem.clients, "权重")


def _filled(left: Ints, problem: CoverProblem) -> Ints:
    """Add sites that cover nothing more until there are as many as asked for."""
    others = np.setdiff1d(np.arange(len(problem.sites)), left)
    return np.concatenate([left, others[: problem.count - len(left)]])


def _as_covered(on_progress: OnProgress | None, total: int) -> OnProgress | None:
    """Tell covered weight where the search tells what is not covered."""
    if on_progress is None:
        return None
    return lambda value, bound: on_progress(total - value, total - bound)


def _answer(problem: CoverProblem, weights: Ints, best: Ints, bound: int, nodes: int) -> Cover:
    """Serve who is within reach from the nearest site; a site's loss is the weight that only it covers."""
    best = np.sort(best)
    metres = problem.distances.columns(best)
    near = metres <= problem.radius_m
    _, served = explain(problem.clients, weights, problem.sites, best, np.where(near, metres, UNREACHABLE))
    by_site: dict[str | None, int] = {}
    for weight, client in zip(weights.tolist(), served, strict=True):
        by_site[client.site] = by_site.get(client.site, 0) + weight
    only = np.where(near.sum(axis=1) == 1, weights, 0) @ near
    chosen = [
        Chosen(problem.sites[site], by_site.get(problem.sites[site], 0), int(loss))
        for site, loss in zip(best.tolist(), only.tolist(), strict=True)
    ]
    value = int(weights[near.any(axis=1)].sum())
    return Cover(Proof(value, max(bound, value)), tuple(chosen), served, nodes)
