"""The Lagrangian bound of the capacitated p-median, and choices made from the sites that it opens."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.distances import UNREACHABLE

Ints = NDArray[np.int64]
UNIT = 64
"""Parts of one whole unit of cost, so that multipliers are whole numbers too."""
BARRED = 1 << 50
_ROUNDS, _PATIENCE, _FILL_EVERY = 600, 20, 5


@dataclass
class Bounded:
    """A case with its best choice (`chosen` sites, `assigned` site of each client) and bound, in weight × metre."""

    metres: NDArray[np.int32]
    weights: Ints
    capacities: Ints
    count: int
    keep: Ints
    value: int = BARRED
    bound: int = 0
    chosen: Ints | None = None
    assigned: Ints | None = None
    is_impossible: bool = False
    costs: Ints = field(init=False)
    through: Ints = field(init=False)
    """A bound, in parts, of every choice in which this site serves this client."""

    def __post_init__(self) -> None:
        costs = self.weights[:, None] * self.metres.astype(np.int64)
        barred = (self.metres == UNREACHABLE) & (self.weights[:, None] > 0)
        self.costs = np.where(barred, BARRED, costs)
        self.through = np.where(barred, BARRED, 0)

    @property
    def useful(self) -> NDArray[np.bool_]:
        """Which pairs of client and site may be in a choice better than the best so far."""
        return self.through <= (min(self.value, BARRED // UNIT) - 1) * UNIT

    @property
    def is_proven(self) -> bool:
        """Whether nothing better is left."""
        return self.is_impossible or self.bound >= self.value

    def offer(self, chosen: Ints, assigned: Ints) -> None:
        """Keep a choice if it is the best so far."""
        value = int(self.costs[np.arange(len(assigned)), assigned].sum())
        if value < self.value:
            self.value, self.chosen, self.assigned = value, chosen.copy(), assigned.copy()


def raise_bound(case: Bounded, should_stop: Callable[[], bool]) -> None:
    """Climb along the subgradient; fill the sites that it opens every few rounds and better what comes out."""
    costs = np.minimum(case.costs, BARRED // UNIT) * UNIT
    price = np.partition(costs, min(1, costs.shape[1] - 1), axis=1)[:, min(1, costs.shape[1] - 1)]
    price = np.minimum(price, costs.min(axis=1) * 2 + UNIT)
    best_price, best, theta, since = price.copy(), -BARRED, 1.0, 0
    for number in range(_ROUNDS):
        bound, chosen, served = _bound(case, costs, price)
        since += 1
        if bound > best:
            best, best_price, since = bound, price.copy(), 0
            case.bound = max(case.bound, -(-bound // UNIT))
        if number % _FILL_EVERY == 0:
            settle(case, chosen)
        if case.is_proven or should_stop():
            return
        if since > _PATIENCE:
            theta, since, price = theta * 0.6, 0, best_price.copy()
        turn = 1.0 - served
        target = min(case.value * UNIT, abs(bound) * 2 + UNIT)
        if not turn.any() or theta < 0.005:
            break
        price = price + (theta * max(target - bound, UNIT) / float(turn @ turn) * turn).astype(np.int64)


def _bound(case: Bounded, costs: Ints, price: Ints) -> tuple[int, Ints, NDArray[np.float64]]:
    """Return the bound at a price, the sites that it opens, and how much of each client they serve.

    Raises `case.through`: a site beyond those opened takes the place of the dearest of them, a pair that is not
    worth its price costs what it lacks.
    """
    reduced = np.minimum(costs - price[:, None], 0)
    weights = case.weights[:, None]
    worth = -reduced / np.maximum(weights, 1)
    order = np.argsort(-worth, axis=0, kind="stable")
    load = np.cumsum(np.where(np.take_along_axis(reduced, order, 0) < 0, case.weights[order], 0), axis=0)
    over = load > case.capacities
    first = over.argmax(axis=0)
    columns = np.arange(costs.shape[1])
    rent = np.where(over.any(axis=0), worth[order[first, columns], columns], 0).astype(np.int64)
    lacks = costs - price[:, None] + rent * weights
    shares = np.minimum(lacks, 0)
    site_value = shares.sum(axis=0) - rent * case.capacities
    others = np.setdiff1d(np.argsort(site_value, kind="stable"), case.keep, assume_unique=True)
    taken = others[: case.count - len(case.keep)]
    chosen = np.concatenate([case.keep, taken])
    bound = int(price.sum() + site_value[chosen].sum())
    instead = np.zeros(len(columns), np.int64)
    if len(taken):
        instead[others] = np.maximum(site_value[others] - site_value[taken[-1]], 0)
    else:
        instead[others] = BARRED
    case.through = np.maximum(case.through, bound + instead + np.maximum(lacks, 0))
    return bound, chosen, (shares[:, chosen] < 0).sum(axis=1).astype(np.float64)


def settle(case: Bounded, chosen: Ints) -> None:
    """Fill the chosen sites, better the filling, move each site to the centre of whom it serves, until nothing changes."""
    for _ in range(20):
        local = _fill(case, chosen)
        if local is None:
            return
        _better(case, chosen, local)
        case.offer(chosen, chosen[local])
        centred = _centred(case, chosen, local)
        if np.array_equal(centred, chosen):
            return
        chosen = centred


def _fill(case: Bounded, chosen: Ints) -> Ints | None:
    """Give each client a place, who would lose most by waiting first; None where somebody finds no room."""
    costs, room = case.costs[:, chosen], case.capacities[chosen].copy()
    ordered = np.sort(costs, axis=1)
    regret = ordered[:, min(1, len(chosen) - 1)] - ordered[:, 0]
    for order in (np.argsort(-regret, kind="stable"), np.argsort(-case.weights, kind="stable")):
        left, local = room.copy(), np.full(len(costs), -1)
        for client in order.tolist():
            price = np.where(left >= case.weights[client], costs[client], BARRED)
            at = int(price.argmin())
            if price[at] >= BARRED:
                break
            local[client] = at
            left[at] -= case.weights[client]
        else:
            return local
    return None


def _better(case: Bounded, chosen: Ints, local: Ints) -> None:
    """Move a client, or exchange two, while that helps and there is room."""
    costs, weights, rows = case.costs[:, chosen], case.weights, np.arange(len(local))
    while True:
        room = case.capacities[chosen] - np.bincount(local, weights, len(chosen)).astype(np.int64)
        now = costs[rows, local]
        gain = np.where(room >= weights[:, None], now[:, None] - costs, 0)
        client, site = np.unravel_index(int(gain.argmax()), gain.shape)
        if gain[client, site] > 0:
            local[client] = site
            continue
        swapped = now[:, None] + now - costs[:, local] - costs[:, local].T
        more = weights - weights[:, None]
        fits = (more <= room[local][:, None]) & (-more <= room[local])
        swapped = np.where(fits, swapped, 0)
        one, other = np.unravel_index(int(swapped.argmax()), swapped.shape)
        if swapped[one, other] <= 0:
            return
        local[one], local[other] = local[other], local[one]


def _centred(case: Bounded, chosen: Ints, local: Ints) -> Ints:
    """Replace each site that need not stay by the cheapest one for its clients that has the room."""
    moved = chosen.copy()
    for at in range(len(case.keep), len(chosen)):
        own = local == at
        cost = case.costs[own].sum(axis=0)
        cost[case.capacities < case.weights[own].sum()] = BARRED
        cost[np.delete(moved, at)] = BARRED
        best = int(cost.argmin())
        if cost[best] < cost[moved[at]]:
            moved[at] = best
    return moved
