"""The calendar feed: made by a person, read by a real calendar library without a session, only what he may see now."""

import re
from datetime import date, datetime, time, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.parties import services
from gongjian.apps.parties.choices import FeedReminder
from gongjian.apps.parties.models import CalendarFeed, Grant
from gongjian.apps.parties.services.feeds import MOST_FEEDS
from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat
from gongjian.apps.supervision.services import record_occurrence
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.models import AuditEntry
from gongjian.engines.worktime import CHINA_TIME
from tests.apps.supervision.builders import WEDNESDAY, make_activity, make_plan, moment
from tests.factories import OTHER_COUNTY, make_user

pytestmark = pytest.mark.django_db
THURSDAY, TUESDAY = date(2026, 11, 26), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def now(places):
    with at(moment(WEDNESDAY)):
        yield


@pytest.fixture
def person():
    return make_user(Role.OFFICE)


@pytest.fixture
def meeting(person):
    actor = person.as_actor()
    return make_activity(
        actor,
        make_plan(actor),
        kind=ActivityKind.MEETING,
        title="工作例会",
        repeat=Repeat.WEEKLY,
        weekday=3,
        starts_at=time(9),
        role=Role.OFFICE,
    )


def subscribe(person, **fields):
    """Return the address that a person makes, and a client without a session to read it with."""
    _feed, key = services.make_feed(actor=person.as_actor(), name="我的手机", **fields)
    return f"/parties/calendar/{key}.ics"


def read(address, **headers):
    return Client().get(address, headers=headers)


def events_of(answer):
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.events}


def change(person, activity, status, **fields):
    record_occurrence(
        actor=person.as_actor(),
        activity_id=activity.pk,
        planned_on=THURSDAY,
        status=status,
        note="会场占用",
        **fields,
    )


