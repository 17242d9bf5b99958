"""The time of a matter: extensions on request, pauses that do not count."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.supervision.choices import EntryKind, MatterStatus
from gongjian.apps.supervision.models import Matter
from gongjian.apps.supervision.services.matters import (
    add_entry,
    handled,
    issued,
    tell_handlers,
    tell_issuers,
)
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.workdays import add_workdays, calendar_around


@transaction.atomic
def ask_extension(*, actor: Actor, matter_id: int, due_on: date, reason: str) -> Matter:
    """Ask the issuer for a later day, saying why; the day in force stays until he agrees."""
    matter = handled(actor, matter_id)
    if matter.asked_due_on is not None:
        raise Conflict("已经申请过延期，等交办单位答复。")
    if due_on <= matter.due_on:
        raise Invalid("申请的时限不比现在的晚。请改成更晚的日期。")
    if due_on < timezone.localdate():
        raise Invalid("申请的时限已经过了。请改成今天或以后的日期。")
    if not reason.strip():
        raise Invalid("请写明为什么要延期。")
    matter.asked_due_on = due_on
    matter.save(update_fields=["asked_due_on"])
    add_entry(actor, matter, EntryKind.EXTENSION_ASKED, text=reason.strip(), due_on=due_on)
    audit.record(
        actor, "supervision.extension_asked", matter, after={"due": due_on, "reason": reason.strip()}
    )
    tell_issuers(matter, f"{matter.number_text}申请延期到{due_on.month}月{due_on.day}日：{reason.strip()}")
    return matter


@transaction.atomic
def answer_extension(*, actor: Actor, matter_id: int, is_granted: bool, text: str = "") -> Matter:
    """Agree to a later day, or refuse it with the reason; reminders start again for a new day."""
    matter = issued(actor, matter_id)
    asked = matter.asked_due_on
    if asked is None:
        raise Conflict("没有等答复的延期申请。")
    if not is_granted and not text.strip():
        raise Invalid("请写明不同意的原因。")
    before = audit.snapshot(matter, "due_on")
    if is_granted:
        matter.due_on = asked
    matter.asked_due_on = None
    matter.save(update_fields=["due_on", "asked_due_on"])
    kind = EntryKind.EXTENSION_GRANTED if is_granted else EntryKind.EXTENSION_REFUSED
    add_entry(actor, matter, kind, text=text.strip(), due_on=matter.due_on)
    act = "supervision.extension_granted" if is_granted else "supervision.extension_refused"
    audit.record(actor, act, matter, before=before, after=audit.snapshot(matter, "due_on"))
    said = "同意延期" if is_granted else "不同意延期"
    tell_handlers(
        matter,
        f"{matter.number_text}{said}，时限{matter.due_on.month}月{matter.due_on.day}日。{text.strip()}",
        due_on=matter.due_on,
    )
    return matter


@transaction.atomic
def pause_matter(*, actor: Actor, matter_id: int, reason: str) -> Matter:
    """Stop a matter's clock, saying why: the days until it goes on do not count, nobody is reminded."""
    matter = issued(actor, matter_id)
    if matter.status != MatterStatus.OPEN:
        raise Conflict(f"这件督办件现在是“{matter.get_status_display()}”，不用暂停。")
    if not reason.strip():
        raise Invalid("请写明暂停的原因。")
    matter.status, matter.paused_on = MatterStatus.PAUSED, timezone.localdate()
    matter.save(update_fields=["status", "paused_on"])
    add_entry(actor, matter, EntryKind.PAUSED, text=reason.strip())
    audit.record(actor, "supervision.matter_paused", matter, after={"reason": reason.strip()})
    tell_handlers(matter, f"{matter.number_text}暂停计时：{reason.strip()}")
    return matter


@transaction.atomic
def resume_matter(*, actor: Actor, matter_id: int) -> Matter:
    """Let the clock go on: the due day moves later by the working days of the pause."""
    matter = issued(actor, matter_id)
    if matter.status != MatterStatus.PAUSED or matter.paused_on is None:
        raise Conflict("这件督办件没有暂停。")
    before = audit.snapshot(matter, "due_on")
    today = timezone.localdate()
    paused = calendar_around(today).working_days_between(matter.paused_on, today)
    matter.due_on = add_workdays(matter.due_on, paused) if paused else matter.due_on
    matter.status, matter.paused_on = MatterStatus.OPEN, None
    matter.save(update_fields=["status", "paused_on", "due_on"])
    add_entry(
        actor, matter, EntryKind.RESUMED, text=f"暂停 {paused} 个工作日，不计入时限", due_on=matter.due_on
    )
    audit.record(
        actor, "supervision.matter_resumed", matter, before=before, after=audit.snapshot(matter, "due_on")
    )
    tell_handlers(
        matter,
        f"{matter.number_text}恢复计时，时限{matter.due_on.month}月{matter.due_on.day}日。",
        due_on=matter.due_on,
    )
    return matter
