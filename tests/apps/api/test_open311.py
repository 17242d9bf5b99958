"""Open311: refusals as the specification writes them, the door that a place's rule opens, pictures fetched with care."""

from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from PIL import Image

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.matters.models import Matter
from gongjian.core import outside
from gongjian.core.access import Role
from gongjian.core.models import Rule
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.matter_factories import class_of, make_matter

pytestmark = pytest.mark.usefixtures("places")
BASE = "/open311/v2"
DATA = {
    "jurisdiction_id": STREET,
    "service_code": "S0507",
    "address_string": "滨江路",
    "description": "堆了旧家具。",
}


def _token(*scopes: TokenScope, **fields: object) -> str:
    spec = services.TokenSpec(
        name="平台",
        username=make_user(Role.OFFICE, COUNTY).username,
        scopes=scopes or [TokenScope.MATTERS_REPORT],
        expires_on=timezone.localdate() + timedelta(days=1),
        **fields,
    )
    return services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)[1]


def _set_rule(key: str, value: object, place_code: str = STREET) -> None:
    Rule.objects.create(
        key=key, place_code=place_code, effective_on="2020-01-01", value=value, citation="本地规定"
    )


def _fault(response) -> tuple[int, str]:
    (fault,) = response.json()
    assert (fault["code"], response.status_code) == (response.status_code, fault["code"])
    assert fault["description"].endswith("。")
    return fault["code"], fault["description"]


@pytest.mark.parametrize(
    ("change", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "S9999"}, 404, "类别"),
        ({"address_string": ""}, 400, "lat"),
        ({"lat": "30.5"}, 400, "long"),
        ({"lat": "x", "long": "1"}, 400, "lat"),
        ({"lat": "91", "long": "1"}, 400, "lat"),
        ({"lat": "nan", "long": "1"}, 400, "lat"),
        ({"description": ""}, 400, "什么事"),
        ({"description": "x" * 4001}, 400, "description"),
        ({"description": "a\x00b"}, 400, "description"),
        ({"jurisdiction_id": "nowhere"}, 404, "jurisdiction_id"),
        ({"jurisdiction_id": OTHER_COUNTY}, 403, "jurisdiction_id"),
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"api_key": ""}, 403, "api_key"),
        ({"phone": "abc"}, 400, "电话"),
        ({"media_url": "http://example.cn/a.jpg"}, 400, "https"),
        ({"media_url": "https://127.0.0.1/a.jpg"}, 400, "内网"),
    ],
)
def test_a_bad_request_says_what_is_wrong_and_keeps_nothing(client, change, status, named):
    answer = client.post(f"{BASE}/requests.json", {**DATA, "api_key": _token(), **change})

    code, sentence = _fault(answer)
    assert (code, named in sentence) == (status, True)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/requests.json", 400),
        ("/requests.json?jurisdiction_id=1", 404),
        (f"/requests.json?jurisdiction_id={STREET}&status=half", 400),
        (f"/requests.json?jurisdiction_id={STREET}&start_date=neulich", 400),
        (f"/requests.json?jurisdiction_id={STREET}&start_date=2026-01-01T00:00:00", 400),
        (
            f"/requests.json?jurisdiction_id={STREET}&start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
            400,
        ),
        (f"/requests.json?jurisdiction_id={STREET}&page=0", 400),
        (f"/requests.json?jurisdiction_id={STREET}&page_size=501", 400),
        (f"/requests.json?jurisdiction_id={STREET}&lat=1&long=2&radius=0", 400),
        (f"/services.json?jurisdiction_id={STREET}&api_key=bad", 403),
        (f"/services/S9999.json?jurisdiction_id={STREET}", 404),
        ("/requests/nothing.json", 404),
        ("/requests/a%00b.json", 404),
        ("/tokens/nothing.json", 404),
    ],
)
def test_a_bad_question_is_answered_as_the_specification_says(client, address, status):
    answer = client.get(f"{BASE}{address}")

    assert answer.status_code == status
    if "%00" not in address:
        _fault(answer)


