"""Rows of councils, found for a person: one, or a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongjian.apps.councils.choices import ItemOutcome, MeetingStatus, ResolutionStatus
from gongjian.apps.councils.models import (
    AgendaItem,
    Attendance,
    Council,
    CouncilMember,
    Meeting,
    Resolution,
    in_force,
)
from gongjian.apps.councils.selectors.meetings.seats import seats_of
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of, counts_of
from gongjian.core.workdays import end_of

OPEN_MEETINGS = (MeetingStatus.PLANNED, MeetingStatus.CALLED)
HELD_MEETINGS = (MeetingStatus.HELD, MeetingStatus.CLOSED)
OPEN_RESOLUTIONS = (ResolutionStatus.OPEN, ResolutionStatus.ANSWERED)


def _one(rows: Any, key: int, words: str) -> Any:
    found = rows.filter(pk=key).one()
    if found is None:
        raise NotFound(words)
    return found


def get_council(actor: Actor, council_id: int) -> Council:
    """Return one council."""
    found: Council = _one(Council.objects.visible_to(actor), council_id, "没有这个议事会，或者你不在里面。")
    return found


def get_member(actor: Actor, council_member_id: int) -> CouncilMember:
    """Return one member with its council."""
    rows = CouncilMember.objects.visible_to(actor).select_related("council", "organisation")
    found: CouncilMember = _one(rows, council_member_id, "没有这个成员。")
    return found


def get_meeting(actor: Actor, council_meeting_id: int) -> Meeting:
    """Return one meeting with its council and chair."""
    rows = Meeting.objects.visible_to(actor).select_related(
        "council", "chair", "chair__organisation", "previous"
    )
    found: Meeting = _one(rows, council_meeting_id, "没有这次会议，或者你不在这个议事会里。")
    return found


def get_item(actor: Actor, agenda_item_id: int) -> AgendaItem:
    """Return one item of an agenda, or proposed for one."""
    rows = AgendaItem.objects.visible_to(actor).select_related("council", "meeting", "member__organisation")
    found: AgendaItem = _one(rows, agenda_item_id, "没有这个议题。")
    return found


def get_resolution(actor: Actor, resolution_id: int) -> Resolution:
    """Return one thing decided, with its meeting and owner."""
    rows = Resolution.objects.visible_to(actor).select_related(
        "council", "meeting", "meeting__council", "item", "member__organisation"
    )
    found: Resolution = _one(rows, resolution_id, "没有这件议定的事。")
    return found


def open_meetings(actor: Actor, council_id: int) -> list[Meeting]:
    """List the meetings of a council that are still to come, the nearest first."""
    rows = Meeting.objects.visible_to(actor).filter(council_id=council_id, status__in=OPEN_MEETINGS)
    return list(rows.select_related("council").order_by("starts_at", "pk"))


def get_item_by_vote_key(vote_key: str) -> AgendaItem:
    """Return the item whose secret vote a key opens; NotFound for any other."""
    rows = AgendaItem.objects.select_related("council", "meeting__council").exclude(vote_key="")
    found: AgendaItem | None = rows.filter(vote_key=vote_key).first()
    if found is None:
        raise NotFound("没有这次投票。请核对票上的网址。")
    return found


def decided_items(meeting: Meeting) -> list[AgendaItem]:
    """List the items of a meeting from which something may follow: all but those voted down."""
    return list(meeting.items.exclude(outcome=ItemOutcome.FAILED))


def list_councils(actor: Actor) -> QuerySet[Council]:
    """List the councils in sight that are not wound up, each with its counts and its last and next meeting."""
    meetings = Meeting.objects.filter(council=OuterRef("pk")).order_by()
    coming = meetings.filter(status__in=OPEN_MEETINGS).order_by("starts_at").values("starts_at")[:1]
    last = meetings.filter(status__in=HELD_MEETINGS).order_by("-starts_at").values("starts_at")[:1]
    now = in_force(timezone.localdate(), "", "joined_on", "left_on")
    rows: QuerySet[Council] = Council.objects.visible_to(actor).filter(ended_on__isnull=True)
    return rows.annotate(
        member_count=count_of(CouncilMember, "council_id", now),
        open_count=count_of(Resolution, "council_id", Q(status__in=OPEN_RESOLUTIONS)),
        next_at=Subquery(coming),
        last_at=Subquery(last),
    )


RESOLUTION_TABS = ("open", "late", "answered", "done")


def in_state(rows: QuerySet[Resolution], state: str, today: date) -> QuerySet[Resolution]:
    """Keep what stands so: open (late or not), late, waiting to be confirmed, done; everything for another word."""
    conditions = {
        "open": Q(status=ResolutionStatus.OPEN),
        "late": Q(status=ResolutionStatus.OPEN, due_on__lt=today),
        "answered": Q(status=ResolutionStatus.ANSWERED),
        "done": Q(status=ResolutionStatus.DONE),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def list_resolutions(actor: Actor, params: Mapping[str, str]) -> QuerySet[Resolution]:
    """List what was decided, of one council or all in sight, by state."""
    rows: QuerySet[Resolution] = Resolution.objects.visible_to(actor)
    if params.get("council", "").isdecimal():
        rows = rows.filter(council_id=int(params["council"]))
    rows = in_state(rows, params.get("state", "open"), timezone.localdate())
    return rows.select_related("council", "meeting", "member__organisation")


def resolution_counts(actor: Actor, council_id: int | None = None) -> dict[str, int]:
    """Count what was decided by state. One query."""
    rows = Resolution.objects.visible_to(actor)
    if council_id is not None:
        rows = rows.filter(council_id=council_id)
    today = timezone.localdate()
    return counts_of({state: in_state(rows, state, today) for state in RESOLUTION_TABS})


@dataclass(frozen=True)
class MyUnit:
    """A member that one speaks for: its next meeting, or the one that is on today, with its seat there, what it proposed, what it has to do."""

    member: CouncilMember
    meeting: Meeting | None
    seat: Attendance | None
    proposals: tuple[AgendaItem, ...]
    resolutions: tuple[Resolution, ...]


MOST_PROPOSALS = 5


def list_my_units(actor: Actor) -> list[MyUnit]:
    """List the members that a person speaks for today, with what waits for each. Five queries, however many."""
    members = seats_of(actor)
    if not members:
        return []
    councils = [member.council_id for member in members]
    keys = [member.pk for member in members]
    coming: dict[int, Meeting] = {}
    today = timezone.localdate()
    going_on = Q(
        status=MeetingStatus.HELD,
        starts_at__gte=end_of(today - timedelta(days=1)),
        starts_at__lt=end_of(today),
    )
    rows = Meeting.objects.filter(going_on | Q(status__in=OPEN_MEETINGS), council_id__in=councils)
    for meeting in rows.select_related("council", "chair__organisation").order_by("-starts_at", "-pk"):
        coming[meeting.council_id] = meeting
    seats = Attendance.objects.filter(meeting__in=coming.values(), member_id__in=keys)
    by_member = {seat.member_id: seat for seat in seats}
    proposals = list(AgendaItem.objects.filter(member_id__in=keys).order_by("-proposed_at", "-pk"))
    decided = Resolution.objects.filter(member_id__in=keys, status__in=OPEN_RESOLUTIONS)
    resolutions = list(decided.select_related("meeting", "council"))
    return [
        MyUnit(
            member,
            coming.get(member.council_id),
            by_member.get(member.pk),
            tuple([one for one in proposals if one.member_id == member.pk][:MOST_PROPOSALS]),
            tuple(one for one in resolutions if one.member_id == member.pk),
        )
        for member in members
    ]
