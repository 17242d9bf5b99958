"""A meeting is planned, called with its notice, moved or cancelled for a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongjian.apps.councils.choices import ChangeKind, ItemStatus, MeetingStatus, Reply
from gongjian.apps.councils.models import Attendance, Council, Meeting, MeetingChange
from gongjian.apps.councils.selectors.meetings import days_of, get_council, members_on
from gongjian.apps.councils.selectors.meetings.find import HELD_MEETINGS
from gongjian.apps.councils.services.meetings.chairing import give_chair
from gongjian.apps.councils.services.meetings.ideas import tell_idea_of_item
from gongjian.apps.councils.services.meetings.papers import write_notice
from gongjian.apps.councils.services.meetings.steps import run_meeting, take_step
from gongjian.apps.councils.services.meetings.telling import tell_members
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

OPEN = (MeetingStatus.PLANNED, MeetingStatus.CALLED)


@dataclass(frozen=True, kw_only=True)
class MeetingSpec:
    """A meeting as somebody planned it; without a place it is where the council usually meets."""

    starts_at: datetime
    venue: str = ""
    title: str = ""
    is_demo: bool = False


@transaction.atomic
def plan_meeting(*, actor: Actor, council_id: int, spec: MeetingSpec) -> Meeting:
    """Plan the next meeting of a council: it gets its number, and the chair whose turn it is."""
    council = get_council(actor, council_id)
    actor.require(Right.COUNCILS_MANAGE, council.place_code)
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    if council.is_over:
        raise Conflict(f"{council.name}已经撤销，不能再开会。")
    if spec.starts_at < timezone.now():
        raise Invalid("开会时间已经过了。请写以后的时间。")
    rows = Meeting.objects.filter(council=council)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = Meeting.objects.create(
        council=council,
        number=number,
        title=spec.title.strip(),
        starts_at=spec.starts_at,
        venue=_venue(spec.venue or council.venue),
        previous=rows.filter(status__in=HELD_MEETINGS).order_by("-starts_at").first(),
        made_by_id=actor.user_id,
        changed_at=timezone.now(),
        is_demo=spec.is_demo,
    )
    give_chair(meeting)
    audit.record(actor, "councils.meeting_planned", meeting, after=_plain(meeting))
    return meeting


@transaction.atomic
def call_meeting(*, actor: Actor, council_meeting_id: int) -> Meeting:
    """Send the notice with the agenda, as many days ahead as the rule says; members may answer from then on."""
    meeting = run_meeting(actor, council_meeting_id, MeetingStatus.PLANNED)
    _refuse_late(meeting, meeting.starts_at)
    if not meeting.items.filter(status=ItemStatus.ACCEPTED).exists():
        raise Conflict("还没有列入议程的议题。请先定至少一个议题，再发通知。")
    day = timezone.localtime(meeting.starts_at).date()
    if meeting.chair is not None and not meeting.chair.is_in_force(day):
        raise Conflict(f"轮到主持的{meeting.chair}已经退出。请先换人主持，再发通知。")
    members = members_on(meeting.council_id, day)
    if not members:
        raise Conflict("还没有成员。请先加成员，再发通知。")
    before = Meeting.objects.filter(council_id=meeting.council_id, status__in=HELD_MEETINGS)
    meeting.previous = before.exclude(pk=meeting.pk).order_by("-starts_at").first()
    Attendance.objects.bulk_create([Attendance(meeting=meeting, member=member) for member in members])
    take_step(meeting, MeetingStatus.CALLED)
    meeting.called_at = timezone.now()
    meeting.notice = write_notice(actor, meeting)
    meeting.save(update_fields=["status", "called_at", "changed_at", "previous", "notice"])
    audit.record(actor, "councils.meeting_called", meeting, after=_plain(meeting))
    tell_members(meeting, f"{meeting}：{meeting.day}，{meeting.venue}。请看议程，回复到不到会。", due_on=day)
    return meeting


@transaction.atomic
def move_meeting(
    *, actor: Actor, council_meeting_id: int, starts_at: datetime, venue: str, reason: str
) -> Meeting:
    """Move a meeting to another time or place; once it is called, members are told why and answer anew."""
    meeting = run_meeting(actor, council_meeting_id, *OPEN)
    if not reason.strip():
        raise Invalid("请写明为什么改期，成员会看到。")
    if starts_at < timezone.now():
        raise Invalid("开会时间已经过了。请写以后的时间。")
    before = _plain(meeting)
    was_at, meeting.starts_at, meeting.venue = meeting.starts_at, starts_at, _venue(venue)
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=["starts_at", "venue", "changed_at"])
    if meeting.status == MeetingStatus.CALLED:
        _note_change(actor, meeting, ChangeKind.MOVED, was_at, reason)
        cleared = {"reply": Reply.NONE, "reply_words": "", "replied_at": None}
        sent = {"substitute_name": "", "substitute_user": None, "proxy_paper": None}
        Attendance.objects.filter(meeting=meeting).update(**cleared, **sent)
        tell_members(
            meeting,
            f"{meeting}改到{meeting.day}，{meeting.venue}：{reason.strip()}。请重新回复到不到会。",
            due_on=timezone.localtime(starts_at).date(),
        )
    audit.record(actor, "councils.meeting_moved", meeting, before=before, after=_plain(meeting))
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, council_meeting_id: int, reason: str) -> Meeting:
    """Cancel a meeting: its items wait for the next one, and its turn in the chair does not count."""
    meeting = run_meeting(actor, council_meeting_id, *OPEN)
    if not reason.strip():
        raise Invalid("请写明为什么取消，成员会看到。")
    was_called = meeting.status == MeetingStatus.CALLED
    take_step(meeting, MeetingStatus.CANCELLED)
    meeting.save(update_fields=["status", "changed_at"])
    _note_change(actor, meeting, ChangeKind.CANCELLED, meeting.starts_at, reason)
    items = list(meeting.items.filter(status=ItemStatus.ACCEPTED).select_related("council"))
    for item in items:
        item.meeting, item.status = None, ItemStatus.DEFERRED
        item.answer = f"会议取消：{reason.strip()}"[:300]
        item.save(update_fields=["meeting", "status", "answer"])
        tell_idea_of_item(actor, item)
    audit.record(actor, "councils.meeting_cancelled", meeting, after={"reason": reason.strip()})
    if was_called:
        tell_members(meeting, f"{meeting}取消，不用来了：{reason.strip()}。议题留到下一次。")
    return meeting


def _refuse_late(meeting: Meeting, starts_at: datetime) -> None:
    today = timezone.localdate()
    days = days_of("notice_days", meeting.council.place_code, today)
    if timezone.localtime(starts_at).date() < today + timedelta(days=days):
        raise Invalid(f"开会要至少提前 {days} 天通知。请把时间往后改，再发通知。")


def _venue(text: str) -> str:
    if not text.strip():
        raise Invalid("没有写在哪里开会。请写明地点。")
    return text.strip()


def _note_change(actor: Actor, meeting: Meeting, kind: ChangeKind, was_at: datetime, reason: str) -> None:
    MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        was_at=was_at,
        reason=reason.strip(),
        by_id=actor.user_id,
        at=timezone.now(),
    )


def _plain(meeting: Meeting) -> dict[str, object]:
    return audit.snapshot(meeting, "number", "starts_at", "venue", "status", "chair_id")
