"""A resident votes on a phone of 390 px, without scripts, by what stands on his slip; axe finds nothing grave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.elections import GivenWay
from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.services import elections as services
from gongjian.core import ballots
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.election_factories import fresh, make_voters, make_voting, names, voters
from tests.factories import make_actor
from tests.hearing_factories import COMMUNITY

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
TOO_GRAVE = ("serious", "critical")
PHONE = 390


@pytest.mark.usefixtures("places")
def test_a_resident_votes_on_the_phone_once(open_page: Callable[..., Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    load_first_versions()
    worker = make_actor(Role.WORKER, COMMUNITY)
    make_voters(10)
    election = make_voting(worker)
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(
        opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1)
    )
    (token,) = services.give_ballots(
        actor=worker, election_id=election.pk, entries=voters(election, 9, 9), way=GivenWay.TOKEN
    )
    head, members = names(election, "主任")[0], names(election, "委员")

    page = open_page(reverse("councils:public_election", args=[election.key]), width=PHONE)
    faults = [one["id"] for one in axe.run(page).response["violations"] if one["impact"] in TOO_GRAVE]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert head in page.content()
    page = open_page(reverse("councils:vote_in_election", args=[election.key]), width=PHONE, javascript=False)
    page.get_by_role("radio", name=head).check()
    for name in members[:2]:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("另选他人").last.fill("马大姐")
    page.get_by_label("票码").fill(token.lower().replace("-", " "))
    page.get_by_role("button", name="投票").click()
    page.get_by_role("heading", name="投好了").wait_for()

    page = open_page(reverse("councils:vote_in_election", args=[election.key]), width=PHONE)
    faults += [one["id"] for one in axe.run(page).response["violations"] if one["impact"] in TOO_GRAVE]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.get_by_role("radio", name=head).check()
    page.get_by_label("票码").fill(token)
    page.get_by_role("button", name="投票").click()
    page.get_by_text("这个票码已经投过票").first.wait_for()

    assert faults == []
    assert fresh(election).status == "voting"
    assert ballots.box_of(f"{election.key}-3").returned == 1
