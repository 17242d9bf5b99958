"""Working days between dates, and the office hours of a place: what every deadline of the product is counted in."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from gongjian.core.rules import rule_value
from gongjian.engines.worktime import OfficeHours, Remaining, WorkCalendar, calendar_for, remaining

OFFICE_HOURS = "office_hours"


@lru_cache(maxsize=16)
def _calendar(year: int) -> WorkCalendar:
    """Hold the years around one: a count of days may run over New Year either way."""
    return calendar_for(range(year - 2, year + 3))


def calendar_around(day: date) -> WorkCalendar:
    """Return the working calendar of the years around a day."""
    return _calendar(day.year)


def add_workdays(day: date, days: int) -> date:
    """Return the n-th working day after a day; the day itself is not counted (domain §15)."""
    return _calendar(day.year).add_working_days(day, days)


def workdays_late(due_on: date, today: date) -> int:
    """Count the working days after the last day, today included; nothing while it is not over.

    Longer than two years is told as two years.
    """
    last = min(today, due_on + timedelta(days=730))
    return max(0, _calendar(due_on.year).working_days_between(due_on, last))


def time_left(now: datetime, due_at: datetime, hours: OfficeHours) -> Remaining:
    """Say in the office's words how long there is until a moment, or by how much it is overdue."""
    return remaining(now, due_at, _calendar(now.year), hours)


def end_of(day: date) -> datetime:
    """Return the first moment after a day, for comparing with moments."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def hours_from(spans: list[str]) -> OfficeHours:
    """Read office hours as the rule states them, e.g. ["08:00-12:00", "14:00-18:00"]."""
    return OfficeHours(tuple(_span(text) for text in spans))


def office_hours(place_code: str) -> OfficeHours:
    """Return the office hours of today at a place; one query."""
    return hours_from(rule_value(OFFICE_HOURS, on=timezone.localdate(), place_code=place_code))


def _span(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
