"""Covenants for everybody: read, compared, spoken about from a phone; floods are held as reports are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.councils.models import CovenantOpinion, CovenantVersion
from gongjian.apps.matters.models import Matter
from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission
from gongjian.apps.portal.services import release
from gongjian.core.access import Role
from tests.covenant_factories import COMMUNITY, make_opinion, make_version
from tests.factories import COUNTY, make_actor, make_user
from tests.portal_factories import HERE, token

pytestmark = pytest.mark.usefixtures("door")


@pytest.fixture
def opened(now) -> CovenantVersion:
    today = timezone.localdate()
    return make_version(status="discussing", first_on=today, last_on=today + timedelta(days=6))


def address(version: CovenantVersion) -> str:
    return f"{HERE}/covenants/{version.covenant_id}/"


def say(client: Client, version: CovenantVersion, **fields: object):
    sent = {"token": token(), "words": "电动车上楼充电也要写上", "name": "王小明", "agreed": "on", **fields}
    return client.post(address(version), {name: value for name, value in sent.items() if value is not None})


def test_an_opinion_on_an_article_is_kept_with_a_masked_name_and_is_no_matter(client, opened) -> None:
    clause = opened.clauses.first()

    answer = say(client, opened, clause=clause.pk)

    opinion = CovenantOpinion.objects.get()
    assert (opinion.clause, opinion.masked_name) == (clause, "王**")
    assert not Matter.objects.exists()
    assert "你的意见收到了" in client.get(answer["Location"]).content.decode()
    row = Submission.objects.get()
    assert (row.state, row.words, row.name) == (SubmissionState.TAKEN, "", None)


def test_sending_twice_is_one_opinion(client, opened) -> None:
    same = token()
    say(client, opened, token=same)
    say(client, opened, token=same)

    assert CovenantOpinion.objects.count() == 1


def test_what_looks_like_a_flood_is_held_and_released_as_an_opinion(client, opened) -> None:
    say(client, opened, website="http://spam")
    assert not CovenantOpinion.objects.exists()
    held = Submission.objects.get(state=SubmissionState.HELD)

    count = release(actor=make_actor(Role.OFFICE, COUNTY), ids=[held.pk])

    assert count == 1 and CovenantOpinion.objects.get().words == "电动车上楼充电也要写上"


def test_an_empty_opinion_and_one_without_consent_come_back_with_what_was_typed(client, opened) -> None:
    empty = say(client, opened, words="")
    without = say(client, opened, agreed=None)

    assert (empty.status_code, without.status_code) == (422, 422)
    assert "电动车上楼充电也要写上" in without.content.decode()
    assert not CovenantOpinion.objects.exists()


def test_nothing_is_taken_once_the_discussion_is_over(client, now) -> None:
    over = make_version(status="discussing")

    assert say(client, over).status_code == 409
    assert "我来说" not in client.get(address(over)).content.decode()


def test_what_people_said_is_shown_masked_once_published_with_its_answer(client, opened) -> None:
    make_opinion(opened, words="还没有看过的话")
    make_opinion(opened, words="电话 13912345678 的事", masked_name="李**", is_published=True, verdict="declined",
                 answer="另有规定")  # fmt: skip

    shown = client.get(address(opened)).content.decode()

    assert "收到 2 条，公开 1 条" in shown and "李**" in shown and "另有规定" in shown
    assert "13912345678" not in shown and "还没有看过的话" not in shown


def test_the_one_in_force_its_history_and_its_comparison_are_there_to_read(client, now) -> None:
    old = make_version(status="filed", ended_on=timezone.localdate())
    new = make_version(old.covenant, status="filed", clauses=("爱护楼道，不堆放杂物，不停放电动车。",))

    page = client.get(address(new)).content.decode()
    compared = client.get(f"{address(new)}{new.number}/").content.decode()

    assert "不停放电动车" in page and "这份公约的来历" in page
    assert "第2稿和第1稿对照" in compared and "<ins>" in compared
    assert client.get(f"{address(new)}1/").status_code == 404
    assert old.covenant.title in client.get(f"{HERE}/").content.decode()
    assert old.covenant.title in client.get(f"{HERE}/covenants/").content.decode()
    assert client.get(f"{address(new)}qr.svg")["Content-Type"] == "image/svg+xml"


def test_a_draft_is_not_there(client, now) -> None:
    assert client.get(address(make_version())).status_code == 404


def test_the_poster_says_until_when(opened, sign_in) -> None:
    client = sign_in(make_user(Role.WORKER, COMMUNITY))

    shown = client.get(f"/portal/covenants/{opened.covenant_id}/poster/")

    assert shown.status_code == 200 and "扫码就能说" in shown.content.decode()
