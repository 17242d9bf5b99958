"""A council's delegate on a phone of 390 px: the notice, an item proposed, papers read, a vote in secret, the resolution;
then he is removed, and the very next click shows nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.models import AgendaItem, Meeting
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import MeetingSpec, ResolutionSpec, Upload
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import User
from gongjian.core import ballots
from gongjian.core.access import Actor, Role
from gongjian.core.rules import load_first_versions
from gongjian.engines import tally
from tests.apps.councils.meeting_builders import COMMUNITY, accepted, hold, make_council, make_delegate
from tests.factories import make_actor, make_organisation
from tests.inspection_factories import photo_bytes

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = 390


@pytest.fixture
def host(places: None) -> Actor:
    load_first_versions()
    make_organisation(COMMUNITY, "演示1社区居委会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    return make_actor(Role.WORKER, COMMUNITY)


def called(host: Actor, delegate_of: int) -> tuple[Meeting, AgendaItem]:
    """A meeting in a week whose notice went out, with an item and a paper."""
    when = timezone.now() + timedelta(days=7)
    spec = MeetingSpec(starts_at=when)
    meeting = services.plan_meeting(actor=host, council_id=delegate_of, spec=spec)
    item = accepted(host, meeting, "开放停车场")
    services.add_papers(actor=host, agenda_item_id=item.pk, uploads=[Upload("停车场.jpg", photo_bytes())])
    return services.call_meeting(actor=host, council_meeting_id=meeting.pk), item


def test_a_delegate_goes_from_the_notice_to_the_resolution_and_is_shut_out_at_once(
    open_page: Callable[..., Any], client: Client, host: Actor
) -> None:
    council = make_council(3)
    chair, *others = council.members.order_by("chair_order")
    make_delegate(chair)
    user = make_delegate(others[0])
    make_delegate(others[1])
    meeting, item = called(host, council.pk)

    client.force_login(user, backend=BACKEND)
    page = open_page("/", width=PHONE)
    page.get_by_role("link", name="去回复").first.click()
    page.get_by_role("button", name="我到会").click()
    page.get_by_role("heading", name="你们到不到会").wait_for()
    assert page.get_by_text("停车场.jpg").is_visible()
    assert client.get(reverse("councils:paper", args=[item.pk, item.papers.get().pk])).status_code == 200
    page.goto(page.url.split("/councils/")[0] + reverse("councils:mine"))
    page.get_by_role("link", name="提议题").click()
    page.get_by_label("要议什么").fill("北门装路灯")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("北门装路灯").wait_for()

    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    hold(host, Meeting.objects.get(pk=meeting.pk))
    voted, tokens = services.open_item_vote(actor=host, agenda_item_id=item.pk)
    ballots.cast(voted.vote_key, tokens[1], tally.Ballot((tally.YES,)))
    page.reload()
    page.get_by_role("link", name="正在开会").click()
    page.get_by_role("link", name="凭票码投票").click()
    page.get_by_role("radio", name="赞成").check()
    page.get_by_label("票码").fill(tokens[0])
    page.get_by_role("button", name="投票").click()
    page.get_by_role("heading", name="投好了").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE

    services.close_item_vote(actor=host, agenda_item_id=item.pk)
    services.record_item(actor=host, agenda_item_id=item.pk, summary="夜里开放")
    spec = ResolutionSpec(text="夜里开放停车场", item_id=item.pk, member_id=others[0].pk)
    services.make_resolution(actor=host, council_meeting_id=meeting.pk, spec=spec)
    page.goto(page.url.split("/councils/")[0] + reverse("councils:mine"))
    page.get_by_role("link", name="夜里开放停车场").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE

    services.end_delegate(actor=host, council_member_id=others[0].pk, reason="调走了")
    page.get_by_role("link", name="夜里开放停车场").first.click()
    page.get_by_role("heading", name="404").or_(page.get_by_text("没有")).first.wait_for()

    assert "夜里开放停车场" not in page.content()
    assert client.get(reverse("councils:meeting", args=[meeting.pk])).status_code == 404
    assert User.objects.get(pk=user.pk).is_active, "only the seat is gone"
