"""The highest level of the least-served communities by greatest flows and smallest cuts (OR-Tools' push-relabel).

    root -> community -> need -> resource -> unit -> sink
            low[c](t)    quantity  quantity  capacity  ceiling

A level t holds where a flow fills every low[c](t). Where it doesn't, the smallest cut names communities S that together can get
no more than `most`; the greatest t with sum of low[c](t) over S <= most is the next try (Newton's steps, as in Dinkelbach 1967;
Radzik 1992). No level above a try's cut can hold, so the first one that holds is the highest.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.proposal.columns import NO_LIMIT, Columns, Ints
from gongjian.engines.matching.proposal.pairing import PairList

FINE = 40
"""Shares differ by more than 2**-40: what communities need is below 2**20 each, or is taken to be (see `MOST_NEEDED`)."""
MOST_NEEDED = 2**20


@dataclass(frozen=True)
class Wants:
    """What each community needs in all, was given before, has locked by decisions, and could get if all others stood back."""

    needed: Ints
    given: Ints
    locked: Ints
    reach: Ints

    def lows(self, level: Fraction) -> Ints:
        """What each has to get beside what it was given and has locked, at a level."""
        wanted = -(-self.needed * level.numerator // level.denominator)
        lows: Ints = np.maximum(np.minimum(np.maximum(wanted - self.given, 0), self.reach) - self.locked, 0)
        return lows

    def above(self, level: Fraction) -> Fraction | None:
        """The next share above a level; None at 1."""
        if level >= 1:
            return None
        steps = level.numerator * self.needed // level.denominator + 1
        return min(
            (Fraction(k, n) for k, n in zip(steps.tolist(), self.needed.tolist(), strict=True) if n),
            default=Fraction(1),
        )

    def below(self, level: Fraction) -> Fraction | None:
        """The next share below a level; None at 0."""
        if level <= 0:
            return None
        steps = -(-level.numerator * self.needed // level.denominator) - 1
        return max(
            (Fraction(k, n) for k, n in zip(steps.tolist(), self.needed.tolist(), strict=True) if n),
            default=Fraction(0),
        )


def reaches(columns: Columns, pairs: PairList, caps: tuple[Ints, Ints], which: Ints | None = None) -> Ints:
    """How much each community (or those in `which`) could get alone: one flow over copies of what each may use.

    `caps` are the amounts that each pair and each unit (NO_LIMIT: any) can carry.
    """
    from ortools.graph.python.max_flow import SimpleMaxFlow

    owner = columns.community[pairs.need]
    if which is not None:
        kept = np.isin(owner, which)
        pairs, owner, caps = pairs.only(kept), owner[kept], (caps[0][kept], caps[1])
    count_c, count_r, count_u = len(columns.communities), len(columns.unit), len(columns.units)
    found = np.zeros(count_c, np.int64)
    if not len(pairs):
        return found
    needs, need_at = np.unique(pairs.need, return_inverse=True)
    givers, giver_at = np.unique(owner * count_r + pairs.resource, return_inverse=True)
    unit_of = columns.unit[givers % count_r]
    units, unit_at = np.unique(givers // count_r * count_u + unit_of, return_inverse=True)
    first_giver = 1 + len(needs)
    first_unit = first_giver + len(givers)
    sink = first_unit + len(units)
    flow = SimpleMaxFlow()
    ask = columns.quantity[needs]
    sources = _arcs(flow, np.zeros(len(needs)), 1 + np.arange(len(needs)), ask)
    _arcs(flow, 1 + need_at, first_giver + giver_at, caps[0])
    _arcs(
        flow, first_giver + np.arange(len(givers)), first_unit + unit_at, columns.capacity[givers % count_r]
    )
    ceilings = caps[1][units % count_u]
    limits = np.where(ceilings == NO_LIMIT, int(ask.sum()), ceilings)
    _arcs(flow, first_unit + np.arange(len(units)), np.full(len(units), sink), limits)
    flow.solve(0, sink)
    np.add.at(found, columns.community[needs], flow.flows(sources))
    return found


class Levels:
    """The network of a whole problem, asked for one level after the other."""

    def __init__(self, columns: Columns, pairs: PairList, caps: tuple[Ints, Ints, Ints, Ints]) -> None:
        """Lay it out; `caps` are what needs, pairs, resources and units (NO_LIMIT: any) can carry."""
        from ortools.graph.python.max_flow import SimpleMaxFlow

        count_c, count_n = len(columns.communities), len(columns.community)
        count_r, count_u = len(columns.unit), len(columns.units)
        first_need = 1 + count_c
        first_giver, first_unit = first_need + count_n, first_need + count_n + count_r
        self.sink = first_unit + count_u
        self.flow = SimpleMaxFlow()
        self.lows = _arcs(self.flow, np.zeros(count_c), 1 + np.arange(count_c), np.zeros(count_c, np.int64))
        _arcs(self.flow, 1 + columns.community, first_need + np.arange(count_n), caps[0])
        _arcs(self.flow, first_need + pairs.need, first_giver + pairs.resource, caps[1])
        _arcs(self.flow, first_giver + np.arange(count_r), first_unit + columns.unit, caps[2])
        limits = np.where(caps[3] == NO_LIMIT, int(caps[0].sum()), caps[3])
        _arcs(self.flow, first_unit + np.arange(count_u), np.full(count_u, self.sink), limits)

    def holds(self, wants: Wants, level: Fraction) -> bool:
        """Whether a flow can fill what a level asks for."""
        lows = wants.lows(level)
        self.flow.set_arcs_capacity(self.lows, lows)
        self.flow.solve(0, self.sink)
        return int(self.flow.optimal_flow()) == int(lows.sum())

    def highest(self, wants: Wants, start: Fraction = Fraction(1)) -> Fraction:
        """Find the highest level that holds, at most `start`."""
        level = start
        while level > 0:
            if self.holds(wants, level):
                return level
            lows, reached = wants.lows(level), self.flow.optimal_flow()
            side = np.asarray(self.flow.get_source_side_min_cut(), np.int64)
            inside = np.zeros(len(lows), bool)
            inside[side[(side >= 1) & (side <= len(lows))] - 1] = True
            level = _within(wants, inside, reached - int(lows[~inside].sum()))
        return Fraction(0)


def _within(wants: Wants, inside: NDArray[np.bool_], most: int) -> Fraction:
    """Find the greatest share k / needed at which the communities of a cut ask for no more than it lets through."""
    needed = wants.needed[inside]
    part = Wants(needed, wants.given[inside], wants.locked[inside], wants.reach[inside])
    low, high = 0, 1 << FINE
    while high - low > 1:
        middle = (low + high) // 2
        if int(part.lows(Fraction(middle, 1 << FINE)).sum()) <= most:
            low = middle
        else:
            high = middle
    shares = ((high * needed - 1) >> FINE, needed)
    return max(Fraction(int(k), int(n)) for k, n in zip(*shares, strict=True) if n)


def _arcs(
    flow: object, tails: NDArray[np.generic], heads: NDArray[np.generic], caps: Ints
) -> NDArray[np.int32]:
    add = flow.add_arcs_with_capacity  # type: ignore[attr-defined]
    found: NDArray[np.int32] = add(
        np.ascontiguousarray(tails, np.int32),
        np.ascontiguousarray(heads, np.int32),
        np.ascontiguousarray(caps, np.int64),
    )
    return found
