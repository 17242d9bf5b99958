"""Build a calendar of mainland China from the packaged holiday tables.

`chinesecalendar` holds the State Council's yearly notices with exchanged workdays; past its last year
`holidays` knows the statutory days only, so such a year is marked provisional.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import chinese_calendar
import holidays

from gongjian.engines.worktime.calendar import DayKind, WorkCalendar

SATURDAY = 5


def calendar_for(years: Iterable[int], overrides: Mapping[date, DayKind] | None = None) -> WorkCalendar:
    """Return every day of `years`; `overrides` (a local decision, a fresh notice) go before the tables.

    >>> calendar = calendar_for([2026, 2027])
    >>> calendar.kind(date(2026, 2, 14)).value, sorted(calendar.provisional_years)
    ('makeup', [2027])
    """
    wanted = sorted(set(years))
    days: dict[date, DayKind] = {}
    provisional = set()
    for year in wanted:
        known, is_published = _year(year)
        days.update(known)
        if not is_published:
            provisional.add(year)
    days.update(overrides or {})
    return WorkCalendar(MappingProxyType(days), frozenset(provisional))


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[Mapping[date, DayKind], bool]:
    try:
        return {day: _published_kind(day) for day in _days_of(year)}, True
    except NotImplementedError:  # how chinesecalendar says that it has no notice for this year
        statutory = set(holidays.country_holidays("CN", years=[year]))
        return {day: _guessed_kind(day, statutory) for day in _days_of(year)}, False


def _days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def _published_kind(day: date) -> DayKind:
    is_off, occasion = chinese_calendar.get_holiday_detail(day)
    if is_off:
        return DayKind.HOLIDAY if occasion else DayKind.REST
    return DayKind.MAKEUP if day.weekday() >= SATURDAY else DayKind.WORKDAY


def _guessed_kind(day: date, statutory: set[date]) -> DayKind:
    if day in statutory:
        return DayKind.HOLIDAY
    return DayKind.REST if day.weekday() >= SATURDAY else DayKind.WORKDAY
