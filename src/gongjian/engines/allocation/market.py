"""Who wants which homes and how homes rank households, as arrays.

    offsets[h] .. offsets[h+1]   the pairs of household h, best home first
    homes[pair]                  the home wanted
    points[pair]                 the household's points there (they may differ from home to home)
    lots[h]                      its place in the draw, 0 first; decides between equal points
    quotas[s]                    how many flats home s has (flats that are alike are one home)

A home ranks by points, then by lot: key = points * households + (households - 1 - lot), one whole number, all distinct.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError

Ints = NDArray[np.int64]
MOST_POINTS = 10**9
NOBODY = -1
"""Stands for no pair, no home and no key."""
OUT_OF_REACH = np.iinfo(np.int64).max
"""What no key is above."""
SMALL = 300_000
"""Households times wishes up to which plain loops are done before compiled ones are loaded."""


@dataclass(frozen=True)
class Market:
    """A checked allocation problem; build it with `market_of` or `Market.listed`."""

    offsets: Ints
    homes: Ints
    points: Ints
    lots: Ints
    quotas: Ints

    @classmethod
    def listed(
        cls,
        wishes: Sequence[Sequence[int]],
        points: Sequence[Sequence[int]],
        lots: Sequence[int],
        quotas: Sequence[int],
    ) -> "Market":
        """Build a market from one list of homes and one of points a household."""
        lengths = [len(wish) for wish in wishes]
        if lengths != [len(row) for row in points]:
            raise EngineInputError("每户的志愿和分数要一样多，请逐户核对。")
        return market_of(
            np.concatenate([[0], np.cumsum(lengths)]),
            np.array([home for wish in wishes for home in wish], dtype=np.int64),
            np.array([one for row in points for one in row], dtype=np.int64),
            np.array(lots, dtype=np.int64),
            np.array(quotas, dtype=np.int64),
        )

    @property
    def households(self) -> int:
        """How many households there are."""
        return len(self.lots)

    @cached_property
    def owner(self) -> Ints:
        """The household of each pair."""
        return np.repeat(np.arange(self.households, dtype=np.int64), np.diff(self.offsets))

    @cached_property
    def keys(self) -> Ints:
        """How the home of each pair ranks its household, more is better."""
        return self.points * self.households + self.base[self.owner]

    @cached_property
    def base(self) -> Ints:
        """Each household's lot counted from the end: what its keys have besides points."""
        return self.households - 1 - self.lots

    @cached_property
    def of_base(self) -> Ints:
        """The household of each value of `base`."""
        found = np.empty_like(self.base)
        found[self.base] = np.arange(self.households)
        return found

    @cached_property
    def strongest_first(self) -> Ints:
        """Households by their points at their first wish, most first; those without a wish last."""
        first = np.full(self.households, -1, dtype=np.int64)
        has = np.diff(self.offsets) > 0
        first[has] = self.points[self.offsets[:-1][has]]
        is_small = first.max() <= np.iinfo(np.int16).max
        return np.argsort(-first.astype(np.int16) if is_small else -first, kind="stable")

    @cached_property
    def seats(self) -> Ints:
        """Where the seats of each home begin; no more of them than households, and in all not many more than wishes."""
        counts = np.minimum(self.quotas, self.households)
        if counts.sum() > len(self.homes):
            counts = np.minimum(counts, np.bincount(self.homes, minlength=len(self.quotas)))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def points_of(self, key: int) -> int:
        """Return the points in a key."""
        return key // self.households

    def lot_of(self, key: int) -> int:
        """Return the place in the draw in a key."""
        return self.households - 1 - key % self.households


def is_small(market: Market) -> bool:
    """Whether plain loops serve."""
    return market.households * len(market.homes) <= SMALL


def market_of(offsets: Ints, homes: Ints, points: Ints, lots: Ints, quotas: Ints) -> Market:
    """Check the arrays of a market and return it with whole numbers of 64 bits.

    Raises EngineInputError for lists that don't fit together, numbers that aren't whole or are negative, homes that don't
    exist, homes wished for twice and lots that aren't a draw's order.
    """
    names = ("志愿的起止", "志愿", "分数", "抽签次序", "套数")
    arrays = (offsets, homes, points, lots, quotas)
    whole = [_whole(array, name) for array, name in zip(arrays, names, strict=True)]
    market = Market(*whole)
    _check_shape(market)
    _check_values(market)
    return market


def _whole(array: NDArray[np.generic], name: str) -> Ints:
    found = np.asarray(array)
    if found.ndim != 1:
        raise EngineInputError(f"“{name}”要是一列数，请改成一列。")
    if found.dtype.kind == "f" and (not np.isfinite(found).all() or (found != np.floor(found)).any()):
        raise EngineInputError(f"“{name}”里有空的或不是整数的数，请填整数。")
    if found.dtype.kind not in "iufb":
        raise EngineInputError(f"“{name}”里有不是数的内容，请填整数。")
    return np.ascontiguousarray(found, dtype=np.int64)


def _check_shape(market: Market) -> None:
    offsets, pairs = market.offsets, len(market.homes)
    if not market.households or not len(market.quotas):
        raise EngineInputError("至少要有一户人家和一处房源，请把名单和房源表填上。")
    if len(offsets) != market.households + 1 or offsets[0] != 0 or offsets[-1] != pairs:
        raise EngineInputError("志愿的起止和户数、志愿数对不上，请重新生成。")
    if (np.diff(offsets) < 0).any() or len(market.points) != pairs:
        raise EngineInputError("志愿、分数的条数对不上，请逐户核对。")


def _check_values(market: Market) -> None:
    homes = market.homes
    if (market.quotas < 0).any():
        raise EngineInputError(f"第 {int(np.argmax(market.quotas < 0)) + 1} 处房源的套数是负数，请改正。")
    if len(homes) and (homes.min() < 0 or homes.max() >= len(market.quotas)):
        raise EngineInputError("志愿里有房源表里没有的房源，请核对编号。")
    if (market.points < 0).any() or (market.points > MOST_POINTS).any():
        raise EngineInputError(f"分数要在 0 到 {MOST_POINTS} 之间，请核对计分办法。")
    if not np.array_equal(np.sort(market.lots), np.arange(market.households)):
        raise EngineInputError("抽签次序里有重复或缺少的号，请用抽签的完整结果。")
    codes = np.sort(market.owner * len(market.quotas) + homes)
    twice = np.flatnonzero(codes[1:] == codes[:-1])
    if len(twice):
        household, home = divmod(int(codes[twice[0]]), len(market.quotas))
        raise EngineInputError(f"第 {household + 1} 户把第 {home + 1} 处房源填了两次，请只留一次。")
