"""The local rules of a hearing, as the engine takes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.core.rules import get_rule, rule_value
from gongjian.engines.tally import Base, GroupRule, QuorumRule, Threshold, read_threshold

PANEL = "hearings.panel"
REPRESENTATIVE = "representative"


def panel_rule(place_code: str, on: date) -> dict[str, Any]:
    """Return the panel rule of a day at a place, with its citation, as plain data to be kept with a hearing."""
    rule = get_rule(PANEL, on=on, place_code=place_code)
    return {**rule.value, "citation": rule.citation}


def quorum_of(rule: Mapping[str, Any]) -> QuorumRule:
    """Read what a meeting needs before it may vote."""
    present = read_threshold(rule["present"], Base.ROLL) if rule.get("present") else None
    asked = rule.get("representatives")
    share = read_threshold(asked, Base.PRESENT) if asked else None
    least = int(rule.get("least_representatives", 0))
    groups = (GroupRule(REPRESENTATIVE, "居民代表", share, least),) if share or least else ()
    return QuorumRule(int(rule["size"]), present, groups)


def majority_of(rule: Mapping[str, Any]) -> Threshold:
    """Read what a vote needs to pass."""
    return read_threshold(rule["majority"], Base(rule.get("majority_of", Base.PRESENT)))


def least_representatives(rule: Mapping[str, Any], size: int) -> int:
    """Return how many of a panel of `size` must be residents' representatives."""
    quorum = quorum_of(rule)
    return max(
        (max(group.least, group.share.least(size) if group.share else 0) for group in quorum.groups),
        default=0,
    )


def days_of(key: str, place_code: str, on: date) -> int:
    """Return a rule that is a whole number."""
    return int(rule_value(f"hearings.{key}", on=on, place_code=place_code))
