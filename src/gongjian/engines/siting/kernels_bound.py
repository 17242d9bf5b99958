"""Compiled loops of the Lagrangian bound of the median family, with lists and states as in `kernels`.

    L(u) = sum_i u[i] + least sum of `count` values rho[j],   rho[j] = sum_i min(0, c[i,j] - u[i])

u climbs by the volume algorithm (Barahona and Anbil, 2000): steps start where L was greatest, along an average of the
subgradients. A single subgradient gets stuck near the top, where hundreds of choices are about equally cheap.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gongjian.engines.siting.kernels import LISTS, Flags, Ints, Small, State

Reals = NDArray[np.float64]

IMPOSSIBLE = 1 << 61
"""A bound above every cost: no choice is left."""
THETA, MOST_NEW = 0, 1
"""Places in `pace`: the share of what is missing that a step aims at, and the most that a new subgradient weighs."""
_LEAST_THETA, _PATIENCE = 1e-4, 20


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


@njit(f"void({LISTS},i1[::1],i8[::1],i8[::1])", cache=True)
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


@njit(f"i8({LISTS},i1[::1],i8[::1],i8[::1])", cache=True)
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


@njit(f"i8({LISTS},b1[::1],i8[::1],f8[::1])", cache=True)
def _deviate(
    start: Ints, site: Small, metres: Small, weight: Ints, far: Ints, is_open: Flags, price: Ints, turn: Reals
) -> int:
    """Set `turn` to 1 less the open sites that serve a client below its price; return the true cost of the open sites."""
    value = 0
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
        turn[i] = 1.0 - served
    return value


@njit("UniTuple(f8,2)(f8[::1],f8[::1],f8)", cache=True)
def _blend(direction: Reals, turn: Reals, most_new: float) -> tuple[float, float]:
    """Mix `turn` into `direction` so that it gets short; return the weight of `turn` and how far the two agreed."""
    own, new, agreed = 0.0, 0.0, 0.0
    for i in range(len(turn)):
        own += direction[i] * direction[i]
        new += turn[i] * turn[i]
        agreed += direction[i] * turn[i]
    share = 1.0
    if own > 0.0:
        spread = own + new - 2 * agreed
        share = (own - agreed) / spread if spread > 0.0 else most_new
        share = min(max(share, most_new / 10), most_new)
    for i in range(len(turn)):
        direction[i] = share * turn[i] + (1 - share) * direction[i]
    return share, agreed


@njit("f8(i8[::1],i8[::1],i8[::1],f8[::1],f8,i8[::1])", cache=True)
def _step(centre: Ints, low: Ints, high: Ints, direction: Reals, missing: float, price: Ints) -> float:
    """Go from the centre along the direction as far as should gain what is missing; return the squared length."""
    squares = 0.0
    for i in range(len(price)):
        turn = direction[i]
        if (turn > 0 and centre[i] < high[i]) or (turn < 0 and centre[i] > low[i]):
            squares += turn * turn
    if squares > 0.0:
        step = missing / squares
        for i in range(len(price)):
            price[i] = min(max(centre[i] + np.int64(step * direction[i]), low[i]), high[i])
    return squares


@njit(
    f"UniTuple(i8,2)({LISTS},i1[::1],i8,i8,i8,i8[::1],i8,f8[::1],f8[::1],f8[::1],i8[::1],b1[::1])",
    cache=True,
)
def ascend(
    start: Ints,
    site: Small,
    metres: Small,
    weight: Ints,
    far: Ints,
    state: State,
    count: int,
    unit: int,
    upper: int,
    centre: Ints,
    rounds: int,
    pace: Reals,
    direction: Reals,
    share: Reals,
    best_reduced: Ints,
    best_open: Flags,
) -> tuple[int, int]:
    """Raise the bound from the prices in `centre`; stop when it passes `upper - unit`.

    Returns the best bound and the best cost seen (with `best_open`). `centre`, `pace`, `direction` and `share` (how
    often each site was open on average, near the solution of the linear programme) are where another run can go on.
    """
    n, m = len(weight), len(state)
    low, high = np.empty(n, np.int64), np.empty(n, np.int64)
    _limits(start, site, metres, weight, far, state, low, high)
    reduced, is_open, turn = np.empty(m, np.int64), np.empty(m, np.bool_), np.empty(n)
    need, best, since, checked = count - (state == 1).sum(), -IMPOSSIBLE, 0, -IMPOSSIBLE
    for i in range(n):
        centre[i] = min(max(centre[i], low[i]), high[i])
    price = centre.copy()
    for number in range(rounds):
        bound = reduce_costs(start, site, metres, weight, far, state, price, reduced)
        opened = choose(reduced, is_open, state, need)
        if opened == IMPOSSIBLE:
            return IMPOSSIBLE, upper
        bound += opened
        value = _deviate(start, site, metres, weight, far, is_open, price, turn)
        if value < upper:
            upper = value
            best_open[:] = is_open
        new, agreed = _blend(direction, turn, pace[MOST_NEW])
        for j in range(m):
            share[j] += new * (is_open[j] - share[j])
        since += 1
        if bound > best:
            if number > 0:
                since = 0
                if agreed > 0:
                    pace[THETA] = min(pace[THETA] * 1.1, 1.0)
            best = bound
            centre[:] = price
            best_reduced[:] = reduced
        elif since >= _PATIENCE:
            pace[THETA] *= 0.66
            since = 0
        if number % 100 == 99:
            if best - checked < 0.01 * (upper - best):
                pace[MOST_NEW] = max(pace[MOST_NEW] / 2, 1e-3)
            checked = best
        if best > upper - unit or pace[THETA] < _LEAST_THETA:
            break
        if _step(centre, low, high, direction, pace[THETA] * (upper - best), price) == 0.0:
            break
    return best, upper
