"""Deferred acceptance, households propose (Gale and Shapley 1962; quotas: Roth and Sotomayor 1990, chapter 5).

Each household asks for the best home of its list that has not refused it; a home holds the households it ranks highest,
up to its quota, and refuses the rest; until nobody asks any more. The result does not depend on who asks first and is
 - stable: nobody would rather have a home that holds a household with a lower rank, or has a flat left;
 - the best stable result for every household at once;
 - strategy-proof for households: no untrue list ever gets a better home (Dubins and Freedman 1981).

What would have had to change is exact. For household h and home s let w(h, s) be the strongest key that home s refuses when
one of its flats is kept for h and h asks for nothing else. Then h gets s or a home it likes better if and only if its key at
s is above w(h, s), whatever its keys elsewhere; others' keys and lists as they are (`docs/algorithms/allocation.md`).
The key of the weakest household that s holds now is not that number: displacing it may send others back to s.

Cost: O(pairs * log(quota)). 100,000 households with ten wishes each take some tens of milliseconds.
"""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from gongjian.engines.allocation.market import Ints, Market
from gongjian.engines.allocation.plain import PlainRun

NOBODY = -1
OUT_OF_REACH = np.iinfo(np.int64).max
SMALL = 300_000
"""Households times wishes up to which the plain loops serve."""


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


class _Run(Protocol):
    """What `plain` and `compiled` both are."""

    def copy(self) -> Self: ...
    def accept(self, left_out: int) -> None: ...
    def next_pairs(self) -> Ints: ...
    def keep_one_seat(self, home: int) -> int: ...


def deferred_acceptance(market: Market) -> Assignment:
    """Assign homes by deferred acceptance; equal input gives an equal result."""
    after = _run(market, NOBODY).next_pairs()
    return assignment_of(market, np.where(after > market.offsets[1:], NOBODY, after - 1))


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


def personal_cutoffs(market: Market, household: int) -> Ints:
    """Compute w(h, s) for every wish of a household: above it, it gets that home or one it likes better.

    NOBODY where any key is enough, OUT_OF_REACH where the home has no flat at all. Cost: one run of deferred acceptance,
    and a chain of displacements for each wish.
    """
    without = _run(market, household)
    first, last = int(market.offsets[household]), int(market.offsets[household + 1])
    found = np.full(last - first, OUT_OF_REACH, dtype=np.int64)
    for index, home in enumerate(market.homes[first:last].tolist()):
        if market.quotas[home] > 0:
            found[index] = without.copy().keep_one_seat(home)
    return found


def _run(market: Market, left_out: int) -> _Run:
    run = _new_run(market)
    run.accept(left_out)
    return run


def _new_run(market: Market) -> _Run:
    """Take plain loops where a run for everyone is done before compiled ones are loaded."""
    if market.households * len(market.homes) <= SMALL:
        return PlainRun(market)
    from gongjian.engines.allocation.compiled import CompiledRun

    return CompiledRun(market)