def test_an_error_in_xml_has_its_code_and_description(client):
    answer = client.get(f"{BASE}/requests/nothing.xml")

    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root.findtext("error/code")) == ("errors", "404")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert client.get(f"{BASE}/services.html?jurisdiction_id={STREET}").status_code == 404
    assert client.delete(f"{BASE}/services.xml").headers["Allow"] == "GET"


def test_discovery_leads_to_the_services(client):
    found = client.get("/open311/discovery.json").json()

    (endpoint,) = found["endpoints"]
    assert client.get(f"{endpoint['url']}/services.json", {"jurisdiction_id": STREET}).json()
    root = ElementTree.fromstring(client.get("/open311/discovery.xml").content)
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_nobody_reports_without_a_key_until_the_place_opens_its_door_and_then_not_without_end(client):
    refused = client.post(f"{BASE}/requests.json", DATA)
    assert _fault(refused)[0] == 403

    _set_rule("open311.anonymous", "open")
    _set_rule("portal.report_flood", {"burst": 2, "per_hour": 1})
    statuses = [
        client.post(f"{BASE}/requests.json", {**DATA, "description": f"第{n}件坏了。"}).status_code
        for n in range(3)
    ]

    assert statuses == [200, 200, 429]
    assert Matter.objects.count() == 2
    assert client.post(f"{BASE}/requests.json", {**DATA, "description": "着火了！"}).status_code == 200
    assert client.post(f"{BASE}/requests.json", {**DATA, "jurisdiction_id": COUNTY}).status_code == 403
    assert client.post(f"{BASE}/requests.json", {**DATA, "api_key": _token()}).status_code == 200


def test_a_place_may_answer_a_token_that_leads_to_the_number(client):
    _set_rule("open311.answer", "token")

    (row,) = client.post(f"{BASE}/requests.json", {**DATA, "api_key": _token()}).json()
    assert "service_request_id" not in row
    (led,) = client.get(f"{BASE}/tokens/{row['token']}.json").json()

    assert led == {"service_request_id": Matter.objects.get().number, "token": row["token"]}


def test_only_published_reports_are_read_and_never_a_dispute(client):
    make_matter()
    make_matter(kind=MatterKind.DISPUTE, words="两家为院墙吵。")
    make_matter(kind=MatterKind.CONSULTATION, words="怎么办证。")
    Matter.objects.exclude(kind=MatterKind.REPORT).update(is_published=True)
    asked = {"jurisdiction_id": STREET}

    assert client.get(f"{BASE}/requests.json", asked).json() == []
    assert client.get(f"{BASE}/servicerequestupdates.json", asked).json() == []
    for matter in Matter.objects.all():
        assert client.get(f"{BASE}/requests/{matter.number}.json").status_code == 404


def test_a_system_follows_what_it_reported_itself_and_nobody_elses(client):
    mine, others = _token(), _token()
    (row,) = client.post(f"{BASE}/requests.json", {**DATA, "api_key": mine}).json()
    number = row["service_request_id"]

    assert client.get(f"{BASE}/requests/{number}.json", {"api_key": mine}).json()[0]["status"] == "open"
    assert client.get(f"{BASE}/requests/{number}.json", {"api_key": others}).status_code == 404
    update = {"service_request_id": number, "update_id": "1", "description": "还在。"}
    post = f"{BASE}/servicerequestupdates.json"
    assert client.post(post, {**update, "api_key": others}).status_code == 404
    assert client.post(post, update).status_code == 403
    assert client.post(post, {**update, "api_key": mine}).status_code == 200
    assert client.post(post, {**update, "api_key": mine, "update_id": ""}).status_code == 400
    assert (
        client.post(post, {**update, "api_key": mine, "update_id": "2", "description": ""}).status_code == 400
    )


