"""The golden table `deadlines.csv`: each due moment was worked out by hand from the State Council's notices.

Three answers must agree on every row: the table's, the engine's, and that of a slow walk through the calendar
minute by minute which shares no code with the engine and knows the days off from `notices.toml` only.
"""

import csv
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.worktime import (
    CHINA_TIME,
    Limit,
    LimitUnit,
    OfficeHours,
    Pause,
    Season,
    add_working_minutes,
    calendar_for,
    deadline,
    due_after_pauses,
    working_minutes_between,
)

HERE = Path(__file__).parent
MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)
CALENDAR = calendar_for(range(2023, 2029))
UNITS = {
    "小时": LimitUnit.CLOCK_HOURS,
    "工作时": LimitUnit.WORKING_HOURS,
    "工作日": LimitUnit.WORKING_DAYS,
    "日": LimitUnit.NATURAL_DAYS,
}


def _spans(text: str) -> tuple[tuple[time, time], ...]:
    ends = (part.split("-") for part in text.split())
    return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in ends)


USUAL = _spans("08:00-12:00 14:00-18:00")
OFFICES = {
    "标准": OfficeHours(USUAL),
    "窗口": OfficeHours(_spans("09:00-17:00")),
    "半天": OfficeHours(_spans("08:00-12:00")),
    "夏时": OfficeHours(USUAL, (Season((6, 1), (9, 30), _spans("08:00-12:00 15:00-18:00")),)),
    "跨年": OfficeHours(USUAL, (Season((11, 1), (2, 28), _spans("09:00-17:00")),)),
}


@dataclass(frozen=True)
class Case:
    """One row: in `hours` a limit runs from `start`, is paused, is extended from where it then ends."""

    hours: OfficeHours
    start: datetime
    limit: Limit
    pauses: tuple[Pause, ...]
    extension: Limit | None
    due: datetime
    is_provisional: bool
    why: str


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA_TIME)


def _limit(text: str) -> Limit:
    amount, unit = text.split()
    return Limit(int(amount), UNITS[unit])


def _pauses(text: str) -> tuple[Pause, ...]:
    ends = (part.split("~") for part in text.split(";") if part)
    return tuple((_moment(begin), _moment(stop)) for begin, stop in ends)


def _cases() -> Iterator[Case]:
    lines = (HERE / "deadlines.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield Case(
            OFFICES[row["hours"]],
            _moment(row["start"]),
            _limit(row["limit"]),
            _pauses(row["pauses"]),
            _limit(row["extension"]) if row["extension"] else None,
            _moment(row["due"]),
            row["provisional"] == "是",
            row["why"],
        )


CASES = list(_cases())
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.why}" for n, case in enumerate(CASES)])


def _engine(case: Case) -> tuple[datetime, bool]:
    first = deadline(case.start, case.limit, CALENDAR, case.hours)
    by_clock = case.limit.unit is LimitUnit.CLOCK_HOURS
    due = due_after_pauses(first.due_at, case.pauses, CALENDAR, case.hours, by_clock=by_clock)
    if case.extension is None:
        return due, first.is_provisional
    second = deadline(due, case.extension, CALENDAR, case.hours)
    return second.due_at, first.is_provisional or second.is_provisional


@EVERY_CASE
def test_the_due_moment_is_the_one_worked_out_by_hand(case):
    assert _engine(case) == (case.due, case.is_provisional)


def _notices() -> dict[date, bool]:
    """Give the days that are not as their weekday says: whether each is worked."""
    known: dict[date, bool] = {date(2027, 1, 1): False}
    for year in tomllib.loads((HERE / "notices.toml").read_text(encoding="utf-8"))["year"]:
        for span in year["off"]:
            first, last = (date.fromisoformat(f"{year['year']}-{day}") for day in span.split())
            known |= dict.fromkeys((first + n * ONE_DAY for n in range((last - first).days + 1)), False)
        known |= {date.fromisoformat(f"{year['year']}-{day}"): True for day in year["worked"]}
    return known


NOTICES = _notices()


def is_worked(day: date) -> bool:
    """Say whether offices work on a day, by the notices alone."""
    return NOTICES.get(day, day.weekday() < 5)


def test_the_calendar_is_the_one_of_the_notices():
    days = [date(2024, 1, 1) + n * ONE_DAY for n in range(366 + 365 + 365)]

    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if CALENDAR.is_working(day) != is_worked(day)] == []


def _is_office_minute(moment: datetime, hours: OfficeHours) -> bool:
    day = moment.date()
    return is_worked(day) and any(a <= moment.time() < b for a, b in hours.spans_on(day))


def _walk(start: datetime, minutes: int, counts: Callable[[datetime], bool]) -> datetime:
    """Return the end of the last of `minutes` minutes that count."""
    now, left = start, minutes
    while left:
        left -= counts(now)
        now += MINUTE
    return now


def _last_day(start: date, limit: Limit) -> date:
    day, left = start, limit.amount
    if limit.unit is LimitUnit.NATURAL_DAYS:
        day += limit.amount * ONE_DAY
        while not is_worked(day):
            day += ONE_DAY
        return day
    while left:
        day += ONE_DAY
        left -= is_worked(day)
    return day


