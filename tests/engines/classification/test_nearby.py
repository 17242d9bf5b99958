"""Open matters nearby that may be the same are offered, nearest in place and words first, with the reason."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.classification import Known, likeness, near
from gongjian.engines.coordinates import Position
from gongjian.engines.errors import EngineInputError

HERE = Position(30.5, 105.5)
STEP = 1 / 111_195  # about one metre of latitude


def north(metres):
    return Position(30.5 + metres * STEP, 105.5)


def asked(words="路口井盖不见了", code="1101", at=HERE, address=""):
    return Known("", words, at, code, address)


def test_the_same_thing_nearby_is_offered_with_distance_class_and_words():
    (hit,) = near(asked(), [Known("a", "井盖丢了，路口很危险", north(40), "1101")], 100)

    assert (hit.key, hit.metres, hit.same_class) == ("a", 40, True)
    assert hit.sentence == "相距 40 米，同一类，都写到“路口”“井盖”"


@pytest.mark.parametrize(("metres", "count"), [(99, 1), (100, 1), (101, 0)])
def test_the_radius_is_kept(metres, count):
    assert len(near(asked(), [Known("a", "井盖没了", north(metres), "1101")], 100)) == count


def test_another_class_is_another_matter_but_an_unknown_one_may_be_the_same():
    other = Known("a", "井盖不见了", north(5), "1102")
    unknown = Known("b", "井盖不见了", north(5))

    assert [hit.key for hit in near(asked(), [other, unknown], 100)] == ["b"]
    assert [hit.key for hit in near(asked(code=""), [other, unknown], 100)] == ["a", "b"]


def test_unlike_words_count_only_in_the_same_class():
    far = "路灯黑了一星期"

    assert near(asked(code=""), [Known("a", far, north(5))], 100) == ()
    assert near(asked(), [Known("a", far, north(5), "1101")], 100)[0].sentence == "相距 5 米，同一类"


def test_alike_words_outweigh_a_few_metres_and_not_many():
    alike, nearer = Known("a", "路口井盖不见了", north(30), "1101"), Known("b", "有洞", north(5), "1101")

    assert [hit.key for hit in near(asked(), [nearer, alike], 100)] == ["a", "b"]


def test_without_a_point_the_address_stands_for_it():
    here = asked(at=None, address="望江路12号门口")

    found = near(
        here,
        [Known("a", "井盖没了", None, "1101", "望江路12号"), Known("b", "井盖没了", None, "1101", "文昌街")],
        100,
    )

    assert [(hit.key, hit.metres) for hit in found] == [("a", None)]
    assert found[0].sentence.startswith("地址相近，同一类")


def test_a_matter_is_not_near_itself_and_ties_go_by_key():
    own = Known("a", "井盖没了", HERE, "1101")

    found = near(own, [own, Known("c", "井盖没了", HERE, "1101"), Known("b", "井盖没了", HERE, "1101")], 50)

    assert [hit.key for hit in found] == ["b", "c"]
    assert found[0].sentence.startswith("同一个位置")


def test_no_more_than_asked_for_are_offered_and_a_radius_is_needed():
    many = [Known(str(n), "井盖没了", north(n), "1101") for n in range(9)]

    assert [hit.key for hit in near(asked(), many, 100, limit=3)] == ["0", "1", "2"]
    with pytest.raises(EngineInputError, match="至少 1 米"):
        near(asked(), many, 0)


@given(st.text("井盖路口灯，", max_size=12), st.text("井盖路口灯，", max_size=12))
def test_likeness_is_a_share_the_same_both_ways(one, other):
    share = likeness(one, other)

    assert 0 <= share <= 1
    assert share == likeness(other, one)
    assert likeness(one, one) in (Fraction(0), Fraction(1))
