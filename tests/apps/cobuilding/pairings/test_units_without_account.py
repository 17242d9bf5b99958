"""A unit that has no account: its opinion and its word on the answer are written down by the community, with who and how."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gongjian.apps.cobuilding.choices.pairings import OpinionOutcome, ReplyMeans
from gongjian.apps.cobuilding.models import OpinionStep, UnitOpinion
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.cobuilding.services.pairings import Reported
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid
from tests.apps.cobuilding.pairings.builders import COMMUNITY, TODAY, make_opinion, make_party
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SAID = {"means": ReplyMeans.PHONE, "said_by": "办公室主任", "said_on": TODAY}


@pytest.fixture
def party(worker, hospital):
    party = make_party(worker)
    services.add_seat(actor=worker, tea_party_id=party.pk, organisation_id=hospital.pk)
    return party


@pytest.fixture
def answered(worker, party, hospital):
    opinion = make_opinion(worker, party, hospital)
    services.assign_opinion(actor=worker, opinion_id=opinion.pk, owner_id=worker.user_id)
    return services.answer_opinion(
        actor=worker, opinion_id=opinion.pk, outcome=OpinionOutcome.DONE, answer="已经划了通道，贴了标识"
    )


def test_the_community_names_who_said_it_and_when(worker, party, hospital, sign_in, worker_user):
    with pytest.raises(Invalid, match="谁说的"):
        services.write_opinion(
            actor=worker, tea_party_id=party.pk, organisation_id=hospital.pk, text="门口停车太乱"
        )
    client = sign_in(worker_user)
    client.post(
        reverse("cobuilding:tea_party", args=[party.pk]),
        {
            "organisation_id": hospital.pk,
            "text": "门口停车太乱，请划线",
            "said_by": "办公室主任",
            "said_on": TODAY,
        },
    )
    opinion = UnitOpinion.objects.get()
    assert (opinion.said_by, opinion.said_on) == ("办公室主任", TODAY)
    assert (
        "办公室主任说，社区代记"
        in client.get(reverse("cobuilding:opinion", args=[opinion.pk])).content.decode()
    )


def test_a_unit_that_writes_itself_is_not_asked_who_said_it(liaison, liaison_user, party, hospital, sign_in):
    client = sign_in(liaison_user)
    address = reverse("cobuilding:tea_party", args=[party.pk])
    assert "单位谁说的" not in client.get(address).content.decode()
    client.post(address, {"organisation_id": hospital.pk, "text": "门口停车太乱，请划线"})
    assert UnitOpinion.objects.get().said_by == ""


def test_its_word_is_recorded_with_means_and_ends_the_matter(answered, worker, worker_user, sign_in):
    asked = Notice.objects.filter(user_id=worker.user_id, sentence__contains="没有账号")
    assert asked.exists()
    client = sign_in(worker_user)
    address = reverse("cobuilding:record_reply", args=[answered.pk])
    assert client.post(address, {"answer": "confirm"}).status_code == 422
    client.post(address, {"answer": "confirm", **SAID, "words": "路通了"})

    answered.refresh_from_db()
    step = OpinionStep.objects.get(kind="confirmed")
    assert answered.status == "confirmed"
    assert (step.means, step.said_by, step.said_on, step.by_id) == (
        "phone",
        "办公室主任",
        TODAY,
        worker.user_id,
    )
    page = client.get(reverse("cobuilding:opinion", args=[answered.pk])).content.decode()
    assert "电话答复，社区代记" in page


def test_what_it_does_not_accept_goes_back_with_its_words(answered, worker_user, sign_in):
    client = sign_in(worker_user)
    address = reverse("cobuilding:record_reply", args=[answered.pk])
    assert client.post(address, {"answer": "return", **SAID}).status_code == 422
    client.post(address, {"answer": "return", **SAID, "words": "晚上还是堵"})
    answered.refresh_from_db()
    assert answered.status == "assigned"


@pytest.mark.parametrize(("days", "is_right"), [(-1, False), (0, True), (1, False)])
def test_it_speaks_after_the_answer_and_not_tomorrow(answered, worker, days, is_right):
    reported = Reported(**{**SAID, "said_on": TODAY + timedelta(days=days)})
    if is_right:
        services.confirm_opinion(actor=worker, opinion_id=answered.pk, reported=reported)
    else:
        with pytest.raises(Invalid):
            services.confirm_opinion(actor=worker, opinion_id=answered.pk, reported=reported)


def test_a_unit_with_an_account_confirms_itself(answered, hospital, worker, worker_user, sign_in):
    make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=hospital)
    with pytest.raises(Conflict, match="有账号"):
        services.confirm_opinion(actor=worker, opinion_id=answered.pk, reported=Reported(**SAID))
    page = sign_in(worker_user).get(reverse("cobuilding:opinion", args=[answered.pk])).content.decode()
    assert "代单位记下答复" not in page


def test_who_answers_is_reminded_to_ask_a_unit_that_cannot_be(answered, worker):
    services.send_reminders(answered.due_on)
    assert Notice.objects.filter(user_id=worker.user_id, sentence__contains="还没有记下它的答复").count() == 1
