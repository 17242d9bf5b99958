"""The rules of a council's meetings, as of a day at its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.apps.councils.choices import CouncilKind
from gongjian.apps.councils.models import Council
from gongjian.core.rules import RuleTable, get_rule, rule_value
from gongjian.engines.tally import (
    Attendance,
    Base,
    Outcome,
    QuorumRule,
    Threshold,
    read_threshold,
    shortfalls,
)


@dataclass(frozen=True)
class MeetingRule:
    """How many must come and how many must agree, with where it is written."""

    quorum: Threshold
    majority: Threshold
    citation: str

    def missing(self, expected: int, present: int) -> tuple[str, ...]:
        """List in sentences what is missing before the meeting may decide; empty when nothing is."""
        return shortfalls(QuorumRule(present=self.quorum), Attendance(expected, present))

    def outcome(self, yes: int, in_room: int, expected: int) -> Outcome:
        """Say whether so many of those in the room are enough."""
        base = expected if self.majority.base == Base.ROLL else in_room
        needed, passed = self.majority.least(base), self.majority.is_met(yes, base)
        said = f"{base} 个成员里 {yes} 个同意，{self.majority.words}（至少 {needed} 个），{'通过' if passed else '没有通过'}。"
        return Outcome(passed, yes, base, needed, said)


def rule_of(kind: str, place_code: str, day: date) -> dict[str, Any]:
    """Return quorum and majority of a kind of council on a day, as plain data to be kept with a meeting."""
    rule = get_rule(f"councils.meeting.{kind}", on=day, place_code=place_code)
    return {**rule.value, "citation": rule.citation}


def read_rule(kept: Mapping[str, Any]) -> MeetingRule:
    """Read what `rule_of` returned."""
    base = Base(kept.get("majority_of", Base.PRESENT))
    return MeetingRule(
        read_threshold(kept["present"], Base.ROLL),
        read_threshold(kept["majority"], base),
        kept.get("citation", ""),
    )


def days_of(key: str, place_code: str, day: date) -> int:
    """Return a rule that is a whole number."""
    return int(rule_value(f"councils.{key}", on=day, place_code=place_code))


def months_of(council: Council, last_on: date | None, today: date) -> date | None:
    """Return by when the rule says a council should meet again; None where it says nothing. One query a request."""
    keys = [f"councils.months.{kind}" for kind in CouncilKind.values]
    table = RuleTable("councils.months", *keys)
    key = f"councils.months.{council.kind}"
    months = int(table.rule(key, on=today, place_code=council.place_code).value)
    if not months:
        return None
    start = last_on or council.founded_on
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, 28))
