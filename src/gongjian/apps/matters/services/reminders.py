"""Reminders level by level, at shares of the time and after it; safe to run by several workers at any moment."""

import time
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, MatterLevel, MatterState, StepKind
from gongjian.apps.matters.models import Assignment, Matter, Reminder
from gongjian.apps.matters.selectors.clock import LadderStep, clock_of, ladder_of, next_moment, reached
from gongjian.apps.matters.selectors.hands import people_of
from gongjian.apps.matters.selectors.same_day import next_same_day_moment, same_day_steps
from gongjian.apps.matters.services.entries import add_step, desk_of, named, tell
from gongjian.apps.parties.selectors import holders_of
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Right

AT_A_TIME = 500
ROUND_S = 45
"""So long a round goes on: the worker has other things to look after, and begins the next one seconds later."""
SAME_DAY = "day:"
STILL = (MatterState.SUSPENDED, MatterState.MERGED)
"""States in which nobody is reminded: the clock stands, or another matter's runs."""
WORDS = {
    "handler": "提醒承办单位",
    "desk": "提醒派办单位",
    "head": "提醒负责人",
    "above": "提醒上一级",
    "bulletin": "列入通报",
}


def send_reminders(now: datetime | None = None) -> int:
    """Take every step that has come and was not taken, until none is left or a round is over; return how many.

    Each matter is its own transaction and is passed over while somebody has it locked, so nobody waits for
    a round, and several workers share what is due.
    """
    moment, ends = now or timezone.now(), time.monotonic() + ROUND_S
    taken = 0
    for matter_id in _due(moment):
        taken += _remind(matter_id, moment)
        if time.monotonic() > ends:
            break
    return taken


def _due(moment: datetime) -> Iterator[int]:
    """Go through the keys of what is due, the longest due first, each once; AT_A_TIME in a query."""
    rows = Matter.objects.filter(remind_at__lte=moment).order_by("remind_at", "pk")
    after = Q()
    while found := list(rows.filter(after).values_list("pk", "remind_at")[:AT_A_TIME]):
        for key, _remind_at in found:
            yield key
        last, at = found[-1]
        after = Q(remind_at__gt=at) | Q(remind_at=at, pk__gt=last)


@transaction.atomic
def _remind(matter_id: int, now: datetime) -> int:
    free = Matter.objects.select_for_update(no_key=True, skip_locked=True)
    matter: Matter | None = free.filter(pk=matter_id, remind_at__lte=now).first()
    if matter is None:  # another worker was here, or has it now
        return 0
    if matter.closed_at is not None or matter.state in STILL:
        matter.remind_at = None
        matter.save(update_fields=["remind_at"])
        return 0
    clock, ladder = clock_of(matter, now), ladder_of(matter)
    told = Reminder.objects.filter(matter=matter)
    taken = set(told.filter(clock=matter.clock).values_list("step", flat=True))
    new = [step for step in reached(clock, ladder) if step.key not in taken]
    for step in new:
        _take(matter, step.key, step.to, said_of(step), now)
    days = set(told.filter(step__startswith=SAME_DAY).values_list("step", flat=True))
    late = [step for step in same_day_steps(matter) if step.at <= now and step.key not in days]
    for day_step in late:
        _take(matter, day_step.key, day_step.to, day_step.said, now)
    moments = (
        next_moment(clock, ladder, taken | {step.key for step in new}),
        next_same_day_moment(matter, days | {step.key for step in late}),
    )
    matter.remind_at = min((moment for moment in moments if moment is not None), default=None)
    matter.save(update_fields=["remind_at"])
    return len(new) + len(late)


def _take(matter: Matter, key: str, to: str, said: str, now: datetime) -> None:
    Reminder.objects.create(matter=matter, clock=matter.clock, step=key, at=now)
    add_step(SYSTEM, matter, StepKind.REMINDED, f"{said}，{WORDS[to]}")
    audit.record(SYSTEM, "matters.reminded", matter, after={"due_at": matter.due_at, "text": key})
    tell(matter, _people(matter, to) or desk_of(matter), f"{named(matter)}{said}。")


def said_of(step: LadderStep) -> str:
    """Say in the office's words what has come."""
    if step.share is None:
        return f"逾期 {step.days} 个工作日"
    return "时限到了" if step.share >= 1 else f"时限用去 {float(step.share):.0%}"


def _people(matter: Matter, to: str) -> list[int]:
    """List whom a step tells."""
    if to == "handler":
        parts = Assignment.objects.filter(matter=matter, state__in=AssignmentState.in_hand())
        return sorted(
            {pk for part in parts.select_related("organisation") for pk in people_of(part.organisation)}
        )
    if to == "desk":
        return desk_of(matter)
    if to == "head":
        return holders_of(Right.MATTERS_DECIDE, [matter.desk_code])
    above = matter.place_code[: MatterLevel(matter.level).above()]
    return sorted({*holders_of(Right.MATTERS_DISPATCH, [above]), *holders_of(Right.MATTERS_DECIDE, [above])})
