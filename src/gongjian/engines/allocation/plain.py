"""The loops of `kernels` in plain Python, for small markets: there the compiler's start would take longer than the answer."""

from heapq import heappop, heappush, heappushpop

import numpy as np

from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH, Ints, Market

_State = tuple[list[int], list[int], list[int], list[list[int]]]


def accept(market: Market) -> tuple[Ints, Ints, Ints]:
    """Run deferred acceptance: the pair and the home of each household, and what a key has to beat at each home."""
    run = PlainRun(market)
    run.ask(np.arange(market.households, dtype=np.int64))
    after, _, rooms, held = run.state
    pairs = np.array([NOBODY if a > e else a - 1 for a, e in zip(after, market.offsets[1:], strict=True)])
    homes = np.array([NOBODY if pair == NOBODY else market.homes[pair] for pair in pairs.tolist()])
    weakest = [
        min(keys, default=OUT_OF_REACH) if len(keys) >= room else NOBODY
        for keys, room in zip(held, rooms, strict=True)
    ]
    return pairs.astype(np.int64), homes.astype(np.int64), np.array(weakest, dtype=np.int64)


class PlainRun:
    """A run over lists that can be wound back. `state`: the pair each household asks for next (the one before it is the pair
    it holds), the strongest key each home refused, how many keys it may hold, the keys it holds (the weakest first, a heap)."""

    def __init__(self, market: Market) -> None:
        self._lines = list(zip(market.homes.tolist(), market.points.tolist(), strict=True))
        self._offsets, self._base = market.offsets.tolist(), market.base.tolist()
        self._of_base = market.of_base.tolist()
        rooms: list[int] = market.quotas.tolist()
        self.state: _State = (self._offsets[:-1], [NOBODY] * len(rooms), rooms, [[] for _ in rooms])

    def mark(self) -> _State:
        """Remember where the run stands."""
        after, refused, rooms, held = self.state
        return after[:], refused[:], rooms[:], [keys[:] for keys in held]

    def wind_back(self, mark: _State) -> None:
        """Return to where the run stood; a mark serves once."""
        self.state = mark

    def ask(self, households: Ints) -> None:
        """Let some more households ask."""
        for household in households.tolist():
            self._propose(household)

    def keep_seats(self, household: int, found: Ints) -> None:
        """For each wish of a household that hasn't asked, note in `found` what its key has to beat."""
        for pair in range(self._offsets[household], self._offsets[household + 1]):
            home = self._lines[pair][0]
            if self.state[2][home]:
                mark = self.mark()
                found[pair] = self._keep_seat(home)
                self.wind_back(mark)

    def _keep_seat(self, home: int) -> int:
        """Take one seat away, let whoever loses it go on, and return the strongest key that the home refused."""
        _, refused, rooms, held = self.state
        rooms[home] -= 1
        if len(held[home]) > rooms[home]:
            weakest = heappop(held[home])
            refused[home] = max(refused[home], weakest)
            self._propose(self._of_base[weakest % len(self._base)])
        return refused[home]

    def _propose(self, household: int) -> None:
        after, refused, rooms, held = self.state
        while True:
            pair = after[household]
            after[household] = pair + 1
            if pair >= self._offsets[household + 1]:
                return
            home, points = self._lines[pair]
            key = points * len(self._base) + self._base[household]
            keys = held[home]
            if len(keys) < rooms[home]:
                return heappush(keys, key)
            weakest = heappushpop(keys, key) if keys else key
            refused[home] = max(refused[home], weakest)
            household = self._of_base[weakest % len(self._base)]
