"""What is read in plans: lists, one plan with its passages, and what still blocks it."""

from gongjian.apps.plans.selectors.lines import lines_of
from gongjian.apps.plans.selectors.plans import (
    Blocker,
    blockers_of,
    count_items,
    count_plans,
    get_plan,
    is_resolved,
    last_change,
    list_plans,
    live_items,
    open_items,
    plans_by_id,
    search,
)
from gongjian.apps.plans.selectors.review import Card, Review, UnitCard, review_of

__all__ = [
    "Blocker",
    "Card",
    "Review",
    "UnitCard",
    "blockers_of",
    "count_items",
    "count_plans",
    "get_plan",
    "is_resolved",
    "last_change",
    "lines_of",
    "list_plans",
    "live_items",
    "open_items",
    "plans_by_id",
    "review_of",
    "search",
]
