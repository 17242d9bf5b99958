import pytest

from gongjian.engines.figures import find_claims
from gongjian.engines.plandoc import compile_text
from gongjian.engines.plandoc.normalise import normalise


def amounts(text):
    [document] = compile_text(text).documents
    return [(str(q.value), q.unit, q.what) for q in document.quantities]


def claims(text):
    return [(c.type, [int(o.value) for o in c.operands], float(c.stated), c.holds) for c in find_claims(text)]


def test_a_figure_takes_the_unit_of_its_columns_head():
    text = (
        "桥头镇2023年道路修缮资金公示\n\n"
        "序号\t路段名称\t长度（公里）\t总投资（万元）\t受益户数\t完成率\n"
        "1\t柳林路\t1.2\t1,060\t318\t90%\n"
        "2\t学府巷\t0.4\t75.5\t96\t100%\n"
    )

    assert amounts(text) == [
        ("1200", "米", "柳林路长度"),
        ("10600000", "元", "柳林路总投资"),
        ("318", "户", "柳林路受益户数"),
        ("400", "米", "学府巷长度"),
        ("755000", "元", "学府巷总投资"),
        ("96", "户", "学府巷受益户数"),
    ]


@pytest.mark.parametrize(
    "head",
    ["投资/万元", "投资（单位：万元）", "投资额万元", "投资，单位：万元"],
)
def test_a_heads_unit_may_be_written_in_many_ways(head):
    text = f"河湾乡工程情况汇报\n\n工程名称\t{head}\t进度\n蓄水池\t36\t完工\n拦水坝\t52\t在建\n"

    assert [a[:2] for a in amounts(text)] == [("360000", "元"), ("520000", "元")]


def test_a_captions_unit_holds_for_the_columns_that_can_bear_it():
    text = (
        "河湾乡工程资金安排公示\n单位：万元\n"
        "工程名称\t合计\t县级\t自筹\t数量\t排名\n蓄水池\t36\t30\t6\t2\t1\n拦水坝\t52\t40\t12\t1\t2\n"
    )

    assert {a[:2] for a in amounts(text)} == {(str(n * 10_000), "元") for n in (36, 30, 6, 52, 40, 12)}


def test_of_several_units_in_a_caption_each_head_takes_its_own():
    text = "河湾乡改厕资金公示\n单位：户、万元\n村名\t改造户\t补助资金\n上寨村\t41\t12.3\n下寨村\t27\t8.1\n"

    assert [a[:2] for a in amounts(text)] == [
        ("41", "户"), ("123000", "元"), ("27", "户"), ("81000", "元"),
    ]  # fmt: skip


def test_a_column_of_units_is_for_numbers_and_not_for_money():
    text = (
        "河湾乡物资采购公示\n\n品名\t单位\t数量\t单价（元）\t金额（元）\n"
        "手推车\t辆\t12\t260\t3,120\n塑料桶\t个\t40\t35\t1,400\n"
    )

    assert amounts(text) == [
        ("12", "辆", "手推车数量"),
        ("3120", "元", "手推车金额"),
        ("40", "个", "塑料桶数量"),
        ("1400", "元", "塑料桶金额"),
    ]


def test_a_rows_name_may_end_in_its_unit():
    text = (
        "河湾乡近年情况汇报\n\n项目\t2021年\t2022年\n"
        "常住人口（人）\t8,210\t8,154\n人均纯收入（元）\t15,300\t16,800\n"
    )

    assert amounts(text) == [("8210", "人", "常住人口2021年"), ("8154", "人", "常住人口2022年")]


def test_heads_in_two_lines_are_read_as_one():
    text = (
        "河湾乡工程资金公示\n\n序号\t工程\t投资（万元）\t\t\t备注\n\t\t小计\t县级\t自筹\t\n"
        "1\t蓄水池\t36\t30\t6\t\n2\t拦水坝\t52\t40\t12\t\n合计\t\t88\t70\t18\t\n"
    )

    assert ("300000", "元", "蓄水池投资县级") in amounts(text)
    assert len(claims(text)) == 5 and all(holds for *_, holds in claims(text))


