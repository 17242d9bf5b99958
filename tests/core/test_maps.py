"""Pictures of maps, the sources of their ground, and what the browser is told about both."""

import importlib

import pytest
from django.test import Client

from gongjian.config import env, tiles
from gongjian.core.maps import Area, MapItem, draw_map, join_items
from gongjian.engines.coordinates import read_boundaries


def item(key, north=30.5, east=105.5, **other):
    return MapItem(key, north, east, f"事项{key}", **other)


def square(code, south, west, size):
    north, east = south + size, west + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    feature = {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return read_boundaries({"type": "FeatureCollection", "features": [feature]})[0]


def test_near_items_are_one_mark_and_far_ones_their_own():
    picture = draw_map([item("a"), item("b", 30.5001), item("c", 30.6)])

    assert sorted(mark.item.count for mark in picture.marks) == [1, 2]
    assert len(picture.data["items"]) == 3


def test_a_joint_mark_has_the_worst_tone_the_common_shape_and_the_words_of_its_first():
    joint = join_items(
        [item("a", tone="ok", shape="square"), item("b", tone="bad", shape="square", is_hot=True)]
    )

    assert (joint.tone, joint.shape, joint.count, joint.is_hot) == ("bad", "square", 2, True)
    assert joint.words == "2 处：事项a；事项b"
    assert join_items([item("a", shape="square"), item("b", shape="diamond")]).shape == "circle"


def test_words_of_a_joint_mark_end_after_four():
    assert join_items([item(str(n)) for n in range(5)]).words == "5 处：事项0；事项1；事项2；事项3…"


def test_boundaries_are_inside_the_frame_with_and_without_items():
    area = Area("望江街道", square("510903001", 30.5, 105.5, 0.1))

    picture = draw_map([], [area])

    assert picture.outlines[0].name == "望江街道"
    assert picture.outlines[0].path.startswith("M") and picture.outlines[0].path.endswith("Z")
    assert picture.data["box"] == [[30.5, 105.5], [30.6, 105.6]]
    assert draw_map([], []) is None


def test_without_a_source_there_are_no_tiles_and_no_foreign_host(monkeypatch):
    for name in ("TIANDITU_KEY", "MAP_TILE_URL"):
        monkeypatch.delenv(name, raising=False)

    assert tiles.read_tiles() == {"layers": [], "hosts": [], "attribution": ""}


def test_a_key_of_tianditu_gives_streets_names_and_its_hosts(monkeypatch):
    monkeypatch.delenv("MAP_TILE_URL", raising=False)
    monkeypatch.setenv("TIANDITU_KEY", "k123")

    found = tiles.read_tiles()

    assert [("LAYER=vec" in one["url"], one["url"].endswith("tk=k123")) for one in found["layers"]] == [
        (True, True),
        (False, True),
    ]
    assert found["hosts"][0] == "https://t0.tianditu.gov.cn" and len(found["hosts"]) == 8
    assert found["attribution"] == "天地图"


def test_an_address_of_tiles_goes_before_a_key(monkeypatch):
    monkeypatch.setenv("TIANDITU_KEY", "k123")
    monkeypatch.setenv("MAP_TILE_URL", "https://tiles.example.gov.cn/{z}/{x}/{y}.png")
    monkeypatch.setenv("MAP_ATTRIBUTION", "市自然资源局")

    found = tiles.read_tiles()

    assert (found["hosts"], found["attribution"]) == (["https://tiles.example.gov.cn"], "市自然资源局")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tiles.example.gov.cn/{z}/{x}/{y}.png", "https://"),
        ("https://{s}.example.gov.cn/{z}/{x}/{y}.png", "花括号"),
        ("https://tiles.example.gov.cn/{z}/{x}.png", "{y}"),
    ],
)
def test_an_address_that_cannot_be_one_stops_the_start_with_a_sentence(monkeypatch, address, sentence):
    monkeypatch.setenv("MAP_TILE_URL", address)

    with pytest.raises(env.SettingError, match=sentence.replace("{", r"\{")):
        tiles.read_tiles()


def test_the_content_policy_lets_tiles_through_only_where_they_are_set(monkeypatch):
    from gongjian.config.settings import base

    try:
        monkeypatch.setenv("MAP_TILE_URL", "https://tiles.example.gov.cn/{z}/{x}/{y}.png")
        assert (
            "https://tiles.example.gov.cn"
            in importlib.reload(base).CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
        )
        monkeypatch.delenv("MAP_TILE_URL")
        assert importlib.reload(base).CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"][1:] == [
            "data:",
            "blob:",
        ]
    finally:
        importlib.reload(base)


@pytest.mark.django_db
def test_every_page_says_what_it_may_ask_a_person_for(client: Client):
    policy = client.get("/health/").headers["Permissions-Policy"]

    assert "geolocation=(self)" in policy
    assert "microphone=()" in policy
