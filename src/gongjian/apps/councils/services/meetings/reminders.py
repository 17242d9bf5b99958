"""Reminders of what was decided, each once: before its day, and after it; safe to run at any hour."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import ResolutionEntryKind, ResolutionStatus
from gongjian.apps.councils.models import Resolution, ResolutionEntry
from gongjian.apps.councils.services.meetings.telling import resolution_url, tell_hosts, tell_member
from gongjian.core import audit
from gongjian.core.access import SYSTEM
from gongjian.core.rules import rule_value
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime import ReminderStep, steps_reached

LADDER = "councils.resolution_reminders"
LOOK_AHEAD = timedelta(days=31)
"""No ladder begins earlier than so long before the day."""


def send_reminders(today: date | None = None) -> int:
    """Take every step that has come and was not taken; return how many. Each resolution is its own transaction."""
    day = today or timezone.localdate()
    rows = Resolution.objects.filter(status=ResolutionStatus.OPEN, due_on__lte=day + LOOK_AHEAD)
    return sum(_remind(key, day) for key in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(resolution_id: int, today: date) -> int:
    rows = Resolution.objects.select_for_update(no_key=True, of=("self",))
    resolution = rows.select_related("council", "member__organisation").get(pk=resolution_id)
    if resolution.status != ResolutionStatus.OPEN:
        return 0
    entries = ResolutionEntry.objects.filter(resolution=resolution, kind=ResolutionEntryKind.REMINDED)
    taken = set(entries.filter(due_on=resolution.due_on).values_list("step", flat=True))
    calendar = calendar_around(resolution.due_on)
    reached = steps_reached(resolution.due_on, today, _ladder(resolution), calendar)
    new = [step for step in reached if step.key not in taken]
    for step in new:
        _take(resolution, step)
    return len(new)


def _ladder(resolution: Resolution) -> list[ReminderStep]:
    """Return the steps of the rule in force when it was decided."""
    value = rule_value(LADDER, on=resolution.made_on, place_code=resolution.council.place_code)
    return [ReminderStep(int(step["days"]), str(step["to"])) for step in value]


def _take(resolution: Resolution, step: ReminderStep) -> None:
    said = _said(step.days)
    ResolutionEntry.objects.create(
        resolution=resolution,
        kind=ResolutionEntryKind.REMINDED,
        text=said,
        step=step.key,
        due_on=resolution.due_on,
        at=timezone.now(),
    )
    place_code, url = resolution.council.place_code, resolution_url(resolution)
    audit.record(
        SYSTEM,
        "councils.resolution_reminded",
        resolution,
        after={"due": resolution.due_on, "text": step.key},
        place_code=place_code,
    )
    sentence = f"{said}：{resolution.text}（{resolution.owner}办）"
    is_told = (
        step.to == "handler"
        and resolution.member_id is not None
        and tell_member(resolution.member_id, sentence, url, place_code, resolution.due_on)
    )
    if not is_told:
        tell_hosts(place_code, sentence, url, resolution.due_on)


def _said(days: int) -> str:
    if days < 0:
        return f"离时限 {-days} 个工作日"
    return "今天到期" if days == 0 else f"逾期 {days} 个工作日"
