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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.circulation import MOST, Circulation, NetState
from gongjian.engines.matching.eligibility import Pair
from gongjian.engines.matching.kernels_paths import ROOT
from gongjian.engines.matching.model import MOST_URGENT, Problem

State = tuple[NetState, Fraction, list[int]]


@dataclass(frozen=True)
class Frame:
    """A problem by positions: what is left after the agreements that stand (`agreed`, quantity by (need, resource))."""

    problem: Problem
    pairs: tuple[Pair, ...]
    agreed: Mapping[tuple[int, int], int]

    @property
    def communities(self) -> list[str]:
        """The communities in the order of their first need."""
        return list(dict.fromkeys(need.community for need in self.problem.needs))

    @property
    def units(self) -> list[str]:
        """The units in the order of their first resource."""
        return list(dict.fromkeys(resource.unit for resource in self.problem.resources))

    @property
    def ceilings(self) -> list[int | None]:
        """How many new undertakings each unit may take on; None for no limit."""
        limits = {unit.key: unit.ceiling for unit in self.problem.units}
        used = dict.fromkeys(self.units, 0)
        for _, resource in self.agreed:
            used[self.problem.resources[resource].unit] += 1
        return [None if (limit := limits.get(unit)) is None else limit - used[unit] for unit in self.units]

    @property
    def quantities(self) -> list[int]:
        """What each need still asks for."""
        left = [need.quantity for need in self.problem.needs]
        for (need, _), amount in self.agreed.items():
            left[need] -= amount
        return left

    @property
    def capacities(self) -> list[int]:
        """What each resource can still give."""
        left = [resource.capacity for resource in self.problem.resources]
        for (_, resource), amount in self.agreed.items():
            left[resource] -= amount
        return left

    def of_communities(self, amounts: Sequence[int]) -> list[int]:
        """Add up amounts of needs by community."""
        sums = dict.fromkeys(self.communities, 0)
        for need, amount in zip(self.problem.needs, amounts, strict=True):
            sums[need.community] += amount
        return list(sums.values())


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
        self._weigh()
        problem, quantities = frame.problem, frame.quantities
        count_c, count_n, count_r = len(frame.communities), len(problem.needs), len(problem.resources)
        self.first_need, self.first_resource = 1 + count_c, 1 + count_c + count_n
        self.first_unit = self.first_resource + count_r
        nodes = count_c + count_n + count_r + len(frame.units)
        self.net = Circulation(nodes, 2 * count_c + count_n + len(frame.pairs) + count_r + len(frame.units))
        communities = {name: 1 + place for place, name in enumerate(frame.communities)}
        units = {name: self.first_unit + place for place, name in enumerate(frame.units)}
        self.needed = frame.of_communities([need.quantity for need in problem.needs])
        self.asked = frame.of_communities(quantities)
        heads = np.arange(1, 1 + count_c)
        self.low_arcs = self.net.add_arcs(ROOT, heads, 0, -self.least - self.served)
        self.rest_arcs = self.net.add_arcs(ROOT, heads, np.array(self.asked, np.int64), -self.served)
        self.need_arcs = self.net.add_arcs(
            np.array([communities[need.community] for need in problem.needs], np.int32),
            np.arange(self.first_need, self.first_resource),
            np.array(quantities, np.int64),
            np.array([-self.urgent * need.urgency for need in problem.needs], np.int64),
        )
        limits = [quantities[pair.need] for pair in frame.pairs]
        if allowed is not None:
            limits = [limit if fits else 0 for limit, fits in zip(limits, allowed, strict=True)]
        self.pair_arcs = self.net.add_arcs(
            np.array([self.first_need + pair.need for pair in frame.pairs], np.int32),
            np.array([self.first_resource + pair.resource for pair in frame.pairs], np.int32),
            np.array(limits, np.int64),
            np.array([pair.distance_m for pair in frame.pairs], np.int64),
        )
        self.resource_arcs = self.net.add_arcs(
            np.arange(self.first_resource, self.first_unit),
            np.array([units[resource.unit] for resource in problem.resources], np.int32),
            np.array(frame.capacities, np.int64),
            0,
        )
        total = sum(quantities)
        self.counted = _counted_units(frame)
        ceilings = [
            total if limit is None or unit in self.counted else limit
            for unit, limit in enumerate(frame.ceilings)
        ]
        tails = np.arange(self.first_unit, self.first_unit + len(units))
        self.unit_arcs = self.net.add_arcs(tails, ROOT, np.array(ceilings, np.int64), 0)
        if at is None:
            self.raise_level()
        else:
            self.level, self.reach = at
            self._fits(self.level)

    def _weigh(self) -> None:
        """Set the weights, each above all that one simple cycle can change of what comes after it.

        A step of urgency is twice that: a difference up to `most_metres` is then of metres alone.
        """
        problem = self.frame.problem
        longest = max((pair.distance_m for pair in self.frame.pairs), default=0)
        self.most_metres = (2 * min(len(problem.needs), len(problem.resources)) + 1) * longest
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
        quantities = self.frame.quantities
        self.needed = self.frame.of_communities([need.quantity for need in problem.needs])
        self.asked = self.frame.of_communities(quantities)
        for arc in (self.need_arcs + place, *self.net.arcs_from(self.first_need + place)):
            self.net.set_arc(arc, cap=quantities[place])
        for unit, limit in enumerate(self.frame.ceilings):
            if limit is None:
                self.net.set_arc(self.unit_arcs + unit, cap=sum(quantities))
        self.raise_level()

    def change_resource(self, problem: Problem, place: int) -> None:
        """Take over a problem in which one resource gives another amount, and mend."""
        self.frame = replace(self.frame, problem=problem)
        self.net.set_arc(self.resource_arcs + place, cap=self.frame.capacities[place])
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
        flow: list[int] = self.net.flow[self.pair_arcs : self.pair_arcs + len(self.frame.pairs)].tolist()
        return flow


def _counted_units(frame: Frame) -> set[int]:
    """Find the units whose undertakings are not simply the units of flow: with a ceiling and needs of more than one."""
    place = {name: index for index, name in enumerate(frame.units)}
    ceilings, quantities = frame.ceilings, frame.quantities
    owners = [(place[frame.problem.resources[pair.resource].unit], pair) for pair in frame.pairs]
    return {
        unit for unit, pair in owners
        if ceilings[unit] is not None and (quantities[pair.need] > 1 or (pair.need, pair.resource) in frame.agreed)
    }  # fmt: skip
