"""Building together for programs: the scope of the pages, pages by cursor, amounts as counted, nothing of a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.cobuilding.models import Need
from gongjian.core.access import Role
from tests.agreement_factories import both, deliver, signed
from tests.cobuilding_factories import HERE, make_liaison, make_need, make_resource, make_unit
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_user

pytestmark = pytest.mark.usefixtures("places")
NEEDS, RESOURCES, AGREEMENTS = (f"/api/cobuilding/{name}/" for name in ("needs", "resources", "agreements"))


def titles(client: Client, path: str, **asked: Any) -> list[str]:
    answer = client.get(path, asked)
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["rows"]]


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, COUNTY))


def test_lists_hold_what_the_pages_show_and_no_more(sign_in):
    unit, other = make_unit("城南银行"), make_unit("外地银行", OTHER_COUNTY)
    for title, shown in (("公布的", HERE), ("没有公布的", None)):
        make_need(title=title, published_to=shown)
        make_resource(unit, title=title, published_to=shown)
    hidden = Need.objects.get(title="没有公布的")

    assert titles(sign_in(make_user(Role.OFFICE, COUNTY)), NEEDS) == ["没有公布的", "公布的"]
    liaison = sign_in(make_liaison(unit))
    assert titles(liaison, NEEDS) == ["公布的"]
    assert titles(liaison, RESOURCES) == ["没有公布的", "公布的"]
    assert liaison.get(f"{NEEDS}{hidden.pk}").status_code == 404
    stranger = sign_in(make_liaison(other))
    assert (titles(stranger, NEEDS), titles(stranger, RESOURCES)) == ([], [])
    assert stranger.get(f"{NEEDS}{hidden.pk}").status_code == 404


def test_pages_by_cursor_skip_and_repeat_nothing_while_rows_come_in(office):
    made = [make_need(title=f"第{n}条").pk for n in range(5)]

    first = office.get(NEEDS, {"size": 2}).json()
    make_need(title="后来的")
    second = office.get(NEEDS, {"size": 2, "cursor": first["next_cursor"]}).json()
    last = office.get(NEEDS, {"size": 2, "cursor": second["next_cursor"]}).json()

    seen = [row["id"] for page in (first, second, last) for row in page["rows"]]
    assert (seen, last["next_cursor"]) == (made[::-1], None)
    for wrong in ("%%%", "eA", "MXwy", "LTE"):
        assert office.get(NEEDS, {"cursor": wrong}).status_code == 422, wrong


def test_filters_narrow_as_on_the_pages(office):
    make_need(title="急的", urgency=5)
    make_need(title="义诊", category="people.clinic", place_code=COMMUNITIES[1], published_to=STREET)
    Need.objects.filter(title="急的").update(status="met")

    assert titles(office, NEEDS, urgency=4) == ["急的"]
    assert titles(office, NEEDS, status="open") == ["义诊"]
    assert titles(office, NEEDS, category="people") == ["义诊"]
    assert titles(office, NEEDS, category="venue.hall", place=HERE) == ["急的"]
    assert titles(office, NEEDS, place=OTHER_COUNTY) == []


def test_an_agreement_says_promised_delivered_and_accepted_and_no_person(office, sign_in):
    cast = both()
    need = make_need(quantity=10)
    row = signed(cast, need, 8)
    deliver(cast.worker, row, 3)

    listed = office.get(
        AGREEMENTS, {"organisation": cast.unit.pk, "status": "signed", "year": row.starts_on.year}
    )
    answer = office.get(f"{AGREEMENTS}{row.pk}")
    line = answer.json()["lines"][0]

    assert [one["id"] for one in listed.json()["rows"]] == [row.pk]
    assert (line["need_id"], line["promised"], line["delivered"], line["accepted"]) == (need.pk, 8, 3, None)
    assert office.get(f"{NEEDS}{need.pk}").json()["open_quantity"] == 2
    assert cast.worker.name not in answer.content.decode()
    assert sign_in(make_user(Role.OFFICE, OTHER_COUNTY)).get(f"{AGREEMENTS}{row.pk}").status_code == 404


def test_a_token_needs_the_scope_of_building_together(client, places):
    make_need()
    account = make_user(Role.OFFICE, COUNTY).username

    def call(scope: TokenScope) -> int:
        spec = services.TokenSpec(
            name="平台", username=account, scopes=[scope], expires_on=timezone.localdate() + timedelta(days=1)
        )
        _row, text = services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)
        return client.get(NEEDS, headers={"Authorization": f"Bearer {text}"}).status_code

    assert (call(TokenScope.COBUILDING_READ), call(TokenScope.READ)) == (200, 403)


@pytest.mark.parametrize("path", [NEEDS, RESOURCES, AGREEMENTS])
def test_a_list_reads_as_often_with_many_rows(office, path, django_assert_max_num_queries):
    cast = both()
    for n in range(4):
        make_resource(cast.unit, title=f"第{n}条")
        signed(cast, make_need(quantity=2))

    with django_assert_max_num_queries(8):
        assert len(office.get(path).json()["rows"]) == 4
