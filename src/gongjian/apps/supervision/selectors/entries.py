"""The entries of supervision in a person's own calendar: times of the plans, meetings that are prepared."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.supervision.choices import ActivityKind
from gongjian.apps.supervision.models import Meeting
from gongjian.apps.supervision.selectors.calendar import Slot, list_slots
from gongjian.core.access import Actor, Right
from gongjian.engines.worktime.ical import CalendarEvent

MOST_MEETINGS = 200


def list_entries(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
    """List the times of the plans and the meetings in sight; three queries.

    A meeting that the plan gives for the same day and place stands once, as the plan's.
    """
    slots = list_slots(actor, first, last, timezone.localdate()) if actor.can(Right.SUPERVISION_VIEW) else []
    planned = {
        (slot.activity.plan.place_code, slot.on)
        for slot in slots
        if slot.activity.kind == ActivityKind.MEETING and not slot.is_cancelled
    }
    own = [meeting for meeting in _meetings(actor, first, last) if _key(meeting) not in planned]
    return [_of_slot(slot) for slot in slots] + [_of_meeting(meeting) for meeting in own]


def _meetings(actor: Actor, first: date, last: date) -> list[Meeting]:
    if not actor.can(Right.DOCUMENTS_VIEW):
        return []
    rows = Meeting.objects.visible_to(actor).filter(Q(held_on__range=(first, last)))
    return list(rows.select_related("programme").order_by("held_on", "pk")[:MOST_MEETINGS])


def _key(meeting: Meeting) -> tuple[str, date]:
    return meeting.place_code, meeting.held_on


def _of_slot(slot: Slot) -> CalendarEvent:
    activity, row = slot.activity, slot.occurrence
    return CalendarEvent(
        uid=f"{activity.pk}-{slot.planned_on:%Y%m%d}",
        on=slot.on,
        title=activity.title,
        starts_at=activity.starts_at,
        where=activity.where,
        note=activity.plan.title,
        is_cancelled=slot.is_cancelled,
        url=f"{reverse('supervision:happening', args=[activity.pk])}?on={slot.planned_on.isoformat()}",
        changed_at=row.recorded_at if row is not None else None,
    )


def _of_meeting(meeting: Meeting) -> CalendarEvent:
    return CalendarEvent(
        uid=f"supervision-meeting-{meeting.pk}",
        on=meeting.held_on,
        title=_("工作例会"),
        note=meeting.programme.title if meeting.programme else "",
        url=reverse("supervision:meeting", args=[meeting.pk]),
    )
