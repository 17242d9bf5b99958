"""Lookups by code: names, paths, what lies below, what a code turned into."""

from datetime import date

import pytest

from gongjian.apps.places import selectors
from gongjian.apps.places.choices import Change
from gongjian.apps.places.models import Place, Succession
from gongjian.core.access import SYSTEM
from gongjian.core.errors import NotFound
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_place

pytestmark = pytest.mark.usefixtures("places")
DAY = date(2026, 7, 1)


def test_a_path_starts_at_the_city():
    assert selectors.path_name(STREET) == "遂宁市 / 船山区 / 南津路街道"


def test_a_path_through_a_filler_level_starts_at_the_province():
    make_place("11", "北京市")
    make_place("1101", "市辖区")
    make_place("110101", "东城区")

    assert selectors.path_name("110101") == "北京市 / 东城区"


def test_the_province_and_the_nation_have_a_path_too():
    assert [selectors.path_name(code) for code in ("51", "")] == ["四川省", "全国"]


def test_names_are_read_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        names = selectors.names_of(["51", CITY, "", "999999"])

    assert names == {"": "全国", "51": "四川省", CITY: "遂宁市"}


def test_the_current_name_wins_over_an_ended_one():
    make_place(CITY, "遂宁专区", valid_to=date(1985, 1, 1))

    assert selectors.names_of([CITY]) == {CITY: "遂宁市"}
    assert selectors.name_on(CITY, date(1980, 1, 1)) == "遂宁专区"


def test_children_and_levels_are_in_order_of_code():
    assert [place.code for place in selectors.children_of(STREET)] == list(COMMUNITIES)
    assert selectors.codes_at_level(CITY, 6) == [COUNTY, OTHER_COUNTY]
    assert selectors.descendant_count(COUNTY, 12) == 4


def test_a_place_ends_on_its_last_day_and_is_gone_the_day_after():
    Place.objects.filter(code=COMMUNITIES[0]).update(valid_to=date(2026, 6, 30))

    assert COMMUNITIES[0] in selectors.codes_at_level(STREET, 12, on=date(2026, 6, 30))
    assert COMMUNITIES[0] not in selectors.codes_at_level(STREET, 12, on=DAY)
    with pytest.raises(NotFound):
        selectors.get_place(COMMUNITIES[0], DAY)


def _end(code: str, *successors: str, kind: Change = Change.MERGE) -> None:
    Place.objects.filter(code=code).update(valid_to=date(2026, 6, 30))
    for successor in successors:
        Succession.objects.create(predecessor_code=code, successor_code=successor, kind=kind, on=DAY)


def test_a_merged_code_is_followed_to_what_stands_for_it():
    _end(COMMUNITIES[0], COMMUNITIES[1])
    _end(COMMUNITIES[1], COMMUNITIES[2])

    assert selectors.current_code(COMMUNITIES[0], DAY) == COMMUNITIES[2]
    assert selectors.current_code(COMMUNITIES[0], date(2026, 6, 30)) == COMMUNITIES[0]


def test_nothing_stands_for_a_split_place_nor_for_an_unknown_code():
    _end(COMMUNITIES[0], COMMUNITIES[1], COMMUNITIES[2], kind=Change.SPLIT)

    assert selectors.current_code(COMMUNITIES[0], DAY) is None
    assert selectors.current_code("999999", DAY) is None


def test_another_county_is_not_found_but_the_places_above_are():
    actor = make_actor(place_code=COUNTY)

    assert selectors.get_visible_place(actor, CITY).name == "遂宁市"
    with pytest.raises(NotFound):
        selectors.get_visible_place(actor, OTHER_COUNTY)
    assert selectors.get_visible_place(SYSTEM, OTHER_COUNTY).code == OTHER_COUNTY
