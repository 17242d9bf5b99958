from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import (
    CHINA_TIME,
    Limit,
    LimitUnit,
    OfficeHours,
    Season,
    add_working_hours,
    add_working_minutes,
    calendar_for,
    deadline,
    due_after_pauses,
    working_minutes_between,
)

CALENDAR = calendar_for([2026, 2027])
MORNING, AFTERNOON = (time(8), time(12)), (time(14), time(18))
HOURS = OfficeHours((MORNING, AFTERNOON))
MOMENTS = st.datetimes(datetime(2026, 1, 5), datetime(2026, 11, 30)).map(
    lambda t: t.replace(tzinfo=CHINA_TIME)
)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA_TIME)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(9, 17, 9), 2, at(9, 17, 11)),
        (at(9, 17, 11), 2, at(9, 17, 15)),  # over noon
        (at(9, 17, 11), 1, at(9, 17, 12)),  # ends at closing, not at the next opening
        (at(9, 17, 7), 1, at(9, 17, 9)),  # before opening
        (at(9, 17, 13), 1, at(9, 17, 15)),  # in the break
        (at(9, 17, 17), 4, at(9, 18, 11)),
        (at(9, 30, 17), 2, at(10, 8, 9)),  # over National Day
        (at(10, 9, 18), 8, at(10, 10, 18)),  # a Saturday that is worked
        (at(9, 17, 23), 0, at(9, 17, 23)),
    ],
)
def test_only_office_hours_pass(start, hours, end):
    assert add_working_hours(start, hours, CALENDAR, HOURS) == end


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(9, 17, 9), at(9, 17, 11, 30), 150),
        (at(9, 17, 11), at(9, 17, 15), 120),
        (at(9, 17, 12), at(9, 17, 14), 0),
        (at(9, 30, 17), at(10, 8, 9), 120),
        (at(10, 8, 9), at(9, 30, 17), -120),
        (at(10, 3, 9), at(10, 4, 9), 0),
    ],
)
def test_minutes_between_count_office_time_only(start, end, minutes):
    assert working_minutes_between(start, end, CALENDAR, HOURS) == minutes


def test_overlapping_pauses_are_taken_out_once():
    pauses = [(at(9, 17, 9), at(9, 17, 11)), (at(9, 17, 10), at(9, 17, 12)), (at(9, 17, 12), at(9, 17, 14))]

    assert working_minutes_between(at(9, 17, 8), at(9, 17, 18), CALENDAR, HOURS, pauses) == 300
    assert due_after_pauses(at(9, 17, 17), pauses, CALENDAR, HOURS) == at(9, 18, 10)


def test_without_pauses_the_due_time_stays():
    assert due_after_pauses(at(9, 17, 17), [], CALENDAR, HOURS) == at(9, 17, 17)


def test_summer_hours_hold_in_their_season_only():
    summer = Season((6, 1), (9, 30), ((time(8), time(12)), (time(15), time(18))))
    hours = OfficeHours((MORNING, AFTERNOON), (summer,))

    assert add_working_hours(at(9, 17, 11), 2, CALENDAR, hours) == at(9, 17, 16)
    assert add_working_hours(at(10, 12, 11), 2, CALENDAR, hours) == at(10, 12, 15)


def test_a_season_may_run_over_new_year():
    winter = Season((11, 1), (2, 28), ((time(9), time(17)),))

    assert [winter.covers(at(m, 15, 0).date()) for m in (11, 1, 3)] == [True, True, False]


def test_moments_in_other_zones_are_the_same_moments():
    start = datetime(2026, 9, 17, 1, tzinfo=UTC)  # 9:00 in China

    assert add_working_hours(start, 2, CALENDAR, HOURS) == at(9, 17, 11)


@pytest.mark.parametrize(
    ("limit", "due", "provisional"),
    [
        (Limit(2, LimitUnit.CLOCK_HOURS), at(9, 17, 18, 30), False),
        (Limit(4, LimitUnit.WORKING_HOURS), at(9, 18, 10, 30), False),
        (Limit(3, LimitUnit.WORKING_DAYS), at(9, 21, 18), False),  # Sunday 20 September is worked
        (Limit(15, LimitUnit.NATURAL_DAYS), at(10, 8, 18), False),
        (Limit(80, LimitUnit.WORKING_DAYS), None, True),
    ],
)
def test_each_unit_of_a_limit_has_its_own_count(limit, due, provisional):
    result = deadline(at(9, 17, 16, 30), limit, CALENDAR, HOURS)

    assert due is None or result.due_at == due
    assert result.is_provisional is provisional


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: OfficeHours(()),
        lambda: OfficeHours((AFTERNOON, MORNING)),
        lambda: OfficeHours(((time(8), time(8)),)),
        lambda: Limit(0, LimitUnit.WORKING_DAYS),
        lambda: add_working_minutes(at(9, 17, 9), -1, CALENDAR, HOURS),
        lambda: add_working_minutes(datetime(2026, 9, 17, 9), 1, CALENDAR, HOURS),
    ],
)
def test_input_that_cannot_be_counted_is_refused_with_advice(wrong):
    with pytest.raises(EngineInputError, match="请"):
        wrong()


@given(start=MOMENTS, minutes=st.integers(1, 3000))
def test_the_minutes_added_are_the_minutes_between(start, minutes):
    start = start.replace(second=0, microsecond=0)

    end = add_working_minutes(start, minutes, CALENDAR, HOURS)

    assert working_minutes_between(start, end, CALENDAR, HOURS) == minutes
    assert working_minutes_between(start, end - timedelta(minutes=1), CALENDAR, HOURS) == minutes - 1


@given(moments=st.lists(MOMENTS.map(lambda t: t.replace(second=0, microsecond=0)), min_size=3, max_size=3))
def test_time_between_adds_up(moments):
    first, second, third = sorted(moments)

    whole = working_minutes_between(first, third, CALENDAR, HOURS)

    assert whole == (
        working_minutes_between(first, second, CALENDAR, HOURS)
        + working_minutes_between(second, third, CALENDAR, HOURS)
    )