def test_a_subscribed_calendar_follows_a_meeting_that_is_moved_and_then_cancelled(person, meeting):
    address, uid = subscribe(person), f"{meeting.pk}-20261126@gongjian"
    first = read(address)
    before = events_of(first)[uid]

    with at(moment(WEDNESDAY, 11)):
        assert read(address, if_none_match=first["ETag"]).status_code == 304
        change(person, meeting, OccurrenceStatus.MOVED, on=TUESDAY)
        second = read(address, if_none_match=first["ETag"])
    moved = events_of(second)[uid]
    with at(moment(WEDNESDAY, 12)):
        change(person, meeting, OccurrenceStatus.CANCELLED)
        cancelled = events_of(read(address, if_none_match=second["ETag"]))[uid]

    assert before.start.astimezone(CHINA_TIME) == datetime(2026, 11, 26, 9, tzinfo=CHINA_TIME)
    assert moved.start.astimezone(CHINA_TIME) == datetime(2026, 12, 1, 9, tzinfo=CHINA_TIME)
    assert before["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert (before["STATUS"], moved["STATUS"], cancelled["STATUS"]) == ("CONFIRMED", "CONFIRMED", "CANCELLED")


def test_a_program_that_knows_only_dates_is_told_when_nothing_changed(person, meeting):
    address = subscribe(person)
    first = read(address)

    with at(moment(WEDNESDAY, 11)):
        assert read(address, if_modified_since=first["Last-Modified"]).status_code == 304
        change(person, meeting, OccurrenceStatus.CANCELLED)
        assert read(address, if_modified_since=first["Last-Modified"]).status_code == 200


def test_equal_readings_are_equal_octets_and_kept_by_nobody_between(person, meeting):
    address = subscribe(person)

    first, second = read(address), read(address)

    assert first.content == second.content and first["ETag"] == second["ETag"]
    assert first["Cache-Control"] == "private, no-cache"


def test_no_session_is_begun_and_nothing_can_be_written(person, meeting):
    address, client = subscribe(person), Client()

    assert client.get(address).cookies == {}
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == client.put(address).status_code == 405


def test_a_grant_that_ended_shows_nothing_of_its_place_at_the_next_reading(person, meeting):
    address = subscribe(person)
    assert events_of(read(address))

    Grant.objects.filter(user=person).update(ends_on=WEDNESDAY - timedelta(days=1))

    assert events_of(read(address)) == {}


def test_another_county_reads_nothing_of_it(meeting):
    assert events_of(read(subscribe(make_user(Role.OFFICE, OTHER_COUNTY)))) == {}


@pytest.mark.parametrize("end", ["deactivated", "revoked", "unknown"])
def test_an_address_that_is_over_looks_as_if_it_had_never_been(person, meeting, end):
    address = subscribe(person)
    if end == "deactivated":
        person.is_active = False
        person.save()
    elif end == "revoked":
        services.revoke_feed(actor=person.as_actor(), feed_id=CalendarFeed.objects.get().pk)
    else:
        address = f"/parties/calendar/{'x' * 43}.ics"

    assert read(address).status_code == 404


def test_the_key_is_kept_as_a_digest_only(person):
    key = subscribe(person).split("/")[-1].removesuffix(".ics")

    feed = CalendarFeed.objects.get()
    assert len(key) >= 43 and key not in str(vars(feed)) and len(feed.digest) == 64


def test_readings_leave_no_trail_but_a_time_noted_once_an_hour(person, meeting):
    address = subscribe(person)
    entries = AuditEntry.objects.count()

    read(address)
    noted_at = CalendarFeed.objects.get().read_at
    for minutes, is_noted in ((59, False), (60, True)):
        with at(moment(WEDNESDAY) + timedelta(minutes=minutes)):
            read(address)
        assert (CalendarFeed.objects.get().read_at != noted_at) == is_noted
    assert AuditEntry.objects.count() == entries


def test_making_and_taking_back_are_in_the_trail(person):
    subscribe(person)
    services.revoke_feed(actor=person.as_actor(), feed_id=CalendarFeed.objects.get().pk)

    acts = AuditEntry.objects.filter(action__startswith="parties.calendar").order_by("pk")
    assert [entry.action for entry in acts] == ["parties.calendar_feed_made", "parties.calendar_feed_revoked"]


def test_an_address_reads_twenty_times_in_a_row_and_then_waits(person):
    address = subscribe(person)

    answers = [read(address) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) >= 1


def test_who_tries_addresses_is_stopped_while_a_good_one_still_reads(person):
    address = subscribe(person)

    tries = [read(f"/parties/calendar/no{number}.ics").status_code for number in range(21)]

    assert tries == [404] * 20 + [429]
    assert read(address).status_code == 200


def test_a_reminder_speaks_up_before_what_has_an_hour(person, meeting):
    address = subscribe(person, remind_minutes=FeedReminder.HALF)

    found = events_of(read(address))[f"{meeting.pk}-20261126@gongjian"]

    (alarm,) = found.alarms.times
    assert found.start - alarm.trigger == timedelta(minutes=30)


def test_nobody_takes_anothers_address_back(person):
    subscribe(person)

    with pytest.raises(NotFound):
        services.revoke_feed(actor=make_user().as_actor(), feed_id=CalendarFeed.objects.get().pk)


def test_one_person_has_so_many_addresses_and_no_more(person):
    for _number in range(MOST_FEEDS):
        subscribe(person)

    with pytest.raises(Conflict, match="收回"):
        subscribe(person)


def test_the_page_makes_an_address_shows_it_once_and_takes_it_back(person, meeting):
    client = Client()
    client.force_login(person)

    page = client.post("/parties/me/calendars/", {"name": "我的手机", "remind_minutes": "60"})
    text = page.content.decode()
    address = re.search(r'value="http://testserver(/parties/calendar/[^"]+)"', text).group(1)
    assert page["Cache-Control"] == "no-store"
    assert f'href="webcal://testserver{address}"' in text and "<svg" in text
    assert len(events_of(read(address))) > 1

    listed = client.get("/parties/me/calendars/").content.decode()
    assert "我的手机" in listed and address not in listed
    client.post(f"/parties/me/calendars/{CalendarFeed.objects.get().pk}/revoke/")
    assert read(address).status_code == 404


def test_a_form_without_a_name_is_shown_again(person):
    client = Client()
    client.force_login(person)

    assert client.post("/parties/me/calendars/", {"name": ""}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_the_calendar_speaks_the_language_it_was_made_in(person):
    address = subscribe(person)

    calendar = icalendar.Calendar.from_ical(read(address, accept_language="en").content)

    assert calendar.calendar_name == "共建日程"
    assert timezone.localdate() == WEDNESDAY
