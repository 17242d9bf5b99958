"""Which reminders of a deadline have come, level by level.

A ladder is a list of steps (d, who): the reminder to `who` comes on the d-th working day after the due day
(before it for d < 0, on it for d = 0). On a day t the steps with t ≥ day(d) have come. What is to be said
before the due day has no sense from that day on: steps with d < 0 are dropped when t has reached it. Who was
told already is the caller's to know, so asking twice gives the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.engines.worktime.calendar import WorkCalendar


@dataclass(frozen=True, order=True)
class ReminderStep:
    """One step of the ladder: working days after the due day, and who is told."""

    days: int
    to: str

    @property
    def key(self) -> str:
        """Name the step, to remember that it was taken."""
        return f"{self.days}:{self.to}"


def step_day(due_on: date, step: ReminderStep, calendar: WorkCalendar) -> date:
    """Return the day on which a step comes."""
    return calendar.add_working_days(due_on, step.days)


def steps_reached(
    due_on: date, today: date, steps: Sequence[ReminderStep], calendar: WorkCalendar
) -> tuple[ReminderStep, ...]:
    """List the steps that have come by `today`, in order.

    >>> from gongjian.engines.worktime import calendar_for
    >>> ladder = [ReminderStep(-2, "handler"), ReminderStep(0, "head"), ReminderStep(3, "above")]
    >>> year = calendar_for([2026])
    >>> [step.to for step in steps_reached(date(2026, 11, 20), date(2026, 11, 18), ladder, year)]
    ['handler']
    >>> [step.to for step in steps_reached(date(2026, 11, 20), date(2026, 11, 25), ladder, year)]
    ['head', 'above']
    """
    return tuple(
        step
        for step in sorted(steps)
        if (step.days >= 0 or today < due_on) and step_day(due_on, step, calendar) <= today
    )
