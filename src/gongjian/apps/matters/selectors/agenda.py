"""What waits for a person in matters: his unit's parts, and what the desk of his place has to do next."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.matters.choices import AssignmentState, MatterLevel, MatterState
from gongjian.apps.matters.models import Assignment, Matter, Mediation, ShiftHandover
from gongjian.apps.matters.selectors.deadlines import BY_THE_CLOCK
from gongjian.apps.matters.selectors.hands import in_hand, own_places
from gongjian.apps.matters.selectors.mediation.cases import own_mediations
from gongjian.apps.matters.selectors.rows import KINDS
from gongjian.core.access import Actor, Right, prefix_range
from gongjian.core.workdays import calendar_around, office_hours
from gongjian.engines.worktime import OfficeHours, remaining

MOST_WAITING = 60
DESK_VERBS: dict[MatterState, tuple[str | Promise, str | Promise]] = {
    MatterState.REPORTED: (gettext_lazy("受理：%(title)s"), gettext_lazy("去受理")),
    MatterState.VERIFYING: (gettext_lazy("核实后受理：%(title)s"), gettext_lazy("去受理")),
    MatterState.FILED: (gettext_lazy("派办：%(title)s"), gettext_lazy("去派办")),
    MatterState.RETURNED: (gettext_lazy("重新派办：%(title)s"), gettext_lazy("去派办")),
    MatterState.DONE: (gettext_lazy("核查：%(title)s"), gettext_lazy("去核查")),
    MatterState.CHECKED: (gettext_lazy("答复：%(title)s"), gettext_lazy("写答复")),
}
UNIT_VERBS: dict[AssignmentState, tuple[str | Promise, str | Promise]] = {
    AssignmentState.PENDING: (gettext_lazy("签收：%(title)s"), gettext_lazy("去签收")),
    AssignmentState.ACCEPTED: (gettext_lazy("处置：%(title)s"), gettext_lazy("报结果")),
    AssignmentState.REWORK: (gettext_lazy("返工：%(title)s"), gettext_lazy("报结果")),
}


@dataclass(frozen=True)
class WaitingMatter:
    """One thing to do about a matter: `status` is the word of its mark, `left` says the time in words."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_at: datetime
    left: str
    light: str


def open_items(actor: Actor) -> list[WaitingMatter]:
    """List what waits for a person, the nearest deadline first: one query when nothing does, five more at most."""
    if actor.user_id is None or not actor.can(Right.MATTERS_VIEW):
        return []
    waiting = _waiting(actor)
    if not waiting:
        return []
    hours = office_hours(actor.home_place_code)
    parts = Assignment.objects.filter(pk__in=waiting.get("part", [])).select_related("matter")
    desk = Matter.objects.filter(pk__in=waiting.get("desk", []))
    found = [_part_item(part, hours) for part in parts] + [_desk_item(row, hours) for row in desk]
    if shifts := waiting.get("shift"):
        rows = ShiftHandover.objects.filter(pk__in=shifts).select_related("giver", "taker")
        found += [_shift_item(actor, row, hours) for row in rows]
    if cases := waiting.get("mediation"):
        own = Mediation.objects.filter(pk__in=cases).select_related("matter")
        found += [_mediation_item(row, hours) for row in own if row.next_at is not None]
    return sorted(found, key=lambda item: (item.due_at, item.title))


def _waiting(actor: Actor) -> dict[str, list[int]]:
    """Return the parts of his units, the matters at his desks, his shifts, the cases he mediates, by number; one query."""
    kinds = [
        ("part", _own_parts(actor)),
        ("desk", _at_own_desk(actor)),
        ("shift", _own_shifts(actor)),
        ("mediation", own_mediations(actor).filter(next_at__isnull=False).annotate(due_at=F("next_at"))),
    ]
    rows = [
        found.annotate(kind_=Value(kind)).order_by().values_list("kind_", "pk", "due_at")
        for kind, found in kinds
    ]
    found: dict[str, list[int]] = {}
    for kind, number, _due_at in rows[0].union(*rows[1:], all=True).order_by("due_at")[:MOST_WAITING]:
        found.setdefault(kind, []).append(number)
    return found


