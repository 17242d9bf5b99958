"""Working days of four years against tables written by hand after the State Council's notices.

Each table gives, in our own words, the days off as first and last day, and the weekend days worked in exchange.
Everything else follows the week.
"""

from datetime import date, timedelta

import pytest

from gongjian.engines.network import Step, schedule
from gongjian.engines.worktime import LimitUnit, calendar_for

NOTICES = {
    2023: (
        "国办发明电〔2022〕16号",
        (
            "01-01 01-02",
            "01-21 01-27",
            "04-05 04-05",
            "04-29 05-03",
            "06-22 06-24",
            "09-29 10-06",
            "12-30 12-31",
        ),
        ("01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"),
        249,
    ),
    2024: (
        "国办发明电〔2023〕7号",
        (
            "01-01 01-01",
            "02-10 02-17",
            "04-04 04-06",
            "05-01 05-05",
            "06-10 06-10",
            "09-15 09-17",
            "10-01 10-07",
        ),
        ("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"),
        251,
    ),
    2025: (
        "国办发明电〔2024〕12号",
        ("01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"),
        ("01-26", "02-08", "04-27", "09-28", "10-11"),
        248,
    ),
    2026: (
        "国办发明电〔2025〕7号",
        (
            "01-01 01-03",
            "02-15 02-23",
            "04-04 04-06",
            "05-01 05-05",
            "06-19 06-21",
            "09-25 09-27",
            "10-01 10-07",
        ),
        ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
        248,
    ),
}
"""Year: the notice, days off, weekend days worked, working days in all. The last two days of 2023 are a weekend before
the day off of 2024."""

CALENDAR = calendar_for(NOTICES)


def days_of(year):
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def worked_by_table(year):
    _, spans, exchanged, _ = NOTICES[year]
    days_off = set()
    for span in spans:
        first, last = (date.fromisoformat(f"{year}-{day}") for day in span.split())
        days_off |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    made_up = {date.fromisoformat(f"{year}-{day}") for day in exchanged}
    return {day for day in days_of(year) if day in made_up or (day.weekday() < 5 and day not in days_off)}


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_the_year_agrees_with_the_notice(year):
    table = worked_by_table(year)

    assert {day for day in days_of(year) if CALENDAR.is_working(day)} == table
    assert len(table) == NOTICES[year][3]


@pytest.mark.parametrize("year", NOTICES)
def test_weekend_days_worked_in_exchange_count(year):
    for day in (date.fromisoformat(f"{year}-{day}") for day in NOTICES[year][2]):
        assert day.weekday() >= 5
        assert schedule([Step("1", "甲局", 1)], CALENDAR.add_working_days(day, -1), CALENDAR).ends_on == day


WORKED = set().union(*(worked_by_table(year) for year in NOTICES))


def count_by_table(start, days):
    day = start
    while days:
        day += timedelta(days=1)
        days -= day in WORKED
    return day


@pytest.mark.parametrize("limit", [1, 5, 7, 10, 20, 30, 45])
def test_a_statutory_limit_from_every_fifth_working_day_ends_as_counted_in_the_table(limit):
    for start in sorted(worked_by_table(2024) | worked_by_table(2025))[::5]:
        assert schedule([Step("1", "甲局", limit)], start, CALENDAR).ends_on == count_by_table(start, limit)


@pytest.mark.parametrize(
    ("start", "days", "unit", "end"),
    [
        ("2024-02-02", 5, LimitUnit.WORKING_DAYS, "2024-02-08"),  # Sunday 4 February is worked
        (
            "2024-02-08",
            5,
            LimitUnit.WORKING_DAYS,
            "2024-02-21",
        ),
        (
            "2025-01-24",
            3,
            LimitUnit.WORKING_DAYS,
            "2025-02-05",
        ),  # Sunday 26 and Monday 27 January, then 5 February
        (
            "2026-09-18",
            10,
            LimitUnit.WORKING_DAYS,
            "2026-10-09",
        ),  # Sunday 20, 21 to 24, 28 to 30, 8 and 9 October
        ("2026-10-08", 2, LimitUnit.WORKING_DAYS, "2026-10-10"),  # Saturday 10 October is worked
        ("2026-09-21", 10, LimitUnit.NATURAL_DAYS, "2026-10-08"),  # 1 October is off
        ("2026-09-10", 10, LimitUnit.NATURAL_DAYS, "2026-09-20"),  # a Sunday that is worked does not move
        ("2025-04-25", 2, LimitUnit.NATURAL_DAYS, "2025-04-27"),
    ],
)
def test_limits_counted_by_hand_over_holidays(start, days, unit, end):
    plan = schedule([Step("1", "甲局", days, unit=unit)], date.fromisoformat(start), CALENDAR)

    assert plan.ends_on.isoformat() == end
