"""A run of deferred acceptance by the compiled loops of `kernels`; the same as `plain`, for markets of any size."""

import numpy as np

from gongjian.engines.allocation.kernels import REFUSED, ROOM, START, accept_deferred, keep_one_seat
from gongjian.engines.allocation.market import Ints, Market


class CompiledRun:
    """A run over arrays; `accept` runs it, `keep_one_seat` goes on from there."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._lists = (market.offsets, market.lines, market.base, market.of_base)
        self._desks = np.zeros((len(market.quotas), 4), dtype=np.int64)
        self._desks[:, START], self._desks[:, ROOM] = market.seats[:-1], np.diff(market.seats)
        self._desks[:, REFUSED] = -1
        self._heap = np.zeros(int(market.seats[-1]), dtype=np.int64)
        self._pointer = market.offsets[:-1].copy()

    def copy(self) -> "CompiledRun":
        """Return a run that stands where this one does."""
        other = CompiledRun.__new__(CompiledRun)
        other._market, other._lists = self._market, self._lists
        other._desks, other._heap, other._pointer = (
            self._desks.copy(),
            self._heap.copy(),
            self._pointer.copy(),
        )
        return other

    def accept(self, left_out: int) -> None:
        """Let everybody but `left_out` (-1: everybody) ask, the strongest first."""
        order = self._market.strongest_first
        accept_deferred(*self._lists, self._desks, self._heap, self._pointer, left_out, order)

    def next_pairs(self) -> Ints:
        """Tell the pair that each household would ask for next."""
        return self._pointer

    def keep_one_seat(self, home: int) -> int:
        """Take one seat away, let whoever loses it go on, and return the strongest key that the home refused."""
        keep_one_seat(*self._lists, self._desks, self._heap, self._pointer, home)
        return int(self._desks[home, REFUSED])
