"""Matching: 100,000 needs with 2.1 million eligible pairs, beside OR-Tools; 1,000 single changes beside solving again.

`python -m benchmarks.matching [small] [memory]`. Cases are generated with a fixed seed, each need with 20 resources and one more
that makes serving everybody possible: `random` costs, and `near`, the nearest 20 on a plane.

What users have are units with something to spare beside needs that nobody can meet, so `capacities` and `too little` are the
measure of single changes; `one to one`, where every change has to move all to the one slot that is free, is printed as well.

 one to one     as many resources as needs, one unit each; beside SimpleLinearSumAssignment
 capacities     a tenth as many resources, each for 5 to 16 needs; beside SimpleMinCostFlow
 too little     as `capacities`, but a tenth of every capacity gone at random, and penalties of five grades; beside the same
 changes        1,000 on the standing answer, 20 on that one to one: needs and resources withdrawn and back, new ones, new
                costs; the value is compared with solving again after every 200th, value and bound after every 50th

Both sides start from arrays in memory and end with the chosen pairs, one thread each, in turns; processor time, the least of
three rounds. With `memory`, 10 million pairs are solved and the peak memory of a process of their own is printed.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.spatial import cKDTree

from gongjian.engines.matching.arrays import match_arrays
from gongjian.engines.matching.arrays_check import PairArrays, bytes_needed
from gongjian.engines.matching.standing import Standing

SEED, DEGREE, DEAREST = 20261126, 21, 10_000
ROUNDS, CHANGES, CHANGES_WITHOUT_ROOM = 3, 1_000, 20


def main(argv: Sequence[str] = ()) -> int:
    """Run every case; the last line is one JSON object."""
    if "solve" in argv:
        return _solve_apart(int(argv[-1]))
    needs = 10_000 if "small" in argv else 100_000
    match_arrays(case("random", 50, 50))
    results: dict[str, Any] = {}
    for kind in ("random", "near"):
        for name, resources in (
            ("one to one", needs),
            ("capacities", needs // 10),
            ("too little", needs // 10),
        ):
            arrays = case(kind, needs, resources)
            if name == "too little":
                arrays = too_little(arrays)
            rival = assignment if name == "one to one" else flow
            results[f"{kind}, {name}"] = compare(f"{kind}, {name}", arrays, rival)
    if "memory" in argv:
        results["memory"] = memory(10_000_000)
    print(json.dumps(results))
    return 0


def case(kind: str, needs: int, resources: int) -> PairArrays:
    """Generate needs of one unit with their pairs; the last pair of each makes a matching of all needs possible."""
    chance = np.random.default_rng(SEED)
    planted = chance.permutation(needs) % resources
    if kind == "near":
        homes, sites = chance.random((needs, 2)), chance.random((resources, 2))
        lengths, near = cKDTree(sites).query(homes, min(DEGREE - 1, resources))
        back = np.hypot(*(homes - sites[planted]).T)
        costs = (np.column_stack([lengths, back]) * DEAREST).astype(np.int64)
    else:
        near = chance.integers(0, resources, (needs, DEGREE - 1))
        costs = chance.integers(0, DEAREST, (needs, DEGREE))
    ends = np.column_stack([near, planted])
    order = np.argsort(ends, axis=1, kind="stable")
    ends, costs = np.take_along_axis(ends, order, 1), np.take_along_axis(costs, order, 1)
    new = np.ones(ends.shape, bool)
    new[:, 1:] = ends[:, 1:] != ends[:, :-1]
    starts = np.concatenate([[0], np.cumsum(new.sum(1))]).astype(np.int64)
    ones = np.ones(needs, np.int64)
    planted_loads = np.bincount(planted, minlength=resources)
    spare = chance.integers(0, 3, resources) if resources < needs else np.zeros(resources, np.int64)
    penalties = ones * (10 * needs * DEAREST)
    return PairArrays(
        starts,
        ends[new].astype(np.int32),
        costs[new],
        ones,
        (planted_loads + spare).astype(np.int64),
        penalties,
    )


def too_little(arrays: PairArrays) -> PairArrays:
    """Take a tenth of the capacities away, and grade what a need costs that nobody serves."""
    chance = np.random.default_rng(SEED)
    penalties = chance.integers(1, 6, len(arrays.supplies)) * 10**9
    return replace(arrays, capacities=chance.binomial(arrays.capacities, 0.9), penalties=penalties)


def assignment(arrays: PairArrays, owner: Any) -> int:
    """Let OR-Tools assign one to one; return the cost."""
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(owner, arrays.resources, arrays.costs)
    assert solver.solve() == solver.OPTIMAL
    np.array([solver.right_mate(need) for need in range(0, len(arrays.supplies), 1000)])
    return int(solver.optimal_cost())


def flow(arrays: PairArrays, owner: Any) -> int:
    """Let OR-Tools solve the flow from needs, over resources or unserved, to a sink; return the cost."""
    needs, resources = len(arrays.supplies), len(arrays.capacities)
    sink = needs + resources
    tails = np.concatenate([owner, np.arange(needs, sink, dtype=np.int32), np.arange(needs, dtype=np.int32)])
    heads = np.concatenate([arrays.resources + np.int32(needs), np.full(sink, sink, np.int32)])
    caps = np.concatenate([np.ones(len(owner), np.int64), arrays.capacities, arrays.supplies])
    costs = np.concatenate([arrays.costs, np.zeros(resources, np.int64), arrays.penalties])
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, caps, costs)
    supplies = np.concatenate([arrays.supplies, np.zeros(resources, np.int64), [-arrays.supplies.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    assert solver.solve() == solver.OPTIMAL
    solver.flows(arcs)
    return int(solver.optimal_cost())


def compare(name: str, arrays: PairArrays, rival: Callable[[PairArrays, Any], int]) -> dict[str, Any]:
    """Solve in turns, check that the costs are equal, then change the standing answer."""
    owner = np.repeat(np.arange(len(arrays.supplies), dtype=np.int32), np.diff(arrays.starts))
    own_s, rival_s = [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        standing = match_arrays(arrays)
        own_s.append(time.process_time() - began)
        began = time.process_time()
        cost = rival(arrays, owner)
        rival_s.append(time.process_time() - began)
    assert standing.value_and_bound() == (cost, cost), (standing.value_and_bound(), cost)
    ratio = min(own_s) / min(rival_s)
    print(f"== {name}: {len(arrays.supplies):,} needs, {len(arrays.resources):,} pairs, cost {cost:,} equal")
    print(f"ours {min(own_s):.2f} s, OR-Tools {min(rival_s):.2f} s: {ratio:.2f} times", flush=True)
    return {
        "ours_s": round(min(own_s), 3),
        "ortools_s": round(min(rival_s), 3),
        "ratio": round(ratio, 3),
        **changes(standing, arrays, min(own_s), CHANGES if rival is flow else CHANGES_WITHOUT_ROOM),
    }


class _Changing:
    """A standing answer and the plain arrays that it stands for, changed together."""

    def __init__(self, standing: Standing, arrays: PairArrays) -> None:
        """Keep the pairs as lists by need."""
        self.standing = standing
        self.arrays = arrays
        self.supplies, self.capacities = arrays.supplies.copy(), arrays.capacities.copy()
        self.costs = arrays.costs.copy()
        self.added: list[tuple[list[int], list[int], int]] = []
        self.chance = np.random.default_rng(SEED)

    def step(self, number: int) -> float:
        """Make the change of this number; return the seconds it took."""
        kind, chance = number % 5, self.chance
        if kind in (0, 1):  # a need is withdrawn; it comes back
            self.need = int(chance.integers(len(self.supplies))) if kind == 0 else self.need
            self.supplies[self.need] = kind
            return _timed(lambda: self.standing.set_supply(self.need, kind))
        if kind == 2:  # a resource gives one less, or one more
            site = int(chance.integers(len(self.capacities)))
            self.capacities[site] = max(0, self.capacities[site] + (1 if number % 2 else -1))
            return _timed(lambda: self.standing.set_capacity(site, int(self.capacities[site])))
        if kind == 3:  # a distance is put right
            pair = int(chance.integers(len(self.costs)))
            self.costs[pair] = chance.integers(DEAREST)
            return _timed(lambda: self.standing.set_cost(pair, int(self.costs[pair])))
        other = int(chance.integers(len(self.supplies)))  # a new need arrives beside another
        pairs = slice(self.arrays.starts[other], self.arrays.starts[other + 1])
        ends, costs = self.arrays.resources[pairs].tolist(), (self.arrays.costs[pairs] + 1).tolist()
        penalty = int(self.arrays.penalties[0])
        self.added.append((ends, costs, penalty))
        return _timed(lambda: self.standing.add_need(ends, costs, 1, penalty))

    def anew(self) -> int:
        """Solve what stands now from nothing; return the value."""
        old, more = self.arrays, self.added
        ends = [end for ends, _, _ in more for end in ends]
        costs = [cost for _, costs, _ in more for cost in costs]
        starts = len(old.resources) + np.cumsum([len(ends) for ends, _, _ in more])
        arrays = PairArrays(
            np.concatenate([old.starts, starts]).astype(np.int64),
            np.concatenate([old.resources, np.array(ends, np.int32)]),
            np.concatenate([self.costs, np.array(costs, np.int64)]),
            np.concatenate([self.supplies, np.ones(len(more), np.int64)]),
            self.capacities,
            np.concatenate([old.penalties, np.array([p for _, _, p in more], np.int64)]),
        )
        return match_arrays(arrays).value_and_bound()[0]


def changes(standing: Standing, arrays: PairArrays, solve_s: float, count: int) -> dict[str, Any]:
    """Make changes one by one; compare each with the time of solving again."""
    changing, seconds = _Changing(standing, arrays), []
    for number in range(count):
        seconds.append(changing.step(number))
        if number % 50 == 49:
            value, bound = standing.value_and_bound()
            assert value == bound
        if number == count - 1 or number % 200 == 199:
            assert standing.value_and_bound()[0] == changing.anew()
    middle, late = median(seconds), float(np.quantile(seconds, 0.99))
    print(
        f"{count:,} changes: median {middle * 1e3:.3f} ms ({solve_s / middle:,.0f} times cheaper than solving again), "
        f"99 % within {late * 1e3:.2f} ms ({solve_s / late:,.0f} times), most {max(seconds) * 1e3:.1f} ms\n",
        flush=True,
    )
    return {
        "median_ms": round(middle * 1e3, 4),
        "p99_ms": round(late * 1e3, 3),
        "cheaper_median": round(solve_s / middle),
        "cheaper_p99": round(solve_s / late),
    }


def memory(pairs: int) -> dict[str, Any]:
    """Solve many pairs in a process of their own; return its peak memory beside the estimate."""
    program = [sys.executable, "-m", "benchmarks.matching", "solve", str(pairs)]
    peak = int(subprocess.run(program, capture_output=True, text=True, check=True).stdout.split()[-1])
    needs = pairs // DEGREE
    wanted = bytes_needed(pairs, needs + needs // 10)
    print(
        f"{pairs:,} pairs: peak {peak / 1e6:,.0f} MB for the whole process; estimated for the arrays {wanted / 1e6:,.0f} MB"
    )
    return {"pairs": pairs, "peak_mb": round(peak / 1e6), "estimated_mb": round(wanted / 1e6)}


def _solve_apart(pairs: int) -> int:
    chance, needs = np.random.default_rng(SEED), pairs // DEGREE
    resources = needs // 10
    offsets = np.arange(DEGREE, dtype=np.int32) * (resources // DEGREE)
    ends = ((chance.integers(0, resources, (needs, 1), np.int32) + offsets) % resources).ravel()
    ones = np.ones(needs, np.int64)
    arrays = PairArrays(
        np.arange(0, len(ends) + 1, DEGREE, dtype=np.int64),
        ends,
        chance.integers(0, DEAREST, len(ends)),
        ones,
        np.full(resources, 11, np.int64),
        ones * 10**9,
    )
    match_arrays(arrays)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    return 0


def _timed(change: Callable[[], object]) -> float:
    began = time.process_time()
    change()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
