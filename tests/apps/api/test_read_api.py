"""The read API: the same rows as the pages, one shape for every error, no bare operation."""

import pytest

from gongjian.apps.api.guard import CODES, OPERATION_RIGHTS
from gongjian.apps.api.views.operations import api
from gongjian.core.access import RIGHTS, Right, Role
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET, make_organisation, make_user

pytestmark = pytest.mark.usefixtures("places")
LISTS = (
    "/api/places/",
    "/api/organisations/",
    "/api/indicators/",
    "/api/programmes/",
    "/api/assignments/",
    "/api/documents/",
)


@pytest.fixture
def viewer(sign_in):
    return sign_in(make_user(Role.VIEWER, COUNTY))


def _check_error(response, status: int) -> dict[str, str]:
    body = response.json()
    assert response.status_code == status
    assert set(body) == {"code", "message", "request_id"}
    assert body["code"] == CODES[status]
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert body["message"].endswith("。")
    return body


@pytest.mark.parametrize("address", [*LISTS, f"/api/places/{STREET}", "/api/places/search?q=x"])
def test_without_a_session_every_operation_answers_401(client, address):
    _check_error(client.get(address), 401)


@pytest.mark.parametrize("address", LISTS)
def test_every_list_answers_a_reader(viewer, address):
    assert viewer.get(address).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_a_role_without_the_right_gets_403(sign_in, address):
    operation = next(right for name, right in OPERATION_RIGHTS.items() if f"list_{address[5:-1]}" == name)
    role = next(role for role in Role if operation not in RIGHTS[role])

    _check_error(sign_in(make_user(role, COUNTY)).get(address), 403)


def test_every_operation_has_a_right_of_the_table():
    names = {
        operation.view_func.__name__: operation.view_func
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }

    assert names.keys() == OPERATION_RIGHTS.keys()
    assert all(view.required_right in Right for view in names.values())
    granted = set().union(*RIGHTS.values())
    assert set(OPERATION_RIGHTS.values()) <= granted


def test_places_are_those_of_the_page(viewer):
    body = viewer.get(f"/api/places/?parent={COUNTY}").json()

    assert [row["name"] for row in body["rows"]] == ["南津路街道", "凯旋路街道"]
    assert (body["page"], body["total"], body["has_next"]) == (1, 2, False)
    assert viewer.get(f"/api/places/{STREET}").json()["parent_code"] == COUNTY
    assert viewer.get(f"/api/places/search?q={STREET}").json()[0]["name"] == "南津路街道"


@pytest.mark.parametrize(
    "address",
    [
        f"/api/places/{OTHER_COUNTY}",
        f"/api/places/?parent={OTHER_COUNTY}",
        f"/api/places/{STREET}?on=1900-01-01",
    ],
)
def test_anothers_place_and_an_unknown_one_look_absent(viewer, address):
    from gongjian.apps.places.models import Place

    Place.objects.filter(code=STREET).update(valid_from="2000-01-01")

    _check_error(viewer.get(address), 404)


@pytest.mark.parametrize(
    "address",
    [
        "/api/places/search",
        "/api/places/search?q=x&limit=0",
        "/api/places/search?q=x&limit=51",
        f"/api/places/{STREET}?on=gestern",
        "/api/organisations/?page=x",
    ],
)
def test_an_unreadable_parameter_is_named(viewer, address):
    body = _check_error(viewer.get(address), 422)

    assert any(name in body["message"] for name in ("q", "limit", "on", "page"))


def test_organisations_come_without_contacts_and_within_the_scope(viewer):
    own = make_organisation(COUNTY, "区民政局", contact_name="某人")
    other = make_organisation(OTHER_COUNTY, "别的局")

    rows = viewer.get("/api/organisations/").json()["rows"]

    assert [row["id"] for row in rows] == [own.pk]
    assert not any("contact" in key for row in rows for key in row)
    _check_error(viewer.get(f"/api/organisations/{other.pk}"), 404)


def test_a_figure_is_read_for_ones_own_places_only(viewer):
    keys = [row["key"] for row in viewer.get("/api/indicators/").json()]
    if not keys:
        pytest.skip("no app has registered an indicator")
    address = f"/api/indicators/{keys[0]}"

    assert viewer.get(f"{address}?period=2026").json()["place_code"] == COUNTY
    assert viewer.get(f"{address}/rows?period=2026-Q3&place={STREET}").json()["rows"] == []
    _check_error(viewer.get(f"{address}?period=2026&place={CITY}"), 404)
    _check_error(viewer.get(f"{address}?period=neulich"), 422)
    _check_error(viewer.get("/api/indicators/nothing?period=2026"), 404)


def test_the_description_names_every_error_and_wants_a_session(client, viewer):
    description = viewer.get("/api/openapi.json").json()

    answers = description["paths"]["/api/places/{code}"]["get"]["responses"]
    assert set(answers) == {"200", "304", "400", "401", "403", "404", "422", "429"}
    client.logout()
    assert client.get("/api/openapi.json").status_code == 302


def test_the_api_writes_nothing(viewer):
    for address in LISTS:
        for method in (viewer.post, viewer.put, viewer.delete):
            assert method(address).status_code == 405


@pytest.mark.parametrize("address", LISTS)
def test_an_operation_needs_few_queries(viewer, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        viewer.get(address)
