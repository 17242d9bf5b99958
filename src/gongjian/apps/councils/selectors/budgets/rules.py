"""The local rule of a community fund, as of the day it is opened; the fund keeps it."""

from datetime import date
from fractions import Fraction
from typing import Any

from gongjian.core.rules import get_rule

PARTS = ("most_marks", "step_cents", "least_told", "min_age", "posting_days", "least_cents", "most_share")
KEYS = {part: f"councils.fund_{part}" for part in PARTS}


def fund_rule(place_code: str, day: date) -> dict[str, Any]:
    """Return the parts of the rule in force with their citations, as a fund stores them."""
    found = {part: get_rule(key, on=day, place_code=place_code) for part, key in KEYS.items()}
    citations = list(dict.fromkeys(rule.citation for rule in found.values()))
    return {part: rule.value for part, rule in found.items()} | {"citations": citations}


def bounds_of(rule: dict[str, Any], fund_cents: int) -> tuple[int, int]:
    """Return the least and the greatest cost of a project (cents) that a fund of this size takes."""
    return int(rule["least_cents"]), int(fund_cents * Fraction(str(rule["most_share"])))