def _walked(
    start: datetime, limit: Limit, hours: OfficeHours, pauses: tuple[Pause, ...], *, by_clock: bool
) -> datetime:
    """Find the due moment the slow way: turn the limit into minutes, then walk them around the pauses."""

    def office(moment: datetime) -> bool:
        return by_clock or _is_office_minute(moment, hours)

    def running(moment: datetime) -> bool:
        return office(moment) and not any(begin <= moment < stop for begin, stop in pauses)

    if limit.unit in (LimitUnit.CLOCK_HOURS, LimitUnit.WORKING_HOURS):
        return _walk(start, limit.amount * 60, running)
    last = _last_day(start.date(), limit)
    closes = datetime.combine(last, hours.spans_on(last)[-1][1], CHINA_TIME)
    whole = sum(office(start + n * MINUTE) for n in range((closes - start) // MINUTE))
    return _walk(start, whole, running)


@EVERY_CASE
def test_a_walk_minute_by_minute_ends_at_the_same_moment(case):
    by_clock = case.limit.unit is LimitUnit.CLOCK_HOURS

    due = _walked(case.start, case.limit, case.hours, case.pauses, by_clock=by_clock)
    if case.extension:
        clock_again = case.extension.unit is LimitUnit.CLOCK_HOURS
        due = _walked(due, case.extension, case.hours, (), by_clock=clock_again)

    assert due == case.due


def test_the_table_covers_every_unit_and_year():
    assert len(CASES) >= 200
    assert {case.limit.unit for case in CASES} == set(LimitUnit)
    assert {case.start.year for case in CASES} >= {2024, 2025, 2026}
    assert sum(bool(case.pauses) for case in CASES) >= 20


MOMENTS = st.datetimes(datetime(2024, 1, 2), datetime(2026, 10, 31)).map(
    lambda moment: moment.replace(tzinfo=CHINA_TIME, second=0, microsecond=0)
)
LIMITS = st.builds(Limit, st.integers(1, 30), st.sampled_from(LimitUnit))
HOURS = st.sampled_from(sorted(OFFICES)).map(OFFICES.__getitem__)
LENGTHS = st.integers(1, 20_000).map(lambda minutes: minutes * MINUTE)
PAUSES = st.lists(st.tuples(st.integers(-3_000, 30_000), LENGTHS), max_size=4)


@given(moments=st.tuples(MOMENTS, MOMENTS), limit=LIMITS, hours=HOURS)
def test_a_later_start_is_never_due_earlier(moments, limit, hours):
    early, late = sorted(moments)

    assert deadline(early, limit, CALENDAR, hours).due_at <= deadline(late, limit, CALENDAR, hours).due_at


@given(start=MOMENTS, amount=st.integers(1, 40), unit=st.sampled_from(LimitUnit), hours=HOURS)
def test_a_longer_limit_is_never_due_earlier(start, amount, unit, hours):
    shorter = deadline(start, Limit(amount, unit), CALENDAR, hours).due_at
    longer = deadline(start, Limit(amount + 1, unit), CALENDAR, hours).due_at

    assert start < shorter <= longer
    assert shorter < longer or unit is LimitUnit.NATURAL_DAYS  # two last days may move to one working day


@given(due=MOMENTS, before=st.integers(1, 20_000), length=LENGTHS, seconds=st.integers(0, 59), hours=HOURS)
def test_a_pause_adds_exactly_its_working_time(due, before, length, seconds, hours):
    pause = (due - before * MINUTE, due - before * MINUTE + length + timedelta(seconds=seconds))
    stopped = sum(
        (closes - opens for opens, closes in _office_spans(*pause, hours) if opens < closes), timedelta(0)
    )

    moved = due_after_pauses(due, [pause], CALENDAR, hours)

    added = sum((closes - opens for opens, closes in _office_spans(due, moved, hours)), timedelta(0))
    assert added == stopped
    assert due_after_pauses(due, [pause], CALENDAR, hours, by_clock=True) == due + (pause[1] - pause[0])


def _office_spans(begin: datetime, stop: datetime, hours: OfficeHours) -> Iterator[Pause]:
    day = begin.date()
    while day <= stop.date():
        if is_worked(day):
            for opens, closes in hours.spans_on(day):
                first = max(begin, datetime.combine(day, opens, CHINA_TIME))
                last = min(stop, datetime.combine(day, closes, CHINA_TIME))
                if first < last:
                    yield first, last
        day += ONE_DAY


@given(start=MOMENTS, limit=LIMITS, hours=HOURS, nights=st.lists(st.integers(0, 30), max_size=5))
def test_resuming_after_a_pause_out_of_hours_is_as_if_never_paused(start, limit, hours, nights):
    due = deadline(start, limit, CALENDAR, hours).due_at
    midnights = [datetime.combine(start.date() + n * ONE_DAY, time(0), CHINA_TIME) for n in nights]

    pauses = [(midnight - timedelta(hours=5), midnight + timedelta(hours=7)) for midnight in midnights]

    assert due_after_pauses(due, pauses, CALENDAR, hours) == due


@given(start=MOMENTS, minutes=st.integers(1, 5_000), pauses=PAUSES, hours=HOURS)
def test_until_the_moved_end_exactly_the_limit_was_worked(start, minutes, pauses, hours):
    stops = [(start + max(0, at) * MINUTE, start + max(0, at) * MINUTE + length) for at, length in pauses]
    due = add_working_minutes(start, minutes, CALENDAR, hours)

    moved = due_after_pauses(due, stops, CALENDAR, hours)

    assert working_minutes_between(start, moved, CALENDAR, hours, stops) == minutes
    assert due_after_pauses(due, list(reversed(stops)), CALENDAR, hours) == moved
