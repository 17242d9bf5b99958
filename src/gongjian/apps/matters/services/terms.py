"""A matter's time: paused with a reason, gone on with, extended from above."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, StepKind
from gongjian.apps.matters.models import Extension, Hold, Matter
from gongjian.apps.matters.selectors.deadlines import due_after_pause
from gongjian.apps.matters.selectors.hands import people_of
from gongjian.apps.matters.services.clocks import set_due
from gongjian.apps.matters.services.entries import add_step, named, tell, tell_desk
from gongjian.apps.matters.services.locking import at_desk, in_own_hands, written
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound


@transaction.atomic
def hold(*, actor: Actor, matter_id: int, reason: str) -> Matter:
    """Stop the clock, saying why; the timeline shows it."""
    matter = at_desk(actor, matter_id, "hold")
    before = Matter.objects.values_list("state", flat=True).get(
        pk=matter_id
    )  # locked: still the state before
    text = written(reason, "请写明为什么暂停计时、等什么。")
    Hold.objects.create(
        matter=matter, reason=text, state_before=before, started_at=timezone.now(), by_id=actor.user_id
    )
    matter.save(update_fields=["state"])
    add_step(actor, matter, StepKind.HELD, text, is_public=True)
    audit.record(actor, "matters.held", matter, after={"reason": text})
    return matter


@transaction.atomic
def resume(*, actor: Actor, matter_id: int) -> Matter:
    """Let the clock go on: the due time moves by exactly the working time that the pause took."""
    matter = at_desk(actor, matter_id, "resume")
    pause = Hold.objects.get(matter=matter, ended_at__isnull=True)
    pause.ended_at = timezone.now()
    pause.save(update_fields=["ended_at"])
    before = audit.snapshot(matter, "due_at")
    matter.state = pause.state_before
    set_due(matter, due_after_pause(matter, pause.started_at, pause.ended_at))
    matter.save()
    add_step(actor, matter, StepKind.RESUMED, is_public=True)
    audit.record(actor, "matters.resumed", matter, before=before, after=audit.snapshot(matter, "due_at"))
    return matter


@transaction.atomic
def ask_extension(*, actor: Actor, assignment_id: int, due_at: datetime, reason: str) -> Extension:
    """Ask for a later due time, saying why; until it is decided the old one holds.

    Raises Invalid for a time that isn't later, Conflict while another asking waits.
    """
    matter, part = in_own_hands(actor, assignment_id, "ask_extension", AssignmentState.in_hand())
    text = written(reason, "请写明为什么要延期。")
    if due_at <= max(matter.due_at, timezone.now()):
        raise Invalid("要延到的时间不晚于现在的时限。请写一个更晚的时间。")
    if Extension.objects.filter(matter=matter, is_granted__isnull=True).exists():
        raise Conflict("已经有一个延期申请在等答复。")
    asked = Extension.objects.create(
        matter=matter,
        assignment=part,
        reason=text,
        due_before=matter.due_at,
        asked_due_at=due_at,
        asked_at=timezone.now(),
        asked_by_id=actor.user_id,
    )
    add_step(actor, matter, StepKind.EXTENSION_ASKED, text, organisation_id=part.organisation_id)
    audit.record(actor, "matters.extension_asked", matter, after={"due_at": due_at, "reason": text})
    tell_desk(matter, f"{part.organisation}为{named(matter)}申请延期：{text}")
    return asked


@transaction.atomic
def decide_extension(*, actor: Actor, extension_id: int, is_granted: bool, words: str = "") -> Extension:
    """Grant or refuse more time, at the level that answers for the matter or above, never by those who asked.

    A refusal says why.
    """
    found = Extension.objects.select_related("assignment").filter(pk=extension_id).first()
    if found is None:
        raise NotFound()
    matter = at_desk(actor, found.matter_id, "decide_extension", Right.MATTERS_DECIDE)
    if actor.user_id == found.asked_by_id or actor.home_unit_id == found.assignment.organisation_id:
        raise NotAllowed("自己单位申请的延期不能自己批。请由上级批。")
    asked = Extension.objects.select_related("assignment__organisation").get(pk=extension_id)
    if asked.is_granted is not None:
        raise Conflict("这个延期申请刚才已经答复过了。")
    asked.words = words.strip() if is_granted else written(words, "请写明为什么不同意延期。")
    asked.is_granted, asked.decided_at, asked.decided_by_id = is_granted, timezone.now(), actor.user_id
    asked.save()
    if is_granted:
        set_due(matter, asked.asked_due_at, is_new_clock=True)
        matter.save()
    kind = StepKind.EXTENSION_GRANTED if is_granted else StepKind.EXTENSION_REFUSED
    add_step(actor, matter, kind, asked.words, is_public=is_granted)
    audit.record(
        actor,
        "matters.extension_decided",
        matter,
        before={"due_at": asked.due_before},
        after={"granted": is_granted, "due_at": matter.due_at, "reason": asked.words},
    )
    said = "同意" if is_granted else "没有同意"
    tell(matter, people_of(asked.assignment.organisation), f"{named(matter)}的延期申请{said}。{asked.words}")
    return asked
