from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
    Basis,
    Change,
    Child,
    ChildState,
    Interval,
    MissingPolicy,
    RatingRule,
    explain_grade,
    rate_by_score,
    what_if,
)

D = Decimal
COMMUNITY_RULES = (
    RatingRule("示范", "community", Basis.SCORE, Interval(D(90)), 1),
    RatingRule("达标", "community", Basis.SCORE, Interval(D(80)), 2),
)
STREET_RULES = (
    RatingRule("示范街道", "street", Basis.SHARE, Interval(D("0.8")), 1, of_label="示范"),
    RatingRule(
        "达标街道", "street", Basis.SHARE, Interval(D("0.8")), 2, of_label="达标", also_counts=("示范",)
    ),
)
SCORES = ["96.2", "95", "94.3", "93.8", "93.1", "92.6", "92", "91.7", "91.2", "90.8", "90.5"]


def rated(key: str, name: str, score: str) -> Child:
    return Child(key, name, rate_by_score(D(score), COMMUNITY_RULES).label, D(score))


def street(*others: Child) -> tuple[Child, ...]:
    return (*(rated(str(n), f"{n} 社区", score) for n, score in enumerate(SCORES)), *others)


HUAIYIN, NANMEN, MATOU = (
    rated("h", "槐荫社区", "89.4"),
    rated("n", "南门社区", "87.5"),
    rated("m", "码头社区", "84.5"),
)
UNSEEN = Child("u", "新桥社区", state=ChildState.NOT_INSPECTED)


def test_the_page_of_the_mock_can_be_written_from_the_explanation():
    explanation = explain_grade(street(MATOU, NANMEN, HUAIYIN), STREET_RULES, COMMUNITY_RULES)

    assert explanation.headline == "达标街道，离示范街道差 1 个社区"
    assert explanation.sentences == (
        "11 ÷ 14 个社区是示范社区，占 78.6%，要 80%，也就是 12 个",
        "离示范街道差 1 个社区",
    )
    assert [blocker.sentence for blocker in explanation.blockers] == [
        "槐荫社区 89.4 分，差 0.6 分",
        "南门社区 87.5 分，差 2.5 分",
        "码头社区 84.5 分，差 5.5 分",
    ]
    assert [blocker.child for blocker in explanation.nearest] == [HUAIYIN]


def test_the_best_grade_is_explained_without_a_gap():
    explanation = explain_grade(street(HUAIYIN), STREET_RULES, COMMUNITY_RULES)

    assert explanation.headline == "示范街道"
    assert explanation.sentences == ("11 ÷ 12 个社区是示范社区，占 91.7%，要 80%，也就是 10 个",)
    assert explanation.nearest == ()


def test_a_child_without_a_sheet_is_named_and_comes_last():
    explanation = explain_grade(street(UNSEEN, NANMEN, HUAIYIN), STREET_RULES, COMMUNITY_RULES)

    assert "1 个社区未检，按没有达到算：新桥社区" in explanation.sentences
    assert explanation.blockers[-1].sentence == "新桥社区：未检"


def test_a_child_left_out_by_rule_is_named_too():
    rule = RatingRule(
        "示范街道",
        "street",
        Basis.SHARE,
        Interval(D("0.8")),
        1,
        of_label="示范",
        missing=MissingPolicy.EXCLUDED,
    )

    explanation = explain_grade(street(UNSEEN), (rule,), COMMUNITY_RULES)

    assert explanation.sentences[-1] == "1 个社区未检，不算进分母：新桥社区"
    assert explanation.blockers == ()


def test_a_merged_child_is_said_to_count_through_its_successor():
    gone = Child("old", "旧社区", "达标", merged_on=date(2026, 6, 1), successors=("h",))

    explanation = explain_grade(street(HUAIYIN, gone), STREET_RULES, rated_on=date(2026, 9, 1))

    assert explanation.sentences[-1] == "旧社区已撤并，由槐荫社区算一次"


def test_a_place_without_children_is_told_so():
    explanation = explain_grade((), STREET_RULES)

    assert explanation.headline == "未评上，没有可数的社区，评不了达标街道"
    assert explanation.sentences == ("没有可数的社区，算不出占比",)


def test_without_rules_there_is_no_grade():
    assert explain_grade(street(), ()).result is None


def test_a_barred_child_is_said_to_have_the_score_but_not_the_grade():
    barred = Child("b", "新城社区", "达标", D("95"))

    explanation = explain_grade((barred,), STREET_RULES, COMMUNITY_RULES)

    assert explanation.blockers[0].sentence == "新城社区 95 分，分数够了，但没有评上"


def test_without_score_rules_blockers_have_no_gap():
    explanation = explain_grade(street(MATOU, NANMEN, HUAIYIN), STREET_RULES)

    assert {blocker.gap for blocker in explanation.blockers} == {None}


def test_an_upheld_appeal_lifts_the_street():
    trial = what_if(
        street(HUAIYIN, NANMEN, MATOU),
        {"h": Change(score=D("91.4"))},
        rules=STREET_RULES,
        child_rules=COMMUNITY_RULES,
    )

    assert (trial.before.grade.label, trial.after.grade.label) == ("达标街道", "示范街道")
    assert trial.sentences == (
        "槐荫社区：89.4 分，达标 → 91.4 分，示范",
        "示范占比：78.6% → 85.7%",
        "等级：达标街道 → 示范街道",
    )


def test_a_change_that_moves_nothing_says_so():
    trial = what_if(
        street(HUAIYIN), {"h": Change(score=D("89.9"))}, rules=STREET_RULES, child_rules=COMMUNITY_RULES
    )

    assert trial.sentences[-1] == "等级不变：示范街道"


def test_an_uninspected_child_can_be_supposed_to_hold_a_grade():
    trial = what_if((UNSEEN,), {"u": Change(label="示范")}, rules=STREET_RULES)

    assert trial.after.grade.label == "示范街道"
    assert trial.sentences[0] == "新桥社区：未检 → 示范"


@pytest.mark.parametrize(
    "change", [{"nowhere": Change(label="示范")}, {"u": Change()}, {"u": Change(score=D(90))}]
)
def test_a_trial_that_cannot_be_computed_is_refused_with_advice(change):
    with pytest.raises(EngineInputError, match="请"):
        what_if((UNSEEN,), change, rules=STREET_RULES)


@given(scores=st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=12))
def test_raising_the_nearest_blockers_reaches_the_next_grade(scores):
    places = tuple(rated(str(n), str(n), str(score)) for n, score in enumerate(scores))
    explanation = explain_grade(places, STREET_RULES, COMMUNITY_RULES)
    target = explanation.result.rule

    changes = {blocker.child.key: Change(label=target.of_label) for blocker in explanation.nearest}
    after = what_if(places, changes, rules=(target,)).after

    assert after.grade.label == target.label
    fewer = dict(list(changes.items())[1:])
    if changes:
        assert what_if(places, fewer, rules=(target,)).after.grade.label is None
