from fractions import Fraction

import pytest

from gongjian.engines.figures import explain, find_claims, recompute, schema_of_text


def claims(sentence: str):
    return find_claims(f"白马镇工作情况汇报\n一、进展情况\n{sentence}")


def only(sentence: str):
    (claim,) = claims(sentence)
    return claim


@pytest.mark.parametrize(
    ("sentence", "kind", "operands", "stated"),
    [
        ("全镇共有党员400名，其中女党员100名，占25%。", "percentage_of", [100, 400], 25),
        ("收集诉求80件，办结76件，办结率95%。", "percentage_of", [76, 80], 95),
        ("调解纠纷86起，成功率97.7%（84起）。", "percentage_of", [84, 86], Fraction(977, 10)),
        ("设计供餐4800份，现日均供餐1680份，利用率仅三成半。", "percentage_of", [1680, 4800], 35),
        ("修复山体1300亩，占应修复面积2000亩的六成半。", "percentage_of", [1300, 2000], 65),
        ("投入684万元，比去年的570万元增长20%。", "growth", [5_700_000, 6_840_000], 20),
        ("纠纷86起，同比上年的104起下降17.3%。", "growth", [104, 86], Fraction(-173, 10)),
        (
            "投资2340万元，同比增长12.5%（上年2080万元）。",
            "growth",
            [20_800_000, 23_400_000],
            Fraction(25, 2),
        ),
        ("绿地率34%，比上年的31.6%提高2.4个百分点。", "difference", [34, Fraction(158, 5)], Fraction(12, 5)),
        ("占道6处，上月同期为8处，同比减少2处。", "difference", [8, 6], 2),
        ("计划新建24个，已建成21个，其余3个在建。", "difference", [24, 21], 3),
        (
            "安排资金2300万元，其中市级补助800万元、区级配套1500万元。",
            "sum",
            [8_000_000, 15_000_000],
            23_000_000,
        ),
        ("企业出资500万元，居民自筹300万元，形成800万元资金池。", "sum", [5_000_000, 3_000_000], 8_000_000),
        ("发放慰问金67.4万元，惠及93人，人均7247元。", "per_capita", [674_000, 93], 7247),
        ("举办活动118场，参与2.3万人次，场均约195人次。", "per_capita", [23_000, 118], 195),
        ("三年培训3600人次，年均1200人次。", "per_capita", [3600, 3], 1200),
    ],
)
def test_claims_that_hold(sentence, kind, operands, stated):
    claim = only(sentence)

    assert (claim.type, [o.value for o in claim.operands], claim.stated) == (kind, operands, stated)
    assert claim.holds


@pytest.mark.parametrize(
    "sentence",
    [
        "全镇共有党员400名，其中女党员100名，占28%。",
        "收集诉求80件，办结70件，办结率89%。",
        "栽树3620株，其中樟树1980株、银杏1120株、栾树620株。",
        "收集诉求132件，办结126件，未办结的8件已列入台账。",
        "投入684万元，比去年的570万元增长22%。",
        "发放慰问金67.4万元，惠及93人，人均7300元。",
    ],
)
def test_claims_that_do_not_hold(sentence):
    assert not only(sentence).holds


def test_a_rise_of_a_rate_told_in_per_cent_is_growth_and_points_are_a_difference():
    as_growth = only("完成率由72%提高到81%，提高9%。")
    as_points = only("完成率由72%提高到81%，提高9个百分点。")

    assert (as_growth.type, as_growth.holds, as_growth.computed) == ("growth", False, Fraction(25, 2))
    assert (as_points.type, as_points.holds) == ("difference", True)
    assert "“%”应写作“个百分点”" in explain(as_growth)


@pytest.mark.parametrize(
    ("stated", "holds"), [("33.3%", True), ("33.4%", False), ("33%", True), ("34%", False), ("约34%", True)]
)
def test_the_tolerance_is_half_a_unit_of_the_last_digit_and_a_whole_one_after_about(stated, holds):
    assert only(f"共有居民300人，其中老人100人，占{stated}。").holds is holds


def test_bounds_and_figures_without_their_base_are_no_claims():
    assert claims("注册志愿者612人，其中35岁以下98人，不到两成。") == ()
    assert claims("整改率93.0%，较上月下降1.2个百分点。") == ()
    assert claims("认养绿地86处，比上年增加31处，群众满意率92.3%。") == ()
    assert claims("自来水普及率96%，流转土地1.2万亩。") == ()


def test_the_full_marks_of_a_rubric_are_compared_with_those_of_its_items():
    text = "考核细则\n本表总分100分。\n一、保洁（60分）\n每处扣1分。\n二、绿化（30分）\n每处扣2分。"
    (claim,) = find_claims(text)

    assert (claim.type, claim.computed, claim.holds) == ("sum", 90, False)


def test_the_explanation_names_what_was_stated_what_was_computed_and_the_difference():
    sentence = explain(only("栽树3620株，其中樟树1980株、银杏1120株、栾树620株。"))

    assert "“栽树3620株”" in sentence
    assert "“1980株”＋“1120株”＋“620株”计算为3720株" in sentence
    assert "少写了100株" in sentence


def test_the_exchange_format_joins_claims_to_their_document():
    schema = schema_of_text("白马镇工作汇报\n一、情况\n共有党员400名，其中女党员100名，占25%。")

    (claim,) = schema["documents"][0]["claims"]
    assert claim["operands"] == [{"value": 100, "unit": "人"}, {"value": 400, "unit": "人"}]
    assert claim["holds"] is True


@pytest.mark.parametrize(("stated", "holds"), [("24.1", True), ("28.1", False)])
def test_a_base_in_a_bracket_before_the_change_is_compared(stated, holds):
    claim = only(f"任务完成率80.7%，比上期（56.6%）提高{stated}个百分点。")

    assert (claim.type, claim.holds) == ("difference", holds)


def test_exact_values_judge_a_claim_that_rounded_words_would_fail():
    claim = only("任务完成率80.7%，比上期的56.6%提高24.0个百分点。")
    exact = [Fraction("80.65"), Fraction("56.64")]

    judged = recompute(claim, {o.start: value for o, value in zip(claim.operands, exact, strict=True)})

    assert (claim.holds, judged.holds) == (False, True)
