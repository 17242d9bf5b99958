"""Two ledgers of what was given: hours served, which nobody spends, and points, earned, spent and expiring."""

from gongjian.engines.ledger.accounts import (
    Entry,
    Kind,
    Lot,
    balance,
    check_spend,
    due_to_expire,
    open_lots,
    reversal_of,
)
from gongjian.engines.ledger.pledges import Weight, pledge_score, share_done
from gongjian.engines.ledger.points import Basis, Event, PointRule, points_of

__all__ = [
    "Basis",
    "Entry",
    "Event",
    "Kind",
    "Lot",
    "PointRule",
    "Weight",
    "balance",
    "check_spend",
    "due_to_expire",
    "open_lots",
    "pledge_score",
    "points_of",
    "reversal_of",
    "share_done",
]
