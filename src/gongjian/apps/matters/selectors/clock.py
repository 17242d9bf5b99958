"""How far a matter's clock has run: the share of its time, what is left in words, when the next reminder comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from django.utils import timezone

from gongjian.apps.matters.models import Hold, Matter
from gongjian.apps.matters.selectors.deadlines import BY_THE_CLOCK, hours_at
from gongjian.core.rules import rule_value
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime import (
    OfficeHours,
    Pause,
    Remaining,
    WorkCalendar,
    add_working_minutes,
    remaining,
    working_minutes_between,
)

LADDER = "matters.reminders"


@dataclass(frozen=True)
class LadderStep:
    """One step: at a share of the time, or so many working days after the due day, somebody is told."""

    to: str
    share: Fraction | None = None
    days: int = 0

    @property
    def key(self) -> str:
        """Name the step, to remember that it was taken."""
        return f"{self.days}d:{self.to}" if self.share is None else f"{self.share}:{self.to}"


@dataclass(frozen=True)
class Clock:
    """A matter's clock at a moment: minutes spent and in all (of office time, or of the clock), and what is left."""

    now: datetime
    due_at: datetime
    spent: int
    whole: int
    by_clock: bool
    calendar: WorkCalendar
    hours: OfficeHours
    left: Remaining

    @property
    def used(self) -> Fraction:
        """The share of the time that is gone; past 1 once late."""
        return Fraction(self.spent, self.whole) if self.whole > 0 else Fraction(1)

    def moment_of(self, step: LadderStep) -> datetime:
        """Return when a step comes, if no pause comes between."""
        if step.share is None:
            last = timezone.localdate(self.due_at)
            return self.hours.closing(self.calendar.add_working_days(last, step.days))
        if step.share >= 1:
            return self.due_at
        missing = max(0, ceil(step.share * self.whole) - self.spent)
        if self.by_clock:
            return self.now + timedelta(minutes=missing)
        return add_working_minutes(self.now, missing, self.calendar, self.hours)


def clock_of(matter: Matter, now: datetime, pauses: Sequence[Pause] | None = None) -> Clock:
    """Read a matter's clock; `pauses` are loaded unless given (those that ended)."""
    held = pauses_of(matter) if pauses is None else pauses
    by_clock = matter.limit_unit in BY_THE_CLOCK
    calendar = calendar_around(timezone.localdate(matter.due_at))
    hours = hours_at(matter.place_code, timezone.localdate(now))
    left = remaining(
        now, matter.due_at, calendar, hours, started=matter.started_at, pauses=held, by_clock=by_clock
    )
    paused = sum((stop - begin for begin, stop in held), timedelta())

    def minutes(until: datetime) -> int:
        if by_clock:
            return max(0, (until - matter.started_at - paused) // timedelta(minutes=1))
        return max(0, working_minutes_between(matter.started_at, until, calendar, hours, held))

    return Clock(now, matter.due_at, minutes(now), minutes(matter.due_at), by_clock, calendar, hours, left)


def pauses_of(matter: Matter) -> list[Pause]:
    """List the pauses of the present clock that have ended."""
    rows = Hold.objects.filter(matter=matter, ended_at__isnull=False, started_at__gte=matter.started_at)
    return [(row.started_at, row.ended_at) for row in rows if row.ended_at is not None]


def ladder_of(matter: Matter) -> list[LadderStep]:
    """Return the steps of the rule in force when the clock started."""
    day = timezone.localdate(matter.started_at)
    rows = rule_value(LADDER, on=day, place_code=matter.place_code)
    return [
        LadderStep(
            str(row["to"]), Fraction(str(row["share"])) if "share" in row else None, int(row.get("days", 0))
        )
        for row in rows
    ]


def reached(clock: Clock, ladder: Sequence[LadderStep]) -> list[LadderStep]:
    """List the steps that have come."""
    return [
        step
        for step in ladder
        if (
            clock.moment_of(step) <= clock.now
            if step.share is None or step.share >= 1
            else clock.used >= step.share
        )
    ]


def next_moment(clock: Clock, ladder: Sequence[LadderStep], taken: set[str]) -> datetime | None:
    """Return when the next step comes that was not taken; None when the ladder is climbed."""
    return min((clock.moment_of(step) for step in ladder if step.key not in taken), default=None)
