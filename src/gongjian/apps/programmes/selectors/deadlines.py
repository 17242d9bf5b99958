"""When reports and answers are due: by rules with a date, counted in working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from gongjian.core.access import ancestors_of
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.models import Rule
from gongjian.core.request_context import read_once
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
        rows = Rule.objects.filter(key__in=(REPORT_DAYS, ANSWER_DAYS, OFFICE_HOURS))
        self._rules: list[Rule] = read_once("programmes.day_rules", lambda: list(rows))

    def _value(self, key: str, place_code: str, on: date) -> Any:
        codes = (*ancestors_of(place_code), place_code)
        versions = [rule for rule in self._rules if rule.key == key and rule.place_code in codes]
        in_force = [rule for rule in versions if rule.effective_on <= on]
        if not in_force:
            raise NotFound(f"{on.isoformat()} 没有生效的规则“{key}”。请先在“规则”里加上。")
        return max(in_force, key=lambda rule: (len(rule.place_code), rule.effective_on)).value

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
