"""Compiled loops of the median family: the Lagrangian bound with its subgradient, and the search by swaps.

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
Reals = NDArray[np.float64]

IMPOSSIBLE = 1 << 61
"""A bound above every cost: no choice is left."""
_LISTS = "i8[::1],i4[::1],i4[::1],i8[::1],i8[::1]"


def warm() -> None:
    """Compile every kernel of the engine, or read it from the cache: importing does both."""
    importlib.import_module("gongjian.engines.siting.kernels_clique")


@njit("i8(i8[::1],b1[::1],i1[::1],i8)", cache=True)
def choose(reduced: Ints, is_open: Flags, state: State, need: int) -> int:
    """Open the fixed sites, the cheapest of each group, and the cheapest others, `need` beside the fixed ones.

    Returns the sum of their reduced costs, IMPOSSIBLE when no choice is left. The sets that hit every
    group are the bases of a matroid, so the greedy choice is the least.
    """
    heads = np.full(max(int(state.max()), 1) + 1, -1)
    total = np.int64(0)
    for j in range(len(state)):
        at = state[j]
        is_open[j] = at == 1
        if at == 1:
            total += reduced[j]
        elif at > 1 and (heads[at] < 0 or reduced[j] < reduced[heads[at]]):
            heads[at] = j
    left = need
    for k in range(2, len(heads)):
        if heads[k] >= 0:
            is_open[heads[k]] = True
            total += reduced[heads[k]]
            left -= 1
    if left < 0:
        return IMPOSSIBLE
    if left == 0:
        return int(total)
    free = np.flatnonzero((state >= 0) & ~is_open)
    if left > len(free):
        return IMPOSSIBLE
    last = np.partition(reduced[free], left - 1)[left - 1]
    for k in range(len(free)):
        if reduced[free[k]] < last:
            is_open[free[k]] = True
            total += reduced[free[k]]
            left -= 1
    for k in range(len(free)):
        if left > 0 and reduced[free[k]] == last:
            is_open[free[k]] = True
            total += last
            left -= 1
    return int(total)


@njit(f"void({_LISTS},i1[::1],i8[::1],i8[::1])", cache=True)
def _limits(
    start: Ints, site: Small, metres: Small, weight: Ints, far: Ints, state: State, low: Ints, high: Ints
) -> None:
    """Find the useful range of each multiplier: from the nearest site left to the nearest that is fixed open."""
    for i in range(len(weight)):
        low[i] = high[i] = far[i]
        for e in range(start[i], start[i + 1]):
            at = state[site[e]]
            if at < 0:
                continue
            cost = weight[i] * metres[e]
            low[i] = min(low[i], cost)
            if at == 1:
                high[i] = cost
                break


@njit(f"i8({_LISTS},i1[::1],i8[::1],i8[::1])", cache=True)
def reduce_costs(
    start: Ints, site: Small, metres: Small, weight: Ints, far: Ints, state: State, price: Ints, reduced: Ints
) -> int:
    """Sum each site's reduced cost, sum_i min(0, c[i,j] - price[i]); return the sum of the prices."""
    reduced[:] = 0
    total = 0
    for i in range(len(weight)):
        most = price[i]
        total += most
        for e in range(start[i], start[i + 1]):
            cost = weight[i] * metres[e]
            if cost >= most:
                break
            if state[site[e]] >= 0:
                reduced[site[e]] += cost - most
    return total


@njit(f"i8({_LISTS},b1[::1],i8[::1],i8[::1],i8[::1],f8[::1],f8[::1])", cache=True)
def _deviate(
    start: Ints,
    site: Small,
    metres: Small,
    weight: Ints,
    far: Ints,
    is_open: Flags,
    price: Ints,
    low: Ints,
    high: Ints,
    direction: Reals,
    squares: Reals,
) -> int:
    """Turn `direction` towards the clients served too seldom, away from those served twice; return the true cost."""
    value = 0
    squares[0] = 0.0
    for i in range(len(weight)):
        served, first, most = 0, -1, price[i]
        for e in range(start[i], start[i + 1]):
            cost = weight[i] * metres[e]
            if cost >= most and first >= 0:
                break
            if is_open[site[e]]:
                if first < 0:
                    first = cost
                if cost < most:
                    served += 1
        value += first if first >= 0 else far[i]
        turn = 1.0 - served + 0.4 * direction[i]
        if (turn > 0 and most >= high[i]) or (turn < 0 and most <= low[i]):
            turn = 0.0
        direction[i] = turn
        squares[0] += turn * turn
    return value


@njit(
    f"Tuple((i8,i8,f8))({_LISTS},i1[::1],i8,i8,i8,i8[::1],i8,i8,f8,i8[::1],i8[::1],b1[::1],f8[::1])",
    cache=True,
)
def subgradient(
    start: Ints,
    site: Small,
    metres: Small,
    weight: Ints,
    far: Ints,
    state: State,
    count: int,
    unit: int,
    upper: int,
    price: Ints,
    rounds: int,
    patience: int,
    theta: float,
    best_price: Ints,
    best_reduced: Ints,
    best_open: Flags,
    share: Reals,
) -> tuple[int, int, float]:
    """Raise the bound  sum_i price[i] + sum of the `count` least reduced costs  by steps along the subgradient.

    Returns the best bound, the best cost seen (with `best_open`) and the step factor to go on with; stops when the
    bound passes `upper - unit`. `share` follows how often each site is open. Held, Wolfe and Crowder (1974); the
    direction remembers the last one: Camerini, Fratta and Maffioli (1975).
    """
    n, m = len(weight), len(state)
    low, high = np.empty(n, np.int64), np.empty(n, np.int64)
    _limits(start, site, metres, weight, far, state, low, high)
    reduced, is_open = np.empty(m, np.int64), np.empty(m, np.bool_)
    direction, squares = np.zeros(n), np.zeros(1)
    need, best, since = count - (state == 1).sum(), -IMPOSSIBLE, 0
    for i in range(n):
        price[i] = min(max(price[i], low[i]), high[i])
    for _ in range(rounds):
        bound = reduce_costs(start, site, metres, weight, far, state, price, reduced)
        opened = choose(reduced, is_open, state, need)
        if opened == IMPOSSIBLE:
            return IMPOSSIBLE, upper, theta
        bound += opened
        value = _deviate(start, site, metres, weight, far, is_open, price, low, high, direction, squares)
        for j in range(m):
            share[j] += 0.06 * (is_open[j] - share[j])
        if value < upper:
            upper = value
            best_open[:] = is_open
        since += 1
        if bound > best:
            best, since = bound, 0
            best_price[:] = price
            best_reduced[:] = reduced
        if best > upper - unit or squares[0] == 0.0 or theta < 1e-3:
            break
        if since >= patience:
            theta, since = theta * 0.6, 0
            price[:] = best_price
            direction[:] = 0.0
            continue
        step = theta * (upper - bound) / squares[0]
        for i in range(n):
            price[i] = min(max(price[i] + np.int64(step * direction[i]), low[i]), high[i])
    return best, upper, theta


@njit(f"void({_LISTS},b1[::1],i8,i4[::1],i4[::1],i8[::1],i8[::1])", cache=True)
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


@njit(f"i8({_LISTS},i8[::1],i4[::1],i4[::1],i1[::1],b1[::1])", cache=True)
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
