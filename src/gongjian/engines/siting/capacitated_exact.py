"""A capacitated p-median as an integer programme for HiGHS, of the pairs that may be in a better choice."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.capacitated_bound import Bounded
from gongjian.engines.siting.highs import Programme, Reals, Rows, attempt, tries

Ints = NDArray[np.int64]


def finish(case: Bounded, should_stop: Callable[[], bool], seconds_left: Callable[[], float]) -> None:
    """Raise the bound and better the choice of `case` until they meet, it is impossible, or the caller wants to stop."""
    for seconds in tries(seconds_left):
        client, site = np.nonzero(case.useful)
        pairs = len(client)
        found = attempt(_programme(case, client, site), seconds)
        if found.solution is not None:
            taken = np.flatnonzero(found.solution[:pairs] > 0.5)
            assigned = site[taken[np.argsort(client[taken])]]
            if (np.bincount(assigned, case.weights, case.costs.shape[1]) <= case.capacities).all():
                case.offer(np.flatnonzero(found.solution[pairs:] > 0.5), assigned)
        if found.is_impossible:
            case.is_impossible, case.bound = case.assigned is None, case.value
        case.bound = max(case.bound, min(found.bound, case.value))
        if found.is_done or case.is_proven or should_stop():
            return


def _programme(case: Bounded, client: Ints, site: Ints) -> Programme:
    """Write down x for each pair, then y for each site: everybody once, no site too full, sites that serve are open."""
    from scipy.sparse import csr_matrix, hstack

    (n, m), pairs = case.costs.shape, len(client)
    at, ones = np.arange(pairs), np.ones(pairs)

    def rows(number: Ints, values: Reals, of_sites: Any, count: int) -> Any:
        return hstack([csr_matrix((values, (number, at)), (count, pairs)), of_sites]).tocsr()

    opened = csr_matrix((-ones, (at, site)), (pairs, m))
    low = np.zeros(pairs + m)
    low[pairs + case.keep] = 1
    return Programme(
        np.concatenate([case.costs[client, site], np.zeros(m, np.int64)]).astype(np.float64),
        (
            Rows(rows(client, ones, csr_matrix((n, m)), n), 1, 1),
            Rows(
                rows(site, case.weights[client].astype(np.float64), -csr_matrix(np.diag(case.capacities)), m),
                -np.inf,
                0,
            ),
            Rows(rows(at, ones, opened, pairs), -np.inf, 0),
            Rows(np.concatenate([np.zeros(pairs), np.ones(m)])[None, :], case.count, case.count),
        ),
        np.ones(pairs + m, np.int8),
        low,
        np.ones(pairs + m),
    )
