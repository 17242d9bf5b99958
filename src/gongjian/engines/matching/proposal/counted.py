"""Ceilings of units whose undertakings are not units of flow: pairs are then barred until each unit keeps its ceiling.

Few pairs go to HiGHS (`ceilings.choose_pairs`), which chooses and proves. Of many, the dearest undertakings of a unit that has taken on too
much are barred, round after round; that is lawful and near, but not proven, and the bounds given are those of the flow without counting.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.ceilings import choose_pairs
from gongjian.engines.matching.eligibility import Pair
from gongjian.engines.matching.frame import Frame
from gongjian.engines.matching.model import Need, Problem, Resource, Unit
from gongjian.engines.matching.plan import Plan
from gongjian.engines.matching.proposal.columns import NO_LIMIT
from gongjian.engines.matching.proposal.flow import settle_anew
from gongjian.engines.matching.proposal.standing import Standing

MOST_CHOSEN = 1_500
"""Pairs up to which HiGHS is asked."""
TIME_LIMIT_S = 5.0


def is_small(standing: Standing) -> bool:
    """Whether HiGHS chooses."""
    return len(standing.pairs) <= MOST_CHOSEN


def overdrawn(standing: Standing) -> bool:
    """Whether a unit has more undertakings than its ceiling."""
    return bool(_overdrawn_units(standing).any())


def bar_more(standing: Standing) -> None:
    """Bar pairs until fewer units are overdrawn, and find the flow without them."""
    if is_small(standing) and not standing.barred.any() and _choose(standing):
        settle_anew(standing)
        return
    used = np.flatnonzero(standing.amounts() > 0)
    units = standing.columns.unit[standing.pairs.resource]
    urgency = standing.columns.urgency[standing.pairs.need]
    rank = np.lexsort((standing.pairs.metres[used], -urgency[used], -standing.amounts()[used]))
    locked = set(standing.decided.locked)
    by_worth = sorted(used[rank].tolist(), key=lambda pair: pair not in locked)
    left = np.where(_overdrawn_units(standing), standing.columns.ceiling, NO_LIMIT)
    standing.barred |= left[units] != NO_LIMIT
    for pair in by_worth:
        if left[units[pair]] > 0:
            left[units[pair]] -= 1
            standing.barred[pair] = False
    standing.find_reach()
    standing.find_level(standing.level)
    settle_anew(standing)


def _overdrawn_units(standing: Standing) -> NDArray[np.bool_]:
    counts = np.zeros(len(standing.columns.units), np.int64)
    used = np.flatnonzero(standing.amounts() > 0)
    np.add.at(counts, standing.columns.unit[standing.pairs.resource[used]], 1)
    found: NDArray[np.bool_] = standing.counted & (counts > standing.columns.ceiling)
    return found


def _choose(standing: Standing) -> bool:
    """Let HiGHS choose; False where it found nothing in time."""
    chosen = choose_pairs(Plan(_frame(standing)), TIME_LIMIT_S)
    if chosen is None:
        return False
    standing.barred[standing.caps()[1] > 0] = np.logical_not(chosen.allowed)
    standing.level = chosen.level
    standing.reach = np.array(chosen.reach, np.int64) + standing.locked_of_communities()
    served, urgency, metres = standing.locked_sums()
    standing.chosen = replace(
        chosen,
        served=chosen.served + served,
        urgency=chosen.urgency + urgency,
        metres=chosen.metres + metres,
    )
    return True


def _frame(standing: Standing) -> Frame:
    """Write what is left beside the locked pairs down as a problem of its own; only its numbers count."""
    columns, (needs, pairs, givers, _) = standing.columns, standing.caps()
    ceilings = columns.ceiling.copy()
    for pair in standing.decided.locked:
        unit = columns.unit[standing.pairs.resource[pair]]
        ceilings[unit] = max(ceilings[unit] - 1, 0) if ceilings[unit] != NO_LIMIT else NO_LIMIT
    given = columns.given + standing.locked_of_communities()
    problem = Problem(
        tuple(
            Need(str(k), name, "", int(needs[k]), int(columns.urgency[k]))
            for k, name in enumerate(columns.communities[c] for c in columns.community)
        ),
        tuple(
            Resource(str(k), name, ("",), int(givers[k]))
            for k, name in enumerate(columns.units[u] for u in columns.unit)
        ),
        tuple(
            Unit(name, int(ceiling))
            for name, ceiling in zip(columns.units, ceilings, strict=True)
            if ceiling != NO_LIMIT
        ),
        given={name: int(given[c]) for c, name in enumerate(columns.communities)},
    )
    found = (standing.pairs.need, standing.pairs.resource, standing.pairs.metres)
    open_ones = pairs > 0
    return Frame(
        problem,
        tuple(
            Pair(*map(int, p))
            for p, is_open in zip(zip(*found, strict=True), open_ones, strict=True)
            if is_open
        ),
        {},
    )
