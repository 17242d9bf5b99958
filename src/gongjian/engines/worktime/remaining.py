"""How much time is left, in the words and colours of the workbench (design, section 6).

Less than one working day is said in hours and minutes, more in whole working days rounded down. Amber from
a share of the whole time or within the last hours, red once late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.worktime.calendar import WorkCalendar
from gongjian.engines.worktime.hours import OfficeHours, Pause, merged, working_minutes_between

CLOCK_DAY_MINUTES = 24 * 60


class Light(StrEnum):
    """The traffic light of a deadline."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class LightRule:
    """When a deadline turns amber: at this share of the time, or with so few minutes left, inclusive."""

    amber_share: Fraction = Fraction(4, 5)
    amber_minutes: int = 180


@dataclass(frozen=True)
class Remaining:
    """Time left (negative: overdue by), the share used, and what to show.

    `minutes` are office minutes, or minutes of the clock when that was asked for; `used` is None when the
    start is not known, and passes 1 once late. `is_provisional` repeats the calendar's doubt.
    """

    minutes: int
    used: Fraction | None
    light: Light
    phrase: str
    is_late: bool
    is_provisional: bool


def remaining(
    now: datetime,
    due: datetime,
    calendar: WorkCalendar,
    hours: OfficeHours,
    *,
    started: datetime | None = None,
    pauses: Sequence[Pause] = (),
    by_clock: bool = False,
    rule: LightRule | None = None,
) -> Remaining:
    """Say how long there is until `due`. `due` already holds the extension for `pauses`.

    The moment `due` itself is still in time. `by_clock` counts day and night (紧急工作时).
    """
    light_rule = rule or LightRule()
    is_late = now > due
    left = _minutes(now, due, calendar, hours, by_clock)
    used = None
    if started is not None:
        spent = _spent(started, now, calendar, hours, pauses, by_clock)
        whole = _spent(started, due, calendar, hours, pauses, by_clock)
        used = Fraction(spent, whole) if whole > 0 else Fraction(1)
    day_minutes = CLOCK_DAY_MINUTES if by_clock else hours.day_minutes(hours.local(now).date())
    words = _late_words if is_late else _left_words
    first, last = sorted((hours.local(now).date(), hours.local(due).date()))
    return Remaining(
        minutes=left,
        used=used,
        light=_light(is_late, left, used, light_rule),
        phrase=words(abs(left), _clock_minutes(now, due), day_minutes, "天" if by_clock else "个工作日"),
        is_late=is_late,
        is_provisional=not by_clock and calendar.is_provisional(first, last),
    )


def _minutes(
    start: datetime, end: datetime, calendar: WorkCalendar, hours: OfficeHours, by_clock: bool
) -> int:
    if not by_clock:
        return working_minutes_between(start, end, calendar, hours)
    return _clock_minutes(start, end) if end >= start else -_clock_minutes(start, end)


def _clock_minutes(start: datetime, end: datetime) -> int:
    return abs(end - start) // timedelta(minutes=1)


def _spent(
    started: datetime,
    until: datetime,
    calendar: WorkCalendar,
    hours: OfficeHours,
    pauses: Sequence[Pause],
    by_clock: bool,
) -> int:
    if by_clock:
        stopped = (
            max(0, _minutes(max(a, started), min(b, until), calendar, hours, True)) for a, b in merged(pauses)
        )
        return _minutes(started, until, calendar, hours, by_clock) - sum(stopped)
    return working_minutes_between(started, until, calendar, hours, pauses)


def _light(is_late: bool, left: int, used: Fraction | None, rule: LightRule) -> Light:
    if is_late:
        return Light.RED
    near_end = used is not None and used >= rule.amber_share
    return Light.AMBER if near_end or left <= rule.amber_minutes else Light.GREEN


def _left_words(minutes: int, clock_minutes: int, day_minutes: int, day_word: str) -> str:
    if minutes >= day_minutes:
        return f"还剩 {minutes // day_minutes} {day_word}"
    if minutes == 0 and clock_minutes > 0:
        return f"已下班，离到期 {_hours_and_minutes(clock_minutes)}"
    return f"还剩 {_hours_and_minutes(minutes)}" if minutes else "现在到期"


def _late_words(minutes: int, clock_minutes: int, day_minutes: int, day_word: str) -> str:
    if minutes >= day_minutes:
        return f"逾期 {minutes // day_minutes} {day_word}"
    return f"逾期 {_hours_and_minutes(minutes)}" if minutes else "刚刚逾期"


def _hours_and_minutes(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{whole} 小时" if whole else "", f"{rest} 分" if rest else "") if part)
