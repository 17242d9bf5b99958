from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.forecast import Goal, Reading, Verdict, fit_trend, look_ahead

START = date(2026, 1, 1)


def trend_of(*values: int, step: int = 10):
    return fit_trend(
        [Reading(START + timedelta(days=step * index), Fraction(value)) for index, value in enumerate(values)]
    )


def goal(value: int, day: int, is_least: bool = True) -> Goal:
    return Goal(Fraction(value), START + timedelta(days=day), is_least)


@pytest.mark.parametrize(
    ("value", "verdict", "late"),
    [(59, Verdict.LIKELY, None), (60, Verdict.LIKELY, None), (61, Verdict.LATE, 1), (72, Verdict.LATE, 12)],
)
def test_a_straight_line_meets_its_goal_to_the_day(value, verdict, late):
    found = look_ahead(trend_of(0, 10, 20, 30), goal(value, 60))

    assert (found.verdict, found.late_days, found.expected) == (verdict, late, 60)


def test_a_goal_beyond_the_horizon_is_not_reached():
    trend = trend_of(0, 10, 20, 30)

    assert look_ahead(trend, goal(180, 60)).verdict is Verdict.LATE  # day 180: two spans of 60 after day 60
    assert look_ahead(trend, goal(181, 60)).verdict is Verdict.UNREACHED


@pytest.mark.parametrize("values", [(40, 30, 20, 10), (5, 5, 5, 5)])
def test_a_line_that_does_not_rise_never_reaches(values):
    found = look_ahead(trend_of(*values), goal(60, 60))

    assert (found.verdict, found.late_days, found.earliest_on) == (Verdict.UNREACHED, None, None)


def test_less_may_be_the_goal():
    assert look_ahead(trend_of(40, 30, 20, 10), goal(0, 40, is_least=False)).verdict is Verdict.LIKELY
    assert look_ahead(trend_of(40, 30, 20, 10), goal(0, 39, is_least=False)).late_days == 1


def test_a_band_across_the_goal_is_called_unsure_with_days_on_both_sides():
    found = look_ahead(trend_of(0, 14, 18, 33, 37, 52), goal(60, 60))

    assert found.verdict is Verdict.UNSURE
    assert found.low < 60 <= found.high
    assert found.earliest_on < START + timedelta(days=60) < found.latest_on


def test_a_share_is_never_said_to_pass_its_end():
    found = look_ahead(trend_of(70, 83, 88, 99), goal(90, 60), least=Fraction(0), most=Fraction(100))

    assert found.expected == found.high == 100


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=8), st.integers(-80, 80), st.integers(80, 160))
def test_laws_of_an_outlook(values, wanted, day):
    trend = trend_of(*values)
    found = look_ahead(trend, goal(wanted, day))

    assert found.low <= found.expected <= found.high
    if found.earliest_on and found.latest_on:
        assert found.earliest_on <= found.latest_on
    if found.verdict is Verdict.LATE:
        assert found.late_days > 0
        assert trend.at(START + timedelta(days=day + found.late_days)) >= wanted
        assert trend.at(START + timedelta(days=day + found.late_days - 1)) < wanted
    if found.verdict is Verdict.LIKELY:
        assert found.low >= wanted
