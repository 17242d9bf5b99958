"""The clock of a matter: started by the limit in force, moved by a pause or an extension."""

from datetime import datetime

from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState
from gongjian.apps.matters.models import Assignment, Matter, Reminder
from gongjian.apps.matters.selectors.clock import clock_of, ladder_of, next_moment, reached
from gongjian.apps.matters.selectors.deadlines import due_from, limit_of
from gongjian.core.workdays import calendar_around


def start_clock(matter: Matter) -> None:
    """Count the limit in force from the moment the matter's clock started; on the row in memory."""
    judged = limit_of(matter, timezone.localdate(matter.started_at))
    due = due_from(matter.started_at, judged, matter.place_code)
    matter.limit_amount, matter.limit_unit, matter.standard = judged.amount, judged.unit, judged.standard
    matter.due_at, matter.due_is_provisional = due.due_at, due.is_provisional
    matter.clock += 1
    matter.remind_at = next_moment(clock_of(matter, matter.started_at, ()), ladder_of(matter), set())


def set_due(matter: Matter, due_at: datetime, *, is_new_clock: bool = False) -> None:
    """Move a locked matter's due time in memory, and that of the parts still owed.

    With a new clock the ladder of reminders begins anew, but for the steps that lie behind already.
    """
    matter.due_at = due_at
    day = timezone.localdate(due_at)
    matter.due_is_provisional = calendar_around(day).is_provisional(
        timezone.localdate(matter.started_at), day
    )
    matter.remind_at = timezone.now()
    parts = Assignment.objects.filter(matter=matter, state__in=AssignmentState.in_hand())
    parts.update(due_at=due_at)
    if is_new_clock:
        matter.clock += 1
        now = timezone.now()
        behind = reached(clock_of(matter, now), ladder_of(matter))
        Reminder.objects.bulk_create(
            Reminder(matter=matter, clock=matter.clock, step=step.key, is_sent=False, at=now)
            for step in behind
        )
