from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
    Basis,
    Child,
    ChildState,
    Entry,
    Interval,
    Item,
    MissingPolicy,
    RatingRule,
    Rubric,
    Rule,
    RuleKind,
    Sheet,
    VetoEffect,
    grade_by_share,
    rate_by_score,
    rate_by_share,
    score_sheet,
)

D = Decimal
DEMO = RatingRule("示范社区", "community", Basis.SCORE, Interval(D(90)), 1)
PASS = RatingRule("达标社区", "community", Basis.SCORE, Interval(D(80)), 2)
COMMUNITY_RULES = (PASS, DEMO)  # the order of the tuple doesn't matter
DEMO_STREET = RatingRule("示范街道", "street", Basis.SHARE, Interval(D("0.8")), 1, of_label="示范社区")
PASS_STREET = RatingRule(
    "达标街道", "street", Basis.SHARE, Interval(D("0.8")), 2, of_label="达标社区", also_counts=("示范社区",)
)


def children(demo: int, other: int = 0, missing: int = 0) -> tuple[Child, ...]:
    labels = ["示范社区"] * demo + ["达标社区"] * other
    rated = [Child(str(n), f"{n} 号社区", label) for n, label in enumerate(labels)]
    unseen = [Child(f"x{n}", f"未检 {n}", state=ChildState.NOT_INSPECTED) for n in range(missing)]
    return (*rated, *unseen)


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("79.99", None),
        ("80", "达标社区"),
        ("80.01", "达标社区"),
        ("89.99", "达标社区"),
        ("90", "示范社区"),
        ("100", "示范社区"),
        ("0", None),
    ],
)
def test_a_score_is_graded_exactly_at_the_threshold(score, label):
    assert rate_by_score(D(score), COMMUNITY_RULES).label == label


@pytest.mark.parametrize(("score", "gap"), [("79.99", "0.01"), ("89.4", "0.6"), ("0", "80")])
def test_the_gap_to_the_next_grade_is_exact(score, gap):
    assert rate_by_score(D(score), COMMUNITY_RULES).gap == D(gap)


def test_the_best_grade_has_no_next_one():
    grade = rate_by_score(D(95), COMMUNITY_RULES)

    assert (grade.next_rule, grade.gap) == (None, None)


def test_no_score_is_not_a_score_of_zero():
    missing, zero = rate_by_score(None, COMMUNITY_RULES), rate_by_score(D(0), COMMUNITY_RULES)

    assert (missing.label, missing.gap) == (None, None)
    assert (zero.label, zero.gap) == (None, D(80))


def test_a_closed_upper_bound_and_an_open_lower_bound_are_kept():
    interval = Interval(D(80), D(90), low_closed=False, high_closed=True)

    assert [interval.holds(D(v)) for v in ("80", "80.01", "90", "90.01")] == [False, True, True, False]


@pytest.mark.parametrize(
    ("bars", "label"), [((), None), (("示范社区",), "达标社区"), (("示范社区", "达标社区"), None)]
)
def test_a_veto_passes_over_the_grades_it_bars(bars, label):
    veto = Rule("fire", RuleKind.VETO, effect=VetoEffect.GRADE, bars=bars)
    result = score_sheet(Rubric((Item("1", "消防", "", D(100), (veto,)),)), Sheet((Entry("fire"),)))

    grade = rate_by_score(result, COMMUNITY_RULES)

    assert (grade.label, grade.is_barred) == (label, True)


@pytest.mark.parametrize(
    ("demo", "other", "meets"),
    [(4, 1, True), (8, 2, True), (799, 201, False), (800, 200, True), (801, 199, True), (7, 2, False)],
)
def test_a_share_is_judged_exactly_at_eighty_per_cent(demo, other, meets):
    result = rate_by_share(children(demo, other), DEMO_STREET)

    assert result.share == Fraction(demo, demo + other)
    assert result.meets is meets


def test_a_share_that_only_rounds_to_the_threshold_does_not_meet_it():
    assert not rate_by_share(children(79_999, 20_001), DEMO_STREET).meets


def test_the_street_of_the_mock_lacks_one_community():
    result = rate_by_share(children(11, 3), DEMO_STREET)

    assert (result.numerator, result.denominator, result.needed, result.short) == (11, 14, 12, 1)


def test_better_grades_count_towards_a_lower_one():
    assert rate_by_share(children(4, 4), PASS_STREET).share == 1


def test_a_child_without_a_sheet_counts_as_not_meeting_and_is_listed():
    result = rate_by_share(children(8, 1, missing=1), DEMO_STREET)

    assert (result.share, result.meets) == (Fraction(8, 10), True)
    assert [child.key for child in result.missing] == ["x0"]
    assert [child.key for child in result.blocking] == ["8", "x0"]


def test_a_child_without_a_sheet_can_be_left_out_by_rule_and_is_still_listed():
    rule = RatingRule(
        "示范街道",
        "street",
        Basis.SHARE,
        Interval(D("0.8")),
        1,
        of_label="示范社区",
        missing=MissingPolicy.EXCLUDED,
    )

    result = rate_by_share(children(4, 1, missing=5), rule)

    assert (result.share, result.meets, len(result.missing)) == (Fraction(4, 5), True, 5)


