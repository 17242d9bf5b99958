"""Deferred acceptance: nobody is passed over, nobody does better by an untrue list, and what would change it is exact."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.allocation import (
    NOBODY,
    OUT_OF_REACH,
    Market,
    assignment_of,
    blocking_pairs,
    deferred_acceptance,
    every_cutoff,
    market_of,
    personal_cutoffs,
)
from gongjian.engines.allocation import market as market_module
from gongjian.engines.errors import EngineInputError
from tests.engines.allocation.markets import every_assignment, markets, rank, wish_lists


@pytest.fixture(scope="module", params=["plain", "compiled"], autouse=True)
def loops(request):
    """Run everything with both kinds of loops."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(market_module, "SMALL", 10**9 if request.param == "plain" else -1)
        yield request.param


def is_stable(market, pairs):
    """Say by definition whether nobody is passed over."""
    held = {}
    for pair in pairs:
        if pair != NOBODY:
            held.setdefault(int(market.homes[pair]), []).append(int(market.keys[pair]))
    for household, own in enumerate(pairs):
        for pair in range(int(market.offsets[household]), int(market.offsets[household + 1])):
            keys = held.get(int(market.homes[pair]), [])
            has_room = len(keys) < market.quotas[market.homes[pair]]
            if rank(market, household, pair) < rank(market, household, own) and (
                has_room or any(key < market.keys[pair] for key in keys)
            ):
                return False
    return True


def homes_with(market, household, wish=None, points=None):
    """Solve again with another list or other points of one household; return what it gets."""
    wishes, marks = wish_lists(market)
    wishes[household] = wishes[household] if wish is None else list(wish)
    marks[household] = marks[household] if points is None else list(points)
    again = Market.listed(wishes, marks, market.lots.tolist(), market.quotas.tolist())
    return int(deferred_acceptance(again).homes[household])


@settings(deadline=None)
@given(market=markets())
def test_it_is_the_stable_assignment_that_every_household_likes_best(market):
    found = deferred_acceptance(market)

    stable = [pairs for pairs in every_assignment(market) if is_stable(market, pairs)]
    assert tuple(found.pairs.tolist()) in stable
    for household, pair in enumerate(found.pairs.tolist()):
        best = min(rank(market, household, pairs[household]) for pairs in stable)
        assert rank(market, household, pair) == best


@settings(deadline=None)
@given(market=markets(max_households=4), choice=st.data())
def test_blocking_pairs_are_found_exactly_when_an_assignment_is_not_stable(market, choice):
    pairs = choice.draw(st.sampled_from(list(every_assignment(market))))
    assignment = assignment_of(market, np.array(pairs, dtype=np.int64))

    assert (len(blocking_pairs(market, assignment)) == 0) == is_stable(market, pairs)


@settings(deadline=None)
@given(market=markets(max_households=4), who=st.integers(0, 3))
def test_no_untrue_list_gets_a_household_a_better_home(market, who):
    household = who % market.households
    wish = wish_lists(market)[0][household]
    got = int(deferred_acceptance(market).homes[household])
    points = dict(zip(wish, wish_lists(market)[1][household], strict=True))
    order = [*wish, NOBODY]

    for length in range(len(wish) + 1):
        for lie in permutations(wish, length):
            other = homes_with(market, household, lie, [points[home] for home in lie])
            assert order.index(other) >= order.index(got)


@settings(deadline=None)
@given(market=markets(max_households=6, top_points=3), who=st.integers(0, 5))
def test_a_household_gets_a_home_or_a_better_one_exactly_above_its_cutoff(market, who):
    """Whatever its points elsewhere: all of them are tried, one wish at a time and all together."""
    household = who % market.households
    wish, points = (rows[household] for rows in wish_lists(market))
    cutoffs = personal_cutoffs(market, household)
    lot = int(market.lots[household])

    for more in range(6):
        raised = [one + more for one in points]
        got = homes_with(market, household, points=raised)
        keys = [one * market.households + market.households - 1 - lot for one in raised]
        reached = [home for home, key, least in zip(wish, keys, cutoffs, strict=True) if key > least]
        assert got == (reached[0] if reached else NOBODY)
    for index in range(len(wish)):
        for value in range(6):
            changed = [*points[:index], value, *points[index + 1 :]]
            got = homes_with(market, household, points=changed)
            key = value * market.households + market.households - 1 - lot
            is_served = got in wish[: index + 1]
            above = key > cutoffs[index] or homes_with(market, household, points=points) in wish[:index]
            assert is_served == above


@settings(deadline=None)
@given(market=markets(max_households=6, top_points=3))
def test_the_cutoffs_of_all_are_those_of_each(market):
    found = every_cutoff(market)

    assert found.is_known.all()
    for household in range(market.households):
        first, last = market.offsets[household : household + 2]
        assert found.keys[first:last].tolist() == personal_cutoffs(market, household).tolist()


