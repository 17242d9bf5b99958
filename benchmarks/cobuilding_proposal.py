"""A whole district proposed: the engine against HiGHS aim by aim, fairness against first come first served, true refusals.

    python -m benchmarks.cobuilding_proposal [--skip-rival] [--districts 100] [--refusals 200]
    python -m benchmarks.cobuilding_proposal --page sqlite|postgres|URL [--forbids 60] [--skip-rival]

1. 300 communities, 20,000 needs, 8,000 resources: time by step; a forbidden pair, read from bytes, mended and written again.
2. The same instance by SciPy's HiGHS, one linear programme an aim (the network is totally unimodular, so their optima are whole):
   the level holds and the next one doesn't, then units served, urgency, metres with the earlier ones held.
3. Generated districts: the least share of a community against first come, first served.
4. Refusals of every kind (ceiling of the unit, capacity, urgency, metres; days, weekdays, hours, qualification, reach, place): what the
   sentence names is done to the problem, and `recommend`, which is another search, has the pair.

With `--page` the same size goes through the product: rows in a scratch database, `gongjian serve` with two web processes and its
worker, the form posted, the progress polled as the page does until the finished page is there; then pairs ruled out by POST, half
of them after the server was started again; HiGHS on what the run stood at. WHOLE_S and FORBID_S are the promise.

Wall time and processor time of this process; the last line is one JSON object. Exit code 1 when something promised doesn't hold.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from benchmarks._districts import LARGE_KINDS, district
from gongjian.engines.matching import Lever, Problem, recommend
from gongjian.engines.matching.eligibility import eligible_pairs
from gongjian.engines.matching.proposal import (
    Reason,
    Standing,
    forbid,
    pack_lists,
    pack_state,
    propose,
    reason_for,
    unpack,
)

SIZE = (300, 20_000, 8_000)
WHOLE_S, FORBID_S = 5, 0.3
MOST_DISTRICTS, MOST_BARRED = 400, 12
KINDS = (
    *(lever.value for lever in Lever),
    "first_on",
    "weekdays",
    "opens",
    "qualifications",
    "reach_m",
    "place",
)
"""What a sentence names: a lever, or what the resource would have to allow (days, weekdays, hours, ...)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and check; print a line each and one JSON object as the last."""
    parser = argparse.ArgumentParser(prog="benchmarks.cobuilding_proposal")
    parser.add_argument("--skip-rival", action="store_true", help="leave HiGHS out, which takes minutes")
    parser.add_argument("--districts", type=int, default=100)
    parser.add_argument("--refusals", type=int, default=200)
    parser.add_argument(
        "--page", default="", help="through the pages, with the rows in sqlite, postgres or beside a URL"
    )
    parser.add_argument("--forbids", type=int, default=60)
    parser.add_argument("--port", type=int, default=8137)
    asked = parser.parse_args(argv)
    if asked.page:
        return through_the_page(asked)
    problem = district(1, *SIZE)
    propose(district(2, 10, 300, 100))
    seconds, cpu, standing = timed(lambda: propose(problem))
    levels = {level.name: str(level.value) for level in standing.levels()}
    said: dict[str, Any] = {
        "pairs": len(standing.pairs),
        "propose_s": seconds,
        "propose_cpu_s": cpu,
        "levels": levels,
    }
    said["is_proven"] = all(level.is_proven for level in standing.levels())
    tell("整片", said)
    said["forbid"] = tell("排除一对", measure_forbids(standing))
    if not asked.skip_rival:
        said["rival"] = tell("HiGHS", rival(standing))
    said["fairness"] = tell("公平", fairness(asked.districts))
    said["refusals"] = tell("没有选上的", refusals(asked.refusals))
    print(json.dumps(said, ensure_ascii=False))
    holds = said["is_proven"] and said.get("rival", {}).get("equal", True)
    return 0 if holds and not said["fairness"]["worse"] and not said["refusals"]["false"] else 1


def through_the_page(asked: argparse.Namespace) -> int:
    """Measure what people wait for, and have HiGHS solve the very same lists."""
    from benchmarks._proposal_page import measure_pages

    said, standing = measure_pages(asked.page, asked.port, SIZE, asked.forbids)
    tell("页面", said)
    if not asked.skip_rival:
        said["rival"] = tell("HiGHS", rival(standing))
    print(json.dumps(said, ensure_ascii=False))
    is_quick = said["whole_s"] <= WHOLE_S and said["forbid"]["post_s"]["max"] <= FORBID_S
    return 0 if is_quick and said.get("rival", {}).get("equal", True) else 1


def tell(name: str, said: dict[str, Any]) -> dict[str, Any]:
    """Print and pass on."""
    print(f"{name}：{said}", flush=True)
    return said


def timed(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall time, processor time and what an act returns."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = act()
    return round(time.perf_counter() - wall, 3), round(time.process_time() - cpu, 3), found


def measure_forbids(standing: Standing, times: int = 100) -> dict[str, Any]:
    """Forbid proposed pairs, each from the bytes that any process would read, and write what changed."""
    lists, state = pack_lists(standing), pack_state(standing)
    used = np.flatnonzero(standing.amounts()).tolist()
    walls, cpus = [], []
    for pair in random.Random(3).sample(used, times):
        wall, cpu, _ = timed(lambda pair=pair: _forbidden(lists, state, pair))
        walls.append(wall)
        cpus.append(cpu)
    return {
        "median_s": _at(walls, 50),
        "p95_s": _at(walls, 95),
        "cpu_median_s": _at(cpus, 50),
        "cpu_p95_s": _at(cpus, 95),
        "cpu_max_s": max(cpus),
    }


def _forbidden(lists: bytes, state: bytes, pair: int) -> bytes:
    read, _others = unpack(lists, state)
    forbid(read, [pair])
    return pack_state(read)


def _at(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def rival(standing: Standing) -> dict[str, Any]:
    """Solve aim after aim by HiGHS and compare."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    columns, pairs, wants = standing.columns, standing.pairs, standing.wants()
    count, ones = len(pairs), np.ones(len(pairs))
    at = np.arange(count)
    owner = columns.community[pairs.need]

    def sums(rows: Any, many: int) -> Any:
        return csr_array((ones, (rows, at)), shape=(many, count))

    limited = np.flatnonzero(columns.ceiling >= 0)
    units = sums(columns.unit[pairs.resource], len(columns.units))[limited]
    kept = [sums(pairs.need, len(columns.quantity)), sums(pairs.resource, len(columns.capacity)), units]
    most = [columns.quantity, columns.capacity, columns.ceiling[limited]]
    by_community = sums(owner, len(columns.communities))
    bounds = np.stack([np.zeros(count), standing.pair_caps], axis=1)

    def solved(cost: Any, rows: list[Any], limits: list[Any]) -> float | None:
        found = linprog(
            cost,
            A_ub=vstack([*kept, *rows]),
            b_ub=np.concatenate([*most, *limits]),
            bounds=bounds,
            method="highs-ds",
        )
        return float(found.fun) if found.status == 0 else None

    next_level = wants.above(standing.level)
    while next_level is not None and (wants.lows(next_level) == wants.lows(standing.level)).all():
        next_level = wants.above(next_level)
    is_highest = next_level is None or solved(ones * 0, [-by_community], [-wants.lows(next_level)]) is None
    rows, limits = [-by_community], [-wants.lows(standing.level)]
    told: dict[str, Any] = {"is_highest_level": is_highest}
    aims = (
        ("满足的数量", -ones),
        ("紧急程度", -columns.urgency[pairs.need]),
        ("距离", pairs.metres.astype(float)),
    )
    ours = {level.name: int(level.value) for level in standing.levels()[1:]}
    equal = is_highest
    for name, cost in aims:
        value = solved(np.asarray(cost, float), rows, limits)
        told[name] = None if value is None else round(abs(value))
        equal &= told[name] == ours[name]
        rows.append(csr_array(np.asarray(cost, float)[None, :]))
        limits.append(np.array([round(value or 0) + 1e-6]))
    return told | {"equal": equal}


