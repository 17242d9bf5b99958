"""Median and quartiles of whole numbers, exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True)
class Spread:
    """How many numbers, their sum, least, quartiles, median and most.

    Between two numbers a quartile is interpolated (Hyndman and Fan, The American Statistician 50, 1996, type 7).
    """

    n: int
    total: int
    least: int
    lower: Fraction
    median: Fraction
    upper: Fraction
    most: int

    @staticmethod
    def of(numbers: Sequence[int]) -> "Spread":
        """Sum numbers up. Raises EngineInputError when there are none.

        >>> spread = Spread.of([1, 2, 4, 9])
        >>> spread.lower, spread.median, spread.upper
        (Fraction(7, 4), Fraction(3, 1), Fraction(21, 4))
        """
        if not numbers:
            raise EngineInputError("一个数也没有，算不出中位数。")
        ordered = sorted(numbers)
        lower, median, upper = (_at(ordered, Fraction(quarter, 4)) for quarter in (1, 2, 3))
        return Spread(len(ordered), sum(ordered), ordered[0], lower, median, upper, ordered[-1])


def _at(ordered: Sequence[int], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
