"""Boundaries come from GeoJSON, whole files or nothing, and say on whose ground a point is."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongjian.apps.places.models import Boundary
from gongjian.apps.places.selectors import ground_below, place_at
from gongjian.apps.places.services import load_boundaries
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid, NotAllowed
from gongjian.core.models import AuditEntry
from gongjian.engines.coordinates import Datum, Position, convert
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, OTHER_STREET, STREET, make_user

pytestmark = pytest.mark.django_db


def feature(code, south, west, size=0.1):
    north, east = south + size, west + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def document(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def manager(places):
    return make_user(Role.OFFICE, place_code=COUNTY)


def test_a_point_is_on_the_ground_of_the_lowest_place_known(places):
    load_boundaries(
        actor=SYSTEM,
        document=document(feature(STREET, 30.5, 105.5, 0.2), feature(COMMUNITIES[0], 30.5, 105.5)),
    )

    assert place_at(30.55, 105.55) == COMMUNITIES[0]
    assert place_at(30.65, 105.65) == STREET
    assert place_at(30.65, 105.65, within=OTHER_COUNTY) == ""
    assert place_at(31.65, 105.65) == ""


def test_the_ground_below_a_place_is_that_of_its_children_or_its_own(places):
    load_boundaries(
        actor=SYSTEM,
        document=document(
            feature(STREET, 30.5, 105.5),
            feature(OTHER_STREET, 30.5, 105.6),
            feature(COMMUNITIES[0], 30.5, 105.5, 0.05),
        ),
    )

    assert [area.name for area in ground_below(COUNTY)] == ["南津路街道", "凯旋路街道"]
    assert [area.boundary.place_code for area in ground_below(OTHER_STREET)] == [OTHER_STREET]
    assert ground_below(OTHER_COUNTY) == []


def test_another_datum_is_shifted_and_a_newer_file_takes_the_place_of_the_older(places):
    load_boundaries(actor=SYSTEM, document=document(feature(STREET, 30.5, 105.5)))
    load_boundaries(actor=SYSTEM, document=document(feature(STREET, 30.6, 105.6)), datum=Datum.BD09)

    row = Boundary.objects.visible_to(SYSTEM).get()
    assert row.south == pytest.approx(
        convert(Position(30.6, 105.6), Datum.BD09, Datum.WGS84).latitude, abs=1e-4
    )


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        ([feature(STREET, 30.5, 105.5), feature(STREET, 30.6, 105.5)], "有两个边界"),
        ([feature(STREET, 30.5, 105.5), feature("510999", 30.6, 105.5)], "510999 不是现有的地方"),
        ([{"properties": {"code": STREET}, "geometry": {"type": "Point"}}], "第 1 个边界"),
    ],
)
def test_a_file_with_one_fault_is_not_loaded_at_all(places, features, sentence):
    with pytest.raises(Invalid, match=sentence):
        load_boundaries(actor=SYSTEM, document=document(*features))

    assert not Boundary.objects.visible_to(SYSTEM).exists()


def test_only_who_manages_places_may_and_only_within_them(places, manager):
    with pytest.raises(NotAllowed):
        load_boundaries(
            actor=make_user(Role.WORKER).as_actor(), document=document(feature(STREET, 30.5, 105.5))
        )
    with pytest.raises(Invalid, match="不归你管"):
        load_boundaries(actor=manager.as_actor(), document=document(feature(OTHER_COUNTY, 30.5, 105.5)))


def test_the_page_takes_a_file_and_shows_what_is_known(manager, sign_in):
    client = sign_in(manager)
    content = json.dumps(document(feature(STREET, 30.5, 105.5))).encode()

    answer = client.post(
        "/places/boundaries/",
        {"boundaries": SimpleUploadedFile("b.geojson", content), "datum": "wgs84", "citation": "区民政局"},
        follow=True,
    )

    assert "已导入 1 个地方的边界" in answer.content.decode()
    assert "南津路街道" in answer.content.decode()
    assert AuditEntry.objects.filter(action="places.boundaries_loaded").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b"{}"])
def test_a_file_that_is_none_is_refused_with_a_sentence(manager, sign_in, content):
    answer = sign_in(manager).post(
        "/places/boundaries/", {"boundaries": SimpleUploadedFile("b.json", content), "datum": "wgs84"}
    )

    assert answer.status_code == 422
    assert "请另选文件" in answer.content.decode()
