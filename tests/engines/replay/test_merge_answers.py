"""Two answers from one base: what one changed stands, what both changed is asked, nothing is lost."""

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.replay import FIELDS, NOTHING, Answer, Finding, Merged, Open, merge_answers, with_field

RULES = ("a", "b", "c")
FINDINGS = st.builds(
    Finding,
    count=st.integers(0, 2).map(Decimal),
    amount=st.sampled_from([None, Decimal(1), Decimal(2)]),
    note=st.sampled_from(["", "x", "y"]),
)
ANSWERS = st.builds(Answer, st.dictionaries(st.sampled_from(RULES), FINDINGS))
MAYBE = st.none() | ANSWERS


def found(count: int, note: str = "") -> Answer:
    """One finding of rule a."""
    return Answer({"a": Finding(Decimal(count), note=note)})


IN_ORDER = Answer()


@pytest.mark.parametrize(
    ("base", "phone", "desk", "stands", "asked"),
    [
        pytest.param(found(2), found(3), found(2), found(3), [], id="only the phone changed"),
        pytest.param(found(2), found(2), found(3), found(3), [], id="only the desk changed"),
        pytest.param(found(2), found(3), found(3), found(3), [], id="both the same"),
        pytest.param(found(2), found(3), found(4), found(4), ["count"], id="both, differently"),
        pytest.param(found(2), found(3), found(2, "x"), found(3, "x"), [], id="different fields"),
        pytest.param(None, found(2), None, found(2), [], id="first answer"),
        pytest.param(None, found(2), IN_ORDER, IN_ORDER, ["count"], id="desk said in order"),
        pytest.param(None, found(2, "x"), found(2), found(2, "x"), [], id="desk wrote no note"),
        pytest.param(found(2), IN_ORDER, found(2, "x"), found(2, "x"), ["count"], id="gone, noted"),
        pytest.param(found(2), found(2, "x"), IN_ORDER, IN_ORDER, ["count", "note"], id="noted, gone"),
        pytest.param(found(2), found(3), None, found(3), [], id="desk took it back"),
        pytest.param(found(2), found(2), None, None, [], id="taken back, phone as it was"),
    ],
)
def test_hand_checked_merges(base, phone, desk, stands, asked) -> None:
    merged = merge_answers(base, phone, desk)

    assert merged.answer == stands
    assert [one.name for one in merged.open] == asked


@given(base=MAYBE, phone=ANSWERS)
def test_alone_the_phone_always_stands(base, phone) -> None:
    merged = merge_answers(base, phone, base)

    assert merged.open == ()
    assert base is None or same(merged.answer, phone)


@given(base=MAYBE, both=MAYBE)
def test_equal_answers_are_never_asked(base, both) -> None:
    merged = merge_answers(base, both, both)

    assert merged.open == ()
    assert (merged.answer is None) == (both is None)
    assert both is None or same(merged.answer, both)


@given(base=MAYBE, phone=ANSWERS, desk=ANSWERS)
def test_merging_is_the_same_from_both_sides_but_for_who_is_called_desk(base, phone, desk) -> None:
    here, there = merge_answers(base, phone, desk), merge_answers(base, desk, phone)

    assert {(one.rule) for one in here.open} == {(one.rule) for one in there.open}
    assert same(chosen(here, "desk"), chosen(there, "phone"))
    assert same(chosen(here, "phone"), chosen(there, "desk"))


@given(base=MAYBE, phone=ANSWERS, desk=ANSWERS)
def test_no_value_that_somebody_changed_is_lost(base, phone, desk) -> None:
    merged = merge_answers(base, phone, desk)
    asked = {(one.rule, one.name): one for one in merged.open}
    for rule in RULES:
        for name in FIELDS:
            mine, theirs, stands = (
                getattr(answer.of(rule), name) for answer in (phone, desk, merged.answer or IN_ORDER)
            )
            was = (
                "unknown" if base is None and name == "count" else getattr((base or IN_ORDER).of(rule), name)
            )
            is_said = name == "count" or phone.of(rule).is_found
            if is_said and mine not in (was, stands):
                assert asked[rule, name].phone == mine
            if theirs not in (was, stands):
                pytest.fail("what the desk changed must stand until somebody chooses")


@given(base=MAYBE, phone=ANSWERS, desk=ANSWERS)
def test_what_is_asked_stands_as_the_desk_has_it_and_differs(base, phone, desk) -> None:
    for one in merge_answers(base, phone, desk).open:
        assert one.phone == getattr(phone.of(one.rule), one.name)
        assert one.desk == getattr(desk.of(one.rule), one.name)
        assert one.phone != one.desk


@given(base=ANSWERS, phone=ANSWERS)
def test_sending_the_same_again_changes_nothing(base, phone) -> None:
    once = merge_answers(base, phone, base)

    assert merge_answers(base, phone, once.answer) == Merged(once.answer)


@given(base=ANSWERS, phone=ANSWERS, desk=ANSWERS, later=ANSWERS)
def test_a_field_that_is_asked_stays_the_desks_whatever_the_phone_sends_next(
    base, phone, desk, later
) -> None:
    first = merge_answers(base, phone, desk)
    asked = frozenset((one.rule, one.name) for one in first.open)

    second = merge_answers(first.answer, later, first.answer, asked)

    for rule, name in asked:
        stood = getattr(first.answer.of(rule), name)
        assert getattr(second.answer.of(rule), name) == stood
        wanted = getattr(later.of(rule), name)
        if wanted != stood and later.of(rule).is_found:
            assert (rule, name, wanted) in {(one.rule, one.name, one.phone) for one in second.open}


def test_a_field_of_a_rule_that_does_not_apply_says_nothing() -> None:
    assert with_field(IN_ORDER, "a", "note", "x") == IN_ORDER
    assert with_field(found(2, "x"), "a", "count", Decimal(0)) == IN_ORDER
    assert with_field(None, "a", "count", Decimal(3)) == found(3)


def test_every_field_of_a_finding_is_merged() -> None:
    assert tuple(one.name for one in fields(Finding)) == FIELDS


def test_open_fields_sort_by_rule_and_field() -> None:
    assert sorted([Open("b", "count", 1, 2), Open("a", "note", "x", "y")])[0].rule == "a"


def chosen(merged: Merged, side: str) -> Answer:
    """Choose one side for everything that is open, counts first."""
    answer = merged.answer or IN_ORDER
    for one in sorted(merged.open, key=lambda one: FIELDS.index(one.name)):
        answer = with_field(answer, one.rule, one.name, getattr(one, side))
    return answer


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers find the same."""
    return all(one.of(rule) == other.of(rule) for rule in RULES) and NOTHING.count == 0
