"""Those on the roll of an election are reminded: by a notice who has an account, by a text message who left a telephone."""

from datetime import timedelta

import pytest

from gongjian.apps.councils.choices.elections import GivenWay
from gongjian.apps.councils.models.elections import ElectionReminder
from gongjian.apps.councils.services import elections as services
from gongjian.apps.parties.models import Notice, Resident
from gongjian.apps.portal.services import text_voters
from gongjian.core import outside
from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.election_factories import (
    POSTED_ON,
    VOTES_ON,
    give,
    make_election,
    make_voters,
    make_voting,
    moment,
    voters,
)
from tests.factories import make_actor, make_user
from tests.hearing_factories import COMMUNITY
from tests.portal_factories import SmsService

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def worker():
    return make_actor(Role.WORKER, COMMUNITY)


@pytest.fixture
def sms(settings, monkeypatch):
    settings.SMS_URL, settings.SMS_SECRET = "https://sms.example.cn/send", "a-secret"
    settings.PUBLIC_URL = "https://gongjian.example.cn"
    made = SmsService()
    monkeypatch.setattr(outside, "call", made)
    return made


@pytest.fixture
def people():
    """Twelve on the roll: the first has an account, all but the last left a telephone."""
    found = make_voters(12)
    for number, one in enumerate(found[:-1]):
        Resident.objects.filter(pk=one.pk).update(phone=f"1391234{number:04d}")
    user = make_user(Role.UNIT_CONTACT, COMMUNITY)
    Resident.objects.filter(pk=found[0].pk).update(user=user)
    return user


def steps(user) -> list[str]:
    return [one.sentence.partition("：")[2] for one in Notice.objects.filter(user=user).order_by("pk")]


def test_each_step_reminds_once_and_shortly_before_the_end_only_who_took_no_ballot(worker, people) -> None:
    election = make_voting(worker)
    assert [one[:8] for one in steps(people)] == ["选民名册公布了，", "开始投票了，请带"]

    with at(moment(VOTES_ON, 15)):
        assert services.remind_of_closing() == 0, "three hours before the end"
    with at(moment(VOTES_ON, 16)):
        assert services.remind_of_closing() == 1
        assert services.remind_of_closing() == 0
    assert steps(people)[-1].startswith("投票快要截止")
    assert Notice.objects.filter(user=people).last().url == f"/councils/election/{election.key}/"


def test_who_took_a_ballot_is_not_hurried(worker, people) -> None:
    election = make_voting(worker)
    give(worker, election, voters(election, 1, 12), GivenWay.TOKEN)

    with at(moment(VOTES_ON, 17)):
        services.remind_of_closing()

    assert len(steps(people)) == 2
    assert ElectionReminder.objects.get(step="closing").told == 0


def test_telephones_get_a_text_in_the_order_of_the_roll_within_its_hours(worker, people, sms) -> None:
    election = make_election(worker)
    with at(moment(POSTED_ON)):
        services.post_roll(actor=worker, election_id=election.pk)
    with at(moment(POSTED_ON, 3)):
        assert text_voters() == 0, "nobody is woken up"
    sms.dead.add("13912340003")
    with at(moment(POSTED_ON, 10)):
        assert text_voters() == 9
        assert text_voters() == 0

    assert len({told["id"] for told in sms.sent}) == 9, "ten without an account, one number is dead"
    told = sms.sent[0]
    assert told["phone"] == "13912340001"
    assert "名册公布" in told["text"]
    assert told["link"].endswith(f"/councils/election/{election.key}/")
    reminder = ElectionReminder.objects.get()
    assert (reminder.told, reminder.texted, reminder.texts_over_at is not None) == (1, 9, True)


def test_a_service_that_is_down_holds_texts_back_until_they_are_of_no_use(worker, people, sms) -> None:
    election = make_election(worker)
    with at(moment(POSTED_ON)):
        services.post_roll(actor=worker, election_id=election.pk)
    sms.is_down = True
    with at(moment(POSTED_ON, 10)):
        assert text_voters() == 0
    assert ElectionReminder.objects.get().texted_upto == 0
    sms.is_down = False
    with at(moment(POSTED_ON + timedelta(days=2), 10)):
        assert text_voters() == 0

    assert sms.sent == []
    assert ElectionReminder.objects.get().texts_over_at is not None
