"""Every link that a role is shown opens, and within the bound of reads."""

import pytest

from gongjian.core.access import Role
from tests.apps.workbench.crawler import walk
from tests.factories import CITY, COMMUNITIES, COUNTY, STREET, make_organisation, make_user

PLACES = {
    Role.OFFICE: COUNTY,
    Role.LEADER: CITY,
    Role.WORKER: COMMUNITIES[0],
    Role.INSPECTOR: COUNTY,
    Role.DEPARTMENT: COUNTY,
    Role.UNIT_CONTACT: STREET,
    Role.VIEWER: CITY,
    Role.SYSTEM_ADMIN: "",
    Role.SECURITY_ADMIN: "",
    Role.AUDIT_ADMIN: "",
}


def person(role):
    unit = make_organisation(PLACES[role]) if role in {Role.UNIT_CONTACT, Role.DEPARTMENT} else None
    return make_user(role, PLACES[role], organisation=unit)


@pytest.mark.usefixtures("county_at_work")
@pytest.mark.parametrize("role", list(Role))
def test_every_link_a_role_is_shown_opens(role, sign_in):
    found = walk(sign_in(person(role)))

    assert found.faults == []
    assert len(found.pages) > 3


@pytest.mark.usefixtures("county_at_work")
def test_the_walk_reports_what_does_not_open(sign_in):
    found = walk(sign_in(person(Role.OFFICE)), start="/nowhere/")

    assert found.faults == ["404 /nowhere/ (from )"]
