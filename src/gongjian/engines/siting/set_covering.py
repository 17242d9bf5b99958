"""Set covering: the cheapest sites so that every client has one within reach.

    minimise   sum_j cost[j] y[j]      where   sum over sites j within reach of i of y[j] >= 1 for every client i

Toregas, Swain, ReVelle and Bergman (1971). Reduced until nothing changes: a client with one site left fixes it; a client is
left out when another's sites are all among its own; so is a site when another covers as much and costs no more. HiGHS
solves what is left (`highs` says how far its bound is trusted).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.siting.distances import UNREACHABLE, Distances, Lists
from gongjian.engines.siting.explain import explain
from gongjian.engines.siting.highs import Programme, Rows, attempt, tries, unlimited
from gongjian.engines.siting.model import (
    Chosen,
    Infeasible,
    Proof,
    Served,
    check_keep,
    check_keys,
    check_radius,
    check_shape,
    never,
    whole_weights,
)
from gongjian.engines.siting.reach import named

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SetCoverProblem:
    """Clients that all need a site within `radius_m`; what each site costs (1 each if not said); `keep` are chosen in any case."""

    clients: Sequence[str]
    sites: Sequence[str]
    distances: Distances
    radius_m: int
    costs: ArrayLike | None = None
    keep: Sequence[str] = ()


@dataclass(frozen=True)
class SetCover:
    """The choice: value and bound are cost, the sites to keep included. A site's loss is how many clients only it covers.

    `fixed` were settled by reductions alone, `left` sites were given to HiGHS.
    """

    proof: Proof
    sites: tuple[Chosen, ...]
    served: tuple[Served, ...]
    fixed: int
    left: int


def solve_set_cover(
    problem: SetCoverProblem,
    *,
    should_stop: Callable[[], bool] = never,
    seconds_left: Callable[[], float] = unlimited,
) -> SetCover | Infeasible:
    """Cover everybody at the least cost; asked to stop, it returns the best choice so far with its bound.

    `seconds_left` ends a try of HiGHS, which can't ask `should_stop`.
    Raises EngineInputError for empty, missing or repeated keys, costs that are not whole, and a wrong shape.
    """
    costs = _checked(problem)
    lists = problem.distances.within(problem.radius_m)
    alone = tuple(problem.clients[int(i)] for i in np.flatnonzero(np.diff(lists.start) == 0))
    if alone:
        return Infeasible(
            f"{named(alone)}在 {problem.radius_m} 米之内没有候选点。请放大半径，或者在附近加候选点。", alone
        )
    kept = {problem.sites.index(key) for key in problem.keep}
    fixed, rows, columns = reduce(_rows(lists), costs, kept)
    value, bound, more = _solve(rows, columns, costs, should_stop, seconds_left)
    best = np.array(sorted(fixed | more), dtype=np.int64)
    settled = int(costs[list(fixed)].sum()) if fixed else 0
    chosen, served = _explained(problem, best)
    return SetCover(Proof(settled + value, settled + bound), chosen, served, len(fixed), len(columns))


def reduce(
    rows: list[frozenset[int]], costs: Ints, kept: set[int]
) -> tuple[set[int], list[frozenset[int]], list[int]]:
    """Reduce until nothing changes; return the sites that are fixed, the rows left and the sites left in them."""
    fixed = set(kept)
    rows = [row for row in rows if not row & fixed]
    while True:
        before = (len(rows), sum(len(row) for row in rows))
        single = {site for row in rows if len(row) == 1 for site in row}
        fixed |= single
        rows = _without_wider([row for row in rows if not row & single])
        rows = _without_dominated(rows, costs)
        if (len(rows), sum(len(row) for row in rows)) == before:
            return fixed, rows, sorted(frozenset().union(*rows))


def _without_wider(rows: list[frozenset[int]]) -> list[frozenset[int]]:
    """Leave out a row that has all the sites of another: whoever covers that one covers it too."""
    by_site: dict[int, list[frozenset[int]]] = {}
    kept: list[frozenset[int]] = []
    for row in sorted(set(rows), key=lambda row: (len(row), sorted(row))):
        if any(other <= row for site in row for other in by_site.get(site, ())):
            continue
        kept.append(row)
        by_site.setdefault(min(row), []).append(row)
    return kept


def _without_dominated(rows: list[frozenset[int]], costs: Ints) -> list[frozenset[int]]:
    """Leave out a site whose rows another has as well at no more cost; of equals the first stays."""
    covers: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for site in row:
            covers.setdefault(site, set()).add(number)
    gone: set[int] = set()
    for site in sorted(covers, key=lambda site: (len(covers[site]), -int(costs[site]), -site)):
        rivals = min((rows[number] for number in covers[site]), key=len) - gone - {site}
        if any(costs[other] <= costs[site] and covers[site] <= covers[other] for other in rivals):
            gone.add(site)
    return [row - gone for row in rows]


def _solve(
    rows: list[frozenset[int]],
    columns: list[int],
    costs: Ints,
    should_stop: Callable[[], bool],
    seconds_left: Callable[[], float],
) -> tuple[int, int, set[int]]:
    """Give what is left to HiGHS; return value, bound and sites."""
    if not rows:
        return 0, 0, set()
    best, bound, programme = _greedy(rows, costs), 0, _programme(rows, columns, costs)
    for seconds in tries(seconds_left):
        found = attempt(programme, seconds)
        if found.solution is not None:
            better = {columns[at] for at in np.flatnonzero(found.solution > 0.5)}
            if all(row & better for row in rows):
                best = min(best, better, key=lambda some: int(costs[list(some)].sum()))
        bound = max(bound, found.bound)
        if found.is_done or should_stop():
            break
    value = int(costs[list(best)].sum())
    return value, min(bound, value), best


def _programme(rows: list[frozenset[int]], columns: list[int], costs: Ints) -> Programme:
    from scipy.sparse import csr_matrix

    number = {site: at for at, site in enumerate(columns)}
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    sites = np.array([number[site] for row in rows for site in sorted(row)])
    matrix = csr_matrix((np.ones(len(sites)), sites, starts), (len(rows), len(columns)))
    ones = np.ones(len(columns))
    return Programme(
        costs[columns].astype(np.float64), (Rows(matrix, 1, np.inf),), ones.astype(np.int8), 0 * ones, ones
    )


def _greedy(rows: list[frozenset[int]], costs: Ints) -> set[int]:
    """Take the site that covers most of what is left for its cost, again and again."""
    chosen: set[int] = set()
    left = rows
    while left:
        counts: dict[int, int] = {}
        for row in left:
            for site in row:
                counts[site] = counts.get(site, 0) + 1
        taken = min(counts, key=lambda site: (int(costs[site]) / counts[site], site))
        chosen.add(taken)
        left = [row for row in left if taken not in row]
    return chosen


def _rows(lists: Lists) -> list[frozenset[int]]:
    return [frozenset(lists.of(client)[0].tolist()) for client in range(len(lists.start) - 1)]


def _checked(problem: SetCoverProblem) -> Ints:
    check_keys(problem.clients, "需求点")
    check_keys(problem.sites, "候选点")
    check_shape(problem.distances.shape, problem.clients, problem.sites)
    check_keep(problem.keep, problem.sites)
    check_radius(problem.radius_m)
    if problem.costs is None:
        return np.ones(len(problem.sites), np.int64)
    return whole_weights(problem.costs, problem.sites, "费用")


def _explained(problem: SetCoverProblem, best: Ints) -> tuple[tuple[Chosen, ...], tuple[Served, ...]]:
    """Serve everybody from the nearest chosen site; a site is there for the clients that only it covers."""
    metres = problem.distances.columns(best)
    near = metres <= problem.radius_m
    ones = np.ones(len(metres), np.int64)
    chosen, served = explain(
        problem.clients, ones, problem.sites, best, np.where(near, metres, UNREACHABLE).astype(np.int32)
    )
    only = near[near.sum(axis=1) == 1].sum(axis=0)
    sites = tuple(Chosen(c.site, c.weight, int(loss)) for c, loss in zip(chosen, only, strict=True))
    return sites, served
