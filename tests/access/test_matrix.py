"""The access matrix, generated from the rights table and the addresses: role × address × position.

Position is where the object lies, seen from the actor's county: own, below, beside, above. What is
expected follows from the table alone: without the right 403; with it, an object beside is 404; own and
below open; above opens only what its model shares upward.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from gongjian.core.access import RIGHTS, Right, Role
from gongjian.core.models import AuditEntry
from tests.access.objects import make_objects
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET, make_organisation, make_places, make_user

POSITIONS = {"own": COUNTY, "below": STREET, "beside": OTHER_COUNTY, "above": CITY}
OPENS = {200, 302, 405, 409, 422}
EXEMPT = {
    "import_id": "an import belongs to the person who made it; tests/apps/parties covers it",
    "notice_id": "a notice belongs to one person; tests/apps/parties covers it",
    "kind": "a change form of a place; the place itself is covered by its own address",
}
ALSO = {
    "/documents/<int:document_id>/value/": {404},
    "/documents/<int:document_id>/check/": {403},
    "/documents/<int:document_id>/take/": {403},
    "/documents/<int:document_id>/keep/": {403},
    "/inspections/grades/<int:grade_id>/sheets/": {404},
    "/plans/<int:plan_id>/items/<int:item_id>/state/": {404},
}
"""Addresses whose act asks for more than the guard's right, or that need more than an empty request."""
OWNER = {
    "file_id": "file_id",
    "quoted_id": "document_id",
    "item_id": "plan_id",
    "unit_id": "plan_id",
    "number": "sheet_id",
}
Case = tuple[str, Right, tuple[str, ...]]


def addresses() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """List every own address with its view and the names it needs."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route, pattern.callback, tuple(pattern.pattern.converters)
            else:
                yield from walk(pattern.url_patterns, route)

    yield from walk(get_resolver().url_patterns, "/")


def cases() -> list[Case]:
    """List the addresses that the table guards."""
    found = []
    for route, view, names in addresses():
        right = getattr(view, "required_right", None)
        if isinstance(right, Right) and not EXEMPT.keys() & set(names):
            found.append((route, right, names))
    return found


def fill(route: str, names: tuple[str, ...], objects: dict[str, Any]) -> str:
    """Write an address for the objects of one place."""
    for name in names:
        value = objects[name]
        for converter in ("int", "slug", "str"):
            route = route.replace(f"<{converter}:{name}>", str(getattr(value, "pk", value)))
    return route


def owner_of(names: tuple[str, ...]) -> str:
    """Say which of an address's names is the object that decides the scope."""
    return next((name for name in names if name not in OWNER), names[0])


def shares_upward(name: str, objects: dict[str, Any]) -> bool:
    """Say whether the model lets places below see what is above them."""
    if name in ("code", "key"):
        return True
    return bool(type(objects[name]).shared_upward)


@pytest.fixture
def world(db: None) -> dict[str, dict[str, Any]]:
    make_places()
    return {position: make_objects(code) for position, code in POSITIONS.items()}


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


def ask(client: Client, address: str) -> HttpResponse:
    """GET an address, or POST nothing where it only takes a POST; what was written is undone."""
    with transaction.atomic():
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    return response


def faults(
    case: Case,
    world: dict[str, dict[str, Any]],
    clients: dict[Role, Client],
    asking: Callable[[Client, str], HttpResponse] = ask,
) -> list[str]:
    """List where an address answers otherwise than the table says."""
    route, right, names = case
    found = []
    for role, client in clients.items():
        for position, objects in world.items():
            status = asking(client, fill(route, names, objects)).status_code
            expected = wanted(role, right, position, names, objects)
            if right in RIGHTS[role] and position != "beside":
                expected = expected | ALSO.get(route, set())
            if status not in expected:
                found.append(f"{role.value} {position}: {status}, wanted {sorted(expected)}")
            if not names:
                break
    return found


