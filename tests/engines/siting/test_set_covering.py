"""Set covering: as cheap as brute force finds, with proof; who can't be covered is named."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import Infeasible, Matrix, Points, SetCover, SetCoverProblem, solve_set_cover


def make_problem(metres, radius=10, costs=None, keep=(), distances=None) -> SetCoverProblem:
    clients, sites = np.shape(metres)
    return SetCoverProblem(
        [f"c{i}" for i in range(clients)],
        [f"s{j}" for j in range(sites)],
        distances or Matrix(metres),
        radius,
        costs,
        keep,
    )


def test_reductions_alone_settle_a_street():
    metres = [[1, 9, 99, 99], [99, 8, 9, 99], [99, 99, 3, 7]]

    answer = solve_set_cover(make_problem(metres))

    assert isinstance(answer, SetCover)
    assert answer.proof.value == answer.proof.bound == 2
    assert answer.left == 0
    assert [site.site for site in answer.sites] == ["s1", "s2"]
    assert [(client.client, client.site) for client in answer.served] == [
        ("c0", "s1"),
        ("c1", "s1"),
        ("c2", "s2"),
    ]
    assert [site.loss_without for site in answer.sites] == [1, 1]


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 10**6), clients=st.integers(1, 12), sites=st.integers(1, 9), kept=st.integers(0, 2)
)
def test_no_other_choice_is_cheaper(seed, clients, sites, kept):
    chance = np.random.default_rng(seed)
    near, costs = chance.random((clients, sites)) < 0.35, chance.integers(0, 5, sites)
    keep = range(min(kept, sites))

    answer = solve_set_cover(make_problem(np.where(near, 5, 50), 10, costs, [f"s{j}" for j in keep]))

    if not near.any(axis=1).all():
        assert isinstance(answer, Infeasible)
        assert answer.conflict == tuple(f"c{i}" for i in np.flatnonzero(~near.any(axis=1)))
        return
    best = min(
        int(costs[list(some)].sum())
        for size in range(sites + 1)
        for some in combinations(range(sites), size)
        if set(keep) <= set(some) and near[:, list(some)].any(axis=1).all()
    )
    assert isinstance(answer, SetCover)
    assert answer.proof.value == answer.proof.bound == best
    assert all(client.site is not None for client in answer.served)


def test_stopped_at_once_the_bound_is_not_above_the_value():
    places = np.random.default_rng(7).uniform([30, 105], [30.3, 105.3], (250, 2))

    answer = solve_set_cover(
        make_problem(np.empty((250, 250)), 3000, distances=Points(places, places)), should_stop=lambda: True
    )

    assert isinstance(answer, SetCover)
    assert 0 < answer.proof.bound <= answer.proof.value
    assert all(client.metres <= 3000 for client in answer.served)


def test_rubbish_is_refused_in_a_sentence():
    for change, words in (
        ({"costs": [1, float("nan")]}, "“s1”的费用"),
        ({"costs": [1, -1]}, "-1"),
        ({"radius": -1}, "半径"),
        ({"keep": ["x"]}, "“x”"),
    ):
        with pytest.raises(EngineInputError, match=words):
            solve_set_cover(make_problem([[1, 2]], **change))
