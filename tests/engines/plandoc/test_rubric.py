from decimal import Decimal

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
