"""Do the error bars of inspectors' severity cover the truth at their rate? `python -m benchmarks.severity`

A thousand simulated rounds a design, severities known: the share of intervals that hold the truth beside the stated
95 %, the share of rounds in which a score is named although nothing is wrong beside the stated 1 %. Then one large
round beside numpy's least squares with every place as an unknown: the same estimates, and the ratio of times.
"""

from decimal import Decimal
from statistics import NormalDist
from time import perf_counter

import numpy as np

from gongjian.engines.scoring.fairness import Observation, estimate_severity

ROUNDS = 1000
SEED = 20261125
DESIGNS = {
    "3 of 8 inspectors see each of 24 places": (8, 24, 3, 2.0, ""),
    "2 of 12 see each of 40": (12, 40, 2, 2.0, ""),
    "a chain: each place ties two neighbours": (10, 30, 2, 2.0, "chain"),
    "noise 6 marks": (8, 24, 3, 6.0, ""),
    "scores rounded to half marks": (8, 24, 3, 2.0, "half"),
    "scores capped at 100 (the model's limit)": (8, 24, 3, 4.0, "cap"),
    "noise twice as large for half of them (the model's limit)": (8, 24, 3, 2.0, "uneven"),
}


def simulate(
    rng: np.random.Generator, inspectors: int, places: int, k: int, noise: float, twist: str = ""
) -> tuple[list[Observation], np.ndarray]:
    """Draw one round with known severities."""
    truth, rows = rng.normal(0, 2, inspectors), []
    for place in range(places):
        deserved = rng.normal(94 if twist == "cap" else 85, 6)
        first = place % (inspectors - 1)
        chosen = [first, first + 1] if twist == "chain" else rng.choice(inspectors, k, replace=False)
        for who in chosen:
            spread = noise * (2 if twist == "uneven" and who % 2 else 1)
            score = deserved + truth[who] + rng.normal(0, spread)
            if twist == "half":
                score = round(score * 2) / 2
            if twist == "cap":
                score = min(100.0, score)
            rows.append(Observation(str(who), str(place), Decimal(f"{score:.2f}")))
    return rows, truth


def coverage(name: str) -> None:
    """Print how often the intervals of one design hold the truth."""
    rng = np.random.default_rng(SEED)
    covered = total = alarms = 0
    for _ in range(ROUNDS):
        rows, truth = simulate(rng, *DESIGNS[name])
        fit = estimate_severity(rows)
        alarms += bool(fit.deviations)
        for group in {one.group for one in fit.severities}:
            mates = [one for one in fit.severities if one.group == group]
            middle = np.mean([truth[int(one.inspector)] for one in mates])
            for one in mates:
                total += 1
                held = abs(one.estimate - (truth[int(one.inspector)] - middle)) <= (one.half_width or 0)
                covered += held
    rate = covered / total
    error = NormalDist().inv_cdf(0.975) * (rate * (1 - rate) / total) ** 0.5
    print(
        f"{name:58} {rate:7.2%} ± {error:.2%} of 95 %; a score named in {alarms / ROUNDS:.1%} of rounds (1 %)"
    )


def beside_least_squares() -> None:
    """Print both times on one large round, and the largest difference of the estimates."""
    rows, _ = simulate(np.random.default_rng(SEED), 400, 900, 3, 2.0)
    began = perf_counter()
    fit = estimate_severity(rows)
    ours = perf_counter() - began
    keys = {one.inspector: number for number, one in enumerate(fit.severities)}
    design = np.zeros((len(rows), len(keys) + 900))
    for number, row in enumerate(rows):
        design[number, keys[row.inspector]] = 1
        design[number, len(keys) + int(row.place)] = 1
    scores = np.array([float(row.score) for row in rows])
    began = perf_counter()
    solution = np.linalg.lstsq(design, scores, rcond=None)[0][: len(keys)]
    theirs = perf_counter() - began
    apart = max(
        abs(one.estimate - (solution[keys[one.inspector]] - solution.mean())) for one in fit.severities
    )
    print(
        f"400 inspectors, 900 places, 3 at each: ours {ours:.3f} s with intervals and deviations, "
        f"numpy.linalg.lstsq {theirs:.3f} s: {theirs / ours:.0f} times; largest difference {apart:.1e} marks"
    )


if __name__ == "__main__":
    for design in DESIGNS:
        coverage(design)
    beside_least_squares()
