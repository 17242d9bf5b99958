"""The best roster: least travel, even loads, few repeats, few colleagues at one place.

    minimise   sum c[p,i] x[p,i] + balance_m sum load[i]² + same_group_m sum (met[p,g] - 1)+
    where      x[p,i] in {0, 1}, 0 at home and for the unit that hired him
               sum_i x[p,i] = visits[p],   load[i] = sum_p x[p,i] <= capacity[i]
    c[p,i]   = distance in metres + repeat_m * times that i saw p before
    met[p,g] = how many of group g are at p

A minimum-cost flow (`network`): every part is linear or convex on a cut of the network, so the best flow in
whole numbers is the best roster. The solver first gets each place's nearest eligible inspectors and each inspector's
nearest places; every pair left out is then priced (`pricing`) and the best of those that could improve are added, until
none could. The last pricing is the proof: the dual bound over all eligible pairs equals the cost. Ahuja, Magnanti and
Orlin, Network Flows (1993), chapters 9 and 17. Equal input, in whatever order, gives an equal roster.

Cost: the matrix of pairs takes 9 bytes a pair; 3,000 inspectors and 6,000 places took 38 s on 2 busy cores (`benchmarks/roster.py`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.roster.instance import Instance, Pairs, build
from gongjian.engines.roster.model import Loads, Problem, Proof, Roster, Visit
from gongjian.engines.roster.network import Flow, build_network, solve
from gongjian.engines.roster.pricing import price
from gongjian.engines.roster.shortages import explain

FIRST_OFFER = 12
"""How many of its nearest inspectors each place starts with beside those it needs, and each inspector of places."""
MORE = 8
"""How many improving pairs of a place are added at a time."""


@dataclass(frozen=True)
class Solved:
    """An optimal flow with the bound that proves it and how it was come by."""

    flow: Flow
    bound: int
    passes: int


def assign(problem: Problem) -> Roster:
    """Assign a round. Places that can't be seen as often as asked are told with the reason, and the rest is done.

    Raises EngineInputError for keys given twice and negative numbers.
    """
    instance = build(problem)
    return to_roster(instance, optimise(instance), {(p.place, p.inspector): p.times for p in problem.past})


def optimise(instance: Instance) -> Solved:
    """Solve to a proven optimum over all eligible pairs.

    `overflow`, the cost of a visit that nobody makes, starts low; only when visits are missing is it raised to what
    provably outweighs everything else, so that as many visits as possible are made.
    """
    pairs = _first_pairs(instance)
    overflow = 4 * (instance.new_m + instance.dearest + instance.weights.same_group_m)
    overflow += 4 * instance.weights.balance_m * int(np.max(instance.had + instance.capacity, initial=0)) + 1
    ample = _ample(instance)
    overflow, passes = min(overflow, ample), 0
    while True:
        flow = solve(instance, build_network(instance, pairs, overflow))
        passes += 1
        priced = price(instance, flow, MORE)
        if priced.improving.shape[1]:
            pairs = _joined(instance, pairs, priced.improving)
        elif flow.missing.any() and overflow < ample:
            overflow = ample
        else:
            return Solved(flow, priced.bound, passes)


def _ample(instance: Instance) -> int:
    """A cost that one alternating cycle can't make up for, however long (new pairs included)."""
    links = min(len(instance.places), len(instance.inspectors)) + 1
    return links * instance.new_m + instance.swing + 1


def _first_pairs(instance: Instance) -> Pairs:
    """Offer each place its nearest eligible inspectors, each inspector his nearest places, and what stands."""
    count_p, count_i = instance.allowed.shape
    if not count_p or not count_i:
        return np.empty((2, 0), dtype=np.int64)
    mean = -(-int(instance.demand.sum()) // count_i)
    by_place = FIRST_OFFER + 2 * int(instance.demand.max(initial=0))
    by_inspector = _nearest(instance.cost.T, instance.allowed.T, FIRST_OFFER + 2 * mean)[::-1]
    return _joined(instance, instance.kept, _nearest(instance.cost, instance.allowed, by_place), by_inspector)


def _nearest(cost: NDArray[np.int32], allowed: NDArray[np.bool_], count: int) -> Pairs:
    """Find the cheapest allowed columns of each row."""
    found = [np.empty((2, 0), dtype=np.int64)]
    count = min(count, cost.shape[1])
    for first in range(0, len(cost), 500):
        costs = np.where(allowed[first : first + 500], cost[first : first + 500], np.iinfo(np.int32).max)
        columns = np.argpartition(costs, count - 1, axis=1)[:, :count].ravel()
        found.append(np.stack([np.repeat(np.arange(len(costs)), count) + first, columns]))
    return np.concatenate(found, axis=1)


def _joined(instance: Instance, *parts: Pairs) -> Pairs:
    width = max(len(instance.inspectors), 1)
    every = np.concatenate(parts, axis=1)
    every = every[:, instance.allowed[every[0], every[1]]]
    codes = np.unique(every[0] * width + every[1])
    return np.stack([codes // width, codes % width]).astype(np.int64)


def to_roster(instance: Instance, solved: Solved, times: dict[tuple[str, str], int]) -> Roster:
    """Write a solution down with its figures; fixed pairs are part of it."""
    flow = solved.flow
    pairs = np.concatenate([flow.used, instance.fixed], axis=1)
    visits = []
    for place, inspector in sorted(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)):
        keys = (instance.places[place].key, instance.inspectors[inspector].key)
        visits.append(Visit(*keys, int(instance.distance[place, inspector]), times.get(keys, 0)))
    loads = np.bincount(pairs[1], minlength=len(instance.inspectors))[instance.had + instance.capacity > 0]
    missing = tuple((instance.places[int(p)].key, int(flow.missing[p])) for p in np.flatnonzero(flow.missing))
    return Roster(
        tuple(visits),
        Loads(min(loads.tolist(), default=0), max(loads.tolist(), default=0), len(visits), len(loads)),
        Proof(
            flow.cost,
            solved.bound,
            flow.network.pairs.shape[1],
            int(np.count_nonzero(instance.allowed)),
            solved.passes,
        ),
        missing,
        explain(instance, flow) if missing else (),
    )
