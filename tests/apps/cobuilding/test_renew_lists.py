"""Entries end on their day, what recurs goes on, and many are renewed for a year in one act."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from gongjian.apps.cobuilding.choices import NeedStatus, Recurrence
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.services.renewals import keep_lists, next_term, remind_renewals, renew
from gongjian.apps.parties.models import Notice
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from tests.cobuilding_factories import make_liaison, make_need, make_resource, make_unit, make_worker
from tests.factories import COMMUNITIES

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False):
        yield


def test_an_entry_ends_the_day_after_its_last(places):
    need = make_need(expires_on=MARCH)

    assert keep_lists(MARCH) == 0
    assert keep_lists(MARCH + timedelta(days=1)) == 1
    assert keep_lists(MARCH + timedelta(days=1)) == 0

    need.refresh_from_db()
    assert need.status == NeedStatus.EXPIRED


def test_a_weekly_need_goes_on_by_weeks_as_long_as_it_holds(places):
    week = {"first_on": MARCH, "last_on": MARCH + timedelta(days=1), "recurrence": Recurrence.WEEKLY}
    make_need(**week, expires_on=MARCH + timedelta(days=14))

    for days in range(30):
        keep_lists(MARCH + timedelta(days=days))

    found = Need.objects.order_by("first_on").values_list("first_on", "last_on", "status")
    assert list(found) == [
        (MARCH + timedelta(days=7 * n), MARCH + timedelta(days=7 * n + 1), NeedStatus.EXPIRED)
        for n in range(3)
    ]


def test_a_month_that_lacks_the_day_has_its_last_day(places):
    need = make_need(
        first_on=date(2026, 3, 31),
        last_on=date(2026, 3, 31),
        recurrence=Recurrence.MONTHLY,
        expires_on=date(2026, 12, 31),
    )

    assert next_term(need, date(2026, 4, 1)) == (date(2026, 4, 30), date(2026, 4, 30))


def test_owners_are_reminded_once_ahead_of_the_day(places):
    unit = make_unit()
    worker, liaison = make_worker(), make_liaison(unit)
    last = MARCH + timedelta(days=30)
    make_need(expires_on=last), make_need(expires_on=last)
    make_resource(unit, liaison.as_actor(), expires_on=last)
    Notice.objects.all().delete()

    assert remind_renewals(MARCH - timedelta(days=1)) == 0
    assert remind_renewals(MARCH) == 2
    assert remind_renewals(MARCH + timedelta(days=1)) == 0

    assert Notice.objects.get(user=worker).sentence.startswith("2 条需求到 4月1日")
    assert Notice.objects.get(user=liaison).sentence.startswith("1 条资源")


def test_many_are_renewed_at_once_with_their_season_a_year_on(places):
    worker = make_worker().as_actor()
    summer = make_need(
        first_on=date(2026, 7, 1),
        last_on=date(2026, 8, 31),
        recurrence=Recurrence.YEARLY,
        expires_on=date(2026, 12, 31),
    )
    always = make_need(expires_on=date(2026, 12, 31))
    keys = [summer.pk, always.pk]

    with time_machine.travel("2026-12-10T02:00:00+00:00", tick=False):
        assert renew(actor=worker, model=Need, keys=keys) == 2
        renewal = Need.objects.get(renewed_from=summer)
        assert (renewal.first_on, renewal.last_on) == (date(2027, 7, 1), date(2027, 8, 31))
        assert renewal.expires_on == date(2027, 12, 31)
        always.refresh_from_db()
        assert always.expires_on == date(2027, 12, 31), "what runs on without a season is prolonged"
        assert renew(actor=worker, model=Need, keys=[summer.pk]) == 0, "once only"


def test_what_ended_is_entered_again(places):
    worker = make_worker().as_actor()
    need = make_need(expires_on=MARCH)
    keep_lists(MARCH + timedelta(days=1))

    assert renew(actor=worker, model=Need, keys=[need.pk], expires_on=date(2026, 6, 30)) == 1

    again = Need.objects.get(renewed_from=need)
    assert (again.title, again.status, again.expires_on) == (need.title, "open", date(2026, 6, 30))


def test_only_owners_renew_and_only_what_they_see(places):
    unit = make_unit()
    hall = make_resource(unit)
    need = make_need()
    liaison = make_liaison(unit).as_actor()

    with pytest.raises(NotAllowed):
        renew(actor=liaison, model=Need, keys=[need.pk])
    with pytest.raises(NotFound):
        renew(actor=make_worker(COMMUNITIES[1]).as_actor(), model=Need, keys=[need.pk])
    with pytest.raises(Invalid):
        renew(actor=liaison, model=Resource, keys=[])
    assert renew(actor=liaison, model=Resource, keys=[hall.pk]) == 1


def test_the_page_of_what_is_ending_renews_the_chosen(places, sign_in):
    worker = make_worker()
    need = make_need(expires_on=MARCH + timedelta(days=10))
    client = sign_in(worker)

    page = client.get(reverse("cobuilding:needs") + "?view=expiring").content.decode()
    assert "续报勾选的" in page
    client.post(reverse("cobuilding:renew_needs"), {"case": need.pk, "expires_on": "2026-10-01"})

    need.refresh_from_db()
    assert need.expires_on == date(2026, 10, 1)
