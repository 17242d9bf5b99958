"""Targets in tables of indicators."""

from gongjian.engines.plandoc import compile_text


def targets(table: str, heading: str = "一、发展目标", title: str = "云岭县绿化行动计划（2025—2027年）"):
    text = f"{title}\n为改善环境，制定本计划。\n{heading}\n{table}"
    return [
        (t.indicator, t.comparator, float(t.value), t.unit, t.deadline, t.scope)
        for d in compile_text(text).documents
        for t in d.targets
    ]


def test_a_column_with_a_year_says_by_when_and_the_base_is_none():
    found = targets(
        "指标名称\t单位\t2024年基数\t2025年\t2027年\t属性\n"
        "绿化覆盖率\t%\t36\t38\t41以上\t约束性\n新建公园\t个\t5\t8\t12\t预期性\n"
    )

    assert found == [
        ("绿化覆盖率", "=", 38, "%", "2025-12", "全县"),
        ("绿化覆盖率", ">=", 41, "%", "2027-12", "全县"),
        ("新建公园", "=", 8, "个", "2025-12", "全县"),
        ("新建公园", "=", 12, "个", "2027-12", "全县"),
    ]


def test_the_first_year_of_a_plan_that_leaps_is_its_base_and_units_may_stand_with_the_name():
    found = targets(
        "序号|指标|2020年|2025年|属性\n1|绿化覆盖率（%）|36|40|约束性\n2|人均绿地面积（平方米）|11|≥13|预期性\n",
        title="云岭县绿化规划",
    )

    assert found == [
        ("绿化覆盖率", "=", 40, "%", "2025-12", "全县"),
        ("人均绿地面积", ">=", 13, "平方米", "2025-12", "全县"),
    ]


def test_a_column_of_goals_gives_each_row_its_level_or_change():
    found = targets("项目\t目标值\t责任单位\n成活率\t98%以上\t林业局\n病虫害发生率下降\t10%\t植保站\n")

    assert [t[:4] for t in found] == [("成活率", ">=", 98, "%"), ("病虫害发生率", "-=", 10, "%")]


def test_rows_of_places_under_goals_are_scopes_and_heads_what_is_measured():
    found = targets("街道\t植树（株）\t成活率（%）\n东湖街道\t1200\t95\n西岭街道\t800\t90\n", "一、目标任务")

    assert [(t[0], t[2], t[5]) for t in found] == [
        ("植树", 1200, "东湖街道"),
        ("成活率", 95, "东湖街道"),
        ("植树", 800, "西岭街道"),
        ("成活率", 90, "西岭街道"),
    ]


def test_tables_of_marks_and_of_what_was_done_set_no_result():
    marks = "指标\t分值\t评分标准\n成活率\t10\t低于90%扣2分\n覆盖率\t5\t低于30%扣1分\n"
    done = "指标\t目标值\t完成值\n成活率\t90%\t92%\n覆盖率\t40%\t41%\n"

    assert targets(marks, "一、考核指标") == []
    assert targets(done, "一、指标完成情况") == []


def test_columns_parted_by_gaps_are_read_like_others():
    found = targets(
        "指标    2020年    2025年    属性\n绿化覆盖率（%）    36.5    40    约束性\n绿地面积（亩）    260    ≥300    预期性\n"
    )

    assert [t[:4] for t in found] == [("绿化覆盖率", "=", 40, "%"), ("绿地面积", ">=", 300, "亩")]
