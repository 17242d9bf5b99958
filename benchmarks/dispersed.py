"""Dispersed small clusters at city size, beside HiGHS on the programme as one would write it down.

`python -m benchmarks.dispersed [seeds]` (10 seeds if not told). A city has 2,000 parcels, 60 streets and 10,000 points that people
travel to; about a seventh of the parcels fail on zoning or title. Ours and, for the first seeds, the plain programme (the same
rules row by row, a row for each pair that is too near, no rows over sets) get 60 s of one thread each. Every plan is checked here once more from
the rules alone; where both sides are proven, they must be equal. The last line is one JSON object.
"""

import json
import os
import random
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from math import cos, radians
from typing import Any

import numpy as np

from gongjian.engines.siting.dispersed import site_dispersed
from gongjian.engines.siting.dispersed_branch import branch
from gongjian.engines.siting.dispersed_instance import Instance, build
from gongjian.engines.siting.dispersed_rows import Limit, Of, Row, rows_of
from gongjian.engines.siting.parcels import (
    Amenity,
    Channel,
    Kind,
    Parcel,
    Point,
    Problem,
    Rules,
    Siting,
    Street,
)

SECONDS = 60.0
PLAIN_SEEDS = 2
KINDS = (Kind("就业", 5, 20), Kind("公交", 2, 1), Kind("学校", 2, 2), Kind("医院", 1, 1))
SHARES = {"就业": 0.6, "公交": 0.1, "学校": 0.2, "医院": 0.1}
CHANNELS = ("新供地", "配建", "更新", "工改居", "收购")
METRES_A_DEGREE = 111_195
RULES = Rules(cluster_m=400, cluster_cap=300, spread_m=1000)


def main(argv: Sequence[str] = ()) -> int:
    """Run every seed; the last line is one JSON object."""
    site_dispersed(city(0, 60, 4, 300), seconds=10, clock=time.monotonic)  # imports are not what is measured
    results = []
    for seed in range(1, int(argv[0]) + 1 if argv else 11):
        results.append(measure(seed, city(seed), with_plain=seed <= PLAIN_SEEDS))
        print(results[-1], flush=True)
    within = sum(result["gap_per_cent"] <= 3 for result in results)
    print(f"{within} of {len(results)} within 3 % in {SECONDS:.0f} s")
    print(json.dumps({"load": os.getloadavg()[0], "within_3_per_cent": within, "seeds": results}))
    return 0