def test_a_second_line_of_heads_may_have_lost_its_empty_cells():
    text = (
        "河湾乡工程资金公示\n\n工程\t投资（万元）\t备注\n县级\t自筹\n"
        "蓄水池\t30\t6\t新建\n拦水坝\t40\t12\t续建\n"
    )

    assert ("60000", "元", "蓄水池投资自筹") in amounts(text)


def test_subtotals_are_named_by_their_group():
    text = (
        "河湾乡改厕情况公示\n\n片区\t村\t改厕户数\n东片\t上寨村\t41\n\t下寨村\t27\n\t小计\t68\n"
        "西片\t石坪村\t12\n\t塘边村\t9\n\t小计\t21\n总计\t\t89\n"
    )

    assert ("68", "户", "东片小计改厕户数") in amounts(text)
    assert [(stated, holds) for _, _, stated, holds in claims(text)] == [(68, True), (21, True), (89, True)]


def test_a_total_row_that_lost_its_empty_cells_lies_under_the_figures():
    text = (
        "河湾乡改厕情况公示\n\n序号\t村名\t改厕户数（户）\t补助（元）\n1\t上寨村\t41\t123,000\n"
        "2\t下寨村\t27\t81,000\n合计\t68\t205,000\n"
    )

    assert [(kind, stated, holds) for kind, _, stated, holds in claims(text)] == [
        ("sum", 68, True),
        ("sum", 205_000, False),
    ]


def test_equal_figures_in_two_cells_are_two_things():
    text = "河湾乡资金公示\n\n工程\t总投资（万元）\t县级（万元）\n蓄水池\t345\t345\n拦水坝\t52\t40\n"

    assert [a[0] for a in amounts(text)].count("3450000") == 2


@pytest.mark.parametrize(
    "head", ["户均补助（元）", "补助标准（元）", "单价（元）", "较上年增减（户）", "得分（分）"]
)
def test_averages_standards_changes_and_marks_are_no_amounts(head):
    text = f"河湾乡改厕情况公示\n\n村名\t{head}\t备注\n上寨村\t300\t新建\n下寨村\t260\t续建\n"

    assert amounts(text) == []


def test_cells_of_tables_in_wide_gaps_are_kept_apart():
    text = (
        "河湾乡物资采购公示\n\n品名  数量  金额（元）  经手人\n"
        "手推车  12辆  3,120  石大川\n塑料桶  40个  1,400  石大川\n"
    )

    assert ("3120", "元", "手推车金额") in amounts(text)
    assert ("12", "辆", "手推车数量") in amounts(text)


def targets(text):
    [document] = compile_text(text).documents
    return [(t.indicator, t.comparator, str(t.value), t.unit, t.deadline) for t in document.targets]


def test_the_years_of_a_tables_columns_are_deadlines_and_its_base_is_a_quantity():
    text = (
        "石桥区托育服务行动计划\n\n到2026年，托育服务网络基本建成。\n"
        "指标\t单位\t2024年（基数）\t2025年\t2026年\n"
        "托位\t个\t210\t260\t≥330\n普惠占比\t%\t52\t60\t70\n"
    )

    assert targets(text) == [
        ("托位", "=", "260", "个", "2025-12"),
        ("托位", ">=", "330", "个", "2026-12"),
        ("普惠占比", "=", "60", "%", "2025-12"),
        ("普惠占比", "=", "70", "%", "2026-12"),
    ]
    assert amounts(text) == [("210", "个", "托位2024年")]


def test_a_reports_table_of_past_years_sets_no_targets():
    text = "石桥乡托育服务情况汇报\n\n指标\t2021年\t2022年\n托位（个）\t180\t210\n在托幼儿（人）\t96\t131\n"

    assert targets(text) == []
    assert len(amounts(text)) == 4


