"""Maximal covering: equal to brute force, explained by what only one site covers, honest about what can't be."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import Cover, CoverProblem, Infeasible, Matrix, Points, solve_cover

pytestmark = pytest.mark.usefixtures("searched")


def make_problem(metres, count=1, radius=10, weights=None, keep=(), distances=None) -> CoverProblem:
    clients, sites = np.shape(metres)
    return CoverProblem(
        clients=[f"c{i}" for i in range(clients)],
        weights=[1] * clients if weights is None else weights,
        sites=[f"s{j}" for j in range(sites)],
        distances=distances or Matrix(metres),
        radius_m=radius,
        count=count,
        keep=keep,
    )


def test_the_larger_village_and_the_hamlet_that_nobody_else_reaches():
    metres = [[5, 99, 9], [8, 99, 99], [99, 4, 99], [99, 99, 99]]

    answer = solve_cover(make_problem(metres, count=2, weights=[30, 20, 7, 100]))

    assert isinstance(answer, Cover)
    assert answer.proof.value == answer.proof.bound == 57
    assert [(site.site, site.weight, site.loss_without) for site in answer.sites] == [
        ("s0", 50, 50),
        ("s1", 7, 7),
    ]
    assert [client.site for client in answer.served] == ["s0", "s0", "s1", None]


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**6), clients=st.integers(1, 12), sites=st.integers(1, 8), data=st.data())
def test_no_other_choice_covers_more(seed, clients, sites, data):
    chance = np.random.default_rng(seed)
    count = data.draw(st.integers(1, sites))
    keep = list(range(data.draw(st.integers(0, min(2, count)))))
    metres, weights = chance.integers(0, 40, (clients, sites)), chance.integers(0, 6, clients)

    answer = solve_cover(make_problem(metres, count, 10, weights, [f"s{j}" for j in keep]))

    others = [j for j in range(sites) if j not in keep]
    best = max(
        weights[(metres[:, [*keep, *more]] <= 10).any(axis=1)].sum()
        for more in combinations(others, count - len(keep))
    )
    assert isinstance(answer, Cover)
    assert answer.proof.value == answer.proof.bound == best
    assert len(answer.sites) == count
    assert sum(site.weight for site in answer.sites) == best


def test_stopped_at_once_the_bound_is_above_the_value():
    places = np.random.default_rng(5).uniform([30, 105], [30.3, 105.3], (300, 2))
    told = []

    answer = solve_cover(
        make_problem(np.empty((300, 300)), 10, 2500, distances=Points(places, places)),
        should_stop=lambda: True,
        on_progress=lambda value, bound: told.append((value, bound)),
    )

    assert isinstance(answer, Cover)
    assert answer.proof.value <= answer.proof.bound < 300
    assert told and all(value <= bound for value, bound in told)


def test_more_sites_than_there_are_is_told_not_raised():
    answer = solve_cover(make_problem([[1, 2]], count=3))

    assert isinstance(answer, Infeasible)
    assert "只有 2 个" in answer.because


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": [float("nan")]}, "“c0”的权重"),
        ({"weights": [-1]}, "-1"),
        ({"radius": -5}, "半径"),
        ({"count": 0}, "至少"),
        ({"keep": ["x"]}, "“x”"),
        ({"distances": Matrix([[1]])}, "1 列"),
    ],
)
def test_rubbish_is_refused_in_a_sentence(change, words):
    with pytest.raises(EngineInputError, match=words):
        solve_cover(make_problem([[1, 2]], **change))
