"""The desk decides what a matter is and whether it is taken on."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState, Outcome, StepKind
from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.apps.matters.services.clocks import start_clock
from gongjian.apps.matters.services.entries import add_step, tell_reporter
from gongjian.apps.matters.services.locking import at_desk, written
from gongjian.apps.matters.services.raising import note_repeats
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, NotFound


@transaction.atomic
def classify(*, actor: Actor, matter_id: int, class_id: int) -> Matter:
    """Give a matter its class, as the person chose it; its limit follows, and its due time as long as no unit has it."""
    matter = at_desk(actor, matter_id, "classify")
    before = audit.snapshot(matter, "matter_class", "due_at")
    matter.matter_class = _active_class(matter, class_id)
    if matter.state in (MatterState.REPORTED, MatterState.VERIFYING, MatterState.FILED):
        start_clock(matter)
    matter.save()
    add_step(actor, matter, StepKind.CLASSIFIED, str(matter.matter_class))
    audit.record(
        actor,
        "matters.classified",
        matter,
        before=before,
        after=audit.snapshot(matter, "matter_class", "due_at"),
    )
    return matter


def _active_class(matter: Matter, class_id: int) -> MatterClass:
    found = MatterClass.objects.filter(pk=class_id, is_active=True).first()
    if found is None or not matter.place_code.startswith(found.place_code):
        raise NotFound("没有这个类别，或者已经停用。请重新选。")
    return found


@transaction.atomic
def send_to_verify(*, actor: Actor, matter_id: int, words: str) -> Matter:
    """Have a public report looked at on the spot before it is filed; the clock goes on."""
    matter = at_desk(actor, matter_id, "verify")
    text = written(words, "请写由谁去核实、核实什么。")
    matter.save(update_fields=["state"])
    add_step(actor, matter, StepKind.VERIFYING, text, is_public=True)
    audit.record(actor, "matters.sent_to_verify", matter, after={"text": text})
    return matter


@transaction.atomic
def file_matter(*, actor: Actor, matter_id: int, class_id: int | None = None, words: str = "") -> Matter:
    """Take a matter on: it has a class, its clock starts now, and repeats raise its level.

    Raises Conflict for a matter without a class.
    """
    matter = at_desk(actor, matter_id, "file")
    if class_id is not None:
        matter.matter_class = _active_class(matter, class_id)
    if matter.matter_class is None:
        raise Conflict("先选类别再受理：类别定了，才知道时限和由谁办。")
    matter.filed_at = matter.started_at = timezone.now()
    start_clock(matter)
    matter.save()
    add_step(
        actor,
        matter,
        StepKind.FILED,
        words or f"{matter.matter_class}，限 {matter.limit_text}",
        is_public=True,
    )
    audit.record(
        actor, "matters.filed", matter, after=audit.snapshot(matter, "matter_class", "limit_amount", "due_at")
    )
    tell_reporter(matter, StepKind.FILED, f"您反映的事已受理，{_moment(matter)}前答复您。")
    note_repeats(actor, matter)
    return matter


def _moment(matter: Matter) -> str:
    due = timezone.localtime(matter.due_at)
    return f"{due.month}月{due.day}日 {due.hour}:{due.minute:02d} "


@transaction.atomic
def reject_matter(
    *, actor: Actor, matter_id: int, reason: str, outcome: Outcome = Outcome.NOT_ACCEPTED
) -> Matter:
    """Decline a matter, saying why and where to turn; the reporter reads the reason."""
    matter = at_desk(actor, matter_id, "reject")
    matter.reason = written(reason, "请写明为什么不受理、可以找谁。反映人会看到。")
    matter.outcome = Outcome.REFERRED if outcome == Outcome.REFERRED else Outcome.NOT_ACCEPTED
    matter.answer, matter.answered_at = matter.reason, timezone.now()
    matter.closed_at = matter.answered_at
    matter.contacted_at = matter.contacted_at or matter.answered_at
    matter.save()
    add_step(actor, matter, StepKind.REJECTED, matter.reason, is_public=True)
    audit.record(actor, "matters.rejected", matter, after=audit.snapshot(matter, "outcome", "reason"))
    tell_reporter(matter, StepKind.REJECTED, f"您反映的事没有受理：{matter.reason}")
    return matter
