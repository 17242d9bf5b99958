"""The weeks and months that analyses look back on."""

from datetime import date, timedelta

from gongjian.apps.matters.choices import AnalysisKind
from gongjian.core.figures import Period

WEEK = timedelta(days=7)


def period_of(kind: AnalysisKind, day: date) -> Period:
    """Return the week (Monday to Sunday) or month that a day lies in."""
    if kind == AnalysisKind.MONTH:
        return Period.month(day.year, day.month)
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + WEEK - timedelta(days=1))


def last_period(kind: AnalysisKind, today: date) -> Period:
    """Return the last week or month that is over."""
    return period_of(kind, period_of(kind, today).first_on - timedelta(days=1))


def short_title(kind: AnalysisKind, period: Period) -> str:
    """Name a period as titles do: 2026年10月; 2026年10月12日至18日."""
    if kind == AnalysisKind.MONTH:
        return period.label
    first, last = period.first_on, period.last_on
    month = "" if first.month == last.month else f"{last.month}月"
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{first.year}年{first.month}月{first.day}日至{year}{month}{last.day}日"
