"""Deferred acceptance: 100,000 households beside the package `matching` at 1,000, per household handled.

`python -m benchmarks.allocation [small]`; needs the packages of requirements-bench.txt. Fixed seed, one thread each, both in
this run. Each household lists 10, then 20 of the homes (20: all there are at 1,000), popular ones first more often; homes
rank by points, then by lot; there are flats for 80 of 100 households. At 1,000 households both get the same market and must
give every household the same home; at 100,000 stability is checked pair by pair. Two ratios are told: the solving alone, where
`matching` is given its players ready made and ours its five arrays and nothing derived from them, and with what comes before it,
where `matching` makes and checks its players from dictionaries and ours checks its arrays. Times are processor time of this
process, the least of several runs, so that a busy machine disturbs neither side.
"""

import json
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gongjian.engines.allocation import (
    Market,
    blocking_pairs,
    calibrate,
    deferred_acceptance,
    every_cutoff,
    market_of,
    personal_cutoffs,
    place_homes,
    rank_maximal,
    serial_dictatorship,
)
from gongjian.engines.allocation.example_669 import CONDITIONS, GROUPS, SITES, past_offers, site_conditions

SEED, RUNS, RIVAL_RUNS = 20261126, 20, 3


def main(argv: Sequence[str] = ()) -> int:
    """Run both sides; the last line is one JSON object."""
    large = 10_000 if "small" in argv else 100_000
    results: dict[str, Any] = {}
    for wishes in (10, 20):
        found = {"beside": beside(1_000, wishes), "large": at_size(large, wishes)}
        found["ratio_per_household"] = ratio(found, "matching_s", "seconds", large, "solving")
        found["ratio_prepared"] = ratio(found, "matching_prepared_s", "prepared_s", large, "with preparation")
        print()
        results[f"{wishes} wishes"] = found
    results["take_up"] = take_up()
    print(json.dumps(results, ensure_ascii=False))
    return 0


def ratio(found: dict[str, Any], rival: str, own: str, large: int, what: str) -> int:
    """Compare what a household takes at 1,000 by `matching` and at the large size by ours."""
    per_rival, per_own = found["beside"][rival] / 1_000, found["large"][own] / large
    print(f"per household   matching {per_rival * 1e6:,.0f} µs, ours {per_own * 1e6:.3f} µs {what}: ", end="")
    print(f"{per_rival / per_own:,.0f} times as fast")
    return round(per_rival / per_own)


