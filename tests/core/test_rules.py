"""Rules of the day, the nearest place first, read together in a request."""

from datetime import date

import pytest

from gongjian.core.access import SYSTEM
from gongjian.core.models import Rule
from gongjian.core.request_context import end_request, set_request_id
from gongjian.core.rule_words import NAMES, say
from gongjian.core.rules import add_version, load_first_versions, rule_value
from tests.factories import COMMUNITIES, STREET

TODAY, BURST, DAYS = date(2026, 11, 18), "portal.report_flood", "portal.dropped_days"


@pytest.fixture
def rules(db):
    load_first_versions()


@pytest.fixture
def request_begins():
    set_request_id("r")
    yield
    end_request()


@pytest.mark.usefixtures("places", "rules")
def test_the_rules_of_one_app_are_read_together_in_a_request(request_begins, django_assert_num_queries):
    add_version(actor=SYSTEM, key=DAYS, place_code=STREET, effective_on=TODAY, value=7, citation="本街道")

    with django_assert_num_queries(1):
        near, burst = (
            rule_value(DAYS, on=TODAY, place_code=COMMUNITIES[0]),
            rule_value(BURST, on=TODAY, place_code=COMMUNITIES[0]),
        )

    assert (near, burst["burst"]) == (7, 5)
    assert rule_value(DAYS, on=date(2026, 11, 17), place_code=COMMUNITIES[0]) == 30


@pytest.mark.usefixtures("rules")
def test_every_rule_of_the_product_has_a_name_and_is_said_in_words():
    unsaid = [
        rule.key for rule in Rule.objects.all() if rule.key not in NAMES or not say(rule.key, rule.value)
    ]

    assert unsaid == []
