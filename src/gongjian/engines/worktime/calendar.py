"""Working days: which days are worked, and counting them.

Every day is stated, so an official notice, a local override and a guess look alike to the counting; a
year whose notice is not out is listed as provisional, and results that touch it say so.
Source of the counting rules: Civil Code, articles 201–203; domain reference, section 15.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from gongjian.engines.errors import EngineInputError


class DayKind(StrEnum):
    """What a day is; the first two are worked."""

    WORKDAY = "workday"
    MAKEUP = "makeup"  # a weekend day worked in exchange (调休上班)
    REST = "rest"
    HOLIDAY = "holiday"


WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKEUP})


@dataclass(frozen=True)
class WorkCalendar:
    """The kind of every day of some years, and the years whose holidays are not published yet."""

    days: Mapping[date, DayKind]
    provisional_years: frozenset[int] = frozenset()

    @cached_property
    def _workdays(self) -> list[date]:
        return sorted(day for day, kind in self.days.items() if kind in WORKED)

    def kind(self, day: date) -> DayKind:
        """Return what `day` is. Raises EngineInputError when the calendar doesn't hold it."""
        try:
            return self.days[day]
        except KeyError:
            raise EngineInputError(f"工作日历里没有 {day.year} 年，请先导入这一年的放假安排。") from None

    def is_working(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        return self.kind(day) in WORKED

    def next_working_day(self, day: date) -> date:
        """Return `day` itself if it is worked, else the next worked day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_days_from(self, start: date) -> list[date]:
        """List every working day from `start` on, itself included when worked, to the calendar's end."""
        days = self._workdays
        return days[bisect_left(days, start) :]

    def add_working_days(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, which is itself not counted.

        A negative count goes back; 0 gives `start`, worked or not. Raises EngineInputError past the
        calendar's ends.
        """
        self.kind(start)
        if count == 0:
            return start
        days = self._workdays
        index = bisect_right(days, start) + count - 1 if count > 0 else bisect_left(days, start) + count
        if not 0 <= index < len(days):
            year = start.year + (1 if count > 0 else -1)
            raise EngineInputError(f"工作日历不够长，请导入 {year} 年的放假安排。")
        return days[index]

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
        self.kind(start)
        self.kind(end)
        return bisect_right(self._workdays, end) - bisect_right(self._workdays, start)

    def is_provisional(self, start: date, end: date | None = None) -> bool:
        """Return whether any day from `start` to `end` lies in a year without a published notice."""
        years = sorted({start.year, (end or start).year})
        return any(year in self.provisional_years for year in range(years[0], years[-1] + 1))

    def with_days(self, days: Mapping[date, DayKind], published_years: Iterable[int] = ()) -> "WorkCalendar":
        """Return a calendar in which `days` replace what was known, and whose named years are settled."""
        return WorkCalendar(
            MappingProxyType({**self.days, **days}), self.provisional_years - frozenset(published_years)
        )


def natural_deadline(start: date, days: int, calendar: WorkCalendar) -> date:
    """Return the last of `days` natural days after `start`; on a day off it moves to the next working day.

    Source: Civil Code, articles 201 and 203.
    """
    return calendar.next_working_day(start + timedelta(days=days))


def posting_ends_on(posted_on: date, days: int) -> date:
    """Return the last day of a public posting: day 1 is the day after, the end is its midnight."""
    return posted_on + timedelta(days=days)
