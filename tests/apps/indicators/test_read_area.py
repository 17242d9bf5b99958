"""A figure over a functional area: the same rows everywhere, never beyond a person's places."""

from fractions import Fraction

import pytest

from gongjian.apps.indicators import selectors, services
from gongjian.apps.places.services import create_area, end_area
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.registry import get_indicator, read_by_level, read_figure, rows_behind
from tests.apps.indicators.population import PEOPLE, PER_HOUSEHOLD, YEAR, register_population, set_people
from tests.factories import (
    CITY,
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    day,
    make_actor,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db
FAR = f"{OTHER_COUNTY}100"


@pytest.fixture
def park(places):
    """Two of the street's communities and a whole town of the county beside: 100 + 200 + 7 people."""
    register_population()
    for code, people in zip(COMMUNITIES, (100, 200, 400), strict=True):
        set_people(code, people)
    make_place(FAR, "远镇")
    make_place(f"{FAR}001", "远社区", population=7, households=10)
    codes = [COMMUNITIES[0], COMMUNITIES[1], FAR]
    return create_area(actor=SYSTEM, place_code=CITY, name="园区", member_codes=codes)


def test_the_figure_is_the_sum_of_the_rows_of_its_members_and_of_no_others(park):
    params = {"area": park.pk}

    figure = read_figure(PER_HOUSEHOLD, place_code=CITY, period=YEAR, params=params)
    rows = rows_behind(PER_HOUSEHOLD, place_code=CITY, period=YEAR, params=params)

    views = [get_indicator(PER_HOUSEHOLD).view(row) for row in rows]
    assert [view.numerator for view in views] == [100, 200, 7]
    assert sum(view.numerator for view in views) == figure.numerator == 307
    assert sum(view.denominator for view in views) == figure.denominator == 30
    assert figure.row_count == 3


def test_of_an_area_a_place_reads_only_its_own_part(park):
    county = read_figure(PEOPLE, place_code=COUNTY, period=YEAR, params={"area": park.pk})
    community = read_figure(PEOPLE, place_code=f"{FAR}001", period=YEAR, params={"area": park.pk})
    outside = read_figure(PEOPLE, place_code=OTHER_STREET, period=YEAR, params={"area": park.pk})

    assert (county.value, community.value, outside.value) == (300, 7, None)


def test_parts_by_level_add_up_to_the_area(park):
    parts = read_by_level(PEOPLE, place_code=CITY, code_length=6, period=YEAR, params={"area": park.pk})

    assert {code: figure.numerator for code, figure in parts.items()} == {COUNTY: 300, OTHER_COUNTY: 7}


def test_places_that_should_have_rows_are_those_of_the_area(park):
    from gongjian.core import registry

    figure = registry.read_figure(
        "inspections.inspected", place_code=CITY, period=YEAR, params={"area": park.pk}
    )

    assert figure.missing == (COMMUNITIES[0], COMMUNITIES[1], f"{FAR}001")


def test_the_page_names_the_area_and_lists_its_places_with_their_sum(park, sign_in):
    client = sign_in(make_user(place_code=CITY))
    query = f"?place={CITY}&period=2026&area={park.pk}"

    page = client.get(f"/indicators/{PEOPLE}/{query}").content.decode()
    drawer = client.get(f"/indicators/{PEOPLE}/figure/{query}").content.decode()
    trend = client.get(f"/indicators/{PEOPLE}/trend/{query}").content.decode()

    assert "遂宁市园区" in page
    assert all(name in page for name in ("演示1社区", "演示2社区", "远镇"))
    assert "演示3社区" not in page
    assert "合计（全部 3 行）" in drawer
    assert "307" in drawer
    assert "307" in trend
    assert client.get(f"/indicators/{PEOPLE}/rows.xlsx{query}").status_code == 200


def test_an_area_opens_nothing_beyond_ones_places(park, sign_in):
    with pytest.raises(NotFound):
        selectors.get_figure(make_actor(place_code=STREET), PEOPLE, CITY, YEAR, {"area": park.pk})

    own = selectors.get_figure(make_actor(place_code=STREET), PEOPLE, STREET, YEAR, {"area": park.pk})
    assert own.value == 300


@pytest.mark.parametrize(("number", "status"), [("999", 404), ("x1", 422), ("-1", 422), ("1" * 18, 404)])
def test_an_area_that_is_none_is_said(park, sign_in, number, status):
    client = sign_in(make_user(place_code=CITY))
    query = f"?place={CITY}&period=2026&area={number}"

    for path in ("", "figure/", "trend/"):
        assert client.get(f"/indicators/{PEOPLE}/{path}{query}").status_code == status


def test_an_area_that_ended_still_reads_its_figures(park):
    end_area(actor=SYSTEM, area_id=park.pk, last_on=day("2026-06-30"))

    assert read_figure(PEOPLE, place_code=CITY, period=YEAR, params={"area": park.pk}).value == 307


def test_a_base_value_of_an_area_stands_beside_that_of_its_place(park):
    actor = make_actor(Role.OFFICE, CITY)
    for area_id, people in ((None, 900), (park.pk, 300), (park.pk, 301)):
        services.save_base_value(
            actor=actor,
            spec=services.BaseValueSpec(
                indicator_key=PEOPLE,
                place_code=CITY,
                area_id=area_id,
                period=YEAR.previous(),
                numerator=people,
                denominator=None,
                citation="2025年公报",
            ),
        )

    def bases(**params):
        figure = selectors.get_figure(actor, PEOPLE, CITY, YEAR, params)
        return [row.value("人") for row in selectors.list_bases(actor, figure)]

    assert bases() == [Fraction(900)]
    assert bases(area=park.pk) == [Fraction(301)]


def test_a_base_value_of_no_area_is_refused(park):
    spec = services.BaseValueSpec(
        indicator_key=PEOPLE,
        place_code=CITY,
        area_id=park.pk + 1,
        period=YEAR.previous(),
        numerator=1,
        denominator=None,
        citation="公报",
    )

    with pytest.raises((NotFound, Invalid)):
        services.save_base_value(actor=make_actor(Role.OFFICE, CITY), spec=spec)
