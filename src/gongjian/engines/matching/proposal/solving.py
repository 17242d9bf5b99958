"""Solve a district, and mend it after each decision of a person.

propose    pairs -> what each community could get -> level -> flow of least cost -> prices that prove it
forbid     a pair may not be used any more
lock       a pair is kept as it is, or forced
"""

from collections.abc import Callable, Iterable

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.eligibility import check
from gongjian.engines.matching.kernels_paths import ROOT
from gongjian.engines.matching.model import Problem
from gongjian.engines.matching.proposal.columns import columns_of
from gongjian.engines.matching.proposal.counted import bar_more, is_small, overdrawn
from gongjian.engines.matching.proposal.flow import settle_anew
from gongjian.engines.matching.proposal.levels import MOST_NEEDED
from gongjian.engines.matching.proposal.pairing import find_pairs
from gongjian.engines.matching.proposal.standing import MOST_STEPS, Decided, Standing


def propose(problem: Problem, told: Callable[[], None] = lambda: None) -> Standing:
    """Match a whole district: the answer of `recommend`, for many needs at once and without agreements.

    `told` is called where pairing, the level and the choice begin. Raises EngineInputError as `recommend` does, also for agreements
    (subtract them: `Problem.given`) and distances of its own.
    """
    check(problem)
    if problem.agreements or problem.distances_m:
        raise EngineInputError("整片的配对不收约定和另给的距离。请先从数量里减去约定。")
    told()
    columns = columns_of(problem)
    standing = Standing(columns, find_pairs(columns), Decided())
    if int(standing.needed.max(initial=0)) >= MOST_NEEDED:
        raise EngineInputError(f"一个社区要的超过 {MOST_NEEDED} 份，算不下。请换大一些的单位。")
    standing.decided.forbidden |= _excluded(standing, problem)
    start_over(standing, told)
    return standing


def _excluded(standing: Standing, problem: Problem) -> set[int]:
    needs = {need.key: place for place, need in enumerate(problem.needs)}
    resources = {resource.key: place for place, resource in enumerate(problem.resources)}
    found = (pair_at(standing, needs[need], resources[one]) for need, one in problem.excluded)
    return {pair for pair in found if pair is not None}


def pair_at(standing: Standing, need: int, resource: int) -> int | None:
    """Find the position of a pair; None where it isn't eligible."""
    pairs = standing.pairs
    first, last = np.searchsorted(pairs.need, [need, need + 1])
    at = int(first + np.searchsorted(pairs.resource[first:last], resource))
    return at if at < last and pairs.resource[at] == resource else None


def start_over(standing: Standing, told: Callable[[], None] = lambda: None) -> None:
    """Solve from nothing, with what was decided."""
    told()
    standing.barred[:] = False
    standing.chosen = None
    standing.find_reach()
    standing.find_level()
    told()
    settle_anew(standing)
    while overdrawn(standing):
        bar_more(standing)


def forbid(standing: Standing, pairs: Iterable[int]) -> None:
    """Use these pairs no more, and mend. Locked ones have to be unlocked before."""
    new = set(pairs) - standing.decided.forbidden
    standing.decided.forbidden |= new
    touched = np.unique(standing.columns.community[standing.pairs.need[sorted(new)]])
    before = standing.reach
    standing.find_reach(touched)
    mend(standing, may_rise=bool((before != standing.reach).any()))


def lock(standing: Standing, pair: int, amount: int) -> None:
    """Keep so much of a pair, forced where it is not proposed, and mend.

    Raises EngineInputError where a pair is forbidden, or need, resource or unit have too little left beside what is locked.
    """
    if amount <= 0 or amount > free_for(standing, pair):
        raise EngineInputError(f"这一对最多还能定 {free_for(standing, pair)}，现在要定 {amount}。")
    is_kept = int(standing.net.flow[pair]) >= amount
    standing.decided.locked[pair] = standing.decided.locked.get(pair, 0) + amount
    if is_kept:
        _take_out(standing, pair, amount)
    else:
        mend(standing)


def free_for(standing: Standing, pair: int) -> int:
    """The most that a pair can be given beside what is locked."""
    needs, pairs, givers, units = standing.caps()
    need, giver = standing.pairs.need[pair], standing.pairs.resource[pair]
    unit = int(units[standing.columns.unit[giver]])
    limits = [int(needs[need]), int(pairs[pair]), int(givers[giver])]
    return min(limits if unit < 0 else [*limits, unit])


def mend(standing: Standing, *, may_rise: bool = False) -> None:
    """Bring the flow in line with what was decided, and the level back to where it is highest."""
    if standing.barred.any() and is_small(standing):
        start_over(standing)
        return
    _set_caps(standing)
    if not _is_filled(standing):
        _lower(standing)
    elif may_rise:
        _raise(standing)
    while overdrawn(standing):
        bar_more(standing)


def _lower(standing: Standing) -> None:
    for _ in range(MOST_STEPS):
        lows = standing.wants().lows(standing.level)
        while (below := standing.wants().below(standing.level)) is not None:
            standing.level = below
            if (standing.wants().lows(below) != lows).any():
                break
        _set_caps(standing)
        if _is_filled(standing):
            return
    standing.find_level(standing.level)
    _set_caps(standing)


def _raise(standing: Standing) -> None:
    """Go up to the share before the first one that asks more of somebody; beyond it only where a flow can fill that."""
    wants = standing.wants()
    lows = wants.lows(standing.level)
    while (above := wants.above(standing.level)) is not None and (wants.lows(above) == lows).all():
        standing.level = above
    if above is not None and standing.levels_network().holds(wants, above):
        standing.find_level()
        _set_caps(standing)


def _is_filled(standing: Standing) -> bool:
    lows = slice(standing.low_arcs, standing.rest_arcs)
    return bool((standing.net.flow[lows] == standing.net.caps[lows]).all())


def _set_caps(standing: Standing) -> None:
    """Give the arcs what they can carry now, and lead the rest away."""
    wanted, net = standing.arc_caps(), standing.net
    ends: set[int] = set()
    for arc in np.flatnonzero(wanted != net.caps).tolist():
        net.set_arc(arc, cap=int(wanted[arc]))
        ends.update(net.ends(arc))
    net.settle(sorted(ends - {ROOT}))


def _take_out(standing: Standing, pair: int, amount: int) -> None:
    """Take a locked amount off its whole way: the rest stays of least cost as it is."""
    net, need, giver = standing.net, int(standing.pairs.need[pair]), int(standing.pairs.resource[pair])
    community, unit = int(standing.columns.community[need]), int(standing.columns.unit[giver])
    low = min(amount, int(net.flow[standing.low_arcs + community]))
    net.carry_less(pair, amount)
    net.carry_less(standing.need_arcs + need, amount)
    net.carry_less(standing.giver_arcs + giver, amount)
    net.carry_less(standing.unit_arcs + unit, amount)
    net.carry_less(standing.low_arcs + community, low)
    net.carry_less(standing.rest_arcs + community, amount - low)
    _set_caps(standing)
