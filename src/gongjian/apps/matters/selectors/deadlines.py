"""By when a matter is due: the standard of its class, else the limit of its kind, by the rules of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongjian.apps.matters.choices import LimitUnit, MatterKind, Tier
from gongjian.apps.matters.models import CaseStandard, Matter, MatterClass
from gongjian.core.access import ancestors_of
from gongjian.core.rules import rule_value
from gongjian.core.workdays import OFFICE_HOURS, calendar_around, end_of, hours_from
from gongjian.engines.worktime import Deadline, Limit, OfficeHours, deadline, due_after_pauses
from gongjian.engines.worktime import LimitUnit as EngineUnit

LIMITS = "matters.limits"
URGENT = "matters.urgent"
TIER = "matters.tier"
BY_THE_CLOCK = (LimitUnit.CLOCK_HOURS, LimitUnit.SAME_DAY)


@dataclass(frozen=True)
class JudgedBy:
    """The limit a matter is judged by, and the standard it comes from, if one does."""

    amount: int
    unit: LimitUnit
    standard: CaseStandard | None = None


def limit_of(matter: Matter, on: date) -> JudgedBy:
    """Return the limit in force on a day: of danger first, then of the class, then of the kind."""
    if matter.is_danger:
        return _written(rule_value(URGENT, on=on, place_code=matter.place_code))
    standard = standard_for(matter.matter_class, matter.place_code, on) if matter.matter_class else None
    if standard is not None:
        return JudgedBy(standard.limit_amount, LimitUnit(standard.limit_unit), standard)
    return kind_limit(MatterKind(matter.kind), matter.place_code, on)


def kind_limit(kind: MatterKind, place_code: str, on: date) -> JudgedBy:
    """Return the limit of what has no class of its own."""
    rows = rule_value(LIMITS, on=on, place_code=place_code)
    return next(_written(row) for row in rows if row["kind"] == kind)


def standard_for(matter_class: MatterClass, place_code: str, on: date) -> CaseStandard | None:
    """Return the standard of a class: of the place's tier, else the normal one; nearest place, latest day."""
    wanted = Tier(str(rule_value(TIER, on=on, place_code=place_code)))
    rows = CaseStandard.objects.filter(
        matter_class=matter_class,
        tier__in={wanted, Tier.NORMAL},
        place_code__in=[*ancestors_of(place_code), place_code],
        effective_on__lte=on,
    )
    best = max(
        rows, key=lambda row: (row.tier == wanted, len(row.place_code), row.effective_on), default=None
    )
    return best


def due_from(start: datetime, judged: JudgedBy, place_code: str) -> Deadline:
    """Count a limit from a moment in the office hours of the place.

    What is due the same day (事不过夜) is due at midnight; what comes after closing, at the next midnight.
    """
    today = timezone.localdate(start)
    hours, calendar = hours_at(place_code, today), calendar_around(today)
    if judged.unit == LimitUnit.SAME_DAY:
        midnight = end_of(today)
        return Deadline(
            midnight if start <= hours.closing(today) else end_of(timezone.localdate(midnight)), False
        )
    return deadline(start, Limit(judged.amount, EngineUnit(judged.unit.value)), calendar, hours)


def due_after_pause(matter: Matter, started_at: datetime, ended_at: datetime) -> datetime:
    """Move a due time by exactly the time that a pause took: by the clock, or in working time."""
    if matter.limit_unit in BY_THE_CLOCK:
        return matter.due_at + (ended_at - started_at)
    hours = hours_at(matter.place_code, timezone.localdate(started_at))
    calendar = calendar_around(timezone.localdate(matter.due_at))
    return due_after_pauses(matter.due_at, [(started_at, ended_at)], calendar, hours)


def hours_at(place_code: str, on: date) -> OfficeHours:
    """Return the office hours of a day at a place."""
    return hours_from(rule_value(OFFICE_HOURS, on=on, place_code=place_code))


def _written(row: Mapping[str, Any]) -> JudgedBy:
    return JudgedBy(int(row["amount"]), LimitUnit(row["unit"]))
