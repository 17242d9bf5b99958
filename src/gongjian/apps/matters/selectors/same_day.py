"""Small disputes don't stay overnight (事不过夜): by the end of the day somebody has spoken to the people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from gongjian.apps.matters.choices import LimitUnit, MatterKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.deadlines import due_from, kind_limit
from gongjian.core.rules import rule_value

WARNING_HOURS = "matters.same_day_warning_hours"


@dataclass(frozen=True)
class SameDayStep:
    """One moment at which somebody is told that nobody has spoken to the people yet."""

    key: str
    at: datetime
    to: str
    said: str


def same_day_due(kind: MatterKind, place_code: str, received_at: datetime) -> datetime | None:
    """Return by when the people have to be spoken to, where the rule of the kind says 'the same day'; else None.

    It hangs on the kind alone: a class with a longer limit gives more time to settle, not to call.
    """
    limit = kind_limit(kind, place_code, timezone.localdate(received_at))
    if limit.unit != LimitUnit.SAME_DAY:
        return None
    return due_from(received_at, limit, place_code).due_at


def same_day_steps(matter: Matter) -> list[SameDayStep]:
    """List when the desk is warned and the level above told, as long as nobody was spoken to."""
    if matter.same_day_due_at is None or matter.contacted_at is not None:
        return []
    day = timezone.localdate(matter.received_at)
    hours = int(rule_value(WARNING_HOURS, on=day, place_code=matter.place_code))
    soon = matter.same_day_due_at - timedelta(hours=hours)
    return [
        SameDayStep("day:soon", soon, "desk", "今天还没有联系双方，事不过夜"),
        SameDayStep("day:missed", matter.same_day_due_at, "above", "当天没有联系双方"),
    ]


def next_same_day_moment(matter: Matter, taken: Collection[str]) -> datetime | None:
    """Return when the next of these steps comes that was not taken."""
    return min((step.at for step in same_day_steps(matter) if step.key not in taken), default=None)
