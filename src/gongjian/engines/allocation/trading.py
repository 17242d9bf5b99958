"""Top trading cycles: households exchange the homes they live in, and vacant homes join in.

Each household points to the best home of its list that is left, its own at the end of the list; a home that somebody lives in
points to its tenant, a vacant one to the household with the first lot that is left. A cycle trades and leaves. The result is
 - Pareto efficient, strategy-proof and individually rational: nobody ends in a home it likes less than its own;
 - among tenants alone the one exchange that no group of tenants could improve on among themselves (the core).
Shapley and Scarf (1974), Roth (1982); with vacant homes and newcomers Abdulkadiroğlu and Sönmez (1999). Cost: O(pairs).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.engines.allocation.market import NOBODY
from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True)
class Exchange:
    """Who wants which single homes and lives in which. `own[h]` is NOBODY for a newcomer; `order` is the draw's."""

    wishes: tuple[tuple[int, ...], ...]
    own: tuple[int, ...]
    order: tuple[int, ...]
    homes: int


@dataclass(frozen=True)
class Trades:
    """The home of each household (NOBODY: none) and the cycles as they were found: (household, its new home) in turn."""

    homes: tuple[int, ...]
    cycles: tuple[tuple[tuple[int, int], ...], ...]


def top_trading_cycles(exchange: Exchange) -> Trades:
    """Trade until nobody is left; equal input gives an equal result.

    Raises EngineInputError for homes that don't exist, that two households live in or that are wished for twice, and for an
    order that is not one of all households.
    """
    _check(exchange)
    return _Trading(exchange).run()


class _Trading:
    def __init__(self, exchange: Exchange) -> None:
        self._order, self._next = exchange.order, 0
        self._lists = [_until_own(w, own) for w, own in zip(exchange.wishes, exchange.own, strict=True)]
        self._at = [0] * len(self._lists)
        self._tenant = [NOBODY] * exchange.homes
        for household, home in enumerate(exchange.own):
            if home != NOBODY:
                self._tenant[home] = household
        self._is_taken = [False] * exchange.homes
        self._got = [NOBODY] * len(self._lists)
        self._has_left = [False] * len(self._lists)
        self._cycles: list[tuple[tuple[int, int], ...]] = []

    def run(self) -> Trades:
        """Follow the pointers from the first lot that is left until they close, again and again."""
        path: list[int] = []
        place: dict[int, int] = {}
        while (household := path[-1] if path else self._first()) != NOBODY:
            if not path:
                place[household] = 0
                path.append(household)
            if (wanted := self._wanted(household)) == NOBODY:
                self._has_left[household] = True
                del place[path.pop()]
                continue
            after = self._points_to(wanted)
            if after not in place:
                place[after] = len(path)
                path.append(after)
                continue
            cycle = path[place[after] :]
            del path[place[after] :]
            self._trade(cycle)
            for one in cycle:
                del place[one]
        return Trades(tuple(self._got), tuple(self._cycles))

    def _first(self) -> int:
        while self._next < len(self._order) and self._has_left[self._order[self._next]]:
            self._next += 1
        return self._order[self._next] if self._next < len(self._order) else NOBODY

    def _wanted(self, household: int) -> int:
        wishes = self._lists[household]
        while self._at[household] < len(wishes) and self._is_taken[wishes[self._at[household]]]:
            self._at[household] += 1
        return wishes[self._at[household]] if self._at[household] < len(wishes) else NOBODY

    def _points_to(self, home: int) -> int:
        tenant = self._tenant[home]
        return tenant if tenant != NOBODY and not self._has_left[tenant] else self._first()

    def _trade(self, cycle: Sequence[int]) -> None:
        steps = tuple((household, self._wanted(household)) for household in cycle)
        for household, home in steps:
            self._got[household], self._is_taken[home], self._has_left[household] = home, True, True
        self._cycles.append(steps)


def _until_own(wishes: Sequence[int], own: int) -> tuple[int, ...]:
    if own == NOBODY:
        return tuple(wishes)
    return (*wishes[: wishes.index(own)], own) if own in wishes else (*wishes, own)


def _check(exchange: Exchange) -> None:
    count, known = len(exchange.wishes), range(exchange.homes)
    if sorted(exchange.order) != list(range(count)) or len(exchange.own) != count:
        raise EngineInputError("换房的次序要正好包括每一户一次，请用抽签的完整结果。")
    lived_in = [home for home in exchange.own if home != NOBODY]
    if len(set(lived_in)) < len(lived_in):
        raise EngineInputError("有两户填了同一套现住房，请核对现住房的编号。")
    for household, wishes in enumerate(exchange.wishes):
        if len(set(wishes)) < len(wishes):
            raise EngineInputError(f"第 {household + 1} 户的志愿里有重复的房，请只留一次。")
        if any(home not in known for home in wishes):
            raise EngineInputError(f"第 {household + 1} 户的志愿里有不存在的房，请核对编号。")
    if any(home not in known for home in lived_in):
        raise EngineInputError("现住房里有不存在的房，请核对编号。")
