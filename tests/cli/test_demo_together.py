"""The demo's alliance: 26 members on three sides with their convener, a year of both lists, claims in every state."""

from collections import Counter

import pytest

from gongjian.apps.cobuilding.models import Agreement, AllianceMember, Claim, Delivery, Need, Resource
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.cli.demo.alliance_members import HOSPITAL, MEMBERS
from gongjian.cli.demo.cobuilding import fill_lists
from gongjian.cli.demo.performed import PERFORMED, perform
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from tests.factories import COMMUNITIES, STREET, make_organisation, make_user


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_year_of_the_alliance_is_built_by_services(places):
    hospital = make_organisation(STREET, HOSPITAL, kind=OrganisationKind.RESIDENT_UNIT)
    demo = Demo(lambda _step: None)
    demo.streets, demo.communities = [STREET], list(COMMUNITIES)
    demo.people = {
        "shequ": make_user(Role.WORKER, COMMUNITIES[0]).as_actor(),
        "danwei": make_user(Role.UNIT_CONTACT, STREET, hospital).as_actor(),
    }

    fill_lists(demo)

    assert AllianceMember.objects.count() == len(MEMBERS) == 26
    assert sum(one.sits for one in MEMBERS) == 9
    assert Counter(Claim.objects.values_list("status", flat=True)) == {
        "consented": 16,
        "declined": 1,
        "asked": 1,
    }
    assert Need.objects.filter(status="raised").count() == 1
    assert {row.made_at.month for row in Need.objects.all()} == set(range(1, 12))
    assert Resource.objects.filter(is_by_desk=False, organisation=hospital).count() == 2

    perform(demo, PERFORMED[:1])

    assert Agreement.objects.filter(status="signed").count() == 1
    assert set(Delivery.objects.values_list("status", flat=True)) == {"confirmed"}
