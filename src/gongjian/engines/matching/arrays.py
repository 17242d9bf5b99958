"""The array core: needs × resources as sparse pairs with whole costs, solved with proof and changed one by one.

    minimise   sum c[p] x[p] + sum penalty[i] (supply[i] - served[i])
    where      served[i] = sum of x over the pairs of need i <= supply[i],   sum of x over the pairs of resource j <= capacity[j]

The pairs of need i are `starts[i]` to `starts[i+1]` of `resources` and `costs`. A penalty is what a unit that nobody serves
costs; one above every cost a path can have makes as many served as possible.

Prices to start from come from an auction where every need asks for one unit, else they are 0; the `Circulation` then makes
them exact. So the answer doesn't rest on the auction: value and bound are equal, or it isn't returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import kernels
from gongjian.engines.matching.circulation import MOST, ROOT, Circulation, Ints

FINENESS = 16
"""The auction's last raise is 1 / FINENESS of a unit of cost: few pairs are then left for the exact search."""
FACTOR, FIRST_RAISE = 5, 32
MOST_BIDS, MOST_SCALED_BIDS = 100, 400
MOST_WAR = 2
"""No penalty is first taken for more than so many times the dearest pair: where too many want too little, prices would be driven
up to it bid by bid. Once that is settled, the true penalties lift the prices in one search."""
COARSER, COARSE = 8, 256
BYTES_A_PAIR = 40 + 12 + 12
"""A circulation's arc, the caller's pair, and what the auction holds of it (its scaled cost and its need)."""
BYTES_A_NODE = 200


@dataclass(frozen=True)
class PairArrays:
    """Eligible pairs by need: `starts` int64 [needs + 1], `resources` int32 and `costs` int64 [pairs]; the rest int64."""

    starts: Ints
    resources: NDArray[np.int32]
    costs: Ints
    supplies: Ints
    capacities: Ints
    penalties: Ints


class Standing:
    """An answer with its prices, ready for the next change."""

    def __init__(self, net: Circulation, pairs: int, needs: int, resources: int) -> None:
        """Keep the circulation laid out as pairs, then an arc for each need, then one for each resource."""
        self.net = net
        self.pairs = pairs
        self._needs: list[int] | range = range(1, needs + 1)
        self._resources: list[int] | range = range(needs + 1, needs + resources + 1)
        self._need_arcs: list[int] | range = range(pairs, pairs + needs)
        self._resource_arcs: list[int] | range = range(pairs + needs, pairs + needs + resources)

    @property
    def amounts(self) -> Ints:
        """What each of the first pairs carries."""
        return self.net.flow[: self.pairs]

    @property
    def served(self) -> Ints:
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
        _not_negative(supply, "需求量")
        node = self._needs[need]
        for arc in self.net.arcs_from(node):
            self.net.set_arc(arc, cap=supply)
        self.net.set_arc(self._need_arcs[need], cap=supply)
        self.net.settle(self._around(node))

    def set_capacity(self, resource: int, capacity: int) -> None:
        """Change what a resource can give; 0 withdraws it."""
        _not_negative(capacity, "能力")
        self.net.set_arc(self._resource_arcs[resource], cap=capacity)
        self.net.settle([self._resources[resource]])

    def set_cost(self, pair: int, cost: int) -> None:
        """Change the cost of one of the first pairs."""
        _not_negative(cost, "费用")
        self.net.set_arc(pair, cost=cost)
        self.net.settle(self.net.ends(pair))

    def add_need(self, resources: Sequence[int], costs: Sequence[int], supply: int, penalty: int) -> int:
        """Let a need arrive with its eligible pairs; return its number."""
        for name, given in (("需求量", supply), ("不满足的代价", penalty), ("费用", min(costs, default=0))):
            _not_negative(given, name)
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
        for name, given in (("能力", capacity), ("费用", min(costs, default=0))):
            _not_negative(given, name)
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


