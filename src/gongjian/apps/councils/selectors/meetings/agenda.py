"""What waits for a person in councils: notices to answer, things decided to do or confirm, meetings to prepare and record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.councils.choices import ItemStatus, MeetingStatus, Reply, ResolutionStatus
from gongjian.apps.councils.models import (
    AgendaItem,
    Attendance,
    Council,
    CouncilDelegate,
    Meeting,
    Resolution,
)
from gongjian.apps.councils.selectors.meetings.find import HELD_MEETINGS, OPEN_MEETINGS
from gongjian.apps.councils.selectors.meetings.rules import months_of
from gongjian.core.access import Actor, Right

MOST_ITEMS = 50
DUE_SOON = timedelta(days=14)
"""A council that should meet within so many days is shown."""


@dataclass(frozen=True)
class CouncilJob:
    """One thing to do: `status` is the word of its mark."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None = None


def open_items(actor: Actor) -> list[CouncilJob]:
    """List what waits for a person: one query when nothing does, one or two more for each kind that is there."""
    if actor.user_id is None or not actor.can(Right.COUNCILS_VIEW):
        return []
    found = _waiting(actor)
    makers = {
        "answer": _to_answer,
        "do": _to_do,
        "meeting": _meetings,
        "proposal": _proposals,
        "confirm": _to_confirm,
        "council": _to_meet,
    }
    return [job for kind, make in makers.items() if kind in found for job in make(found[kind])]


def _waiting(actor: Actor) -> dict[str, list[int]]:
    """Return what there is of each kind, by number; one query over all of them.

    A council is run from its own place: an office above sees it, but nothing there waits for that office.
    """
    today = timezone.localdate()
    held = CouncilDelegate.held_by(actor, today).values("member_id")
    places = actor.place_prefixes(Right.COUNCILS_MANAGE)
    after = timezone.now() + timedelta(days=1)
    run = Meeting.objects.filter(council__place_code__in=places)
    due = run.filter(status__in=(MeetingStatus.PLANNED, MeetingStatus.HELD)) | run.filter(
        status=MeetingStatus.CALLED, starts_at__lt=after
    )
    busy = Meeting.objects.filter(council__place_code__in=places, status__in=OPEN_MEETINGS)
    kinds: dict[str, QuerySet[Any]] = {
        "answer": Attendance.objects.filter(
            member_id__in=held, reply=Reply.NONE, meeting__status=MeetingStatus.CALLED
        ),
        "do": Resolution.objects.filter(member_id__in=held, status=ResolutionStatus.OPEN),
        "meeting": due,
        "proposal": AgendaItem.objects.filter(
            council__place_code__in=places,
            status=ItemStatus.PROPOSED,
            meeting__isnull=True,
            member__isnull=False,
        ),
        "confirm": Resolution.objects.filter(
            council__place_code__in=places, status=ResolutionStatus.ANSWERED
        ),
        "council": Council.objects.filter(place_code__in=places, ended_on__isnull=True).exclude(
            pk__in=busy.values("council_id")
        ),
    }
    asked = [
        rows.order_by().annotate(kind_=Value(kind)).values_list("kind_", "pk") for kind, rows in kinds.items()
    ]
    found: dict[str, list[int]] = {}
    for kind, number in asked[0].union(*asked[1:], all=True):
        found.setdefault(kind, []).append(number)
    return found


def _to_answer(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield notices that a delegate has not answered."""
    rows = Attendance.objects.filter(pk__in=numbers[:MOST_ITEMS])
    for row in rows.select_related("meeting__council", "member__organisation"):
        yield CouncilJob(
            _("回复到不到会：%(meeting)s") % {"meeting": row.meeting},
            f"{row.member} · {row.meeting.venue}",
            reverse("councils:mine"),
            _("去回复"),
            "待签收",
            timezone.localtime(row.meeting.starts_at).date(),
        )


def _to_do(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield what a delegate's member has to do."""
    rows = Resolution.objects.filter(pk__in=numbers[:MOST_ITEMS])
    for row in rows.select_related("council", "member__organisation"):
        yield CouncilJob(
            _("办成：%(text)s") % {"text": row.text},
            f"{row.council.name} · {row.member}",
            reverse("councils:resolution", args=[row.pk]),
            _("报结果"),
            "进行中",
            row.due_on,
        )


def _meetings(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield the meetings to call, to record and to confirm."""
    words = {
        MeetingStatus.PLANNED: (_("定议程、发通知：%(meeting)s"), _("去准备"), "未开始"),
        MeetingStatus.CALLED: (_("签到、记录：%(meeting)s"), _("去签到"), "待确认"),
        MeetingStatus.HELD: (_("记完、确认：%(meeting)s"), _("去记录"), "进行中"),
    }
    rows = Meeting.objects.filter(pk__in=numbers[:MOST_ITEMS])
    for row in rows.select_related("council"):
        title, verb, status = words[MeetingStatus(row.status)]
        url = reverse("councils:meeting", args=[row.pk])
        day = timezone.localtime(row.starts_at).date()
        yield CouncilJob(title % {"meeting": row}, row.venue, url, verb, status, day)


def _proposals(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield the councils in which proposals wait for an answer."""
    rows = AgendaItem.objects.filter(pk__in=numbers).order_by()
    counted = rows.values("council_id", "council__name").annotate(n=Count("pk"), first=Min("title"))
    for row in counted.order_by("council_id")[:MOST_ITEMS]:
        yield CouncilJob(
            _("答复 %(n)d 个议题") % {"n": row["n"]},
            f"{row['council__name']} · {row['first']}",
            reverse("councils:council", args=[row["council_id"]]),
            _("去答复"),
            "待确认",
        )


def _to_confirm(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield results that wait to be confirmed."""
    rows = Resolution.objects.filter(pk__in=numbers[:MOST_ITEMS])
    for row in rows.select_related("council", "member__organisation"):
        yield CouncilJob(
            _("确认办成：%(text)s") % {"text": row.text},
            f"{row.council.name} · {row.owner}",
            reverse("councils:resolution", args=[row.pk]),
            _("去确认"),
            "待确认",
        )


def _to_meet(numbers: Sequence[int]) -> Iterator[CouncilJob]:
    """Yield councils that the rule says should meet soon and for which nothing is planned. Three queries."""
    today = timezone.localdate()
    held = Meeting.objects.filter(council_id__in=numbers, status__in=HELD_MEETINGS).order_by()
    last = dict(held.values_list("council_id").annotate(at=Max("starts_at")))
    for row in Council.objects.filter(pk__in=numbers):
        last_on = timezone.localtime(last[row.pk]).date() if row.pk in last else None
        day = months_of(row, last_on, today)
        if day is not None and day <= today + DUE_SOON:
            yield CouncilJob(
                _("该开会了：%(name)s") % {"name": row.name},
                row.get_kind_display(),
                reverse("councils:council", args=[row.pk]),
                _("去筹备"),
                "未开始",
                day,
            )
