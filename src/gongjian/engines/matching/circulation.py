"""A circulation of least cost that can be changed: each change is mended from the standing prices.

    minimise   sum cost[a] flow[a]     where  0 <= flow[a] <= cap[a],  what flows into a node flows out of it
    bound    = sum cap[a] min(0, cost[a] + price[tail] - price[head])      for any prices, with price[root] = 0

Node 0 is the root that everything starts from and returns to. After every change the flow is again one of least cost: the
changed arcs take the flow that the prices ask for, and what that leaves over at their ends is led away along shortest
residual paths (`kernels.settle`). Value and bound, added up apart from the search, are then equal: that is the proof.

Memory: 40 bytes an arc and 48 a node; room doubles as arcs are added.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching import kernels

Ints = NDArray[np.int64]
ROOT = kernels.ROOT
MOST = 2**60
"""Prices and lengths of paths stay below this; whoever builds a circulation sees to it."""

NetState = tuple[NDArray[Any], ...]

_STATE = ("flow", "price", "cap", "cost", "excess")
_ARC_LINKS = ("tail", "head", "following_out", "following_in")
_ARC_AMOUNTS = ("cap", "cost", "flow")
_NODE_LINKS = ("first_out", "first_in", "via", "heap", "place", "seen")
_NODE_AMOUNTS = ("price", "excess", "far")


class Circulation:
    """Nodes and arcs in arrays, with a flow of least cost once `settle` has been called."""

    def __init__(self, nodes: int, room: int) -> None:
        """Make `nodes` nodes beside the root, and room for so many arcs."""
        self.nodes = 1
        self.arcs = 0
        self._of: dict[str, NDArray[Any]] = {}
        for name in _ARC_LINKS + _ARC_AMOUNTS:
            self._of[name] = np.zeros(max(room, 1), np.int32 if name in _ARC_LINKS else np.int64)
        for name in _NODE_LINKS + _NODE_AMOUNTS:
            kind = np.int32 if name in _NODE_LINKS else np.int64
            self._of[name] = np.full(nodes + 1, -1 if name in _NODE_LINKS else 0, kind)
        self._count = np.zeros(1, np.int64)
        self.nodes += nodes

    @property
    def flow(self) -> Ints:
        """The flow of every arc."""
        return self._of["flow"][: self.arcs]

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

    def add_nodes(self, prices: Iterable[int]) -> int:
        """Add nodes with prices to start from; return the first one's number."""
        found = np.fromiter(prices, np.int64)
        first, self.nodes = self.nodes, self.nodes + len(found)
        self._grow(_NODE_LINKS + _NODE_AMOUNTS, self.nodes)
        for name in _NODE_LINKS:
            self._of[name][first : self.nodes] = -1
        self._of["excess"][first : self.nodes] = 0
        self._of["price"][first : self.nodes] = found
        return first

    def add_arcs(self, tail: Any, head: Any, cap: Any, cost: Any, flow: Any = 0) -> int:
        """Add arcs (arrays, or single values for all); return the first one's number.

        A flow that the prices don't ask for is changed, so `settle` has to follow.
        """
        shape = np.broadcast(tail, head, cap, cost).shape or (1,)
        first, self.arcs = self.arcs, self.arcs + shape[0]
        self._grow(_ARC_LINKS + _ARC_AMOUNTS, self.arcs)
        new = slice(first, self.arcs)
        for name, given in (("tail", tail), ("head", head), ("cap", cap), ("cost", cost), ("flow", flow)):
            self._of[name][new] = given
        of = self._of
        kernels.link(
            first, self.arcs, of["tail"], of["head"], of["following_out"], of["following_in"], of["first_out"], of["first_in"]
        )  # fmt: skip
        used = first + np.flatnonzero(of["flow"][new])
        np.subtract.at(of["excess"], of["tail"][used], of["flow"][used])
        np.add.at(of["excess"], of["head"][used], of["flow"][used])
        self._conform(first, self.arcs)
        return first

    def set_arc(self, arc: int, *, cap: int | None = None, cost: int | None = None) -> None:
        """Change what an arc can carry or costs; `settle` with its ends has to follow."""
        if cap is not None:
            self._of["cap"][arc] = cap
        if cost is not None:
            self._of["cost"][arc] = cost
        self._conform(arc, arc + 1)

    def set_costs(self, first: int, costs: Ints) -> None:
        """Change the costs of consecutive arcs; `settle` has to follow."""
        self._of["cost"][first : first + len(costs)] = costs
        self._conform(first, first + len(costs))

    def settle(self, nodes: Iterable[int] | None = None) -> int:
        """Mend the flow at these nodes (all by default); return how many paths were led."""
        which = np.arange(1, self.nodes, dtype=np.int32) if nodes is None else np.fromiter(nodes, np.int32)
        paths = int(kernels.settle(which, *self._arrays()))
        if paths < 0:
            raise ArithmeticError(f"node {-1 - paths} has no way to the root")
        return paths

    def state(self) -> NetState:
        """Copy flow, prices, capacities and costs."""
        return tuple(self._of[name].copy() for name in _STATE)

    def restore(self, state: NetState) -> None:
        """Go back to a state; nothing may have been added since."""
        for name, array in zip(_STATE, state, strict=True):
            self._of[name][:] = array

    def value_and_bound(self) -> tuple[int, int]:
        """Add up the cost of the flow and the bound that the prices prove."""
        of = self._of
        value, bound = kernels.value_and_bound(
            self.arcs, of["tail"], of["head"], of["cap"], of["cost"], of["flow"], of["price"]
        )
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
        end = int(kernels.search(start, goal, is_forward, *self._arrays()))
        to_goal = int(of["far"][goal]) if end == goal else None
        to_root = int(of["far"][ROOT]) if of["place"][ROOT] == -2 else None
        kernels.forget(of["place"], of["seen"], int(self._count[0]))
        return to_goal, to_root

    def _arrays(self) -> tuple[NDArray[Any], ...]:
        of = self._of
        return (
            of["tail"], of["head"], of["cap"], of["cost"], of["flow"], of["following_out"], of["following_in"],
            of["first_out"], of["first_in"], of["price"], of["excess"], of["far"], of["via"], of["heap"], of["place"],
            of["seen"], self._count,
        )  # fmt: skip

    def _conform(self, first: int, last: int) -> None:
        of = self._of
        kernels.conform(
            first, last, of["tail"], of["head"], of["cap"], of["cost"], of["flow"], of["price"], of["excess"]
        )

    def _grow(self, names: tuple[str, ...], wanted: int) -> None:
        for name in names:
            held = self._of[name]
            if len(held) < wanted:
                self._of[name] = np.concatenate(
                    [held, np.zeros(max(wanted - len(held), len(held)), held.dtype)]
                )

    def _listed(self, arc: int, following: NDArray[Any]) -> list[int]:
        found = []
        while arc != kernels.NONE:
            found.append(arc)
            arc = int(following[arc])
        return found
