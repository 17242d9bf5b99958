import pytest

from gongjian.engines.plandoc import compile_text


def phases(text: str):
    return [(p.name, p.begins, p.ends) for d in compile_text(text).documents for p in d.phases]


def test_headings_with_dates_in_brackets():
    text = (
        "清扫行动方案\n一、实施步骤\n（一）动员阶段（2024年3月1日—3月10日）。开会。\n"
        "（二）实施阶段（2024年3月至10月）。干活。\n（三）收官阶段（2024年11月）。总结。"
    )

    assert phases(text) == [
        ("动员阶段", "2024-03-01", "2024-03-10"),
        ("实施阶段", "2024-03", "2024-10"),
        ("收官阶段", "2024-11", "2024-11"),
    ]


def test_steps_numbered_in_words():
    text = "清扫方案\n一、安排\n第一阶段：摸排（2024年1-2月）\n第二阶段：清扫（2024年3月-2025年2月）"

    assert phases(text) == [("摸排", "2024-01", "2024-02"), ("清扫", "2024-03", "2025-02")]


def test_periods_named_in_a_clause():
    text = "关于清扫的通知\n2024年分三步走：5月1日—5月9日为动员期，5月10日—6月30日为清扫期，7月为巩固期。"

    assert [p[0] for p in phases(text)] == ["动员期", "清扫期", "巩固期"]
    assert phases(text)[2][1:] == ("2024-07", "2024-07")


def test_without_a_year_a_phase_has_no_dates():
    assert phases("方案\n一、步骤\n（一）启动阶段（4月1日—4月9日）。开会。") == [("启动阶段", None, None)]


def test_phases_in_a_table():
    text = "项目书\n阶段\t时间\t内容\n调研\t2024年3月-4月\t入户\n实施\t2024年5月\t开工"

    assert phases(text) == [("调研", "2024-03", "2024-04"), ("实施", "2024-05", "2024-05")]


THREE = [
    ("动员部署", "2024-03-01", "2024-03-15"),
    ("集中清淤", "2024-03-16", "2024-05-31"),
    ("总结提升", "2024-06", "2024-06"),
]
STAGES = [(name + "阶段", begins, ends) for name, begins, ends in THREE]
HEAD = "清淤工作方案\n为做好2024年河道清淤，制定本方案。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "整治分三步进行：动员部署（3月1日至3月15日）；集中清淤（3月16日至5月31日）；总结提升（6月）。",
            THREE,
        ),
        ("三、实施步骤\n动员部署（3月1日至15日）\n集中清淤（3月16日至5月31日）\n总结提升（6月）", THREE),
        ("三、实施步骤\n3月1日至15日：动员部署\n3月16日至5月31日：集中清淤\n6月：总结提升", THREE),
        (
            "三、推进\n（一）动员部署（3月1日至15日）。\n（二）集中清淤（3月16日至5月31日）。\n（三）总结提升（6月）。",
            THREE,
        ),
        (
            "三、步骤\n（一）动员部署。时间：3月1日至15日。\n（二）3月16日至5月31日，集中清淤。\n（三）总结提升（6月）。",
            THREE,
        ),
        (
            "分动员、清淤、总结三个阶段，动员部署阶段从3月1日至15日，集中清淤阶段从3月16日至5月31日，总结提升阶段为6月。",
            STAGES,
        ),
        (
            "第一阶段（3月1日—15日）为动员部署阶段，第二阶段（3月16日—5月31日）为集中清淤阶段，6月为总结提升阶段。",
            STAGES,
        ),
        (
            "三、安排\n1.动员部署阶段：2024.3.1—3.15\n2.集中清淤阶段：2024.03.16—2024.05.31\n3.总结提升阶段：6月",
            STAGES,
        ),
        (
            "三、步骤\n第一步：动员部署（3月l日—15日）\n第二步：集中清淤（3月16日—5月31日）\n第三步：总结提升（6月）",
            THREE,
        ),
    ],
)
def test_steps_are_phases_however_name_and_period_stand(text, expected):
    assert phases(HEAD + text) == expected


def test_years_and_quarters_can_be_named():
    assert phases("三年计划\n2024年为基础年，2025年为攻坚年。") == [
        ("基础年", "2024-01", "2024-12"),
        ("攻坚年", "2025-01", "2025-12"),
    ]
    assert phases("2024年方案\n启动期：一季度。攻坚期：二、三季度。") == [
        ("启动期", "2024-01", "2024-03"),
        ("攻坚期", "2024-04", "2024-09"),
    ]


def test_blank_dates_leave_a_phase_without_a_period():
    text = "方案\n一、步骤\n（一）动员阶段（  月  日—  月  日）\n开会。\n（二）整治阶段（×月×日至×月×日）\n干活。\n（三）收尾（20XX年3月—5月）"

    assert phases("2024年" + text) == [
        ("动员阶段", None, None),
        ("整治阶段", None, None),
        ("收尾", None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "二、活动内容\n1.读书节（4月—5月）。\n2.消夏晚会（7月—8月）。",
        "二、要求\n（一）紧盯目标，抢抓工期。距离年底不远。\n（二）3月1日至5日，各社区上报名单。",
        "7月4日至8月19日，分两期，每期招收40名。",
        "2024年是社区“共建提质年”。",
    ],
)
def test_dates_of_work_are_no_phases(text):
    assert phases("2024年工作方案\n" + text) == []
