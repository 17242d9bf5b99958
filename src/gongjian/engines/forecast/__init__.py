"""Where a figure is heading: a robust trend of few readings with an honest interval, held against a goal."""

from gongjian.engines.forecast.outlook import Goal, Outlook, Verdict, look_ahead
from gongjian.engines.forecast.trend import COVERAGE, MIN_READINGS, Reading, Trend, fit_trend

__all__ = [
    "COVERAGE",
    "MIN_READINGS",
    "Goal",
    "Outlook",
    "Reading",
    "Trend",
    "Verdict",
    "fit_trend",
    "look_ahead",
]
