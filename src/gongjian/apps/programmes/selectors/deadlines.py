"""When reports and answers are due: by rules with a date, counted in working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from gongjian.core.figures import Period
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import OFFICE_HOURS, add_workdays, hours_from
from gongjian.engines.worktime import OfficeHours

REPORT_DAYS = "reports.due_workdays"
ANSWER_DAYS = "assignments.answer_workdays"


@dataclass(frozen=True)
class DuePeriod:
    """A period that has ended, and the last day for its report."""

    period: Period
    due_on: date

    def is_overdue(self, today: date) -> bool:
        """Whether the last day is over."""
        return today > self.due_on


class DayRules:
    """The numbers of days in force at a place on a day, all read in one query a request."""

    def __init__(self) -> None:
        self._rules = RuleTable("programmes.day_rules", REPORT_DAYS, ANSWER_DAYS, OFFICE_HOURS)

    def _value(self, key: str, place_code: str, on: date) -> Any:
        return self._rules.rule(key, on=on, place_code=place_code).value

    def days(self, key: str, place_code: str, on: date) -> int:
        """Return the number of working days in force at the nearest place on a day."""
        return int(self._value(key, place_code, on))

    def hours(self, place_code: str) -> OfficeHours:
        """Return the office hours of today."""
        spans = self._value(OFFICE_HOURS, place_code, timezone.localdate())
        return hours_from(spans)

    def closing(self, day: date, place_code: str) -> datetime:
        """Return the moment at which a last day ends: the end of business."""
        return self.hours(place_code).closing(day)

    def report_due_on(self, period: Period, place_code: str) -> date:
        """Return the last day for the report on a period: so many working days after its end."""
        return add_workdays(period.last_on, self.days(REPORT_DAYS, place_code, period.last_on))

    def answer_due_on(self, given_on: date, place_code: str) -> date:
        """Return the last day to acknowledge or refuse what was given on a day."""
        return add_workdays(given_on, self.days(ANSWER_DAYS, place_code, given_on))

    def due_periods(self, kind: str, first_on: date, place_code: str, today: date) -> tuple[DuePeriod, ...]:
        """List the periods since `first_on` that have ended, oldest first, with their last days."""
        return tuple(
            DuePeriod(period, self.report_due_on(period, place_code))
            for period in periods_between(kind, first_on, today)
            if period.last_on < today
        )


def period_of(kind: str, day: date) -> Period:
    """Return the month or quarter that holds a day."""
    return (
        Period.month(day.year, day.month)
        if kind == "month"
        else Period.quarter(day.year, (day.month + 2) // 3)
    )


def periods_between(kind: str, first_on: date, last_on: date) -> Iterable[Period]:
    """Yield the months or quarters that touch a span, in order."""
    period = period_of(kind, first_on)
    while period.first_on <= last_on:
        yield period
        period = period_of(kind, period.last_on + timedelta(days=1))
