"""Public figures: rates with what they are over; counts below 5 can't be read, nor worked out."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gongjian.apps.portal.selectors.rates import LEAST_CELL, Rate, told
from gongjian.core.figures import Period
from tests.factories import COUNTY
from tests.matter_factories import make_closed, make_desk, make_filed
from tests.portal_factories import HERE

YEAR = Period(date(2026, 1, 1), date(2026, 11, 18))


def test_small_kinds_are_counted_together() -> None:
    tally = told(YEAR, {"市容环境": 12, "街面秩序": 4, "其他": 2})

    assert (tally.kinds, tally.others, tally.total) == ((("市容环境", 12),), 6, 18)


def test_a_small_rest_takes_the_total_with_it() -> None:
    tally = told(YEAR, {"市容环境": 12, "街面秩序": 4})

    assert (tally.others, tally.total, tally.has_others) == (None, None, True)


@pytest.mark.parametrize(("count", "is_told"), [(4, False), (5, True), (6, True), (0, True)])
def test_the_limit_is_five(count: int, is_told: bool) -> None:
    assert (told(YEAR, {"市容环境": count} if count else {}).total is not None) is is_told


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 30)))
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    tally = told(YEAR, counts)
    small = sum(count for count in counts.values() if 0 < count < LEAST_CELL)

    assert all(count >= LEAST_CELL for _label, count in tally.kinds)
    assert tally.others is None or tally.others == 0 or tally.others >= LEAST_CELL
    if 0 < small < LEAST_CELL:
        assert tally.total is None


@pytest.mark.parametrize(
    ("value", "percent"), [(Fraction(37, 42), "88.1%"), (Fraction(1, 1), "100.0%"), (Fraction(1, 16), "6.3%")]
)
def test_a_rate_is_rounded_once_half_up(value: Fraction, percent: str) -> None:
    assert Rate("k", "n", "d", value, 42).percent == percent


@pytest.mark.usefixtures("door")
def test_a_rate_over_few_is_not_told_and_over_five_it_is(client: Client) -> None:
    desk = make_desk(COUNTY)
    for _ in range(4):
        make_closed(desk)
    before = client.get(f"{HERE}/figures/").content.decode()
    make_closed(desk)
    cache.clear()
    after = client.get(f"{HERE}/figures/").content.decode()

    assert before.count("件数太少，不公布") > after.count("件数太少，不公布")
    assert "%</td>" not in before


@pytest.mark.usefixtures("door")
def test_the_limits_of_each_kind_are_told_with_their_source(client: Client) -> None:
    make_filed(make_desk(COUNTY))

    page = client.get(f"{HERE}/figures/").content.decode()

    assert "楼道、路边堆东西" in page
    assert "工作时" in page
