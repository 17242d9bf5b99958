"""Rows of meetings loaded for a change: the right looked at, the row locked, its state where it must be."""

from django.utils import timezone

from gongjian.apps.councils.choices import MEETING_STEPS, MeetingStatus
from gongjian.apps.councils.models import Meeting
from gongjian.apps.councils.selectors.meetings import chairs, get_meeting
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotAllowed


def run_meeting(actor: Actor, council_meeting_id: int, *states: MeetingStatus) -> Meeting:
    """Load a meeting for those who run its council, locked."""
    meeting = get_meeting(actor, council_meeting_id)
    actor.require(Right.COUNCILS_MANAGE, meeting.council.place_code)
    return _locked(meeting, states)


def chaired_meeting(actor: Actor, council_meeting_id: int, *states: MeetingStatus) -> Meeting:
    """Load a meeting for whoever chairs it or runs its council, locked."""
    meeting = get_meeting(actor, council_meeting_id)
    require_chair(actor, meeting)
    return _locked(meeting, states)


def require_chair(actor: Actor, meeting: Meeting) -> None:
    """Refuse whoever neither runs the council nor speaks for the member in the chair."""
    if not actor.can(Right.COUNCILS_MANAGE, meeting.council.place_code) and not chairs(actor, meeting):
        raise NotAllowed("这件事由这次会议的主持人或社区来办。")


def _locked(meeting: Meeting, states: tuple[MeetingStatus, ...]) -> Meeting:
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",))
    locked: Meeting = rows.select_related("council", "chair", "chair__organisation").get(pk=meeting.pk)
    if states and locked.status not in states:
        raise Conflict(f"这次会议现在是“{locked.get_status_display()}”，这一步不能办。")
    return locked


def take_step(meeting: Meeting, status: MeetingStatus) -> None:
    """Move a meeting to where the table lets it go; calendars take the change over."""
    if status not in MEETING_STEPS[meeting.status]:
        raise Conflict(f"这次会议现在是“{meeting.get_status_display()}”，不能改成“{status.label}”。")
    meeting.status = status
    meeting.changed_at = timezone.now()
