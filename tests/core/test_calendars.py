"""The calendar of a person is gathered from all apps: one entry a uid, one a page and day, addresses made whole."""

from datetime import date, time

import pytest

from gongjian.core import calendars
from gongjian.core.access import SYSTEM
from gongjian.core.calendars import CalendarSource, list_events, register, span_around
from gongjian.engines.worktime.ical import CalendarEvent

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
THURSDAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def no_sources(monkeypatch):
    monkeypatch.setattr(calendars, "_sources", {})


def give(name: str, *events: CalendarEvent) -> None:
    register(CalendarSource(name, name, lambda actor, first, last: list(events)))


def test_entries_of_all_apps_stand_by_day_and_time_with_whole_addresses():
    give("b", CalendarEvent("b1", THURSDAY, "例会", time(9), url="/b/1/"))
    give("a", CalendarEvent("a2", THURSDAY, "到期"), CalendarEvent("a1", date(2026, 11, 2), "检查"))

    found = list_events(SYSTEM, FIRST, LAST, base="https://g.example")

    assert [event.uid for event in found] == ["a1@gongjian", "a2@gongjian", "b1@gongjian"]
    assert [event.url for event in found] == ["", "", "https://g.example/b/1/"]


def test_a_page_stands_once_a_day_as_the_first_source_says_it():
    give("a", CalendarEvent("a1", THURSDAY, "例会", url="/m/1/"))
    give(
        "b",
        CalendarEvent("b1", THURSDAY, "记一笔", url="/m/1/"),
        CalendarEvent("b2", LAST, "再记", url="/m/1/"),
    )

    assert [event.title for event in list_events(SYSTEM, FIRST, LAST)] == ["例会", "再记"]


def test_some_sources_alone_can_be_asked():
    give("a", CalendarEvent("a1", THURSDAY, "例会"))
    give("b", CalendarEvent("b1", THURSDAY, "到期"))

    assert [event.title for event in list_events(SYSTEM, FIRST, LAST, names=["b"])] == ["到期"]


def test_a_calendar_taken_along_holds_a_month_back_and_half_a_year_ahead():
    assert span_around(THURSDAY) == (date(2026, 10, 26), date(2027, 5, 25))