def test_only_the_cutoffs_that_are_wanted_are_computed_and_a_stop_is_kept():
    rng = np.random.default_rng(11)
    wishes = [rng.permutation(9)[:5].tolist() for _ in range(80)]
    points = [rng.integers(0, 5, 5).tolist() for _ in range(80)]
    market = Market.listed(wishes, points, rng.permutation(80).tolist(), rng.integers(0, 9, 9).tolist())
    wanted = rng.random(80) < 0.3
    asked = iter(range(10**6))

    some = every_cutoff(market, wanted)
    stopped = every_cutoff(market, should_stop=lambda: next(asked) > 40)

    assert some.is_known.tolist() == wanted.tolist()
    assert 0 < stopped.is_known.sum() < 80
    for found in (some, stopped):
        for household in np.flatnonzero(found.is_known).tolist():
            first, last = market.offsets[household : household + 2]
            assert found.keys[first:last].tolist() == personal_cutoffs(market, household).tolist()


def test_displacing_the_weakest_is_not_always_enough():
    """Home 0 holds B with 5; A with 6 would push B to home 1, C from there back to home 0, and C has 9."""
    market = Market.listed([[0], [0, 1], [1, 0]], [[0], [5, 9], [3, 9]], [0, 1, 2], [1, 1])

    assert deferred_acceptance(market).homes.tolist() == [NOBODY, 0, 1]
    assert [market.points_of(int(key)) for key in personal_cutoffs(market, 0)] == [9]
    assert homes_with(market, 0, points=[6]) == NOBODY
    assert homes_with(market, 0, points=[10]) == 0


def test_a_household_may_pass_below_the_weakest_that_is_housed_now():
    """A's refused asking for home 1 sends C to home 0 and B from there to home 1, where 8 points are the weakest now.

    With 6 points A beats C (5), stays, and the circle never starts.
    """
    market = Market.listed([[1, 0], [0, 1], [0, 1]], [[3, 6], [6, 8], [6, 5]], [0, 1, 2], [1, 1])

    found = deferred_acceptance(market)

    assert found.homes.tolist() == [0, 1, NOBODY]
    assert market.points_of(int(found.weakest[1])) == 8
    assert market.points_of(int(personal_cutoffs(market, 0)[0])) == 5
    assert [homes_with(market, 0, points=[value, 6]) for value in (4, 5, 6)] == [0, 1, 1]


def test_equal_points_are_decided_by_the_draw():
    market = Market.listed([[0], [0], [0]], [[7], [7], [7]], [2, 0, 1], [2])

    assert deferred_acceptance(market).homes.tolist() == [NOBODY, 0, 0]


def test_the_order_in_which_households_stand_changes_nothing():
    rng = np.random.default_rng(7)
    wishes = [rng.permutation(20)[:6].tolist() for _ in range(200)]
    points = [rng.integers(0, 5, 6).tolist() for _ in range(200)]
    lots, quotas, order = rng.permutation(200), rng.integers(0, 9, 20).tolist(), rng.permutation(200)

    straight = deferred_acceptance(Market.listed(wishes, points, lots.tolist(), quotas))
    shuffled = deferred_acceptance(
        Market.listed([wishes[i] for i in order], [points[i] for i in order], lots[order].tolist(), quotas)
    )

    assert straight.homes[order].tolist() == shuffled.homes.tolist()


def test_a_home_without_flats_is_out_of_reach():
    market = Market.listed([[0]], [[9]], [0], [0])

    assert deferred_acceptance(market).homes.tolist() == [NOBODY]
    assert personal_cutoffs(market, 0).tolist() == [OUT_OF_REACH]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"points": [float("nan"), 1, 1]}, "“分数”里有空的或不是整数的数"),
        ({"points": [0.5, 1, 1]}, "“分数”里有空的或不是整数的数"),
        ({"points": [-1, 1, 1]}, "分数要在 0 到"),
        ({"points": [10**12, 1, 1]}, "分数要在 0 到"),
        ({"points": ["a", "b", "c"]}, "“分数”里有不是数的内容"),
        ({"points": [1, 1]}, "条数对不上"),
        ({"homes": [0, 0, 1]}, "第 1 户把第 1 处房源填了两次"),
        ({"homes": [0, 1, 2]}, "房源表里没有的房源"),
        ({"homes": [0, 1, -1]}, "房源表里没有的房源"),
        ({"lots": [0, 0]}, "抽签次序里有重复"),
        ({"lots": [0, 2]}, "抽签次序里有重复"),
        ({"quotas": [1, -1]}, "第 2 处房源的套数是负数"),
        ({"quotas": []}, "至少要有一户人家和一处房源"),
        ({"offsets": [0, 3]}, "对不上"),
        ({"offsets": [0, 4, 3]}, "对不上"),
        ({"offsets": [[0, 2, 3]]}, "要是一列数"),
    ],
)
def test_rubbish_is_refused_with_a_sentence(changed, words):
    arrays = {"offsets": [0, 2, 3], "homes": [0, 1, 1], "points": [1, 1, 1], "lots": [0, 1], "quotas": [1, 1]}

    with pytest.raises(EngineInputError, match=words):
        market_of(**{name: np.array(value) for name, value in (arrays | changed).items()})


def test_lists_and_points_of_different_lengths_are_refused():
    with pytest.raises(EngineInputError, match="每户的志愿和分数要一样多"):
        Market.listed([[0, 1]], [[1]], [0], [1, 1])
