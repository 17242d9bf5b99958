"""The p-median: equal to brute force on small cases, to the published optima on OR-Library, and honest when stopped."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._pmed import FOLDER, read
from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    Infeasible,
    Matrix,
    Median,
    MedianProblem,
    Points,
    Roads,
    solve_median,
)

pytestmark = pytest.mark.usefixtures("searched")


def make_problem(metres, count=1, weights=None, keep=(), distances=None) -> MedianProblem:
    clients, sites = np.shape(metres)
    return MedianProblem(
        clients=[f"c{i}" for i in range(clients)],
        weights=[1] * clients if weights is None else weights,
        sites=[f"s{j}" for j in range(sites)],
        distances=distances or Matrix(metres),
        count=count,
        keep=keep,
    )


def best_by_hand(metres, weights, count, keep=()) -> float:
    others = [j for j in range(metres.shape[1]) if j not in keep]
    return min(
        (np.where(weights > 0, metres[:, [*keep, *chosen]].min(axis=1), 0) * np.maximum(weights, 1)).sum()
        for chosen in combinations(others, count - len(keep))
    )


def test_two_villages_and_a_farm_between_them():
    metres = [[0, 900, 400], [100, 800, 300], [900, 0, 500], [800, 100, 400]]

    answer = solve_median(make_problem(metres, count=2, weights=[10, 5, 20, 5]))

    assert isinstance(answer, Median)
    assert answer.proof.value == answer.proof.bound == 5 * 100 + 5 * 100
    assert [site.site for site in answer.sites] == ["s0", "s1"]
    assert [site.weight for site in answer.sites] == [15, 25]
    assert [site.loss_without for site in answer.sites] == [10 * 900 + 5 * 700, 20 * 900 + 5 * 700]
    assert [(s.client, s.site, s.metres) for s in answer.served][1] == ("c1", "s0", 100)


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**6), clients=st.integers(1, 9), sites=st.integers(1, 8), data=st.data())
def test_the_choice_is_as_good_as_the_best_of_all(seed, clients, sites, data):
    chance = np.random.default_rng(seed)
    count = data.draw(st.integers(1, sites))
    keep = tuple(range(data.draw(st.integers(0, min(2, count)))))
    metres, weights = chance.integers(0, 50, (clients, sites)), chance.integers(0, 6, clients)

    answer = solve_median(make_problem(metres, count, weights, [f"s{j}" for j in keep]))

    assert isinstance(answer, Median)
    assert answer.proof.is_proven
    assert answer.proof.value == best_by_hand(metres, weights, count, keep)
    assert len(answer.sites) == count
    assert {f"s{j}" for j in keep} <= {site.site for site in answer.sites}


@settings(deadline=None, max_examples=80)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 5))
def test_with_ways_missing_the_best_choice_or_why_there_is_none(seed, count):
    chance = np.random.default_rng(seed)
    metres = np.where(chance.random((6, 6)) < 0.5, np.inf, chance.integers(0, 50, (6, 6)))
    weights = np.ones(6, np.int64)

    answer = solve_median(make_problem(metres, count, weights))

    best = best_by_hand(metres, weights, count)
    if np.isinf(best):
        assert isinstance(answer, Infeasible)
    else:
        assert isinstance(answer, Median)
        assert answer.proof.value == answer.proof.bound == best


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6), count=st.integers(2, 30))
def test_short_lists_of_near_sites_prove_the_same_as_all_distances(seed, count):
    chance = np.random.default_rng(seed)
    places = chance.uniform([30, 105], [30.2, 105.2], (150, 2))
    points = Points(places, places)
    whole = points.columns(np.arange(150))

    short = solve_median(make_problem(whole, count, distances=points))
    full = solve_median(make_problem(whole, count))

    assert isinstance(short, Median) and isinstance(full, Median)
    assert short.proof == full.proof
    assert short.proof.is_proven


def test_far_clusters_make_the_lists_longer_until_the_proof_holds():
    near, far = np.full((80, 2), (30.0, 105.0)), np.full((3, 2), (31.0, 106.0))
    near[:, 0] += np.arange(80) * 1e-4
    places = np.concatenate([near, far])
    points = Points(places, places[:80])

    answer = solve_median(make_problem(np.empty((83, 80)), 20, distances=points))

    assert isinstance(answer, Median)
    assert answer.proof.is_proven
    assert answer.proof.value == sum(served.metres for served in answer.served)


@pytest.mark.skipif(not FOLDER.exists(), reason="the instances of OR-Library are not part of the repository")
@pytest.mark.parametrize("number", range(1, 21))
def test_the_published_optimum_is_found_and_proven(number):
    instance = read(f"pmed{number}")

    answer = solve_median(make_problem(instance.metres, instance.count))

    assert isinstance(answer, Median)
    assert answer.proof.value == answer.proof.bound == instance.optimum


def test_stopped_at_once_there_is_a_choice_with_a_bound_below_it():
    chance = np.random.default_rng(3)
    places = chance.uniform([30, 105], [30.2, 105.2], (300, 2))
    points, told = Points(places, places), []

    answer = solve_median(
        make_problem(np.empty((300, 300)), 12, distances=points),
        should_stop=lambda: True,
        on_progress=lambda value, bound: told.append((value, bound)),
    )

    assert isinstance(answer, Median)
    assert 0 < answer.proof.bound < answer.proof.value
    assert not answer.proof.is_proven
    assert answer.proof.gap < 0.2
    assert told and all(bound <= value for value, bound in told)


def test_equal_input_gives_an_equal_answer():
    chance = np.random.default_rng(4)
    metres = chance.integers(0, 9, (40, 30))

    assert solve_median(make_problem(metres, 7)) == solve_median(make_problem(metres, 7))


def test_a_map_in_two_parts_needs_a_site_in_each():
    roads = Roads(5, [[0, 1], [1, 2], [3, 4]], [10, 10, 10], range(5), range(5))

    refused = solve_median(make_problem(np.empty((5, 5)), 1, distances=roads))
    answer = solve_median(make_problem(np.empty((5, 5)), 2, distances=roads))

    assert isinstance(refused, Infeasible)
    assert refused.conflict == ("c0", "c3")
    assert "2 片" in refused.because
    assert isinstance(answer, Median)
    assert answer.proof.value == answer.proof.bound == 30
    assert all(site.loss_without is None for site in answer.sites)


def test_what_cannot_be_done_is_told_with_who_stands_against_it():
    nobody = solve_median(make_problem([[1, 2], [np.inf, np.inf]]))
    many = solve_median(make_problem([[1, 2]], count=3))
    kept = solve_median(make_problem([[1, 2]], count=1, keep=["s0", "s1"]))

    assert isinstance(nobody, Infeasible) and nobody.conflict == ("c1",) and "c1" in nobody.because
    assert isinstance(many, Infeasible) and "只有 2 个" in many.because
    assert isinstance(kept, Infeasible) and kept.conflict == ("s0", "s1")


def test_a_client_without_weight_is_served_but_decides_nothing():
    answer = solve_median(make_problem([[0, 5], [9, 0], [np.inf, np.inf]], weights=[0, 3, 0]))

    assert isinstance(answer, Median)
    assert answer.proof.value == 0
    assert [served.site for served in answer.served] == ["s1", "s1", None]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": [1, float("nan")]}, "“c1”的权重"),
        ({"weights": [1, -2]}, "-2"),
        ({"weights": [1, 0.5]}, "整数"),
        ({"weights": [1]}, "一一对应"),
        ({"weights": ["a", "b"]}, "应当是数"),
        ({"clients": ["a", "a"]}, "“a”出现了两次"),
        ({"sites": ["", "b"]}, "第 1 个候选点"),
        ({"sites": []}, "没有候选点"),
        ({"count": 0}, "至少"),
        ({"keep": ["x"]}, "“x”不在候选点里"),
        ({"keep": ["s0", "s0"]}, "重复"),
        ({"distances": Matrix([[1, 2]])}, "1 行 2 列"),
        ({"weights": [1 << 52, 1 << 52], "distances": Matrix([[9**9, 9**9]] * 2)}, "太大"),
    ],
)
def test_rubbish_is_refused_in_a_sentence(change, words):
    given = {
        "clients": ["c0", "c1"],
        "weights": [1, 1],
        "sites": ["s0", "s1"],
        "distances": Matrix([[1, 2], [3, 4]]),
        "count": 1,
    }

    with pytest.raises(EngineInputError, match=words):
        solve_median(MedianProblem(**(given | change)))
