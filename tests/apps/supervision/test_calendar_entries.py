"""What supervision puts into a person's own calendar, read back with a calendar library."""

from datetime import date, datetime, time

import icalendar
import pytest
from django.test import Client

from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat
from gongjian.apps.supervision.selectors.entries import list_entries
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.engines.worktime import CHINA_TIME
from tests.apps.supervision.builders import WEDNESDAY, make_activity, make_plan, moment
from tests.factories import OTHER_COUNTY, make_actor, make_user

pytestmark = pytest.mark.django_db
THURSDAY, TUESDAY = date(2026, 11, 26), date(2026, 12, 1)
WEEKS = (date(2026, 11, 23), date(2026, 12, 6))


@pytest.fixture
def plan(office):
    return make_plan(office)


@pytest.fixture
def meeting(office, plan):
    return make_activity(
        office,
        plan,
        kind=ActivityKind.MEETING,
        title="例会",
        repeat=Repeat.WEEKLY,
        weekday=3,
        starts_at=time(9),
        role=Role.OFFICE,
    )


def record(actor, activity, status, **fields):
    services.record_occurrence(
        actor=actor, activity_id=activity.pk, planned_on=THURSDAY, status=status, note="会场占用", **fields
    )


def downloaded(client):
    answer = client.get("/supervision/calendar/file.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(answer.content).events}


def test_a_moved_time_keeps_its_uid_gets_a_higher_sequence_and_stands_at_its_new_moment(office, meeting):
    client = Client()
    client.force_login(make_user(Role.OFFICE))
    uid = f"{meeting.pk}-20261126@gongjian"
    before = downloaded(client)[uid]

    with at(moment(WEDNESDAY, 11)):
        record(office, meeting, OccurrenceStatus.MOVED, on=TUESDAY)
        after = downloaded(client)[uid]

    assert before.start.astimezone(CHINA_TIME) == datetime(2026, 11, 26, 9, tzinfo=CHINA_TIME)
    assert after.start.astimezone(CHINA_TIME) == datetime(2026, 12, 1, 9, tzinfo=CHINA_TIME)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["URL"].endswith(f"/supervision/activities/{meeting.pk}/?on=2026-11-26")


def test_a_cancelled_time_stays_and_says_so(office, meeting):
    record(office, meeting, OccurrenceStatus.CANCELLED)

    assert [(event.on, event.is_cancelled) for event in list_entries(office, *WEEKS)] == [
        (THURSDAY, True),
        (date(2026, 12, 3), False),
    ]


def test_a_prepared_meeting_stands_beside_the_plan_only_where_the_plan_has_none_that_day(office, meeting):
    for day in (THURSDAY, TUESDAY):
        services.add_meeting(actor=office, place_code="510903", held_on=day)

    assert [(event.title, event.on.day) for event in list_entries(office, *WEEKS)] == [
        ("例会", 26),
        ("例会", 3),
        ("工作例会", 1),
    ]


def test_the_county_beside_has_nothing_of_it(office, meeting):
    services.add_meeting(actor=office, place_code="510903", held_on=TUESDAY)

    assert list_entries(make_actor(Role.OFFICE, OTHER_COUNTY), *WEEKS) == []