def city(
    seed: int,
    parcels: int = 2000,
    streets: int = 60,
    points: int = 10_000,
) -> Problem:
    """Generate a city of 2.2 parcels a square kilometre, denser about the seats of its streets."""
    chance = random.Random(seed)
    side_m = 30_000 * (parcels / 2000) ** 0.5
    seats = [(chance.uniform(0, side_m), chance.uniform(0, side_m)) for _ in range(streets)]
    centres = [(chance.uniform(0, side_m), chance.uniform(0, side_m)) for _ in range(max(3, streets // 6))]

    def scatter(about: Sequence[tuple[float, float]], share: float, spread_m: float) -> tuple[float, float]:
        if chance.random() >= share:
            return chance.uniform(0, side_m), chance.uniform(0, side_m)
        x, y = (min(max(chance.gauss(middle, spread_m), 0), side_m) for middle in chance.choice(about))
        return x, y

    made = []
    for number in range(parcels):
        at = scatter(seats, 0.6, side_m / 20)
        street = min(range(streets), key=lambda s: (at[0] - seats[s][0]) ** 2 + (at[1] - seats[s][1]) ** 2)
        most = chance.randrange(20, 201)
        made.append(
            Parcel(
                f"P{number:04}",
                point(*at),
                f"S{street:02}",
                most,
                max(10, most // 4),
                chance.randrange(200_000, 800_001) * 100,
                chance.randrange(100_000, 5_000_001) * 100,
                chance.choice(CHANNELS),
                chance.random() > 0.05,
                chance.random() > 0.1,
            )
        )
    amenities = [
        Amenity(
            kind,
            point(*scatter(centres, 0.7, side_m / 12)),
            chance.randrange(1, 500) if kind == "就业" else 1,
        )
        for kind, share in SHARES.items()
        for _ in range(int(points * share))
    ]
    wanted = demands(chance, made, streets)
    total = sum(street.demand for street in wanted)
    channels = tuple(
        Channel(name, total // 20, total * 3 // 10, total * 3 // 10 * 400_000 * 100) for name in CHANNELS
    )
    return Problem(tuple(made), wanted, RULES, tuple(amenities), KINDS, channels)


def demands(chance: random.Random, parcels: Sequence[Parcel], streets: int) -> tuple[Street, ...]:
    """Ask each street for 8 to 25 % of what its usable parcels could carry."""
    supply = dict.fromkeys((f"S{number:02}" for number in range(streets)), 0)
    for parcel in parcels:
        supply[parcel.street] += parcel.most * (parcel.is_zoned and parcel.has_title)
    share = Fraction(1, 20), Fraction(1, 10)
    return tuple(Street(key, int(most * chance.uniform(0.08, 0.25)), *share) for key, most in supply.items())


def point(x_m: float, y_m: float) -> Point:
    """Put metres east and north of a corner into degrees."""
    return Point(30.4 + y_m / METRES_A_DEGREE, 105.4 + x_m / METRES_A_DEGREE / cos(radians(30.5)))


def measure(seed: int, problem: Problem, *, with_plain: bool) -> dict[str, Any]:
    """Solve by ours and, if asked, by the plain programme, and check both."""
    history: list[tuple[float, str]] = []
    started, used = time.monotonic(), time.process_time()
    ours = site_dispersed(
        problem,
        seconds=SECONDS,
        clock=time.monotonic,
        tell=lambda words: history.append((round(time.monotonic() - started, 1), words)),
    )
    took, cpu = time.monotonic() - started, time.process_time() - used
    if ours.value is not None:
        refuse_broken(problem, {site.parcel: site.homes for site in ours.opened})
    return {
        "seed": seed,
        "status": str(ours.status),
        "value": ours.value,
        "bound": ours.bound,
        "gap_per_cent": round(float(100 * ours.gap), 3) if ours.gap is not None else 100.0,
        "seconds": round(took, 1),
        "cpu_seconds": round(cpu, 1),
        "first_plan_s": next((at for at, words in history if words.startswith("方案")), None),
        "plain": measure_plain(problem, ours) if with_plain else None,
    }


def measure_plain(problem: Problem, ours: Siting) -> dict[str, Any]:
    """Give HiGHS the rules as they stand, with as much time."""
    instance = build(problem)
    started, used = time.monotonic(), time.process_time()
    points = instance.x_points, instance.z_points
    found = branch(instance, plain_rows(instance), points, seconds=SECONDS)
    value = instance.value_of(found.homes) if found.homes is not None else None
    if ours.value is not None and value is not None and found.bound is not None:
        assert found.bound <= ours.value and ours.bound <= value, "the two sides contradict each other"
    return {
        "value": value,
        "bound": found.bound,
        "gap_per_cent": round(100 * (value - (found.bound or 0)) / value, 3) if value else 100.0,
        "seconds": round(time.monotonic() - started, 1),
        "cpu_seconds": round(time.process_time() - used, 1),
    }


def plain_rows(instance: Instance) -> list[Row]:
    """Write a row for each pair too near, and none over sets."""
    over_sets = (Limit(Of.CAP), Limit(Of.SPREAD))
    return [row for row in rows_of(instance, by_pairs=True) if row.limits != over_sets]


def haversine_m(one: Point, others: Sequence[Point]) -> np.ndarray:
    """Measure great circles in whole metres, by another formula than the engine's."""
    latitude, longitude = np.radians([(p.latitude, p.longitude) for p in others]).T
    at = np.radians([one.latitude, one.longitude])
    half = (
        np.sin((latitude - at[0]) / 2) ** 2
        + np.cos(latitude) * np.cos(at[0]) * np.sin((longitude - at[1]) / 2) ** 2
    )
    return np.rint(2 * 6_371_008.8 * np.arcsin(np.sqrt(half))).astype(np.int64)


def refuse_broken(problem: Problem, homes: dict[str, int]) -> None:
    """Check a plan from the rules alone, without a line of the engine."""
    parcels = {parcel.key: parcel for parcel in problem.parcels}
    rules = problem.rules
    assert all(parcels[key].least <= count <= parcels[key].most for key, count in homes.items())
    assert all(parcels[key].is_zoned and parcels[key].has_title for key in homes)
    for street in problem.streets:
        supply = sum(count for key, count in homes.items() if parcels[key].street == street.key)
        assert street.demand * (1 - street.below) <= supply <= street.demand * (1 + street.above)
    for parcel in problem.parcels:
        metres = haversine_m(parcel.point, [parcels[key].point for key in homes])
        apart = dict(zip(homes, metres.tolist(), strict=True))
        ball = sum(count for key, count in homes.items() if apart[key] <= rules.cluster_m)
        assert ball <= rules.cluster_cap or not (parcel.is_zoned and parcel.has_title)
        assert parcel.key not in homes or not any(
            rules.cluster_m < m < rules.spread_m for m in apart.values()
        )
    for channel in problem.channels:
        mine = {key: count for key, count in homes.items() if parcels[key].channel == channel.key}
        cost = sum(count * parcels[key].home_cents + parcels[key].site_cents for key, count in mine.items())
        assert channel.least <= sum(mine.values()) <= (channel.most or 0)
        assert channel.budget_cents is not None and cost <= channel.budget_cents


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
