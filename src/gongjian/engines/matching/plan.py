"""The aims in their order as one circulation, and the level that the least-served communities are raised to.

    root -> community -> need -> resource -> unit -> root
             lo, rest     q, urgency   metres   capacity  ceiling

Community c has two arcs from the root: the first `lo[c]` units earn LEAST beside SERVED, the rest SERVED only. An urgent
need earns URGENT × urgency, a pair costs its metres, and each weight is above what one simple cycle can change of all
that comes after it; so no cycle can improve an earlier aim, which is what makes the flow the best one in that order.

The level t: every community gets at least min(t × needed, what it could get if all others stood back), with t as
high as that is possible. So a community that nobody can serve doesn't hold the others down. t is searched among the
fractions k / needed[c], each try mended from the prices of the one before.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.circulation import MOST, Circulation, NetState
from gongjian.engines.matching.eligibility import Pair
from gongjian.engines.matching.frame import Frame
from gongjian.engines.matching.kernels_paths import ROOT
from gongjian.engines.matching.model import MOST_URGENT, Problem

ROOM = 4
"""The weights are made for so many more needs and resources, and for one more in so many, so that arrivals don't outgrow them."""

State = tuple[NetState, Fraction, list[int]]


class Plan:
    """The circulation of a frame; `allowed` says which pairs may be used (all by default)."""

    def __init__(
        self,
        frame: Frame,
        allowed: Sequence[bool] | None = None,
        at: tuple[Fraction, list[int]] | None = None,
    ) -> None:
        """Build the network and raise the level, or hold it where it is given (`at`: level and reach)."""
        self.frame = frame
        self.is_restricted = allowed is not None
        self.reach: list[int] = []
        self._excluded: set[int] = set()
        self._weigh()
        problem, quantities = frame.problem, frame.quantities
        count_c, count_n, count_r = len(frame.communities), len(problem.needs), len(problem.resources)
        first_resource = 1 + count_c + count_n
        first_unit = first_resource + count_r
        self.need_nodes = list(range(1 + count_c, first_resource))
        self.resource_nodes = list(range(first_resource, first_unit))
        self.unit_nodes = list(range(first_unit, first_unit + len(frame.units)))
        nodes = count_c + count_n + count_r + len(frame.units)
        self.net = Circulation(nodes, 2 * count_c + count_n + len(frame.pairs) + count_r + len(frame.units))
        communities = {name: 1 + place for place, name in enumerate(frame.communities)}
        units = dict(zip(frame.units, self.unit_nodes, strict=True))
        self._count_needed()
        heads = np.arange(1, 1 + count_c)
        self.low_arcs = self.net.add_arcs(ROOT, heads, 0, -self.least - self.served)
        self.rest_arcs = self.net.add_arcs(ROOT, heads, np.array(self.asked, np.int64), -self.served)
        self.need_arcs = self._add_arcs(
            [communities[need.community] for need in problem.needs],
            self.need_nodes,
            quantities,
            [-self.urgent * need.urgency for need in problem.needs],
        )
        limits = [quantities[pair.need] for pair in frame.pairs]
        if allowed is not None:
            limits = [limit if fits else 0 for limit, fits in zip(limits, allowed, strict=True)]
        self.pair_arcs = self._add_pairs(frame.pairs, limits)
        tails, ends = self.resource_nodes, [units[resource.unit] for resource in problem.resources]
        self.resource_arcs = self._add_arcs(tails, ends, frame.capacities, [0] * count_r)
        self.counted = frame.counted
        nowhere = [ROOT] * len(units)
        self.unit_arcs = self._add_arcs(self.unit_nodes, nowhere, self._ceilings(), [0] * len(units))
        if at is None:
            self.raise_level()
        else:
            self.level, self.reach = at
            self._fits(self.level)

    def _add_arcs(
        self, tails: Sequence[int], heads: Sequence[int], caps: Sequence[int], costs: Sequence[int]
    ) -> list[int]:
        first = self.net.add_arcs(
            np.array(tails, np.int32), np.array(heads, np.int32), np.array(caps, np.int64), np.array(costs, np.int64)
        )  # fmt: skip
        return list(range(first, first + len(tails)))

    def _add_pairs(self, pairs: Sequence[Pair], limits: Sequence[int]) -> list[int]:
        tails = [self.need_nodes[pair.need] for pair in pairs]
        heads = [self.resource_nodes[pair.resource] for pair in pairs]
        return self._add_arcs(tails, heads, limits, [pair.distance_m for pair in pairs])

    def _count_needed(self) -> None:
        needs = self.frame.problem.needs
        given = self.frame.problem.given
        wanted = self.frame.of_communities([need.quantity for need in needs])
        self.needed = [n + given.get(name, 0) for n, name in zip(wanted, self.frame.communities, strict=True)]
        self.asked = self.frame.of_communities(self.frame.quantities)

    def _ceilings(self) -> list[int]:
        total = sum(self.frame.quantities)
        return [
            total if limit is None or unit in self.counted else limit
            for unit, limit in enumerate(self.frame.ceilings)
        ]

    def _weigh(self) -> None:
        """Set the weights, each above all that one simple cycle can change of what comes after it.

        A step of urgency is twice that: a difference up to `most_metres` is then of metres alone.
        """
        self.longest = max((pair.distance_m for pair in self.frame.pairs), default=0)
        ends = min(len(self.frame.problem.needs), len(self.frame.problem.resources))
        self.most_metres = most_metres(ends + ROOM + ends // ROOM, self.longest)
        self.urgent = 2 * self.most_metres + 1
        urgency = MOST_URGENT * (len(self.frame.communities) + 1) * self.urgent
        self.served = urgency + self.urgent
        self.least = 2 * self.served
        if 4 * self.least >= MOST:
            raise EngineInputError("距离太大或清单太长，64 位算不下。请限制服务半径，或者按片区分开算。")

    def raise_level(self) -> None:
        """Raise the least-served communities as high as possible; afterwards the flow is the best one."""
        count = len(self.asked)
        self.reach = []
        for place in range(count):
            self._set_lows([asked if c == place else 0 for c, asked in enumerate(self.asked)])
            self.reach.append(int(self.net.flow[self.low_arcs + place]))
        shares = {Fraction(k, n) for n in self.needed if n for k in range(n + 1)} | {Fraction(1)}
        levels = sorted(shares)
        low, high = 0, len(levels) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(levels[middle]):
                low = middle
            else:
                high = middle - 1
        self.level = levels[low]
        self._fits(self.level)

    def lows(self, level: Fraction) -> list[int]:
        """What each community has to get beside what was agreed, at a level."""
        given = [needed - asked for needed, asked in zip(self.needed, self.asked, strict=True)]
        wanted = [-(-level.numerator * n // level.denominator) for n in self.needed]
        return [
            min(max(want - has, 0), reach) for want, has, reach in zip(wanted, given, self.reach, strict=True)
        ]

    def _fits(self, level: Fraction) -> bool:
        lows = self.lows(level)
        self._set_lows(lows)
        return int(self.net.flow[self.low_arcs : self.low_arcs + len(lows)].sum()) == sum(lows)

    def _set_lows(self, lows: Sequence[int]) -> None:
        for place, low in enumerate(lows):
            self.net.set_arc(self.low_arcs + place, cap=low)
            self.net.set_arc(self.rest_arcs + place, cap=self.asked[place] - low)
        self.net.settle(range(1, self.net.nodes))

    def change_need(self, problem: Problem, place: int) -> None:
        """Take over a problem in which one need asks for another quantity, and mend."""
        self.frame = replace(self.frame, problem=problem)
        quantity = self.frame.quantities[place]
        for arc in {self.need_arcs[place], *self.net.arcs_from(self.need_nodes[place])} - self._excluded:
            self.net.set_arc(arc, cap=quantity)
        self._mend()

    def change_resource(self, problem: Problem, place: int) -> None:
        """Take over a problem in which one resource gives another amount, and mend."""
        self.frame = replace(self.frame, problem=problem)
        self.net.set_arc(self.resource_arcs[place], cap=self.frame.capacities[place])
        self._mend()

    def add_need(self, problem: Problem, pairs: Sequence[Pair]) -> None:
        """Take over a problem with one more need, the last one, of a community that is there; `pairs` are its pairs."""
        self.frame = replace(self.frame, problem=problem, pairs=(*self.frame.pairs, *pairs))
        need, quantity = problem.needs[-1], self.frame.quantities[-1]
        community = 1 + self.frame.communities.index(need.community)
        offers = [int(self.net.price[self.resource_nodes[p.resource]]) - p.distance_m for p in pairs]
        self.need_nodes.append(self.net.add_nodes([max(offers, default=0)]))
        cost = -self.urgent * need.urgency
        self.need_arcs += self._add_arcs([community], self.need_nodes[-1:], [quantity], [cost])
        self.pair_arcs += self._add_pairs(pairs, [quantity] * len(pairs))
        self._mend()

    def add_resource(self, problem: Problem, pairs: Sequence[Pair]) -> None:
        """Take over a problem with one more resource, the last one, perhaps of a new unit; `pairs` are its pairs."""
        self.frame = replace(self.frame, problem=problem, pairs=(*self.frame.pairs, *pairs))
        unit, quantities = self.frame.units.index(problem.resources[-1].unit), self.frame.quantities
        if unit == len(self.unit_nodes):
            self.unit_nodes.append(self.net.add_nodes([0]))
            self.unit_arcs += self._add_arcs(self.unit_nodes[-1:], [ROOT], self._ceilings()[-1:], [0])
        self.resource_nodes.append(self.net.add_nodes([int(self.net.price[self.unit_nodes[unit]])]))
        end, capacity = self.unit_nodes[unit], self.frame.capacities[-1]
        self.resource_arcs += self._add_arcs(self.resource_nodes[-1:], [end], [capacity], [0])
        self.pair_arcs += self._add_pairs(pairs, [quantities[pair.need] for pair in pairs])
        self._mend()

    def exclude(self, problem: Problem, place: int) -> None:
        """Take over a problem in which the pair at `place` may not be used, and mend."""
        pairs = self.frame.pairs
        self.frame = replace(self.frame, problem=problem, pairs=pairs[:place] + pairs[place + 1 :])
        arc = self.pair_arcs.pop(place)
        self._excluded.add(arc)
        self.net.set_arc(arc, cap=0)
        self.net.settle(self.net.ends(arc))
        self._mend()

    def holds(self, problem: Problem, pairs: Sequence[Pair]) -> bool:
        """Whether the standing weights still order the aims of a problem with these pairs."""
        longest = max((pair.distance_m for pair in pairs), default=0)
        ends = min(len(problem.needs), len(problem.resources))
        return most_metres(ends, max(longest, self.longest)) <= self.most_metres

    def _mend(self) -> None:
        self._count_needed()
        for arc, ceiling in zip(self.unit_arcs, self._ceilings(), strict=True):
            if self.net.cap(arc) != ceiling:
                self.net.set_arc(arc, cap=ceiling)
        self.raise_level()

    def state(self) -> State:
        """Remember how everything stands, for trying a change."""
        return self.net.state(), self.level, list(self.reach)

    def restore(self, state: State) -> None:
        """Take back every change since `state`."""
        arrays, self.level, self.reach = state[0], state[1], list(state[2])
        self.net.restore(arrays)

    def is_proven(self) -> bool:
        """Whether the prices prove the flow: nothing left over, no flow where it costs, no room where it would gain."""
        return self.net.is_proven()

    def amounts(self) -> list[int]:
        """What each pair carries beside what was agreed."""
        flow: list[int] = self.net.flow[np.array(self.pair_arcs, np.int64)].tolist()
        return flow


def most_metres(ends: int, longest: int) -> int:
    """What one simple cycle can change in metres, with so many needs or resources, whichever are fewer."""
    return (2 * ends + 1) * longest
