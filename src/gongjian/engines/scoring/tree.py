"""Codes as sorted whole numbers: the places below a place are a slice, on every level.

With the lowest codes c_0 < c_1 < … of L digits, the place of level l that holds c_i is c_i // 10^(L - l), and
all places with one such quotient lie side by side. A tier keeps where each of its places begins, so
    sum over the places below  =  add.reduceat(values, starts)
and the children of one tier inside another are a slice as well. Cost: O(n) a level, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tier:
    """The places of one level. Place i holds the lowest places `starts[i]` to `starts[i + 1]`.

    `stands` is false for ended places, which get no grade and are counted by no one.
    """

    level: int
    codes: Ints
    starts: Ints
    stands: Bools

    def __len__(self) -> int:
        return len(self.codes)

    def code(self, index: int) -> str:
        """Write the code of one place; the nation's is empty."""
        return f"{self.codes[index]:0{self.level}d}" if self.level else ""

    def texts(self) -> list[str]:
        """Write all codes."""
        return [f"{code:0{self.level}d}" for code in self.codes.tolist()] if self.level else [""]

    def find(self, code: str) -> int:
        """Return the index of a code. Raises EngineInputError when it is not there."""
        number = int(code or 0)
        index = int(np.searchsorted(self.codes, number))
        if len(code) != self.level or index == len(self) or self.codes[index] != number:
            raise EngineInputError(f"这次评级里没有代码 {code or '全国'}，请核对。")
        return index

    def inside(self, other: "Tier") -> Ints:
        """Return, for each place, where its places of a lower tier begin; one more entry than places."""
        return np.searchsorted(other.starts[:-1], self.starts).astype(np.int64)

    def parents_in(self, other: "Tier") -> Ints:
        """Return the index of the place of a higher tier that holds each place."""
        return np.repeat(np.arange(len(other), dtype=np.int64), np.diff(other.inside(self)))


@dataclass(frozen=True)
class Tree:
    """The lowest places and all tiers above them."""

    lowest: int
    tiers: dict[int, Tier]

    @property
    def leaves(self) -> Tier:
        """Return the tier of the lowest places."""
        return self.tiers[self.lowest]

    def tier(self, level: int) -> Tier:
        """Return one tier."""
        return self.tiers[level]


def plant(codes: Ints, lowest: int, levels: Sequence[int], ended: Iterable[str] = ()) -> Tree:
    """Build the tiers of `levels` over codes of `lowest` digits, sorted and without repeats.

    Raises EngineInputError when the codes are out of order, repeat, or have too many digits.
    """
    if len(codes) == 0:
        raise EngineInputError("没有一个可评的地方，请先核对名单。")
    if bool((np.diff(codes) <= 0).any()):
        raise EngineInputError("代码要从小到大、不能重复，请先排序、去掉重复的。")
    if lowest > 18 or int(codes[-1]) >= 10**lowest or int(codes[0]) < 0:
        raise EngineInputError(f"代码要是 {lowest} 位数字，请核对。")
    gone = set(ended)
    tiers = {lowest: _stand(lowest, codes, np.arange(len(codes) + 1, dtype=np.int64), gone)}
    below = tiers[lowest]
    for level in sorted({*levels} - {lowest}, reverse=True):
        own = below.codes // np.int64(10 ** (below.level - level)) if level else np.zeros_like(below.codes)
        begins = np.flatnonzero(np.diff(own, prepend=-1))
        starts = np.append(below.starts[:-1][begins], below.starts[-1])
        below = tiers[level] = _stand(level, own[begins], starts, gone)
    return Tree(lowest, tiers)


def _stand(level: int, codes: Ints, starts: Ints, ended: set[str]) -> Tier:
    gone = np.array([int(code) for code in ended if len(code) == level], dtype=np.int64)
    stands = ~np.isin(codes, gone) if len(gone) else np.ones(len(codes), dtype=np.bool_)
    return Tier(level, codes, starts, stands)
