"""The three datums agree with published pairs, and there and back is the same point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.coordinates import Datum, Position, convert, is_in_china
from gongjian.engines.errors import EngineInputError

WGS84, GCJ02, BD09 = Datum.WGS84, Datum.GCJ02, Datum.BD09
IN_CHINA = st.builds(Position, st.floats(1, 55.5), st.floats(72.2, 137.5))
PUBLISHED = [
    # googollee/eviltransform, its tests: Shanghai, Shenzhen, Beijing
    (WGS84, (31.1774276, 121.5272106), GCJ02, (31.17530398364597, 121.531541859215), 1e-9),
    (WGS84, (22.543847, 113.912316), GCJ02, (22.540796131694766, 113.9171764808363), 1e-9),
    (WGS84, (39.911954, 116.377817), GCJ02, (39.91334545536069, 116.38404722455657), 1e-9),
    # wandergis/coordtransform, its tests
    (WGS84, (39.915, 116.404), GCJ02, (39.91640428150164, 116.41024449916938), 1e-9),
    (GCJ02, (39.915, 116.404), BD09, (39.92133699351021, 116.41036949371029), 1e-9),
    (BD09, (39.915, 116.404), GCJ02, (39.90865673957631, 116.39762729119315), 2e-6),  # theirs inverts once
    (GCJ02, (39.915, 116.404), WGS84, (39.91359571849836, 116.39775550083061), 2e-5),  # theirs inverts once
    # a command-line tool that takes the ellipsoid's figure by other digits, all three datums of one point
    (WGS84, (30.6107779, 121.0917077), GCJ02, (30.608604331756705, 121.09626935575027), 1e-7),
    (WGS84, (30.6107779, 121.0917077), BD09, (30.61484572185035, 121.10271732371203), 1e-7),
]


@pytest.mark.parametrize(("source", "given_at", "target", "expected", "tolerance"), PUBLISHED)
def test_published_pairs_are_met(source, given_at, target, expected, tolerance):
    found = convert(Position(*given_at), source, target)

    assert found.latitude == pytest.approx(expected[0], abs=tolerance)
    assert found.longitude == pytest.approx(expected[1], abs=tolerance)


@given(at=IN_CHINA, source=st.sampled_from(Datum), target=st.sampled_from(Datum))
def test_there_and_back_is_the_same_point_within_a_billionth_of_a_degree(at, source, target):
    back = convert(convert(at, source, target), target, source)

    assert abs(back.latitude - at.latitude) < 1e-9
    assert abs(back.longitude - at.longitude) < 1e-9


@given(at=IN_CHINA)
def test_the_way_over_the_middle_datum_is_the_direct_way(at):
    over = convert(convert(at, WGS84, GCJ02), GCJ02, BD09)
    direct = convert(at, WGS84, BD09)

    assert over.latitude == pytest.approx(direct.latitude, abs=1e-9)
    assert over.longitude == pytest.approx(direct.longitude, abs=1e-9)


@given(at=IN_CHINA)
def test_a_shift_stays_within_two_kilometres(at):
    shifted = convert(at, WGS84, GCJ02)

    assert 0 < abs(shifted.latitude - at.latitude) + abs(shifted.longitude - at.longitude) < 0.02


@pytest.mark.parametrize(
    "at", [Position(51.5, -0.12), Position(35.0, 72.0039), Position(35.0, 137.8348), Position(0.8292, 105)]
)
@pytest.mark.parametrize("target", Datum)
def test_outside_the_rectangle_nothing_is_shifted(at, target):
    assert not is_in_china(at)
    assert convert(at, WGS84, target) == at


@pytest.mark.parametrize("at", [Position(51.5, -0.12), Position(35.0, 71.9), Position(0.7, 105)])
@pytest.mark.parametrize("source", Datum)
def test_a_point_that_no_shift_reaches_is_left_where_it_is(at, source):
    assert convert(at, source, WGS84) == at


@pytest.mark.parametrize("at", [Position(0.8293, 105), Position(35.0, 72.004), Position(55.8271, 137.8347)])
def test_the_edge_of_the_rectangle_belongs_to_it(at):
    assert is_in_china(at)


def test_the_meridian_where_the_formula_has_a_cusp_comes_back_too():
    at = Position(30.5, 105.0)

    back = convert(convert(at, WGS84, BD09), BD09, WGS84)

    assert back.longitude == pytest.approx(105.0, abs=1e-9)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(105.6, 30.5), (float("nan"), 100), (30, float("inf")), (-90.1, 0)]
)
def test_what_is_no_point_is_refused(latitude, longitude):
    with pytest.raises(EngineInputError, match=r"经纬度|不在地球上"):
        Position(latitude, longitude)
