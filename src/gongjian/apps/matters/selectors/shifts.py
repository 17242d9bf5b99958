"""What a shift hands over: the matters of the desk that are open, in the order in which they press."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from gongjian.apps.matters.choices import MatterLevel, MatterState, ShiftGroup
from gongjian.apps.matters.models import Matter, Rating, ShiftHandover, ShiftItem
from gongjian.apps.matters.selectors.deadlines import hours_at
from gongjian.apps.matters.selectors.matters import WAITING
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.apps.parties.models import User
from gongjian.apps.parties.selectors import holders_of
from gongjian.core.access import Actor, OwnedQuerySet, Right, prefix_range
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.rules import rule_value
from gongjian.core.workdays import calendar_around

MOST_HANDED = 200
MOST_CALLS = 50
SOON = timedelta(hours=1)


@dataclass(frozen=True)
class HandedRow:
    """One matter to hand over, under the first heading that it belongs to."""

    row: MatterRow
    group: ShiftGroup


@dataclass
class HandedGroup:
    """A heading with what stands under it."""

    group: ShiftGroup
    rows: list[HandedRow] = field(default_factory=list)


def desk_matters(place_code: str) -> OwnedQuerySet:
    """Match what the desk of just this place answers for."""
    if len(place_code) not in MatterLevel.values:
        raise Invalid("这里没有派办台。只有街道、区县和市的派办单位交接班，请在上面换到派办的地方。")
    rows: OwnedQuerySet = Matter.objects.filter(prefix_range("place_code", place_code), level=len(place_code))
    return rows


def to_hand_over(place_code: str, until: datetime) -> list[HandedRow]:
    """List what the next shift, which ends at a moment, must know of; the first MOST_HANDED. Six queries."""
    now = timezone.now()
    desk = desk_matters(place_code)
    held = desk.filter(closed_at__isnull=True).annotate(group=_group_by(until)).exclude(group="")
    found: list[Any] = [*held.select_related("matter_class").order_by("due_at", "pk")[:MOST_HANDED]]
    calls = _to_call(place_code, now).annotate(group=Value(ShiftGroup.CALL.value))
    found += calls.select_related("matter_class").order_by("closed_at", "pk")[:MOST_CALLS]
    order = {group: number for number, group in enumerate(ShiftGroup)}
    groups = {matter.pk: ShiftGroup(matter.group) for matter in found}
    rows = [HandedRow(row, groups[row.matter.pk]) for row in rows_of(found, now)]
    return sorted(rows, key=lambda one: (order[one.group], one.row.matter.due_at, one.row.matter.pk))


def in_groups(rows: Sequence[HandedRow]) -> list[HandedGroup]:
    """Put rows under their headings."""
    groups: dict[ShiftGroup, HandedGroup] = {}
    for row in rows:
        groups.setdefault(row.group, HandedGroup(row.group)).rows.append(row)
    return list(groups.values())


def _group_by(until: datetime) -> Case:
    """Choose the heading of an open matter: what presses most comes first."""
    return Case(
        When(state=MatterState.MERGED, then=Value("")),
        When(is_danger=True, then=Value(ShiftGroup.DANGER)),
        When(contacted_at__isnull=True, contact_due_at__lte=until, then=Value(ShiftGroup.CONTACT)),
        When(state__in=WAITING[:2], then=Value(ShiftGroup.FILE)),
        When(state__in=WAITING[2:], then=Value(ShiftGroup.DISPATCH)),
        When(state__in=(MatterState.DONE, MatterState.CHECKED), then=Value(ShiftGroup.FINISH)),
        When(state=MatterState.SUSPENDED, then=Value(ShiftGroup.HELD)),
        When(
            state__in=(*MatterState.with_units(), MatterState.MEDIATING),
            due_at__lte=until,
            then=Value(ShiftGroup.DUE),
        ),
        default=Value(""),
        output_field=CharField(),
    )


def _to_call(place_code: str, now: datetime) -> QuerySet[Matter]:
    """Match what was answered lately, by somebody who can be reached and hasn't rated: the desk calls back."""
    days = int(rule_value("matters.rate_days", on=timezone.localdate(now), place_code=place_code))
    rated = Rating.objects.filter(matter=OuterRef("pk"), cycle=OuterRef("cycle"))
    rows: QuerySet[Matter] = desk_matters(place_code).filter(
        ~Exists(rated),
        ~Q(reporter__phone_hash=""),
        state=MatterState.CLOSED,
        closed_at__gte=now - timedelta(days=days),
        reporter__isnull=False,
    )
    return rows


def takers_at(actor: Actor, place_code: str) -> list[User]:
    """List who may take the desk over from a person."""
    ids = set(holders_of(Right.MATTERS_DISPATCH, [place_code])) - {actor.user_id}
    return list(User.objects.filter(pk__in=ids).order_by("full_name", "pk"))


def usual_start(actor: Actor, place_code: str) -> datetime:
    """Return when the person's shift began: when he took the last one over, else when the office opened."""
    now = timezone.now()
    taken = ShiftHandover.objects.filter(
        place_code=place_code, taker_id=actor.user_id, confirmed_at__gte=now - timedelta(days=1)
    )
    last = taken.order_by("-confirmed_at").values_list("confirmed_at", flat=True).first()
    today = timezone.localdate(now)
    opens_at = hours_at(place_code, today).opens_and_closes(today)[0][0]
    return last or min(opens_at, now - SOON)


def usual_end(place_code: str) -> datetime:
    """Return when the next shift ends: today's closing while that is an hour away, else the next working day's."""
    now = timezone.now()
    today = timezone.localdate(now)
    calendar, hours = calendar_around(today), hours_at(place_code, today)
    if calendar.is_working(today) and hours.closing(today) > now + SOON:
        return hours.closing(today)
    return hours.closing(calendar.add_working_days(today, 1))


def list_shifts(actor: Actor, place_code: str) -> OwnedQuerySet:
    """List the hand-overs of a desk and of those below, the latest first."""
    rows: OwnedQuerySet = ShiftHandover.objects.visible_to(actor).within(place_code)
    return rows.select_related("giver", "taker")


def get_shift(actor: Actor, handover_id: int) -> ShiftHandover:
    """Return a hand-over with its people; NotFound outside one's scope."""
    rows = ShiftHandover.objects.visible_to(actor).select_related("giver", "taker")
    found: ShiftHandover | None = rows.filter(pk=handover_id).one()
    if found is None:
        raise NotFound()
    return found


def items_of(handover: ShiftHandover) -> list[tuple[ShiftGroup, list[tuple[ShiftItem, MatterRow]]]]:
    """List what a hand-over holds by heading, each with how the matter stands now. Four queries."""
    items = list(handover.items.select_related("matter__matter_class"))
    rows = {row.matter.pk: row for row in rows_of([item.matter for item in items])}
    groups: dict[ShiftGroup, list[tuple[ShiftItem, MatterRow]]] = {}
    for item in items:
        groups.setdefault(ShiftGroup(item.group), []).append((item, rows[item.matter_id]))
    return list(groups.items())