def fairness(many: int) -> dict[str, Any]:
    """Compare the least share of a community with first come, first served."""
    worse, better, gain = 0, 0, Fraction(0)
    for seed in range(many):
        standing = propose(district(1000 + seed, 12, 160, 60, 6))
        ours, theirs = _least(standing, standing.amounts()), _least(standing, first_come(standing))
        worse += ours < theirs
        better += ours > theirs
        gain += ours - theirs
    return {
        "districts": many,
        "worse": worse,
        "better": better,
        "mean_gain": round(float(gain / max(many, 1)), 4),
    }


def _least(standing: Standing, amounts: Any) -> Fraction:
    """Return the least share of a community that anybody could serve."""
    got = np.zeros(len(standing.columns.communities), np.int64)
    np.add.at(got, standing.columns.community[standing.pairs.need], amounts)
    shares = (
        Fraction(int(g), int(n)) for g, n, r in zip(got, standing.needed, standing.reach, strict=True) if r
    )
    return min(shares, default=Fraction(1))


def first_come(standing: Standing) -> Any:
    """Serve needs in the order of the list, each by the nearest resources that still have something."""
    columns, pairs = standing.columns, standing.pairs
    left, room = columns.quantity.copy(), columns.capacity.copy()
    ceilings = np.where(columns.ceiling < 0, 2**31, columns.ceiling)
    amounts = np.zeros(len(pairs), np.int64)
    for pair in np.lexsort((pairs.metres, pairs.need)).tolist():
        need, giver = pairs.need[pair], pairs.resource[pair]
        unit = columns.unit[giver]
        amount = min(left[need], room[giver]) if ceilings[unit] > 0 else 0
        if amount > 0:
            amounts[pair] = amount
            left[need] -= amount
            room[giver] -= amount
            ceilings[unit] -= 1
    return amounts


