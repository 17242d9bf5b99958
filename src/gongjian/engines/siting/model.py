"""What every siting problem answers with: a value, what proves it, and why each site is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongjian.engines.errors import EngineInputError

OnProgress = Callable[[int, int], None]
"""Is told the best value and the bound so far, in whole units."""


@dataclass(frozen=True)
class Proof:
    """A value that was reached and a bound that no other choice can pass, in the problem's whole units.

    To be minimised: `bound <= value`; to be maximised: `value <= bound`.
    """

    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether no other choice is better."""
        return self.value == self.bound

    @property
    def gap(self) -> Fraction:
        """How much better another choice could be at most, as a share of the value."""
        missing = abs(self.value - self.bound)
        return Fraction(missing, abs(self.value)) if self.value else Fraction(missing)


@dataclass(frozen=True)
class Infeasible:
    """Why what was asked can't be done: a sentence, and the keys that can't be satisfied together."""

    because: str
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True)
class Served:
    """A client with the site that serves it; `site` is None where none does."""

    client: str
    site: str | None
    metres: int


@dataclass(frozen=True)
class Chosen:
    """A chosen site: the weight it serves, and by how much the value would worsen if it were left out.

    `loss_without` is None where somebody could not be served at all then.
    """

    site: str
    weight: int
    loss_without: int | None


def check_keys(keys: Sequence[str], name: str) -> None:
    """Raise EngineInputError for keys that are missing, empty or given twice."""
    if not keys:
        raise EngineInputError(f"没有{name}。请至少给一个。")
    seen: set[str] = set()
    for row, key in enumerate(keys, start=1):
        if not key:
            raise EngineInputError(f"第 {row} 个{name}没有编号。请补上。")
        if key in seen:
            raise EngineInputError(f"{name}编号“{key}”出现了两次。请改成不同的编号，或者删去一个。")
        seen.add(key)


def whole_weights(given: ArrayLike, keys: Sequence[str], name: str) -> NDArray[np.int64]:
    """Return weights as whole numbers; raises EngineInputError for NaN, fractions, negative numbers, a wrong count."""
    weights = np.asarray(given)
    if weights.shape != (len(keys),):
        raise EngineInputError(f"{name}有 {weights.size} 个，编号有 {len(keys)} 个。请一一对应。")
    if weights.dtype.kind not in "iuf":
        raise EngineInputError(f"{name}应当是数。")
    wrong = ~((weights >= 0) & (weights == np.floor(weights)) & (weights < 1 << 53))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise EngineInputError(f"“{keys[row]}”的{name}是 {weights[row]}，应当是 0 以上的整数。")
    return weights.astype(np.int64)


def check_keep(keep: Sequence[str], sites: Sequence[str]) -> None:
    """Raise EngineInputError for sites to keep that are no candidates or are named twice."""
    known = set(sites)
    for key in keep:
        if key not in known:
            raise EngineInputError(f"要保留的“{key}”不在候选点里。请核对编号。")
    if len(set(keep)) < len(keep):
        raise EngineInputError("要保留的点里有重复的编号。请删去多余的。")


def check_shape(shape: tuple[int, int], clients: Sequence[str], sites: Sequence[str]) -> None:
    """Raise EngineInputError when the distances are not one row a client and one column a site."""
    if shape != (len(clients), len(sites)):
        raise EngineInputError(
            f"距离是 {shape[0]} 行 {shape[1]} 列，需求点有 {len(clients)} 个、候选点有 {len(sites)} 个。请一一对应。"
        )


def check_count(count: int) -> None:
    """Raise EngineInputError unless a whole number of sites is asked for, at least one."""
    _check_whole(count, "要选的个数")
    if count < 1:
        raise EngineInputError("至少要选 1 个点。请改大要选的个数。")


def check_radius(radius_m: int) -> None:
    """Raise EngineInputError for a radius that is negative or not whole."""
    _check_whole(radius_m, "半径")
    if radius_m < 0:
        raise EngineInputError(f"半径是 {radius_m} 米，应当在 0 以上。")


def _check_whole(number: int, name: str) -> None:
    try:
        index(number)
    except TypeError:
        raise EngineInputError(f"{name}是 {number!r}，应当是整数。") from None


def never() -> bool:
    """Don't stop before the proof is there."""
    return False


def check_choice(
    clients: Sequence[str], sites: Sequence[str], shape: tuple[int, int], keep: Sequence[str], count: int
) -> None:
    """Refuse keys that are missing or repeated, distances of another shape, kept sites that aren't there, a count below 1."""
    check_keys(clients, "需求点")
    check_keys(sites, "候选点")
    check_shape(shape, clients, sites)
    check_keep(keep, sites)
    check_count(count)
