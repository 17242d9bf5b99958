"""A standing answer of the array core: read, and changed one by one.

Its circulation is laid out as `root -> need -> resource -> root`: an arc for each pair, then one for each need, which earns the
penalty that serving it saves, then one for each resource. What arrives later is appended.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.arrays_check import MOST_COST
from gongjian.engines.matching.circulation import MOST_FLOW, Circulation
from gongjian.engines.matching.kernels_paths import ROOT, Ints, Links


class Standing:
    """An answer with its prices, ready for the next change."""

    def __init__(self, net: Circulation, pairs: int, needs: int, resources: int) -> None:
        """Keep the circulation laid out as pairs, then an arc for each need, then one for each resource."""
        self.net = net
        self.pairs = pairs
        self._excluded: set[int] = set()
        self._needs: list[int] | range = range(1, needs + 1)
        self._resources: list[int] | range = range(needs + 1, needs + resources + 1)
        self._need_arcs: list[int] | range = range(pairs, pairs + needs)
        self._resource_arcs: list[int] | range = range(pairs + needs, pairs + needs + resources)

    @property
    def amounts(self) -> Links:
        """What each of the first pairs carries."""
        return self.net.flow[: self.pairs]

    @property
    def served(self) -> Links:
        """How much of each need is served."""
        return self.net.flow[np.asarray(self._need_arcs, dtype=np.int64)]

    @property
    def need_prices(self) -> Ints:
        """What the cheapest way to serve one more unit of each need costs now, all moves included."""
        return -self.net.price[np.asarray(self._needs, dtype=np.int64)]

    @property
    def resource_prices(self) -> Ints:
        """What one more unit of each resource would save; 0 where something is left of it."""
        return -self.net.price[np.asarray(self._resources, dtype=np.int64)]

    def value_and_bound(self) -> tuple[int, int]:
        """Return the cost of the answer and its proven bound, penalties for what is not served included."""
        unserved = sum(self.net.cap(arc) * -self.net.cost(arc) for arc in self._need_arcs)
        value, bound = self.net.value_and_bound()
        return value + unserved, bound + unserved

    def set_supply(self, need: int, supply: int) -> None:
        """Change how much a need asks for; 0 withdraws it."""
        _check_number(supply, "需求量", MOST_FLOW)
        node = self._needs[need]
        for arc in self.net.arcs_from(node):
            if arc not in self._excluded:
                self.net.set_arc(arc, cap=supply)
        self.net.set_arc(self._need_arcs[need], cap=supply)
        self.net.settle(self._around(node))

    def set_capacity(self, resource: int, capacity: int) -> None:
        """Change what a resource can give; 0 withdraws it."""
        _check_number(capacity, "能力", MOST_FLOW)
        self.net.set_arc(self._resource_arcs[resource], cap=capacity)
        self.net.settle([self._resources[resource]])

    def exclude(self, pair: int) -> None:
        """Forbid one of the first pairs from now on."""
        self._excluded.add(pair)
        self.net.set_arc(pair, cap=0)
        self.net.settle(self.net.ends(pair))

    def set_cost(self, pair: int, cost: int) -> None:
        """Change the cost of one of the first pairs."""
        _check_number(cost, "费用", MOST_COST)
        self.net.set_arc(pair, cost=cost)
        self.net.settle(self.net.ends(pair))

    def add_need(self, resources: Sequence[int], costs: Sequence[int], supply: int, penalty: int) -> int:
        """Let a need arrive with its eligible pairs; return its number."""
        _check_number(supply, "需求量", MOST_FLOW)
        for cost in (penalty, *costs):
            _check_number(cost, "费用或不满足的代价", MOST_COST)
        ends = [self._resources[resource] for resource in resources]
        offers = [cost - int(self.net.price[end]) for cost, end in zip(costs, ends, strict=True)]
        node = self.net.add_nodes([-min(offers, default=penalty)])
        self.net.add_arcs(node, np.array(ends, np.int32), supply, np.array(costs, np.int64))
        self._needs, self._need_arcs = _with(self._needs, node), _with(self._need_arcs, self.net.arcs)
        self.net.add_arcs(ROOT, node, supply, -penalty)
        self.net.settle([node])
        return len(self._needs) - 1

    def add_resource(self, needs: Sequence[int], costs: Sequence[int], capacity: int) -> int:
        """Let a resource arrive with its eligible pairs; return its number."""
        _check_number(capacity, "能力", MOST_FLOW)
        for cost in costs:
            _check_number(cost, "费用", MOST_COST)
        ends = [self._needs[need] for need in needs]
        worth = [cost + int(self.net.price[end]) for cost, end in zip(costs, ends, strict=True)]
        node = self.net.add_nodes([min(worth, default=0)])
        supplies = [self.net.cap(self._need_arcs[need]) for need in needs]
        tails, caps = np.array(ends, np.int32), np.array(supplies, np.int64)
        self.net.add_arcs(tails, node, caps, np.array(costs, np.int64))
        self._resources = _with(self._resources, node)
        self._resource_arcs = _with(self._resource_arcs, self.net.arcs)
        self.net.add_arcs(node, ROOT, capacity, 0)
        self.net.settle([node])
        return len(self._resources) - 1

    def _around(self, node: int) -> Iterable[int]:
        return [node, *(self.net.ends(arc)[1] for arc in self.net.arcs_from(node))]


def _with(numbers: list[int] | range, number: int) -> list[int]:
    """Append in place; a range becomes a list at the first arrival only."""
    found = numbers if isinstance(numbers, list) else list(numbers)
    found.append(number)
    return found


def _check_number(number: int, name: str, most: int) -> None:
    if not 0 <= number <= most:
        raise EngineInputError(f"{name}要从 0 到 {most}，现在是 {number}。")
