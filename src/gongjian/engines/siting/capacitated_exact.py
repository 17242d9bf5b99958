"""A small capacitated p-median finished by HiGHS, with more nodes each time until it is done."""

from collections.abc import Callable
from math import ceil

import numpy as np

from gongjian.engines.siting.capacitated_bound import Bounded

_TRUST = 1e-6
_INFEASIBLE = 2


def finish(case: Bounded, should_stop: Callable[[], bool]) -> None:
    """Raise the bound and better the choice of `case` until they meet, it is impossible, or the caller wants to stop."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, eye, hstack, kron

    n, m = case.costs.shape
    once = hstack([kron(eye(n), np.ones((1, m))), csr_matrix((n, m))]).tocsr()
    room = hstack([kron(case.weights[None, :], eye(m)), csr_matrix(-np.diag(case.capacities))]).tocsr()
    linked = hstack([eye(n * m), -kron(np.ones((n, 1)), eye(m))]).tocsr()
    number = hstack([csr_matrix((1, n * m)), csr_matrix(np.ones((1, m)))]).tocsr()
    barred = case.costs >= case.costs.dtype.type(1 << 50)
    upper = np.concatenate([(~barred).ravel().astype(float), np.ones(m)])
    lower = np.zeros(n * m + m)
    lower[n * m + case.keep] = 1
    price = np.concatenate([np.where(barred, 0, case.costs).ravel(), np.zeros(m)]).astype(np.float64)
    limits = [
        LinearConstraint(once, 1, 1),
        LinearConstraint(room, -np.inf, 0),
        LinearConstraint(linked, -np.inf, 0),
        LinearConstraint(number, case.count, case.count),
    ]
    nodes = 200
    while True:
        found = milp(
            price,
            constraints=limits,
            integrality=np.ones(len(price)),
            bounds=Bounds(lower, upper),
            options={"node_limit": nodes, "mip_rel_gap": 0},
        )
        if found.status == _INFEASIBLE:
            case.is_impossible = True
            return
        if found.x is not None:
            case.offer(np.flatnonzero(found.x[n * m :] > 0.5), found.x[: n * m].reshape(n, m).argmax(axis=1))
        if found.mip_dual_bound is not None and np.isfinite(found.mip_dual_bound):
            trusted = found.mip_dual_bound - _TRUST * max(1.0, abs(found.mip_dual_bound))
            case.bound = max(case.bound, ceil(trusted))
        if case.is_proven or found.status == 0 or should_stop():
            return
        nodes *= 8
