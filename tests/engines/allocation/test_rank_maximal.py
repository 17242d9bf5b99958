"""Rank-maximal: most first wishes, then most second wishes; equal to brute force and to an assignment with huge weights."""

import numpy as np
from hypothesis import given, settings
from scipy.optimize import linear_sum_assignment

from gongjian.engines.allocation import NOBODY, Market, assignment_of, rank_maximal, wishes_met
from tests.engines.allocation.markets import every_assignment, markets


@settings(deadline=None, max_examples=60)
@given(market=markets(max_homes=4))
def test_no_assignment_meets_more_first_wishes_then_second_ones(market):
    found = wishes_met(market, rank_maximal(market))

    best = max(
        wishes_met(market, assignment_of(market, np.array(pairs, dtype=np.int64)))[:-1]
        for pairs in every_assignment(market)
    )
    assert found[:-1] == best
    assert sum(found) == market.households


def test_it_equals_an_assignment_in_which_each_rank_outweighs_all_later_ones():
    rng = np.random.default_rng(11)
    for _ in range(20):
        households, homes, ranks = 40, 12, 4
        wishes = [rng.permutation(homes)[:ranks].tolist() for _ in range(households)]
        quotas = rng.integers(0, 5, homes).tolist()
        market = Market.listed(
            wishes, [[0] * ranks] * households, rng.permutation(households).tolist(), quotas
        )
        seats = [home for home, quota in enumerate(quotas) for _ in range(quota)]
        gain = np.zeros((households, len(seats)))
        for household, wish in enumerate(wishes):
            for seat, home in enumerate(seats):
                if home in wish:
                    gain[household, seat] = 41.0 ** (ranks - wish.index(home) - 1)

        rows, columns = linear_sum_assignment(gain, maximize=True)

        value = sum(
            count * 41**power
            for count, power in zip(wishes_met(market, rank_maximal(market))[:-1], (3, 2, 1, 0), strict=True)
        )
        assert value == int(gain[rows, columns].sum())


def test_equally_good_allocations_are_decided_by_the_draw():
    market = Market.listed([[0], [0]], [[9], [0]], [1, 0], [1])

    assert rank_maximal(market).homes.tolist() == [NOBODY, 0]
