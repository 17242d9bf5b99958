"""The p-median problem: choose `count` sites so that the weighted distance to the nearest of them is least.

    minimise   sum_i w[i] sum_j d[i,j] x[i,j]
    where      sum_j x[i,j] = 1,   x[i,j] <= y[j],   sum_j y[j] = count,   y[j] = 1 for sites to keep;   x, y in {0, 1}

Hakimi (1964). The bound and the proof are in `median_search`. Lists of nearest sites start short and are doubled only
while the best choice lies beyond them, so a large problem never needs all distances at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.siting import every_choice
from gongjian.engines.siting.distances import UNREACHABLE, Distances, Lists
from gongjian.engines.siting.explain import explain
from gongjian.engines.siting.median_instance import OPEN, build, check_room
from gongjian.engines.siting.model import (
    Chosen,
    Infeasible,
    OnProgress,
    Proof,
    Served,
    check_choice,
    never,
    whole_weights,
)
from gongjian.engines.siting.reach import named, refused_count, why_unreachable

Ints = NDArray[np.int64]
_SHORTEST, _TIMES = 64, 8
"""A client first lists this many sites, or this many times its even share of them."""


@dataclass(frozen=True)
class MedianProblem:
    """Clients with weights (people, say), sites to choose from, and how many; sites in `keep` are chosen in any case."""

    clients: Sequence[str]
    weights: ArrayLike
    sites: Sequence[str]
    distances: Distances
    count: int
    keep: Sequence[str] = ()


@dataclass(frozen=True)
class Median:
    """The choice, in the order of the sites. The unit of the proof is weight × metre; `nodes` are parts looked at."""

    proof: Proof
    sites: tuple[Chosen, ...]
    served: tuple[Served, ...]
    nodes: int


def solve_median(
    problem: MedianProblem,
    *,
    should_stop: Callable[[], bool] = never,
    on_progress: OnProgress | None = None,
    seed: int = 0,
) -> Median | Infeasible:
    """Choose the sites; stopped early, it returns the best choice so far with its bound.

    `on_progress` is told value and bound in weight × metre. Equal input and seed give an equal answer unless stopped.
    Raises EngineInputError for empty, missing or repeated keys, weights that are not whole, and a wrong shape.
    """
    weights = _checked(problem)
    refusal = refused_count(problem.count, problem.sites, problem.keep)
    if refusal:
        return refusal
    keep = np.array([problem.sites.index(key) for key in problem.keep], dtype=np.int64)
    wanted = np.flatnonzero(weights > 0)
    if not len(wanted):
        others = np.setdiff1d(np.arange(len(problem.sites)), keep)
        return _answer(problem, weights, np.concatenate([keep, others])[: problem.count], 0, 0)
    if every_choice.are_few(len(wanted), len(problem.sites), problem.count, keep):
        return _best_of_all(problem, weights, wanted, keep)
    from gongjian.engines.siting.median_search import Search

    state = np.zeros(len(problem.sites), np.int8)
    state[keep] = OPEN
    sites, length = len(state), _first_length(len(state), problem.count)
    while True:
        is_full = length == sites
        lists = problem.distances.nearest(length)
        refusal = why_unreachable(problem.clients, lists, wanted, sites, problem.count) if is_full else None
        if refusal:
            return refusal
        instance = build(_only(lists, wanted), weights[wanted], sites, is_full)
        search = Search(instance, problem.count, state.copy(), should_stop, seed, on_progress)
        search.run()
        value = _value(problem, weights, search.best)
        bound = -(-search.bound // instance.unit)
        if is_full and value is None:
            return _not_found(problem, weights, search.best, search.bound == search.upper)
        if value is not None and (value * instance.unit == search.upper or is_full or should_stop()):
            return _answer(problem, weights, search.best, bound, search.nodes)
        length = min(sites, 2 * length)


def _best_of_all(problem: MedianProblem, weights: Ints, wanted: Ints, keep: Ints) -> Median | Infeasible:
    """Look at every choice; whom a choice can't serve costs more than all that can be served."""
    sites = len(problem.sites)
    refusal = why_unreachable(problem.clients, problem.distances.nearest(sites), wanted, sites, problem.count)
    if refusal:
        return refusal
    metres = problem.distances.columns(np.arange(sites))[wanted].astype(np.int64)
    is_there = metres < UNREACHABLE
    farthest = np.where(is_there, metres, 0).max(axis=1)
    total = sum(int(w) * int(d) for w, d in zip(weights[wanted], farthest, strict=True)) + 1
    check_room(total * (1 + int((~is_there).any(axis=1).sum())))
    costs = np.where(is_there, weights[wanted, None] * np.where(is_there, metres, 0), total)
    best = every_choice.least_total(costs, problem.count, keep)
    value = _value(problem, weights, best)
    if value is None:
        return _not_found(problem, weights, best, True)
    return _answer(problem, weights, best, value, 0)


def _checked(problem: MedianProblem) -> Ints:
    check_choice(problem.clients, problem.sites, problem.distances.shape, problem.keep, problem.count)
    return whole_weights(problem.weights, problem.clients, "权重")


def _first_length(sites: int, count: int) -> int:
    return min(sites, max(_SHORTEST, _TIMES * sites // count))


def _only(lists: Lists, wanted: Ints) -> Lists:
    """Keep the lists of some clients."""
    sizes = np.diff(lists.start)
    if len(wanted) == len(sizes):
        return lists
    kept = np.zeros(len(sizes), np.bool_)
    kept[wanted] = True
    pairs = np.repeat(kept, sizes)
    start = np.concatenate([[0], np.cumsum(sizes[wanted])]).astype(np.int64)
    return Lists(start, lists.site[pairs], lists.metres[pairs])


def _value(problem: MedianProblem, weights: Ints, best: Ints) -> int | None:
    """Measure a choice anew, from the distances themselves; None where somebody is served by nobody."""
    nearest = problem.distances.columns(best)[weights > 0].min(axis=1)
    if (nearest == UNREACHABLE).any():
        return None
    return int((weights[weights > 0] * nearest.astype(np.int64)).sum())


def _not_found(problem: MedianProblem, weights: Ints, best: Ints, is_proven: bool) -> Infeasible:
    """Say that no choice was found that serves everybody, and whether there is none."""
    nearest = problem.distances.columns(best).min(axis=1)
    left = tuple(problem.clients[int(i)] for i in np.flatnonzero((nearest == UNREACHABLE) & (weights > 0)))
    if is_proven:
        return Infeasible(
            f"选 {problem.count} 个点，总有需求点到不了，例如{named(left)}。请多选几个点，或者补上道路。",
            left,
        )
    return Infeasible(f"停下之前没有找到人人都到得了的选法，{named(left)}还没有着落。请多给些时间。", left)


def _answer(problem: MedianProblem, weights: Ints, best: Ints, bound: int, nodes: int) -> Median:
    best = np.sort(best)
    chosen, served = explain(problem.clients, weights, problem.sites, best, problem.distances.columns(best))
    value = sum(int(w) * s.metres for w, s in zip(weights, served, strict=True) if w)
    return Median(Proof(value, min(bound, value)), chosen, served, nodes)
