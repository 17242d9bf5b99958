"""Matters: lists by deadline, one with its timeline, who handles it, who issued it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.programmes.selectors.own import own_places, own_units
from gongjian.apps.supervision.choices import MatterStatus
from gongjian.apps.supervision.models import Matter, MatterEntry
from gongjian.core.access import Actor, OwnedQuerySet, Right, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of
from gongjian.core.workdays import time_left, workdays_late
from gongjian.engines.worktime import Remaining

OPEN_STATES = (MatterStatus.OPEN, MatterStatus.PAUSED, MatterStatus.CHECKING)
SOON_DAYS = 7
STATES = ("open", "late", "soon", "checking", "closed", "void")


@dataclass(frozen=True)
class MatterRow:
    """One matter in a list: who has it, how its time stands."""

    matter: Matter
    who: str
    late_workdays: int
    left: Remaining | None

    @property
    def kind(self) -> str:
        """The status word of its mark."""
        if self.late_workdays:
            return "逾期"
        return {
            MatterStatus.OPEN: "进行中",
            MatterStatus.PAUSED: "暂停",
            MatterStatus.CHECKING: "待核查",
            MatterStatus.CLOSED: "已办结",
            MatterStatus.VOID: "作废",
        }[MatterStatus(self.matter.status)]

    @property
    def is_late_closed(self) -> bool:
        """Whether it was closed after its day."""
        closed = self.matter.closed_on
        return closed is not None and (self.matter.applied_on or closed) > self.matter.due_on


def in_state(rows: OwnedQuerySet, state: str, today: date) -> OwnedQuerySet:
    """Keep the matters of one tab."""
    conditions: dict[str, Q] = {
        "late": Q(status=MatterStatus.OPEN, due_on__lt=today),
        "soon": Q(status=MatterStatus.OPEN, due_on__range=(today, today + timedelta(days=SOON_DAYS))),
        "checking": Q(status=MatterStatus.CHECKING),
        "closed": Q(status=MatterStatus.CLOSED),
        "void": Q(status=MatterStatus.VOID),
    }
    return rows.filter(conditions.get(state, Q(status__in=OPEN_STATES)))


def count_states(rows: OwnedQuerySet, today: date) -> dict[str, int]:
    """Count the matters of every tab. One query."""
    soon = today + timedelta(days=SOON_DAYS)
    counted: dict[str, Any] = rows.order_by().aggregate(
        open=Count("pk", filter=Q(status__in=OPEN_STATES)),
        late=Count("pk", filter=Q(status=MatterStatus.OPEN, due_on__lt=today)),
        soon=Count("pk", filter=Q(status=MatterStatus.OPEN, due_on__range=(today, soon))),
        checking=Count("pk", filter=Q(status=MatterStatus.CHECKING)),
        closed=Count("pk", filter=Q(status=MatterStatus.CLOSED)),
        void=Count("pk", filter=Q(status=MatterStatus.VOID)),
    )
    return counted


def matters_in_sight(actor: Actor, place_code: str = "", words: str = "") -> OwnedQuerySet:
    """List the matters an actor may see, perhaps at or below a place or with some words."""
    rows = Matter.objects.visible_to(actor)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if words := words.strip()[:60]:
        rows = rows.filter(title__contains=words)
    return rows


def list_matters(rows: OwnedQuerySet, params: QueryDict, today: date) -> tuple[ListPage, list[MatterRow]]:
    """Cut one page of matters, the nearest deadline first (what is over: the latest first). Four queries."""
    state = params.get("state", "")
    found = in_state(rows, state, today).select_related("organisation")
    order = ("-closed_on", "-pk") if state in ("closed", "void") else ("due_on", "pk")
    page = page_of(found.order_by(*order), params)
    return page, rows_of(page.rows, today)


def rows_of(matters: Any, today: date) -> list[MatterRow]:
    """Name the handlers of loaded matters and say how their time stands. Two queries."""
    names = names_of({row.place_code for row in matters})
    rules = DayRules()
    return [_row(matter, names, today, rules) for matter in matters]


def _row(matter: Matter, names: dict[str, str], today: date, rules: DayRules) -> MatterRow:
    who = str(matter.organisation) if matter.organisation else names.get(matter.place_code, matter.place_code)
    is_running = matter.status == MatterStatus.OPEN
    late = workdays_late(matter.due_on, today) if is_running and matter.due_on < today else 0
    left = None
    if is_running:
        closing = rules.closing(matter.due_on, matter.place_code)
        left = time_left(timezone.now(), closing, rules.hours(matter.place_code))
    is_late = is_running and matter.due_on < today
    return MatterRow(matter, who, max(1, late) if is_late else 0, left)


def get_matter(actor: Actor, matter_id: int) -> Matter:
    """Return a matter with its units, timeline and files; NotFound also for another's."""
    entries = MatterEntry.objects.select_related("by").prefetch_related("files").order_by("at", "pk")
    rows = Matter.objects.visible_to(actor).select_related("organisation", "programme", "opened_by", "note")
    found: Matter | None = (
        rows.prefetch_related("co_units", Prefetch("entries", queryset=entries)).filter(pk=matter_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def is_handled_by(actor: Actor, matter: Matter) -> bool:
    """Say whether a matter is in the actor's own hands."""
    if matter.organisation_id is not None:
        return matter.organisation_id in own_units(actor, Right.SUPERVISION_ANSWER)
    return matter.place_code in own_places(actor, Right.SUPERVISION_ANSWER)


def handled_by(actor: Actor) -> Q:
    """Match the matters in the actor's own hands."""
    right = Right.SUPERVISION_ANSWER
    by_place = Q(organisation__isnull=True, place_code__in=own_places(actor, right))
    return by_place | Q(organisation_id__in=own_units(actor, right))
