"""Reminders level by level, by the rule in force when the matter was opened; safe to run at any hour, any number of times."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.services.notices import tell
from gongjian.apps.supervision.choices import EntryKind, MatterStatus
from gongjian.apps.supervision.models import Matter, MatterEntry
from gongjian.apps.supervision.services.matters import add_entry, matter_url, tell_handlers
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Right, ancestors_of
from gongjian.core.rules import rule_value
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime import ReminderStep, steps_reached

LADDER = "supervision.reminders"
LOOK_AHEAD_DAYS = 31
"""No ladder begins earlier than so many days before the due day."""
WORDS = {"handler": "承办人", "head": "负责人", "above": "上一级", "bulletin": "列入通报"}


def send_reminders(today: date | None = None) -> int:
    """Take every step that has come and was not taken; return how many. Each matter is its own transaction."""
    day = today or timezone.localdate()
    rows = Matter.objects.filter(
        status=MatterStatus.OPEN, due_on__lte=date.fromordinal(day.toordinal() + LOOK_AHEAD_DAYS)
    )
    return sum(_remind(matter_id, day) for matter_id in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(matter_id: int, today: date) -> int:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if matter.status != MatterStatus.OPEN:
        return 0
    taken = set(
        MatterEntry.objects.filter(matter=matter, kind=EntryKind.REMINDED, due_on=matter.due_on).values_list(
            "step", flat=True
        )
    )
    reached = steps_reached(matter.due_on, today, ladder_of(matter), calendar_around(matter.due_on))
    new = [step for step in reached if step.key not in taken]
    for step in new:
        _take(matter, step)
    return len(new)


def ladder_of(matter: Matter) -> list[ReminderStep]:
    """Return the steps of the rule that was in force when the matter was opened."""
    value = rule_value(LADDER, on=matter.opened_on, place_code=matter.place_code)
    return [ReminderStep(int(step["days"]), str(step["to"])) for step in value]


def _take(matter: Matter, step: ReminderStep) -> None:
    said = _said(step)
    add_entry(
        SYSTEM,
        matter,
        EntryKind.REMINDED,
        text=f"{said}，{WORDS[step.to]}",
        due_on=matter.due_on,
        step=step.key,
    )
    audit.record(SYSTEM, "supervision.reminded", matter, after={"due": matter.due_on, "text": step.key})
    sentence = f"{matter.number_text}{said}：{matter.title}。"
    people = _people(matter, step.to)
    if people:
        tell(people, sentence, matter_url(matter), matter.place_code, due_on=matter.due_on)
    else:
        tell_handlers(matter, sentence, due_on=matter.due_on)


def _said(step: ReminderStep) -> str:
    if step.days < 0:
        return f"离时限 {-step.days} 个工作日"
    return "时限到了" if step.days == 0 else f"逾期 {step.days} 个工作日"


def _people(matter: Matter, to: str) -> list[int]:
    """List whom a step tells: nobody for the handler's own, who is told in any case when nobody else is there."""
    units = [matter.organisation_id] if matter.organisation_id else []
    places = [] if units else [matter.place_code]
    if to == "head":
        return holders_of(Right.DOCUMENTS_SIGN, places, units)
    if to == "above":
        above = matter.place_code if units else (ancestors_of(matter.place_code) or ("",))[-1]
        return sorted(
            {*holders_of(Right.SUPERVISION_MANAGE, [above]), *holders_of(Right.DOCUMENTS_SIGN, [above])}
        )
    if to == "bulletin":
        return holders_of(Right.SUPERVISION_MANAGE, [matter.issuer_place_code])
    return []
