"""Siting: proofs and speed beside spopt with HiGHS and SciPy's HiGHS, on the p-median instances of OR-Library.

`python -m benchmarks.siting [proofs] [median] [points] [cover] [covers] [dispersion]`; without a word all parts, about
fifteen minutes.

 proofs      pmed1 to pmed20, each proven optimal and equal to the published optimum
 median      pmed6 and pmed20 beside scipy.optimize.milp and spopt.locate.PMedian
 points      3,000 random points, 10, 100 and 500 sites: until the certified gap is at most 0.05 %, or a minute is over
 cover       spopt.locate.MCLP on the same distances, count and radius named
 covers      the same for 60 cases: five instances, four counts, three radii each, from little covered to nearly all
 dispersion  spopt.locate.PDispersion on the same distances, count named

Both sides build their model from the same distance matrix within the measured time, on one thread. Ours is the median
of five runs; a rival runs once in its own process and counts as 60 s when it has not finished by then. Every value of
a rival that did finish is compared with ours. The instances lie beside the repository (`../shared/bench/pmed`).
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from benchmarks._pmed import read, read_all
from benchmarks._siting_rivals import race
from gongjian.engines.siting import (
    Cover,
    CoverProblem,
    Dispersion,
    DispersionProblem,
    Matrix,
    Median,
    MedianProblem,
    Points,
    kernels,
    solve_cover,
    solve_dispersion,
    solve_median,
)

SEED, POINTS, GAP, POINTS_LIMIT_S = 20261126, 3000, 0.0005, 60
COVERS = (("pmed6", 5, 30), ("pmed12", 10, 25), ("pmed20", 20, 10), ("pmed18", 40, 20))
GRID = (("pmed3", "pmed8", "pmed12", "pmed18", "pmed20"), (5, 10, 20, 40), (0.3, 0.9, 1.6))
"""Instances, counts, and the share of all that count times a site's own reach would cover if no reaches met."""
SPREADS = (("pmed1", 5), ("pmed1", 10), ("pmed6", 5))


def main(argv: Sequence[str] = ()) -> int:
    """Run the named parts; the last line is one JSON object."""
    chosen = [name for name in PARTS if not argv or name in argv]
    kernels.warm()  # imports are not what is measured
    results = {}
    for name in chosen:
        print(f"== {name}")
        results[name] = PARTS[name]()
        print()
    print(json.dumps(results, ensure_ascii=False))
    return 0


def proofs() -> dict[str, Any]:
    """Prove all 20 instances."""
    found = {}
    for instance in read_all():
        seconds, answer = timed(
            lambda metres=instance.metres, count=instance.count: solve_median(_median(metres, count))
        )
        assert isinstance(answer, Median)
        assert answer.proof.value == answer.proof.bound == instance.optimum, instance.name
        found[instance.name] = round(seconds, 4)
        print(f"{instance.name:7} {len(instance.metres)} vertices, {instance.count:3} sites: {answer.proof.value} proven, "
              f"{seconds * 1000:7.1f} ms, {answer.nodes} nodes")  # fmt: skip
    return found


def median() -> dict[str, Any]:
    """Stand beside SciPy and spopt on pmed6 and pmed20."""
    found = {}
    for name in ("pmed6", "pmed20"):
        instance = read(name)
        seconds, answer = timed(
            lambda metres=instance.metres, count=instance.count: solve_median(_median(metres, count))
        )
        assert isinstance(answer, Median) and answer.proof.is_proven
        for rival, wanted in (("scipy_median", 100), ("spopt_median", 300)):
            found[f"{name} {rival}"] = beside(
                rival, name, instance.count, 0, seconds, answer.proof.value, wanted
            )
    return found


def points() -> dict[str, Any]:
    """Certify a gap for random points in a square of about 50 km."""
    places = np.random.default_rng(SEED).uniform([30.0, 105.0], [30.5, 105.5], (POINTS, 2))
    keys, found = [str(i) for i in range(POINTS)], {}
    for count in (500, 100, 10):
        watch = Watch()
        problem = MedianProblem(keys, [1] * POINTS, keys, Points(places, places), count)
        answer = solve_median(problem, should_stop=watch.should_stop, on_progress=watch.look)
        assert isinstance(answer, Median)
        seconds, gap = time.perf_counter() - watch.started, float(answer.proof.gap)
        print(f"{count:3} sites: value {answer.proof.value:,} m, bound {answer.proof.bound:,} m, gap {gap:.4%}, "
              f"{seconds:.1f} s ({time.process_time() - watch.used:.1f} s of processor), {answer.nodes} nodes")  # fmt: skip
        found[str(count)] = {"gap": gap, "seconds": round(seconds, 1), "is_enough": gap <= GAP}
    return found


