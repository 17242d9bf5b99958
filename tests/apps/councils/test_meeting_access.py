"""Who sees a council: its place, and whoever speaks for a member as long as he does; addresses, files, calendar."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from gongjian.apps.councils.models import Attendance, Council, Meeting, Resolution
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import ItemSpec, ProxySpec, Upload
from gongjian.apps.parties.models import User
from gongjian.core import calendars
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import NotFound
from gongjian.engines.worktime.ical import write_ical
from tests.apps.councils.meeting_builders import (
    COMMUNITY,
    accepted,
    call,
    in_days,
    make_council,
    make_delegate,
    moment,
    plan,
)
from tests.factories import OTHER_COUNTY, make_user
from tests.inspection_factories import photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(host) -> Council:
    return make_council(2)


@pytest.fixture
def delegate(council) -> User:
    return make_delegate(council.members.get(chair_order=1))


def fresh(user: User):
    """The actor of the next request."""
    return User.objects.get(pk=user.pk).as_actor()


def sees(user: User) -> tuple[bool, bool, bool]:
    """Whether a person sees any council, meeting, resolution."""
    actor = fresh(user)
    return tuple(model.objects.visible_to(actor).exists() for model in (Council, Meeting, Resolution))


def test_a_removed_delegate_sees_nothing_at_the_next_request(host, council, delegate, client) -> None:
    meeting = call(host, council)
    client.force_login(delegate)
    pages = ["/councils/", f"/councils/{council.pk}/", f"/councils/meetings/{meeting.pk}/"]
    files = [f"/councils/meetings/{meeting.pk}/notice.docx"]
    assert [client.get(page).status_code for page in [*pages, *files]] == [200] * 4

    services.end_delegate(actor=host, council_member_id=council.members.first().pk, reason="调走")

    assert [client.get(page).status_code for page in [*pages, *files]] == [200, 404, 404, 404]
    assert council.name not in client.get("/councils/").content.decode()
    assert council.name not in client.get("/councils/mine/").content.decode()
    assert client.post(f"/councils/{council.pk}/items/add/", {"title": "再提一个"}).status_code == 404
    assert sees(delegate) == (False, False, False)


def test_delegates_of_a_unit_that_left_see_nothing(host, council, delegate) -> None:
    assert sees(delegate)[0]

    services.remove_member(actor=host, council_member_id=council.members.first().pk, reason="迁走")

    assert not sees(delegate)[0]


def test_a_contact_of_a_member_unit_who_is_not_its_delegate_sees_nothing(council, delegate) -> None:
    colleague = make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=delegate.organisation)

    assert sees(delegate)[0]
    assert not sees(colleague)[0]


def test_a_term_that_begins_later_opens_nothing_yet(host, council) -> None:
    later = timezone.localdate() + timedelta(days=1)
    user = make_delegate(council.members.get(chair_order=2), starts_on=later)

    assert not sees(user)[0]
    with at(moment(later)):
        assert sees(user)[0]


def test_a_substitute_sees_one_meeting_until_it_is_over(host, council, delegate) -> None:
    substitute = make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=delegate.organisation)
    other, meeting = plan(host, council, 20), call(host, council)
    spec = ProxySpec(name="老周", user_id=substitute.pk)
    services.send_substitute(actor=fresh(delegate), council_meeting_id=meeting.pk, spec=spec)

    rows = Meeting.objects.visible_to(fresh(substitute))
    assert list(rows) == [meeting]
    assert not Council.objects.visible_to(fresh(substitute)).exists()
    assert Attendance.objects.visible_to(fresh(substitute)).count() == 2
    Meeting.objects.filter(pk=meeting.pk).update(status="closed")
    assert not Meeting.objects.visible_to(fresh(substitute)).exists()
    assert other.pk


def test_the_county_sees_the_councils_below_and_the_one_beside_none(council) -> None:
    office, beside = make_user(Role.OFFICE), make_user(Role.OFFICE, OTHER_COUNTY)

    assert sees(office)[0]
    assert not sees(beside)[0]


def test_papers_open_for_delegates_as_long_as_they_see_the_item(host, council, delegate, client) -> None:
    item = services.propose_item(
        actor=host,
        council_id=council.pk,
        spec=ItemSpec(title="停车"),
        uploads=[Upload("现场.jpg", photo_bytes())],
    )
    url = f"/councils/items/{item.pk}/papers/{item.papers.get().pk}/"
    client.force_login(delegate)
    assert client.get(url).status_code == 200
    assert client.get(f"/files/{item.papers.get().pk}/").status_code == 404

    services.end_delegate(actor=host, council_member_id=council.members.first().pk, reason="调走")

    assert client.get(url).status_code == 404


def test_a_delegate_cannot_speak_for_another_member(host, council, delegate) -> None:
    meeting = call(host, council)
    other = council.members.get(chair_order=2)
    with pytest.raises(Exception, match="自己代表的成员"):
        services.reply_to_notice(
            actor=fresh(delegate), council_meeting_id=meeting.pk, is_coming=True, member_id=other.pk
        )


def entry_of(user: User, meeting: Meeting):
    """What a calendar program reads of a meeting in a person's calendar."""
    first, last = calendars.span_around(timezone.localdate())
    events = calendars.list_events(fresh(user), first, last, names=["councils"])
    text = write_ical("日程", events, timezone.now())
    read = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return next((one for one in read if str(one["UID"]).startswith(f"council-meeting-{meeting.pk}@")), None)


def test_calendar_programs_follow_a_meeting_that_moves_and_is_cancelled(host, council, delegate) -> None:
    meeting = plan(host, council)
    assert entry_of(delegate, meeting) is None  # nobody was told of it yet
    services.call_meeting(actor=host, council_meeting_id=meeting.pk)
    first = entry_of(delegate, meeting)
    with at(moment() + timedelta(hours=1)):
        services.move_meeting(
            actor=host, council_meeting_id=meeting.pk, starts_at=in_days(9, 14), venue="一楼", reason="停电"
        )
        moved = entry_of(delegate, meeting)
    with at(moment() + timedelta(hours=2)):
        services.cancel_meeting(actor=host, council_meeting_id=meeting.pk, reason="停水")
        gone = entry_of(delegate, meeting)

    assert first["UID"] == moved["UID"] == gone["UID"]
    assert first["SEQUENCE"] < moved["SEQUENCE"] < gone["SEQUENCE"]
    assert timezone.localtime(moved["DTSTART"].dt).hour == 14
    assert (str(moved["LOCATION"]), str(gone["STATUS"])) == ("一楼", "CANCELLED")


def test_a_meeting_elsewhere_is_not_found(host, council) -> None:
    beside = make_user(Role.OFFICE, OTHER_COUNTY).as_actor()
    meeting = plan(host, council)
    with pytest.raises(NotFound):
        services.call_meeting(actor=beside, council_meeting_id=meeting.pk)
    assert accepted(host, meeting, "再加一个").order == 2
