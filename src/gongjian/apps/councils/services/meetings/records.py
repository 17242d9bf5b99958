"""The meeting itself: who came, what was said and decided item by item, the record confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import ItemOutcome, ItemStatus, MeetingStatus, Reply, SeatRole
from gongjian.apps.councils.models import AgendaItem, Attendance, CouncilMember, Meeting
from gongjian.apps.councils.selectors.meetings import (
    get_item,
    members_in_room,
    members_on,
    rule_of,
    speaker_of,
)
from gongjian.apps.councils.selectors.meetings.rules import read_rule
from gongjian.apps.councils.services.meetings.ideas import tell_idea_of_item
from gongjian.apps.councils.services.meetings.steps import chaired_meeting, take_step
from gongjian.apps.councils.services.meetings.telling import tell_members
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

HELD = (MeetingStatus.HELD,)


@dataclass(frozen=True, kw_only=True)
class SeatSpec:
    """A member that was there: by its delegate or the one it sent, when he came late or left early."""

    member_id: int
    is_substitute: bool = False
    came_at: time | None = None
    left_at: time | None = None


@dataclass(frozen=True, kw_only=True)
class HandsSpec:
    """A show of hands; `at` is when, without it at the end: those who had left by then are not counted."""

    yes: int
    no: int
    abstain: int
    at: time | None = None


@transaction.atomic
def record_attendance(
    *, actor: Actor, council_meeting_id: int, seats: Sequence[SeatSpec], recorder: str
) -> Meeting:
    """Write who came, all at once; quorum follows by the rule of the day. May be mended until something is voted on."""
    meeting = chaired_meeting(actor, council_meeting_id, MeetingStatus.CALLED, MeetingStatus.HELD)
    day = timezone.localtime(meeting.starts_at).date()
    if timezone.localdate() < day:
        raise Conflict("还没有到开会的日子，不能签到。")
    if meeting.items.exclude(yes=None, vote_key="").exists():
        raise Conflict("已经表决过，签到不能再改。")
    if not recorder.strip():
        raise Invalid("请写明记录人。")
    members = {member.pk: member for member in members_on(meeting.council_id, day)}
    wanted = {spec.member_id: spec for spec in seats}
    if wanted.keys() - members.keys():
        raise Invalid("签到里有开会那天不是成员的。请重新打开页面再签。")
    rows = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    Attendance.objects.filter(meeting=meeting).exclude(member_id__in=members).delete()
    for pk, member in members.items():
        _sit(rows.get(pk) or Attendance(meeting=meeting, member=member), member, wanted.get(pk))
    _count(meeting, len(members), len(wanted))
    meeting.recorder = recorder.strip()
    if meeting.status == MeetingStatus.CALLED:
        take_step(meeting, MeetingStatus.HELD)
        meeting.held_at = timezone.now()
    meeting.save()
    after = audit.snapshot(meeting, "expected", "present", "has_quorum", "recorder")
    audit.record(actor, "councils.attended", meeting, after=after)
    return meeting


def _sit(row: Attendance, member: CouncilMember, spec: SeatSpec | None) -> None:
    """Write one member's seat. A substitute needs his proxy, a body somebody who speaks for it."""
    row.is_present, row.who, row.role, row.came_at, row.left_at = False, "", "", None, None
    if spec is not None:
        row.is_present, row.came_at, row.left_at = True, spec.came_at, spec.left_at
        row.who, row.role = _who(row, member, spec)
        if spec.came_at and spec.left_at and spec.left_at <= spec.came_at:
            raise Invalid(f"{member}走的时间早于到的时间。请核对。")
    row.save()


def _who(row: Attendance, member: CouncilMember, spec: SeatSpec) -> tuple[str, SeatRole]:
    if member.organisation_id is None:
        return member.person_name, SeatRole.SELF
    if spec.is_substitute:
        if row.reply != Reply.SUBSTITUTE:
            raise Invalid(f"{member}没有书面委托，不能由别人代为到会。请先补委托书。")
        return row.substitute_name, SeatRole.SUBSTITUTE
    speaker = speaker_of(member)
    if speaker is None:
        raise Invalid(f"{member}现在没有代表。请先定代表，或者补委托书。")
    return speaker.name, SeatRole.DELEGATE


def _count(meeting: Meeting, expected: int, present: int) -> None:
    day = timezone.localtime(meeting.starts_at).date()
    meeting.rule = rule_of(meeting.council.kind, meeting.council.place_code, day)
    meeting.expected, meeting.present = expected, present
    meeting.has_quorum = not read_rule(meeting.rule).missing(expected, present)


