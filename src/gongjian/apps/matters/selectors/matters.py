"""Matters in sight: lists by what is to be done, one with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import AssignmentState, MatterState, Satisfaction
from gongjian.apps.matters.models import Assignment, Matter, MatterPhoto, MediationMember, Rating, Step
from gongjian.apps.matters.selectors.hands import in_hand, sees_by_unit
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.core.listing import counts_at_once, counts_of
from gongjian.core.rules import rule_value
from gongjian.core.workdays import end_of

VIEWS = {
    "open": _("在办"),
    "mine": _("我要办的"),
    "new": _("待受理和派办"),
    "checking": _("待核查"),
    "answering": _("待答复"),
    "late": _("逾期"),
    "suspended": _("暂停"),
    "danger": _("有危险"),
    "contact": _("没有按时联系"),
    "today": _("今天到期"),
    "returned": _("退回待派"),
    "low": _("评价不好"),
    "closed": _("已办结"),
    "all": _("全部"),
}
"""The saved views of the list; all but the last three look at what is open only."""
OPEN_VIEWS = tuple(VIEWS)[:-3]
UNLISTED = ("danger", "contact", "today", "returned", "low")
"""Views that a line of the desk's day opens; no tab stands for them unless one is looked at."""
REOPEN_DAYS = "matters.reopen_days"
WAITING = (MatterState.REPORTED, MatterState.VERIFYING, MatterState.FILED, MatterState.RETURNED)
STILL = (MatterState.SUSPENDED, MatterState.MERGED)


@dataclass(frozen=True, kw_only=True)
class ListAsked:
    """What a list is narrowed to; empty values narrow nothing. `since` and `until` are days of receipt."""

    place_code: str = ""
    words: str = ""
    class_code: str = ""
    source: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def list_matters(actor: Actor, asked: ListAsked) -> OwnedQuerySet:
    """List the matters one may see, narrowed to what was asked. A number is found by its beginning, words in titles."""
    rows: OwnedQuerySet = Matter.objects.visible_within(actor, asked.place_code)
    if asked.words[:4].isdigit():
        rows = rows.filter(Q(number__startswith=asked.words) | Q(source_number=asked.words))
    elif asked.words:
        rows = rows.filter(Q(title__icontains=asked.words) | Q(address__icontains=asked.words))
    exact = {"source": asked.source, "kind": asked.kind, "matter_class_id": asked.class_code}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.since:
        rows = rows.filter(received_at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(received_at__lt=_midnight(date.fromordinal(asked.until.toordinal() + 1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def is_late(now: datetime) -> Q:
    """Match what is open past its time, unless it stands still."""
    return Q(due_at__lt=now, closed_at__isnull=True) & ~Q(state__in=STILL)


def view_condition(actor: Actor, view: str, now: datetime) -> Q:
    """Say what a saved view keeps."""
    if view == "low":
        return _rated_badly(actor, now)
    open_ = Q(closed_at__isnull=True)
    own = Assignment.objects.filter(in_hand(actor), state__in=AssignmentState.in_hand()).values("matter_id")
    return {
        "open": open_,
        "mine": open_ & Q(pk__in=own),
        "new": open_ & Q(state__in=WAITING),
        "checking": open_ & Q(state=MatterState.DONE),
        "answering": open_ & Q(state=MatterState.CHECKED),
        "late": is_late(now),
        "suspended": open_ & Q(state=MatterState.SUSPENDED),
        "danger": open_ & Q(is_danger=True),
        "contact": open_ & Q(contact_due_at__lt=now, contacted_at__isnull=True),
        "today": open_ & Q(due_at__gte=now, due_at__lt=end_of(timezone.localdate(now))) & ~Q(state__in=STILL),
        "returned": open_ & Q(state=MatterState.RETURNED),
        "closed": Q(closed_at__isnull=False),
    }.get(view, Q())


def _rated_badly(actor: Actor, now: datetime) -> Q:
    """Match what was rated badly and may still be opened again."""
    days = int(rule_value(REOPEN_DAYS, on=timezone.localdate(now), place_code=actor.home_place_code))
    low = Rating.objects.filter(
        Q(is_solved=False) | Q(satisfaction=Satisfaction.UNSATISFIED),
        matter=OuterRef("pk"),
        cycle=OuterRef("cycle"),
    )
    return Q(Exists(low), state=MatterState.CLOSED, closed_at__gte=now - timedelta(days=days))


def in_view(actor: Actor, rows: OwnedQuerySet, view: str, now: datetime) -> OwnedQuerySet:
    """Keep what a saved view shows: what is open by its deadline, what is over and all with the latest first."""
    order = ("due_at", "pk") if view in OPEN_VIEWS else ("-received_at", "-pk")
    kept: OwnedQuerySet = rows.filter(view_condition(actor, view, now)).order_by(*order)
    return kept.select_related("matter_class", "mediation")


def count_each(actor: Actor, rows: OwnedQuerySet, conditions: Mapping[str, Q]) -> Mapping[str, int]:
    """Count the rows that fit each condition, no further than one past COUNT_BOUND; one query.

    Rows of a place are counted a condition at a time, each in an index; those that units were given lie
    apart, so they are read once for all conditions.
    """
    if not sees_by_unit(actor):
        return counts_of({name: rows.filter(condition) for name, condition in conditions.items()})
    return counts_at_once(rows, conditions)


def count_views(actor: Actor, rows: OwnedQuerySet, view: str, now: datetime) -> Mapping[str, int]:
    """Count the open views that have a tab and the one that is looked at, each no further than one past COUNT_BOUND; one query."""
    listed = (view for view in OPEN_VIEWS if view not in UNLISTED)
    views = dict.fromkeys((*listed, view))
    return count_each(actor, rows, {view: view_condition(actor, view, now) for view in views})


def chosen_matters(actor: Actor, keys: Sequence[int]) -> list[Matter]:
    """Load matters by their keys, those in sight only, in the order given, with their classes and timelines."""
    rows = Matter.objects.visible_to(actor).select_related("matter_class", "mediation")
    found = rows.prefetch_related("steps").order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def get_matter(actor: Actor, matter_id: int) -> Matter:
    """Return a matter with its units, photos and timeline; NotFound outside one's scope."""
    rows = Matter.objects.visible_to(actor).select_related(
        "matter_class", "standard", "merged_into", "split_from", "reporter", "mediation__organisation"
    )
    sitting = MediationMember.objects.filter(ended_at__isnull=True).select_related("user")
    found: Matter | None = (
        rows.prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("organisation", "done_by")),
            Prefetch("photos", MatterPhoto.objects.select_related("file")),
            Prefetch("steps", Step.objects.select_related("organisation", "by")),
            "messages",
            Prefetch("mediation__members", sitting),
        )
        .filter(pk=matter_id)
        .one()
    )
    if found is None:
        raise NotFound()
    return found
