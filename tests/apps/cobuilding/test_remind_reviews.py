"""A pledge's review is reminded of before it is due and once more when it is overdue, from the schedule."""

from datetime import date

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.models import Pledge
from gongjian.apps.cobuilding.services.contribution import remind_reviews
from gongjian.apps.parties.models import Notice
from gongjian.core.jobs import _recurring
from tests.agreement_factories import both
from tests.cobuilding_factories import HERE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(rules):
    cast = both()
    made = {"place_code": HERE, "organisation": cast.unit, "text": "每月一场义诊", "made_at": timezone.now()}
    return Pledge.objects.create(year=2026, **made), cast.worker


@pytest.mark.parametrize(
    ("day", "sent"),
    [
        (date(2026, 12, 31), 0),
        (date(2027, 1, 16), 0),
        (date(2027, 1, 17), 1),
        (date(2027, 1, 31), 1),
        (date(2027, 2, 1), 1),
    ],
)
def test_it_comes_by_the_rule_and_once(pledge, day, sent):
    _pledge, worker = pledge
    assert (remind_reviews(day), remind_reviews(day)) == (sent, 0)
    notices = Notice.objects.filter(user_id=worker.user_id, sentence__contains="2026年的承诺")
    assert notices.count() == sent


def test_it_comes_again_when_overdue_and_never_once_graded(pledge):
    row, worker = pledge
    assert remind_reviews(date(2027, 1, 20)) == 1
    assert remind_reviews(date(2027, 2, 5)) == 1
    late = Notice.objects.filter(user_id=worker.user_id, sentence__contains="过了1月31日")
    assert late.count() == 1

    Pledge.objects.filter(pk=row.pk).update(year=2025, status="reviewed")
    assert remind_reviews(date(2027, 2, 6)) == 0


def test_every_reminder_of_building_together_runs_from_the_schedule():
    names = {one.name for one in _recurring}
    for name in ("agreement_reminders", "pairing_reminders", "pledge_reminders", "remind_renewals"):
        assert f"cobuilding.{name}" in names
