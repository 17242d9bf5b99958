"""Meetings with their points, and the publications."""

from django.db.models import Prefetch
from django.http import QueryDict

from gongjian.apps.supervision.choices import IssueKind
from gongjian.apps.supervision.models import Issue, Meeting, MeetingPoint
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of


def list_meetings(actor: Actor) -> OwnedQuerySet:
    """List the meetings in sight, newest first, with `point_count` and digest."""
    rows = Meeting.objects.visible_to(actor).select_related("programme", "digest__document")
    return rows.annotate(point_count=count_of(MeetingPoint, "meeting")).order_by("-held_on", "-pk")


def get_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting with its points, those of the one before, and its digest; NotFound also for another's."""
    points = MeetingPoint.objects.select_related("organisation", "matter").order_by("order", "pk")
    rows = Meeting.objects.visible_to(actor).select_related("programme", "previous", "digest__document")
    rows = rows.prefetch_related(
        Prefetch("points", queryset=points), Prefetch("previous__points", queryset=points)
    )
    found: Meeting | None = rows.filter(pk=meeting_id).one()
    if found is None:
        raise NotFound()
    return found


def get_point(actor: Actor, point_id: int) -> MeetingPoint:
    """Return a point with its meeting; NotFound also for another's."""
    rows = MeetingPoint.objects.visible_to(actor).select_related("meeting", "organisation", "matter")
    found: MeetingPoint | None = rows.filter(pk=point_id).one()
    if found is None:
        raise NotFound()
    return found


def list_issues(actor: Actor, params: QueryDict) -> OwnedQuerySet:
    """List the bulletins, briefs and digests in sight, newest first, by kind."""
    rows = Issue.objects.visible_to(actor).select_related("document", "programme", "meeting")
    if params.get("kind") in IssueKind.values:
        rows = rows.filter(kind=params["kind"])
    return rows.order_by("-year", "-document__created_at", "-pk")