class Watch:
    """Stop when the certified gap is small enough, or time is up."""

    def __init__(self) -> None:
        self.started, self.used, self.is_enough = time.perf_counter(), time.process_time(), False

    def look(self, value: int, bound: int) -> None:
        """Take note of value and bound."""
        self.is_enough = value - bound <= GAP * value

    def should_stop(self) -> bool:
        """Say whether to stop."""
        return self.is_enough or time.perf_counter() - self.started > POINTS_LIMIT_S


def cover() -> dict[str, Any]:
    """Stand beside spopt in maximal covering."""
    found = {}
    for name, count, radius in COVERS:
        metres = read(name).metres
        keys = [str(i) for i in range(len(metres))]
        problem = (keys, [1] * len(keys), keys, Matrix(metres), radius, count)
        seconds, answer = timed(lambda problem=problem: solve_cover(CoverProblem(*problem)))
        assert isinstance(answer, Cover) and answer.proof.is_proven
        found[f"{name} {count} {radius}"] = beside(
            "spopt_cover", name, count, radius, seconds, answer.proof.value, 25
        )
    return found


def covers() -> dict[str, Any]:
    """Stand beside spopt over a grid of cases; tell the least and the median ratio."""
    found = {}
    for name, count, share in product(*GRID):
        metres = read(name).metres
        radius = int(np.quantile(metres, share / count))
        keys = [str(i) for i in range(len(metres))]
        problem = CoverProblem(keys, [1] * len(keys), keys, Matrix(metres), radius, count)
        seconds, answer = timed(lambda problem=problem: solve_cover(problem))
        assert isinstance(answer, Cover) and answer.proof.is_proven
        found[f"{name} {count} {radius}"] = beside(
            "spopt_cover", name, count, radius, seconds, answer.proof.value, 25
        )
    ratios = [one["ratio"] for one in found.values() if "ratio" in one]
    if ratios:
        print(
            f"{len(ratios)} cases: at least {min(ratios):.1f}, in the middle {statistics.median(ratios):.0f} times as fast"
        )
    return found


def dispersion() -> dict[str, Any]:
    """Stand beside spopt in p-dispersion."""
    found = {}
    for name, count in SPREADS:
        metres = read(name).metres
        keys = [str(i) for i in range(len(metres))]
        seconds, answer = timed(
            lambda keys=keys, metres=metres, count=count: solve_dispersion(
                DispersionProblem(keys, Matrix(metres), count)
            )
        )
        assert isinstance(answer, Dispersion) and answer.proof.is_proven
        found[f"{name} {count}"] = beside("spopt_dispersion", name, count, 0, seconds, answer.proof.value, 6)
    return found


def _median(metres: np.ndarray, count: int) -> MedianProblem:
    keys = [str(i) for i in range(len(metres))]
    return MedianProblem(keys, [1] * len(keys), keys, Matrix(metres), count)


def timed(solve: Callable[[], Any]) -> tuple[float, Any]:
    """Run five times; return the median of the seconds and the answer."""
    seconds, answer = [], None
    for _ in range(5):
        started = time.perf_counter()
        answer = solve()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), answer


def beside(
    rival: str, name: str, count: int, radius: int, seconds: float, value: int, wanted: int
) -> dict[str, Any]:
    """Run the rival, compare values, print both and the ratio."""
    theirs = race(rival, name, count, radius)
    where = f"{name}, {count} sites" + (f", radius {radius}" if radius else "")
    if theirs.get("missing"):
        print(f"{where}: {value} proven in {seconds:.4f} s; {rival} is not installed")
        return {"ours_s": seconds, "value": value}
    assert theirs["value"] in (None, value), (rival, theirs["value"], value)
    ratio = theirs["seconds"] / seconds
    same = "not finished after 60 s" if theirs["value"] is None else "same value"
    print(f"{where}: {value} proven in {seconds * 1000:.1f} ms; {rival} {theirs['seconds']:.2f} s ({same}): "
          f"{ratio:,.0f} times as fast, {wanted} wanted")  # fmt: skip
    return {
        "ours_s": round(seconds, 5),
        "theirs_s": round(theirs["seconds"], 3),
        "ratio": round(ratio, 1),
        "wanted": wanted,
        "value": value,
        "theirs": theirs["value"],
    }


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "proofs": proofs,
    "median": median,
    "points": points,
    "cover": cover,
    "covers": covers,
    "dispersion": dispersion,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
