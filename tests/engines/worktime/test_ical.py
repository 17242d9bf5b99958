"""The calendar file: folded and escaped as RFC 5545 asks, an entry's day in UTC."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.worktime.ical import CalendarEvent, write_ical

STAMP = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def unfold(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_meeting_at_nine_is_written_in_utc_and_lasts_an_hour():
    event = CalendarEvent("1-20261126@gongjian", date(2026, 11, 26), "工作例会", time(9), where="三楼会议室")

    lines = unfold(write_ical("督查日程", [event], STAMP))

    assert "DTSTART:20261126T010000Z" in lines and "DTEND:20261126T020000Z" in lines
    assert "SUMMARY:工作例会" in lines and "LOCATION:三楼会议室" in lines
    assert "DTSTAMP:20261125T010000Z" in lines


def test_an_entry_without_a_time_fills_its_day_and_a_cancelled_one_says_so():
    event = CalendarEvent("1@gongjian", date(2026, 12, 31), "到场督查", is_cancelled=True)

    lines = unfold(write_ical("督查日程", [event], STAMP))

    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines
    assert "STATUS:CANCELLED" in lines


@given(
    st.text(
        alphabet=st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs", "Cc")), max_size=200
    )
)
def test_no_line_is_too_long_and_unfolding_gives_the_words_back(words):
    text = write_ical("日程", [CalendarEvent("1@gongjian", date(2026, 1, 5), words)], STAMP)

    summary = next(line for line in unfold(text) if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert summary.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\") == words or "\\" in words
