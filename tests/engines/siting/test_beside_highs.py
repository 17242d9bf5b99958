"""Median and covering agree with HiGHS where branching, groups and fixed sites come into play."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, eye, hstack, kron

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


def highs(costs: np.ndarray, count: int) -> int:
    n, m = costs.shape
    served = hstack([kron(eye(n), np.ones((1, m))), csr_matrix((n, m))]).tocsr()
    linked = hstack([eye(n * m), -kron(np.ones((n, 1)), eye(m))]).tocsr()
    chosen = hstack([csr_matrix((1, n * m)), csr_matrix(np.ones((1, m)))]).tocsr()
    found = milp(
        np.concatenate([costs.ravel(), np.zeros(m)]),
        constraints=[
            LinearConstraint(served, 1, 1),
            LinearConstraint(linked, -np.inf, 0),
            LinearConstraint(chosen, count, count),
        ],
        integrality=np.ones(n * m + m),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return round(found.fun)


@pytest.mark.parametrize("seed", range(25))
def test_few_distances_and_many_equal_choices(seed):
    chance = np.random.default_rng(seed)
    clients, sites = (int(number) for number in chance.integers(12, 26, 2))
    count = int(chance.integers(2, sites // 2))
    metres, weights = chance.integers(0, 6, (clients, sites)), chance.integers(1, 9, clients)
    keys = ([f"c{i}" for i in range(clients)], weights, [f"s{j}" for j in range(sites)], Matrix(metres))

    median = solve_median(MedianProblem(*keys, count))
    cover = solve_cover(CoverProblem(*keys, 0, count))

    assert isinstance(median, Median) and isinstance(cover, Cover)
    assert median.proof.value == median.proof.bound == highs(weights[:, None] * metres, count)
    uncovered = highs(weights[:, None] * (metres > 0), count)
    assert cover.proof.value == cover.proof.bound == int(weights.sum()) - uncovered
