"""Items scored from a figure instead of by a person."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
    Entry,
    Item,
    Measure,
    Reading,
    Rubric,
    Rule,
    RuleKind,
    Sheet,
    StepRounding,
    say_item,
    score_sheet,
)

D = Decimal
RATE = Measure("matters.closed", "按期办结率", D(95), "%")
BELOW = Rule("below", RuleKind.DEDUCT, D("0.5"), title="低于目标", per="个百分点")
ABOVE = Rule("above", RuleKind.ADD, D("0.2"), title="超过目标", per="个百分点", cap=D("0.6"))


def measured(*rules: Rule, measure: Measure = RATE, full: str = "10") -> Rubric:
    return Rubric((Item("1", "办结", "", D(full), rules or (BELOW, ABOVE), measure=measure),))


def read(rubric: Rubric, value: Fraction | int | None, reason: str = ""):
    exact = None if value is None else Fraction(value)
    return score_sheet(rubric, Sheet(readings=(Reading("1", exact, reason),)))


@pytest.mark.parametrize(
    ("value", "total"),
    [
        (Fraction(95), "10"),
        (Fraction(94_9999, 10_000), "10"),
        (Fraction(94_0001, 10_000), "10"),
        (Fraction(94), "9.5"),
        (Fraction(93_9999, 10_000), "9.5"),
        (Fraction(75), "0"),
        (Fraction(0), "0"),
        (Fraction(95_9999, 10_000), "10"),
        (Fraction(96), "10.2"),
        (Fraction(97), "10.4"),
        (Fraction(100), "10.6"),
    ],
)
def test_each_whole_point_below_the_target_takes_and_each_beyond_gives(value, total):
    assert read(measured(), value).total == D(total)


@pytest.mark.parametrize(("value", "lost"), [("95", "0"), ("94.99", "0.5"), ("94", "0.5"), ("93.99", "1")])
def test_a_begun_step_may_be_charged_whole(value, lost):
    rule = Rule("below", RuleKind.DEDUCT, D("0.5"), step_rounding=StepRounding.STARTED, per="个百分点")

    assert read(measured(rule), Fraction(value)).deducted == D(lost)


@pytest.mark.parametrize(("value", "lost"), [(2, 0), (3, 0), (4, 1), (6, 3)])
def test_where_less_is_better_what_goes_beyond_the_target_is_charged(value, lost):
    measure = Measure("cases", "重复投诉", D(3), "件", higher_is_better=False)
    rule = Rule("over", RuleKind.DEDUCT, D(1), per="件")

    result = read(measured(rule, measure=measure), value)

    assert result.deducted == lost
    if value == 4:
        sentence = result.items[0].lines[0].sentence
        assert sentence == "重复投诉 4 件，目标 3 件，高 1 件，每件扣 1 分，不封顶，扣 1 分"


def test_the_sentence_shows_the_figure_and_on_which_side_of_the_target_it_lies():
    line = read(measured(), Fraction(1700, 19)).items[0].lines[0]
    near = read(measured(), Fraction(94_9999, 10_000)).items[0].lines[0]

    assert line.sentence == (
        "按期办结率 89.47%，目标 95%，低 5.53 个百分点，每个百分点扣 0.5 分，不封顶，扣 2.5 分"
    )
    assert near.sentence.startswith("按期办结率 94.9999%，目标 95%，低 0.0001 个百分点")


def test_a_missing_figure_is_no_zero_the_item_is_unanswered_and_says_why():
    result = read(measured(), None, "九月没有数据")

    assert (result.total, result.unanswered) == (None, ("1",))
    assert result.items[0].reason == "指标“按期办结率”九月没有数据"
    assert result.so_far == 10


def test_without_any_reading_the_item_is_unanswered():
    assert score_sheet(measured(), Sheet()).items[0].reason == "指标“按期办结率”还没有读数"


def test_a_place_that_the_figure_does_not_apply_to_keeps_the_marks():
    result = score_sheet(measured(), Sheet(not_applicable=frozenset("1")))

    assert (result.total, result.items[0].is_applicable) == (10, False)


def test_the_item_says_what_it_is_scored_from():
    assert say_item(measured().items[0]) == ("由指标“按期办结率”评，不低于 95% 得满分；没有数据时不评",)


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet((Entry("below"),)),
        Sheet(clear=frozenset("1")),
        Sheet(readings=(Reading("2", Fraction(1)),)),
        Sheet(readings=(Reading("1", Fraction(1)), Reading("1", Fraction(2)))),
    ],
)
def test_no_person_scores_such_an_item_and_no_figure_another(sheet):
    with pytest.raises(EngineInputError, match="请"):
        score_sheet(measured(), sheet)


@pytest.mark.parametrize(
    "rule",
    [Rule("j", RuleKind.DEDUCT, judged=True, cap=D(3)), Rule("v", RuleKind.VETO)],
)
def test_a_figure_leaves_nothing_to_judgement(rule):
    with pytest.raises(EngineInputError, match="由指标评"):
        measured(rule)


@given(
    better=st.fractions(0, 100, max_denominator=997),
    worse=st.fractions(0, 100, max_denominator=997),
    step=st.sampled_from(["0.1", "1", "3"]),
    rounding=st.sampled_from(StepRounding),
)
def test_a_better_figure_never_scores_less_and_marks_stay_within_bounds(better, worse, step, rounding):
    better, worse = max(better, worse), min(better, worse)
    rule = Rule("below", RuleKind.DEDUCT, D("0.5"), step=D(step), step_rounding=rounding)

    high, low = read(measured(rule), better).total, read(measured(rule), worse).total

    assert high is not None and low is not None
    assert 0 <= low <= high <= 10
