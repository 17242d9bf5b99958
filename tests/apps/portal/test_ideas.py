"""Questions put to everybody, ideas of one's own, and what came of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.portal.models import Consultation, ConsultationIdea
from gongjian.apps.portal.services import ConsultationSpec, answer_consultation, ask_everybody
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import COUNTY, OTHER_COUNTY, make_actor, make_user
from tests.portal_factories import HERE, the_matter, token

pytestmark = pytest.mark.usefixtures("door")
IDEA = {"words": "公园里加几张有靠背的椅子", "agreed": "on"}


@pytest.fixture
def asked(now) -> Consultation:
    spec = ConsultationSpec(
        title="公园怎么改", question="先改哪里？", first_on=now.date(), last_on=now.date() + timedelta(days=7)
    )
    return ask_everybody(actor=make_actor(Role.OFFICE, COUNTY), place_code=COUNTY, spec=spec)


def test_an_idea_of_one_s_own_becomes_a_matter(client: Client) -> None:
    answer = client.post(f"{HERE}/ideas/", {**IDEA, "token": token()})

    assert the_matter().number in client.get(answer["Location"]).content.decode()
    assert the_matter().kind == MatterKind.IDEA
    assert not ConsultationIdea.objects.exists()


def test_an_idea_to_a_question_is_counted_and_shown_once_published(
    client: Client, asked: Consultation
) -> None:
    page = f"{HERE}/ideas/{asked.pk}/"
    client.post(page, {**IDEA, "token": token()})
    assert ConsultationIdea.objects.get().matter == the_matter()
    assert "收到 1 条" in client.get(page).content.decode()
    assert "靠背" not in client.get(page).content.decode()

    matters.answer_and_close(
        actor=make_actor(Role.OFFICE, COUNTY),
        matter_id=the_matter().pk,
        answer="采纳，明年三月先在东门装六张有靠背的椅子",
        is_published=True,
    )

    assert "靠背" in client.get(page).content.decode()
    assert "明年三月" in client.get(page).content.decode()


def test_an_empty_idea_and_one_without_consent_come_back(client: Client) -> None:
    empty = client.post(f"{HERE}/ideas/", {**IDEA, "words": "", "token": token()})
    unagreed = client.post(f"{HERE}/ideas/", {"words": IDEA["words"], "token": token()})

    assert empty.status_code == unagreed.status_code == 422
    assert IDEA["words"] in unagreed.content.decode()


def test_after_its_days_no_idea_is_taken_and_the_result_is_read(
    client: Client, asked: Consultation, now
) -> None:
    with at(now + timedelta(days=8)):
        answer_consultation(
            actor=make_actor(Role.OFFICE, COUNTY), consultation_id=asked.pk, result="采纳 3 条"
        )
        assert client.post(f"{HERE}/ideas/{asked.pk}/", {**IDEA, "token": token()}).status_code == 409
        page = client.get(f"{HERE}/ideas/{asked.pk}/").content.decode()

    assert "采纳 3 条" in page
    assert "<textarea" not in page


def test_a_question_of_tomorrow_is_not_there_yet(client: Client, now) -> None:
    tomorrow = now.date() + timedelta(days=1)
    spec = ConsultationSpec(title="明天问", question="？", first_on=tomorrow, last_on=tomorrow)
    row = ask_everybody(actor=make_actor(Role.OFFICE, COUNTY), place_code=COUNTY, spec=spec)

    assert client.get(f"{HERE}/ideas/{row.pk}/").status_code == 404
    assert "明天问" not in client.get(f"{HERE}/ideas/").content.decode()
    with pytest.raises(Conflict):
        answer_consultation(actor=make_actor(Role.OFFICE, COUNTY), consultation_id=row.pk, result="早了")


def test_days_in_the_wrong_order_and_other_places_are_refused(asked: Consultation, now) -> None:
    desk = make_actor(Role.OFFICE, COUNTY)
    wrong = ConsultationSpec(
        title="a", question="b", first_on=now.date(), last_on=now.date() - timedelta(days=1)
    )

    with pytest.raises(Invalid):
        ask_everybody(actor=desk, place_code=COUNTY, spec=wrong)
    with pytest.raises(NotAllowed):
        ask_everybody(actor=desk, place_code=OTHER_COUNTY, spec=wrong)
    with pytest.raises(NotFound):
        answer_consultation(actor=make_actor(Role.OFFICE, OTHER_COUNTY), consultation_id=asked.pk, result="x")


def test_the_desk_asks_and_answers_on_its_pages(client: Client, sign_in, now) -> None:
    desk = sign_in(make_user(Role.OFFICE, COUNTY))
    days = {"first_on": now.date().isoformat(), "last_on": now.date().isoformat()}
    desk.post(reverse("portal:questions"), {"title": "停车怎么办", "question": "说说看", **days})
    row = Consultation.objects.get()

    desk.post(reverse("portal:question", args=[row.pk]), {"result": "新增 40 个车位"})

    assert "新增 40 个车位" in Client().get(f"{HERE}/ideas/{row.pk}/").content.decode()
    assert "停车怎么办" in desk.get(reverse("portal:questions")).content.decode()
