"""Proof of a median choice: Lagrangian bound at the root, sites fixed by reduced cost, best-first branch and bound.

    L(u) = sum_i u[i] + least sum of `count` values rho[j],   rho[j] = sum_i min(0, c[i,j] - u[i])

L(u) <= optimum for every u. In whole numbers of `unit` parts a bound above `upper - unit` proves `upper`. With a
the dearest rho taken and b the cheapest not taken, a site outside whose rho exceeds what is missing plus a can't be
open in a better choice, one inside whose rho is below b minus what is missing can't be closed. Cornuéjols, Fisher and
Nemhauser (1977); Christofides and Beasley (1982). Branches: of some sites near each other none is open, or at least one.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting import kernels, kernels_bound
from gongjian.engines.siting.median_instance import CLOSED, FREE, OPEN, Instance, shrink
from gongjian.engines.siting.model import OnProgress

Ints = NDArray[np.int64]
State = NDArray[np.int8]
Reals = NDArray[np.float64]
_ROOT_ROUNDS, _CHUNK, _NODE_ROUNDS = 4000, 100, 80
_ROOT_PACE, _NODE_PACE, _LEAST_STEP = (0.1, 0.1), (0.1, 0.6), 2e-4
_LEAST_KICKS, _MOST_KICKS, _KICKS_A_SITE = 30, 300, 3
_MOST_GROUPS, _POLISH_EVERY = 100, 10


class Node(NamedTuple):
    """A part of the choices: its bound, what is fixed there, where its bound was reached and where to branch."""

    bound: int
    number: int
    state: State
    raised: "Raised"
    branch: Ints


class Raised(NamedTuple):
    """What a climb of the bound came to and can go on from; `share` is how often each site was open of late."""

    bound: int
    price: Ints
    reduced: Ints
    share: Reals
    direction: Reals
    pace: Reals


@dataclass
class Search:
    """One proof under way. Costs are in parts of `unit`; `best` is the best choice, as sites of the whole problem."""

    instance: Instance
    count: int
    state: State
    should_stop: Callable[[], bool]
    seed: int = 0
    on_progress: OnProgress | None = None
    upper: int = 1 << 61
    best: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    bound: int = 0
    nodes: int = 1
    heap: list[Node] = field(default_factory=list)
    """The parts still to be looked at."""

    def run(self) -> None:
        """Search until the bound proves the best choice, or the caller wants to stop."""
        self.start()
        self.branch()

    def start(self) -> None:
        """Find a good choice and a bound, and fix what can be fixed."""
        if self._finish(self.state):
            self.bound = self.upper
            return
        price = self._middle_price()
        self._first_choice(price)
        raised = self._root(price)
        if not self.is_proven:
            self._kick(raised)
        if self.is_proven or self._is_settled(raised):
            self.bound = self.upper
            return
        self.heap = [Node(raised.bound, 0, self.state, raised, self._where(self.state, raised.share))]

    def branch(self, most_nodes: int | None = None) -> None:
        """Branch at the node with the least bound first, so that the least one left is the bound of all.

        Goes on until that proves the best choice, the caller wants to stop, or `most_nodes` have been looked at.
        """
        while self.heap and not self.should_stop() and (most_nodes is None or self.nodes < most_nodes):
            self.raise_to(self.heap[0].bound)
            if self.is_proven:
                break
            node = heapq.heappop(self.heap)
            for is_hit in (True, False):
                child = self._child(node, is_hit)
                if child is not None:
                    heapq.heappush(self.heap, child)
        if not self.heap or self.is_proven:
            self.bound = self.upper

    def raise_to(self, bound: int) -> None:
        """Take note of a bound of the whole problem, and pass it on."""
        self.bound = max(self.bound, bound)
        if self.on_progress:
            self.on_progress(self.upper // self.instance.unit, -(-self.bound // self.instance.unit))

    @property
    def is_proven(self) -> bool:
        """Whether nothing better is left."""
        return self._is_proven(self.bound)

    def drop_closed(self) -> None:
        """Leave out the sites that are in no better choice."""
        self.instance, self.state = shrink(self.instance, self.state), self.state[self.state != CLOSED]

    def _is_proven(self, bound: int) -> bool:
        return bound > self.upper - self.instance.unit

    def _middle_price(self) -> Ints:
        """Price each client as if sites were spread evenly: at the site whose rank is sites by count, if it costs at all."""
        rows = self.instance
        rank = max(-(-len(rows.sites) // self.count), 2)
        sizes = np.diff(rows.start)
        if not len(rows.metres):
            return rows.far.copy()
        at = np.minimum(rows.start[:-1] + rank, len(rows.metres) - 1)
        listed = np.where(sizes > rank, rows.weight * rows.metres[at], rows.far)
        return np.where(listed > 0, listed, rows.far // 3)

    def _first_choice(self, price: Ints) -> None:
        """Open what the first prices would open, and swap."""
        is_open, reduced = np.zeros(len(self.state), np.bool_), np.empty(len(self.state), np.int64)
        kernels_bound.reduce_costs(*self.instance.rows, self.state, price, reduced)
        kernels_bound.choose(reduced, is_open, self.state, self._need(self.state))
        self.offer(is_open, self.state)

    def offer(self, is_open: NDArray[np.bool_], state: State) -> None:
        """Improve a choice, which holds every fixed site, by swaps and keep it if it is the best so far."""
        value = kernels.swap_search(*self.instance.rows, *self.instance.columns, state, is_open)
        if value < self.upper:
            self.upper, self.best = value, self.instance.sites[is_open]

    def _raise(self, state: State, last: Raised, rounds: int) -> Raised:
        """Raise the bound from where `last` stands; a cheaper choice that it stumbles on is improved and kept."""
        found, reduced = np.empty(len(state), np.bool_), np.empty(len(state), np.int64)
        price, direction = last.price.copy(), last.direction.copy()
        share, pace = last.share.copy(), last.pace.copy()
        bound, value = kernels_bound.ascend(
            *self.instance.rows, state, self.count, self.instance.unit, self.upper, price, rounds, pace, direction,
            share, reduced, found,
        )  # fmt: skip
        if value < self.upper:
            self.offer(found, state)
        if self.nodes % _POLISH_EVERY == 1 and bound < kernels_bound.IMPOSSIBLE:
            kernels_bound.choose(reduced, found, state, self._need(state))
            self.offer(found, self.state)
        return Raised(bound, price, reduced, share, direction, pace)

    def _root(self, price: Ints) -> Raised:
        """Raise the bound of the whole problem, a chunk at a time, fixing sites and dropping the closed ones."""
        size, done = len(self.state), 0
        even, pace = np.full(size, self.count / size), np.array(_ROOT_PACE)
        start = Raised(0, price, np.empty(size, np.int64), even, np.zeros(len(price)), pace)
        raised = self._raise(self.state, start, _CHUNK)
        while done < _ROOT_ROUNDS and raised.pace[kernels_bound.THETA] > _LEAST_STEP:
            self.raise_to(raised.bound)
            if self.is_proven or self.should_stop():
                break
            if self._is_settled(raised):
                self.bound = self.upper
                break
            if (self.state < 0).mean() > 0.1:
                raised = raised._replace(share=raised.share[self.state != CLOSED])
                self.drop_closed()
            raised = self._raise(self.state, raised, _CHUNK)
            done += _CHUNK
        self.raise_to(raised.bound)
        return raised

    def _kick(self, raised: Raised) -> None:
        """Exchange a few sites of the best choice for promising ones at random, and swap again, while that helps."""
        chance, quiet = np.random.default_rng(self.seed), 0
        promising = np.argsort(raised.reduced, kind="stable")
        promising = promising[self.state[promising] == FREE][: 4 * self.count]
        number = {int(site): at for at, site in enumerate(self.instance.sites)}
        enough = min(max(_KICKS_A_SITE * self.count, _LEAST_KICKS), _MOST_KICKS)
        while quiet < enough and not self._is_proven(raised.bound) and not self.should_stop():
            before, is_open = self.upper, self.state == OPEN
            known = [number[int(site)] for site in self.best if int(site) in number]
            is_open[[at for at in known if not is_open[at]][: self.count - int(is_open.sum())]] = True
            movable = np.flatnonzero(is_open & (self.state == FREE))
            shut = promising[~is_open[promising]]
            turns = min(int(chance.integers(2, 6)), len(movable), len(shut))
            is_open[chance.choice(movable, turns, replace=False)] = False
            need = self.count - int(is_open.sum())
            if need > len(shut):
                break
            is_open[chance.choice(shut, need, replace=False)] = True
            self.offer(is_open, self.state)
            quiet += 1
            if self.upper < before:
                quiet = 0
                self.raise_to(raised.bound)

    def _is_settled(self, raised: Raised) -> bool:
        """Fix what can be fixed at the root; say whether that leaves no decision."""
        return self._fix(self.state, raised) and self._finish(self.state)

    def _fix(self, state: State, raised: Raised) -> bool:
        """Close and open the free sites whose reduced cost leaves no other choice; say whether there were any."""
        inside = np.zeros(len(state), np.bool_)
        kernels_bound.choose(raised.reduced, inside, state, self._need(state))
        free = (state != CLOSED) & (state != OPEN)
        if not (free & inside).any() or not (free & ~inside).any():
            return False
        missing = self.upper - self.instance.unit - raised.bound
        dearest_in, cheapest_out = raised.reduced[free & inside].max(), raised.reduced[free & ~inside].min()
        closed = free & ~inside & (raised.reduced - dearest_in > missing)
        opened = free & inside & (cheapest_out - raised.reduced > missing)
        for group in np.unique(state[opened]):
            if group > OPEN:
                state[state == group] = FREE
        state[closed], state[opened] = CLOSED, OPEN
        return bool(closed.any() or opened.any())

    def _need(self, state: State) -> int:
        return self.count - int((state == OPEN).sum())

    def _child(self, node: Node, is_hit: bool) -> Node | None:
        """Open one of the node's branching sites at least, or none; None when that holds nothing better."""
        state = node.state.copy()
        state[node.branch] = self._new_group(state) if is_hit else CLOSED
        if is_hit and node.state[node.branch[0]] > OPEN:
            state[state == node.state[node.branch[0]]] = FREE
        self.nodes += 1
        if self._finish(state):
            return None
        pace = np.array(_NODE_PACE)
        raised = self._raise(state, node.raised._replace(pace=pace), _NODE_ROUNDS)
        if self._is_proven(raised.bound):
            return None
        if self._fix(state, raised) and self._finish(state):
            return None
        bound = max(raised.bound, node.bound)
        return Node(bound, self.nodes, state, raised, self._where(state, raised.share))

    def _new_group(self, state: State) -> int:
        """Return a number that no group has."""
        return next(
            number for number in range(OPEN + 1, _MOST_GROUPS + OPEN + 1) if not (state == number).any()
        )

    def _finish(self, state: State) -> bool:
        """Settle groups of one; say whether the state leaves no decision; if it is a choice, try it."""
        for group in range(OPEN + 1, int(state.max()) + 1):
            if (state == group).sum() == 1:
                state[state == group] = OPEN
        if len(np.unique(state[state > OPEN])) > self._need(state):
            return True
        need, free = self._need(state), int(((state != CLOSED) & (state != OPEN)).sum())
        if 0 < need < free:
            return False
        if need in (0, free):
            is_open = state == OPEN if need == 0 else state != CLOSED
            self.offer(is_open.copy(), np.where(is_open, OPEN, CLOSED).astype(np.int8))
        return True

    def _where(self, state: State, share: NDArray[np.float64]) -> Ints:
        """Choose sites to branch on: near each other, of one group, and together open about half of the time.

        Near are those that head the list of a client next to the site that is open most often.
        """
        free = (state != CLOSED) & (state != OPEN)
        seed = int(np.argmax(np.where(free & (share < 0.99), share, -1.0)))
        if not free[seed]:
            seed = int(np.flatnonzero(free)[0])
        rows = self.instance
        clients = rows.client[rows.column[seed] : rows.column[seed + 1]]
        if share[seed] >= 0.5 or not len(clients) or len(np.unique(state[state > OPEN])) >= _MOST_GROUPS - 1:
            return np.array([seed])
        nearest = clients[np.argmin(rows.away[rows.column[seed] : rows.column[seed + 1]])]
        listed = rows.site[rows.start[nearest] : rows.start[nearest + 1]]
        listed = listed[state[listed] == state[seed]]
        enough = int(np.searchsorted(np.cumsum(share[listed]), 0.5)) + 1
        members = np.union1d(listed[:enough], [seed])
        return members if len(members) < int((state == state[seed]).sum()) else np.array([seed])
