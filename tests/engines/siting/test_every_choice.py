"""What looking at every choice finds is worth as much as what the search proves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    Cover,
    CoverProblem,
    Dispersion,
    DispersionProblem,
    Infeasible,
    Matrix,
    MedianProblem,
    every_choice,
    solve_cover,
    solve_dispersion,
    solve_median,
)


def both(solve, problem) -> tuple[object, object]:
    """Solve by looking at every choice, and by search."""
    of_all = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(every_choice, "MOST", 0)
        return of_all, solve(problem)


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**6), clients=st.integers(1, 9), sites=st.integers(1, 8), data=st.data())
def test_median_and_cover_are_the_same_both_ways(seed, clients, sites, data):
    chance = np.random.default_rng(seed)
    count = data.draw(st.integers(1, sites))
    kept = [f"s{j}" for j in range(data.draw(st.integers(0, count)))]
    ways = chance.random((clients, sites)) < data.draw(st.sampled_from([1.0, 0.7]))
    metres = np.where(ways, chance.integers(0, 50, (clients, sites)), np.inf)
    keys = [f"c{i}" for i in range(clients)], chance.integers(0, 6, clients), [f"s{j}" for j in range(sites)]

    of_all, searched = both(solve_median, MedianProblem(*keys, Matrix(metres), count, kept))
    covers = both(solve_cover, CoverProblem(*keys, Matrix(metres), 20, count, kept))

    assert type(of_all) is type(searched)
    if not isinstance(of_all, Infeasible):
        assert of_all.proof == searched.proof and of_all.proof.is_proven
    assert all(isinstance(cover, Cover) and len(cover.sites) == count for cover in covers)
    assert covers[0].proof == covers[1].proof


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), sites=st.integers(2, 9), data=st.data())
def test_a_spread_is_as_wide_both_ways(seed, sites, data):
    chance = np.random.default_rng(seed)
    count = data.draw(st.integers(2, sites))
    metres = chance.integers(0, 30, (sites, sites))
    metres = np.triu(metres, 1) + np.triu(metres, 1).T
    keys = [f"s{j}" for j in range(sites)]
    kept = keys[: data.draw(st.integers(0, count))]

    of_all, searched = both(solve_dispersion, DispersionProblem(keys, Matrix(metres), count, kept))

    assert isinstance(of_all, Dispersion) and isinstance(searched, Dispersion)
    assert of_all.proof == searched.proof and of_all.proof.is_proven
    assert set(kept) <= {site.site for site in of_all.sites}


def test_weights_beyond_whole_numbers_are_refused_both_ways():
    problem = MedianProblem(["a", "b"], [1 << 52, 1 << 52], ["s"], Matrix([[9**9], [9**9]]), 1)

    for most in (0, every_choice.MOST):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(EngineInputError, match="太大"):
            patch.setattr(every_choice, "MOST", most)
            solve_median(problem)


def test_many_choices_are_searched_not_listed():
    keep = np.empty(0, np.int64)

    assert every_choice.are_few(20, 20, 3, keep)
    assert not every_choice.are_few(300, 300, 10, keep)
