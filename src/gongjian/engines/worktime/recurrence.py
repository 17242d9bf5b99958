"""Days on which something comes round again: by a rule of days, moved off days that are not worked.

Let R be the days a rule names: every day, one weekday, one day of every month (the month's last where it is
shorter), or fixed days of the year. A named day r that is worked stands. Otherwise it moves to the next
working day n(r), to the working day before p(r), or falls away, as the rule says; what comes daily never moves,
since the next day has its own. Where several named days come to one day, they are held once: the day's own
comes before one moved to it, and of moved ones the latest. So the days are strictly rising and each is worked.

Moves are looked for within `REACH` days: no run of days off is longer. Cost O(d) for d days of the span.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime.calendar import WorkCalendar

REACH = timedelta(days=20)
ONE_DAY = timedelta(days=1)


class Repeat(StrEnum):
    """How often it comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Shift(StrEnum):
    """Where it goes when its day is not worked."""

    NEXT = "next"
    PREVIOUS = "previous"
    SKIP = "skip"


@dataclass(frozen=True)
class Recurrence:
    """A rule of days: `weekday` (Monday is 0), `day` of the month, or (month, day) pairs, as `repeat` asks.

    Raises EngineInputError when what `repeat` asks is not there or no such day exists.
    """

    repeat: Repeat
    weekday: int | None = None
    day: int | None = None
    dates: tuple[tuple[int, int], ...] = ()
    shift: Shift = Shift.NEXT

    def __post_init__(self) -> None:
        if self.repeat is Repeat.WEEKLY and self.weekday not in range(7):
            raise EngineInputError("每周一次的，要写明星期几。")
        if self.repeat is Repeat.MONTHLY and self.day not in range(1, 32):
            raise EngineInputError("每月一次的，要写明几号，从 1 到 31。")
        if self.repeat is Repeat.YEARLY and not self.dates:
            raise EngineInputError("每年几次的，要写明月日，例如 6-20。")
        for month, day in self.dates:
            if month not in range(1, 13) or not 1 <= day <= monthrange(2024, month)[1]:
                raise EngineInputError(f"没有 {month} 月 {day} 日，请改月日。")


@dataclass(frozen=True)
class Happening:
    """One time it comes: the day the rule names, and the day it is held."""

    ruled_on: date
    on: date

    @property
    def is_moved(self) -> bool:
        """Whether it left its day because that is not worked."""
        return self.ruled_on != self.on


def happenings(rule: Recurrence, first: date, last: date, calendar: WorkCalendar) -> tuple[Happening, ...]:
    """List what is held from `first` to `last`, both included, in order.

    The calendar must hold `REACH` around the span.

    >>> from gongjian.engines.worktime import calendar_for
    >>> thursday = Recurrence(Repeat.WEEKLY, weekday=3)
    >>> [str(one.on) for one in happenings(thursday, date(2026, 9, 28), date(2026, 10, 15), calendar_for([2026]))]
    ['2026-10-08', '2026-10-15']
    """
    found: dict[date, Happening] = {}
    for ruled_on in _named_days(rule, first - REACH, last + REACH):
        on = _held_on(rule, ruled_on, calendar)
        if on is not None and first <= on <= last:
            known = found.get(on)
            if known is None or known.is_moved:
                found[on] = Happening(ruled_on, on)
    return tuple(found[day] for day in sorted(found))


def _held_on(rule: Recurrence, day: date, calendar: WorkCalendar) -> date | None:
    if calendar.is_working(day):
        return day
    if rule.repeat is Repeat.DAILY or rule.shift is Shift.SKIP:
        return None
    step = ONE_DAY if rule.shift is Shift.NEXT else -ONE_DAY
    moved, end = day + step, day + (REACH if rule.shift is Shift.NEXT else -REACH)
    while moved != end:
        if calendar.is_working(moved):
            return moved
        moved += step
    return None


def _named_days(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if _names(rule, day))


def _names(rule: Recurrence, day: date) -> bool:
    if rule.repeat is Repeat.DAILY:
        return True
    if rule.repeat is Repeat.WEEKLY:
        return day.weekday() == rule.weekday
    length = monthrange(day.year, day.month)[1]
    if rule.repeat is Repeat.MONTHLY:
        return day.day == min(rule.day or 1, length)
    return any(month == day.month and min(asked, length) == day.day for month, asked in rule.dates)
