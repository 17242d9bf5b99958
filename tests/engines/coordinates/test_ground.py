"""Metres, boxes, and which place holds a point."""

from math import asin, atan2, cos, degrees, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.coordinates import (
    Boundaries,
    Box,
    Datum,
    Position,
    box_around,
    box_of,
    convert,
    metres_between,
    read_boundaries,
)
from gongjian.engines.coordinates.ground import EARTH_M
from gongjian.engines.errors import EngineInputError

PLACES = st.builds(Position, st.floats(-80, 80), st.floats(-170, 170))


def square(code, south, west, size=0.1, hole=None):
    """Build a GeoJSON feature of a square, perhaps with a square hole of (south, west, size)."""

    def ring(south, west, size):
        north, east = south + size, west + size
        return [[west, south], [east, south], [east, north], [west, north], [west, south]]

    rings = [ring(south, west, size), *([ring(*hole)] if hole else [])]
    geometry = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_quarter_of_the_equator():
    assert metres_between(Position(0, 0), Position(0, 90)) == pytest.approx(EARTH_M * pi / 2)


@given(PLACES, PLACES, PLACES)
def test_distance_is_a_metric(one, other, third):
    assert metres_between(one, other) == metres_between(other, one)
    assert metres_between(one, one) == 0
    assert (
        metres_between(one, third) <= metres_between(one, other) + metres_between(other, third) + 0.2
    )  # near the antipode a haversine is good to a decimetre


@given(PLACES, st.floats(0, 200_000), st.floats(0, 360))
def test_no_point_within_the_radius_lies_outside_the_box(at, radius_m, bearing):
    reach, latitude = radius_m / EARTH_M, radians(at.latitude)
    north = sin(latitude) * cos(reach) + cos(latitude) * sin(reach) * cos(radians(bearing))
    east = atan2(sin(radians(bearing)) * sin(reach) * cos(latitude), cos(reach) - sin(latitude) * north)
    edge = Position(degrees(asin(north)), at.longitude + degrees(east))

    box = box_around(at, radius_m)

    assert Box(box.south - 1e-9, box.west - 1e-9, box.north + 1e-9, box.east + 1e-9).holds(edge)


def test_a_box_at_the_pole_goes_all_around():
    assert box_around(Position(89.99, 10), 5_000) == Box(pytest.approx(89.945, abs=1e-3), -180, 90, 180)


def test_a_box_of_no_points_and_a_negative_radius_are_refused():
    with pytest.raises(EngineInputError, match="没有位置"):
        box_of([])
    with pytest.raises(EngineInputError, match="负数"):
        box_around(Position(30, 105), -1)


def test_the_lowest_place_that_holds_a_point_is_named():
    known = Boundaries(
        read_boundaries(collection(square("510903", 30, 105, 0.4), square("510903001", 30, 105, 0.1)))
    )

    assert known.place_at(Position(30.05, 105.05)) == "510903001"
    assert known.place_at(Position(30.3, 105.3)) == "510903"
    assert known.place_at(Position(30.5, 105.5)) == ""
    assert known.place_at(Position(30.05, 105.05), within="510904") == ""


def test_a_hole_belongs_to_whom_its_ground_is():
    known = Boundaries(
        read_boundaries(
            collection(square("510903", 30, 105, 0.3, hole=(30.1, 105.1, 0.1)), square("510904", 30.1, 105.1))
        )
    )

    assert known.place_at(Position(30.15, 105.15)) == "510904"
    assert known.place_at(Position(30.05, 105.05)) == "510903"


@given(st.floats(30, 30.2), st.floats(105, 105.2))
def test_neighbours_share_out_their_ground_without_gap_or_overlap(latitude, longitude):
    edges = [square(f"51090{r}{c}00", 30 + r * 0.1, 105 + c * 0.1) for r in range(2) for c in range(2)]
    for feature, (row, column) in zip(edges, [(0, 0), (0, 1), (1, 0), (1, 1)], strict=True):
        ys, xs = (30, 30.1, 30.2), (105, 105.1, 105.2)  # the same floats on both sides of a line
        south, north, west, east = ys[row], ys[row + 1], xs[column], xs[column + 1]
        feature["geometry"]["coordinates"] = [
            [[west, south], [east, south], [east, north], [west, north], [west, south]]
        ]
    known = read_boundaries(collection(*edges))

    holders = [one.place_code for one in known if one.holds(Position(latitude, longitude))]

    assert len(holders) == (latitude < 30.2 and longitude < 105.2)


def test_boundaries_drawn_on_a_shifted_map_are_moved_to_the_satellites_datum():
    (boundary,) = read_boundaries(collection(square("510903", 30, 105)), Datum.GCJ02)

    corner = convert(Position(30, 105), Datum.GCJ02, Datum.WGS84)
    assert boundary.polygons[0][0][0] == (corner.longitude, corner.latitude)
    assert (
        read_boundaries(collection({**square("510903", 30, 105), "geometry": boundary.geometry}))[0]
        == boundary
    )


@pytest.mark.parametrize(
    ("feature", "sentence"),
    [
        ({"type": "Feature", "properties": {}, "geometry": None}, "没有区划代码"),
        (
            {"properties": {"code": "510903"}, "geometry": {"type": "Point", "coordinates": [105, 30]}},
            "Point",
        ),
        (
            {"properties": {"adcode": 510903}, "geometry": {"type": "Polygon", "coordinates": [[[105, 30]]]}},
            "至少要四个点",
        ),
        (
            {
                "properties": {"code": "510903"},
                "geometry": {"type": "Polygon", "coordinates": [[["a", 1]] * 4]},
            },
            "坐标读不懂",
        ),
        (
            {
                "properties": {"code": "510903"},
                "geometry": {"type": "Polygon", "coordinates": [[[30, 105]] * 4]},
            },
            "不在地球上",
        ),
        ({"properties": {"code": "510903"}, "geometry": {"type": "Polygon", "coordinates": []}}, "没有坐标"),
    ],
)
def test_a_feature_that_cannot_be_read_is_named(feature, sentence):
    with pytest.raises(EngineInputError, match=f"第 2 个边界.*{sentence}"):
        read_boundaries(collection(square("510903", 30, 105), feature))


def test_another_document_is_refused():
    with pytest.raises(EngineInputError, match="FeatureCollection"):
        read_boundaries({"type": "Feature"})
