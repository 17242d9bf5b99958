"""Placement of homes: the best there is, proved, and told when there is no room."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.allocation import place_homes
from gongjian.engines.errors import EngineInputError

CHANCES = st.lists(
    st.lists(st.integers(0, 100).map(lambda n: n / 100), min_size=2, max_size=2), min_size=2, max_size=2
)


@settings(deadline=None, max_examples=60)
@given(
    homes=st.integers(0, 5),
    households=st.lists(st.integers(0, 3), min_size=2, max_size=2),
    capacities=st.lists(st.integers(0, 3), min_size=2, max_size=2),
    chances=CHANCES,
)
def test_no_other_placement_is_better(homes, households, capacities, chances):
    found = place_homes(homes, households, capacities, np.array(chances))

    gain = np.rint(np.array(chances) * 10**6).astype(int)
    best = 0
    for cells in product(range(4), repeat=4):
        offers = np.array(cells).reshape(2, 2)
        fits = (offers.sum(axis=1) <= households).all() and (offers.sum(axis=0) <= capacities).all()
        if fits and offers.sum() <= homes:
            best = max(best, int((offers * gain).sum()))
    assert found.expected_millionths == found.bound_millionths == best


def test_homes_without_room_or_households_are_told():
    no_room = place_homes(10, [20], [6], np.array([[0.5]]))
    nobody = place_homes(10, [4], [20], np.array([[0.5]]))

    assert (no_room.unplaced, no_room.reason) == (4, "各处合起来只放得下 6 套，还差 4 套的地方。")
    assert (nobody.unplaced, nobody.reason) == (6, "住户一共 4 户，每户一套，多出 6 套没有对象。")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, [1], [1], [[0.5]]), "不能是负数"),
        ((1, [-1], [1], [[0.5]]), "不能是负数"),
        ((1, [1], [1], [[1.5]]), "0 到 1 之间"),
        ((1, [1], [1], [[float("nan")]]), "0 到 1 之间"),
        ((1, [1, 1], [1], [[0.5]]), "补全表格"),
        ((1, [], [], [[]]), "补全表格"),
    ],
)
def test_rubbish_is_refused_with_a_sentence(arguments, words):
    with pytest.raises(EngineInputError, match=words):
        place_homes(*arguments[:3], np.array(arguments[3]))
