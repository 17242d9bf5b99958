from decimal import Decimal

import pytest

from gongjian.engines.plandoc import compile_text


def items(text: str):
    return [
        (i.title, i.full_marks, [(r.kind, r.amount, r.cap) for r in i.rules])
        for d in compile_text(text).documents
        for i in d.rubric_items
    ]


def item(rules: str, marks: int = 20):
    ((_, _, found),) = items(f"楼院考核细则\n一、内容\n（一）保洁（{marks}分）\n{rules}")
    return found


def test_each_deduction_has_its_amount_and_no_cap_unless_one_is_stated():
    assert item("每发现一处垃圾扣1分；飞线充电每起扣0.5分。") == [("deduct", 1, None), ("deduct", 0.5, None)]


def test_until_used_up_caps_every_rule_at_the_full_marks():
    assert item("每处扣1分；脱岗每次扣2分，扣完为止。") == [("deduct", 1, 20), ("deduct", 2, 20)]


def test_at_most_caps_only_the_rule_before_it():
    assert item("楼道堆物每处扣1分，最多扣5分；脱岗每次扣2分。") == [("deduct", 1, 5), ("deduct", 2, None)]


def test_the_whole_item_at_most_caps_all():
    assert item("堆物每处扣1分；脱岗每次扣2分。本项最多扣8分。") == [("deduct", 1, 8), ("deduct", 2, 8)]


def test_no_points_means_the_full_marks():
    assert item("弄虚作假的，本项不得分。", 15) == [("deduct", 15, None)]


def test_what_triggers_a_rule_is_told_with_its_step():
    text = "考核细则\n一、绿化（10分）\n黄土裸露每10平方米扣0.5分；台账不全的，每缺一项扣1分。"
    (document,) = compile_text(text).documents

    assert [r.per for r in document.rubric_items[0].rules] == ["黄土裸露每10平方米", "台账不全每缺一项"]


def test_bonus_and_veto_sections_have_no_full_marks():
    text = (
        "考核细则\n一、加分与否决\n（一）加分项。获区级表彰的，每次加2分；获市级表彰的，每次加5分。加分累计不超过8分。\n"
        "（二）一票否决。发生重大安全事故，或瞒报谎报的，实行一票否决。"
    )

    assert items(text) == [
        ("加分项", None, [("add", 2, 8), ("add", 5, 8)]),
        ("一票否决", None, [("veto", None, None), ("veto", None, None)]),
    ]


def test_items_in_a_table():
    text = "评分表\n序号\t考核项目\t分值\t评分标准\n1\t制度\t10\t未公示的扣3分\n2\t保洁\t20\t每处积灰扣0.2分，最高扣5分"

    assert items(text) == [("制度", 10, [("deduct", 3, None)]), ("保洁", 20, [("deduct", Decimal("0.2"), 5)])]


def test_items_in_a_table_flattened_to_one_cell_a_line():
    text = (
        "评分表\n序号\n考核项目\n标准分\n评分标准\n备注\n1\n制度\n10\n未公示的扣3分\n2\n保洁\n20\n每处积灰扣1分,扣完为止\n"
        "3\n附加分\n5\n获表彰每项加2分\n否决项\n发生亡人事故;挪用资金\n一经查实,直接定为无星级"
    )

    assert items(text) == [
        ("制度", 10, [("deduct", 3, None)]),
        ("保洁", 20, [("deduct", 1, 20)]),
        ("附加分", 5, [("add", 2, None)]),
        ("否决项", None, [("veto", None, None), ("veto", None, None)]),
    ]


def test_rules_outside_any_item_are_named_after_their_article():
    text = "考核办法\n第一条 总分100分。\n第二条 每缺勤一次扣2分，最多扣10分。"

    assert items(text) == [("第二条", None, [("deduct", 2, 10)])]


