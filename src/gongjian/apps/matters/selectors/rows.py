"""A matter as lists show it: where, who has it, how its time stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, MatterState, Outcome
from gongjian.apps.matters.models import Assignment, Matter
from gongjian.apps.matters.selectors.deadlines import BY_THE_CLOCK
from gongjian.apps.places.selectors import names_of
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import OFFICE_HOURS, calendar_around, hours_from
from gongjian.engines.worktime import Remaining, remaining

STILL = (MatterState.SUSPENDED, MatterState.MERGED)
KINDS = {
    MatterState.REPORTED: "待受理",
    MatterState.VERIFYING: "待核实",
    MatterState.REJECTED: "不予受理",
    MatterState.FILED: "待派办",
    MatterState.DISPATCHED: "待签收",
    MatterState.RETURNED: "退回",
    MatterState.ACCEPTED: "处置中",
    MatterState.MEDIATING: "调解中",
    MatterState.SUSPENDED: "暂停",
    MatterState.DONE: "待核查",
    MatterState.REWORK: "退回修改",
    MatterState.CHECKED: "待确认",
    MatterState.MERGED: "撤回",
    MatterState.CLOSED: "已办结",
    MatterState.VOID: "作废",
}
"""The known word whose mark a state bears."""


@dataclass(frozen=True)
class MatterRow:
    """One matter in a list."""

    matter: Matter
    place: str
    units: str
    left: Remaining | None

    @property
    def is_late(self) -> bool:
        """Whether its time is over and it is not."""
        return self.left is not None and self.left.is_late

    @property
    def kind(self) -> str:
        """The known word of its mark."""
        return "逾期" if self.is_late else kind_of(self.matter)

    @property
    def word(self) -> str:
        """Its state in words; how it ended, once it has."""
        if self.matter.state == MatterState.CLOSED and self.matter.outcome != Outcome.SOLVED:
            return str(self.matter.get_outcome_display())
        return str(self.matter.get_state_display())


def kind_of(matter: Matter) -> str:
    """Return the known word of a matter's mark."""
    if matter.state == MatterState.CLOSED and matter.outcome != Outcome.SOLVED:
        return "已办结、未解决"
    return KINDS[MatterState(matter.state)]


def rows_of(matters: Sequence[Matter], now: datetime | None = None) -> list[MatterRow]:
    """Name places and units of loaded matters and say how their time stands. Three queries."""
    moment = now or timezone.now()
    names = names_of({row.place_code for row in matters})
    units = _units_of(matters)
    rules = RuleTable("matters.office_hours", OFFICE_HOURS)
    return [
        MatterRow(
            row,
            names.get(row.place_code, row.place_code),
            "、".join(units.get(row.pk, ())),
            left_of(row, moment, rules),
        )
        for row in matters
    ]


def left_of(matter: Matter, now: datetime, rules: RuleTable) -> Remaining | None:
    """Say how long there is; None for what is over or stands still."""
    if matter.closed_at is not None or matter.state in STILL:
        return None
    spans = rules.rule(OFFICE_HOURS, on=timezone.localdate(now), place_code=matter.place_code).value
    calendar = calendar_around(timezone.localdate(matter.due_at))
    by_clock = matter.limit_unit in BY_THE_CLOCK
    return remaining(now, matter.due_at, calendar, hours_from(spans), by_clock=by_clock)


def _units_of(matters: Iterable[Matter]) -> dict[int, list[str]]:
    """List the units that have each matter, the lead first; one query."""
    cycles = {row.pk: row.cycle for row in matters}
    parts = Assignment.objects.filter(matter__in=cycles).exclude(
        state__in=(AssignmentState.HANDED_BACK, AssignmentState.ENDED)
    )
    found: dict[int, list[str]] = {}
    for part in parts.select_related("organisation").order_by("-is_lead", "pk"):
        if part.cycle == cycles[part.matter_id]:
            unit = part.organisation
            found.setdefault(part.matter_id, []).append(unit.short_name or unit.name)
    return found
