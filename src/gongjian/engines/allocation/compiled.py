"""Deferred acceptance by compiled loops; the same as `plain`, for markets of any size."""

import numpy as np

from gongjian.engines.allocation.kernels import accept_deferred
from gongjian.engines.allocation.kernels_chains import HEAPS, ROOM, ask, keep_seats, wind_back
from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH, Ints, Market

_JOURNAL = 1 << 16


def accept(market: Market) -> tuple[Ints, Ints, Ints]:
    """Run deferred acceptance: the pair and the home of each household, and what a key has to beat at each home."""
    weakest = np.where(market.quotas == 0, OUT_OF_REACH, NOBODY)
    heap = np.empty(int(market.seats[-1]), dtype=np.int64)
    pairs, homes = np.empty((2, market.households), dtype=np.int64)
    lists = (market.offsets, market.homes, market.points, market.base, market.of_base, market.seats)
    accept_deferred(*lists, market.strongest_first, weakest, heap, pairs, homes)
    weakest[np.diff(market.seats) < market.quotas] = NOBODY
    return pairs, homes, weakest


class CompiledRun:
    """A run over arrays that can be wound back."""

    def __init__(self, market: Market) -> None:
        seats, households, homes = market.seats, market.households, len(market.quotas)
        self._lists = (market.offsets, market.homes, market.points, market.base, market.of_base, seats)
        self._state = np.full(households + HEAPS * homes + int(seats[-1]), NOBODY, dtype=np.int64)
        self._state[:households] = market.offsets[:-1]
        counts, rooms = self._state[households:][: (ROOM + 1) * homes].reshape(ROOM + 1, homes)
        counts[:], rooms[:] = 0, np.diff(seats)
        self._journal = np.zeros(_JOURNAL, dtype=np.int64)
        self._journal[0] = 1

    def mark(self) -> int:
        """Remember where the run stands."""
        return int(self._journal[0])

    def wind_back(self, mark: int) -> None:
        """Return to where the run stood."""
        wind_back(self._state, self._journal, mark)

    def ask(self, households: Ints) -> None:
        """Let some more households ask."""
        self._journal = ask(*self._lists, self._state, self._journal, households)

    def keep_seats(self, household: int, found: Ints) -> None:
        """For each wish of a household that hasn't asked, note in `found` what its key has to beat."""
        self._journal = keep_seats(*self._lists, self._state, self._journal, household, found)