def test_single_spaces_part_cells_where_lines_of_numbers_follow_a_line_of_heads():
    text = (
        "河湾社区2023年收支公示\n单位：元\n科目 预算 决算 备注\n办公费 36,000 34,820\n"
        "活动费 52,000 51,460 重阳节、元宵节\n合计 88,000 86,280\n"
    )

    assert [a[:2] for a in amounts(text)] == [
        (str(n), "元") for n in (36000, 34820, 52000, 51460, 88000, 86280)
    ]
    assert [(stated, holds) for *_, stated, holds in claims(text)] == [(88_000, True), (86_280, True)]


@pytest.mark.parametrize(
    "text",
    [
        "关于 开展 清洁 行动 的 通知\n2023 年 5 月 10 日\n全镇 12 个 村",
        "河湾社区 工作总结\n全年 走访 居民 320 户\n办结 事项 46 件。",
    ],
)
def test_spaces_between_words_of_prose_make_no_table(text):
    assert "\t" not in normalise(text).text


def test_a_column_of_changes_is_recomputed_from_old_to_new_and_counted_nowhere():
    text = (
        "河湾街道9月事件通报\n\n类别\t本月（件）\t上月（件）\t增减（件）\t环比\n"
        "市容\t156\t130\t26\t20%\n矛盾\t42\t56\t-14\t-25%\n消防\t88\t80\t8\t11%\n"
    )

    assert [
        (operands, stated, holds) for kind, operands, stated, holds in claims(text) if kind == "growth"
    ] == [
        ([130, 156], 20, True),
        ([56, 42], -25, True),
        ([80, 88], 11, False),
    ]
    assert [a[0] for a in amounts(text)] == ["156", "130", "42", "56", "88", "80"]


def test_heads_of_places_and_people_tell_their_unit():
    text = "河湾街道情况通报\n\n片区\t小区数\t党员数\t床位数\n东片\t12\t310\t25\n西片\t9\t204\t30\n"

    assert [a[:2] for a in amounts(text)] == [("12", "个"), ("310", "人"), ("9", "个"), ("204", "人")]


def test_a_second_line_of_heads_belongs_to_the_head_that_has_parts():
    text = (
        "河湾乡养护资金公示\n\n路线 里程（公里） 资金来源（万元） 备注\n省级 县级 镇级\n"
        "环山线 12.5 50 30 20 完工\n柳河线 8.2 30 20 12 在建\n"
    )

    assert ("12500", "米", "环山线里程") in amounts(text)
    assert ("300000", "元", "环山线资金来源县级") in amounts(text)


def test_cells_one_a_line_are_told_by_the_rhythm_of_words_and_numbers():
    text = (
        "河湾社区收支情况公示\n\n科目\n预算（元）\n决算（元）\n办公费\n36,000\n34,820\n"
        "活动费\n52,000\n51,460\n合计\n88,000\n86,280\n\n监督电话：0000-1234567"
    )

    assert ("34820", "元", "办公费决算") in amounts(text)
    assert [(stated, holds) for *_, stated, holds in claims(text)] == [(88_000, True), (86_280, True)]


def test_parts_behind_a_head_that_opens_them_add_up_to_it():
    text = (
        "河湾乡工程资金公示\n单位：万元\n工程\t总投资\t其中：县级\t自筹\t受益人数（人）\n"
        "蓄水池\t36\t30\t6\t320\n拦水坝\t52\t40\t12\t410\n便民桥\t20\t15\t4\t150\n机耕路\t18\t18\t-\t90\n"
    )

    assert [(operands, stated, holds) for _, operands, stated, holds in claims(text)] == [
        ([300_000, 60_000], 360_000, True),
        ([400_000, 120_000], 520_000, True),
        ([150_000, 40_000], 200_000, False),
    ]


def test_of_a_captions_units_areas_and_people_take_theirs():
    text = "河湾乡农田建设公示\n单位：亩、人、万元\n村名\t建设面积\t参与村民\t投资\n上寨村\t320\t41\t48\n下寨村\t250\t27\t37.5\n"

    assert [a[1] for a in amounts(text)] == ["亩", "人", "元"] * 2


