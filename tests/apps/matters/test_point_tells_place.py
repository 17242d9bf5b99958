"""A matter with a point and no more than a street lies in the community whose ground holds the point."""

from decimal import Decimal

import pytest

from gongjian.apps.places.models import Place
from gongjian.apps.places.services import load_boundaries
from gongjian.core.access import SYSTEM
from gongjian.core.errors import Invalid
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET
from tests.matter_factories import make_matter

INSIDE = {"latitude": Decimal("30.55"), "longitude": Decimal("105.55")}
BESIDE = {"latitude": Decimal("30.75"), "longitude": Decimal("105.55")}


@pytest.fixture(autouse=True)
def ground():
    ring = [[105.5, 30.5], [105.6, 30.5], [105.6, 30.6], [105.5, 30.6], [105.5, 30.5]]
    feature = {"properties": {"code": COMMUNITIES[0]}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    load_boundaries(actor=SYSTEM, document={"type": "FeatureCollection", "features": [feature]})


@pytest.mark.parametrize("said", [STREET, COUNTY])
def test_the_point_tells_the_community_where_only_a_place_above_was_said(said):
    assert make_matter(place_code=said, **INSIDE).place_code == COMMUNITIES[0]


def test_a_community_that_was_said_stays_whatever_the_point(places):
    assert make_matter(place_code=COMMUNITIES[1], **INSIDE).place_code == COMMUNITIES[1]


def test_a_point_on_no_known_ground_or_of_another_county_leaves_the_place_as_said():
    assert make_matter(place_code=STREET, **BESIDE).place_code == STREET
    assert make_matter(place_code=OTHER_COUNTY, **INSIDE).place_code == OTHER_COUNTY
    assert make_matter(place_code=STREET, latitude=None, longitude=None).place_code == STREET


def test_ground_of_a_community_that_is_no_more_tells_nothing(now):
    Place.objects.filter(code=COMMUNITIES[0]).update(valid_to=now.date())

    assert make_matter(place_code=STREET, **INSIDE).place_code == STREET


def test_a_point_off_the_globe_is_refused_with_a_sentence():
    with pytest.raises(Invalid, match="地图上的位置不对"):
        make_matter(place_code=STREET, latitude=Decimal("91"), longitude=Decimal("105"))
