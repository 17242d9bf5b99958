"""What comes round again: on its day, moved off days that are not worked, once a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import Recurrence, Repeat, Shift, calendar_for, happenings

YEARS = calendar_for([2025, 2026, 2027])
THURSDAY = 3


def days(rule: Recurrence, first: date, last: date) -> list[str]:
    return [f"{one.on:%m-%d}" for one in happenings(rule, first, last, YEARS)]


def test_daily_means_every_working_day_with_exchanged_ones():
    found = days(Recurrence(Repeat.DAILY), date(2026, 2, 13), date(2026, 2, 25))

    assert found == ["02-13", "02-14", "02-24", "02-25"]  # 14 February is worked in exchange


def test_a_thursday_in_a_holiday_moves_on_and_is_held_once():
    rule = Recurrence(Repeat.WEEKLY, weekday=THURSDAY)

    found = happenings(rule, date(2026, 9, 21), date(2026, 10, 15), YEARS)

    assert [(f"{one.ruled_on:%m-%d}", f"{one.on:%m-%d}") for one in found] == [
        ("09-24", "09-24"),
        ("10-08", "10-08"),  # 1 October would come to the 8th, which has its own
        ("10-15", "10-15"),
    ]


@pytest.mark.parametrize(
    ("shift", "expected"), [(Shift.NEXT, ["05-06"]), (Shift.PREVIOUS, ["04-30"]), (Shift.SKIP, [])]
)
def test_the_first_of_may_moves_as_the_rule_says(shift, expected):
    rule = Recurrence(Repeat.MONTHLY, day=1, shift=shift)

    assert days(rule, date(2026, 4, 29), date(2026, 5, 20)) == expected


def test_the_31st_is_the_last_day_of_a_shorter_month():
    rule = Recurrence(Repeat.MONTHLY, day=31, shift=Shift.PREVIOUS)

    assert days(rule, date(2026, 2, 1), date(2026, 4, 30)) == ["02-28", "03-31", "04-30"]


def test_three_times_a_year_on_fixed_days():
    rule = Recurrence(Repeat.YEARLY, dates=((4, 15), (8, 15), (12, 15)))

    assert days(rule, date(2026, 1, 1), date(2026, 12, 31)) == ["04-15", "08-17", "12-15"]


def test_what_moves_into_the_span_is_in_it_and_what_moves_out_is_not():
    rule = Recurrence(Repeat.WEEKLY, weekday=THURSDAY)

    assert days(rule, date(2026, 10, 2), date(2026, 10, 8)) == ["10-08"]
    assert days(rule, date(2026, 10, 1), date(2026, 10, 7)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"repeat": Repeat.WEEKLY},
        {"repeat": Repeat.WEEKLY, "weekday": 7},
        {"repeat": Repeat.MONTHLY, "day": 0},
        {"repeat": Repeat.MONTHLY, "day": 32},
        {"repeat": Repeat.YEARLY},
        {"repeat": Repeat.YEARLY, "dates": ((2, 30),)},
        {"repeat": Repeat.YEARLY, "dates": ((13, 1),)},
    ],
)
def test_a_rule_without_its_day_is_refused(wrong):
    with pytest.raises(EngineInputError):
        Recurrence(**wrong)


RULES = st.one_of(
    st.just(Recurrence(Repeat.DAILY)),
    st.builds(
        lambda weekday, shift: Recurrence(Repeat.WEEKLY, weekday=weekday, shift=shift),
        st.integers(0, 6),
        st.sampled_from(Shift),
    ),
    st.builds(
        lambda day, shift: Recurrence(Repeat.MONTHLY, day=day, shift=shift),
        st.integers(1, 31),
        st.sampled_from(Shift),
    ),
)
DAYS = st.dates(date(2025, 3, 1), date(2027, 9, 30))


@given(rule=RULES, first=DAYS, length=st.integers(0, 60))
def test_days_rise_are_worked_and_lie_in_the_span(rule, first, length):
    last = first + timedelta(days=length)

    found = [one.on for one in happenings(rule, first, last, YEARS)]

    assert found == sorted(set(found))
    assert all(first <= day <= last and YEARS.is_working(day) for day in found)


@given(rule=RULES, first=DAYS, middle=st.integers(0, 40), length=st.integers(1, 40))
def test_a_span_cut_in_two_gives_the_same_days(rule, first, middle, length):
    cut, last = first + timedelta(days=middle), first + timedelta(days=middle + length)

    halves = happenings(rule, first, cut, YEARS) + happenings(rule, cut + timedelta(days=1), last, YEARS)

    assert halves == happenings(rule, first, last, YEARS)
