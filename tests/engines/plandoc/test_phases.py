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
