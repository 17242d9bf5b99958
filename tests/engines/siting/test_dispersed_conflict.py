"""The limits that are said to conflict: they alone can't be kept, and without any one of them the others can."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings

from gongjian.engines.siting.dispersed_instance import build
from gongjian.engines.siting.dispersed_rows import Limit, Of, limits_of
from gongjian.engines.siting.dispersed_words import say_limit
from gongjian.engines.siting.parcels import Status
from tests.engines.siting.test_dispersed import best_of_all, problems, solve

PLENTY = 1000
CEILINGS = {Of.TRAVEL: "travel_m", Of.COST: "cost_cents", Of.SITES: "sites"}
CHANNELS = {
    Of.CHANNEL_LEAST: {"least": 0},
    Of.CHANNEL_MOST: {"most": None},
    Of.CHANNEL_BUDGET: {"budget_cents": None},
}


def without(problem, limit: Limit):
    """Write the problem that doesn't ask for one limit."""
    if limit.of == Of.CAP:
        return replace(problem, rules=replace(problem.rules, cluster_cap=PLENTY))
    if limit.of == Of.SPREAD:
        return replace(problem, rules=replace(problem.rules, spread_m=0))
    if limit.of in CEILINGS:
        return replace(problem, ceilings=replace(problem.ceilings, **{CEILINGS[limit.of]: None}))
    if limit.of in CHANNELS:
        channels = list(problem.channels)
        channels[limit.index] = replace(channels[limit.index], **CHANNELS[limit.of])
        return replace(problem, channels=tuple(channels))
    streets = list(problem.streets)
    street = streets[limit.index]
    least = 0 if limit.of == Of.STREET_LEAST else street.least
    most = PLENTY if limit.of == Of.STREET_MOST else street.most
    if most:
        changed = replace(street, demand=most, below=1 - Fraction(least, most), above=Fraction(0))
        assert (changed.least, changed.most) == (least, most)
        streets[limit.index] = changed
    return replace(problem, streets=tuple(streets))


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_none_of_the_limits_that_conflict_can_be_left_out(problem):
    answer = solve(problem)
    assume(answer.status == Status.INFEASIBLE)
    assert answer.conflict.is_smallest
    limits = {say_limit(problem, limit): limit for limit in limits_of(build(problem))}
    alone = problem
    for words, limit in limits.items():
        if words not in answer.conflict.limits:
            alone = without(alone, limit)

    assert best_of_all(alone) is None
    for words in answer.conflict.limits:
        assert best_of_all(without(alone, limits[words])) is not None
