"""Small choices beside every choice there is: what is called proven is the best.

The named seeds are cases that an earlier search called proven at a worse value: it had lost a fixed site, or a bound
below zero.
"""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from gongjian.engines.siting import (
    Cover,
    CoverProblem,
    Matrix,
    Median,
    MedianProblem,
    solve_cover,
    solve_median,
)

pytestmark = pytest.mark.usefixtures("searched")

ONCE_WRONG = [889, 1049, 1748, 3019, 3484, 17719]


def draw(seed: int) -> tuple[np.ndarray, MedianProblem, CoverProblem]:
    """Make one small table of distances, asked for both ways."""
    chance = Random(seed)
    clients, sites = chance.randint(3, 14), chance.randint(3, 12)
    count = chance.randint(1, min(sites, 5))
    far = chance.choice([3, 10, 50, 1000])
    metres = np.array([[chance.randint(0, far) for _ in range(sites)] for _ in range(clients)])
    weights = [chance.randint(0, chance.choice([1, 3, 20])) for _ in range(clients)]
    keep = [f"s{site}" for site in sorted(chance.sample(range(sites), chance.randint(0, count)))]
    keys = [f"c{client}" for client in range(clients)], [f"s{site}" for site in range(sites)]
    table = Matrix(metres)
    return (
        metres,
        MedianProblem(keys[0], weights, keys[1], table, count, keep),
        CoverProblem(keys[0], weights, keys[1], table, chance.randint(0, far), count, keep),
    )


def nearest_of_every_choice(metres: np.ndarray, problem: MedianProblem) -> list[np.ndarray]:
    """List, for each choice that holds what is kept, how far every client is from its nearest site."""
    kept = {int(site[1:]) for site in problem.keep}
    choices = combinations(range(len(problem.sites)), problem.count)
    return [metres[:, choice].min(axis=1) for choice in choices if kept <= set(choice)]


@pytest.mark.parametrize("seed", [*ONCE_WRONG, *range(40)])
def test_no_choice_is_better_than_the_one_called_proven(seed: int) -> None:
    metres, median, cover = draw(seed)
    weights = np.array(median.weights)
    near = nearest_of_every_choice(metres, median)

    shortest, widest = solve_median(median), solve_cover(cover)

    least = min(int(weights @ reach) for reach in near)
    assert isinstance(shortest, Median)
    assert (shortest.proof.value, shortest.proof.bound) == (least, least)
    most = max(int(weights @ (reach <= cover.radius_m)) for reach in near)
    assert isinstance(widest, Cover) or most == 0
    if isinstance(widest, Cover):
        assert (widest.proof.value, widest.proof.bound) == (most, most)
