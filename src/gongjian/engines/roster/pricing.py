"""Price every pair that was left out, and bound the cost from below over all of them.

    reduced cost  r[p,i] = c[p,i] + pi[p, group i] - pi[i]        negative: the pair could improve the roster
    bound = - sum pi[p] demand[p] + sum over all arcs of capacity * min(0, reduced cost)
    pi[p, g] = min(pi[p] + (0 if nobody of g is at p, else same_group_m), pi[i] - c[p,i] for i of g who are at p)

The bound is linear programming's dual value; a flow that costs as much is optimal over every eligible pair.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from gongjian.engines.roster.instance import Instance, Pairs
from gongjian.engines.roster.network import Flow, Ints
from gongjian.engines.roster.potentials import FAR, prices

_ROWS = 500


@dataclass(frozen=True)
class Priced:
    """Left-out pairs that could improve (the best of each place), and the bound if there are none."""

    improving: Pairs
    bound: int


def price(instance: Instance, flow: Flow, most: int) -> Priced:
    """Price all eligible pairs; offer up to `most` improving ones for each place."""
    found = prices(flow)
    count_p = len(instance.places)
    of_places = np.where(found[:count_p] < FAR, found[:count_p], 0)
    of_inspectors = _inspector_prices(instance, found[count_p : count_p + len(instance.inspectors)])
    overrides = _group_prices(instance, flow, of_places, of_inspectors)
    used = flow.used
    bound = -int((of_places * instance.demand).sum())
    bound += _bound_of_loads(instance, of_inspectors)
    bound += sum(min(0, int(of_places[p]) - pi) for (p, _), (pi, is_free) in overrides.items() if is_free)
    bound += _bound_of_overflow(instance, flow, of_places)
    improving: list[Pairs] = [np.empty((2, 0), dtype=np.int64)]
    by_row: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (place, group), (pi, _) in overrides.items():
        by_row[place].append((group, pi))
    for first in range(0, count_p, _ROWS):
        last = min(first + _ROWS, count_p)
        reduced = instance.costs(first, last) + of_places[first:last, None] - of_inspectors[None, :]
        for place in range(first, last):
            for group, pi in by_row.get(place, ()):
                reduced[place - first, instance.group == group] += pi - of_places[place]
        reduced[~instance.allowed[first:last]] = 0
        bound += int(np.minimum(reduced, 0).sum())
        low, high = np.searchsorted(used[0], (first, last))
        reduced[used[0, low:high] - first, used[1, low:high]] = 0
        improving.append(_most_negative(reduced, first, most))
    return Priced(np.concatenate(improving, axis=1), bound)


def _inspector_prices(instance: Instance, found: Ints) -> Ints:
    """Give inspectors whom nothing leads to the lowest price that their first free place allows."""
    return np.where(found < FAR, found, -instance.weights.balance_m * (2 * instance.had + 1))


def _group_prices(
    instance: Instance, flow: Flow, of_places: Ints, of_inspectors: Ints
) -> dict[tuple[int, int], tuple[int, bool]]:
    """Price the (place, group) nodes that differ from their place; with it whether their free arc exists."""
    used = flow.used
    groups = instance.group[used[1]]
    dearer = instance.weights.same_group_m
    found = {key: (int(of_places[key[0]]) + dearer, False) for key in instance.met if instance.met[key]}
    offers = of_inspectors[used[1]] - instance.cost_of(used)
    for place, group, offer in zip(used[0].tolist(), groups.tolist(), offers.tolist(), strict=True):
        if group < 0:
            continue
        key = (place, group)
        pi, is_free = found.get(key, (int(of_places[place]) + dearer, True))
        found[key] = (min(pi, offer), is_free)
    return found


def _bound_of_loads(instance: Instance, of_inspectors: Ints) -> int:
    total = 0
    balance = instance.weights.balance_m
    for pi, had, room in zip(
        of_inspectors.tolist(), instance.had.tolist(), instance.capacity.tolist(), strict=True
    ):
        total += sum(min(0, balance * (2 * nth - 1) + pi) for nth in range(had + 1, had + room + 1))
    return total


def _bound_of_overflow(instance: Instance, flow: Flow, of_places: Ints) -> int:
    costs = flow.network.arcs[3, flow.network.overflow]
    return int((np.minimum(costs + of_places, 0) * instance.demand).sum())


def _most_negative(reduced: Ints, first: int, most: int) -> Pairs:
    rows = np.flatnonzero((reduced < 0).any(axis=1))
    if not len(rows):
        return np.empty((2, 0), dtype=np.int64)
    chosen = reduced[rows]
    count = min(most, chosen.shape[1])
    columns = np.argpartition(chosen, count - 1, axis=1)[:, :count]
    negative = np.take_along_axis(chosen, columns, axis=1) < 0
    return np.stack([np.repeat(rows, count)[negative.ravel()] + first, columns[negative]]).astype(np.int64)
