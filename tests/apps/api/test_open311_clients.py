"""Client libraries of others run their whole cycle against the product: civicbot (reads and writes), GeoReport (JSON and XML).

No library of Python or Node speaks the request updates, so they go over civicbot's own transport with the fields
that FixMyStreet's client sends.
"""

import base64
from datetime import timedelta

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from django.utils import timezone
from georeport import GeoReport

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterSource
from gongjian.apps.matters.models import Matter
from gongjian.core.access import Role
from tests.factories import COUNTY, STREET, make_actor, make_places, make_user
from tests.matter_factories import GOOD_ANSWER, class_of, make_desk, make_unit

PILE = "S0507"


@pytest.fixture
def key(transactional_db):
    """The text of a token that may report at the county."""
    make_places()
    spec = services.TokenSpec(
        name="第三方应用",
        username=make_user(Role.OFFICE, COUNTY).username,
        scopes=[TokenScope.MATTERS_REPORT],
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    return services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)[1]


@pytest.fixture
def client_311(live_server):
    endpoint = Endpoint("gongjian", "共建", f"{live_server.url}/open311/v2", write=True)
    transport = HttpTransport(rate_limiter=RateLimiter(min_interval=0))
    return Open311Client(endpoint, transport, jurisdiction_id=STREET)


def _close(matter: Matter) -> None:
    """The office takes the matter on, a unit clears it, it is checked, answered and published."""
    desk = make_desk()
    unit, person = make_unit()
    matters.file_matter(actor=desk, matter_id=matter.pk, class_id=class_of().pk)
    matters.dispatch(actor=desk, matter_id=matter.pk, organisation_id=unit.pk)
    matters.act(actor=person, assignment_id=matter.assignments.get().pk, result="已清走。")
    matters.check(actor=desk, matter_id=matter.pk, has_passed=True)
    matters.answer_and_close(actor=desk, matter_id=matter.pk, answer=GOOD_ANSWER, is_published=True)


@pytest.mark.one_database
def test_civicbot_lists_posts_reads_filters_and_follows(client_311, key):
    service = next(one for one in client_311.list_services() if one["service_code"] == PILE)
    assert service["metadata"] is bool(client_311.get_service_definition(PILE)["attributes"])
    made = client_311.create_request(
        PILE,
        dry_run=False,
        confirm="SEND",
        api_key=key,
        validate_remote=True,
        lat=30.525,
        lng=105.57,
        address_string="滨江路18号3栋502室",
        description="楼道堆了旧家具，电话13912345678。",
        first_name="明",
        last_name="张",
        phone="13912345678",
    )
    number = made.response[0]["service_request_id"]

    matter = Matter.objects.get(number=number)
    assert (matter.source, matter.place_code, matter.matter_class.service_code) == (
        MatterSource.API,
        STREET,
        PILE,
    )
    assert (matter.reporter.name, matter.reporter.phone) == ("张明", "13912345678")
    with pytest.raises(HttpError) as hidden:
        client_311.get_request(number)
    assert hidden.value.status == 404  # the desk has not published it
    assert client_311.list_requests(service_code=PILE) == []

    _close(matter)

    seen = client_311.get_request(number)
    assert (seen["status"], seen["status_notes"], seen["address"]) == (
        "closed",
        GOOD_ANSWER,
        "滨江路18号3栋***",
    )
    assert (seen["lat"], seen["long"]) == (30.525, 105.57)
    assert "13912345678" not in str(seen) and "张明" not in str(seen)
    now = timezone.now()
    day = timedelta(days=1)
    filters = [
        ({"service_code": PILE}, 1),
        ({"service_code": "S0101"}, 0),
        ({"service_code": f"S0101,{PILE}"}, 1),
        ({"status": "closed"}, 1),
        ({"status": "open"}, 0),
        ({"service_request_ids": [number, "nothing"]}, 1),
        ({"start_date": (now - day).isoformat(), "end_date": (now + day).isoformat()}, 1),
        ({"start_date": (now - 3 * day).isoformat(), "end_date": (now - day).isoformat()}, 0),
        ({"page_size": 1}, 1),
    ]
    assert [len(client_311.list_requests(**asked)) for asked, _found in filters] == [
        found for _asked, found in filters
    ]


@pytest.mark.one_database
def test_updates_go_both_ways_with_the_fields_of_fixmystreet(client_311, key):
    made = client_311.create_request(
        PILE, dry_run=False, confirm="SEND", api_key=key, lat=30.525, lng=105.57, description="又堆上了。"
    )
    number = made.response[0]["service_request_id"]
    sent = {
        "jurisdiction_id": STREET,
        "api_key": key,
        "service_request_id": number,
        "update_id": "77",
        "status": "OPEN",
        "updated_datetime": timezone.now().isoformat(),
        "description": "今天更多了。",
        "email": "a@example.cn",
    }
    address = client_311._url("servicerequestupdates")

    first = client_311.http.post_form(address, sent)
    again = client_311.http.post_form(address, sent)

    assert first == again
    matter = Matter.objects.get(number=number)
    assert matter.steps.filter(kind="supplement", words__contains="今天更多了").count() == 1
    _close(matter)
    told = client_311.http.get_json(address, {"jurisdiction_id": STREET, "service_request_id": number})
    assert (told[0]["status"], told[-1]["status"]) == ("open", "fixed")
    assert told[-1]["description"] == GOOD_ANSWER
    assert "今天更多了" not in str(told)  # what a reporter adds is for the desk
    with pytest.raises(HttpError) as closed:
        client_311.http.post_form(address, {**sent, "update_id": "78"})
    assert closed.value.status == 409


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_both_forms(live_server, key, form):
    reported, _token = services.post_request(
        actor=services.caller_of(key).actor,
        sender="",
        posted=services.PostedRequest(
            place_code=STREET, service_code=PILE, words="堆了旧家具。", address="滨江路18号"
        ),
    )
    _close(reported.matter)
    client = GeoReport(f"{live_server.url}/open311/v2", jurisdiction=STREET, output_format=form)

    assert len(client.get_service_list()) > 20
    assert client.get_service_definition(PILE)["service_code"] == PILE
    one = client.get_service_request(reported.matter.number)
    found = client.get_service_requests(service_code=PILE, status="closed")
    listed = found if form == "json" else [found]
    assert [row["service_request_id"] for row in listed] == [reported.matter.number]
    assert (one["status"], one["description"]) == ("closed", "堆了旧家具。")


@pytest.mark.one_database
def test_a_photo_is_sent_with_the_report_and_shown_once_the_desk_made_it_public(live_server, client, key):
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    data = {
        "api_key": key,
        "jurisdiction_id": STREET,
        "service_code": PILE,
        "address_string": "滨江路",
        "description": "堆了旧家具。",
        "media": SimpleUploadedFile("a.png", content, "image/png"),
    }

    number = client.post("/open311/v2/requests.json", data).json()[0]["service_request_id"]

    matter = Matter.objects.get(number=number)
    photo = matter.photos.get()
    address = f"/open311/v2/photos/{number}/{photo.pk}.jpg"
    assert client.get(address).status_code == 404
    _close(matter)
    assert client.get(address).status_code == 404
    matter.photos.update(is_public=True)
    shown = client.get(f"/open311/v2/requests/{number}.json").json()[0]["media_url"]
    assert shown.endswith(address)
    assert client.get(address).headers["Content-Type"] == "image/jpeg"
