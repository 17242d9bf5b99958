"""Allocation of homes: who gets which home, why, and what would change it."""

from gongjian.engines.allocation.deferred import (
    NOBODY,
    OUT_OF_REACH,
    Assignment,
    assignment_of,
    blocking_pairs,
    deferred_acceptance,
    personal_cutoffs,
)
from gongjian.engines.allocation.market import Market, market_of

__all__ = [
    "NOBODY",
    "OUT_OF_REACH",
    "Assignment",
    "Market",
    "assignment_of",
    "blocking_pairs",
    "deferred_acceptance",
    "market_of",
    "personal_cutoffs",
]
