"""Rubrics, sheets, scores, ratings, explanations, what-if, ranking and roll-up."""

from gongjian.engines.scoring.bulk import Columns, LevelGrades, rate_columns, tiers_needed
from gongjian.engines.scoring.explain import Blocker, Explanation, explain_grade, gap_words
from gongjian.engines.scoring.hierarchy import Hierarchy, Leaf, Outcome, Rated, rate_hierarchy
from gongjian.engines.scoring.item_scores import ItemScore
from gongjian.engines.scoring.lines import CappedBy, ScoreLine
from gongjian.engines.scoring.numbers import (
    percent,
    percent_beside,
    percent_exact,
    plain,
    round_down,
    round_half_up,
)
from gongjian.engines.scoring.parts import (
    EvidenceKind,
    Item,
    Measure,
    Need,
    Rule,
    RuleKind,
    Section,
    StepRounding,
    VetoEffect,
)
from gongjian.engines.scoring.quota import Cut, Quota, Ties, draw_line
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
from gongjian.engines.scoring.rubric import Rubric
from gongjian.engines.scoring.score import ScoreResult, score_sheet
from gongjian.engines.scoring.section_scores import SectionScore
from gongjian.engines.scoring.sheet import Entry, Reading, Sheet
from gongjian.engines.scoring.standard import LevelRules, Standard
from gongjian.engines.scoring.tree import Tier, Tree, plant
from gongjian.engines.scoring.whatif import Change, WhatIf, what_if
from gongjian.engines.scoring.words import need_words, say_item, say_rule, say_total

__all__ = [
    "CODE_LENGTHS",
    "Basis",
    "Blocker",
    "CappedBy",
    "Change",
    "Child",
    "ChildState",
    "Columns",
    "Cut",
    "Entry",
    "EvidenceKind",
    "Explanation",
    "Grade",
    "Hierarchy",
    "Interval",
    "Item",
    "ItemScore",
    "Leaf",
    "LevelGrades",
    "LevelRules",
    "Measure",
    "MissingPolicy",
    "Need",
    "Node",
    "Outcome",
    "Quota",
    "Ranked",
    "Ranking",
    "Rated",
    "RatingRule",
    "Reading",
    "RolledUp",
    "Rubric",
    "Rule",
    "RuleKind",
    "ScoreLine",
    "ScoreResult",
    "Section",
    "SectionScore",
    "ShareGrade",
    "ShareResult",
    "Sheet",
    "Standard",
    "StepRounding",
    "Tier",
    "Ties",
    "Tree",
    "VetoEffect",
    "WhatIf",
    "draw_line",
    "explain_grade",
    "gap_words",
    "grade_by_share",
    "need_words",
    "percent",
    "percent_beside",
    "percent_exact",
    "plain",
    "plant",
    "rank_by_score",
    "rate_by_score",
    "rate_by_share",
    "rate_columns",
    "rate_hierarchy",
    "roll_up",
    "round_down",
    "round_half_up",
    "say_item",
    "say_rule",
    "say_total",
    "score_sheet",
    "tiers_needed",
    "what_if",
]