def test_marks_stand_in_every_kind_of_bracket_or_in_none():
    text = (
        "楼院考核办法\n一、组织建设【10分】\n未建支部的扣5分。\n二、议事协商 分值：20分\n每少一次扣3分。\n三、环境卫生，满分30分。\n"
        "有死角扣二分。\n四、平安建设40分：发生盗窃一起扣2分，减至零分为止；发生命案的，一票否决。"
    )

    assert items(text) == [
        ("组织建设", 10, [("deduct", 5, None)]),
        ("议事协商", 20, [("deduct", 3, None)]),
        ("环境卫生", 30, [("deduct", 2, None)]),
        ("平安建设", 40, [("deduct", 2, 40), ("veto", None, None)]),
    ]


def test_items_that_run_on_in_one_line_under_a_section_total():
    text = "巡河考核办法\n一、巡查（40分）\n1.频次25分，每少1次扣1分，扣完为止。2.记录15分，缺项的，每处扣0.5分；造假的，本项不得分。"

    assert items(text) == [
        ("频次", 25, [("deduct", 1, 25)]),
        ("记录", 15, [("deduct", Decimal("0.5"), None), ("deduct", 15, None)]),
    ]


def test_items_without_markers_follow_one_another():
    text = "工作方案\n一、计分\n实行百分制。改厕30分，未完工的每户扣1分，扣完为止；治水70分，直排每处扣2分。被媒体报道的，每次加2分。"

    assert items(text) == [
        ("改厕", 30, [("deduct", 1, 30)]),
        ("治水", 70, [("deduct", 2, None)]),
        ("计分", None, [("add", 2, None)]),
    ]


def test_a_table_below_a_line_of_cells_with_rows_that_have_no_marks():
    text = (
        "服务站评价表\n填表单位：县局\t年度：2025年\n类别\t评价指标\t分值\t评价标准\n条件\t科室\t8\t不全的，每缺1个扣2分，扣完为止\n"
        "条件\t人员\t10\t无证上岗的，本项不得分\n合计\t\t18\t\n否决项\t\t\t发生医疗事故；骗取基金"
    )

    assert items(text) == [
        ("科室", 8, [("deduct", 2, 8)]),
        ("人员", 10, [("deduct", 10, None)]),
        ("否决项", None, [("veto", None, None), ("veto", None, None)]),
    ]


def test_a_table_whose_cells_ran_together():
    text = (
        "检查细则序号检查重点及扣分办法分值备注1户厕管护每村查看8户。不能使用的扣1.5分，扣完为止。122村容保洁有垃圾的，每处扣1分，最多扣6分。"
        "18加分项承办现场会的，每次加3分。\n说明：每月检查。"
    )

    assert items(text) == [
        ("户厕管护", 12, [("deduct", Decimal("1.5"), 12)]),
        ("村容保洁", 18, [("deduct", 1, 6)]),
        ("加分项", None, [("add", 3, None)]),
    ]


def test_rows_parted_by_single_spaces():
    text = "评分细则\n序号 考核指标 分值 评分细则\n1 环境卫生 20 乱堆乱放一处扣1分\n2 垃圾分类 30 准确率低于60%不得分"

    assert items(text) == [("环境卫生", 20, [("deduct", 1, None)]), ("垃圾分类", 30, [("deduct", 30, None)])]


def test_a_cap_on_all_bonuses_together_and_one_on_a_single_case():
    text = (
        "管理办法\n第一条 获评省级的，每个加4分；获评市级的，每个加2分。本条加分累计不超过8分。\n"
        "第二条 参加服务的，每小时加1分，每月累计不超过10分；提供线索的，一次加10分。"
    )

    assert items(text) == [
        ("第一条", None, [("add", 4, 8), ("add", 2, 8)]),
        ("第二条", None, [("add", 1, 10), ("add", 10, None)]),
    ]


def test_cases_under_a_section_belong_to_the_section():
    text = "考核办法\n一、扣分项\n（一）被曝光的：省级每次扣5分，市级每次扣3分。\n（二）信访积案未化解的，每件扣2分，本项最多扣10分。"

    assert items(text) == [("扣分项", None, [("deduct", 5, None), ("deduct", 3, None), ("deduct", 2, 10)])]


