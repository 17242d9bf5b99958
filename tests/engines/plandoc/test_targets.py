import pytest

from gongjian.engines.plandoc import compile_text


def targets(text: str):
    return [t for d in compile_text(text).documents for t in d.targets]


def goal(sentence: str):
    return targets(f"临江县绿化计划\n一、工作目标\n{sentence}\n二、其他\n完。")


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "unit"),
    [
        ("绿化覆盖率达到40%以上。", ">=", 40, "%"),
        ("绿化覆盖率不低于40%。", ">=", 40, "%"),
        ("群众投诉量控制在50件以内。", "<=", 50, "件"),
        ("平均管护费不超过3元。", "<=", 3, "元"),
        ("认养绿地突破100处。", ">", 100, "处"),
        ("苗木死亡率低于5%。", "<", 5, "%"),
        ("苗木存活率提高5个百分点。", "+=", 5, "个百分点"),
        ("投诉总量下降10%。", "-=", 10, "%"),
        ("投诉总量减少三分之一。", "-=", 33.33, "%"),
        ("绿化覆盖率由35%提高到41%。", ">=", 41, "%"),
        ("新建口袋公园12个。", "=", 12, "个"),
        ("村庄绿化全覆盖。", "=", 100, "%"),
        ("居民参与率过半。", "=", 50, "%"),
        ("沿河签约率达八成以上。", ">=", 80, "%"),
        ("黄土裸露清零。", "=", 0, None),
        ("至少建成3个示范村。", ">=", 3, "个"),
    ],
)
def test_comparing_words(sentence, comparator, value, unit):
    (found,) = goal(sentence)

    assert (found.comparator, float(found.value), found.unit) == (comparator, value, unit)


def test_a_date_holds_for_the_targets_that_follow_until_the_next_date():
    found = goal("到2024年底，植树500亩，成活率达到90%；到2026年6月底前，覆盖率达到45%。")

    assert [t.deadline for t in found] == ["2024-12", "2024-12", "2026-06"]


def test_an_annual_plan_sets_the_end_of_its_year():
    found = targets("临江县2025年绿化工作计划\n一、目标\n成活率达到90%。")

    assert found[0].deadline == "2025-12"


def test_figures_that_report_the_past_are_no_targets():
    text = "临江县绿化情况汇报\n一、工作进展\n截至6月底，覆盖率达到38%，比上年提高2个百分点。"

    assert targets(text) == []


def test_an_indicator_left_out_is_that_of_the_clause_before():
    found = goal("物业费收缴率提高12个百分点，达到80%。")

    assert [t.indicator for t in found] == ["物业费收缴率", "物业费收缴率"]


def test_grades_are_no_targets():
    text = "考核方案\n一、结果\n得分90分以上且满意度95%以上的社区，评为“优秀社区”。"

    assert targets(text) == []


def test_time_limits_are_targets_only_when_they_are_shortened():
    assert [t.value for t in goal("将办理时限压缩至30天以内。")] == [30]
    assert targets("服务方案\n一、内容\n诉求7日内答复。") == []


def test_scope_is_each_unit_or_the_place():
    assert goal("每个街道至少培育5家社会组织。")[0].scope == "每个街道"
    assert goal("全县成活率达到90%。")[0].scope == "全县"


def test_a_name_that_holds_zero_or_all_sets_no_figure():
    found = targets(
        "临江县隐患清零行动方案\n一、工作目标\n黄土裸露清零。\n二、实施步骤\n"
        "（一）清零阶段（2026年3月至4月）。开展全覆盖排查。\n"
    )

    assert [(t.indicator, float(t.value)) for t in found] == [("黄土裸露", 0)]


@pytest.mark.parametrize(
    "words",
    [
        "满意度低于80%的街道，次年核减补助资金的10%。",
        "入户宣传率达不到90%，扣5分。",
        "年度得分=日常得分×60%+数据得分×40%。",
        "虚报时长的，积分清零。",
    ],
)
def test_conditions_weights_and_sanctions_are_no_targets(words):
    assert targets(f"临江县绿化办法\n一、考核办法\n{words}\n二、其他\n完。") == []
