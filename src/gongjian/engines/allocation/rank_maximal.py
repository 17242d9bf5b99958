"""Rank-maximal allocation: as many households as possible get their first wish, then their second, and so on.

Irving, Kavitha, Mehlhorn, Michail and Paluch, Rank-maximal matchings (2006), with quotas. For wish r = 1, 2, …: add the wishes of
rank r between households and homes that are still open, enlarge the matching as far as it goes, and label what alternating
paths from unmatched households and flats reach: even, odd or not at all. Wishes between odd and odd, odd and unreached can't
be in any largest matching and go; what is odd or unreached takes no later wish. The matching stays largest for every rank
so far, which is the proof. The flats of one home are alike, so all of them bear one label and a home is one node.

Points play no part. The order of lots decides who is tried first among equally good allocations; a household that cares more
about a home than it says, or says so earlier, can gain by an untrue list: this is not strategy-proof.
Cost: O(wishes per list * households * pairs) at worst.
"""

from collections import deque
from enum import IntEnum

import numpy as np

from gongjian.engines.allocation.deferred import Assignment, assignment_of
from gongjian.engines.allocation.dictatorship import without_points
from gongjian.engines.allocation.market import NOBODY, Market


class _Label(IntEnum):
    UNREACHED = 0
    EVEN = 1
    ODD = 2


def rank_maximal(market: Market) -> Assignment:
    """Assign homes so that the counts of first, second, … wishes are the largest in that order."""
    matching = _Matching(market)
    for rank in range(int(np.diff(market.offsets).max(initial=0))):
        matching.add(rank)
        matching.enlarge()
        matching.prune()
    return assignment_of(without_points(market), np.array(matching.pair_of, dtype=np.int64))


def wishes_met(market: Market, assignment: Assignment) -> tuple[int, ...]:
    """Count the households that got their first, second, … wish, and last those that got none."""
    longest = int(np.diff(market.offsets).max(initial=0))
    has = assignment.pairs != NOBODY
    ranks = assignment.pairs[has] - market.offsets[:-1][has]
    counts = np.bincount(ranks, minlength=longest).tolist()
    return (*counts, int(np.count_nonzero(~has)))


def _may_stay(one: _Label, other: _Label) -> bool:
    return _Label.EVEN in (one, other) or one == other == _Label.UNREACHED


class _Matching:
    """The matching so far, over the wishes that can still be in a best one."""

    def __init__(self, market: Market) -> None:
        self._homes, self._offsets = market.homes.tolist(), market.offsets.tolist()
        self._owner, self._quotas = market.owner.tolist(), market.quotas.tolist()
        self._order = np.argsort(market.lots).tolist()
        self._live: list[list[int]] = [[] for _ in range(market.households)]
        self._wanted: list[list[int]] = [[] for _ in self._quotas]
        self._is_open = [True] * market.households
        self._home_is_open = [quota > 0 for quota in self._quotas]
        self.pair_of = [NOBODY] * market.households
        self._held: list[list[int]] = [[] for _ in self._quotas]

    def add(self, rank: int) -> None:
        """Add the wishes of one rank between households and homes that are open."""
        for household, is_open in enumerate(self._is_open):
            pair = self._offsets[household] + rank
            if is_open and pair < self._offsets[household + 1] and self._home_is_open[self._homes[pair]]:
                self._live[household].append(pair)
                self._wanted[self._homes[pair]].append(pair)

    def enlarge(self) -> None:
        """Match as many households as possible; whoever is matched stays so."""
        dead: set[int] = set()
        for household in self._order:
            if self.pair_of[household] == NOBODY and self._live[household]:
                self._search(household, dead)

    def _search(self, household: int, dead: set[int]) -> None:
        """Look breadth first for a home with a flat left; homes of a search in vain need no second look."""
        came: dict[int, int] = {}
        waiting = deque([household])
        while waiting:
            for pair in self._live[waiting.popleft()]:
                home = self._homes[pair]
                if home in dead or home in came:
                    continue
                came[home] = pair
                if len(self._held[home]) < self._quotas[home]:
                    return self._hand_on(home, came)
                waiting.extend(self._held[home])
        dead.update(came)
        return None

    def _hand_on(self, home: int, came: dict[int, int]) -> None:
        while home != NOBODY:
            pair = came[home]
            household, before = self._owner[pair], self.pair_of[self._owner[pair]]
            self.pair_of[household] = pair
            self._held[home].append(household)
            home = NOBODY if before == NOBODY else self._homes[before]
            if home != NOBODY:
                self._held[home].remove(household)

    def prune(self) -> None:
        """Label households and homes, drop wishes that can't be in a best matching, close what is settled."""
        households, homes = self._labels()
        for household, label in enumerate(households):
            if label != _Label.EVEN:
                self._is_open[household] = False
            kept = [pair for pair in self._live[household] if _may_stay(label, homes[self._homes[pair]])]
            self._live[household] = kept
        for home, label in enumerate(homes):
            if label != _Label.EVEN:
                self._home_is_open[home] = False
        live = [set(pairs) for pairs in self._live]
        self._wanted = [[pair for pair in pairs if pair in live[self._owner[pair]]] for pairs in self._wanted]

    def _labels(self) -> tuple[list[_Label], list[_Label]]:
        households, homes = [_Label.UNREACHED] * len(self._live), [_Label.UNREACHED] * len(self._quotas)
        free = deque(h for h, pair in enumerate(self.pair_of) if pair == NOBODY)
        for household in free:
            households[household] = _Label.EVEN
        while free:
            for pair in self._live[free.popleft()]:
                home = self._homes[pair]
                if homes[home] == _Label.UNREACHED:
                    homes[home] = _Label.ODD
                    for other in self._held[home]:
                        households[other] = _Label.EVEN
                        free.append(other)
        spare = deque(s for s, held in enumerate(self._held) if len(held) < self._quotas[s])
        for home in spare:
            homes[home] = _Label.EVEN
        while spare:
            for pair in self._wanted[spare.popleft()]:
                household = self._owner[pair]
                if households[household] == _Label.UNREACHED:
                    households[household] = _Label.ODD
                    home = self._homes[self.pair_of[household]]
                    if homes[home] == _Label.UNREACHED:
                        homes[home] = _Label.EVEN
                        spare.append(home)
        return households, homes
