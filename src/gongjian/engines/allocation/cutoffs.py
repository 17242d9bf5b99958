"""What each household would have had to beat at each of its wishes, exactly, for one household or for all.

For household h and home s let w(h, s) be the strongest key that home s refuses when one of its flats is kept for h and h asks
for nothing else. Then h gets s or a home it likes better if and only if its key at s is above w(h, s), whatever its keys
elsewhere; others' keys and lists as they are (`docs/algorithms/allocation.md` has the proof). The key of the weakest household
that s holds now is not that number: displacing it may send others back to s.

w(h, s) starts from a run of everybody but h. Who asks first doesn't matter, so the runs share their beginnings: to leave out one of a
list of households, let the second half ask and look at the first half with it, wind back, and the other way round. That is
n log2 n times a household asks instead of n². Beside it there is one chain of displacements for each wish.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.allocation.market import OUT_OF_REACH, Ints, Market, is_small
from gongjian.engines.allocation.plain import PlainRun


class _Run(Protocol):
    """What `plain` and `compiled` both are."""

    def mark(self) -> Any: ...
    def wind_back(self, mark: Any) -> None: ...
    def ask(self, households: Ints) -> None: ...
    def keep_seats(self, household: int, found: Ints) -> None: ...


@dataclass(frozen=True)
class Cutoffs:
    """`keys[pair]` is what the key of a pair has to beat: NOBODY where any is enough, OUT_OF_REACH where the home has no flat.

    `is_known[h]` tells for which households it was computed; elsewhere `keys` means nothing.
    """

    keys: Ints
    is_known: NDArray[np.bool_]


def personal_cutoffs(market: Market, household: int) -> Ints:
    """Compute what a household has to beat at each of its wishes. Cost: one run, and a chain of displacements for each wish."""
    run, found = _new_run(market), np.full(len(market.homes), OUT_OF_REACH, dtype=np.int64)
    order = market.strongest_first
    run.ask(order[order != household])
    run.keep_seats(household, found)
    return found[market.offsets[household] : market.offsets[household + 1]]


def every_cutoff(
    market: Market,
    wanted: NDArray[np.bool_] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Cutoffs:
    """Compute what every household, or every `wanted` one, has to beat at each of its wishes.

    `should_stop` is asked between households; those that were done by then are marked as known.
    """
    wanted = np.ones(market.households, dtype=np.bool_) if wanted is None else wanted
    walk = _Walk(market, wanted, should_stop)
    walk.look_at(0, market.households)
    return Cutoffs(walk.found, walk.is_known)


class _Walk:
    def __init__(self, market: Market, wanted: NDArray[np.bool_], should_stop: Callable[[], bool]) -> None:
        self._run, self._order, self._should_stop = _new_run(market), market.strongest_first, should_stop
        self._asked_for = np.concatenate([[0], np.cumsum(wanted[self._order])]).tolist()
        self.found = np.full(len(market.homes), OUT_OF_REACH, dtype=np.int64)
        self.is_known = np.zeros(market.households, dtype=np.bool_)

    def look_at(self, first: int, end: int) -> None:
        """Look at the wanted households from `first` to `end`, when all the others have asked."""
        if self._asked_for[end] == self._asked_for[first] or self._should_stop():
            return
        if end - first == 1:
            household = int(self._order[first])
            self._run.keep_seats(household, self.found)
            self.is_known[household] = True
            return
        middle, mark = (first + end) // 2, self._run.mark()
        self._run.ask(self._order[middle:end])
        self.look_at(first, middle)
        self._run.wind_back(mark)
        mark = self._run.mark()
        self._run.ask(self._order[first:middle])
        self.look_at(middle, end)
        self._run.wind_back(mark)


def _new_run(market: Market) -> _Run:
    if is_small(market):
        return PlainRun(market)
    from gongjian.engines.allocation.compiled import CompiledRun

    return CompiledRun(market)
