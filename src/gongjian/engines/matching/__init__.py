"""Matching: needs with resources, in the order of the aims, proven, explained, and mended when something changes."""

from gongjian.engines.matching.arrays import match_arrays
from gongjian.engines.matching.arrays_check import PairArrays
from gongjian.engines.matching.eligibility import Bar, why_not
from gongjian.engines.matching.explain import Change, Explanation, Lever, explain, explain_all
from gongjian.engines.matching.mend import add_need, add_resource, change_need, change_resource, exclude
from gongjian.engines.matching.model import (
    Agreement,
    Broken,
    Coverage,
    Level,
    Match,
    Need,
    Point,
    Problem,
    Resource,
    Result,
    Shortage,
    Unit,
)
from gongjian.engines.matching.recommend import Recommendation, recommend
from gongjian.engines.matching.standing import Standing

__all__ = [
    "Agreement",
    "Bar",
    "Broken",
    "Change",
    "Coverage",
    "Explanation",
    "Level",
    "Lever",
    "Match",
    "Need",
    "PairArrays",
    "Point",
    "Problem",
    "Recommendation",
    "Resource",
    "Result",
    "Shortage",
    "Standing",
    "Unit",
    "add_need",
    "add_resource",
    "change_need",
    "change_resource",
    "exclude",
    "explain",
    "explain_all",
    "match_arrays",
    "recommend",
    "why_not",
]
