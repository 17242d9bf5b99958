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
from gongjian.engines.allocation.dictatorship import serial_dictatorship, without_points
from gongjian.engines.allocation.lottery import announce_lots, draw_lots, lots_of
from gongjian.engines.allocation.market import Market, market_of
from gongjian.engines.allocation.rank_maximal import rank_maximal, wishes_met
from gongjian.engines.allocation.trading import Exchange, Trades, top_trading_cycles

__all__ = [
    "NOBODY",
    "OUT_OF_REACH",
    "Assignment",
    "Exchange",
    "Market",
    "Trades",
    "announce_lots",
    "assignment_of",
    "blocking_pairs",
    "deferred_acceptance",
    "draw_lots",
    "lots_of",
    "market_of",
    "personal_cutoffs",
    "rank_maximal",
    "serial_dictatorship",
    "top_trading_cycles",
    "wishes_met",
    "without_points",
]
