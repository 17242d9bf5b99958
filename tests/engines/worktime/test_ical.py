"""The calendar file: folded and escaped as RFC 5545 asks, an entry's day in UTC, and read back by a calendar library."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongjian.engines.worktime import CHINA_TIME
from gongjian.engines.worktime.ical import CalendarEvent, write_ical

STAMP = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
MEETING = CalendarEvent("1-20261126@gongjian", date(2026, 11, 26), "工作例会", time(9), where="三楼会议室")
ODD = "例会，一、通报; 二, 安排\\n完\r\n第二行\r第三行\n👩‍👩‍👧 𠮷" + "很长的一行" * 40
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200)


def unfold(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def read(*events: CalendarEvent) -> list[icalendar.Event]:
    """Write events and let the library read them."""
    read_back = icalendar.Calendar.from_ical(write_ical("督查日程", events, STAMP))
    return list(read_back.events)


def plain(words: str) -> str:
    """What a calendar can hold of a text: line feeds alone, no other control character but the tab."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or not (ord(sign) < 32 or 127 <= ord(sign) < 160))


def test_a_meeting_at_nine_is_written_in_utc_and_lasts_an_hour():
    lines = unfold(write_ical("督查日程", [MEETING], STAMP))

    assert "DTSTART:20261126T010000Z" in lines and "DTEND:20261126T020000Z" in lines
    assert "SUMMARY:工作例会" in lines and "LOCATION:三楼会议室" in lines
    assert "DTSTAMP:20261125T010000Z" in lines


def test_an_entry_without_a_time_fills_its_days_and_keeps_nobody_busy():
    event = CalendarEvent("1@gongjian", date(2026, 12, 31), "集中检查", last_on=date(2027, 1, 2))

    (one_day,) = read(replace(event, last_on=None))
    (three_days,) = read(event)

    assert (one_day.start, one_day.end) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (three_days.start, three_days.end) == (date(2026, 12, 31), date(2027, 1, 3))
    assert three_days["TRANSP"] == "TRANSPARENT"


def test_a_meeting_over_midnight_ends_on_its_last_day():
    (event,) = read(replace(MEETING, ends_at=time(1, 30), last_on=date(2026, 11, 27)))

    assert event.end.astimezone(CHINA_TIME) == datetime(2026, 11, 27, 1, 30, tzinfo=CHINA_TIME)


def test_an_end_before_the_beginning_becomes_an_hour():
    (event,) = read(replace(MEETING, ends_at=time(8)))

    assert event.end - event.start == timedelta(hours=1)


def test_a_cancelled_entry_says_so_and_speaks_up_no_more():
    (event,) = read(replace(MEETING, is_cancelled=True, remind_minutes=30))

    assert event["STATUS"] == "CANCELLED"
    assert event.alarms.times == []


def test_a_program_may_speak_up_before():
    (event,) = read(replace(MEETING, remind_minutes=30))

    assert [alarm.trigger for alarm in event.alarms.times] == [datetime(2026, 11, 26, 0, 30, tzinfo=UTC)]


def test_what_was_changed_later_has_a_higher_sequence_and_what_has_no_moment_takes_that_of_the_calendar():
    before, after, neither = read(
        replace(MEETING, changed_at=STAMP - timedelta(seconds=1)),
        replace(MEETING, uid="2@gongjian", changed_at=STAMP + timedelta(seconds=1)),
        replace(MEETING, uid="3@gongjian"),
    )

    assert before["SEQUENCE"] + 1 == neither["SEQUENCE"] == after["SEQUENCE"] - 1
    assert neither["LAST-MODIFIED"].dt == STAMP


def test_the_calendar_says_how_soon_it_is_worth_another_reading():
    text = write_ical(
        "日程", [MEETING], STAMP, url="https://g.example/supervision/calendar/", refresh_minutes=60
    )

    calendar = icalendar.Calendar.from_ical(text)
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1) and calendar["METHOD"] == "PUBLISH"
    assert "X-PUBLISHED-TTL:PT60M" in unfold(text)
    assert calendar.calendar_name == "日程"
    assert calendar.errors == []


@given(words=WORDS)
@example(words=ODD)
@pytest.mark.one_database
def test_a_calendar_library_reads_back_every_text(words):
    event = CalendarEvent("1@gongjian", date(2026, 1, 5), words, time(9), where=words, note=f"注{words}")

    (found,) = read(event)

    assert str(found["SUMMARY"]) == plain(words)
    assert str(found.get("LOCATION", "")) == plain(words)
    assert str(found["DESCRIPTION"]) == f"注{plain(words)}"


@given(words=WORDS)
@example(words=ODD)
@pytest.mark.one_database
def test_no_line_is_too_long_and_none_is_cut_inside_a_character(words):
    text = write_ical(words, [CalendarEvent("1@gongjian", date(2026, 1, 5), words)], STAMP)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\r" not in text.replace("\r\n", "") and "\n" not in text.replace("\r\n", "")


@given(
    on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 40),
    starts_at=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    ends_at=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
)
@pytest.mark.one_database
def test_every_entry_ends_after_it_begins_and_is_read_back_at_its_moment(on, days, starts_at, ends_at):
    last_on = on + timedelta(days=days)

    (found,) = read(CalendarEvent("1@gongjian", on, "例会", starts_at, ends_at=ends_at, last_on=last_on))

    assert found.end > found.start
    if starts_at is None:
        assert (found.start, found.end) == (on, last_on + timedelta(days=1))
    else:
        assert found.start.astimezone(CHINA_TIME) == datetime.combine(on, starts_at, CHINA_TIME)
