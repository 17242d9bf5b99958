from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import Node, roll_up

F = Fraction


def node(code: str, numerator: int | None, denominator: int | None = 1) -> Node:
    if numerator is None:
        return Node(code, None, None)
    return Node(code, F(numerator), F(denominator or 0))


COMMUNITIES = (
    node("510903001001", 9, 10),
    node("510903001002", 1, 90),
    node("510903002001", 0, 10),
    node("510904001001", None),
)


def test_sums_are_divided_not_ratios_averaged():
    county = roll_up(COMMUNITIES, 6)[0]

    assert (county.code, county.ratio) == ("510903", F(10, 110))


def test_every_level_is_a_prefix():
    assert [street.code for street in roll_up(COMMUNITIES, 9)] == ["510903001", "510903002", "510904001"]


def test_missing_is_listed_and_zero_is_a_value():
    missing, zero = roll_up(COMMUNITIES, 9)[2], roll_up(COMMUNITIES, 9)[1]

    assert (missing.ratio, missing.missing, missing.coverage) == (None, ("510904001001",), "1 个里 0 个已报")
    assert (zero.ratio, zero.missing, zero.coverage) == (F(0), (), "1 个全部已报")


def test_a_denominator_of_zero_has_no_ratio():
    assert roll_up([node("51", 3, 0)], 2)[0].ratio is None


def test_length_zero_adds_everything():
    whole = roll_up(COMMUNITIES, 0)

    assert [(total.code, total.reported, total.expected) for total in whole] == [("", 3, 4)]


@pytest.mark.parametrize(
    ("nodes", "length", "words"),
    [
        ((node("510903", 1), node("510903", 1)), 6, "两次"),
        ((node("510903", 1), node("510903001", 1)), 6, "已经算在"),
        ((node("510903", 1),), 9, "更细"),
        ((node("510903", 1),), 5, "没有 5 位"),
    ],
)
def test_double_counting_and_impossible_levels_are_refused(nodes, length, words):
    with pytest.raises(EngineInputError, match=words):
        roll_up(nodes, length)


CODES = st.integers(0, 999).map(lambda n: f"51090{n % 5}00{n // 5 % 9}{n:03d}")
NODES = st.dictionaries(
    CODES, st.tuples(st.none() | st.integers(0, 50), st.integers(0, 50)), max_size=30
).map(lambda found: tuple(node(code, *numbers) for code, numbers in found.items()))


@given(nodes=NODES, length=st.sampled_from([2, 4, 6, 9, 12]))
def test_the_parts_add_up_to_the_whole(nodes, length):
    parts = roll_up(nodes, length)
    whole = roll_up(nodes, 0)[0] if nodes else None

    assert sum(part.numerator for part in parts) == (whole.numerator if whole else 0)
    assert sum(part.denominator for part in parts) == (whole.denominator if whole else 0)
    assert sorted(c for part in parts for c in part.missing) == sorted(whole.missing if whole else ())


@given(nodes=NODES)
def test_rolling_up_twice_is_rolling_up_once(nodes):
    streets = roll_up(nodes, 9)
    again = roll_up([Node(street.code, street.numerator, street.denominator) for street in streets], 6)

    direct = roll_up(nodes, 6)

    assert [(a.code, a.numerator, a.denominator) for a in again] == [
        (d.code, d.numerator, d.denominator) for d in direct
    ]


@given(nodes=NODES, data=st.data())
def test_the_order_of_reports_does_not_matter(nodes, data):
    assert roll_up(data.draw(st.permutations(nodes)), 6) == roll_up(nodes, 6)
