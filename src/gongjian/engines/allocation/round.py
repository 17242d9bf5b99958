"""Allocate a round: points by the rules of the day, the method, and for every household why.

The methods: `POINTS` is deferred acceptance (points rank, the draw decides between equal ones), `LOTTERY` serial
dictatorship in the order of the draw, `RANK` rank-maximal. Where flats are kept for groups, the lottery is deferred acceptance
in which only the draw and the groups count.
"""

from collections.abc import Callable

import numpy as np

from gongjian.engines.allocation.checks import check_problem
from gongjian.engines.allocation.cutoffs import Cutoffs, every_cutoff
from gongjian.engines.allocation.deferred import Assignment, blocking_pairs, deferred_acceptance
from gongjian.engines.allocation.dictatorship import serial_dictatorship, without_points
from gongjian.engines.allocation.listing import Listing, list_wishes
from gongjian.engines.allocation.lottery import lots_of
from gongjian.engines.allocation.market import NOBODY, Market, market_of
from gongjian.engines.allocation.model import Allocation, Method, Problem
from gongjian.engines.allocation.outcomes import Outcomes, Run
from gongjian.engines.allocation.rank_maximal import rank_maximal, wishes_met
from gongjian.engines.allocation.seats import Flags, seat_kinds, with_seats


def allocate(problem: Problem, should_stop: Callable[[], bool] = lambda: False) -> Allocation:
    """Allocate the homes and say for every household why this one, why no better one, and what would change it.

    What would change it takes longest; `should_stop` ends that part, the rest is told without it. Outcomes are put into words when
    they are looked at. Raises EngineInputError for keys given twice, wishes for unknown homes, numbers below what can be,
    quotas that can't be kept, and a draw of others.
    """
    check_problem(problem)
    kinds = seat_kinds(problem.homes, problem.quotas)
    listing = list_wishes(problem)
    market = _market_of(problem, listing)
    seats = with_seats(market, kinds, _members(problem))
    assignment = _assign(problem, seats.market)
    cutoffs = _cutoffs(problem, seats.market, assignment, should_stop)
    is_met = assignment.pairs != NOBODY
    pairs = (
        np.where(is_met, seats.of_pair[assignment.pairs], NOBODY) if len(seats.of_pair) else assignment.pairs
    )
    got = np.where(pairs != NOBODY, market.homes[pairs], NOBODY) if len(market.homes) else pairs
    taken = np.bincount(got[is_met], minlength=len(problem.homes)).tolist()
    return Allocation(
        problem.method,
        Outcomes(problem, listing, Run(seats, assignment, cutoffs)),
        tuple((home.key, home.units - count) for home, count in zip(problem.homes, taken, strict=True)),
        wishes_met(market, Assignment(pairs, got, assignment.weakest)),
        len(blocking_pairs(seats.market, assignment)),
        int(cutoffs.is_known.sum()),
    )


def _market_of(problem: Problem, listing: Listing) -> Market:
    """Keep the wishes that can be met, in the order of the lists."""
    fits = np.array([not bar for bar in listing.bars], dtype=np.bool_)
    before = np.concatenate([[0], np.cumsum(fits)])
    market = market_of(
        before[listing.starts],
        listing.homes[fits],
        listing.points[fits],
        lots_of(problem.order, [household.key for household in problem.households]),
        np.array([home.units for home in problem.homes], dtype=np.int64),
    )
    return market if problem.method == Method.POINTS else without_points(market)


def _members(problem: Problem) -> dict[str, Flags]:
    groups = {quota.group for quota in problem.quotas}
    facts = [household.facts for household in problem.households]
    return {group: np.array([group in own for own in facts], dtype=np.bool_) for group in groups}


def _assign(problem: Problem, market: Market) -> Assignment:
    if problem.method == Method.RANK:
        return rank_maximal(market)
    if problem.method == Method.LOTTERY and not problem.quotas:
        return serial_dictatorship(market)
    return deferred_acceptance(market)


def _cutoffs(
    problem: Problem, market: Market, assignment: Assignment, should_stop: Callable[[], bool]
) -> Cutoffs:
    """Compute what the wishes would have taken, for households that have not got their first."""
    nothing_to_tell = (assignment.pairs == market.offsets[:-1]) | (np.diff(market.offsets) == 0)
    if problem.method == Method.RANK:
        return every_cutoff(market, np.zeros_like(nothing_to_tell))
    found = every_cutoff(market, ~nothing_to_tell, should_stop)
    return Cutoffs(found.keys, found.is_known | nothing_to_tell)
