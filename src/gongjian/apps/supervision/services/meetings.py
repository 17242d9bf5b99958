"""Weekly meetings: the days they sum up, points with owner and day, what became of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.supervision.choices import ActivityKind, MatterOrigin, PointState
from gongjian.apps.supervision.models import Matter, Meeting, MeetingPoint
from gongjian.apps.supervision.selectors.meetings import get_meeting, get_point
from gongjian.apps.supervision.selectors.who import Handler
from gongjian.apps.supervision.services.matters import MatterSpec, open_matter
from gongjian.apps.supervision.services.plans import note_held, programme_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

LONGEST_SPAN = timedelta(days=21)
USUAL_SPAN = timedelta(days=6)
DAYS_AHEAD = 7


@dataclass(frozen=True, kw_only=True)
class PointSpec:
    """One thing to do: what, who, by when."""

    text: str
    handler: Handler
    due_on: date


@transaction.atomic
def add_meeting(
    *, actor: Actor, place_code: str, held_on: date, programme_id: int | None = None, is_demo: bool = False
) -> Meeting:
    """Open a meeting: it sums up the days since the one before (a week when that is long ago).

    Once its day has come, the calendar's meeting of that day counts as held.
    """
    actor.require(Right.SUPERVISION_MANAGE, place_code)
    programme = programme_of(actor, programme_id)
    same = Meeting.objects.filter(place_code=place_code, programme=programme)
    if same.filter(held_on=held_on).exists():
        raise Conflict("这一天的例会已经有了。请从列表里打开。")
    if held_on > timezone.localdate() + timedelta(days=DAYS_AHEAD):
        raise Invalid("例会还早。最多提前一周准备。")
    before = same.filter(held_on__lt=held_on).order_by("-held_on").first()
    is_near = before is not None and held_on - before.held_on <= LONGEST_SPAN
    first_on = before.held_on + timedelta(days=1) if before and is_near else held_on - USUAL_SPAN
    meeting = Meeting.objects.create(
        place_code=place_code,
        programme=programme,
        held_on=held_on,
        first_on=first_on,
        previous=before,
        made_by_id=actor.user_id,
        is_demo=is_demo,
    )
    audit.record(
        actor, "supervision.meeting_added", meeting, after=audit.snapshot(meeting, "held_on", "first_on")
    )
    if held_on <= timezone.localdate():
        note_held(actor, ActivityKind.MEETING, place_code, held_on, programme_id)
    return meeting


@transaction.atomic
def add_point(*, actor: Actor, meeting_id: int, spec: PointSpec) -> MeetingPoint:
    """Fix a point for the next week."""
    meeting = get_meeting(actor, meeting_id)
    actor.require(Right.SUPERVISION_MANAGE, meeting.place_code)
    if not spec.text.strip():
        raise Invalid("没有写要办什么。请用一句话写清。")
    if spec.due_on < meeting.held_on:
        raise Invalid("时限早于例会。请写例会那天或以后的日期。")
    if not spec.handler.place_code.startswith(meeting.place_code):
        raise Invalid(f"{spec.handler.name}不在这次例会管的地方。请写本地或下级的地方、单位。")
    point = MeetingPoint.objects.create(
        meeting=meeting,
        order=len(meeting.points.all()) + 1,
        text=spec.text.strip(),
        place_code=spec.handler.place_code,
        organisation_id=spec.handler.unit_id,
        due_on=spec.due_on,
    )
    audit.record(actor, "supervision.point_set", meeting, after=audit.snapshot(point, "text", "due_on"))
    return point


@transaction.atomic
def settle_point(*, actor: Actor, point_id: int, state: PointState, outcome: str = "") -> MeetingPoint:
    """Write what became of a point; one that was not done needs the reason."""
    point = get_point(actor, point_id)
    actor.require(Right.SUPERVISION_MANAGE, point.meeting.place_code)
    if state == PointState.NOT_DONE and not outcome.strip():
        raise Invalid("请写明没有完成的原因。")
    before = audit.snapshot(point, "state", "outcome")
    point.state, point.outcome = state, outcome.strip()
    point.settled_on = None if state == PointState.OPEN else timezone.localdate()
    point.save(update_fields=["state", "outcome", "settled_on"])
    after = audit.snapshot(point, "state", "outcome")
    audit.record(actor, "supervision.point_settled", point.meeting, before=before, after=after)
    return point


@transaction.atomic
def make_matter_of_point(*, actor: Actor, point_id: int) -> Matter:
    """Turn a point into a matter with its own number, deadline and reminders."""
    point = get_point(actor, point_id)
    actor.require(Right.SUPERVISION_MANAGE, point.meeting.place_code)
    point = MeetingPoint.objects.select_for_update(no_key=True).get(pk=point.pk)
    if point.matter_id is not None:
        raise Conflict("这一项已经立为督办件。")
    day = point.meeting.held_on
    spec = MatterSpec(
        origin=MatterOrigin.MEETING,
        title=point.text[:120],
        place_code=point.place_code,
        organisation_id=point.organisation_id,
        source=f"{day.year}年{day.month}月{day.day}日工作例会",
        due_on=max(point.due_on, timezone.localdate()),
        programme_id=point.meeting.programme_id,
        is_demo=point.meeting.is_demo,
    )
    matter = open_matter(actor=actor, spec=spec)
    point.matter = matter
    point.save(update_fields=["matter"])
    return matter
