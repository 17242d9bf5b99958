"""A token, an address, and bad tokens from an address each have their limit; the answer says when to come again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.api.services import limits
from gongjian.core.access import Role
from gongjian.core.models import FloodBucket, Rule
from tests.factories import COUNTY, make_actor, make_user

pytestmark = pytest.mark.usefixtures("places")


def make_token() -> str:
    spec = services.TokenSpec(
        name="平台",
        username=make_user(Role.OFFICE, COUNTY).username,
        scopes=list(TokenScope),
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    return services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)[1]


def call(text: str, address: str = "203.0.113.7"):
    headers = {"Authorization": f"Bearer {text}"}
    return Client().get("/api/places/", headers=headers, REMOTE_ADDR=address)


def allow(key: str, burst: int) -> None:
    Rule.objects.filter(key=key).update(value={"burst": burst, "per_hour": 60})


def test_a_token_is_answered_at_the_limit_and_refused_above_it_whatever_the_address():
    allow(limits.TOKEN, 3)
    text, other = make_token(), make_token()

    assert [call(text, f"203.0.113.{n}").status_code for n in range(4)] == [200, 200, 200, 429]
    assert call(other).status_code == 200
    refused = call(text)
    assert refused.json() | {"request_id": ""} == {
        "code": "too_many",
        "message": "调用得太快，这一次没有办。请按 Retry-After 的秒数等一等再试。",
        "request_id": "",
    }
    assert 55 <= int(refused["Retry-After"]) <= 60


def test_an_address_has_its_limit_over_all_its_tokens():
    allow(limits.ADDRESS, 2)
    first, second = make_token(), make_token()

    assert [call(text).status_code for text in (first, second, first)] == [200, 200, 429]
    assert call(first, "203.0.113.8").status_code == 200


def test_bad_tokens_are_refused_after_some_and_good_ones_from_there_still_come_in():
    allow(limits.FAILED, 2)
    good = make_token()

    assert [call(f"gj_{n}").status_code for n in range(3)] == [401, 401, 429]
    assert call(good).status_code == 200
    assert call("gj_x", "203.0.113.8").status_code == 401


def test_open_reporting_with_a_key_has_the_same_limits():
    allow(limits.TOKEN, 1)
    text = make_token()
    address = "/open311/v2/services.json"

    first = Client().get(address, {"api_key": text, "jurisdiction_id": COUNTY})
    second = Client().get(address, {"api_key": text, "jurisdiction_id": COUNTY})

    assert (first.status_code, second.status_code) == (200, 429)
    assert second.json()[0]["code"] == 429
    assert int(second["Retry-After"]) >= 1


def test_no_address_and_no_token_is_kept_in_a_bucket():
    text = make_token()
    call(text)
    call("gj_bad")

    kept = str(list(FloodBucket.objects.values_list("key", flat=True)))
    assert FloodBucket.objects.count() == 3
    assert "203.0.113" not in kept and text not in kept