def market(households: int, wishes_each: int) -> Market:
    """Generate a market with popular homes."""
    rng = np.random.default_rng(SEED)
    homes = max(households // 50, 20)
    charm = rng.normal(0, 1, homes)
    tastes = (charm + rng.gumbel(0, 1, (count, homes)) for count in batches(households, 1000))
    wishes = np.concatenate([np.argsort(-one, axis=1)[:, :wishes_each] for one in tastes])
    points = rng.integers(0, 100, households)[:, None] + 10 * rng.integers(0, 2, (households, wishes_each))
    quotas = np.full(homes, households * 8 // 10 // homes)
    offsets = np.arange(households + 1) * wishes_each
    return market_of(offsets, wishes.ravel(), points.ravel(), rng.permutation(households), quotas)


def batches(total: int, size: int) -> list[int]:
    """Cut a number into parts."""
    return [min(size, total - done) for done in range(0, total, size)]


def beside(households: int, wishes: int) -> dict[str, Any]:
    """Solve one market with both; they must agree on every household."""
    made = market(households, wishes)
    own_s, found = timed(lambda: deferred_acceptance(replace(made)), RUNS)
    rival_s, prepared_s, rival = rival_run(made)
    is_equal = rival == found.homes.tolist()
    print(f"== {households:,} households, {len(made.quotas)} homes, {wishes} wishes each")
    print(f"matching        {rival_s:.3f} s")
    print(f"ours            {own_s * 1000:.2f} ms, {rival_s / own_s:,.0f} times as fast")
    print(f"same homes      {'yes' if is_equal else 'NO'}")
    return {
        "matching_s": round(rival_s, 4),
        "matching_prepared_s": round(prepared_s, 4),
        "own_s": round(own_s, 6),
        "equal": is_equal,
    }


def rival_run(made: Market) -> tuple[float, float, list[int]]:
    """Let `matching` solve it: the time of its solve, of making its players and the solve, and who got what."""
    from matching.games import HospitalResident

    wishes = {h: made.homes[made.offsets[h] : made.offsets[h + 1]].tolist() for h in range(made.households)}
    ranked: dict[int, list[int]] = {s: [] for s in range(len(made.quotas))}
    for pair in np.argsort(-made.keys).tolist():
        ranked[int(made.homes[pair])].append(int(made.owner[pair]))
    capacities = dict(enumerate(made.quotas.tolist()))
    seconds = prepared_s = float("inf")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(RIVAL_RUNS):
            made_s, game = timed(
                lambda: HospitalResident.create_from_dictionaries(wishes, ranked, capacities), 1
            )
            once, solved = timed(lambda game=game: game.solve(optimal="resident"), 1)
            seconds, prepared_s = min(seconds, once), min(prepared_s, made_s + once)
    homes = [-1] * made.households
    for home, residents in solved.items():
        for resident in residents:
            homes[int(resident.name)] = int(home.name)
    return seconds, prepared_s, homes


def at_size(households: int, wishes: int) -> dict[str, Any]:
    """Solve a large market with every method, and check it."""
    made = market(households, wishes)
    print(f"== {households:,} households, {len(made.quotas):,} homes, {len(made.homes):,} wishes")
    seconds, found = timed(lambda: deferred_acceptance(replace(made)), RUNS)
    arrays = (made.offsets, made.homes, made.points, made.lots, made.quotas)
    prepared_s, _ = timed(lambda: deferred_acceptance(market_of(*arrays)), RUNS)
    blocking_s, blocking = timed(lambda: blocking_pairs(made, found), 1)
    turn_s, turn = timed(lambda: serial_dictatorship(made), 1)
    unlucky = int(np.flatnonzero(found.homes < 0)[0])
    change_s, _ = timed(lambda: personal_cutoffs(made, unlucky), 1)
    every_s, _ = timed(lambda: every_cutoff(made), 1)
    print(
        f"deferred        {seconds * 1000:.1f} ms, with checks {prepared_s * 1000:.1f} ms, {found.housed:,} housed"
    )
    print(
        f"stable          {len(blocking)} blocking pairs among {len(made.homes):,} ({blocking_s * 1000:.0f} ms)"
    )
    print(f"in turn         {turn_s * 1000:.0f} ms, {turn.housed:,} housed (serial dictatorship)")
    print(
        f"what would help {change_s * 1000:.0f} ms for one household, {every_s:.2f} s for every wish of all"
    )
    few = market(min(households, 5_000), wishes)
    rank_s, rank = timed(lambda: rank_maximal(few), 1)
    print(f"rank-maximal    {rank_s:.2f} s at {few.households:,} households, {rank.housed:,} housed")
    return {
        "households": households,
        "seconds": round(seconds, 5),
        "prepared_s": round(prepared_s, 5),
        "blocking": len(blocking),
        "turn_s": round(turn_s, 4),
        "change_s": round(change_s, 4),
        "every_cutoff_s": round(every_s, 3),
        "rank_maximal_5000_s": round(rank_s, 3),
    }


def take_up() -> dict[str, Any]:
    """The case of 669 flats: reproduce it and place the flats better."""
    model = calibrate(CONDITIONS, past_offers())
    chances = np.array([model.probabilities(rows) for rows in site_conditions()])
    seconds, best = timed(
        lambda: place_homes(669, [count for _, count in GROUPS], [site[-1] for site in SITES], chances), 1
    )
    print(
        f"\n669 flats       {model.accepted} housed then; {best.expected:.1f} expected in the best placement,"
    )
    print(
        f"                gap {best.gap_millionths}, {seconds * 1000:.0f} ms, {dict(zip([s[0] for s in SITES], best.homes, strict=True))}"
    )
    return {"expected": best.expected, "gap": best.gap_millionths, "homes": best.homes}


def timed(call: Any, runs: int) -> tuple[float, Any]:
    """Return the least time of some runs and the last result."""
    least, result = float("inf"), None
    for _ in range(runs):
        started = time.process_time()
        result = call()
        least = min(least, time.process_time() - started)
    return least, result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
