"""The access matrix holds on every page, export and operation of the API, and a removed guard breaks it."""

from typing import Any

import pytest
from django.test import Client

from gongjian.core.access import RIGHTS, OwnedQuerySet, Right, Role
from gongjian.core.models import AuditEntry
from tests.access.matrix import EXEMPT, addresses, api_cases, cases, faults, fill, operations

APPS = sorted({case[0].split("/")[1] for case in cases()})
World = dict[str, dict[str, Any]]
Clients = dict[Role, Client]


def case_of(route: str) -> Any:
    """Return the case of one address."""
    return next(case for case in cases() if case[0] == route)


@pytest.mark.parametrize(
    "app", [pytest.param(app, marks=pytest.mark.xdist_group(f"matrix of {app}")) for app in APPS]
)
@pytest.mark.one_database
def test_every_address_answers_each_role_at_each_position_as_the_table_says(
    app: str, world: World, clients: Clients
) -> None:
    listed = [case for case in cases() if case[0].split("/")[1] == app]

    wrong = {case[0]: found for case in listed if (found := faults(case, world, clients))}

    assert wrong == {}, "\n".join(f"{route} {found}" for route, found in wrong.items())


def test_the_matrix_holds_pages_exports_and_the_api() -> None:
    routes = [case[0] for case in cases()]

    assert len(routes) > 110
    assert len(api_cases()) == len(operations()) >= 12
    assert [route for route in routes if "export" in route or "file." in route or ".xlsx" in route] == [
        "/places/export/",
        "/indicators/values/export.xlsx",
        "/indicators/projects/export.xlsx",
        "/indicators/values/import/template.xlsx",
        "/indicators/projects/import/template.xlsx",
        "/indicators/<str:key>/rows.xlsx",
        "/documents/<int:document_id>/file.<str:form>",
        "/matters/export.xlsx",
        "/matters/exports/",
        "/matters/exports/new/",
        "/matters/import/template.xlsx",
        "/matters/ideas/export.xlsx",
        "/inspections/rounds/<int:round_id>/export/",
        "/inspections/rubrics/import/template.xlsx",
        "/inspections/versions/<int:version_id>/rubric.xlsx",
        "/councils/funds/<int:fund_id>/table.xlsx",
        "/cobuilding/needs/export.xlsx",
        "/cobuilding/resources/export.xlsx",
        "/cobuilding/agreements/export/",
        "/cobuilding/agreements/<int:agreement_id>/file.<str:form>",
        "/cobuilding/deliveries/export/",
        "/cobuilding/statements/<int:statement_id>/file.<str:form>",
        "/cobuilding/needs/import/template.xlsx",
        "/cobuilding/resources/import/template.xlsx",
        "/cobuilding/known/import/template.xlsx",
        "/programmes/<int:programme_id>/export/",
        "/supervision/calendar/file.ics",
        "/supervision/letters/<int:letter_id>/file.<str:form>",
    ]


def test_every_name_in_an_address_has_an_object_or_a_reason(world: World) -> None:
    names = {
        name
        for _route, view, names in addresses()
        if view.__module__.startswith("gongjian.")
        for name in names
    }

    assert names - world["own"].keys() - EXEMPT.keys() == set()


def test_strangers_are_sent_to_sign_in_everywhere(world: World) -> None:
    client = Client(raise_request_exception=False)
    found = {}
    by_script = {route for route, view, _names in addresses() if getattr(view, "answers_json", False)}
    for route, _right, names in cases():
        address = fill(route, names, world["own"])
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        is_sent = response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/")
        is_json = route.startswith("/api/") or route in by_script
        if not (response.status_code == 401 if is_json else is_sent):
            found[route] = response.status_code

    assert found == {}


def test_a_removed_guard_of_a_page_makes_the_matrix_fail(
    world: World, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongjian.apps.plans import urls

    pattern = next(one for one in urls.urlpatterns if one.name == "list")
    case = case_of("/plans/")
    assert faults(case, world, clients) == []

    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)

    assert any("viewer" in fault and "200, wanted [403]" in fault for fault in faults(case, world, clients))


def test_a_removed_guard_of_an_export_makes_the_matrix_fail(
    world: World, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongjian.apps.places import urls

    pattern = next(one for one in urls.urlpatterns if one.name == "export")
    case = case_of("/places/export/")
    assert faults(case, world, clients) == []

    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)

    assert any("unit_contact" in fault and "200" in fault for fault in faults(case, world, clients))


def test_a_removed_guard_of_an_operation_makes_the_matrix_fail(
    world: World, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = next(one for one in operations() if one.view_func.__name__ == "list_organisations")
    case = case_of("/api/organisations/")
    assert faults(case, world, clients) == []

    monkeypatch.setattr(operation, "auth_callbacks", [])

    assert any("inspector" in fault and "200" in fault for fault in faults(case, world, clients))


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        ("/plans/", "plan"),
        ("/programmes/<int:programme_id>/export/", "task"),
        ("/inspections/rounds/<int:round_id>/export/", "finding"),
        ("/api/organisations/", "organisation"),
        ("/search/", "plan"),
        ("/parties/users/pick/", "person"),
    ],
)
def test_a_removed_row_filter_is_read_in_the_answer(
    route: str, kind: str, world: World, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of(route)
    assert faults(case, world, clients) == []

    monkeypatch.setattr(OwnedQuerySet, "reachable_by", lambda rows, *_args, **_named: rows)

    assert any(f"shows {kind} of 510904" in fault for fault in faults(case, world, clients))


def test_nobody_writes_without_the_right(world: World, clients: Clients) -> None:
    before = AuditEntry.objects.count()
    for route, right, names in cases():
        for role in (Role.VIEWER, Role.AUDIT_ADMIN):
            if right not in RIGHTS[role]:
                clients[role].post(fill(route, names, world["own"]))

    assert AuditEntry.objects.count() == before


def test_every_right_is_held_by_a_role() -> None:
    assert set(Right) - set().union(*RIGHTS.values()) == set()
