"""A worker of a community in the little country, and the office of the street above."""

import pytest

from gongjian.core.access import Actor, Role
from tests.factories import COMMUNITIES, STREET, make_actor


@pytest.fixture
def worker(places: None) -> Actor:
    return make_actor(Role.WORKER, COMMUNITIES[0])


@pytest.fixture
def street(places: None) -> Actor:
    return make_actor(Role.OFFICE, STREET)
