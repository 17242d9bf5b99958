"""The loops of `kernels` in plain Python, for small markets: there the compiler's start would take longer than the answer.

The state is the same: keys held, weakest first, the strongest key refused, and the pair each household asks for next.
"""

from heapq import heappop, heappush, heappushpop

import numpy as np

from gongjian.engines.allocation.market import Ints, Market


class PlainRun:
    """A run of deferred acceptance over lists; `accept` runs it, `keep_one_seat` goes on from there."""

    def __init__(self, market: Market) -> None:
        self._lines = list(zip(market.homes.tolist(), market.points.tolist(), strict=True))
        self._ends, self._base = market.offsets[1:].tolist(), market.base.tolist()
        self._of_base, self._room = market.of_base.tolist(), market.quotas.tolist()
        self._pointer: list[int] = market.offsets[:-1].tolist()
        self._held: list[list[int]] = [[] for _ in self._room]
        self._refused = [-1] * len(self._room)

    def copy(self) -> "PlainRun":
        """Return a run that stands where this one does."""
        other = PlainRun.__new__(PlainRun)
        other.__dict__.update(self.__dict__)
        other._room, other._pointer, other._refused = self._room[:], self._pointer[:], self._refused[:]
        other._held = [keys[:] for keys in self._held]
        return other

    def accept(self, left_out: int) -> None:
        """Let everybody but `left_out` (-1: everybody) ask."""
        for household in range(len(self._base)):
            if household != left_out:
                self._propose(household)

    def next_pairs(self) -> Ints:
        """Tell the pair that each household would ask for next."""
        return np.array(self._pointer, dtype=np.int64)

    def keep_one_seat(self, home: int) -> int:
        """Take one seat away, let whoever loses it go on, and return the strongest key that the home refused."""
        self._room[home] -= 1
        keys = self._held[home]
        if len(keys) > self._room[home]:
            weakest = heappop(keys)
            self._refused[home] = max(self._refused[home], weakest)
            self._propose(self._of_base[weakest % len(self._base)])
        return self._refused[home]

    def _propose(self, household: int) -> None:
        while True:
            pair = self._pointer[household]
            self._pointer[household] = pair + 1
            if pair >= self._ends[household]:
                return
            home, points = self._lines[pair]
            key = points * len(self._base) + self._base[household]
            keys = self._held[home]
            if len(keys) < self._room[home]:
                return heappush(keys, key)
            weakest = heappushpop(keys, key) if keys else key
            self._refused[home] = max(self._refused[home], weakest)
            household = self._of_base[weakest % len(self._base)]
