"""The capacitated p-median: as cheap as brute force finds, within every capacity, and its bound never above the best."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    CapacitatedMedian,
    CapacitatedProblem,
    Infeasible,
    Matrix,
    Points,
    solve_capacitated,
)


def make_problem(metres, count, weights, capacities, keep=(), distances=None) -> CapacitatedProblem:
    clients, sites = np.shape(metres)
    return CapacitatedProblem(
        [f"c{i}" for i in range(clients)],
        weights,
        [f"s{j}" for j in range(sites)],
        capacities,
        distances or Matrix(metres),
        count,
        keep,
    )


def best_by_hand(metres, count, weights, capacities, keep) -> float:
    best, rows = np.inf, np.arange(len(weights))
    for chosen in combinations(range(metres.shape[1]), count):
        if not set(keep) <= set(chosen):
            continue
        for assigned in product(chosen, repeat=len(weights)):
            if (np.bincount(assigned, weights, metres.shape[1]) <= capacities).all():
                best = min(best, (weights * metres[rows, list(assigned)]).sum())
    return best


def test_a_full_clinic_sends_the_smaller_village_on():
    answer = solve_capacitated(make_problem([[1, 50], [2, 40], [60, 3]], 2, [10, 6, 5], [12, 20]))

    assert isinstance(answer, CapacitatedMedian)
    assert answer.proof.value == answer.proof.bound == 10 * 1 + 6 * 40 + 5 * 3
    assert [client.site for client in answer.served] == ["s0", "s1", "s1"]
    assert [(s.site, s.load, s.capacity, s.turned_away) for s in answer.sites] == [
        ("s0", 10, 12, 6),
        ("s1", 11, 20, 0),
    ]


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), clients=st.integers(1, 6), sites=st.integers(1, 4), data=st.data())
def test_no_other_choice_is_cheaper_or_there_is_none(seed, clients, sites, data):
    chance = np.random.default_rng(seed)
    count = data.draw(st.integers(1, sites))
    keep = list(range(data.draw(st.integers(0, 1))))
    metres, weights = chance.integers(0, 50, (clients, sites)), chance.integers(0, 6, clients)
    capacities = chance.integers(2, 14, sites)

    answer = solve_capacitated(make_problem(metres, count, weights, capacities, [f"s{j}" for j in keep]))

    best = best_by_hand(metres, count, weights, capacities, keep)
    if np.isinf(best):
        assert isinstance(answer, Infeasible)
        return
    assert isinstance(answer, CapacitatedMedian)
    assert answer.proof.value == answer.proof.bound == best
    assert all(site.load <= site.capacity for site in answer.sites)
    assert len(answer.sites) == count


def test_a_hundred_villages_are_served_within_capacity_and_the_gap_is_stated():
    chance = np.random.default_rng(8)
    places, weights = chance.uniform([30, 105], [30.3, 105.3], (100, 2)), chance.integers(1, 20, 100)
    capacities = np.full(100, int(weights.sum()) // 8)

    answer = solve_capacitated(
        make_problem(np.empty((100, 100)), 10, weights, capacities, distances=Points(places, places))
    )

    assert isinstance(answer, CapacitatedMedian)
    assert all(site.load <= site.capacity for site in answer.sites)
    assert answer.proof.bound <= answer.proof.value
    assert answer.proof.gap < 0.05


def test_what_cannot_fit_is_told_with_the_numbers():
    short = solve_capacitated(make_problem([[1, 1]] * 3, 1, [5, 5, 5], [10, 12]))
    heavy = solve_capacitated(make_problem([[1, 1]] * 2, 2, [50, 1], [10, 12]))
    whole = solve_capacitated(make_problem([[1, 1]] * 5, 2, [4, 4, 4, 4, 4], [10, 10]))

    assert isinstance(short, Infeasible) and "差 3" in short.because
    assert isinstance(heavy, Infeasible) and heavy.conflict == ("c0",)
    assert isinstance(whole, Infeasible) and "没有办法" in whole.because


def test_rubbish_is_refused_in_a_sentence():
    for weights, capacities, words in (([1, -1], [5], "-1"), ([1, 1], [float("nan")], "“s0”的容量")):
        with pytest.raises(EngineInputError, match=words):
            solve_capacitated(make_problem([[1], [2]], 1, weights, capacities))


def test_clients_of_which_no_two_fit_together_are_named():
    answer = solve_capacitated(make_problem([[1, 2], [3, 4], [5, 6], [7, 8]], 2, [4, 1, 4, 4], [7, 7]))

    assert isinstance(answer, Infeasible)
    assert answer.conflict == ("c0", "c2", "c3")
    assert "至少选 3 个" in answer.because


def test_half_of_the_capacity_each_still_fits_together():
    answer = solve_capacitated(make_problem([[1], [3]], 1, [4, 4], [8]))

    assert isinstance(answer, CapacitatedMedian)
    assert answer.proof.value == 16


def test_sixty_points_are_proven_within_their_capacities():
    chance = np.random.default_rng(3)
    places = chance.integers(1, 101, (60, 2))
    metres = np.hypot(*(places[:, None] - places).transpose(2, 0, 1)).astype(int)
    weights = chance.integers(1, 21, 60)

    answer = solve_capacitated(make_problem(metres, 6, weights, [int(weights.sum() / 5)] * 60))

    assert isinstance(answer, CapacitatedMedian)
    assert answer.proof.is_proven
    assert all(site.load <= site.capacity for site in answer.sites)
