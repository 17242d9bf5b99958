"""Tables of inspections: rubrics by version, rounds, sheets, decisions on scores, rating rules, grades."""

from gongjian.apps.inspections.models.adjustments import ScoreAdjustment
from gongjian.apps.inspections.models.appeals import Appeal
from gongjian.apps.inspections.models.fairness import SeverityDecision
from gongjian.apps.inspections.models.honours import Honour, HonourAward
from gongjian.apps.inspections.models.phones import Phone, ReplayedOperation, SheetConflict, TakenRound
from gongjian.apps.inspections.models.ratings import Grade, RatingRule, RatingScheme
from gongjian.apps.inspections.models.rounds import Round, Visit
from gongjian.apps.inspections.models.rubrics import ItemRule, Rubric, RubricItem, RubricVersion
from gongjian.apps.inspections.models.sheets import ScoreSheet, SheetEntry

__all__ = [
    "Appeal",
    "Grade",
    "Honour",
    "HonourAward",
    "ItemRule",
    "Phone",
    "RatingRule",
    "RatingScheme",
    "ReplayedOperation",
    "Round",
    "Rubric",
    "RubricItem",
    "RubricVersion",
    "ScoreAdjustment",
    "ScoreSheet",
    "SeverityDecision",
    "SheetConflict",
    "SheetEntry",
    "TakenRound",
    "Visit",
]
