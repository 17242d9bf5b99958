"""Search by name, initials or code: what is found, in which order, for whom, in how many queries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.apps.places.register import RegisterRow
from gongjian.apps.places.selectors import search, search_places
from gongjian.apps.places.services import import_register, recode_place, rename_place
from gongjian.apps.places.terms import bare_name, pairs_of
from gongjian.core.access import SYSTEM, Role
from tests.factories import make_actor

DAY = date(2026, 7, 1)
NAMES = {
    "51": "四川省",
    "5109": "遂宁市",
    "510903": "船山区",
    "510904": "安居区",
    "510903001": "南津路街道",
    "510903002": "凯旋路街道",
    "510904001": "南津镇",
    "510903001001": "津路街社区居委会",
    "510903001002": "和平社区",
    "510903002001": "和平社区",
    "510904001001": "和平村",
}


@pytest.fixture(autouse=True)
def register(db: None) -> None:
    import_register(actor=SYSTEM, rows=[RegisterRow(code, name) for code, name in NAMES.items()], on=DAY)


def _codes(text: str, actor=SYSTEM, limit: int = 20) -> list[str]:
    return [place.code for place in search_places(actor, text, limit)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("遂宁", ["5109"]),
        ("南津", ["510903001", "510904001"]),
        ("津路", ["510903001", "510903001001"]),
        ("津路街", ["510903001", "510903001001"]),
        ("津路街社区居委会", ["510903001001"]),
        ("和平社区", ["510903001002", "510903002001"]),
        ("社区", ["510903001001", "510903001002", "510903002001"]),
        ("和", ["510903001002", "510903002001", "510904001001"]),
        (" 船 山 ", ["510903"]),
        ("csq", ["510903"]),
        ("CSQ", ["510903"]),
        ("njl", ["510903001"]),
        ("510904", ["510904", "510904001", "510904001001"]),
        ("510904000000", ["510904", "510904001", "510904001001"]),
        ("510903001000", ["510903001", "510903001001", "510903001002"]),
        ("没有", []),
        ("%", []),
        ("", []),
        ("z", []),
        ("99", []),
    ],
)
def test_a_text_finds_places_upper_levels_first(text, codes):
    assert _codes(text) == codes


def test_the_limit_cuts_the_end_of_the_order():
    assert _codes("社区", limit=1) == ["510903001001"]


def test_an_office_finds_its_own_places_and_those_above():
    actor = make_actor(Role.OFFICE, "510903")

    assert _codes("南津", actor) == ["510903001"]
    assert _codes("遂宁", actor) == ["5109"]
    assert _codes("510904", actor) == []
    assert _codes("nj", actor) == ["510903001"]


def test_a_grant_over_the_nation_finds_everything():
    assert _codes("南津", make_actor(Role.VIEWER, "")) == ["510903001", "510904001"]


def test_an_ended_name_is_found_after_the_current_ones():
    rename_place(actor=SYSTEM, code="510903001", name="新津路街道", on=date(2026, 7, 2))

    found = search_places(SYSTEM, "南津")

    assert [(place.code, place.is_current) for place in found] == [("510904001", True), ("510903001", False)]
    assert _codes("新津") == ["510903001"]


def test_a_recoded_place_is_found_under_both_codes():
    recode_place(actor=SYSTEM, code="510904001", new_code="510904002", on=date(2026, 7, 2))

    assert _codes("和平村") == ["510904002001", "510904001001"]


@pytest.mark.parametrize("text", ["和平社区", "njl", "5109", "和", "南津路街道社区"])
def test_a_search_needs_at_most_five_queries(text, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        search_places(SYSTEM, text)


def test_the_global_search_names_the_path():
    hit = search(SYSTEM, "凯旋路")[0]

    assert (hit.kind, hit.label, hit.url) == ("地方", "凯旋路街道", "/places/510903002/")
    assert hit.detail == "遂宁市 / 船山区 / 510903002"


@given(st.text("甲乙丙丁社区村", min_size=2, max_size=12), st.data())
def test_every_part_of_a_name_has_its_pairs_among_the_names_pairs(name, data):
    bare = bare_name(name)
    start = data.draw(st.integers(0, max(0, len(bare) - 2)))
    end = data.draw(st.integers(min(len(bare), start + 2), len(bare)))

    assert bare in name or name.startswith(bare[:-2])
    assert set(pairs_of(bare[start:end])) <= set(pairs_of(bare))
