"""Compiled loops of the median family: the search by swaps; the bound is in `kernels_bound`.

Clients' lists run from near to far (`start`, `site`, `metres`), sites' lists hold their clients (`column`, `client`,
`away`). Costs are whole numbers: `weight[i] * metres`; `far[i]` is what a client costs whom no listed site serves.
`state` of a site: -1 closed, 0 free, 1 fixed open, 2 and more free in a group of which at least one has to be open.
Signatures are given, so that importing this module compiles once, or reads what an earlier import has compiled.
"""

import importlib

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
State = NDArray[np.int8]

LISTS = "i8[::1],i4[::1],i4[::1],i8[::1],i8[::1]"
"""The clients' side of an instance in a signature."""


def warm() -> None:
    """Compile every kernel of the engine, or read it from the cache: importing does both."""
    for part in ("bound", "clique"):
        importlib.import_module(f"gongjian.engines.siting.kernels_{part}")


@njit(f"void({LISTS},b1[::1],i8,i4[::1],i4[::1],i8[::1],i8[::1])", cache=True)
def _two_nearest(
    start: Ints,
    site: Small,
    metres: Small,
    weight: Ints,
    far: Ints,
    is_open: Flags,
    i: int,
    first: Small,
    second: Small,
    first_cost: Ints,
    second_cost: Ints,
) -> None:
    """Find a client's nearest and second nearest open sites; -1 and `far` where its list holds none."""
    first[i] = second[i] = -1
    first_cost[i] = second_cost[i] = far[i]
    for e in range(start[i], start[i + 1]):
        if is_open[site[e]]:
            if first[i] < 0:
                first[i], first_cost[i] = site[e], weight[i] * metres[e]
            else:
                second[i], second_cost[i] = site[e], weight[i] * metres[e]
                break


@njit(f"i8({LISTS},i8[::1],i4[::1],i4[::1],i1[::1],b1[::1])", cache=True)
def swap_search(
    start: Ints,
    site: Small,
    metres: Small,
    weight: Ints,
    far: Ints,
    column: Ints,
    client: Small,
    away: Small,
    state: State,
    is_open: Flags,
) -> int:
    """Swap an open site for a closed one while that lowers the cost; change `is_open` and return the cost.

    Every candidate is weighed against all open sites in one walk over its clients, and taken at once when it helps:
    Resende and Werneck (2007); Schubert and Rousseeuw, FasterPAM (2021). Fixed sites stay.
    """
    n, m = len(weight), len(state)
    first, second = np.empty(n, np.int32), np.empty(n, np.int32)
    first_cost, second_cost = np.empty(n, np.int64), np.empty(n, np.int64)
    for i in range(n):
        _two_nearest(start, site, metres, weight, far, is_open, i, first, second, first_cost, second_cost)
    members = np.flatnonzero(is_open)
    slot = np.full(m, -1, np.int64)
    slot[members] = np.arange(len(members))
    loss = np.empty(len(members), np.int64)
    stale, quiet, j = True, 0, -1
    while quiet < m and len(members) > 0:
        j = j + 1 if j + 1 < m else 0
        quiet += 1
        if is_open[j] or state[j] < 0:
            continue
        if stale:
            loss[:] = 0
            for i in range(n):
                if first[i] >= 0:
                    loss[slot[first[i]]] += second_cost[i] - first_cost[i]
            for k in range(len(members)):
                if state[members[k]] == 1:
                    loss[k] = np.int64(1) << 61
            stale = False
        change = loss.copy()
        saved = 0
        for e in range(column[j], column[j + 1]):
            i = client[e]
            cost = weight[i] * away[e]
            if cost < first_cost[i]:
                saved += first_cost[i] - cost
                if first[i] >= 0:
                    change[slot[first[i]]] += first_cost[i] - second_cost[i]
            elif cost < second_cost[i] and first[i] >= 0:
                change[slot[first[i]]] += cost - second_cost[i]
        out = np.argmin(change)
        if change[out] >= saved:
            continue
        gone = members[out]
        is_open[gone], is_open[j] = False, True
        members[out], slot[j], slot[gone] = j, out, -1
        for e in range(column[j], column[j + 1]):
            i = client[e]
            cost = weight[i] * away[e]
            if first[i] == gone or second[i] == gone:
                continue
            if cost < first_cost[i]:
                second[i], second_cost[i] = first[i], first_cost[i]
                first[i], first_cost[i] = j, cost
            elif cost < second_cost[i]:
                second[i], second_cost[i] = j, cost
        for i in range(n):
            if first[i] == gone or second[i] == gone:
                _two_nearest(
                    start, site, metres, weight, far, is_open, i, first, second, first_cost, second_cost
                )
        stale, quiet = True, 0
    return int(first_cost.sum())
