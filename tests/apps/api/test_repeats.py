"""A write with an `Idempotency-Key` is done once; reads bear an ETag; a session writes from our own pages only."""

import pytest
from django.test import Client

from gongjian.apps.api.models import KeptAnswer
from gongjian.apps.matters.models import Matter
from gongjian.core.access import Role
from tests.factories import COUNTY, make_user
from tests.matter_factories import COMMUNITY, make_matter

pytestmark = pytest.mark.usefixtures("places")
DATA = {"place_code": COMMUNITY, "words": "路灯坏了三天。"}


@pytest.fixture
def desk(sign_in):
    return sign_in(make_user(Role.OFFICE, COUNTY))


def test_a_repeated_report_is_taken_in_once_and_answered_the_same(desk):
    first = desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"})
    again = desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (again.headers.get("Idempotent-Replayed"), "Idempotent-Replayed" in first.headers) == (
        "true",
        False,
    )
    assert Matter.objects.count() == 1
    assert desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a2"}).json() != first.json()


def test_a_key_is_for_one_content_and_for_one_caller(desk):
    desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"})

    other = desk.post("/api/matters/", {**DATA, "words": "井盖没了。"}, headers={"Idempotency-Key": "a1"})

    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["message"]
    somebody = Client()
    somebody.force_login(
        make_user(Role.OFFICE, COUNTY), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert somebody.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"}).status_code == 201
    assert Matter.objects.count() == 2


def test_what_failed_can_be_tried_again_under_the_same_key(desk):
    bad = {**DATA, "reporter_phone": "abc"}
    assert desk.post("/api/matters/", bad, headers={"Idempotency-Key": "a1"}).status_code == 422

    assert KeptAnswer.objects.count() == 0
    assert desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"}).status_code == 201


def test_a_call_whose_answer_was_lost_is_not_done_again(desk):
    desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"})
    KeptAnswer.objects.update(status=0, body=None)

    again = desk.post("/api/matters/", DATA, headers={"Idempotency-Key": "a1"})

    assert again.status_code == 409
    assert Matter.objects.count() == 1


def test_an_unchanged_matter_is_not_sent_again(desk):
    address = f"/api/matters/{make_matter().pk}"
    mark = desk.get(address).headers["ETag"]

    assert desk.get(address, headers={"If-None-Match": mark}).status_code == 304
    desk.post(f"{address}/verify", {"words": "请社区去看"}, content_type="application/json")
    assert desk.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_another_sites_page_can_not_write_with_a_persons_session():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        make_user(Role.OFFICE, COUNTY), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert browser.post("/api/matters/", DATA).status_code == 403
    assert Matter.objects.count() == 0
    assert browser.get("/api/matters/").status_code == 200


def test_pages_from_a_cursor_show_each_matter_once(desk):
    ids = [make_matter().pk for _ in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        body = desk.get("/api/matters/", {"size": 2, "cursor": cursor}).json()
        found += [row["id"] for row in body["rows"]]
        cursor = body["next_cursor"]

    assert found == ids[::-1]
    assert desk.get("/api/matters/?cursor=x").status_code == 422