def test_rows_of_places_are_scopes_and_parts_of_the_year_are_deadlines():
    text = (
        "石桥街道2025年背街小巷整治工作计划\n\n社区\t上半年（条）\t四季度（条）\t全年目标（条）\n"
        "柳荫社区\t2\t3\t5\n文桥社区\t1\t2\t3\n"
    )
    [document] = compile_text(text).documents

    assert [(t.indicator, int(t.value), t.deadline, t.scope) for t in document.targets] == [
        ("背街小巷整治", 2, "2025-06", "柳荫社区"),
        ("背街小巷整治", 3, "2025-12", "柳荫社区"),
        ("背街小巷整治", 5, "2025-12", "柳荫社区"),
        ("背街小巷整治", 1, "2025-06", "文桥社区"),
        ("背街小巷整治", 2, "2025-12", "文桥社区"),
        ("背街小巷整治", 3, "2025-12", "文桥社区"),
    ]


def test_of_indicators_in_levels_the_lowest_names_the_row():
    text = (
        "石桥区绿色社区创建方案\n\n一级指标\t二级指标\t2024年现状\t2025年目标\n"
        "设施\t节能灯具占比\t62%\t≥90%\n\t集雨设施（处）\t8\t15\n"
    )

    assert targets(text) == [
        ("节能灯具占比", ">=", "90", "%", "2025-12"),
        ("集雨设施", "=", "15", "处", "2025-12"),
    ]
    assert amounts(text) == [("8", "处", "集雨设施2024年现状")]


def test_a_total_row_that_kept_its_empty_cells_lost_only_the_last():
    text = (
        "石桥县考评情况通报\n\n名次\t单位\t点位（个）\t问题（处）\t得分（分）\n"
        "1\t清河镇\t48\t62\t94\n2\t向阳乡\t52\t80\t91\n合计\t\t100\t142\n"
    )

    assert [(operands, stated) for kind, operands, stated, _ in claims(text) if kind == "sum"] == [
        ([48, 52], 100),
        ([62, 80], 142),
    ]


def test_a_line_that_aligns_columns_is_no_row():
    text = "河湾社区实事清单\n\n|项目|数量|预算（元）|\n|:--|--:|:-:|\n|声控灯|120盏|9,600|\n|晾衣架|36组|28,800|\n"

    assert [a[2] for a in amounts(text)] == ["声控灯数量", "声控灯预算", "晾衣架数量", "晾衣架预算"]


def test_a_spaced_total_row_lies_where_its_numbers_stand_under_numbers():
    text = (
        "石桥镇项目进展情况\n单位：万元\n序号 项目名称 计划投资 完成投资 完成率 备注\n"
        "1 河湖整治 650 520 80% 主体完工\n2 站台改造 42 21 50% 施工中\n合计 692 541 78.2%\n"
    )
    [document] = compile_text(text).documents

    assert [(kind, stated, holds) for kind, _, stated, holds in claims(text) if stated > 60] == [
        ("percentage_of", 80, True),
        ("sum", 6_920_000, True),
        ("sum", 5_410_000, True),
        ("percentage_of", 78.2, True),
    ]
    assert document.tasks == ()


def test_stocks_and_shares_of_a_table_are_recomputed_from_its_cells():
    text = (
        "石桥镇物资情况报告\n\n品名\t单位\t购入\t发放\t结存\t占比\n"
        "手套\t双\t500\t460\t40\t50%\n雨衣\t件\t300\t180\t110\t30%\n水泵\t台\t200\t160\t40\t20%\n合计\t\t1,000\t800\t\t\n"
    )

    found = [
        (kind, operands, stated, holds) for kind, operands, stated, holds in claims(text) if kind != "sum"
    ]

    assert found[:4] == [
        ("difference", [500, 460], 40, True),
        ("percentage_of", [500, 1000], 50, True),
        ("difference", [300, 180], 110, False),
        ("percentage_of", [300, 1000], 30, True),
    ]


def test_a_standard_for_each_household_is_no_amount():
    assert amounts("石桥镇改厕方案\n补助标准为每户1,200元，共补助46户。") == [("46", "户", "补助")]