def match_arrays(pairs: PairArrays, *, memory_bytes: int | None = None) -> Standing:
    """Solve and return a standing answer whose value equals its bound.

    Raises EngineInputError for arrays that don't fit together, negative numbers, a pair given twice, costs beyond 64
    bits, and more pairs than `memory_bytes` hold.
    """
    _check(pairs, memory_bytes)
    count_p, count_n, count_r = len(pairs.resources), len(pairs.supplies), len(pairs.capacities)
    owner = np.empty(count_p, np.int32)
    chosen, prices = _first_prices(pairs, owner)
    net = Circulation(count_n + count_r, count_p + count_n + count_r)
    net.price[1:] = prices
    flow = np.zeros(count_p, np.int64)
    flow[chosen] = 1
    net.add_arcs(
        owner + np.int32(1), pairs.resources + np.int32(count_n + 1), pairs.supplies[owner], pairs.costs, flow
    )
    needs = np.arange(1, count_n + 1, dtype=np.int32)
    penalties = _first_penalties(pairs)
    net.add_arcs(ROOT, needs, pairs.supplies, -penalties, np.bincount(owner[chosen], minlength=count_n))
    nodes = np.arange(count_n + 1, count_n + count_r + 1, dtype=np.int32)
    given = np.bincount(pairs.resources[chosen], minlength=count_r)
    net.add_arcs(nodes, ROOT, pairs.capacities, 0, given)
    net.settle()
    if np.any(penalties != pairs.penalties):
        net.set_costs(count_p, -pairs.penalties)
        net.settle()
    standing = Standing(net, count_p, count_n, count_r)
    value, bound = net.value_and_bound()
    if value != bound:
        raise ArithmeticError(f"value {value} and bound {bound} differ")
    return standing


