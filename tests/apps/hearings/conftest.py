"""A worker of a community in the little country, and the office of the county above."""

import pytest

from gongjian.core.access import Actor, Role
from tests.factories import make_actor
from tests.hearing_factories import COMMUNITY


@pytest.fixture
def worker(places: None) -> Actor:
    return make_actor(Role.WORKER, COMMUNITY)


@pytest.fixture
def county(places: None) -> Actor:
    return make_actor(Role.OFFICE)
