"""Distances in whole metres: the three kinds agree with a plain computation and refuse what is no distance."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import UNREACHABLE, Lists, Matrix, Points, Roads


def pairs(lists: Lists) -> list[list[tuple[int, int]]]:
    rows = [lists.of(client) for client in range(len(lists.start) - 1)]
    return [list(zip(metres.tolist(), sites.tolist(), strict=True)) for sites, metres in rows]


def by_hand(matrix: np.ndarray, count: int, limit: int) -> list[list[tuple[int, int]]]:
    return [
        sorted((int(d), j) for j, d in enumerate(row) if d <= limit and d < UNREACHABLE)[:count]
        for row in matrix
    ]


def test_a_hundredth_of_a_degree_of_longitude_in_sichuan_is_958_metres():
    assert Points([[30.53, 105.59]], [[30.53, 105.60]]).columns(np.array([0])).tolist() == [[958]]


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 40), radius=st.integers(0, 30_000))
def test_points_from_a_tree_are_those_of_the_full_matrix(seed, count, radius):
    chance = np.random.default_rng(seed)
    clients, sites = (
        chance.uniform([29, 104], [29.3, 104.3], (12, 2)),
        chance.uniform([29, 104], [29.3, 104.3], (60, 2)),
    )
    points = Points(clients, sites)
    matrix = points.columns(np.arange(60))

    assert pairs(points.nearest(count)) == by_hand(matrix, count, UNREACHABLE)
    assert pairs(points.within(radius)) == by_hand(matrix, 60, radius)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 9), radius=st.integers(0, 40))
def test_roads_are_the_shortest_ways_and_the_shorter_of_two_edges_counts(seed, count, radius):
    chance = np.random.default_rng(seed)
    edges, metres = chance.integers(0, 9, (12, 2)), chance.integers(0, 30, 12)
    shortest = np.full((9, 9), np.inf)
    np.fill_diagonal(shortest, 0)
    for (a, b), length in zip(edges, metres, strict=True):
        shortest[a, b] = shortest[b, a] = min(shortest[a, b], length)
    for via in range(9):
        shortest = np.minimum(shortest, shortest[:, via, None] + shortest[via])
    roads, whole = Roads(9, edges, metres, range(9), range(9)), Matrix(shortest)

    assert np.array_equal(roads.columns(np.arange(9)), whole.columns(np.arange(9)))
    assert pairs(roads.nearest(count)) == by_hand(whole.columns(np.arange(9)), count, UNREACHABLE)
    assert pairs(roads.within(radius)) == pairs(whole.within(radius))


def test_what_is_no_distance_is_refused_in_a_sentence():
    for wrong, words in (
        ([[math.nan]], "空值"),
        ([[-1]], "负数"),
        ([[1, 2], [3, 2**31]], "单位"),
        ([1, 2], "二维"),
        ([["a"]], "数"),
    ):
        with pytest.raises(EngineInputError, match=words):
            Matrix(wrong)


def test_a_point_off_the_earth_is_refused_with_its_row():
    with pytest.raises(EngineInputError, match="第 2 个候选点"):
        Points([[30, 105]], [[30, 105], [105, 30]])
    with pytest.raises(EngineInputError, match="第 1 个需求点"):
        Points([[math.nan, 105]], [[30, 105]])


def test_a_road_to_a_vertex_that_is_not_there_is_refused():
    with pytest.raises(EngineInputError, match="顶点 7"):
        Roads(3, [[0, 7]], [1], [0], [1])
    with pytest.raises(EngineInputError, match="长度"):
        Roads(3, [[0, 1]], [1, 2], [0], [1])
