"""The figures of hearings, read through the registry."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Posting
from gongjian.core.access import Role
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from tests.factories import COUNTY, make_user
from tests.hearing_factories import COMMUNITY, make_application, make_attended, make_drawn, make_pool, vote

pytestmark = pytest.mark.django_db


NAMES = ("applied", "held", "passed", "second", "granted", "upheld", "paid")


def test_hearings_held_passed_second_and_benefits_are_counted_in_the_county(worker, county, sign_in):
    make_pool(50, 30)
    application = make_application(worker)
    first = make_drawn(worker, application)
    make_attended(worker, first)
    vote(worker, first, yes=3, no=12)
    second = make_drawn(worker, application, number="9", cause_words="申诉")
    make_attended(worker, second)
    vote(worker, second, yes=15)
    posting = services.post_result(
        actor=worker, application_id=application.pk, place_words="公示栏", phone="0825"
    )
    objection = services.take_objection(actor=worker, posting_id=posting.pk, words="不实")
    services.answer_objection(actor=worker, objection_id=objection.pk, is_upheld=False, answer="查过，属实")
    Posting.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    services.grant(
        actor=county,
        application_id=application.pk,
        monthly_cents=50_000,
        people=1,
        starts_on=timezone.localdate(),
    )

    assert figure("applied") == 1
    assert figure("held") == 2
    assert figure("passed") == 50
    assert figure("second") == 1
    assert figure("granted") == 100
    assert figure("upheld") == 0
    assert figure("paid") == 1
    desk = sign_in(make_user(Role.WORKER, COMMUNITY))
    for name in NAMES:
        address = f"/api/indicators/hearings.{name}/rows?period={timezone.localdate().year}&place={COMMUNITY}"
        rows = desk.get(address).json()["rows"]
        assert rows and all(desk.get(row["url"]).status_code == 200 for row in rows), name
        assert not any("大山" in str(row) for row in rows)


def figure(name: str) -> Fraction | None:
    year = timezone.localdate().year
    period = Period(date(year, 1, 1), date(year, 12, 31))
    return read_figure(f"hearings.{name}", place_code=COUNTY, period=period, params={}).value
