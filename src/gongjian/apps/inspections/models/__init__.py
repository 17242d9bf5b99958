"""Tables of inspections: rubrics by version, rounds, sheets, decisions on scores, rating rules, grades."""

from gongjian.apps.inspections.models.adjustments import ScoreAdjustment
from gongjian.apps.inspections.models.appeals import Appeal
from gongjian.apps.inspections.models.draws import Draw
from gongjian.apps.inspections.models.fairness import SeverityDecision
from gongjian.apps.inspections.models.findings import Extension, Finding, Mending, RectificationOrder
from gongjian.apps.inspections.models.honours import Honour, HonourAward
from gongjian.apps.inspections.models.phones import Phone, ReplayedOperation, SheetConflict, TakenRound
from gongjian.apps.inspections.models.ratings import Grade, RatingRule, RatingScheme
from gongjian.apps.inspections.models.rosters import RosterRun, RoundPlace, RoundTeam
from gongjian.apps.inspections.models.rounds import Round, Visit
from gongjian.apps.inspections.models.rubrics import (
    ItemPicture,
    ItemRule,
    Rubric,
    RubricImport,
    RubricItem,
    RubricVersion,
)
from gongjian.apps.inspections.models.sheets import ScoreSheet, SheetEntry, SheetReading

__all__ = [
    "Appeal",
    "Draw",
    "Extension",
    "Finding",
    "Grade",
    "Honour",
    "HonourAward",
    "ItemPicture",
    "ItemRule",
    "Mending",
    "Phone",
    "RatingRule",
    "RatingScheme",
    "RectificationOrder",
    "ReplayedOperation",
    "RosterRun",
    "Round",
    "RoundPlace",
    "RoundTeam",
    "Rubric",
    "RubricImport",
    "RubricItem",
    "RubricVersion",
    "ScoreAdjustment",
    "ScoreSheet",
    "SeverityDecision",
    "SheetConflict",
    "SheetEntry",
    "SheetReading",
    "TakenRound",
    "Visit",
]
