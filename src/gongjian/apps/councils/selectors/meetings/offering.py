"""What is offered to choose from when something is proposed: the agendas it may go on, the matters it may be about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongjian.apps.councils.models import Council, Meeting
from gongjian.apps.councils.selectors.meetings.find import OPEN_MEETINGS
from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.core.access import Actor, Right, ancestors_of, prefix_range

MOST_MATTERS = 40


@dataclass(frozen=True)
class Agenda:
    """Where something can be proposed: a meeting still to come, or a council whose next meeting is not planned."""

    council: Council
    meeting: Meeting | None = None

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.council.pk}-{self.meeting.pk if self.meeting else ''}"

    @property
    def label(self) -> str:
        """What a person chooses it by."""
        if self.meeting is None:
            return _("%(council)s，先提出来，等下一次会议") % {"council": self.council}
        return _("%(meeting)s（%(day)s）") % {"meeting": self.meeting, "day": self.meeting.day}


def list_agendas(actor: Actor, place_code: str) -> list[Agenda]:
    """List the agendas open for what concerns a place, those of the nearest meetings first. Two queries."""
    rows = Council.objects.visible_to(actor).filter(
        ended_on__isnull=True, place_code__in=(*ancestors_of(place_code), place_code)
    )
    councils = [row for row in rows if actor.can(Right.COUNCILS_MANAGE, row.place_code)]
    meetings = Meeting.objects.filter(council__in=councils, status__in=OPEN_MEETINGS)
    coming = [
        Agenda(row.council, row) for row in meetings.select_related("council").order_by("starts_at", "pk")
    ]
    planned = {one.council.pk for one in coming}
    return [*coming, *(Agenda(row) for row in councils if row.pk not in planned)]


def offered_matters(actor: Actor, place_code: str) -> list[tuple[int, str]]:
    """List the newest ideas and matters of a place, to be chosen for an item. One query."""
    rows = Matter.objects.visible_to(actor).filter(prefix_range("place_code", place_code))
    rows = rows.exclude(state__in=(MatterState.VOID, MatterState.MERGED)).order_by("-received_at", "-pk")
    return [
        (row.pk, f"{row.get_kind_display()} {row.number} {row.title}")
        for row in rows.only("pk", "kind", "number", "title")[:MOST_MATTERS]
    ]
