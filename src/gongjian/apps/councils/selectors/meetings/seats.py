"""Who sits in a council on a day, who speaks for whom, what a person may do by it."""

from collections.abc import Iterable
from datetime import date, time

from django.db.models import Prefetch
from django.utils import timezone

from gongjian.apps.councils.choices import MeetingStatus, Reply
from gongjian.apps.councils.models import (
    Attendance,
    Council,
    CouncilDelegate,
    CouncilMember,
    Meeting,
    in_force,
)
from gongjian.core.access import Actor, Right


def members_on(council_id: int, day: date) -> list[CouncilMember]:
    """List the members of a day in the order of the chair, each with `speakers`: its delegates of that day. Two queries."""
    speaking = Prefetch("delegates", CouncilDelegate.objects.filter(in_force(day, "")), to_attr="speakers")
    rows = CouncilMember.objects.filter(in_force(day, "", "joined_on", "left_on"), council_id=council_id)
    return list(rows.select_related("organisation").prefetch_related(speaking))


def speaker_of(member: CouncilMember) -> CouncilDelegate | None:
    """Return who speaks for a member that `members_on` returned."""
    speakers: list[CouncilDelegate] = getattr(member, "speakers", [])
    return speakers[0] if speakers else None


def seats_of(actor: Actor) -> list[CouncilMember]:
    """List the members for which a person speaks today, with their councils. One query."""
    if actor.user_id is None or not actor.can(Right.COUNCILS_TAKE_PART):
        return []
    held = CouncilDelegate.held_by(actor, timezone.localdate()).values("member_id")
    rows = CouncilMember.objects.filter(pk__in=held, council__ended_on__isnull=True)
    return list(rows.select_related("council", "organisation").order_by("council__name", "pk"))


def seat_in(actor: Actor, council_id: int) -> CouncilMember | None:
    """Return the member of a council for which a person speaks today. One query."""
    if actor.user_id is None or not actor.can(Right.COUNCILS_TAKE_PART):
        return None
    held = CouncilDelegate.held_by(actor, timezone.localdate()).filter(member__council_id=council_id)
    row = held.select_related("member", "member__organisation").first()
    return row.member if row else None


def members_in_room(meeting: Meeting, at: time | None = None) -> int:
    """Count the members that are there at a time; without one, those that have not left. One query."""
    return sum(row.is_in_room(at) for row in Attendance.objects.filter(meeting=meeting))


def is_substitute(actor: Actor, meeting: Meeting) -> bool:
    """Say whether a person is sent to a meeting in a member's place."""
    return Attendance.objects.filter(
        meeting=meeting, substitute_user_id=actor.user_id, reply=Reply.SUBSTITUTE
    ).exists()


def manages(actor: Actor, council: Council) -> bool:
    """Say whether a person runs a council for its place."""
    return actor.can(Right.COUNCILS_MANAGE, council.place_code)


def chairs(actor: Actor, meeting: Meeting | None) -> bool:
    """Say whether a person speaks for the member in the chair of a meeting."""
    if meeting is None or meeting.chair_id is None:
        return False
    seat = seat_in(actor, meeting.council_id)
    return seat is not None and seat.pk == meeting.chair_id


def coming_meeting(council_id: int) -> Meeting | None:
    """Return the next meeting that is not held yet."""
    rows = Meeting.objects.filter(
        council_id=council_id, status__in=(MeetingStatus.PLANNED, MeetingStatus.CALLED)
    )
    return rows.select_related("council", "chair", "chair__organisation").order_by("starts_at", "pk").first()


def user_ids_of(members: Iterable[CouncilMember]) -> list[int]:
    """List the people who speak for members that `members_on` returned, as far as they have an account."""
    speakers = [speaker_of(member) for member in members]
    return sorted({one.user_id for one in speakers if one is not None and one.user_id is not None})
