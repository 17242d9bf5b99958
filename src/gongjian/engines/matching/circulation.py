"""A circulation of least cost that can be changed: each change is mended from the standing prices.

    minimise   sum cost[a] flow[a]     where  0 <= flow[a] <= cap[a],  what flows into a node flows out of it
    bound    = sum cap[a] min(0, cost[a] + price[tail] - price[head])      for any prices, with price[root] = 0

Node 0 is the root that everything starts from and returns to. After every change the flow is again one of least cost: the
changed arcs take the flow that the prices ask for, and what that leaves over at their ends is led away along shortest
residual paths (`kernels_paths.settle`). Value and bound, added up apart from the search, are then equal: that is the proof.

Memory: 32 bytes an arc and 48 a node; room doubles as arcs are added. The loops run in plain Python until they have done what
loading the compiled ones takes; both are the same loops over the same memory, so nothing else changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching import kernels_paths
from gongjian.engines.matching.kernels_paths import KNOWN, NONE, ROOT, SCANNED, Ints, Links

MOST = 2**60
"""Prices and lengths of paths stay below this; whoever builds a circulation sees to it."""
MOST_FLOW = 2**31 - 1
"""The most that an arc can carry."""
MOST_PLAIN = 500_000
"""Arcs held and looked at until the compiled loops are loaded."""
WITHOUT_END = 2**62
MOST_LOOKS = 2_000
"""Looks at each node on average until the search for prices is given up."""

NetState = tuple[NDArray[Any], ...]

_ENDS = ("tail", "head")
_AMOUNTS = ("cap", "cost", "flow")
_LISTS = ("following_out", "following_in", "first_out", "first_in")
_SEARCH = (*_ENDS, *_AMOUNTS, *_LISTS, "price", "excess", "far", "via", "heap", "place", "seen", "count")
_TAKEN = {
    "search": _SEARCH,
    "settle": _SEARCH,
    "forget": ("place", "seen"),
    "link": (*_ENDS, *_LISTS),
    "conform": (*_ENDS, *_AMOUNTS, "price", "excess"),
    "least_prices": (*_ENDS, *_AMOUNTS, *_LISTS, "price", "heap", "place"),
    "value_and_bound": (*_ENDS, *_AMOUNTS, "price"),
}
"""The arrays that each loop takes after its own arguments."""
_OF_ARCS = {
    **dict.fromkeys((*_ENDS, "following_out", "following_in", "cap", "flow"), np.int32),
    "cost": np.int64,
}
_OF_NODES = {
    **dict.fromkeys(("first_out", "first_in", "via", "heap", "place", "seen"), np.int32),
    **dict.fromkeys(("price", "excess", "far"), np.int64),
}
_STATE = ("flow", "price", "cap", "cost", "excess")


class Circulation:
    """Nodes and arcs in arrays, with a flow of least cost once `settle` has been called."""

    def __init__(self, nodes: int, room: int, *, is_large: bool = False) -> None:
        """Make `nodes` nodes beside the root, and room for so many arcs; a large one is compiled from the start."""
        self.nodes, self.arcs, self.is_large = 0, 0, is_large
        self._of: dict[str, NDArray[Any]] = {name: np.zeros(room, kind) for name, kind in _OF_ARCS.items()}
        self._of |= {name: np.zeros(0, kind) for name, kind in _OF_NODES.items()}
        self._of["count"] = np.zeros(2, np.int64)
        self.add_nodes(np.zeros(1 + nodes, np.int64))

    @property
    def flow(self) -> Links:
        """The flow of every arc."""
        return self._of["flow"][: self.arcs]

    @property
    def caps(self) -> Links:
        """What every arc can carry."""
        return self._of["cap"][: self.arcs]

    @property
    def costs(self) -> Ints:
        """What a unit costs on every arc."""
        return self._of["cost"][: self.arcs]

    @property
    def price(self) -> Ints:
        """The price of every node; the root's is 0."""
        return self._of["price"][: self.nodes]

    def ends(self, arc: int) -> tuple[int, int]:
        """Return tail and head of an arc."""
        return int(self._of["tail"][arc]), int(self._of["head"][arc])

    def cap(self, arc: int) -> int:
        """Return what an arc can carry."""
        return int(self._of["cap"][arc])

    def cost(self, arc: int) -> int:
        """Return the cost of a unit on an arc."""
        return int(self._of["cost"][arc])

    def arcs_from(self, node: int) -> list[int]:
        """List the arcs that leave a node."""
        return self._listed(int(self._of["first_out"][node]), self._of["following_out"])

    def arcs_into(self, node: int) -> list[int]:
        """List the arcs that enter a node."""
        return self._listed(int(self._of["first_in"][node]), self._of["following_in"])

    def add_nodes(self, prices: Ints | Sequence[int]) -> int:
        """Add nodes with prices to start from; return the first one's number."""
        first, self.nodes = self.nodes, self.nodes + len(prices)
        self._grow(_OF_NODES, self.nodes)
        self._of["price"][first : self.nodes] = prices
        return first

    def add_arcs(
        self, tail: Any, head: Any, cap: Any, cost: Any, flow: Any = 0, *, is_known: bool = False
    ) -> int:
        """Add arcs (arrays, or single values for all); return the first one's number.

        A flow that the prices don't ask for is changed, so `settle` has to follow; not so where it `is_known` to be right as a whole.
        """
        shape = np.broadcast(tail, head, cap, cost).shape or (1,)
        first, self.arcs = self.arcs, self.arcs + shape[0]
        self._grow(_OF_ARCS, self.arcs)
        new = slice(first, self.arcs)
        for name, given in (("tail", tail), ("head", head), ("cap", cap), ("cost", cost), ("flow", flow)):
            self._of[name][new] = given
        self._run("link", first, self.arcs)
        if is_known:
            return first
        of = self._of
        used = first + np.flatnonzero(of["flow"][new])
        np.subtract.at(of["excess"], of["tail"][used], of["flow"][used])
        np.add.at(of["excess"], of["head"][used], of["flow"][used])
        self._run("conform", first, self.arcs)
        return first

    def set_arc(self, arc: int, *, cap: int | None = None, cost: int | None = None) -> None:
        """Change what an arc can carry or costs; `settle` with its ends has to follow."""
        if cap is not None:
            self._of["cap"][arc] = cap
        if cost is not None:
            self._of["cost"][arc] = cost
        self._run("conform", arc, arc + 1)

    def carry_less(self, arc: int, amount: int) -> None:
        """Take so much off an arc's flow and off what it can carry; a whole cycle of such arcs leaves the flow of least cost."""
        self._of["cap"][arc] -= amount
        self._of["flow"][arc] -= amount

    def find_prices(self) -> bool:
        """Find prices that prove the flow as it is; False where it is not of least cost, and the prices are then of no use."""
        self.price[:] = 0
        is_found: bool = self._run("least_prices", MOST_LOOKS * self.nodes) >= 0
        self.price[:] -= self.price[ROOT]
        return is_found

    def copy(self) -> "Circulation":
        """Make one that can be changed without this one."""
        other = Circulation.__new__(Circulation)
        other.nodes, other.arcs, other.is_large = self.nodes, self.arcs, self.is_large
        other._of = {name: array.copy() for name, array in self._of.items()}
        return other

    def set_costs(self, first: int, costs: Ints) -> None:
        """Change the costs of consecutive arcs; `settle` has to follow."""
        self._of["cost"][first : first + len(costs)] = costs
        self._run("conform", first, first + len(costs))

    def settle(self, nodes: Iterable[int] | None = None) -> None:
        """Mend the flow at these nodes (all by default)."""
        which = np.arange(1, self.nodes, dtype=np.int32) if nodes is None else np.fromiter(nodes, np.int32)
        if self._is_plain():
            self._lead(which, MOST_PLAIN)
        if not self._is_plain():
            self._lead(which, WITHOUT_END)

    def _lead(self, which: Links, most_scanned: int) -> None:
        paths = self._run("settle", which, most_scanned)
        if paths < 0:
            raise ArithmeticError(f"node {-1 - paths} has no way to the root")

    def state(self) -> NetState:
        """Copy flow, prices, capacities and costs."""
        return tuple(self._of[name].copy() for name in _STATE)

    def restore(self, state: NetState) -> None:
        """Go back to a state; nothing may have been added since."""
        for name, array in zip(_STATE, state, strict=True):
            self._of[name][:] = array

    def value_and_bound(self) -> tuple[int, int]:
        """Add up the cost of the flow and the bound that the prices prove."""
        value, bound = self._run("value_and_bound", self.arcs)
        return int(value), int(bound)

    def is_proven(self) -> bool:
        """Whether prices and flow fit at every arc and node, which proves the flow (no sums that could overflow)."""
        arcs = slice(0, self.arcs)
        tail, head = self._of["tail"][arcs], self._of["head"][arcs]
        reduced = self._of["cost"][arcs] + self.price[tail] - self.price[head]
        fits = np.where(reduced < 0, self.flow == self._of["cap"][arcs], (reduced == 0) | (self.flow == 0))
        left = np.bincount(head, self.flow, self.nodes) - np.bincount(tail, self.flow, self.nodes)
        return bool(fits.all() and not left[1:].any() and self.price[ROOT] == 0)

    def way(self, start: int, end: int) -> int | None:
        """Return the least cost of leading one more unit from `start` to `end`, the root included; None for no way."""
        straight, to_root = self._reach(start, end, is_forward=True)
        _, from_root = self._reach(end, ROOT, is_forward=False)
        around = None if to_root is None or from_root is None else to_root + from_root
        found = [reach for reach in (straight, around) if reach is not None]
        return min(found) + int(self.price[end] - self.price[start]) if found else None

    def _reach(self, start: int, goal: int, *, is_forward: bool) -> tuple[int | None, int | None]:
        """Measure the reduced way to `goal` past the root, and that to the root; None for none or one that is longer."""
        of = self._of
        end = int(self._run("search", start, goal, is_forward))
        to_goal = int(of["far"][goal]) if end == goal else None
        to_root = int(of["far"][ROOT]) if of["place"][ROOT] == -2 else None
        self._run("forget", int(of["count"][KNOWN]))
        return to_goal, to_root

    def _run(self, loop: str, *args: Any) -> Any:
        """Run a loop of `kernels_paths`, plain or compiled."""
        arrays = [self._of[name] for name in _TAKEN[loop]]
        if self._is_plain():
            return getattr(kernels_paths, loop)(*args, *kernels_paths.plain(*arrays))
        from gongjian.engines.matching import kernels

        return getattr(kernels, loop)(*args, *arrays)

    def _is_plain(self) -> bool:
        return not self.is_large and self.arcs + int(self._of["count"][SCANNED]) <= MOST_PLAIN

    def _grow(self, kinds: Mapping[str, Any], wanted: int) -> None:
        for name in kinds:
            held = self._of[name]
            if len(held) < wanted:
                more = np.zeros(max(wanted - len(held), len(held)), held.dtype)
                if kinds is _OF_NODES and held.dtype == np.int32:
                    more[:] = NONE
                self._of[name] = np.concatenate([held, more])

    def _listed(self, arc: int, following: NDArray[Any]) -> list[int]:
        found = []
        while arc != NONE:
            found.append(arc)
            arc = int(following[arc])
        return found
