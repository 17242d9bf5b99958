from decimal import Decimal
from fractions import Fraction

import pytest

from gongjian.engines.plandoc import compile_text
from gongjian.engines.plandoc.numerals import han_to_int
from gongjian.engines.plandoc.quantities import find_amounts


def amount(text: str):
    return find_amounts(text, 0, len(text))[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1260万元", 12_600_000, "元"),
        ("2.86亿元", 286_000_000, "元"),
        ("三百二十万元", 3_200_000, "元"),
        ("8.4公里", 8400, "米"),
        ("629公顷", 6_290_000, "平方米"),
        ("1.9万㎡", 19_000, "平方米"),
        ("1300亩", 1300, "亩"),
        ("650吨", 650_000, "公斤"),
        ("500斤", 250, "公斤"),
        ("136名", 136, "人"),
        ("2.3万人次", 23_000, "人次"),
        ("1,150个", 1150, "个"),
        ("两百户", 200, "户"),
        ("85%", 85, "%"),
        ("12个百分点", 12, "个百分点"),
        ("八成", 80, "%"),
        ("六成半", 65, "%"),
        ("三成八", 38, "%"),
        ("过半", 50, "%"),
        ("百分之九十五", 95, "%"),
        ("三分之一", Fraction(100, 3), "%"),
        ("全覆盖", 100, "%"),
    ],
)
def test_values_in_base_units(text, value, unit):
    found = amount(text)

    assert (found.value, found.unit) == (value, unit)


def test_clearing_to_zero_has_no_unit():
    assert (amount("隐患清零").value, amount("隐患清零").unit) == (0, "")


def test_vague_words_mark_an_amount_as_approximate_and_keep_its_value():
    assert amount("46万余元").value == 460_000
    assert amount("46万余元").approx
    assert amount("140余株").approx
    assert not amount("140株").approx


def test_ordinals_and_counted_nouns_in_fixed_words_are_no_amounts():
    assert find_amounts("第3名", 0, 3) == ()
    assert find_amounts("千人计划", 0, 4) == ()
    assert find_amounts("实现三清零", 0, 5) == ()


def test_numerals():
    assert han_to_int("一百零五") == 105
    assert han_to_int("三千二百万") == 32_000_000
    assert han_to_int("木") is None


def quantities(text: str) -> list[tuple[Decimal, str]]:
    (document,) = compile_text(text).documents
    return [(q.value, q.unit) for q in document.quantities]


def test_amounts_are_listed_once_and_rates_changes_and_averages_are_not():
    text = (
        "某镇工作汇报\n一、情况\n新建公厕9座，比上年增加4座；硬化巷道12.6公里。"
        "发放补贴45万元，人均1500元，满意率96%。公厕9座均已启用，每周保洁2次。"
    )

    assert quantities(text) == [(9, "座"), (12600, "米"), (450000, "元")]


def test_table_cells_do_not_run_into_each_other():
    text = "工作计划\n序号\t内容\t单位\n1\t种树20棵\t园林所\n2\t组织义诊\t卫生站"

    assert quantities(text) == [(20, "棵")]


def test_counted_things_in_words_are_no_quantities_but_money_length_and_people_are():
    text = "某镇工作方案\n一、任务\n投资一百二十六点五万元，改造管网八点四公里，安装路灯三百二十盏，惠及一千二百六十户。"

    [found] = compile_text(text).documents

    assert [(float(q.value), q.unit) for q in found.quantities] == [
        (1_265_000, "元"),
        (8400, "米"),
        (1260, "户"),
    ]


def counted(text: str) -> list[tuple[float, str, str]]:
    return [(float(q.value), q.unit, q.what) for d in compile_text(text).documents for q in d.quantities]


def report(sentence: str, heading: str = "道路绿化"):
    return counted(f"临江县绿化工作汇报\n一、工作进展\n1.{heading}。{sentence}\n")


def test_a_sum_without_a_thing_is_that_of_its_heading():
    assert report("投资250万元，栽植乔木2700株。") == [
        (2_500_000, "元", "道路绿化投资"),
        (2700, "株", "栽植乔木"),
    ]


def test_a_deed_or_an_extent_without_a_thing_takes_that_of_the_amount_before():
    assert report("受理信访件614件，办结608件。")[1] == (608, "件", "受理信访件办结")
    assert report("改造老旧院落3处，面积1.2万平方米。")[1] == (12_000, "平方米", "改造老旧院落面积")
    assert report("绿化1700亩，其余4050亩正在实施。")[1] == (4050, "亩", "其余绿化")


def test_the_thing_behind_an_amount_ends_where_its_verb_begins():
    assert report("组织对9个街道、74个社区进行了考评。") == [(9, "个", "街道"), (74, "个", "社区")]
    assert report("完成116个排口的溯源建档。") == [(116, "个", "完成排口的溯源建档")]
    assert report("为辖区老人312人建立健康档案。") == [(312, "人", "辖区老人")]


@pytest.mark.parametrize(
    "words",
    [
        "日均260份",
        "每吨补贴50元",
        "花了2个多小时",
        "检测少于20个批次的",
        "分3期建设",
        "夫妻二人",
        "“三元”模式",
    ],
)
def test_rates_spans_bounds_and_names_are_no_quantities(words):
    assert report(f"{words}。") == []


def test_counted_courses_issues_and_sums_without_a_unit_are_quantities():
    found = report("开展急救培训60余期，编印简报36期，项目资金为35万，覆盖4个乡镇。")

    assert [(value, unit) for value, unit, _ in found] == [(60, "期"), (36, "期"), (350_000, "元"), (4, "个")]


