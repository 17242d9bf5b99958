"""Covering that branching doesn't move is finished by HiGHS: the same value, proven, and never beyond the time left."""

import numpy as np
import pytest

from gongjian.engines.siting import Cover, CoverProblem, Matrix, covering_exact, solve_cover
from gongjian.engines.siting.incidence import Incidence
from gongjian.engines.siting.median_instance import from_covers
from gongjian.engines.siting.median_search import Search

HOURS = 3600.0
FANO = [(0, 1, 2), (0, 3, 4), (0, 5, 6), (1, 3, 5), (1, 4, 6), (2, 3, 6), (2, 4, 5)]
"""Seven clients, each covered by three of seven sites; two sites share one client: two cover five."""


def fano_search(count: int) -> Search:
    covers = Incidence(np.arange(0, 22, 3), np.array(FANO).ravel(), 7)
    instance = from_covers(covers, np.ones(7, np.int64), np.arange(7))
    search = Search(instance, count, np.zeros(7, np.int8), lambda: False)
    search.offer(np.arange(7) >= 7 - count, search.state)
    return search


@pytest.mark.parametrize(("count", "uncovered"), [(1, 4), (2, 2), (3, 0)])
def test_a_choice_that_nothing_betters_is_proven(count, uncovered):
    search = fano_search(count)

    covering_exact.finish(search, lambda: HOURS)

    assert search.is_proven
    assert search.upper == search.bound == uncovered * search.instance.unit


def test_a_better_choice_is_taken_over():
    search = fano_search(2)
    search.upper += search.instance.unit

    covering_exact.finish(search, lambda: HOURS)

    assert search.upper == search.bound == 2 * search.instance.unit
    assert len(search.best) == 2


def test_a_rest_of_large_weights_is_left_to_whole_numbers():
    search = fano_search(2)

    assert covering_exact.is_small(search)
    search.upper = 400_001 * search.instance.unit
    assert not covering_exact.is_small(search)


def test_many_equal_sites_are_settled_together_with_highs():
    chance = np.random.default_rng(7)
    metres = chance.integers(0, 100, (40, 40))
    keys = [str(i) for i in range(40)]

    answer = solve_cover(CoverProblem(keys, [1] * 40, keys, Matrix(metres), 9, 8))

    assert isinstance(answer, Cover)
    assert answer.proof.is_proven
