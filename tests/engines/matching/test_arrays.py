"""The array core: as cheap as brute force, proven, and after every change what solving anew gives."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import arrays
from gongjian.engines.matching.arrays import match_arrays
from gongjian.engines.matching.arrays_check import PairArrays, bytes_needed
from gongjian.engines.matching.flow_start import flow_start


def pair_arrays(rows, supplies, capacities, penalties):
    """Build the arrays from a mapping of resource to cost for each need."""
    return PairArrays(
        np.cumsum([0] + [len(row) for row in rows]).astype(np.int64),
        np.array([r for row in rows for r in row], np.int32),
        np.array([c for row in rows for c in row.values()], np.int64),
        *(np.array(given, np.int64) for given in (supplies, capacities, penalties)),
    )


@st.composite
def instances(draw, most=4, most_supply=2):
    needs, resources = draw(st.integers(1, most)), draw(st.integers(1, most))
    row = st.dictionaries(st.integers(0, resources - 1), st.integers(0, 9), max_size=3)
    return (
        draw(st.lists(row, min_size=needs, max_size=needs)),
        draw(st.lists(st.integers(0, most_supply), min_size=needs, max_size=needs)),
        draw(st.lists(st.integers(0, 3), min_size=resources, max_size=resources)),
        draw(st.lists(st.sampled_from((0, 4, 12, 40)), min_size=needs, max_size=needs)),
    )


def brute_force(rows, supplies, capacities, penalties):
    """Try every amount of every pair."""
    pairs = [(n, r, cost) for n, row in enumerate(rows) for r, cost in row.items()]
    best = sum(s * p for s, p in zip(supplies, penalties, strict=True))
    for amounts in product(*(range(supplies[n] + 1) for n, _, _ in pairs)):
        left, room = list(supplies), list(capacities)
        for amount, (n, r, _) in zip(amounts, pairs, strict=True):
            left[n] -= amount
            room[r] -= amount
        if min(left) >= 0 and min(room) >= 0:
            cost = sum(a * c for a, (_, _, c) in zip(amounts, pairs, strict=True))
            best = min(best, cost + sum(x * p for x, p in zip(left, penalties, strict=True)))
    return best


def assert_stands(standing, rows, supplies, capacities, penalties):
    """Prices prove the value, and it is that of solving anew."""
    value, bound = standing.value_and_bound()
    again = match_arrays(pair_arrays(rows, supplies, capacities, penalties))
    assert value == bound == again.value_and_bound()[0]
    assert all(0 <= served <= supply for served, supply in zip(standing.served, supplies, strict=True))


@settings(max_examples=150, deadline=None)
@given(instances(most=3))
def test_the_value_is_that_of_trying_everything(instance):
    standing = match_arrays(pair_arrays(*instance))

    value, bound = standing.value_and_bound()
    assert value == bound == brute_force(*instance)


@settings(max_examples=150, deadline=None)
@given(instances(most=8, most_supply=1), st.data())
def test_after_any_change_it_is_what_solving_anew_gives(instance, data):
    rows, supplies, capacities, penalties = instance
    standing = match_arrays(pair_arrays(*instance))
    pairs = [(n, r) for n, row in enumerate(rows) for r in row]
    for _ in range(data.draw(st.integers(1, 5))):
        kind = data.draw(st.sampled_from(("supply", "capacity", "cost", "exclude", "need", "resource")))
        amount = data.draw(st.integers(0, 3))
        if kind == "supply":
            need = data.draw(st.integers(0, len(rows) - 1))
            supplies[need] = amount
            standing.set_supply(need, amount)
        elif kind == "capacity":
            resource = data.draw(st.integers(0, len(capacities) - 1))
            capacities[resource] = amount
            standing.set_capacity(resource, amount)
        elif kind == "cost" and pairs:
            pair = data.draw(st.integers(0, len(pairs) - 1))
            if pairs[pair][1] not in rows[pairs[pair][0]]:
                continue
            rows[pairs[pair][0]][pairs[pair][1]] = amount
            standing.set_cost(pair, amount)
        elif kind == "exclude" and pairs:
            pair = data.draw(st.integers(0, len(pairs) - 1))
            rows[pairs[pair][0]].pop(pairs[pair][1], None)
            standing.exclude(pair)
        elif kind == "need":
            row = data.draw(
                st.dictionaries(st.integers(0, len(capacities) - 1), st.integers(0, 9), max_size=3)
            )
            rows.append(row)
            supplies.append(amount)
            penalties.append(11)
            assert standing.add_need(list(row), list(row.values()), amount, 11) == len(rows) - 1
        elif kind == "resource":
            column = data.draw(st.dictionaries(st.integers(0, len(rows) - 1), st.integers(0, 9), max_size=3))
            for need, cost in column.items():
                rows[need][len(capacities)] = cost
            capacities.append(amount)
            assert standing.add_resource(list(column), list(column.values()), amount) == len(capacities) - 1

        assert_stands(standing, rows, supplies, capacities, penalties)


def test_as_many_as_possible_before_near():
    standing = match_arrays(pair_arrays([{0: 1, 1: 50}, {0: 2}], [1, 1], [1, 1], [1000, 1000]))

    assert standing.amounts.tolist() == [0, 1, 1]


def test_prices_say_what_one_more_would_change():
    standing = match_arrays(pair_arrays([{0: 3}, {0: 5}], [1, 1], [1], [100, 100]))

    standing_value = standing.value_and_bound()[0]
    standing.set_capacity(0, 2)

    assert standing_value - standing.value_and_bound()[0] == 100 - 5


def test_a_crowd_at_one_small_resource_ends():
    standing = match_arrays(pair_arrays([{0: 1, 1: 2}] * 300, [1] * 300, [3, 400 - 399], [10**9] * 300))

    assert standing.served.sum() == 4


@pytest.mark.parametrize("spare", [-300, -1, 0, 1, 300])
def test_a_larger_case_is_proven_whether_too_little_or_to_spare(spare):
    chance = np.random.default_rng(7)
    ends = np.array([chance.choice(200, 5, replace=False) for _ in range(1000)])
    capacities = np.bincount(np.arange(1000 + spare) % 200, minlength=200)
    given = PairArrays(
        np.arange(0, 5001, 5),
        ends.ravel().astype(np.int32),
        chance.integers(0, 500, 5000),
        np.ones(1000, np.int64),
        capacities.astype(np.int64),
        chance.choice([10**3, 10**6], 1000),
    )

    standing = match_arrays(given)

    value, bound = standing.value_and_bound()
    assert value == bound
    assert standing.served.sum() <= min(1000, 1000 + spare)
    used = np.bincount(given.resources, standing.amounts, 200)
    assert (used <= capacities).all()


@pytest.mark.parametrize("most_supply", [1, 3])
@pytest.mark.parametrize("share", [0.2, 0.9])
def test_too_little_for_too_many_is_what_the_search_alone_finds(most_supply, share, monkeypatch):
    chance = np.random.default_rng(11)
    supplies = chance.integers(0, most_supply + 1, 800)
    pairs = PairArrays(
        np.arange(0, 3201, 4),
        np.array([chance.choice(60, 4, replace=False) for _ in range(800)]).ravel().astype(np.int32),
        chance.integers(0, 300, 3200),
        supplies,
        chance.binomial(int(supplies.sum()) // 60, share, 60),
        chance.choice([20, 10**3, 10**6], 800),
    )

    value, bound = match_arrays(pairs).value_and_bound()

    monkeypatch.setattr(arrays, "FEW_PAIRS", 10**9)
    assert value == bound == match_arrays(pairs).value_and_bound()[0]


def test_prices_of_a_start_from_another_solver_need_no_mending():
    chance = np.random.default_rng(5)
    pairs = PairArrays(
        np.arange(0, 1001, 5),
        np.array([chance.choice(30, 5, replace=False) for _ in range(200)]).ravel().astype(np.int32),
        chance.integers(0, 300, 1000),
        np.ones(200, np.int64),
        np.full(30, 5),
        chance.integers(0, 2000, 200),
    )
    amounts, need_prices, resource_prices = flow_start(pairs)

    reduced = pairs.costs + need_prices.repeat(5) - resource_prices[pairs.resources]

    used = np.bincount(pairs.resources, amounts, 30)
    assert (reduced[amounts == 0] >= 0).all() and (reduced[amounts == 1] <= 0).all()
    assert (resource_prices[used < 5] == 0).all() and (resource_prices <= 0).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"costs": np.array([1.0, np.nan])}, "NaN"),
        ({"costs": np.array([1, -2])}, "第 2 个是负数"),
        ({"resources": np.array([0, 7], np.int32)}, "不存在的资源"),
        ({"resources": np.array([1, 1], np.int32)}, "写了两次"),
        ({"starts": np.array([0, 3])}, "长度对不上"),
        ({"costs": np.array([1, 2**60])}, "64 位算不下"),
        ({"penalties": np.array([2**57])}, "64 位算不下"),
        ({"supplies": np.array([2**31 - 1]), "penalties": np.array([2**40])}, "64 位算不下"),
        ({"capacities": np.array([1, 2**31])}, "第 2 个太大"),
        ({"resources": np.array([0, 1])}, "32 位整数"),
    ],
)
def test_rubbish_is_refused_with_a_sentence(change, words):
    good = pair_arrays([{0: 1, 1: 2}], [1], [1, 1], [9])

    with pytest.raises(EngineInputError, match=words):
        match_arrays(PairArrays(**{**good.__dict__, **change}))


def test_too_many_pairs_for_the_memory_are_refused_before_any_work():
    good = pair_arrays([{0: 1, 1: 2}], [1], [1, 1], [9])

    with pytest.raises(EngineInputError, match=r"要约 .* MB 内存"):
        match_arrays(good, memory_bytes=100)
    assert bytes_needed(10**7, 2 * 10**5) < 10**9
