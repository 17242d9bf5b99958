import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.forecast import COVERAGE, MIN_READINGS, Reading, fit_trend

START = date(2026, 1, 1)


def readings(*values: int | Fraction, step: int = 30) -> list[Reading]:
    return [
        Reading(START + timedelta(days=step * index), Fraction(value)) for index, value in enumerate(values)
    ]


def test_readings_on_a_line_give_the_line_exactly_and_no_band():
    trend = fit_trend(readings(10, 13, 16, 19))

    assert trend.slope == Fraction(1, 10)
    assert trend.at(START + timedelta(days=150)) == 25
    assert trend.band(START + timedelta(days=150)) == (25, 25)


def test_one_wild_reading_does_not_turn_the_line():
    assert fit_trend(readings(10, 13, 16, 190, 22, 25)).slope == Fraction(1, 10)


def test_a_hand_checked_band():
    trend = fit_trend(readings(0, 2, 1, 3, step=1))

    # slopes 2, 1/2, 1, -1, 1/2, 2: median 3/4; levels 0, 5/4, -1/2, 3/4: median 3/8
    assert (trend.slope, trend.level) == (Fraction(3, 4), Fraction(3, 8))
    low, high = trend.band(START + timedelta(days=4))
    # residuals -3/8, 7/8, -7/8, 3/8; s² = (2·9 + 2·49)/64/2; spread² = 1 + 1/4 + 6.25/5; t = 1.886, w = 1.04
    half = 1.04 * 1.886 * (116 / 128) ** 0.5 * 2.5**0.5
    assert trend.at(START + timedelta(days=4)) == Fraction(27, 8)
    assert float(high - low) == pytest.approx(2 * half, abs=1e-5)


@pytest.mark.parametrize("count", range(MIN_READINGS))
def test_too_few_readings_have_no_trend(count):
    assert fit_trend(readings(*range(count))) is None


def test_two_readings_of_one_day_are_refused():
    with pytest.raises(EngineInputError):
        fit_trend([*readings(1, 2, 3, 4), Reading(START, Fraction(9))])


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=12), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_the_slope_is_the_median_of_all_pairs(values, chance):
    rows = readings(*values, step=7)
    shuffled = chance.sample(rows, len(rows))

    trend = fit_trend(shuffled)

    pairs = [(b.value - a.value) / (b.on - a.on).days for a, b in combinations(rows, 2)]
    assert trend == fit_trend(rows)
    assert trend.slope == median(pairs)


@given(
    st.lists(st.integers(-1000, 1000), min_size=4, max_size=9), st.integers(-50, 50), st.integers(-100, 100)
)
def test_adding_a_line_to_the_readings_adds_it_to_the_trend(values, rise, level):
    rows = readings(*values, step=3)
    moved = [Reading(one.on, one.value + level + rise * (one.on - START).days) for one in rows]
    day = START + timedelta(days=99)

    assert fit_trend(moved).at(day) == fit_trend(rows).at(day) + level + rise * 99


NOISES = {
    "gauss": lambda chance: chance.gauss(0, 1),
    "uniform": lambda chance: chance.uniform(-1, 1),
    "laplace": lambda chance: chance.expovariate(1) * chance.choice((-1, 1)),
}


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("count", [4, 8])
def test_the_next_reading_lies_in_the_band_as_often_as_is_promised(noise, count):
    chance, inside, runs = random.Random(count), 0, 400
    for _run in range(runs):
        slope = chance.uniform(-0.2, 0.2)
        drawn = [
            Fraction(round((slope * 30 * step + NOISES[noise](chance)) * 1000), 1000)
            for step in range(count + 1)
        ]
        trend = fit_trend(readings(*drawn[:count]))
        low, high = trend.band(START + timedelta(days=30 * count))
        inside += low <= drawn[count] <= high

    assert COVERAGE - 5 <= inside * 100 / runs <= COVERAGE + 9
