"""A straight trend through few readings, and the band in which the next reading is expected.

Readings (d_i, y_i), i = 1..n, days d_i counted from the first, values y_i exact.
    slope   b = median of (y_j − y_i) / (d_j − d_i) over all pairs with d_i < d_j      (Theil 1950, Sen 1968)
    level   a = median of y_i − b·d_i
    point   y(d) = a + b·d                                                   an exact fraction
    noise   s² = Σ (y_i − y(d_i))² / (n − 2)
    band    y(d) ± w · t(n−2) · s · √(1 + 1/n + (d − mean)² / Σ(d_i − mean)²)
t(m) is the 90th percentile of Student's distribution with m degrees of freedom, so that the band is the
80 % prediction interval of a straight line; w pays for the median line being a little less sharp than
least squares. `docs/algorithms/forecast.md` gives the coverage that simulation finds.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from statistics import median

from gongjian.engines.errors import EngineInputError

MIN_READINGS = 4
"""Fewer readings leave less than two degrees of freedom: no band worth showing."""
COVERAGE = 80
"""How often, in per cent, a next reading is to lie within the band."""
_STUDENT_90 = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372,
    1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325,
    1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
"""90th percentiles for 1 to 30 degrees of freedom; any table of Student's distribution has them."""
_NORMAL_90 = 1.282
_WIDENING = 1.04
_PLACES = 10**6


@dataclass(frozen=True)
class Reading:
    """The value of a figure as of a day."""

    on: date
    value: Fraction


@dataclass(frozen=True)
class Trend:
    """A fitted line: `level` is its value on `first_on`, `slope` its rise a day, `noise` the spread about it."""

    first_on: date
    last_on: date
    level: Fraction
    slope: Fraction
    noise: float
    count: int
    mean_day: Fraction
    day_squares: Fraction

    def at(self, day: date) -> Fraction:
        """Return the exact point of the line on a day."""
        return self.level + self.slope * (day - self.first_on).days

    def band(self, day: date) -> tuple[Fraction, Fraction]:
        """Return the lower and upper end of the band on a day, rounded outwards to six places."""
        half = self.half_width((day - self.first_on).days)
        size = Fraction(math.ceil(half * _PLACES), _PLACES)
        return self.at(day) - size, self.at(day) + size

    def half_width(self, day_number: int) -> float:
        """Return half the width of the band so many days after the first reading."""
        away = float(day_number - self.mean_day)
        spread = math.sqrt(1 + 1 / self.count + away * away / float(self.day_squares))
        return _WIDENING * _student(self.count - 2) * self.noise * spread


def fit_trend(readings: Sequence[Reading]) -> Trend | None:
    """Fit the line; None for fewer than MIN_READINGS readings. Their order does not matter. Cost: O(n² log n).

    >>> line = fit_trend([Reading(date(2026, month, 1), Fraction(month)) for month in (1, 2, 3, 4)])
    >>> line.at(date(2026, 1, 1)) <= 2 and line.slope > 0
    True

    Raises EngineInputError for two readings of one day.
    """
    ordered = sorted(readings, key=lambda one: one.on)
    if len({one.on for one in ordered}) < len(ordered):
        raise EngineInputError("同一天有两个数，看不出走势。请只留一个。")
    if len(ordered) < MIN_READINGS:
        return None
    days = [(one.on - ordered[0].on).days for one in ordered]
    values = [Fraction(one.value) for one in ordered]
    slope = median(
        (values[j] - values[i]) / (days[j] - days[i]) for i, j in combinations(range(len(days)), 2)
    )
    level = median(value - slope * day for day, value in zip(days, values, strict=True))
    mean = Fraction(sum(days), len(days))
    squares = sum((value - level - slope * day) ** 2 for day, value in zip(days, values, strict=True))
    return Trend(
        first_on=ordered[0].on,
        last_on=ordered[-1].on,
        level=level,
        slope=slope,
        noise=math.sqrt(squares / (len(days) - 2)),
        count=len(days),
        mean_day=mean,
        day_squares=sum(((day - mean) ** 2 for day in days), Fraction(0)),
    )


def _student(freedom: int) -> float:
    return _STUDENT_90[freedom - 1] if freedom <= len(_STUDENT_90) else _NORMAL_90
