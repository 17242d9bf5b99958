"""Working days, office hours, deadlines, what comes round again, and the words for what is left."""

from gongjian.engines.worktime.calendar import DayKind, WorkCalendar, natural_deadline, posting_ends_on
from gongjian.engines.worktime.deadlines import Deadline, Limit, LimitUnit, deadline
from gongjian.engines.worktime.evenly import Dues, Part, dues_of, parts_of_year
from gongjian.engines.worktime.hours import (
    CHINA_TIME,
    OfficeHours,
    Pause,
    Season,
    Span,
    add_working_hours,
    add_working_minutes,
    due_after_pauses,
    working_minutes_between,
)
from gongjian.engines.worktime.loader import calendar_for
from gongjian.engines.worktime.recurrence import Happening, Recurrence, Repeat, Shift, happenings
from gongjian.engines.worktime.remaining import Light, LightRule, Remaining, remaining
from gongjian.engines.worktime.reminders import ReminderStep, step_day, steps_reached

__all__ = [
    "CHINA_TIME",
    "DayKind",
    "Deadline",
    "Dues",
    "Happening",
    "Light",
    "LightRule",
    "Limit",
    "LimitUnit",
    "OfficeHours",
    "Part",
    "Pause",
    "Recurrence",
    "Remaining",
    "ReminderStep",
    "Repeat",
    "Season",
    "Shift",
    "Span",
    "WorkCalendar",
    "add_working_hours",
    "add_working_minutes",
    "calendar_for",
    "deadline",
    "due_after_pauses",
    "dues_of",
    "happenings",
    "natural_deadline",
    "parts_of_year",
    "posting_ends_on",
    "remaining",
    "step_day",
    "steps_reached",
    "working_minutes_between",
]