def test_a_token_of_another_scope_does_not_report(client):
    answer = client.post(f"{BASE}/requests.json", {**DATA, "api_key": _token(TokenScope.MATTERS_READ)})

    assert _fault(answer)[0] == 403


def test_the_same_report_sent_again_by_its_own_number_is_not_doubled(client):
    data = {**DATA, "api_key": _token(), "attribute[fixmystreet_id]": "4711"}

    assert client.post(f"{BASE}/requests.json", data).status_code == 200
    assert _fault(client.post(f"{BASE}/requests.json", data))[0] == 409
    assert Matter.objects.count() == 1


def test_requests_around_a_point_are_those_within_the_radius(client):
    near, far = make_matter(), make_matter(latitude=Decimal("30.545"))
    Matter.objects.update(is_published=True, matter_class=class_of())
    asked = {"jurisdiction_id": STREET, "lat": "30.5251", "long": "105.5700"}

    def numbers(**more: str) -> list[str]:
        rows = client.get(f"{BASE}/requests.json", {**asked, **more}).json()
        return [row["service_request_id"] for row in rows]

    assert numbers(radius="100") == [near.number]
    assert set(numbers(radius="5000")) == {near.number, far.number}
    assert numbers(radius="5") == []


def test_a_request_lies_in_the_lowest_place_whose_ground_holds_its_point(client, monkeypatch):
    from gongjian.apps.api.services import open311

    monkeypatch.setattr(open311, "place_at", lambda lat, long, within: f"{within}001")

    client.post(f"{BASE}/requests.json", {**DATA, "api_key": _token(), "lat": "30.5", "long": "105.5"})

    assert Matter.objects.get().place_code == f"{STREET}001"


def test_a_picture_named_by_its_address_is_fetched_and_kept(client, monkeypatch, tmp_path):
    file = tmp_path / "a.jpg"
    Image.new("RGB", (8, 8)).save(file)
    asked = []

    def call(method, url, **named):
        asked.append((method, url))
        return outside.Answered(200, "image/jpeg", file.read_bytes())

    monkeypatch.setattr(outside, "call", call)
    client.post(
        f"{BASE}/requests.json", {**DATA, "api_key": _token(), "media_url": "https://example.cn/p/a.jpg"}
    )

    assert asked == [("GET", "https://example.cn/p/a.jpg")]
    assert Matter.objects.get().photos.count() == 1


@pytest.mark.parametrize("fails", ["down", "no picture", "404"])
def test_a_picture_that_can_not_be_fetched_leaves_the_report(client, monkeypatch, fails):
    def call(method, url, **named):
        if fails == "down":
            raise outside.OutsideFault("没有接通")
        return outside.Answered(404 if fails == "404" else 200, "image/jpeg", b"no picture")

    monkeypatch.setattr(outside, "call", call)
    answer = client.post(
        f"{BASE}/requests.json", {**DATA, "api_key": _token(), "media_url": "https://example.cn/a.jpg"}
    )

    assert answer.status_code == 200
    assert Matter.objects.get().photos.count() == 0


def test_pages_of_others_may_read_what_is_open_but_not_with_a_key(client):
    address = f"{BASE}/services.json?jurisdiction_id={STREET}"

    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get(f"{address}&api_key={_token()}").headers
    assert "Access-Control-Allow-Origin" not in client.post(f"{BASE}/requests.json", DATA).headers


def test_words_that_xml_can_not_hold_are_left_out(client):
    make_matter(words="坏\x0b了\ufffe。")
    Matter.objects.update(is_published=True)

    root = ElementTree.fromstring(client.get(f"{BASE}/requests.xml", {"jurisdiction_id": STREET}).content)

    assert root.findtext("request/description") == "坏了。"


def test_danger_to_life_is_answered_at_once(client):
    (row,) = client.post(
        f"{BASE}/requests.json", {**DATA, "api_key": _token(), "description": "楼上着火了！"}
    ).json()

    assert "119" in row["service_notice"]
    assert Matter.objects.get().is_danger
