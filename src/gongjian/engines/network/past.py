"""What past cases say about a step, and a chance with how well it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.model import Step

Z_95 = 1.959964
FEW = 10
"""Fewer past cases than this are said to be few."""


@dataclass(frozen=True)
class Past:
    """Working days of past cases of one step: of work, and of waiting from the end of the step before to the start.

    Without `waits` the hand-over days of the steps before count. `late` says how many cases of `work` passed their limit,
    where that is known from their dates. Raises EngineInputError for negative days.
    """

    work: tuple[int, ...]
    waits: tuple[int, ...] = ()
    late: int | None = None

    def __post_init__(self) -> None:
        if not self.work:
            raise EngineInputError("过去办过的天数一个也没有，请至少填一个，或不要列出这个环节。")
        if odd := [days for days in (*self.work, *self.waits) if not isinstance(days, int)]:
            raise EngineInputError(f"过去办过的天数里有 {odd[0]}，要填整数，请改正。")
        if (least := min(*self.work, *self.waits, 0)) < 0:
            raise EngineInputError(f"过去办过的天数里有 {least}，不能小于 0，请改正。")

    def passed(self, limit: int) -> int:
        """Count the cases that passed their limit: as known, else by `limit` working days."""
        return sum(days > limit for days in self.work) if self.late is None else self.late


@dataclass(frozen=True)
class Chance:
    """A probability, and the 95 % interval in which it lies; an exact one is its own interval.

    Source of the interval: Wilson, Journal of the American Statistical Association 22 (1927).
    """

    value: Fraction
    low: float
    high: float
    is_exact: bool

    @staticmethod
    def exact(value: Fraction) -> "Chance":
        """Make a chance that is known exactly, given the past."""
        return Chance(value, float(value), float(value), True)

    @staticmethod
    def counted(hits: int, trials: int) -> "Chance":
        """Estimate a chance from trials.

        >>> chance = Chance.counted(0, 100)
        >>> chance.value, round(chance.high, 3)
        (Fraction(0, 1), 0.037)
        """
        share, z2 = hits / trials, Z_95 * Z_95
        middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
        half = Z_95 * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
        low, high = (0.0 if hits == 0 else middle - half), (1.0 if hits == trials else middle + half)
        return Chance(Fraction(hits, trials), low, high, False)


def check_past(steps: Sequence[Step], past: Mapping[str, Past]) -> None:
    """Raise EngineInputError when the past speaks of a step that the chain hasn't."""
    if stray := sorted(past.keys() - {step.key for step in steps}):
        raise EngineInputError(f"过去的记录里有环节“{stray[0]}”，流程里没有，请检查编号。")
