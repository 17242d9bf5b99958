"""Aid and hearings for programs: read with names masked, taken in once, told of without a word about anybody."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope, WebhookEvent
from gongjian.apps.api.models import Delivery
from gongjian.apps.hearings import services as hearings
from gongjian.apps.hearings.models import AidApplication, Objection
from gongjian.core.access import Role
from tests.factories import COUNTY, OTHER_COUNTY, make_actor, make_user
from tests.hearing_factories import (
    COMMUNITY,
    make_application,
    make_attended,
    make_drawn,
    make_id_number,
    make_pool,
    vote,
)

pytestmark = pytest.mark.usefixtures("places")
SECRETS = (
    "大山",
    "江小",
    "13900001234",
    "南津路12",
    "无固定收入",
    "属实",
    "他家有车",
    "王某",
    "收入没有报全",
)


@pytest.fixture
def desk():
    return make_user(Role.WORKER, COMMUNITY).as_actor()


@pytest.fixture
def token():
    def issue(*scopes, place_code=COUNTY):
        spec = services.TokenSpec(
            name="救助平台",
            username=make_user(Role.OFFICE, place_code).username,
            scopes=scopes,
            expires_on=timezone.localdate() + timedelta(days=1),
        )
        _row, text = services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, place_code), spec=spec)
        return {"Authorization": f"Bearer {text}"}

    return issue


def posted(client, path, body, headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def body(**change):
    stated = {
        "place_code": COMMUNITY,
        "kind": "low_income",
        "head": {"name": "江大山", "id_number": make_id_number()},
        "members": [{"name": "江小山", "id_number": make_id_number(), "relation": "child"}],
        "facts": "无固定收入",
        "phone": "13900001234",
        "address": "南津路12号",
    }
    return {**stated, **change}


def test_a_result_is_read_with_its_counts_and_nothing_of_a_person(client, desk, token):
    make_pool()
    application = make_application(desk)
    vote(desk, make_attended(desk, make_drawn(desk, application)), yes=12, no=3)
    posting = hearings.post_result(
        actor=desk, application_id=application.pk, place_words="公示栏", phone="0825"
    )
    hearings.take_objection(actor=desk, posting_id=posting.pk, words="他家有车", objector="王某")
    headers = token(TokenScope.HEARINGS_READ)

    row = client.get(f"/api/hearings/{application.pk}", headers=headers)
    listed = client.get("/api/hearings/", {"status": "objected"}, headers=headers)

    found = row.json()
    assert (found["head"], found["people"], found["status"]) == ("江**", 2, "objected")
    assert (found["hearings"][0]["outcome"]["yes"], found["hearings"][0]["outcome"]["is_passed"]) == (
        12,
        True,
    )
    assert found["postings"][0]["open_objections"] == 1
    assert [one["number"] for one in listed.json()["rows"]] == [application.number_text]
    for answer in (row, listed):
        assert not any(secret in answer.content.decode() for secret in SECRETS)


def test_scope_and_place_close_what_they_do_not_open(client, desk, token):
    application = make_application(desk)
    address = f"/api/hearings/{application.pk}"

    assert client.get(address, headers=token(TokenScope.MATTERS_READ)).status_code == 403
    assert (
        client.get(address, headers=token(TokenScope.HEARINGS_READ, place_code=OTHER_COUNTY)).status_code
        == 404
    )
    reader = token(TokenScope.HEARINGS_READ)
    assert posted(client, "/api/hearings/", body(), reader).status_code == 403
    assert client.get("/api/hearings/", {"place": OTHER_COUNTY}, headers=reader).json()["rows"] == []


def test_an_application_is_taken_in_once_and_looked_into(client, token):
    headers = token(TokenScope.HEARINGS_DESK)
    stated, key = body(), {"Idempotency-Key": "a-1"}

    first = posted(client, "/api/hearings/", stated, headers | key)
    again = posted(client, "/api/hearings/", stated, headers | key)
    other = posted(client, "/api/hearings/", stated, headers | {"Idempotency-Key": "a-2"})
    number = first.json()["id"]
    found = posted(client, f"/api/hearings/{number}/findings", {"findings": "属实"}, headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.json() == first.json()
    assert AidApplication.objects.count() == 1
    assert (found.status_code, found.json()["status"]) == (200, "checked")
    wrong = body(head={"name": "乙", "id_number": "510903196001011010"})
    refused = posted(client, "/api/hearings/", wrong, headers)
    assert refused.status_code == 422
    assert "最后一位对不上" in refused.json()["message"]


def test_an_objection_is_taken_in_and_who_objects_is_not_told(client, desk, token):
    make_pool()
    application = make_application(desk)
    vote(desk, make_attended(desk, make_drawn(desk, application)), yes=15)
    posting = hearings.post_result(
        actor=desk, application_id=application.pk, place_words="公示栏", phone="0825"
    )

    answer = posted(
        client,
        f"/api/hearings/postings/{posting.pk}/objections",
        {"words": "他家有车", "objector": "王某", "contact": "13900001234"},
        token(TokenScope.HEARINGS_DESK),
    )

    assert (answer.status_code, answer.json()["status"]) == (201, "waiting")
    assert not any(secret in answer.content.decode() for secret in SECRETS)
    assert Objection.objects.get().objector == "王某"


def test_subscribers_are_told_of_every_step_and_of_nobody(desk):
    spec = services.WebhookSpec(
        name="救助平台", place_code=COUNTY, url="https://receiver.example.cn/", events=list(WebhookEvent)
    )
    services.subscribe(actor=make_actor(Role.SYSTEM_ADMIN, COUNTY), spec=spec)
    make_pool()
    application = make_application(desk)
    vote(desk, make_attended(desk, make_drawn(desk, application)), yes=12, no=3)
    posting = hearings.post_result(
        actor=desk, application_id=application.pk, place_words="公示栏", phone="0825"
    )
    hearings.take_objection(actor=desk, posting_id=posting.pk, words="他家有车", objector="王某")

    told = list(Delivery.objects.order_by("pk").values_list("event", flat=True))
    assert told == [f"aid.{name}" for name in ("applied", "checked", "called", "heard", "posted", "objected")]
    bodies = [row.body for row in Delivery.objects.order_by("pk")]
    assert {key for one in bodies for key in one["aid"]} == {"id", "number", "kind", "place_code", "status"}
    assert not any(secret in json.dumps(bodies, ensure_ascii=False) for secret in SECRETS)
