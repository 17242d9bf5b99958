"""A proposal for a whole district: solved at once, changed one decision after the other, and stored between requests.

The aims, their weights and the network are those of `plan`; the answer is the same as `recommend` gives (tested so). What differs
is the way: pairs and network are arrays, the level is found by cuts (`levels`), the flow by OR-Tools' cost scaling, and prices
that prove it by one search (`Circulation.find_prices`). Each decision is then mended from those prices.

A *locked* pair is one that a person accepted: it leaves the network with what it takes, and counts as served. What a community
could get alone is still measured as if nothing were locked, so that accepting what is proposed moves nothing else.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.ceilings import Chosen
from gongjian.engines.matching.circulation import MOST, Circulation
from gongjian.engines.matching.kernels_paths import ROOT
from gongjian.engines.matching.model import MOST_URGENT, Level
from gongjian.engines.matching.names import LEAST, METRES, SERVED, URGENCY
from gongjian.engines.matching.plan import ROOM, most_metres
from gongjian.engines.matching.proposal.columns import NO_LIMIT, Columns, Ints
from gongjian.engines.matching.proposal.levels import Levels, Wants, reaches
from gongjian.engines.matching.proposal.pairing import PairList

LARGE = 20_000
"""Pairs from which the compiled loops are worth loading."""
MOST_STEPS = 12
"""Shares tried one by one, after a decision, before the level is searched by cuts."""


@dataclass
class Decided:
    """What people decided, by position of the pair: amounts locked, and pairs that may not be used."""

    locked: dict[int, int] = field(default_factory=dict)
    forbidden: set[int] = field(default_factory=set)


class Standing:
    """A circulation over columns and pairs with everything decided so far."""

    def __init__(self, columns: Columns, pairs: PairList, decided: Decided) -> None:
        """Lay out numbers and weights; `solve` or `resume` then gives it a flow."""
        self.columns, self.pairs, self.decided = columns, pairs, decided
        self.barred = np.zeros(len(pairs), bool)
        self.level, self.reach = Fraction(0), np.zeros(len(columns.communities), np.int64)
        self.pair_caps = columns.quantity[pairs.need]
        self.needed = self._of_communities(columns.quantity) + columns.given
        self.counted = self._counted()
        self.ceilings = np.where(self.counted, NO_LIMIT, columns.ceiling)
        longest = int(pairs.metres.max(initial=0))
        shorter = min(len(columns.community), len(columns.unit))
        self.most_metres = most_metres(shorter + ROOM + shorter // ROOM, longest)
        self.urgent = 2 * self.most_metres + 1
        self.served = MOST_URGENT * (len(columns.communities) + 1) * self.urgent + self.urgent
        self.least = 2 * self.served
        if 4 * self.least >= MOST:
            raise EngineInputError("距离太大或清单太长，64 位算不下。请限制服务半径，或者按片区分开算。")
        self.chosen: Chosen | None = None
        self.net: Circulation

    # The numbers of the nodes and arcs, in the order in which they are laid out.

    @property
    def first_need(self) -> int:
        """The node of the first need."""
        return 1 + len(self.columns.communities)

    @property
    def first_giver(self) -> int:
        """The node of the first resource."""
        return self.first_need + len(self.columns.community)

    @property
    def need_arcs(self) -> int:
        """The arc of the first need; the pairs come before it."""
        return len(self.pairs)

    @property
    def giver_arcs(self) -> int:
        """The arc of the first resource."""
        return self.need_arcs + len(self.columns.community)

    @property
    def unit_arcs(self) -> int:
        """The arc of the first unit."""
        return self.giver_arcs + len(self.columns.unit)

    @property
    def low_arcs(self) -> int:
        """The arc of what the first community is to have at least; that of its rest is so many communities later."""
        return self.unit_arcs + len(self.columns.units)

    @property
    def rest_arcs(self) -> int:
        """The arc of the first community's rest."""
        return self.low_arcs + len(self.columns.communities)

    def caps(self) -> tuple[Ints, Ints, Ints, Ints]:
        """What needs, pairs, resources and units (NO_LIMIT: any) can carry beside what is locked."""
        needs, givers, units = (
            self.columns.quantity.copy(),
            self.columns.capacity.copy(),
            self.ceilings.copy(),
        )
        pairs = np.where(self.barred, 0, self.pair_caps)
        for pair, amount in self.decided.locked.items():
            need, giver = int(self.pairs.need[pair]), int(self.pairs.resource[pair])
            unit = int(self.columns.unit[giver])
            needs[need] -= amount
            givers[giver] -= amount
            pairs[pair] = max(pairs[pair] - amount, 0)
            units[unit] -= amount if units[unit] != NO_LIMIT else 0
        pairs[list(self.decided.forbidden)] = 0
        units = np.where(self.ceilings == NO_LIMIT, NO_LIMIT, np.maximum(units, 0))
        return np.maximum(needs, 0), pairs, np.maximum(givers, 0), units

    def wants(self) -> Wants:
        """What the communities are to have, as decided so far."""
        return Wants(self.needed, self.columns.given, self.locked_of_communities(), self.reach)

    def locked_of_communities(self) -> Ints:
        """What each community has locked."""
        found = np.zeros(len(self.columns.communities), np.int64)
        for pair, amount in self.decided.locked.items():
            found[self.columns.community[self.pairs.need[pair]]] += amount
        return found

    def find_reach(self, which: Ints | None = None) -> None:
        """Measure what communities could get alone, whatever is locked, without what is forbidden."""
        caps = np.where(self.barred, 0, self.pair_caps)
        caps[list(self.decided.forbidden)] = 0
        found = reaches(self.columns, self.pairs, (caps, self.ceilings), which)
        if which is None:
            self.reach = found
        else:
            self.reach = self.reach.copy()
            self.reach[which] = found[which]

    def levels_network(self) -> Levels:
        """Lay out the network that levels are asked of."""
        return Levels(self.columns, self.pairs, self.caps())

    def find_level(self, start: Fraction = Fraction(1)) -> None:
        """Search the highest level by cuts."""
        self.level = self.levels_network().highest(self.wants(), start)

    def arc_caps(self) -> Ints:
        """What every arc can carry at the standing level."""
        needs, pairs, givers, units = self.caps()
        lows, left = self.wants().lows(self.level), self._of_communities(needs)
        units = np.where(units == NO_LIMIT, int(self.columns.quantity.sum()), units)
        return np.concatenate([pairs, needs, givers, units, lows, np.maximum(left - lows, 0)])

    def ends(self) -> tuple[Ints, Ints]:
        """Tail and head of every arc."""
        columns = self.columns
        needs = self.first_need + np.arange(len(columns.community))
        givers = self.first_giver + np.arange(len(columns.unit))
        units = self.first_giver + len(columns.unit) + np.arange(len(columns.units))
        heads = 1 + np.arange(len(columns.communities))
        root = np.full(len(heads), ROOT)
        tails = (self.first_need + self.pairs.need, 1 + columns.community, givers, units, root, root)
        unit_of = units[columns.unit] if len(units) else columns.unit
        ends = (
            self.first_giver + self.pairs.resource,
            needs,
            unit_of,
            np.full(len(units), ROOT),
            heads,
            heads,
        )
        return np.concatenate(tails), np.concatenate(ends)

    def costs(self) -> Ints:
        """What a unit costs on every arc."""
        nothing = np.zeros(len(self.columns.unit) + len(self.columns.units), np.int64)
        heads = np.ones(len(self.columns.communities), np.int64)
        urgency = -self.urgent * self.columns.urgency
        lows, rests = heads * (-self.least - self.served), heads * -self.served
        return np.concatenate([self.pairs.metres.astype(np.int64), urgency, nothing, lows, rests])

    def flow_of(self, amounts: Ints, caps: Ints) -> Ints:
        """Add up the flow of every arc from what the pairs carry beside what is locked."""
        columns, needs = self.columns, np.zeros(len(self.columns.community), np.int64)
        givers, units = np.zeros(len(columns.unit), np.int64), np.zeros(len(columns.units), np.int64)
        np.add.at(needs, self.pairs.need, amounts)
        np.add.at(givers, self.pairs.resource, amounts)
        np.add.at(units, columns.unit, givers)
        got = self._of_communities(needs)
        lows = np.minimum(got, caps[self.low_arcs : self.rest_arcs])
        return np.concatenate([amounts, needs, givers, units, lows, got - lows])

    def lay_out(self, amounts: Ints, prices: Ints | None = None, *, is_known: bool = True) -> None:
        """Build the circulation of a flow, given by its pairs, with the prices that go with it.

        Where it is not `is_known` to be of least cost, `settle` has to follow.
        """
        caps = self.arc_caps()
        tails, heads = self.ends()
        nodes = self.first_giver + len(self.columns.unit) + len(self.columns.units) - 1
        self.net = Circulation(nodes, len(caps), is_large=len(self.pairs) > LARGE)
        if prices is not None:
            self.net.price[:] = prices
        flow = self.flow_of(amounts, caps)
        self.net.add_arcs(tails, heads, caps, self.costs(), flow, is_known=is_known)

    def reweigh(self) -> None:
        """Take over costs that were changed in the columns or pairs, and mend."""
        costs = self.costs()
        changed = np.flatnonzero(costs != self.net.costs)
        for arc in changed.tolist():
            self.net.set_arc(arc, cost=int(costs[arc]))
        self.net.settle({end for arc in changed.tolist() for end in self.net.ends(arc)} - {ROOT})

    def amounts(self) -> Ints:
        """What each pair carries, locked amounts included."""
        found = self.net.flow[: len(self.pairs)].astype(np.int64)
        for pair, amount in self.decided.locked.items():
            found[pair] += amount
        return found

    def levels(self) -> tuple[Level, ...]:
        """State each aim with its bound: equal where the prices, or HiGHS, prove it."""
        amounts, pairs = self.amounts(), self.pairs
        urgency = int((amounts * self.columns.urgency[pairs.need]).sum())
        reached = (int(amounts.sum()), urgency, int((amounts * pairs.metres).sum()))
        values = (self.level, *(Fraction(number) for number in reached))
        bounds = values
        if not self.is_proven():
            bounds = self._loose_bounds()
        return tuple(
            Level(*level) for level in zip((LEAST, SERVED, URGENCY, METRES), values, bounds, strict=True)
        )

    def _loose_bounds(self) -> tuple[Fraction, ...]:
        """What can't be passed: as HiGHS proved it, else by the flow that counts no undertakings."""
        if self.chosen is not None:
            most = (self.chosen.served, self.chosen.urgency, self.chosen.metres)
            return self.chosen.level_bound, *(Fraction(number) for number in most)
        asked = int(self.columns.quantity.sum())
        return Fraction(1), Fraction(asked), Fraction(MOST_URGENT * asked), Fraction(0)

    def locked_sums(self) -> tuple[int, int, int]:
        """Add up what is locked: units, urgency, metres."""
        found = [0, 0, 0]
        for pair, amount in self.decided.locked.items():
            urgency = int(self.columns.urgency[self.pairs.need[pair]])
            for place, each in enumerate((1, urgency, int(self.pairs.metres[pair]))):
                found[place] += amount * each
        return found[0], found[1], found[2]

    def is_proven(self) -> bool:
        """Whether the prices prove every aim; not so where undertakings had to be chosen beside the flow."""
        return not self.barred.any() and self.net.is_proven()

    def copy(self) -> "Standing":
        """Make one in which a change can be tried."""
        other = Standing.__new__(Standing)
        other.__dict__.update(self.__dict__)
        other.net = self.net.copy()
        other.barred = self.barred.copy()
        other.decided = Decided(dict(self.decided.locked), set(self.decided.forbidden))
        return other

    def _of_communities(self, amounts: Ints) -> Ints:
        found = np.zeros(len(self.columns.communities), np.int64)
        np.add.at(found, self.columns.community, amounts)
        return found

    def _counted(self) -> NDArray[np.bool_]:
        """Whether a unit's undertakings are not simply units of flow: with a ceiling and needs of more than one."""
        found = np.zeros(len(self.columns.units), bool)
        found[self.columns.unit[self.pairs.resource[self.pair_caps > 1]]] = True
        has_ceiling: NDArray[np.bool_] = self.columns.ceiling != NO_LIMIT
        return found & has_ceiling
