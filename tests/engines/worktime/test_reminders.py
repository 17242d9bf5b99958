"""Reminders of a deadline come step by step, each from its own working day on."""

from datetime import date

import pytest

from gongjian.engines.worktime import ReminderStep, calendar_for, step_day, steps_reached

YEAR = calendar_for([2026, 2027])
LADDER = [
    ReminderStep(-2, "handler"),
    ReminderStep(0, "head"),
    ReminderStep(3, "above"),
    ReminderStep(7, "bulletin"),
]
DUE = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 17), []),
        (date(2026, 11, 18), ["handler"]),
        (date(2026, 11, 19), ["handler"]),
        (date(2026, 11, 20), ["head"]),
        (date(2026, 11, 24), ["head"]),
        (date(2026, 11, 25), ["head", "above"]),
        (date(2026, 11, 30), ["head", "above"]),
        (date(2026, 12, 1), ["head", "above", "bulletin"]),
    ],
)
def test_each_step_comes_on_its_day_and_not_a_day_before(today, told):
    assert [step.to for step in steps_reached(DUE, today, LADDER, YEAR)] == told


def test_days_off_do_not_count():
    assert step_day(date(2026, 9, 30), ReminderStep(1, "head"), YEAR) == date(2026, 10, 8)


def test_two_steps_on_one_day_are_told_apart():
    assert ReminderStep(0, "head").key != ReminderStep(0, "handler").key