def test_one_figure_of_two_things_is_two_quantities():
    assert report("建立村级红十字会2个，组建志愿服务队2个。") == [
        (2, "个", "建立村级红十字会"),
        (2, "个", "组建志愿服务队"),
    ]


def test_figures_whose_unit_stands_in_the_head_the_caption_or_a_column_of_a_table():
    head = "序号\t项目名称\t总投资（万元）\n1\t加装电梯\t2,700\n2\t新建幼儿园\t96.5\n"
    caption = "单位：万元\n项目\t资金\t备注\n加装电梯\t270\t3月\n新建幼儿园\t965\t4月\n"
    column = "项目\t单位\t数量\n栽植乔木\t株\t350\n铺设草坪\t平方米\t1200\n"

    assert counted(f"项目计划\n{head}") == [
        (27_000_000, "元", "加装电梯总投资"),
        (965_000, "元", "新建幼儿园总投资"),
    ]
    assert counted(f"项目计划\n{caption}") == [
        (2_700_000, "元", "加装电梯资金"),
        (9_650_000, "元", "新建幼儿园资金"),
    ]
    assert counted(f"项目计划\n{column}") == [
        (350, "株", "栽植乔木数量"),
        (1200, "平方米", "铺设草坪数量"),
    ]


def test_the_base_of_a_reported_change_is_a_quantity_and_no_part_of_a_target():
    text = "走访慰问通知\n一、资金安排\n全镇慰问金总额比2011年的155,600元增长25%。\n"
    [found] = compile_text(text).documents

    assert [q.value for q in found.quantities] == [155_600]
    assert found.targets == ()


def test_what_remains_is_of_the_first_amount_and_a_year_tells_plans_apart():
    assert report("收集诉求5400件，办结5292件，剩余108件纳入台账。")[2] == (108, "件", "剩余收集诉求")
    assert [what for _, _, what in report("2024年改造62万平方米，2025年改造98万平方米。")] == [
        "2024年改造",
        "2025年改造",
    ]


def test_the_whole_of_a_share_was_counted_before():
    assert report("对13个镇（街道）开展督查，优秀的有4个，占督查总数13个的30.8%。")[0] == (
        13,
        "个",
        "镇（街道）",
    )
    assert len(report("对13个镇（街道）开展督查，优秀的有4个，占督查总数13个的30.8%。")) == 2


def test_one_body_of_three_parts_is_no_three_people():
    text = "梅岭社区治理方案\n一、重点任务\n1.建立巡防、调解、救助三位一体的机制，选派三位骨干。"

    assert [(q.value, q.what) for q in compile_text(text).documents[0].quantities] == [(3, "选派骨干")]


def test_a_figure_of_an_earlier_time_says_so_in_the_words_of_the_text():
    assert report("来访量比去年同期的205件减少45件。")[0] == (205, "件", "去年同期来访量")
    assert report("受理事项4320件，比2019年的3600件增长20%。")[1] == (3600, "件", "2019年受理事项")


def test_views_of_a_page_are_no_quantities():
    assert report("作者：admin 点击：1306次") == []


def test_a_prize_is_of_the_grade_told_before_it():
    assert report("评为“红旗村”的，奖励1万元。") == [(10_000, "元", "红旗村奖励")]


def test_what_people_came_to_and_the_title_that_is_handed_out():
    found = report("举办讲座4场，312人参加，发放《一封信》3200份。")

    assert [what for _, _, what in found] == ["举办讲座", "举办讲座参加", "发放一封信"]


def test_counted_runs_of_machines_and_sets_have_units_of_their_own():
    assert [(value, unit) for value, unit, _ in report("出动机械142台次，购置灭火器240具。")] == [
        (142, "台次"),
        (240, "具"),
    ]


def test_a_total_is_of_what_its_parts_have_in_common_or_of_their_heading():
    assert report("路内泊位150个、小区泊位96个，合计246个。")[2] == (246, "个", "泊位合计")
    assert report("送戏26场，培训14场，合计40场。", "文化活动")[2] == (40, "场", "文化活动合计")


def test_what_money_went_to_and_where_a_level_came_from():
    assert report("改造排练厅260平米，花费11.7万元。")[1] == (117_000, "元", "改造排练厅花费")
    assert [what for _, _, what in report("馆藏由上半年的8200册增至9840册。")] == ["上半年馆藏", "馆藏"]


def test_a_rise_from_a_told_base_is_a_change():
    assert [value for value, _, _ in report("在册人员2136人，比年初的2048人净增88人。")] == [2136, 2048]


def test_what_stands_around_a_thing_is_not_of_it():
    assert [what for _, _, what in report("涉及5个小区68栋楼2460户。")] == [
        "涉及小区",
        "涉及小区楼",
        "涉及小区楼",
    ]
    assert report("12345热线受理工单1.2万件。") == [(12_000, "件", "热线受理工单")]
    assert report("发放慰问金折合人民币15万元。") == [(150_000, "元", "发放慰问金")]
    assert [unit for _, unit, _ in report("2单元5楼住户3户。")] == ["户"]


def test_who_summed_up_is_no_part_of_the_thing():
    assert report("社区和驻地单位共捐款1万元。") == [(10_000, "元", "捐款")]
    assert report("四类项目累计投资4300万元。") == [(43_000_000, "元", "四类项目累计投资")]
