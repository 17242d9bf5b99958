"""p-dispersion: the least distance is as great as brute force finds, with proof, and honest when stopped."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    Dispersion,
    DispersionProblem,
    Infeasible,
    Matrix,
    Points,
    Roads,
    solve_dispersion,
)

pytestmark = pytest.mark.usefixtures("searched")


def make_problem(metres, count=2, keep=(), distances=None) -> DispersionProblem:
    return DispersionProblem(
        [f"s{j}" for j in range(len(metres))], distances or Matrix(metres), count, [f"s{j}" for j in keep]
    )


def random_metres(chance, sites, most) -> np.ndarray:
    half = np.triu(chance.integers(0, most, (sites, sites)), 1)
    return half + half.T


def test_three_of_five_along_a_street_take_its_ends_and_the_middle():
    at = np.array([0, 100, 450, 800, 1000])

    answer = solve_dispersion(make_problem(np.abs(at[:, None] - at), 3))

    assert isinstance(answer, Dispersion)
    assert answer.proof.value == answer.proof.bound == 450
    assert [(a.site, a.nearest, a.metres) for a in answer.sites] == [
        ("s0", "s2", 450),
        ("s2", "s0", 450),
        ("s4", "s2", 550),
    ]


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**6), sites=st.integers(2, 9), most=st.integers(1, 60), data=st.data())
def test_no_other_choice_is_wider_apart(seed, sites, most, data):
    metres = random_metres(np.random.default_rng(seed), sites, most)
    count = data.draw(st.integers(2, sites))
    keep = tuple(range(data.draw(st.integers(0, min(3, count)))))

    answer = solve_dispersion(make_problem(metres, count, keep))

    best = max(
        min(int(metres[a, b]) for a, b in combinations([*keep, *more], 2))
        for more in combinations(range(len(keep), sites), count - len(keep))
    )
    assert isinstance(answer, Dispersion)
    assert answer.proof.value == answer.proof.bound == best
    assert len({a.site for a in answer.sites}) == count


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_more_than_64_sites_are_searched_as_well(seed):
    metres = random_metres(np.random.default_rng(seed), 70, 1000)

    answer = solve_dispersion(make_problem(metres, 3))

    best = max(min(metres[a, b], metres[a, c], metres[b, c]) for a, b, c in combinations(range(70), 3))
    assert isinstance(answer, Dispersion)
    assert answer.proof.value == answer.proof.bound == best


def test_two_parts_without_a_way_between_them_are_farther_apart_than_any_distance():
    roads = Roads(4, [[0, 1], [2, 3]], [10, 20], range(4), range(4))

    answer = solve_dispersion(make_problem([0] * 4, 2, distances=roads))

    assert isinstance(answer, Dispersion)
    assert answer.proof.is_proven
    assert [a.metres for a in answer.sites] == [None, None]


def test_stopped_at_once_there_is_a_spread_with_a_bound_above_it():
    places = np.random.default_rng(6).uniform([30, 105], [30.3, 105.3], (200, 2))

    answer = solve_dispersion(
        make_problem(places, 12, distances=Points(places, places)), should_stop=lambda: True
    )

    assert isinstance(answer, Dispersion)
    assert 0 < answer.proof.value < answer.proof.bound


def test_what_cannot_be_asked_is_told():
    assert isinstance(solve_dispersion(make_problem([[0, 1], [1, 0]], 3)), Infeasible)
    for given_metres, count, words in (
        ([[0, 1], [2, 0]], 2, "两个方向"),
        ([[0, 1], [1, 0]], 1, "至少要选 2 个"),
        ([[0, 1]], 2, "一一对应"),
    ):
        with pytest.raises(EngineInputError, match=words):
            solve_dispersion(DispersionProblem(["a", "b"], Matrix(given_metres), count))
