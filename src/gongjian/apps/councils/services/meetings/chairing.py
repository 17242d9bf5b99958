"""Who chairs: the turn as it comes, skipped or exchanged for a reason."""

from django.db import transaction

from gongjian.apps.councils.choices import MeetingStatus, TurnKind
from gongjian.apps.councils.models import ChairTurn, Meeting
from gongjian.apps.councils.selectors.meetings import next_chair
from gongjian.apps.councils.selectors.meetings.turns import ring_of
from gongjian.apps.councils.services.meetings.steps import run_meeting
from gongjian.apps.councils.services.meetings.telling import meeting_url, tell_member
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

OPEN = (MeetingStatus.PLANNED, MeetingStatus.CALLED)


def give_chair(meeting: Meeting) -> None:
    """Put into the chair of a meeting whose turn it is; nobody where no member chairs by turns."""
    turn = next_chair(meeting.council_id)
    if turn is not None:
        kind = TurnKind.OWN if turn.by == turn.of else TurnKind.EXCHANGED
        ChairTurn.objects.create(
            meeting=meeting,
            of_id=turn.of,
            by_id=turn.by,
            kind=kind,
            reason="" if kind == TurnKind.OWN else "还以前换的一次",
        )
    meeting.chair_id = turn.by if turn else None
    meeting.save(update_fields=["chair"])


@transaction.atomic
def skip_chair(*, actor: Actor, council_meeting_id: int, reason: str) -> Meeting:
    """Pass over whose turn it is; the next of the ring chairs, and the turn is not given back."""
    meeting, turn = _current(actor, council_meeting_id, reason)
    if len(ring_of(meeting.council_id)) < 2:
        raise Conflict("只有一个成员轮值，不能跳过。请先把别的成员排进轮值顺序。")
    turn.kind, turn.by, turn.reason = TurnKind.SKIPPED, None, reason.strip()
    turn.save(update_fields=["kind", "by", "reason"])
    give_chair(meeting)
    _told(actor, meeting, reason)
    return meeting


@transaction.atomic
def exchange_chair(*, actor: Actor, council_meeting_id: int, with_member_id: int, reason: str) -> Meeting:
    """Let another of the ring take this turn; he gives his next own turn to the one he stands in for."""
    meeting, turn = _current(actor, council_meeting_id, reason)
    if with_member_id == turn.by_id or with_member_id not in ring_of(meeting.council_id):
        raise Invalid("请选另一个在轮值顺序里的成员。")
    turn.kind, turn.by_id, turn.reason = TurnKind.EXCHANGED, with_member_id, reason.strip()
    turn.save(update_fields=["kind", "by", "reason"])
    meeting.chair_id = with_member_id
    meeting.save(update_fields=["chair"])
    _told(actor, meeting, reason)
    return meeting


def _current(actor: Actor, council_meeting_id: int, reason: str) -> tuple[Meeting, ChairTurn]:
    meeting = run_meeting(actor, council_meeting_id, *OPEN)
    if not reason.strip():
        raise Invalid("请写明为什么换人主持。")
    turn = meeting.turns.exclude(kind=TurnKind.SKIPPED).last()
    if turn is None:
        raise Conflict("这个议事会没有排轮值顺序。请先排好，再换人主持。")
    return meeting, turn


def _told(actor: Actor, meeting: Meeting, reason: str) -> None:
    meeting.refresh_from_db(fields=["chair"])
    audit.record(
        actor,
        "councils.chair_changed",
        meeting,
        after={"chair_id": meeting.chair_id, "reason": reason.strip()},
    )
    if meeting.chair_id is not None:
        sentence = f"{meeting}（{meeting.day}）改由{meeting.chair}主持：{reason.strip()}"
        tell_member(meeting.chair_id, sentence, meeting_url(meeting), meeting.council.place_code)
