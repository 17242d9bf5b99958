"""How many working days there are to mend a finding: by the rule of the day, the strictest that applies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongjian.apps.inspections.models import Finding
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import add_workdays

VETO_DAYS = "rectification.veto_workdays"
REPEATED_DAYS = "rectification.repeated_workdays"
USUAL_DAYS = "rectification.workdays"
REDO_DAYS = "rectification.redo_workdays"


@dataclass(frozen=True)
class Limit:
    """So many working days, and the rule they come from."""

    workdays: int
    basis: str


@dataclass(frozen=True)
class PlannedOrder:
    """One order as it would be issued: a place, its limit, the last day, what is to be mended."""

    place_code: str
    limit: Limit
    due_on: date
    findings: tuple[Finding, ...]


class Limits:
    """The limits in force, read in one query for any number of places."""

    def __init__(self) -> None:
        self._rules = RuleTable("inspections.limits", VETO_DAYS, REPEATED_DAYS, USUAL_DAYS, REDO_DAYS)

    def of(self, finding: Finding, on: date) -> Limit:
        """Return the limit of one finding ordered on a day."""
        if finding.is_veto:
            return self._limit(VETO_DAYS, on, finding.place_code)
        if finding.is_repeated:
            return self._limit(REPEATED_DAYS, on, finding.place_code)
        return self._limit(USUAL_DAYS, on, finding.place_code)

    def redo_due_on(self, on: date, place_code: str) -> date:
        """Return the last day for what a re-inspection on a day did not pass."""
        return add_workdays(on, self._limit(REDO_DAYS, on, place_code).workdays)

    def _limit(self, key: str, on: date, place_code: str) -> Limit:
        rule = self._rules.rule(key, on=on, place_code=place_code)
        return Limit(int(rule.value), rule.citation)

    def plan(self, findings: Iterable[Finding], on: date, workdays: int | None = None) -> list[PlannedOrder]:
        """Group findings into orders: one for each place and limit, by place, the shortest limit first.

        `workdays` sets a limit of the issuer's own for all of them.
        """
        groups: dict[tuple[str, Limit], list[Finding]] = {}
        for finding in findings:
            limit = Limit(workdays, "下达单位另定") if workdays else self.of(finding, on)
            groups.setdefault((finding.place_code, limit), []).append(finding)
        ordered = sorted(groups.items(), key=lambda group: (group[0][0], group[0][1].workdays))
        return [
            PlannedOrder(place_code, limit, add_workdays(on, limit.workdays), tuple(rows))
            for (place_code, limit), rows in ordered
        ]
