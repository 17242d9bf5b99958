"""A trend held against a goal G due on day D: is it met in time, late, or can't that be told?

With the band [low(D), high(D)] of the trend, and "meets" read as ≥ G when more is better, ≤ G when less is:
    LIKELY     both ends meet G
    UNSURE     one end meets G, the other does not: the readings can't tell
    LATE       neither end meets G, and the line itself meets it within the horizon; late by that day − D
    UNREACHED  neither end meets G, nor does the line within the horizon
The earliest and the latest day are the first days after the last reading on which the favourable and the
unfavourable end meet G; None beyond the horizon. The horizon is two spans from the first reading to D after D.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from gongjian.engines.forecast.trend import Trend

_SPANS = 2


class Verdict(Enum):
    """What can be said about a goal from the trend alone."""

    LIKELY = "likely"
    UNSURE = "unsure"
    LATE = "late"
    UNREACHED = "unreached"


@dataclass(frozen=True)
class Goal:
    """A value to be reached by a day; `is_least` when the figure has to be at least that, else at most."""

    value: Fraction
    due_on: date
    is_least: bool = True

    def is_met_by(self, value: Fraction) -> bool:
        """Whether a value meets the goal; the bound itself does."""
        return value >= self.value if self.is_least else value <= self.value


@dataclass(frozen=True)
class Outlook:
    """The verdict, with the value expected on the due day and its band, and the days of arrival.

    `late_days` is of the line itself and set only when it meets the goal after the due day.
    """

    verdict: Verdict
    expected: Fraction
    low: Fraction
    high: Fraction
    late_days: int | None
    earliest_on: date | None
    latest_on: date | None


def look_ahead(
    trend: Trend, goal: Goal, *, least: Fraction | None = None, most: Fraction | None = None
) -> Outlook:
    """Hold a trend against a goal; the values shown are kept within `least` and `most` (0 and 100 for shares)."""
    low, high = trend.band(goal.due_on)
    ends = (goal.is_met_by(low), goal.is_met_by(high))
    arrival = _line_arrival(trend, goal)
    last_day = goal.due_on + _SPANS * max(goal.due_on - trend.first_on, timedelta(days=30))
    if all(ends):
        verdict = Verdict.LIKELY
    elif any(ends):
        verdict = Verdict.UNSURE
    else:
        verdict = Verdict.LATE if arrival and arrival <= last_day else Verdict.UNREACHED
    late = (arrival - goal.due_on).days if arrival and goal.due_on < arrival <= last_day else None
    upward = 1 if goal.is_least else -1
    return Outlook(
        verdict=verdict,
        expected=_kept(trend.at(goal.due_on), least, most),
        low=_kept(low, least, most),
        high=_kept(high, least, most),
        late_days=late,
        earliest_on=_band_arrival(trend, goal, upward, last_day),
        latest_on=_band_arrival(trend, goal, -upward, last_day),
    )


def _line_arrival(trend: Trend, goal: Goal) -> date | None:
    """Return the first day on or after the due day on which the line meets the goal."""
    if goal.is_met_by(trend.at(goal.due_on)):
        return goal.due_on
    if trend.slope == 0 or (trend.slope > 0) != goal.is_least:
        return None
    days = math.ceil((goal.value - trend.at(goal.due_on)) / trend.slope)
    return goal.due_on + timedelta(days=days) if days < (date.max - goal.due_on).days else None


def _band_arrival(trend: Trend, goal: Goal, side: int, last_day: date) -> date | None:
    """Return the first day after the last reading on which one end of the band meets the goal."""
    level, slope, value = float(trend.level), float(trend.slope), float(goal.value)
    sign = 1 if goal.is_least else -1
    for day in range((trend.last_on - trend.first_on).days + 1, (last_day - trend.first_on).days + 1):
        if sign * (level + slope * day + side * trend.half_width(day) - value) >= 0:
            return trend.first_on + timedelta(days=day)
    return None


def _kept(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)