@pytest.mark.parametrize("few", [(), children(0, missing=2)[:0]])
def test_a_place_without_children_has_no_share(few):
    result = rate_by_share(few, DEMO_STREET)

    assert (result.share, result.meets, result.needed, result.short) == (None, False, None, None)


def test_no_child_meeting_is_a_share_of_zero():
    assert rate_by_share(children(0, 3), DEMO_STREET).share == 0


def test_an_exempt_child_is_neither_counted_nor_missing():
    exempt = Child("new", "新社区", state=ChildState.EXEMPT)

    result = rate_by_share((*children(4, 1), exempt), DEMO_STREET)

    assert (result.denominator, result.missing, result.exempt) == (5, (), (exempt,))


MERGED = (
    Child("a", "甲社区", "达标社区", merged_on=date(2026, 6, 1), successors=("ab",)),
    Child("b", "乙社区", "达标社区", merged_on=date(2026, 6, 1), successors=("ab",)),
    Child("ab", "甲乙社区", "示范社区", since=date(2026, 6, 1)),
    Child("c", "丙社区", "示范社区"),
)


def test_after_a_merger_the_successor_counts_once_and_history_is_kept():
    result = rate_by_share(MERGED, DEMO_STREET, rated_on=date(2026, 6, 1))

    assert (result.numerator, result.denominator) == (2, 2)
    assert [(child.key, keys) for child, keys in result.merged] == [("a", ("ab",)), ("b", ("ab",))]


def test_before_the_merger_the_old_places_count_and_the_new_one_does_not():
    result = rate_by_share(MERGED, DEMO_STREET, rated_on=date(2026, 5, 31))

    assert (result.numerator, result.denominator, result.merged) == (1, 3, ())


def test_a_chain_of_mergers_ends_at_the_place_that_stands():
    chain = (
        Child("a", "甲", merged_on=date(2026, 2, 1), successors=("b",)),
        Child("b", "乙", merged_on=date(2026, 6, 1), successors=("elsewhere", "c")),
        Child("c", "丙", "示范社区"),
    )

    assert dict(rate_by_share(chain, DEMO_STREET).merged)[chain[0]] == ("elsewhere", "c")


def test_mergers_that_run_in_a_circle_are_refused():
    circle = tuple(
        Child(key, key, merged_on=date(2026, 1, 1), successors=(to,)) for key, to in (("a", "b"), ("b", "a"))
    )

    with pytest.raises(EngineInputError, match="绕成了圈"):
        rate_by_share(circle, DEMO_STREET)


def test_a_child_given_twice_is_refused():
    with pytest.raises(EngineInputError, match="两次"):
        rate_by_share((*children(1), *children(1)), DEMO_STREET)


def test_a_rule_of_the_other_basis_is_refused():
    with pytest.raises(EngineInputError, match="占比"):
        rate_by_share(children(1), DEMO)
    with pytest.raises(EngineInputError, match="得分"):
        rate_by_score(D(1), (DEMO_STREET,))


@pytest.mark.parametrize("wrong", [{"interval": Interval(D(80)), "of_label": "示范社区"}, {"of_label": ""}])
def test_a_share_rule_that_cannot_work_is_refused(wrong):
    with pytest.raises(EngineInputError, match="请"):
        RatingRule(
            **{
                "label": "示范街道",
                "subject_level": "street",
                "basis": Basis.SHARE,
                "interval": Interval(D("0.8")),
                "order": 1,
                **wrong,
            }
        )


@pytest.mark.parametrize(("demo", "other", "label"), [(8, 2, "示范街道"), (7, 3, "达标街道"), (0, 0, None)])
def test_the_best_grade_by_share_wins(demo, other, label):
    assert grade_by_share(children(demo, other), (PASS_STREET, DEMO_STREET)).label == label


@given(demo=st.integers(0, 60), other=st.integers(0, 60), missing=st.integers(0, 9))
def test_needed_is_the_least_number_that_meets_the_rule(demo, other, missing):
    result = rate_by_share(children(demo, other, missing), DEMO_STREET)

    if result.denominator:
        interval = DEMO_STREET.interval
        assert interval.holds(Fraction(result.needed, result.denominator))
        assert result.needed == 0 or not interval.holds(Fraction(result.needed - 1, result.denominator))
        assert len(result.blocking) >= result.short
        assert result.meets == (result.short == 0)


@given(order=st.permutations(children(5, 2, 1)))
def test_the_order_of_children_does_not_change_the_share(order):
    assert rate_by_share(tuple(order), DEMO_STREET).share == Fraction(5, 8)


@given(demo=st.integers(0, 30), other=st.integers(1, 30))
def test_one_more_meeting_child_never_lowers_the_share(demo, other):
    assert (
        rate_by_share(children(demo + 1, other - 1), DEMO_STREET).share
        > rate_by_share(children(demo, other), DEMO_STREET).share
    )
