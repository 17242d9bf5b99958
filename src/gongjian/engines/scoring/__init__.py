"""Rubrics, sheets, scores, ratings, explanations, what-if, ranking and roll-up."""

from gongjian.engines.scoring.explain import Blocker, Explanation, explain_grade, gap_words
from gongjian.engines.scoring.numbers import (
    percent,
    percent_beside,
    percent_exact,
    plain,
    round_down,
    round_half_up,
)
from gongjian.engines.scoring.ranking import Ranked, Ranking, rank_by_score
from gongjian.engines.scoring.rating import (
    Basis,
    Child,
    ChildState,
    Grade,
    Interval,
    MissingPolicy,
    RatingRule,
    ShareGrade,
    ShareResult,
    grade_by_share,
    rate_by_score,
    rate_by_share,
)
from gongjian.engines.scoring.rollup import CODE_LENGTHS, Node, RolledUp, roll_up
from gongjian.engines.scoring.rubric import Item, Rubric, Rule, RuleKind, StepRounding, VetoEffect
from gongjian.engines.scoring.score import CappedBy, ItemScore, ScoreLine, ScoreResult, score_sheet
from gongjian.engines.scoring.sheet import Entry, Sheet
from gongjian.engines.scoring.whatif import Change, WhatIf, what_if

__all__ = [
    "CODE_LENGTHS",
    "Basis",
    "Blocker",
    "CappedBy",
    "Change",
    "Child",
    "ChildState",
    "Entry",
    "Explanation",
    "Grade",
    "Interval",
    "Item",
    "ItemScore",
    "MissingPolicy",
    "Node",
    "Ranked",
    "Ranking",
    "RatingRule",
    "RolledUp",
    "Rubric",
    "Rule",
    "RuleKind",
    "ScoreLine",
    "ScoreResult",
    "ShareGrade",
    "ShareResult",
    "Sheet",
    "StepRounding",
    "VetoEffect",
    "WhatIf",
    "explain_grade",
    "gap_words",
    "grade_by_share",
    "percent",
    "percent_beside",
    "percent_exact",
    "plain",
    "rank_by_score",
    "rate_by_score",
    "rate_by_share",
    "roll_up",
    "round_down",
    "round_half_up",
    "score_sheet",
    "what_if",
]
