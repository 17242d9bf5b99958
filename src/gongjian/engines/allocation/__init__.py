"""Allocation of homes: who gets which home, why, and what would change it."""

from gongjian.engines.allocation.cutoffs import Cutoffs, every_cutoff, personal_cutoffs
from gongjian.engines.allocation.deferred import (
    Assignment,
    assignment_of,
    blocking_pairs,
    deferred_acceptance,
)
from gongjian.engines.allocation.dictatorship import serial_dictatorship, without_points
from gongjian.engines.allocation.lottery import announce_lots, draw_lots, lots_of
from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH, Market, market_of
from gongjian.engines.allocation.model import (
    Allocation,
    GroupQuota,
    Home,
    Household,
    Method,
    Outcome,
    Point,
    PointRule,
    Problem,
    RoomRule,
    RuleBook,
    RuleKind,
    Score,
    ScoreLine,
    SeatLine,
    Wish,
)
from gongjian.engines.allocation.placement import Placement, place_homes
from gongjian.engines.allocation.points import book_on, months_between, score, why_barred
from gongjian.engines.allocation.profile import profile_estimates
from gongjian.engines.allocation.rank_maximal import rank_maximal, wishes_met
from gongjian.engines.allocation.round import allocate
from gongjian.engines.allocation.seats import SeatKind, SeatMarket, seat_kinds, with_seats
from gongjian.engines.allocation.takeup import Estimate, Forecast, OfferRow, TakeUpModel, calibrate, forecast
from gongjian.engines.allocation.trading import Exchange, Trades, top_trading_cycles

__all__ = [
    "NOBODY",
    "OUT_OF_REACH",
    "Allocation",
    "Assignment",
    "Cutoffs",
    "Estimate",
    "Exchange",
    "Forecast",
    "GroupQuota",
    "Home",
    "Household",
    "Market",
    "Method",
    "OfferRow",
    "Outcome",
    "Placement",
    "Point",
    "PointRule",
    "Problem",
    "RoomRule",
    "RuleBook",
    "RuleKind",
    "Score",
    "ScoreLine",
    "SeatKind",
    "SeatLine",
    "SeatMarket",
    "TakeUpModel",
    "Trades",
    "Wish",
    "allocate",
    "announce_lots",
    "assignment_of",
    "blocking_pairs",
    "book_on",
    "calibrate",
    "deferred_acceptance",
    "draw_lots",
    "every_cutoff",
    "forecast",
    "lots_of",
    "market_of",
    "months_between",
    "personal_cutoffs",
    "place_homes",
    "profile_estimates",
    "rank_maximal",
    "score",
    "seat_kinds",
    "serial_dictatorship",
    "top_trading_cycles",
    "why_barred",
    "wishes_met",
    "with_seats",
    "without_points",
]
