from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import DayKind, calendar_for, natural_deadline, posting_ends_on

CALENDAR = calendar_for([2024, 2025, 2026, 2027])
DAYS_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_published_number_of_working_days(year, count):
    assert CALENDAR.working_days_between(date(year, 1, 1), date(year, 12, 31)) == count  # 1 January is off


def test_the_weekend_workdays_of_2026_are_those_of_the_notice():
    days = [day for day in CALENDAR.days if day.year == 2026 and CALENDAR.kind(day) is DayKind.MAKEUP]

    assert days == [date(2026, *md) for md in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]


def test_the_four_kinds_are_told_apart():
    days = (date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 11), date(2026, 10, 1))

    assert [CALENDAR.kind(day) for day in days] == list(DayKind)


def test_a_year_without_a_notice_is_provisional():
    assert CALENDAR.kind(date(2027, 2, 8)) is DayKind.HOLIDAY
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert CALENDAR.is_provisional(date(2027, 1, 4), date(2026, 12, 31))


def test_a_loaded_notice_settles_the_year():
    settled = CALENDAR.with_days({date(2027, 2, 14): DayKind.MAKEUP}, published_years=[2027])

    assert settled.is_working(date(2027, 2, 14))
    assert not settled.is_provisional(date(2027, 2, 14))
    assert not CALENDAR.is_working(date(2027, 2, 14))


def test_overrides_go_before_the_tables():
    calendar = calendar_for([2026], {date(2026, 3, 16): DayKind.HOLIDAY})

    assert not calendar.is_working(date(2026, 3, 16))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over National Day
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 10, 10), 1, date(2026, 10, 12)),
        (date(2026, 9, 17), 0, date(2026, 9, 17)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # from a day off
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 3), -1, date(2026, 9, 30)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, count, end):
    assert CALENDAR.add_working_days(start, count) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 9, 14), 15, date(2026, 9, 29)),
        (date(2026, 9, 16), 15, date(2026, 10, 8)),  # 1 October is off
        (date(2026, 9, 25), 15, date(2026, 10, 10)),  # a Saturday that is worked does not move
    ],
)
def test_natural_days_end_on_a_working_day(start, days, end):
    assert natural_deadline(start, days, CALENDAR) == end


def test_a_posting_of_seven_days_ends_with_the_seventh_day_even_if_it_is_off():
    assert posting_ends_on(date(2026, 9, 26), 7) == date(2026, 10, 3)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.kind(date(2030, 1, 1)),
        lambda: CALENDAR.add_working_days(date(2027, 12, 30), 30),
        lambda: CALENDAR.add_working_days(date(2024, 1, 2), -5),
        lambda: CALENDAR.working_days_between(date(2026, 1, 1), date(2030, 1, 1)),
    ],
)
def test_past_the_calendar_the_missing_year_is_named(ask):
    with pytest.raises(EngineInputError, match=r"请.*导入.*放假安排"):
        ask()


@given(start=DAYS_2026, count=st.integers(1, 200))
def test_adding_and_counting_agree(start, count):
    end = CALENDAR.add_working_days(start, count)

    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(start, end) == count
    assert sum(CALENDAR.is_working(start + timedelta(n)) for n in range(1, (end - start).days + 1)) == count


@given(start=DAYS_2026, first=st.integers(1, 60), second=st.integers(1, 60))
def test_adding_in_two_steps_is_adding_at_once(start, first, second):
    steps = CALENDAR.add_working_days(CALENDAR.add_working_days(start, first), second)

    assert steps == CALENDAR.add_working_days(start, first + second)


@given(start=DAYS_2026, days=st.integers(1, 100))
def test_a_natural_deadline_is_worked_and_never_early(start, days):
    end = natural_deadline(start, days, CALENDAR)

    assert CALENDAR.is_working(end)
    assert end >= start + timedelta(days)