def _first_prices(pairs: PairArrays, owner: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Fill `owner`, the need of each pair; return the pairs to start with and the prices of needs and resources."""
    count_n, count_r = len(pairs.supplies), len(pairs.capacities)
    if pairs.supplies.max(initial=0) > 1 or not len(pairs.resources):
        owner[:] = np.repeat(np.arange(count_n, dtype=np.int32), np.diff(pairs.starts))
        return np.empty(0, np.int64), np.concatenate(
            [-_cheapest(pairs, pairs.costs), np.zeros(count_r, np.int64)]
        )
    asked = np.bincount(pairs.resources, minlength=count_r)
    first_slot = np.concatenate([[0], np.cumsum(np.minimum(asked, pairs.capacities))]).astype(np.int64)
    slots, dearest = int(first_slot[-1]), int(pairs.costs.max()) * FINENESS
    kind: type[np.signedinteger[Any]] = np.int32 if dearest < kernels.MOST_SMALL else np.int64
    penalties = _first_penalties(pairs) * FINENESS
    slot_pair, price = np.empty(slots, np.int32), np.zeros(count_r, kind)
    arrays = (
        pairs.starts, pairs.resources.view(np.uint32), (pairs.costs * FINENESS).astype(kind),
        np.where(pairs.supplies > 0, penalties, -1).astype(kind), first_slot, np.empty(slots, kind), slot_pair, price, owner,
        *np.empty((3, count_n), np.int32), np.empty(count_n, kind),
    )  # fmt: skip
    _bid(arrays, dearest, slots - int(pairs.supplies.sum()))
    price = np.where(first_slot[1:] > first_slot[:-1], price.astype(np.int64) // FINENESS, 0)
    asks = _cheapest(pairs, pairs.costs + price[pairs.resources])
    return slot_pair[slot_pair >= 0].astype(np.int64), np.concatenate([-asks, -price])


def _bid(arrays: tuple[NDArray[Any], ...], dearest: int, spare: int) -> None:
    """Hold the auction. Where there are as many slots as needs, by epsilon scaling; else in one go from prices of 0.

    A slot that stays empty has to end at 0, which later phases, starting from raised prices, would miss. One go with a fine
    epsilon can mean a long war where too many want too little: after MOST_BIDS a need it starts again with a coarser one.
    """
    hold: Any = kernels.auction
    price, count_n = arrays[7], len(arrays[3])
    if (
        spare == 0
        and hold(*arrays, max(dearest // FIRST_RAISE, 1), 1, FACTOR, MOST_SCALED_BIDS * count_n) >= 0
    ):
        return
    epsilon = FINENESS // 4 if spare > 0 else max(dearest // COARSE, 1)
    price[:] = 0
    while hold(*arrays, epsilon, epsilon, FACTOR, MOST_BIDS * count_n) < 0:
        price[:] = 0
        epsilon *= COARSER


def _first_penalties(pairs: PairArrays) -> Ints:
    return np.minimum(pairs.penalties, max(MOST_WAR * int(pairs.costs.max(initial=0)), 1))


def _cheapest(pairs: PairArrays, offers: Ints) -> Ints:
    """Find the least offer of each need; its penalty where it has no pair."""
    found = pairs.penalties.copy()
    filled = np.flatnonzero(np.diff(pairs.starts))
    if len(filled):
        found[filled] = np.minimum.reduceat(offers, pairs.starts[filled])
    return found


def _check(pairs: PairArrays, memory_bytes: int | None) -> None:
    count_n, count_r, count_p = len(pairs.supplies), len(pairs.capacities), len(pairs.resources)
    _check_memory(count_p, count_n + count_r, memory_bytes)
    for name in ("starts", "costs", "supplies", "capacities", "penalties"):
        _check_whole(name, getattr(pairs, name))
    fits = (
        len(pairs.starts) == count_n + 1 and len(pairs.penalties) == count_n and len(pairs.costs) == count_p
    )
    if not fits or pairs.starts[0] != 0 or pairs.starts[-1] != count_p or np.any(np.diff(pairs.starts) < 0):
        raise EngineInputError(
            "数组长度对不上：starts 要比需求多一个，从 0 到配对数；resources 和 costs 一样长。"
        )
    if count_p and (pairs.resources.min() < 0 or pairs.resources.max() >= count_r):
        raise EngineInputError("配对里有不存在的资源编号。请检查 resources。")
    longest = 2 * (min(count_n, count_r) + 1) * int(pairs.costs.max(initial=0))
    if max(longest, int(pairs.penalties.max(initial=0))) * FINENESS >= MOST:
        raise EngineInputError("费用或不满足的代价太大，64 位算不下。请换小一些的单位。")
    _check_twice(pairs, count_r)


def _check_whole(name: str, array: NDArray[Any]) -> None:
    if array.dtype != np.int64:
        raise EngineInputError(f"{name} 要是 64 位整数，现在是 {array.dtype}：不收小数和 NaN。")
    if len(array) and array.min() < 0:
        raise EngineInputError(
            f"{name} 第 {int(np.argmin(array)) + 1} 个是负数：{int(array.min())}。要从 0 起。"
        )


def _check_twice(pairs: PairArrays, count_r: int) -> None:
    rows = kernels.first_repeat(pairs.starts, pairs.resources, np.full(count_r, -1, np.int32))
    if rows >= 0:
        raise EngineInputError(f"第 {rows + 1} 个需求有一个资源写了两次。一对只能写一次。")


def _check_memory(count_p: int, nodes: int, memory_bytes: int | None) -> None:
    wanted = bytes_needed(count_p, nodes)
    if memory_bytes is not None and wanted > memory_bytes:
        raise EngineInputError(
            f"{count_p} 个能配的对要约 {wanted // 10**6} MB 内存，只有 {memory_bytes // 10**6} MB。"
            "请给每个需求只留最近的几十个资源，或者按片区分开算。"
        )
    if count_p >= 2**31 - nodes:
        raise EngineInputError("能配的对超过 21 亿，编号不够用。请按片区分开算。")


def bytes_needed(pairs: int, nodes: int) -> int:
    """Estimate the most memory that solving takes, the caller's arrays included."""
    return pairs * BYTES_A_PAIR + nodes * BYTES_A_NODE


def _not_negative(number: int, name: str) -> None:
    if number < 0:
        raise EngineInputError(f"{name}不能是负数：{number}。")
