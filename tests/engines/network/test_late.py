"""Chances of being late: exact where they can be, within the stated error elsewhere, and of nothing unsaid."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network import Chance, Past, Step, lateness
from tests.engines.network.chains import CALENDAR, WORKING, chains

START = date(2026, 3, 2)
LINE = (Step("1", "甲局", 5), Step("2", "乙局", 10, ("1",), hand_over_days=1), Step("3", "丙局", 3, ("2",)))
PAST = {"1": Past((4, 5, 8)), "2": Past((8, 10, 10, 14)), "3": Past((3,))}


def test_a_line_of_steps_is_exact_by_hand():
    found = lateness(LINE, PAST, START, CALENDAR, runs=100)

    # planned 5 + 10 + 1 + 3 = 19; late when work of 1 and 2 passes 15: 4+14, 5+14, 8+8, 8+10, 8+10, 8+14 of 12
    assert found.whole == Chance.exact(Fraction(1, 2))
    assert [row.end_late.value for row in found.rows] == [Fraction(1, 3), Fraction(1, 2), Fraction(1, 2)]
    assert [row.own_late.value for row in found.rows] == [Fraction(1, 3), Fraction(1, 4), Fraction(0)]
    assert [row.n for row in found.rows] == [3, 4, 1]
    assert {row.criticality.value for row in found.rows} == {Fraction(1)}


def test_a_wanted_date_is_judged_instead_of_the_planned_end():
    due = CALENDAR.add_working_days(START, 4 + 8 + 1 + 3)

    assert lateness(LINE, PAST, START, CALENDAR, due_on=due, runs=10).whole.value == Fraction(11, 12)


def test_known_waits_stand_in_for_the_hand_over_days_of_the_steps_before():
    past = {"2": Past((10,), (0, 3)), "3": Past((3,), (1,))}

    found = lateness(LINE, past, START, CALENDAR, runs=10)

    assert found.whole == Chance.exact(Fraction(1, 2))  # 5 + (0 or 3) + 10 + 1 + 3 against 19


def test_a_step_without_a_past_takes_its_statutory_days_and_says_so():
    found = lateness(LINE, {}, START, CALENDAR, runs=10)

    assert found.whole == Chance.exact(Fraction(0))
    assert {(row.n, row.own_late) for row in found.rows} == {(0, None)}


def every_past(steps, past):
    """Run every combination of past cases plainly: late ends, criticality is left to the engine."""
    by_key = {step.key: step for step in steps}
    keys = [step.key for step in steps]
    spans = [
        list(product(past[key].work, past[key].waits or (None,)))
        if key in past
        else [(by_key[key].days, None)]
        for key in keys
    ]
    for combination in product(*spans):
        drawn = dict(zip(keys, combination, strict=True))
        ends = {}

        def end(key, drawn=drawn, ends=ends):
            if key not in ends:
                work, wait = drawn[key]
                outs = [end(p) + (by_key[p].hand_over_days if wait is None else 0) for p in by_key[key].after]
                ends[key] = max(outs, default=0) + ((wait or 0) if outs else 0) + work
            return ends[key]

        yield {key: end(key) for key in keys}


@st.composite
def cases(draw):
    steps = draw(chains(most_steps=5, units=(WORKING,)))
    numbers = st.lists(st.integers(0, 14), min_size=1, max_size=2).map(tuple)
    return steps, {
        step.key: Past(draw(numbers), draw(st.just(()) | numbers)) for step in steps if draw(st.booleans())
    }


@settings(max_examples=60, deadline=None)
@given(case=cases())
@pytest.mark.parametrize("budget", [1_000_000, 40])
def test_exact_chances_are_those_of_all_combinations_and_counted_ones_lie_in_their_error(budget, case):
    steps, past = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongjian.engines.network.convolve.BUDGET", budget)
        found = lateness(steps, past, START, CALENDAR, runs=2000, seed=7)
    assert found.whole.is_exact or budget == 40
    planned = next(every_past(steps, {}))
    ways = list(every_past(steps, past))

    for row in found.rows:
        truth = Fraction(sum(ends[row.step.key] > planned[row.step.key] for ends in ways), len(ways))
        assert agrees(row.end_late, truth)
    truth = Fraction(sum(max(ends.values()) > max(planned.values()) for ends in ways), len(ways))
    assert agrees(found.whole, truth)


def agrees(chance, truth):
    """A 95 % interval misses one time in twenty; twice as wide it hardly ever does."""
    if chance.is_exact:
        return chance.value == truth
    middle, half = (chance.low + chance.high) / 2, chance.high - chance.low
    return middle - half - 1e-9 <= truth <= middle + half + 1e-9


@settings(max_examples=30, deadline=None)
@given(case=cases())
def test_some_step_is_critical_in_every_run(case):
    found = lateness(*case, START, CALENDAR, runs=200)

    assert sum(row.criticality.value for row in found.rows) >= 1
    lasts = {row.step.key for row in found.rows} - {key for row in found.rows for key in row.step.after}
    assert sum(row.criticality.value for row in found.rows if row.step.key in lasts) >= 1 or any(
        row.step.days == 0 for row in found.rows
    )


DIAMOND = (
    Step("1", "甲局", 5),
    Step("2", "乙局", 10, ("1",)),
    Step("3", "丙局", 10, ("1",)),
    Step("4", "丁局", 5, ("2", "3")),
)
DIAMOND_PAST = {"1": Past((5, 6)), "2": Past((8, 12)), "3": Past((9, 9, 9, 11))}


def test_ways_that_part_and_meet_again_are_exact():
    found = lateness(DIAMOND, DIAMOND_PAST, START, CALENDAR, seed=3)

    # on time only if 2 took 8 and, where 1 took 5, 3 took 9 (after 6, 9 is on time too): 1/2 × 3/4
    assert found.whole == Chance.exact(Fraction(5, 8))
    assert found.rows[1].criticality.low <= 1 / 2 <= found.rows[1].criticality.high
    assert [day for _, day in found.likely_ends] == [
        CALENDAR.add_working_days(START, days) for days in (22, 23, 23)
    ]


def test_beyond_the_budget_chances_are_counted_with_their_error(monkeypatch):
    monkeypatch.setattr("gongjian.engines.network.convolve.BUDGET", 5)

    found = lateness(DIAMOND, DIAMOND_PAST, START, CALENDAR, seed=3)

    assert not found.whole.is_exact
    assert found.whole.low <= 5 / 8 <= found.whole.high
    assert found.whole.high - found.whole.low < 0.015


@pytest.mark.parametrize("budget", range(60))
def test_whatever_the_budget_what_is_called_exact_is(monkeypatch, budget):
    """Budgets that run out between two ways of fixing an end included."""
    monkeypatch.setattr("gongjian.engines.network.convolve.BUDGET", budget)
    steps = (
        Step("0", "甲局", 0),
        Step("1", "甲局", 0),
        Step("2", "乙局", 0, ("0", "1")),
        Step("3", "丙局", 0, ("0", "1")),
    )

    whole = lateness(steps, {"0": Past((0, 1)), "1": Past((0, 1))}, START, CALENDAR, runs=2000).whole

    assert whole == Chance.exact(Fraction(3, 4)) or not whole.is_exact


def test_two_branches_that_begin_apart_are_exact():
    steps = (Step("1", "甲局", 10), Step("2", "乙局", 10), Step("3", "丙局", 5, ("1", "2")))
    past = {"1": Past((8, 12)), "2": Past((9, 9, 9, 11))}

    assert lateness(steps, past, START, CALENDAR, runs=10).whole == Chance.exact(Fraction(5, 8))


def test_the_same_seed_gives_the_same_chances():
    one, other = (lateness(LINE, PAST, START, CALENDAR, runs=500, seed=5) for _ in range(2))

    assert one == other


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: lateness(LINE, {"9": Past((1,))}, START, CALENDAR), "过去的记录里有环节“9”"),
        (lambda: lateness(LINE, PAST, START, CALENDAR, runs=0), "模拟次数要大于 0"),
        (lambda: Past(()), "一个也没有"),
        (lambda: Past((3, float("nan"))), "有 nan，要填整数"),
        (lambda: Past((3, -1)), "有 -1，不能小于 0"),
        (lambda: Past((3,), (-2,)), "有 -2，不能小于 0"),
    ],
)
def test_a_past_that_cannot_be_is_refused(wrong, sentence):
    with pytest.raises(EngineInputError, match=sentence):
        wrong()
