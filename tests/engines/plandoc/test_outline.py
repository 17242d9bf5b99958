import pytest

from gongjian.engines.plandoc import compile_text


def outline(text: str) -> list[tuple[int, str, str]]:
    return [(o.level, o.marker, o.heading) for d in compile_text(text).documents for o in d.outline]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、", "二、"),
        ("（一）", "（二）"),
        ("(一)", "(二)"),
        ("1.", "2."),
        ("1、", "2、"),
        ("1）", "2）"),
        ("（1）", "（2）"),
        ("①", "②"),
        ("⑴", "⑵"),
        ("第一章", "第二章"),
        ("第一步：", "第二步："),
        ("一是", "二是"),
        ("首先，", "其次，"),
        ("壹、", "贰、"),
        ("甲、", "乙、"),
        ("A1", "A2"),
        ("M1", "M2"),
        ("板块1", "板块2"),
        ("●", "●"),
        ("◆", "◆"),
        ("Ⅰ、", "Ⅱ、"),
        ("a.", "b."),
    ],
)
def test_every_style_of_numbering_is_an_outline(first, second):
    text = f"关于树木养护的方案\n{first}修剪行道树\n修剪要及时。\n{second}补种绿篱\n补种要成活。"

    assert outline(text) == [(1, first.rstrip(), "修剪行道树"), (1, second.rstrip(), "补种绿篱")]


def test_articles_have_no_heading_and_stand_below_chapters():
    text = "楼道管理办法\n第一章 总则\n第一条 制定本办法。\n第二章 职责\n第二条 由楼长负责。"

    assert outline(text) == [
        (1, "第一章", "总则"),
        (2, "第一条", ""),
        (1, "第二章", "职责"),
        (2, "第二条", ""),
    ]


def test_levels_follow_the_context_and_not_the_style():
    text = "安排\n（一）宣传\n1.发传单\n2.贴海报\n（二）检查\n一、夜查\n二、日查"

    assert [level for level, _, _ in outline(text)] == [1, 2, 2, 1, 2, 2]


def test_a_count_that_runs_on_under_the_next_heading_keeps_its_level():
    text = "一、建设\n（一）硬件\n1.修路\n2.架灯\n（二）软件\n3.培训\n4.建档"

    assert [level for level, _, _ in outline(text)] == [1, 2, 3, 3, 2, 3, 3]


def test_decimal_numbers_nest_by_their_points():
    text = "课题报告\n1 背景\n文字。\n1.1 来源\n文字。\n1.2 方法\n文字。\n2 结论\n文字。"

    assert [(level, marker) for level, marker, _ in outline(text)] == [
        (1, "1"),
        (2, "1.1"),
        (2, "1.2"),
        (1, "2"),
    ]


def test_a_marker_after_a_full_stop_counts_and_a_run_in_list_does_not():
    text = "一、做法\n（一）建队伍。选好骨干。（二）定制度。写明职责。\n二、不足\n一是人少；二是钱少。"

    assert [heading for _, _, heading in outline(text)] == ["做法", "建队伍", "定制度", "不足"]


def test_amounts_at_the_start_of_a_line_are_no_markers():
    text = "情况\n一、进度\n3.5万户已经签约。\n2.6公里已经完工。\n12个社区参加。"

    assert [marker for _, marker, _ in outline(text)] == ["一、"]


def test_a_heading_ends_before_its_bracket_and_its_full_stop():
    text = "一、步骤\n（一）动员阶段（3月1日—3月5日）。各队报名。\n（二）收官阶段。"

    assert [heading for _, _, heading in outline(text)] == ["步骤", "动员阶段", "收官阶段"]


def test_table_rows_month_lines_and_references_are_no_outline():
    text = "安排\n一、月度\n1月  慰问（责任人：甲）\n2月  走访（责任人：乙）\n参考文献\n[1]某某.某书."

    assert [marker for _, marker, _ in outline(text)] == ["一、"]


def test_an_article_with_a_name_keeps_it_for_the_readers_of_structure():
    text = "某街道整治方案\n一、工作任务\n第一条 清楼道。各社区负责清理，5月底前完成。\n第二条 停车辆。物业负责划线。"

    [found] = compile_text(text).documents

    assert [item.heading for item in found.outline] == ["工作任务", "", ""]
    assert [task.title for task in found.tasks] == ["清楼道", "停车辆"]


