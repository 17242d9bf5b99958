"""A capacitated p-median as an integer programme for HiGHS, without the sites that can be in no better choice."""

from collections.abc import Callable

import numpy as np

from gongjian.engines.siting.capacitated_bound import BARRED, Bounded
from gongjian.engines.siting.highs import Programme, Rows, portions


def finish(case: Bounded, should_stop: Callable[[], bool], seconds_left: Callable[[], float]) -> None:
    """Raise the bound and better the choice of `case` until they meet, it is impossible, or the caller wants to stop."""
    n, m = case.costs.shape
    for portion in portions(_programme(case), seconds_left):
        if portion.is_impossible:
            case.is_impossible = case.assigned is None
            case.bound = max(case.bound, case.value if case.assigned is not None else 0)
            return
        if portion.solution is not None:
            pairs = portion.solution[: n * m].reshape(n, m)
            case.offer(np.flatnonzero(portion.solution[n * m :] > 0.5), pairs.argmax(axis=1))
        case.bound = max(case.bound, portion.bound)
        if case.is_proven or should_stop():
            return


def _programme(case: Bounded) -> Programme:
    from scipy.sparse import csr_matrix, eye, hstack, kron

    n, m = case.costs.shape
    barred = case.costs >= BARRED
    high = np.concatenate([(~barred).ravel().astype(np.float64), np.ones(m)])
    low = np.zeros(n * m + m)
    low[n * m + case.keep] = 1
    return Programme(
        np.concatenate([np.where(barred, 0, case.costs).ravel(), np.zeros(m)]).astype(np.float64),
        (
            Rows(hstack([kron(eye(n), np.ones((1, m))), csr_matrix((n, m))]).tocsr(), 1, 1),
            Rows(
                hstack([kron(case.weights[None, :], eye(m)), csr_matrix(-np.diag(case.capacities))]).tocsr(),
                -np.inf,
                0,
            ),
            Rows(hstack([eye(n * m), -kron(np.ones((n, 1)), eye(m))]).tocsr(), -np.inf, 0),
            Rows(
                hstack([csr_matrix((1, n * m)), csr_matrix(np.ones((1, m)))]).tocsr(), case.count, case.count
            ),
        ),
        np.ones(n * m + m, np.int8),
        low,
        high,
    )
