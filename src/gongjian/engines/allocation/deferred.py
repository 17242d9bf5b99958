"""Deferred acceptance, households propose (Gale and Shapley 1962; quotas: Roth and Sotomayor 1990, chapter 5).

Each household asks for the best home of its list that has not refused it; a home holds the households it ranks highest,
up to its quota, and refuses the rest; until nobody asks any more. The result does not depend on who asks first and is
 - stable: nobody would rather have a home that holds a household with a lower rank, or has a flat left;
 - the best stable result for every household at once;
 - strategy-proof for households: no untrue list ever gets a better home (Dubins and Freedman 1981).

Cost: O(pairs * log(quota)). 100,000 households with ten wishes each take some milliseconds.
"""

from dataclasses import dataclass

import numpy as np

from gongjian.engines.allocation import plain
from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH, Ints, Market, is_small


@dataclass(frozen=True)
class Assignment:
    """Who got what. `pairs[h]` is the pair of household h that came true (NOBODY: none), `homes[h]` its home.

    `weakest[s]` is the lowest key that home s holds, NOBODY while it has a flat left.
    """

    pairs: Ints
    homes: Ints
    weakest: Ints

    @property
    def housed(self) -> int:
        """How many households got a home."""
        return int(np.count_nonzero(self.homes != NOBODY))


def deferred_acceptance(market: Market) -> Assignment:
    """Assign homes by deferred acceptance; equal input gives an equal result."""
    return Assignment(*_accept(market))


def _accept(market: Market) -> tuple[Ints, Ints, Ints]:
    if is_small(market):
        return plain.accept(market)
    from gongjian.engines.allocation import compiled

    return compiled.accept(market)


def assignment_of(market: Market, pairs: Ints) -> Assignment:
    """Complete an assignment from the pair of each household."""
    homes, has = _homes_of(market, pairs), pairs != NOBODY
    weakest = np.full(len(market.quotas), OUT_OF_REACH, dtype=np.int64)
    np.minimum.at(weakest, homes[has], market.points[pairs[has]] * market.households + market.base[has])
    is_full = np.bincount(homes[has], minlength=len(market.quotas)) >= market.quotas
    return Assignment(pairs, homes, np.where(is_full, weakest, NOBODY))


def _homes_of(market: Market, pairs: Ints) -> Ints:
    homes = np.full(market.households, NOBODY, dtype=np.int64)
    has = pairs != NOBODY
    homes[has] = market.homes[pairs[has]]
    return homes


def blocking_pairs(market: Market, assignment: Assignment) -> Ints:
    """Find the pairs that would rather have each other: a household likes the home better, and the home ranks it higher.

    None means that the assignment is stable. Only wishes on the lists count.
    """
    own = assignment.pairs[market.owner]
    better = (own == NOBODY) | (np.arange(len(market.homes)) < own)
    return np.flatnonzero(better & (market.keys > assignment.weakest[market.homes]))
