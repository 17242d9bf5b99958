"""Working time within office hours (工作时), to the minute.

Only office hours of working days count. A moment outside them stands for the next opening when time is
added, and adds nothing when time is measured. Moments are aware; days are days of the office's zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime.calendar import WorkCalendar

CHINA_TIME = timezone(timedelta(hours=8), "UTC+08:00")
NOTHING = timedelta(0)

Span = tuple[time, time]
Pause = tuple[datetime, datetime]


@dataclass(frozen=True)
class Season:
    """Other hours for a part of every year, from one (month, day) to another, both included."""

    first: tuple[int, int]
    last: tuple[int, int]
    spans: tuple[Span, ...]

    def covers(self, day: date) -> bool:
        """Return whether `day` falls in the season, which may run over New Year."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class OfficeHours:
    """When offices work: spans of a day in order, without overlap, with other hours in some seasons.

    Raises EngineInputError when a span is empty or begins before the one before it ends.
    """

    spans: tuple[Span, ...]
    seasons: tuple[Season, ...] = ()
    zone: tzinfo = CHINA_TIME

    def __post_init__(self) -> None:
        for spans in (self.spans, *(season.spans for season in self.seasons)):
            times = [moment for span in spans for moment in span]
            if not times or any(late <= early for early, late in pairwise(times)):
                raise EngineInputError("办公时间要从早到晚、互不重叠，请检查每一段的起止时间。")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans of `day`, were it worked."""
        return next((season.spans for season in self.seasons if season.covers(day)), self.spans)

    def opens_and_closes(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the spans of `day` as aware moments."""
        return [
            (datetime.combine(day, a, self.zone), datetime.combine(day, b, self.zone))
            for a, b in self.spans_on(day)
        ]

    def closing(self, day: date) -> datetime:
        """Return the end of business of `day`."""
        return self.opens_and_closes(day)[-1][1]

    def day_minutes(self, day: date) -> int:
        """Return the office minutes of `day`, were it worked."""
        return _minutes(sum((end - start for start, end in self.opens_and_closes(day)), NOTHING))

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the office's zone. Raises EngineInputError when it is not aware."""
        if moment.tzinfo is None:
            raise EngineInputError("时间没有写明时区，请带上时区再算。")
        return moment.astimezone(self.zone)


def add_working_minutes(
    start: datetime, minutes: int, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    """Return the moment at which `minutes` of office time have passed since `start`, in UTC.

    With 0 minutes it is `start` itself. A limit that ends exactly at closing ends there, not at the next
    opening. Raises EngineInputError for negative minutes or past the calendar's end.
    """
    if minutes < 0:
        raise EngineInputError("办理时限不能是负数，请改成 0 或正数。")
    return _add(start, timedelta(minutes=minutes), calendar, hours)


def add_working_hours(
    start: datetime, working_hours: int, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    """Return the moment at which `working_hours` hours of office time have passed since `start`, in UTC."""
    return add_working_minutes(start, working_hours * 60, calendar, hours)


def working_minutes_between(
    start: datetime,
    end: datetime,
    calendar: WorkCalendar,
    hours: OfficeHours,
    pauses: Sequence[Pause] = (),
) -> int:
    """Count whole office minutes from `start` to `end`, without `pauses`; negative when `end` is earlier.

    Overlapping pauses are taken out once.
    """
    if end < start:
        return -working_minutes_between(end, start, calendar, hours, pauses)
    worked = _worked(start, end, calendar, hours)
    for begin, stop in merged(pauses):
        worked -= _worked(max(begin, start), min(stop, end), calendar, hours)
    return _minutes(worked)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Join pauses that overlap or touch, in order; one that ends before it begins is left out."""
    joined: list[Pause] = []
    for begin, stop in sorted(pause for pause in pauses if pause[0] < pause[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((begin, stop))
    return joined


def due_after_pauses(
    due: datetime,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
    hours: OfficeHours,
    *,
    by_clock: bool = False,
) -> datetime:
    """Move `due` later by the office time that the pauses took, overlapping pauses counted once.

    In order, each against the end as moved so far: a pause that begins when the limit has run out moves
    nothing, so what is overdue stays so. `by_clock` counts day and night (紧急工作时).
    """
    for begin, stop in merged(pauses):
        if begin >= due:
            break
        if by_clock:
            due += stop - begin
        else:
            due = _add(due, _worked(begin, stop, calendar, hours), calendar, hours)
    return due


def _add(start: datetime, left: timedelta, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    now = hours.local(start)
    day = now.date()
    while left > NOTHING:
        if calendar.is_working(day):
            for opens, closes in hours.opens_and_closes(day):
                begin = max(opens, now)
                if begin >= closes:
                    continue
                if begin + left <= closes:
                    return (begin + left).astimezone(UTC)
                left -= closes - begin
        day += timedelta(days=1)
    return now.astimezone(UTC)


def _worked(start: datetime, end: datetime, calendar: WorkCalendar, hours: OfficeHours) -> timedelta:
    begin, stop = hours.local(start), hours.local(end)
    total, day = NOTHING, begin.date()
    while day <= stop.date():
        if calendar.is_working(day):
            for opens, closes in hours.opens_and_closes(day):
                total += max(NOTHING, min(closes, stop) - max(opens, begin))
        day += timedelta(days=1)
    return total


def _minutes(worked: timedelta) -> int:
    return worked // timedelta(minutes=1)
