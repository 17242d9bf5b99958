"""The rules of a covenant: how long it is discussed, who votes, how many are enough."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from gongjian.apps.councils.choices.covenants import CovenantKind, Voters
from gongjian.core.rules import get_rule, rule_value
from gongjian.engines.tally import Base, QuorumRule, Threshold

VOTE, VILLAGE_VOTE = "councils.covenant_vote", "councils.village_covenant_vote"


def days_of(key: str, place_code: str, on: date) -> int:
    """Return a rule of covenants that is a number of days."""
    return int(rule_value(f"councils.covenant_{key}", on=on, place_code=place_code))


def vote_rules(kind: str, place_code: str, on: date) -> dict[str, dict[str, Any]]:
    """Return {who votes: the rule for them with its citation}, as plain data to be kept with a vote."""
    rule = get_rule(VILLAGE_VOTE if kind == CovenantKind.VILLAGE else VOTE, on=on, place_code=place_code)
    return {one["voters"]: {**one, "citation": rule.citation} for one in rule.value}


def voters_at(kind: str, place_code: str, on: date) -> list[tuple[str, str]]:
    """List who may make up the meeting, as choices of a form."""
    return [(key, str(Voters(key).label)) for key in vote_rules(kind, place_code, on)]


def quorum_of(rule: Mapping[str, Any]) -> QuorumRule:
    """Read how many must come."""
    return QuorumRule(1, _threshold(rule["present"], Base.ROLL))


def majority_of(rule: Mapping[str, Any]) -> Threshold:
    """Read how many must agree."""
    return _threshold(rule["majority"], Base(rule.get("majority_of", Base.PRESENT)))


def _threshold(text: str, base: Base) -> Threshold:
    """Read ">1/2" or ">=2/3"."""
    return Threshold(Fraction(text.lstrip(">= ")), base, not text.startswith(">="))
