"""What waits for a person in supervision: today's activities, matters in hand or to check, letters to sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import name_beside
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.supervision.choices import MatterStatus
from gongjian.apps.supervision.models import Letter, Matter, PlannedActivity
from gongjian.apps.supervision.selectors.calendar import Slot, activities_in, mine, slots_of
from gongjian.apps.supervision.selectors.letters import waiting_for
from gongjian.apps.supervision.selectors.matters import handled_by
from gongjian.core.access import Actor, Right
from gongjian.core.workdays import time_left

MISSED_DAYS = 7
"""A time of the calendar that nobody recorded is asked for so many days; then the calendar alone shows it."""
MOST_ITEMS = 100
MOST_APART = 2


@dataclass(frozen=True)
class AgendaItem:
    """One thing to do: `status` is the word of its mark, `left` says the time in words."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_at: datetime | None = None
    left: str = ""
    light: str = "green"
    reason: str = ""


def open_items(actor: Actor) -> list[AgendaItem]:
    """List what waits for a person: one query when nothing does, one or two more for each kind that is there."""
    if actor.user_id is None or not actor.can(Right.SUPERVISION_VIEW):
        return []
    waiting = _waiting(actor)
    return [
        *_activities(waiting.get("activity", [])),
        *_matters(actor, waiting.get("matter", [])),
        *_letters(waiting.get("letter", [])),
    ]


def _waiting(actor: Actor) -> dict[str, list[int]]:
    """Return what there is of each kind, by number; one query over all of them."""
    today = timezone.localdate()
    running = activities_in(actor, today - timedelta(days=MISSED_DAYS), today).filter(mine(actor))
    checks = Q(issuer_place_code__in=actor.place_prefixes(Right.SUPERVISION_MANAGE)) & (
        Q(status=MatterStatus.CHECKING) | Q(asked_due_on__isnull=False, status=MatterStatus.OPEN)
    )
    own = handled_by(actor) & Q(status=MatterStatus.OPEN)
    letters = waiting_for(actor) if actor.can(Right.LETTERS_SIGN) else Letter.objects.none()
    parts = [
        rows.order_by().annotate(kind_=Value(kind)).values_list("kind_", "pk")
        for kind, rows in (
            ("activity", running),
            ("matter", Matter.objects.visible_to(actor).filter(own | checks)),
            ("letter", letters),
        )
    ]
    found: dict[str, list[int]] = {}
    for kind, number in parts[0].union(*parts[1:], all=True):
        found.setdefault(kind, []).append(number)
    return found


def _activities(numbers: list[int]) -> Iterator[AgendaItem]:
    """Yield today's activities and those of the days before that nobody recorded. Two queries."""
    if not numbers:
        return
    today = timezone.localdate()
    rows = PlannedActivity.objects.filter(pk__in=numbers).select_related("plan").order_by("pk")
    slots = slots_of(list(rows[:MOST_ITEMS]), today - timedelta(days=MISSED_DAYS), today, today)
    rules = DayRules()
    yield from (_activity(slot, rules) for slot in slots if not slot.is_settled)


def _activity(slot: Slot, rules: DayRules) -> AgendaItem:
    activity = slot.activity
    place = activity.plan.place_code
    due_at = rules.closing(slot.on, place)
    left = time_left(timezone.now(), due_at, rules.hours(place))
    return AgendaItem(
        title=activity.title,
        source=_("日程 · %(plan)s") % {"plan": activity.plan.title},
        url=f"{reverse('supervision:happening', args=[activity.pk])}?on={slot.planned_on.isoformat()}",
        verb=_("记一笔"),
        status="逾期" if slot.is_missed else "进行中",
        due_at=due_at,
        left=left.phrase,
        light=left.light.value,
    )


def _matters(actor: Actor, numbers: list[int]) -> Iterator[AgendaItem]:
    """Yield matters in the actor's hands, and those that he is to check or to answer. One query."""
    if not numbers:
        return
    rows = Matter.objects.filter(pk__in=numbers).annotate(place_name=name_beside("place_code"))
    rules = DayRules()
    for matter in rows.select_related("organisation").order_by("due_on", "pk")[:MOST_ITEMS]:
        yield _matter(actor, matter, rules)


def _matter(actor: Actor, matter: Matter, rules: DayRules) -> AgendaItem:
    closing = rules.closing(matter.due_on, matter.place_code)
    left = time_left(timezone.now(), closing, rules.hours(matter.place_code))
    url = reverse("supervision:matter", args=[matter.pk])
    who = str(matter.organisation or getattr(matter, "place_name", None) or "")
    if matter.status == MatterStatus.CHECKING:
        return AgendaItem(
            title=_("核查“%(title)s”") % {"title": matter.title},
            source=_("督办 · %(who)s申请办结") % {"who": who},
            url=url,
            verb=_("核查"),
            status="待核查",
        )
    if matter.asked_due_on is not None and actor.can(Right.SUPERVISION_MANAGE, matter.issuer_place_code):
        return AgendaItem(
            title=_("答复“%(title)s”的延期申请") % {"title": matter.title},
            source=_("督办 · %(who)s") % {"who": who},
            url=url,
            verb=_("答复"),
            status="待确认",
        )
    return AgendaItem(
        title=_("办“%(title)s”") % {"title": matter.title},
        source=f"{matter.number_text} · {matter.get_origin_display()}",
        url=url,
        verb=_("报进展"),
        status="进行中",
        due_at=closing,
        left=left.phrase,
        light=left.light.value,
    )


def _letters(numbers: list[int]) -> Iterator[AgendaItem]:
    """Yield letters to sign: one by one while they are few, else as one thing to do. One query."""
    if not numbers:
        return
    rows = list(Letter.objects.filter(pk__in=numbers).order_by("number", "pk")[:MOST_APART])
    if len(numbers) > MOST_APART:
        yield AgendaItem(
            title=_("签 %(n)d 份责任书") % {"n": len(numbers)},
            source=rows[0].title,
            url=f"{reverse('supervision:letters')}?state=unsigned",
            verb=_("去签"),
            status="待签收",
        )
        return
    for letter in rows:
        yield AgendaItem(
            title=_("签责任书：%(name)s") % {"name": letter.receiver_name},
            source=letter.title,
            url=reverse("supervision:letter", args=[letter.pk]),
            verb=_("去签"),
            status="待签收",
        )
