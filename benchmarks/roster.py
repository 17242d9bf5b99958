"""Rosters: 3,000 inspectors, 6,000 places, each seen by 3; beside HiGHS as the judge of the optimum.

`python -m benchmarks.roster [small]`. The region is generated with a fixed seed: 30 counties of 10 streets of 20
communities, scattered as towns are; inspectors live in its communities, are barred from their own county and from the
places of the unit that hired them, and saw some of the places last round.

Two comparisons, each in this run:
 A  300 inspectors, 600 places: HiGHS solves the linear programme over *every* eligible pair; equal cost is wanted.
 B  the full size: HiGHS solves it over the pairs that our solver ended with (every pair is beyond it on a small machine);
    that nothing left out could improve is shown by our own dual bound over all eligible pairs (gap 0).
HiGHS is the one that SciPy carries.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from gongjian.engines.roster import Inspector, Past, Place, Point, Problem, Roster, assign, repair
from gongjian.engines.roster.assign import optimise
from gongjian.engines.roster.instance import Instance, build
from gongjian.engines.roster.network import Network, build_network

SEED, VISITS, CAPACITY = 20261125, 3, 9


def main(argv: Sequence[str] = ()) -> int:
    """Run both comparisons and an absence; the last line is one JSON object."""
    sizes = {"A": (300, 600, 6)} if "small" in argv else {"A": (300, 600, 6), "B": (3000, 6000, 30)}
    assign(region(20, 40, 2))  # imports and first calls are not what is measured
    results: dict[str, Any] = {}
    for name, (inspectors, places, counties) in sizes.items():
        problem = region(inspectors, places, counties)
        results[name] = measure(name, problem) | judge(problem, every_pair=name == "A")
        results[name] |= absence(problem, results[name].pop("roster"))
        print()
    print(json.dumps(results, ensure_ascii=False))
    return 0


def region(inspectors: int, places: int, counties: int) -> Problem:
    """Generate a region of towns and the people who inspect it."""
    chance = random.Random(SEED)
    seats = [(29.5 + 3 * chance.random(), 104.5 + 3 * chance.random()) for _ in range(counties)]
    made: list[Place] = []
    for number in range(places):
        county, street = number % counties, (number // counties) % 10
        spread = random.Random(f"{county} {street}")
        latitude, longitude = (seat + spread.gauss(0, 0.12) for seat in seats[county])
        point = Point(latitude + chance.gauss(0, 0.02), longitude + chance.gauss(0, 0.02))
        code = f"51{county // 10 + 1:02}{county % 10 + 1:02}{street + 1:03}{number // (counties * 10) + 1:03}"
        made.append(Place(code, code, VISITS, (f"U{county}-{street % 3}",), point))
    people = []
    for number in range(inspectors):
        home = made[chance.randrange(places)]
        unit = f"U{chance.randrange(counties)}-{chance.randrange(3)}"
        people.append(
            Inspector(
                f"i{number:04}",
                (home.code[:6],),
                unit,
                ("51",),
                CAPACITY,
                home.code[:6],
                home.code,
                home.point,
            )
        )
    past = {(chance.choice(people).key, chance.choice(made).key) for _ in range(places)}
    return Problem(tuple(people), tuple(made), tuple(Past(who, where) for who, where in sorted(past)))


def measure(name: str, problem: Problem) -> dict[str, Any]:
    """Assign, print time, proof, balance and travel, and check the rules once more by hand."""
    started = time.perf_counter()
    roster = assign(problem)
    seconds = time.perf_counter() - started
    check(problem, roster)
    proof, loads = roster.proof, roster.loads
    mean_km = roster.travel_m / len(roster.visits) / 1000
    print(
        f"== {name}: {len(problem.inspectors)} inspectors x {len(problem.places)} places, {VISITS} visits each"
    )
    print(f"time            {seconds:.2f} s in {proof.passes} passes")
    print(
        f"pairs           {proof.arcs:,} given to the solver of {proof.eligible:,} eligible, the rest priced"
    )
    print(
        f"optimality      cost {proof.cost:,}, dual bound over all eligible pairs {proof.bound:,}, gap {proof.gap}"
    )
    print(
        f"load            least {loads.least}, most {loads.most}, mean {loads.total / loads.inspectors:.2f}"
    )
    print(
        f"travel          {roster.travel_m / 1000:,.0f} km one way in all, {mean_km:.1f} km a visit, repeats {roster.repeats}"
    )
    return {
        "roster": roster,
        "seconds": round(seconds, 2),
        "arcs": proof.arcs,
        "eligible": proof.eligible,
        "gap": proof.gap,
        "cost": proof.cost,
        "load": [loads.least, loads.most],
        "mean_km": round(mean_km, 2),
    }


def check(problem: Problem, roster: Roster) -> None:
    """Fail unless everyone is away from home and unit, within capacity, and every place is seen as asked."""
    people, places = {i.key: i for i in problem.inspectors}, {p.key: p for p in problem.places}
    seen, load = Counter(v.place for v in roster.visits), Counter(v.inspector for v in roster.visits)
    assert all(seen[place.key] == place.visits for place in problem.places)
    assert all(count <= people[key].capacity for key, count in load.items())
    assert len({(v.place, v.inspector) for v in roster.visits}) == len(roster.visits)
    for visit in roster.visits:
        assert not places[visit.place].code.startswith(people[visit.inspector].home)
        assert people[visit.inspector].unit not in places[visit.place].units


def judge(problem: Problem, *, every_pair: bool) -> dict[str, Any]:
    """Let HiGHS solve the same flow as a linear programme and compare costs and times."""
    instance = build(problem)
    own = optimise(instance)
    pairs = np.argwhere(instance.allowed).T.astype(np.int64) if every_pair else own.flow.network.pairs
    network = build_network(instance, pairs, int(own.flow.network.arcs[3, own.flow.network.overflow][0]))
    started = time.perf_counter()
    again = optimise(instance)
    own_s = time.perf_counter() - started
    cost, seconds = highs(instance, network)
    which = "every eligible pair" if every_pair else "the pairs our solver ended with"
    print(f"HiGHS           {seconds:.2f} s over {network.arcs.shape[1]:,} arcs ({which}), cost {cost:,.0f}")
    print(
        f"                cost {'equal' if cost == again.flow.cost else 'DIFFERENT'}; ours {own_s:.2f} s: {seconds / own_s:.1f} times as fast"
    )
    return {"highs_s": round(seconds, 2), "own_s": round(own_s, 2), "highs_equal": cost == again.flow.cost}


def highs(instance: Instance, network: Network) -> tuple[int, float]:
    """Solve the flow as a linear programme; its optimum over a network matrix is whole."""
    tails, heads, capacities, costs = network.arcs
    count, ones = len(tails), np.ones(len(tails))
    rows, columns = np.concatenate([tails, heads]), np.concatenate([np.arange(count)] * 2)
    matrix = coo_matrix((np.concatenate([ones, -ones]), (rows, columns)), (network.nodes, count)).tocsc()
    supply = np.zeros(network.nodes)
    supply[: len(instance.places)], supply[network.sink] = instance.demand, -instance.demand.sum()
    bounds = np.column_stack([np.zeros(count), capacities])
    started = time.perf_counter()
    found = linprog(costs, A_eq=matrix, b_eq=supply, bounds=bounds, method="highs")
    return round(found.fun), time.perf_counter() - started


def absence(problem: Problem, roster: Roster) -> dict[str, Any]:
    """Take three inspectors away and mend the roster."""
    pairs = {(visit.place, visit.inspector) for visit in roster.visits}
    absent = [inspector.key for inspector in problem.inspectors[:3]]
    started = time.perf_counter()
    mended = repair(problem, pairs, absent)
    seconds = time.perf_counter() - started
    print(
        f"absence         3 inspectors, {len(mended.lost)} visits lost: {len(mended.added)} added, {len(mended.removed)} moved, "
        f"full {mended.roster.is_full}, gap {mended.roster.proof.gap}, {seconds:.2f} s"
    )
    return {"repair_s": round(seconds, 2), "lost": len(mended.lost), "added": len(mended.added)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
