"""Rosters: who inspects which place, never at home, evenly, near, and mended with the fewest changes."""

from gongjian.engines.roster.assign import assign
from gongjian.engines.roster.distance import haversine_m
from gongjian.engines.roster.eligibility import Bar, why_not
from gongjian.engines.roster.model import (
    Inspector,
    Loads,
    Past,
    Place,
    Point,
    Problem,
    Proof,
    Repair,
    Roster,
    Shortage,
    ShortageKind,
    Visit,
    Weights,
)
from gongjian.engines.roster.repair import repair
from gongjian.engines.roster.rotation import Turn, next_turn

__all__ = [
    "Bar",
    "Inspector",
    "Loads",
    "Past",
    "Place",
    "Point",
    "Problem",
    "Proof",
    "Repair",
    "Roster",
    "Shortage",
    "ShortageKind",
    "Turn",
    "Visit",
    "Weights",
    "assign",
    "haversine_m",
    "next_turn",
    "repair",
    "why_not",
]
