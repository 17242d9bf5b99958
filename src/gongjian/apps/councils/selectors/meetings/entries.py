"""Meetings as entries of a calendar."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices import MeetingStatus
from gongjian.apps.councils.models import Meeting
from gongjian.core.access import Actor, Right
from gongjian.core.workdays import end_of
from gongjian.engines.worktime.ical import CalendarEvent

USUAL_LENGTH = timedelta(hours=2)


def list_entries(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
    """List the meetings in sight from a day to a day, both included. One query.

    One that is only planned stands in the calendar of those who run it; its members hear of it by the notice.
    """
    if not actor.can(Right.COUNCILS_VIEW):
        return []
    rows = Meeting.objects.visible_to(actor).filter(
        starts_at__gte=end_of(first - timedelta(days=1)), starts_at__lt=end_of(last)
    )
    if not actor.can(Right.COUNCILS_MANAGE):
        rows = rows.filter(called_at__isnull=False)
    return [_entry(meeting) for meeting in rows.select_related("council").order_by("starts_at", "pk")]


def _entry(meeting: Meeting) -> CalendarEvent:
    begins = timezone.localtime(meeting.starts_at)
    return CalendarEvent(
        uid=f"council-meeting-{meeting.pk}",
        on=begins.date(),
        starts_at=begins.time(),
        ends_at=(begins + USUAL_LENGTH).time(),
        title=str(meeting),
        where=meeting.venue,
        note=meeting.title,
        url=reverse("councils:meeting", args=[meeting.pk]),
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
        changed_at=meeting.changed_at,
    )
