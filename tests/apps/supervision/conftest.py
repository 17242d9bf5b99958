"""The little country with the rules loaded, and the people of supervision; the clock stands on a Wednesday."""

import pytest

from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.apps.supervision.builders import WEDNESDAY, moment
from tests.factories import STREET, make_actor, make_organisation, make_user


@pytest.fixture(autouse=True)
def now(places):
    with at(moment(WEDNESDAY)):
        yield


@pytest.fixture
def unit():
    return make_organisation(name="区民政局")


@pytest.fixture
def office(unit):
    return make_actor(Role.OFFICE, organisation=unit)


@pytest.fixture
def leader(unit):
    return make_actor(Role.LEADER, organisation=unit)


@pytest.fixture
def inspector():
    return make_actor(Role.INSPECTOR)


@pytest.fixture
def street_user():
    return make_user(Role.OFFICE, STREET)


@pytest.fixture
def street(street_user):
    return street_user.as_actor()
