from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest

from gongjian.engines.worktime import (
    CHINA_TIME,
    Light,
    LightRule,
    OfficeHours,
    calendar_for,
    remaining,
)

CALENDAR = calendar_for([2026, 2027])
HOURS = OfficeHours(((time(8), time(12)), (time(14), time(18))))


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA_TIME)


def left(now: datetime, due: datetime, **more):
    return remaining(now, due, CALENDAR, HOURS, **more)


@pytest.mark.parametrize(
    ("now", "due", "phrase"),
    [
        (at(9, 17, 9), at(9, 17, 11, 20), "还剩 2 小时 20 分"),
        (at(9, 17, 9), at(9, 17, 11), "还剩 2 小时"),
        (at(9, 17, 9), at(9, 17, 9, 5), "还剩 5 分"),
        (at(9, 17, 8, 1), at(9, 17, 18), "还剩 7 小时 59 分"),
        (at(9, 17, 8), at(9, 17, 18), "还剩 1 个工作日"),
        (at(9, 17, 9), at(9, 21, 8, 59), "还剩 2 个工作日"),  # one minute below three days: rounded down
        (at(9, 17, 9), at(9, 21, 9), "还剩 3 个工作日"),  # Sunday 20 September is worked
        (at(9, 17, 9), at(9, 17, 9), "现在到期"),
        (at(9, 17, 19), at(9, 17, 24 - 1, 30), "已下班，离到期 4 小时 30 分"),
        (at(9, 17, 9, 1), at(9, 17, 9), "逾期 1 分"),
        (at(9, 17, 18), at(9, 17, 8, 1), "逾期 7 小时 59 分"),
        (at(9, 17, 18), at(9, 17, 8), "逾期 1 个工作日"),
        (at(9, 17, 20), at(9, 17, 19), "刚刚逾期"),
        (at(10, 8, 9), at(9, 30, 17), "逾期 2 小时"),  # the holiday does not count
    ],
)
def test_what_is_left_is_said_in_the_words_of_the_workbench(now, due, phrase):
    assert left(now, due).phrase == phrase


@pytest.mark.parametrize(
    ("now", "light"),
    [
        (at(9, 15, 17, 59), Light.GREEN),
        (at(9, 16, 18), Light.AMBER),  # 80 % of five days have passed
        (at(9, 16, 17, 59), Light.GREEN),
        (at(9, 17, 18), Light.AMBER),  # the moment itself is still in time
        (at(9, 17, 18, 1), Light.RED),
    ],
)
def test_the_light_turns_at_eighty_per_cent(now, light):
    assert left(now, at(9, 17, 18), started=at(9, 11, 8)).light is light


@pytest.mark.parametrize(("minute", "light"), [(59, Light.GREEN), (60, Light.AMBER)])
def test_the_light_turns_within_three_hours(minute, light):
    now = at(9, 17, 8) + timedelta(minutes=minute)

    assert left(now, at(9, 17, 12)).light is light


def test_the_rule_of_the_light_is_an_argument():
    assert left(at(9, 17, 9), at(9, 17, 12), rule=LightRule(amber_minutes=60)).light is Light.GREEN


def test_pauses_do_not_use_up_time():
    pause = (at(9, 17, 9), at(9, 17, 11))

    result = left(at(9, 17, 12), at(9, 17, 16), started=at(9, 17, 8), pauses=[pause])

    assert result.used == Fraction(2, 4)


def test_late_time_passes_the_whole():
    assert left(at(9, 17, 18), at(9, 17, 12), started=at(9, 17, 8)).used == Fraction(2)


@pytest.mark.parametrize(
    ("now", "phrase"),
    [
        (at(9, 17, 22), "还剩 2 小时"),
        (at(9, 15, 22), "还剩 2 天"),
        (at(9, 18, 1), "逾期 1 小时"),
    ],
)
def test_an_urgent_matter_runs_by_the_clock(now, phrase):
    assert left(now, at(9, 18, 0), by_clock=True).phrase == phrase


def test_the_clock_share_is_of_the_clock():
    result = left(at(9, 17, 23), at(9, 18, 0), started=at(9, 17, 20), by_clock=True)

    assert result.used == Fraction(3, 4)


def test_a_doubtful_year_is_passed_on():
    assert left(at(12, 30, 9), at(1, 5, 9, year=2027)).is_provisional
    assert not left(at(12, 30, 9), at(12, 31, 9)).is_provisional


def test_a_pause_of_a_limit_by_the_clock_is_no_used_time():
    pause = (at(9, 17, 12), at(9, 17, 22))

    told = left(at(9, 17, 22), at(9, 18, 8), started=at(9, 17, 2), pauses=[pause], by_clock=True)

    assert told.used == Fraction(10, 20)
