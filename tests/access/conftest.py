"""One object of every kind at each position, and a signed-in client for each role of the county in the middle."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from gongjian.core.access import Role
from tests.access.matrix import POSITIONS
from tests.access.objects import make_objects
from tests.factories import COUNTY, make_organisation, make_places, make_user


@pytest.fixture(scope="module")
def world_for_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, dict[str, Any]]]:
    """Make the world once for all tests of a file; it is undone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_places()
        found: dict[str, dict[str, Any]] = {}
        for position, code in POSITIONS.items():
            found[position] = make_objects(code, found.get("above"))
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def world(world_for_all: dict[str, dict[str, Any]], db: None) -> dict[str, dict[str, Any]]:
    """Lend the world to one test; what the test writes is undone, as everywhere."""
    return world_for_all


@pytest.fixture
def clients(world: dict[str, dict[str, Any]]) -> dict[Role, Client]:
    unit = make_organisation(COUNTY, "演示单位")
    found = {}
    for role in Role:
        client = Client(raise_request_exception=False)
        person = make_user(role, COUNTY, organisation=unit if role == Role.UNIT_CONTACT else None)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        found[role] = client
    return found