def _own_parts(actor: Actor) -> QuerySet[Any]:
    if not actor.can(Right.MATTERS_ACT):
        return Assignment.objects.none()
    rows = Assignment.objects.filter(in_hand(actor), state__in=AssignmentState.in_hand())
    return rows.exclude(matter__state=MatterState.SUSPENDED)


def _at_own_desk(actor: Actor) -> QuerySet[Any]:
    """Match what the desk of the actor's own places has to do: not what desks below it have."""
    codes = [code for code in own_places(actor, Right.MATTERS_DISPATCH) if len(code) in MatterLevel.values]
    if not codes:
        return Matter.objects.none()
    own = reduce(or_, (Q(prefix_range("place_code", code), level=len(code)) for code in codes))
    return Matter.objects.filter(own, closed_at__isnull=True, state__in=DESK_VERBS)


def _own_shifts(actor: Actor) -> QuerySet[Any]:
    """Match the hand-overs from or to the actor that nobody has taken yet; they wait from the moment they were made."""
    rows: QuerySet[Any] = ShiftHandover.objects.annotate(due_at=F("next_ends_at"))
    if not actor.can(Right.MATTERS_DISPATCH):
        return rows.none()
    own = Q(taker_id=actor.user_id) | Q(giver_id=actor.user_id)
    return rows.filter(own, confirmed_at__isnull=True, withdrawn_at__isnull=True)


def _shift_item(actor: Actor, row: ShiftHandover, hours: OfficeHours) -> WaitingMatter:
    now = timezone.now()
    left = remaining(now, row.next_ends_at, calendar_around(timezone.localdate(now)), hours, by_clock=True)
    is_taker = row.taker_id == actor.user_id
    title = _("接班：%(name)s交的班") if is_taker else _("等%(name)s接班")
    return WaitingMatter(
        title=title % {"name": row.giver.full_name if is_taker else row.taker.full_name},
        source=_("交接班"),
        url=reverse("matters:shift", args=[row.pk]),
        verb=_("去接班") if is_taker else _("去看"),
        status="待确认",
        due_at=row.next_ends_at,
        left=left.phrase,
        light=left.light.value,
    )


def _part_item(part: Assignment, hours: OfficeHours) -> WaitingMatter:
    title, verb = UNIT_VERBS[AssignmentState(part.state)]
    kind = {"pending": "待签收", "accepted": "处置中"}.get(part.state, "退回修改")
    return _item(part.matter, title, verb, kind, hours)


def _desk_item(row: Matter, hours: OfficeHours) -> WaitingMatter:
    title, verb = DESK_VERBS[MatterState(row.state)]
    return _item(row, title, verb, KINDS[MatterState(row.state)], hours)


def _mediation_item(row: Mediation, hours: OfficeHours) -> WaitingMatter:
    """Name a case by its number: what it is about stands on its own page."""
    due_at = row.next_at or row.matter.due_at
    calendar = calendar_around(timezone.localdate(due_at))
    left = remaining(timezone.now(), due_at, calendar, hours, by_clock=True)
    return WaitingMatter(
        title=_("调解：%(number)s") % {"number": row.matter.number},
        source=str(row.get_state_display()),
        url=reverse("matters:mediation", args=[row.matter_id]),
        verb=_("去调解"),
        status="调解中",
        due_at=due_at,
        left=left.phrase,
        light=left.light.value,
    )


def _item(
    row: Matter, title: str | Promise, verb: str | Promise, kind: str, hours: OfficeHours
) -> WaitingMatter:
    calendar = calendar_around(timezone.localdate(row.due_at))
    left = remaining(timezone.now(), row.due_at, calendar, hours, by_clock=row.limit_unit in BY_THE_CLOCK)
    danger = f"{_('有危险')} · " if row.is_danger else ""
    return WaitingMatter(
        title=str(title) % {"title": row.title},
        source=f"{danger}{row.number} · {_('事项')}",
        url=reverse("matters:matter", args=[row.pk]),
        verb=str(verb),
        status=kind,
        due_at=row.due_at,
        left=left.phrase,
        light=left.light.value,
    )