def refusals(many: int) -> dict[str, Any]:
    """Do what refusals say would bring their pair in, by `recommend`, until so many were done, of every kind in KINDS.

    Districts are small, half of them with a yearly ceiling for most units. A kind that was met often makes way for the
    others, so that none is too rare to tell anything.
    """
    done, false, kinds, seed = 0, [], Counter[str](), 0
    draw = random.Random(5)
    share = -(-many // len(KINDS))
    while seed < MOST_DISTRICTS and (done < many or len(kinds) < len(KINDS)):
        large, seed = 0 if seed % 2 else LARGE_KINDS, seed + 1
        problem = district(5000 + seed, 5, 30, 16, 4, large=large)
        standing = propose(problem)
        fitting = list(zip(standing.pairs.need.tolist(), standing.pairs.resource.tolist(), strict=True))
        keys = [(n, r) for n in range(len(problem.needs)) for r in range(len(problem.resources))]
        for n, r in [*fitting, *draw.sample(keys, MOST_BARRED)]:
            if done >= many and len(kinds) == len(KINDS):
                break
            reason = reason_for(standing, n, r)
            for names, changed in [] if reason.is_chosen else changes(problem, n, r, reason):
                if all(kinds[name] >= share for name in names) and any(kinds[one] < share for one in KINDS):
                    continue
                done += 1
                kinds.update(names)
                matches = recommend(changed).result.matches
                if (problem.needs[n].key, problem.resources[r].key) not in {
                    (m.need, m.resource) for m in matches
                }:
                    false.append(reason.sentence)
    return {"done": done, "false": len(false), "sentences": false[:5], "kinds": dict(sorted(kinds.items()))}


def changes(problem: Problem, n: int, r: int, reason: Reason) -> list[tuple[tuple[str, ...], Problem]]:
    """Write down the problems in which one thing that the sentence names is done, each with the kinds of it."""
    need, resource = problem.needs[n], problem.resources[r]
    found = []
    if reason.widening:
        wider = replace(resource, **dict(reason.widening.fields))
        names = tuple(name for name, _value in reason.widening.fields if name in KINDS)
        found.append((names, _with_resource(problem, r, wider)))
    for change in reason.changes:
        if change.lever is Lever.URGENT:
            needs = list(problem.needs)
            needs[n] = replace(need, urgency=need.urgency + change.amount)
            found.append(((change.lever.value,), replace(problem, needs=tuple(needs))))
        elif change.lever is Lever.CAPACITY:
            found.append(
                (
                    (change.lever.value,),
                    _with_resource(problem, r, replace(resource, capacity=resource.capacity + 1)),
                )
            )
        elif change.lever is Lever.CEILING:
            units = tuple(
                replace(u, ceiling=(u.ceiling or 0) + 1) if u.key == resource.unit else u
                for u in problem.units
            )
            found.append(((change.lever.value,), replace(problem, units=units)))
        else:
            metres = next(p.distance_m for p in eligible_pairs(problem) if (p.need, p.resource) == (n, r))
            nearer = {(need.key, resource.key): metres - change.amount}
            found.append(((change.lever.value,), replace(problem, distances_m=nearer)))
    return found


def _with_resource(problem: Problem, r: int, resource: Any) -> Problem:
    resources = list(problem.resources)
    resources[r] = resource
    return replace(problem, resources=tuple(resources))


if __name__ == "__main__":
    sys.exit(main())
