"""When something is due: a start, a limit in one of four units, and the office's calendar.

Source: domain reference, sections 2 (time units) and 15 (counting).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime.calendar import WorkCalendar, natural_deadline
from gongjian.engines.worktime.hours import OfficeHours, add_working_hours


class LimitUnit(StrEnum):
    """How a limit is counted."""

    CLOCK_HOURS = "clock_hours"  # 紧急工作时：hours of the clock, day and night
    WORKING_HOURS = "working_hours"  # 工作时：office hours only
    WORKING_DAYS = "working_days"  # 工作日：the start day is not counted
    NATURAL_DAYS = "natural_days"  # 日：the last day moves off a day off


@dataclass(frozen=True)
class Limit:
    """A time limit, such as 4 工作时. Raises EngineInputError unless the amount is positive."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise EngineInputError("办理时限要大于 0，请改后再用。")


@dataclass(frozen=True)
class Deadline:
    """When it is due, in UTC; provisional when a year on the way has no published holidays."""

    due_at: datetime
    is_provisional: bool


def deadline(start: datetime, limit: Limit, calendar: WorkCalendar, hours: OfficeHours) -> Deadline:
    """Return when `limit` from `start` ends; limits in days end at closing time of their last day."""
    due_at = _due_at(start, limit, calendar, hours)
    first, last = hours.local(start).date(), hours.local(due_at).date()
    is_clock = limit.unit is LimitUnit.CLOCK_HOURS
    return Deadline(due_at, not is_clock and calendar.is_provisional(first, last))


def _due_at(start: datetime, limit: Limit, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    today = hours.local(start).date()
    if limit.unit is LimitUnit.CLOCK_HOURS:
        return start.astimezone(UTC) + timedelta(hours=limit.amount)
    if limit.unit is LimitUnit.WORKING_HOURS:
        return add_working_hours(start, limit.amount, calendar, hours)
    if limit.unit is LimitUnit.WORKING_DAYS:
        last_day = calendar.add_working_days(today, limit.amount)
    else:
        last_day = natural_deadline(today, limit.amount, calendar)
    return hours.closing(last_day).astimezone(UTC)
