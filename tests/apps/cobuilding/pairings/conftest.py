"""A community with its worker, a hospital with its liaison; the clock stands on a Wednesday in November."""

import pytest
from django.utils import timezone

from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.apps.cobuilding.pairings.builders import COMMUNITY, TODAY, moment
from tests.factories import make_organisation, make_user


@pytest.fixture(autouse=True)
def now(places):
    with at(moment(TODAY)):
        assert timezone.localdate() == TODAY
        yield


@pytest.fixture
def hospital():
    return make_organisation(COMMUNITY, "区中医院", kind="resident_unit")


@pytest.fixture
def committee():
    return make_organisation(COMMUNITY, "演示1社区居委会", kind="residents_committee")


@pytest.fixture
def worker_user(committee):
    return make_user(Role.WORKER, COMMUNITY, organisation=committee)


@pytest.fixture
def worker(worker_user):
    return worker_user.as_actor()


@pytest.fixture
def liaison_user(hospital):
    return make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=hospital)


@pytest.fixture
def liaison(liaison_user):
    return liaison_user.as_actor()


@pytest.fixture
def outsider():
    other = make_organisation(COMMUNITY, "第二小学", kind="resident_unit")
    return make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=other).as_actor()