@transaction.atomic
def record_item(
    *, actor: Actor, agenda_item_id: int, summary: str, hands: HandsSpec | None = None
) -> AgendaItem:
    """Write what was said of an item, and its vote by hands where there was one; may be mended until the record is confirmed.

    What was voted in secret stays as it was counted. Raises Conflict without a quorum of those in the room, Invalid
    when the hands are not as many as they are.
    """
    item, meeting = on_agenda(actor, agenda_item_id, "记")
    if item.vote_key and (hands is not None or item.is_voting):
        raise Conflict("这个议题是无记名投票，不能记举手。投票结束、计票以后再写讨论情况。")
    if not summary.strip():
        raise Invalid("没有写讨论情况。请写谁说了什么、意见是什么。")
    before = audit.snapshot(item, "summary", "outcome", "yes", "no", "abstain")
    item.summary, item.status = summary.strip(), ItemStatus.DISCUSSED
    if not item.vote_key:
        _clear_vote(item)
    if hands is not None:
        _vote(meeting, item, hands)
    item.save()
    after = audit.snapshot(item, "summary", "outcome", "yes", "no", "abstain")
    audit.record(
        actor,
        "councils.item_recorded",
        item,
        before=before,
        after=after,
        place_code=meeting.council.place_code,
    )
    tell_idea_of_item(actor, item)
    return item


def on_agenda(actor: Actor, agenda_item_id: int, act: str) -> tuple[AgendaItem, Meeting]:
    """Load an item of a meeting that is held, both locked by the meeting, for whoever chairs it."""
    item = get_item(actor, agenda_item_id)
    if item.meeting_id is None:
        raise Conflict("这个议题没有列入会议。")
    meeting = chaired_meeting(actor, item.meeting_id, *HELD)
    item = AgendaItem.objects.select_related("council", "meeting__council").get(pk=item.pk)
    if item.meeting_id != meeting.pk or item.status not in (ItemStatus.ACCEPTED, ItemStatus.DISCUSSED):
        raise Conflict(f"这个议题现在是“{item.get_status_display()}”，不能{act}。")
    return item, meeting


def _clear_vote(item: AgendaItem) -> None:
    item.outcome = ItemOutcome.NOTED
    item.yes = item.no = item.abstain = item.in_room = item.needed = None


def _vote(meeting: Meeting, item: AgendaItem, hands: HandsSpec) -> None:
    in_room = require_quorum(meeting, hands.at)
    cast = hands.yes + hands.no + hands.abstain
    if min(hands.yes, hands.no, hands.abstain) < 0 or cast != in_room:
        raise Invalid(
            f"举手的加起来是 {cast} 个，会场里有表决权的成员是 {in_room} 个，对不上。请核对人数，或者改签到里的到会时间。"
        )
    outcome = read_rule(meeting.rule).outcome(hands.yes, in_room, meeting.expected)
    item.yes, item.no, item.abstain = hands.yes, hands.no, hands.abstain
    item.in_room, item.needed = in_room, outcome.needed
    item.outcome = ItemOutcome.PASSED if outcome.is_passed else ItemOutcome.FAILED


def require_quorum(meeting: Meeting, at: time | None = None) -> int:
    """Return how many members are in the room at a time; Conflict with what is missing when they can't decide."""
    in_room = members_in_room(meeting, at)
    missing = read_rule(meeting.rule).missing(meeting.expected, in_room)
    if missing:
        raise Conflict(f"到会人数不够，不能表决。{''.join(missing)}可以讨论，决定留到下次。")
    return in_room


@transaction.atomic
def close_meeting(*, actor: Actor, council_meeting_id: int, remarks: str = "") -> Meeting:
    """Confirm the record: every item was recorded or put off. After this nothing of it changes."""
    meeting = chaired_meeting(actor, council_meeting_id, *HELD)
    if meeting.items.exclude(vote_key="").filter(yes=None).exists():
        raise Conflict("还有无记名投票没有结束。请先结束投票、计票。")
    open_items = meeting.items.filter(status=ItemStatus.ACCEPTED)
    if titles := list(open_items.values_list("title", flat=True)):
        raise Conflict(f"还有议题没有记：{'、'.join(titles)}。请写讨论情况，没有议的改成“以后再议”。")
    take_step(meeting, MeetingStatus.CLOSED)
    meeting.closed_at = timezone.now()
    meeting.remarks = remarks.strip() or meeting.remarks
    meeting.save(update_fields=["status", "closed_at", "changed_at", "remarks"])
    audit.record(actor, "councils.meeting_closed", meeting, after=audit.snapshot(meeting, "status"))
    count = meeting.resolutions.count()
    tell_members(meeting, f"{meeting}的记录已经确认，议定 {count} 件事，请看有没有要你们办的")
    return meeting
