"""A need is entered, shown to whom it was published, changed, withdrawn and passed up a level."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.choices import NeedStatus
from gongjian.apps.cobuilding.models import Need, NeedHousehold
from gongjian.apps.cobuilding.selectors.lists import get_need
from gongjian.apps.cobuilding.services import needs as services
from gongjian.apps.cobuilding.services.entries import usual_expiry
from gongjian.apps.parties.models import Notice, Resident
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.cobuilding_factories import HERE, join, make_liaison, make_need, make_unit, make_worker, need_spec
from tests.factories import COMMUNITIES, COUNTY, STREET, make_user

pytestmark = pytest.mark.django_db


def seen_by(user, need):
    return Need.objects.visible_to(user.as_actor()).filter(pk=need.pk).exists()


def test_a_need_gets_its_number_and_its_last_day(places):
    worker = make_worker()

    need = make_need(worker.as_actor())

    assert need.number == f"XQ{timezone.localdate().year}-{need.pk:06d}"
    assert need.expires_on == usual_expiry(need.place_code, timezone.localdate())
    assert AuditEntry.objects.filter(action="cobuilding.need_entered", object_id=str(need.pk)).exists()


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"title": " "}, "没有写名称"),
        ({"quantity": 0}, "数量"),
        ({"category": "venue.moon"}, "没有这个类别"),
        ({"for_whom": " "}, "没有写为谁"),
        ({"urgency": 6}, "紧急程度"),
        ({"weekdays": "8"}, "星期"),
        ({"qualifications": ("wizard",)}, "没有这样的资质"),
        ({"published_to": COMMUNITIES[1]}, "公布范围"),
        ({"published_to": "51"}, "公布范围"),
        ({"expires_on": date(2020, 1, 1)}, "已经过了"),
        ({"recurrence": "weekly"}, "第一次从哪天起"),
        ({"place_code": COUNTY, "published_to": None}, "街道或社区"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(places, stated, said):
    with pytest.raises(Invalid, match=said):
        make_need(**stated)

    assert not Need.objects.exists()


def test_an_entry_holds_at_most_the_days_of_the_rule(places):
    today = timezone.localdate()

    make_need(expires_on=today + timedelta(days=400))

    with pytest.raises(Invalid, match="最多有效 400 天"):
        make_need(expires_on=today + timedelta(days=401))


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 1), date(2026, 12, 31)),
        (date(2026, 11, 2), date(2027, 12, 7)),
        (date(2026, 11, 25), date(2027, 12, 30)),
        (date(2026, 11, 26), date(2027, 12, 31)),
    ],
)
def test_the_usual_last_day_keeps_to_the_rule_on_any_day(places, today, last):
    with at(timezone.make_aware(datetime.combine(today, time(10)))):
        assert make_need().expires_on == last


def test_what_happens_once_ends_on_its_last_day_within_the_rule(places):
    today = timezone.localdate()
    for days, last in ((400, 400), (401, 400)):
        need = make_need(last_on=today + timedelta(days=days))
        assert need.expires_on == today + timedelta(days=last)


def test_a_worker_enters_for_his_own_community_only(places):
    with pytest.raises(NotAllowed):
        make_need(make_worker(COMMUNITIES[1]).as_actor())


def test_a_unit_sees_what_is_published_to_its_place_and_nothing_else(places):
    liaison = make_liaison(make_unit())
    shown, kept = make_need(), make_need(published_to=None)
    beside = make_need(place_code=COMMUNITIES[1], published_to=COMMUNITIES[1])
    wide = make_need(place_code=COMMUNITIES[1], published_to=STREET)

    assert [seen_by(liaison, one) for one in (shown, kept, beside, wide)] == [True, False, False, True]


def test_a_unit_of_the_county_sees_what_the_community_shows_while_it_is_a_member_of_its_alliance(places):
    unit = make_unit("区医院", COUNTY)
    liaison, need = make_liaison(unit), make_need()
    assert not seen_by(liaison, need)

    member = join(unit)
    assert seen_by(liaison, need)

    member.left_on = timezone.localdate()
    member.save()
    assert not seen_by(liaison, need)


def test_a_need_is_published_wider_and_withdrawn_with_a_reason(places):
    worker = make_worker().as_actor()
    need = make_need(worker)

    services.publish_need(actor=worker, need_id=need.pk, published_to=STREET)
    with pytest.raises(Invalid):
        services.withdraw_need(actor=worker, need_id=need.pk, reason=" ")
    services.withdraw_need(actor=worker, need_id=need.pk, reason="已自行解决")

    need.refresh_from_db()
    assert (need.published_to, need.status) == (STREET, NeedStatus.WITHDRAWN)
    with pytest.raises(Conflict):
        services.withdraw_need(actor=worker, need_id=need.pk, reason="又一次")


def test_what_nobody_can_meet_goes_to_the_street_which_is_told(places):
    worker, street = make_worker().as_actor(), make_user("office", STREET)
    need = make_need(worker, people=30)

    services.raise_need(actor=worker, need_id=need.pk, reason="辖区没有这样的场地")

    need.refresh_from_db()
    assert (need.status, need.raised_to) == (NeedStatus.RAISED, STREET)
    assert "辖区没有这样的场地" in Notice.objects.get(user=street).sentence


def test_the_amount_is_never_changed_below_what_was_agreed(places, monkeypatch):
    worker = make_worker().as_actor()
    need = make_need(worker, quantity=10)
    monkeypatch.setattr(services, "open_of_need", lambda _need: 4)

    services.edit_need(actor=worker, need_id=need.pk, spec=need_spec(quantity=6))
    need.refresh_from_db()
    assert need.quantity == 6

    monkeypatch.setattr(services, "open_of_need", lambda _need: 0)
    with pytest.raises(Conflict, match="已经约定了 6"):
        services.edit_need(actor=worker, need_id=need.pk, spec=need_spec(quantity=5))


def test_the_household_is_for_the_community_alone_and_its_reading_is_logged(places):
    worker, unit = make_worker().as_actor(), make_unit()
    resident = Resident.objects.create(place_code=HERE, name="江大山", group="resident")
    household = services.HouseholdSpec(resident_id=resident.pk, note="独居，腿脚不便")
    need = make_need(worker, household=household)
    liaison = make_liaison(unit).as_actor()

    assert not NeedHousehold.objects.visible_to(liaison).exists()
    with pytest.raises(NotFound):
        services.read_household(actor=liaison, need_id=need.pk, reason="想看")
    with pytest.raises(Invalid):
        services.read_household(actor=worker, need_id=need.pk, reason="")
    found = services.read_household(actor=worker, need_id=need.pk, reason="安排入户")

    assert (found.resident.name, found.note) == ("江大山", "独居，腿脚不便")
    assert AuditEntry.objects.filter(action="read.sensitive").count() == 1
    assert get_need(liaison, need.pk).title == need.title


def test_a_resident_of_another_community_cannot_be_the_household(places):
    resident = Resident.objects.create(place_code=COMMUNITIES[1], name="江大山", group="resident")
    street = make_user("office", STREET).as_actor()

    with pytest.raises(Invalid, match="不在这条需求的社区"):
        make_need(street, household=services.HouseholdSpec(resident_id=resident.pk))