def test_vetoes_in_a_list_below_their_heading_or_sentence():
    text = (
        "测评细则\n一、否决项目\nE1 班子成员严重违纪\nE2 发生较大事故\n二、附则\n"
        "第七条 有下列情形之一的，实行一票否决：\n（一）瞒报事故的；\n（二）受到处分的。"
    )

    assert [(title, len(rules)) for title, _, rules in items(text)] == [("否决项目", 2), ("第七条", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "考核办法\n第七条 考核得分90分（含）以上的为甲等。",
        "关于印发办法的通知\n云民发〔2026〕7号\n各村：请遵照执行。",
        "工作方案\n一、要求\n落实安全生产一票否决制，压实责任。",
    ],
)
def test_what_only_looks_like_an_item(text):
    assert items(text) == []


def test_a_requirement_that_earns_its_marks_before_deductions():
    text = "评分细则\n一、村庄\n1、堆放情况，村内无柴堆的记25分，主街每处扣3分，扣完为止。\n2、排水情况。路面平顺的得5分，有积水扣1分。"

    assert items(text) == [
        ("堆放情况", 25, [("deduct", 3, 25)]),
        ("排水情况", 5, [("deduct", 1, None)]),
    ]


def test_a_row_broken_inside_a_cell_goes_on_in_the_next_line():
    text = "评分细则\n类|内容|分值|扣分标准|得分\n水域|水面洁净|20|漂浮物扣1分；岸坡垃圾每处扣0.5分，\n最多扣8分|\n|排口规范|10|新增排口每处扣5分|\n"

    assert items(text) == [
        ("水面洁净", 20, [("deduct", 1, None), ("deduct", Decimal("0.5"), 8)]),
        ("排口规范", 10, [("deduct", 5, None)]),
    ]


def test_cases_listed_below_the_points_they_cost():
    text = "信用办法\n第六条 企业有下列行为之一的，每次扣5分：\n（一）擅自涨价的；\n（二）侵占收益的。\n第七条 另行规定。"
    (document,) = compile_text(text).documents

    assert [(i.title, [(r.amount, r.per) for r in i.rules]) for i in document.rubric_items] == [
        ("第六条", [(5, "擅自涨价每次"), (5, "侵占收益每次")])
    ]


def test_marks_before_a_bracket_of_rules_and_words_that_only_sound_like_all_lost():
    text = "评比办法\n一、内容\n村容30分（主道垃圾每处扣1分，巷道每处扣0.5分）；台账70分（台账不全扣10分）。"

    assert items(text) == [
        ("村容", 30, [("deduct", 1, None), ("deduct", Decimal("0.5"), None)]),
        ("台账", 70, [("deduct", 10, None)]),
    ]


def test_a_veto_told_on_the_line_of_its_heading_ends_there():
    text = "评选细则\n5、邻里和睦（20分）。吵架一次扣2分。\n6、否决事项：参与赌博的，当年不得评星。\n95分以上的评为“五星户”。"

    assert [(title, len(rules)) for title, _, rules in items(text)] == [("邻里和睦", 1), ("否决事项", 1)]


def test_items_numbered_inside_the_text_of_a_heading_whose_marks_they_add_up_to():
    text = "评分办法\n一、自治（30分）\n(1)议事会召开（10分，少开一次扣2分）；(2)居民公约（20分，未制定不得分）。"

    assert items(text) == [
        ("议事会召开", 10, [("deduct", 2, None)]),
        ("居民公约", 20, [("deduct", 20, None)]),
    ]


def test_marks_that_a_list_gives_to_headings_further_down():
    text = (
        "考核标准\n总分100分，其中：机械作业40分、人工保洁60分。\n1、机械作业。洒水车误时的，每车次扣2分，扣完为止。\n"
        "2、人工保洁。烟头每处扣0.1分。"
    )

    assert items(text) == [
        ("机械作业", 40, [("deduct", 2, 40)]),
        ("人工保洁", 60, [("deduct", Decimal("0.1"), None)]),
    ]


def test_a_cap_may_be_told_in_numerals():
    text = "楼道考核细则\n一、楼道（二十分）\n堆放杂物的，每处扣一分，最多扣五分。"
    rules = compile_text(text).documents[0].rubric_items[0].rules

    assert [(rule.amount, rule.cap) for rule in rules] == [(1, 5)]
