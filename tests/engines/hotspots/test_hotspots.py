"""Hot spots against exact fractions and simulation; maps that keep distances."""

import random
from fractions import Fraction
from itertools import combinations
from math import comb, hypot, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.hotspots import (
    MapPoint,
    Observed,
    draw_markers,
    frame_of,
    rank_hot_spots,
    scale_bar,
)

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), min_size=2, max_size=12).map(
    lambda rows: [Observed(f"p{n:02}", count, weight) for n, (count, weight) in enumerate(rows)]
)


def exact_tail(place: Observed, places: list[Observed]) -> Fraction:
    """P(X >= k) in fractions, term by term."""
    total = sum(one.count for one in places)
    share = Fraction(place.inspections, sum(one.inspections for one in places))
    terms = (comb(total, j) * share**j * (1 - share) ** (total - j) for j in range(place.count, total + 1))
    return sum(terms, Fraction(0))


@given(places=PLACES)
def test_the_chance_is_the_exact_binomial_tail(places: list[Observed]) -> None:
    by_key = {place.key: place for place in places}

    for spot in rank_hot_spots(places):
        assert isclose(spot.chance, float(exact_tail(by_key[spot.key], places)), rel_tol=1e-9)


@given(places=PLACES)
def test_ranks_go_by_chance_and_the_expected_numbers_add_up(places: list[Observed]) -> None:
    spots = rank_hot_spots(places)

    assert sum(spot.expected for spot in spots) == sum(place.count for place in places)
    assert [spot.chance for spot in spots] == sorted(spot.chance for spot in spots)
    assert [spot.level for spot in spots] == sorted(spot.level for spot in spots)
    hot = [spot.is_hot for spot in spots]
    assert hot == sorted(hot, reverse=True)


def test_who_was_inspected_twice_may_have_twice_as_much() -> None:
    spots = rank_hot_spots([Observed("twice", 20, 2), Observed("once", 10, 1), Observed("other", 10, 1)])

    assert not any(spot.is_hot for spot in spots)
    assert all(spot.times == 1 for spot in spots)


def test_places_without_an_inspection_are_left_out_and_cannot_have_findings() -> None:
    assert [spot.key for spot in rank_hot_spots([Observed("a", 1, 1), Observed("b", 0, 0)])] == ["a"]
    assert rank_hot_spots([]) == ()
    with pytest.raises(EngineInputError):
        rank_hot_spots([Observed("a", 1, 0)])


def test_where_nothing_is_hot_few_rounds_call_something_so() -> None:
    chance = random.Random(7)
    called = 0
    for _ in range(300):
        counts = [sum(chance.random() < 1 / 40 for _ in range(400)) for _ in range(40)]
        called += any(
            spot.is_hot for spot in rank_hot_spots([Observed(f"{n}", c, 1) for n, c in enumerate(counts)])
        )

    assert called / 300 <= 0.08  # 5 % and the noise of 300 rounds


def test_distances_on_the_map_are_true_to_one_per_cent() -> None:
    points = [MapPoint("w", 30.5, 105.5), MapPoint("e", 30.5, 105.6), MapPoint("n", 30.58, 105.55)]
    frame = frame_of(points, 960, 600, 60)
    metres, length = scale_bar(frame, 200)

    west, east = frame.at(30.5, 105.5), frame.at(30.5, 105.6)

    shown_m = (east[0] - west[0]) / length * metres
    assert shown_m == pytest.approx(111_320 * 0.1 * 0.8616, rel=0.01)  # cos 30.5°
    assert metres in {1000, 2000, 5000} and length <= 200


@given(
    st.lists(st.tuples(st.floats(30, 31), st.floats(105, 106), st.integers(1, 9)), min_size=1, max_size=30)
)
def test_every_point_is_drawn_once_within_the_frame(rows: list[tuple[float, float, int]]) -> None:
    points = [MapPoint(str(n), *row) for n, row in enumerate(rows)]
    frame = frame_of(points, 960, 600, 40)

    markers = draw_markers(frame, points, 48)

    assert sorted(p.key for m in markers for p in m.points) == sorted(p.key for p in points)
    assert all(39.9 <= m.x <= 920.1 and 39.9 <= m.y <= 560.1 for m in markers)
    assert [m.weight for m in markers] == sorted(m.weight for m in markers)
    assert all(hypot(one.x - other.x, one.y - other.y) >= 36 for one, other in combinations(markers, 2))


def test_a_map_of_nothing_or_of_no_place_on_earth_is_refused() -> None:
    with pytest.raises(EngineInputError):
        frame_of([], 960, 600, 40)
    with pytest.raises(EngineInputError):
        frame_of([MapPoint("x", 91.0, 0.0)], 960, 600, 40)
