"""An alliance: joined and left with terms, who is missing, and delegates whose right ends with them at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.models import Delegate, Need
from gongjian.apps.cobuilding.selectors.alliances import members_on
from gongjian.apps.cobuilding.selectors.ground import missing_from
from gongjian.apps.cobuilding.services.alliances import (
    AllianceSpec,
    MemberSpec,
    admit_member,
    found_alliance,
    record_approach,
    release_member,
)
from gongjian.apps.cobuilding.services.delegates import DelegateSpec, appoint_delegate, end_delegate
from gongjian.apps.parties.models import Grant, User
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from tests.cobuilding_factories import HERE, make_need, make_unit, make_worker
from tests.factories import COMMUNITIES, COUNTY, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def worker(places):
    return make_worker().as_actor()


def founded(worker, days_ago=400):
    spec = AllianceSpec(place_code=HERE, name="望江共建联盟", founded_on=TODAY() - timedelta(days=days_ago))
    return found_alliance(actor=worker, spec=spec)


def admitted(worker, alliance, unit, days_ago=0, side="unit"):
    spec = MemberSpec(organisation_id=unit.pk, side=side, joined_on=TODAY() - timedelta(days=days_ago))
    return admit_member(actor=worker, alliance_id=alliance.pk, spec=spec)


def test_members_join_and_leave_and_the_day_says_who_belonged(worker):
    alliance, bank, school = founded(worker), make_unit(), make_unit("城北学校")
    member = admitted(worker, alliance, bank, days_ago=100)
    admitted(worker, alliance, school, days_ago=10)

    release_member(actor=worker, member_id=member.pk, left_on=TODAY() - timedelta(days=5), reason="网点撤并")

    def names(days_ago):
        return [str(one) for one in members_on(worker, alliance, TODAY() - timedelta(days=days_ago))]

    assert [names(days) for days in (101, 100, 10, 6, 5, 0)] == [
        [],
        ["城南银行"],
        ["城南银行", "城北学校"],
        ["城南银行", "城北学校"],
        ["城北学校"],
        ["城北学校"],
    ]
    admitted(worker, alliance, bank)
    with pytest.raises(Conflict, match="已经是成员"):
        admitted(worker, alliance, bank)


def test_terms_that_cannot_be_are_refused(worker):
    alliance = founded(worker, days_ago=10)
    unit = make_unit()

    with pytest.raises(Invalid, match="加入日期"):
        admitted(worker, alliance, unit, days_ago=11)
    with pytest.raises(Conflict, match="同名"):
        founded(worker)
    with pytest.raises(NotAllowed):
        found_alliance(
            actor=worker,
            spec=AllianceSpec(place_code=COMMUNITIES[1], name="别处", founded_on=TODAY()),
        )


def test_who_is_on_the_ground_and_has_not_joined_is_named_until_it_joins(worker):
    alliance, bank, school = founded(worker), make_unit(), make_unit("城北学校")
    make_unit("邻社区超市", COMMUNITIES[1])
    record_approach(
        actor=worker, alliance_id=alliance.pk, organisation_id=bank.pk, on=TODAY(), words="下月答复"
    )

    found = missing_from(alliance)
    assert [(str(one.organisation), one.last is not None) for one in found] == [
        ("城北学校", False),
        ("城南银行", True),
    ]

    admitted(worker, alliance, school)
    assert [str(one.organisation) for one in missing_from(alliance)] == ["城南银行"]


def person_of(unit):
    return make_user(None, unit.place_code, unit)


def test_a_delegate_sees_what_is_shown_to_his_unit_and_nothing_the_next_second_after_he_is_removed(
    worker, sign_in
):
    unit = make_unit("区医院", COUNTY)
    person, need = person_of(unit), make_need()
    member = admitted(worker, founded(worker), unit)
    client = sign_in(person)
    page = reverse("cobuilding:need", args=[need.pk])
    assert client.get(page).status_code == 403

    delegate = appoint_delegate(
        actor=worker, member_id=member.pk, spec=DelegateSpec(name="许敏", user_id=person.pk)
    )
    assert client.get(page).status_code == 200
    assert client.get(reverse("cobuilding:mine")).status_code == 200

    end_delegate(actor=worker, delegate_id=delegate.pk)

    assert client.get(page).status_code == 403
    assert client.get(reverse("cobuilding:mine")).status_code == 403
    actor = User.objects.get(pk=person.pk).as_actor()
    assert not Need.objects.visible_to(actor).exists()


def test_a_grant_of_long_ago_ends_with_the_delegate_too(worker):
    unit = make_unit()
    person = make_user(Role.UNIT_CONTACT, HERE, unit)
    member = admitted(worker, founded(worker), unit)
    delegate = appoint_delegate(
        actor=worker, member_id=member.pk, spec=DelegateSpec(name="许敏", user_id=person.pk)
    )
    assert Grant.objects.filter(user=person).count() == 1

    end_delegate(actor=worker, delegate_id=delegate.pk)

    assert not User.objects.get(pk=person.pk).as_actor().grants


def test_leaving_the_alliance_ends_the_delegates(worker):
    unit = make_unit()
    person, member = person_of(unit), admitted(worker, founded(worker), unit)
    appoint_delegate(actor=worker, member_id=member.pk, spec=DelegateSpec(name="许敏", user_id=person.pk))

    release_member(actor=worker, member_id=member.pk, left_on=TODAY(), reason="搬走了")

    assert not User.objects.get(pk=person.pk).as_actor().grants
    assert not Delegate.objects.filter(ends_on__isnull=True).exists()


def test_who_speaks_for_the_unit_in_two_alliances_keeps_the_word_until_the_last_ends(worker):
    unit = make_unit("区医院", COUNTY)
    person = person_of(unit)
    office = make_user("office", COUNTY).as_actor()
    other = found_alliance(
        actor=office, spec=AllianceSpec(place_code=COMMUNITIES[1], name="邻社区联盟", founded_on=TODAY())
    )
    spec = DelegateSpec(name="许敏", user_id=person.pk)
    first = appoint_delegate(actor=worker, member_id=admitted(worker, founded(worker), unit).pk, spec=spec)
    second = appoint_delegate(actor=office, member_id=admitted(office, other, unit).pk, spec=spec)

    end_delegate(actor=worker, delegate_id=first.pk)
    assert User.objects.get(pk=person.pk).as_actor().grants
    end_delegate(actor=office, delegate_id=second.pk)
    assert not User.objects.get(pk=person.pk).as_actor().grants


def test_only_a_person_of_the_unit_can_be_given_its_word(worker):
    unit = make_unit()
    member = admitted(worker, founded(worker), unit)
    stranger, auditor = make_user(None, HERE), make_user("audit_admin", HERE, unit)

    with pytest.raises(Invalid, match="不是城南银行的人"):
        appoint_delegate(actor=worker, member_id=member.pk, spec=DelegateSpec(name="某", user_id=stranger.pk))
    with pytest.raises(Conflict, match="三员分立"):
        appoint_delegate(actor=worker, member_id=member.pk, spec=DelegateSpec(name="某", user_id=auditor.pk))


def test_the_pages_of_an_alliance(worker, sign_in):
    client = sign_in(make_worker())
    client.post(reverse("cobuilding:found_alliance"), {"name": "望江共建联盟", "founded_on": str(TODAY())})
    unit = make_unit()
    row = client.get(reverse("cobuilding:alliances")).context["rows"][0][0]
    page = reverse("cobuilding:alliance", args=[row.pk])
    assert "城南银行" in client.get(page).content.decode()

    joined = client.post(
        reverse("cobuilding:admit_member", args=[row.pk]),
        {"organisation_id": unit.pk, "side": "unit", "joined_on": str(TODAY())},
    )
    member = row.members.get()
    client.post(
        reverse("cobuilding:appoint_delegate", args=[member.pk]), {"name": "许敏", "phone": "13900001234"}
    )

    assert joined.url == page
    text = client.get(page).content.decode()
    assert "许敏" in text and "139****1234" in text and "13900001234" not in text
    delegate = Delegate.objects.get()
    shown = client.post(reverse("cobuilding:reveal_delegate", args=[delegate.pk]), {"reason": "通知开会"})
    assert "13900001234" in shown.content.decode()
