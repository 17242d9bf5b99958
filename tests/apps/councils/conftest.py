"""A worker of a community in the little country, the office above, and who hosts a council on a Wednesday."""

import pytest

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import Actor, Role
from gongjian.core.clock import at
from tests.apps.councils.meeting_builders import COMMUNITY, moment
from tests.factories import COMMUNITIES, STREET, make_actor, make_organisation


@pytest.fixture
def worker(places: None) -> Actor:
    return make_actor(Role.WORKER, COMMUNITIES[0])


@pytest.fixture
def street(places: None) -> Actor:
    return make_actor(Role.OFFICE, STREET)


@pytest.fixture
def wednesday(places):
    with at(moment()):
        yield


@pytest.fixture
def host(wednesday) -> Actor:
    """A community worker of the community whose council it is, with its committee registered."""
    make_organisation(COMMUNITY, "演示1社区居委会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    return make_actor(Role.WORKER, COMMUNITY)