def wanted(
    role: Role, right: Right, position: str, names: tuple[str, ...], objects: dict[str, Any]
) -> set[int]:
    """Say from the table alone what an address may answer."""
    if right not in RIGHTS[role]:
        return {403}
    if not names:
        return OPENS
    if role == Role.UNIT_CONTACT:
        return OPENS | {403, 404}
    owner = owner_of(names)
    if owner == "key":
        return OPENS
    if position == "beside":
        return {404}
    if position == "above":
        return OPENS | {403, 404} if shares_upward(owner, objects) else {404}
    return OPENS | ({403, 404} if is_personal(names, right) else set())


def is_personal(names: tuple[str, ...], right: Right) -> bool:
    """Addresses that ask for more than the place: one's own sheet, a report of the level below, a refused part."""
    return bool({"sheet_id", "report_id", "assignment_id", "round_id", "file_id"} & set(names)) or right in (
        Right.GRANTS_MANAGE,
        Right.HANDOVER_MANAGE,
        Right.USERS_MANAGE,
    )


@pytest.mark.django_db
def test_every_address_answers_each_role_at_each_position_as_the_table_says(
    world: dict[str, dict[str, Any]], clients: dict[Role, Client]
) -> None:
    listed = cases()

    wrong = {case[0]: found for case in listed if (found := faults(case, world, clients))}

    assert wrong == {}, "\n".join(f"{route} {found}" for route, found in wrong.items())
    assert len(listed) > 100


def test_every_name_in_an_address_has_an_object_or_a_reason(world: dict[str, dict[str, Any]]) -> None:
    names = {
        name
        for _route, view, names in addresses()
        if view.__module__.startswith("gongjian.")
        for name in names
    }

    assert names - world["own"].keys() - EXEMPT.keys() == set()


def test_strangers_are_sent_to_sign_in_everywhere(world: dict[str, dict[str, Any]]) -> None:
    client = Client(raise_request_exception=False)
    found = {}
    for route, _right, names in cases():
        response = client.get(fill(route, names, world["own"]))
        if response.status_code != 302 or not response.headers["Location"].startswith("/accounts/login/"):
            found[route] = response.status_code

    assert found == {}


def test_a_removed_guard_makes_the_matrix_fail(
    world: dict[str, dict[str, Any]], clients: dict[Role, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongjian.apps.plans import urls

    pattern = next(one for one in urls.urlpatterns if one.name == "list")
    case = next(case for case in cases() if case[0] == "/plans/")
    assert faults(case, world, clients) == []

    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)

    assert any("viewer" in fault for fault in faults(case, world, clients))


def test_nobody_writes_without_the_right(
    world: dict[str, dict[str, Any]], clients: dict[Role, Client]
) -> None:
    before = AuditEntry.objects.count()
    for route, right, names in cases():
        for role in (Role.VIEWER, Role.AUDIT_ADMIN):
            if right not in RIGHTS[role]:
                clients[role].post(fill(route, names, world["own"]))

    assert AuditEntry.objects.count() == before


API = (
    ("/api/places/", "/api/places/{code}", Right.PLACES_VIEW, "code"),
    ("/api/organisations/", "/api/organisations/{organisation_id}", Right.PARTIES_VIEW, "organisation_id"),
    ("/api/programmes/", "/api/programmes/{programme_id}", Right.PROGRAMMES_VIEW, "programme_id"),
)


@pytest.mark.parametrize("listing, single, right, name", API)
def test_the_api_answers_like_the_pages(
    listing: str,
    single: str,
    right: Right,
    name: str,
    world: dict[str, dict[str, Any]],
    clients: dict[Role, Client],
) -> None:
    assert Client().get(listing).status_code == 401
    for role, client in clients.items():
        may = right in RIGHTS[role]
        assert client.get(listing).status_code == (200 if may else 403), role
        for position, objects in world.items():
            value = objects[name]
            status = client.get(single.replace(f"{{{name}}}", str(getattr(value, "pk", value)))).status_code
            if not may:
                assert status == 403, (role, position)
            elif position == "beside" and role != Role.UNIT_CONTACT:
                assert status == 404, (role, position)
            elif position != "beside" and role != Role.UNIT_CONTACT:
                assert status == 200, (role, position)