def test_plain_numbers_number_headings_that_begin_with_a_year_or_with_time():
    text = "某街道总结\n1 2025年工作回顾\n完成任务。\n2 时间安排\n全年推进。\n3 2026年工作打算\n继续推进。"

    [found] = compile_text(text).documents

    assert [item.heading for item in found.outline] == ["2025年工作回顾", "时间安排", "2026年工作打算"]


def test_a_heading_keeps_its_amounts_as_written():
    text = "某街道方案\n一、工作任务\n（一）改造一百二十个院落，覆盖率达到百分之九十。"

    [found] = compile_text(text).documents

    assert found.outline[1].heading == "改造一百二十个院落，覆盖率达到百分之九十"


def test_a_list_that_runs_on_in_its_line_is_no_outline():
    text = "关于树木养护的方案\n（一）准备\n1、成立小组，明确分工；2、购置工具，检查水源；3、张贴告示。\n（二）修剪\n及时修剪。"

    assert outline(text) == [(1, "（一）", "准备"), (1, "（二）", "修剪")]


def test_an_announcement_behind_points_ends_them():
    text = (
        "一是抓修剪。行道树一年修剪两次。\n二是抓补种。缺株随时补种。\n养护树木，还要把握以下问题：\n"
        "第一、护树先护根\n根深才能叶茂。\n第二、防虫早动手\n虫少才能树壮。"
    )

    assert [(level, marker) for level, marker, _ in outline(text)] == [
        (1, "一是"),
        (1, "二是"),
        (1, "第一、"),
        (1, "第二、"),
    ]


def test_a_number_before_a_word_of_months_keeps_its_space():
    text = "网格考核办法\n1 总则\n1.1 依据\n有章可循。\n2 月度考核\n2.1 内容\n逐项打分。\n3 年度评优\n3.1 月例会\n3.2 年考评\n不超一成。"

    assert [marker for _, marker, _ in outline(text)] == ["1", "1.1", "2", "2.1", "3", "3.1", "3.2"]


def test_a_plain_number_heads_a_name_that_is_run_in_before_its_text():
    text = (
        "柳溪镇停车整治方案\n1 加快泊位建设。由住建办负责，9月底前建成泊位120个。\n"
        "2 开放共享车位。各单位夜间开放车位。\n2.1 登记。逐户登记。\n3 保障措施\n按月调度。\n"
    )

    (document,) = compile_text(text).documents
    assert [(item.level, item.marker, item.heading) for item in document.outline] == [
        (1, "1", "加快泊位建设"),
        (1, "2", "开放共享车位"),
        (2, "2.1", "登记"),
        (1, "3", "保障措施"),
    ]


def test_a_plain_number_before_a_row_or_an_amount_is_no_heading():
    text = "柳溪镇停车情况\n共有泊位：\n1 环境卫生 20 乱堆乱放一处扣1分。\n2 条道路已划线。施工完毕。\n"

    (document,) = compile_text(text).documents
    assert document.outline == ()


@pytest.mark.parametrize(
    "line",
    [
        "五一、十一期间慰问困难家庭",
        "三八、六一等节日组织活动",
        "3.15维权活动在广场举行",
        "A1栋居民会议按月召开",
        "目标一致，行动有力",
        "项目一期工程已经完工",
        "任务三项全部完成",
        "十要素齐全",
    ],
)
def test_days_amounts_and_words_are_no_markers(line):
    assert outline(f"关于树木养护的方案\n{line}\n修剪要及时。") == []


@pytest.mark.parametrize(("first", "second"), [("一）", "二）"), ("➢", "➢"), ("行动一：", "行动二：")])
def test_rarer_styles_are_an_outline(first, second):
    text = f"关于树木养护的方案\n{first}修剪行道树\n修剪要及时。\n{second}补种绿篱\n补种要成活。"

    assert [(level, heading) for level, _, heading in outline(text)] == [(1, "修剪行道树"), (1, "补种绿篱")]
