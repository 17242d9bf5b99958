"""Elections as entries of a calendar: the vote itself, and the last day of the step before it."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.councils.choices.elections import ElectionStatus
from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.selectors.elections.agenda import STEPS, due_on
from gongjian.core.access import Actor, Right
from gongjian.engines.worktime.ical import CalendarEvent

MOST = 500
BEFORE = (ElectionStatus.PLANNED, ElectionStatus.POSTED, ElectionStatus.FROZEN)


def list_entries(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
    """List votes and last days of steps in sight from a day to a day, both included. One query."""
    if not actor.can(Right.ELECTIONS_VIEW):
        return []
    rows = Election.objects.visible_to(actor).exclude(status=ElectionStatus.VOID)
    found = []
    for row in rows.filter(votes_on__gte=first).order_by("votes_on", "pk")[:MOST]:
        if row.votes_on <= last:
            found.append(_vote(row))
        due = due_on(row) if row.status in BEFORE else None
        if due is not None and first <= due <= last:
            found.append(_step(row, due))
    return found


def _vote(row: Election) -> CalendarEvent:
    opens, closes = timezone.localtime(row.opens_at), timezone.localtime(row.closes_at)
    return CalendarEvent(
        uid=f"election-{row.pk}",
        on=row.votes_on,
        starts_at=opens.time(),
        ends_at=closes.time(),
        last_on=closes.date(),
        title=_("投票：%(title)s") % {"title": row.title},
        where=row.station,
        url=reverse("councils:election", args=[row.pk]),
    )


def _step(row: Election, due: date) -> CalendarEvent:
    words, _verb, _mark = STEPS[ElectionStatus(row.status)]
    return CalendarEvent(
        uid=f"election-{row.pk}-step",
        on=due,
        title=_("%(step)s最晚这天：%(title)s") % {"step": words, "title": row.title},
        url=reverse("councils:election", args=[row.pk]),
    )
