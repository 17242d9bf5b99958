"""Flood control: a burst passes, then so many an hour; whose bucket it is can't be read; proxies can't be talked round."""

import re
import time

import pytest
from django.core import signing
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gongjian.core import flood
from gongjian.core.flood import Limit
from gongjian.core.models import FloodBucket
from gongjian.core.rules import load_first_versions

FIVE_THEN_SIX_AN_HOUR = Limit(burst=5, per_hour=6)
NOW = 1_800_000_000_000
TEN_MINUTES = 600_000
BACK = NOW + TEN_MINUTES - flood.CLOCKS_APART_MS


@pytest.mark.django_db
def test_a_burst_passes_and_then_one_each_interval() -> None:
    taken = [flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, NOW) for _ in range(7)]

    assert taken == [True] * 5 + [False] * 2
    assert not flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, BACK - 1)
    assert flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, BACK)
    assert not flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, NOW + TEN_MINUTES)


@pytest.mark.django_db
def test_processes_whose_clocks_stand_apart_find_the_whole_burst() -> None:
    asked_at = [NOW + flood.CLOCKS_APART_MS, NOW, NOW + 3, NOW + 1, NOW, NOW]

    taken = [flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, now) for now in asked_at]

    assert taken == [True] * 5 + [False]


@pytest.mark.django_db
def test_a_refusal_costs_nothing_and_others_are_not_touched() -> None:
    for _ in range(1000):
        flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, NOW)

    assert flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, NOW + TEN_MINUTES)
    assert flood.take("report", "乙", FIVE_THEN_SIX_AN_HOUR, NOW)
    assert flood.take("photo", "甲", FIVE_THEN_SIX_AN_HOUR, NOW)


@pytest.mark.django_db
@given(gaps=st.lists(st.integers(0, 2 * TEN_MINUTES), min_size=1, max_size=30))
def test_no_window_lets_more_through_than_the_burst_and_its_hours(gaps: list[int]) -> None:
    FloodBucket.objects.all().delete()
    now, passed = NOW, []
    for gap in gaps:
        now += gap
        if flood.take("report", "甲", FIVE_THEN_SIX_AN_HOUR, now):
            passed.append(now)

    for number, start in enumerate(passed):
        for count, end in enumerate(passed[number:], start=1):
            assert count <= 5 + (end - start + flood.CLOCKS_APART_MS) / TEN_MINUTES


@pytest.mark.django_db
def test_the_bucket_names_nobody_and_is_forgotten_once_full() -> None:
    flood.take("report", "203.0.113.9", FIVE_THEN_SIX_AN_HOUR, NOW - 10 * 3_600_000_000)
    flood.take("report", "198.51.100.7", FIVE_THEN_SIX_AN_HOUR, round(time.time() * 1000))

    assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in FloodBucket.objects.all())
    assert flood.forget_full() == 1
    assert FloodBucket.objects.count() == 1


@pytest.mark.django_db
def test_limits_are_rules_of_the_place() -> None:
    load_first_versions()

    assert flood.limit_at("portal.report_flood", "510903001") == Limit(5, 10)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_sender_is_an_address_or_the_site_of_a_long_one(one: str, other: str, is_same: bool) -> None:
    first, second = (flood.sender_of(RequestFactory().get("/", REMOTE_ADDR=each)) for each in (one, other))

    assert (first == second) is is_same
    assert one not in first


@pytest.mark.parametrize(("proxies", "meant"), [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_what_a_sender_writes_before_the_proxies_is_not_believed(settings, proxies: int, meant: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    seen = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.7, 203.0.113.9"
    )

    assert flood.sender_of(seen) == flood.sender_of(_as_direct(meant, settings))


def _as_direct(address, settings):
    settings.TRUSTED_PROXIES = 0
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_a_form_token_tells_its_age_and_cant_be_made_up() -> None:
    token = flood.new_token()
    read = flood.read_token(token)

    assert read is not None
    assert 0 <= read.age_s < 60
    assert flood.read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert flood.read_token(signing.dumps(["x", 0])) is None
    assert flood.read_token("") is None


def test_the_same_words_are_known_whatever_stands_between_them() -> None:
    said = flood.words_digest("楼道 堆物，轮椅过不去！")

    assert said == flood.words_digest("楼道堆物,轮椅\n过不去。")
    assert said != flood.words_digest("楼道堆物，轮椅过得去。")
