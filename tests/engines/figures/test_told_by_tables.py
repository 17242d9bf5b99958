import pytest

from gongjian.engines.figures import find_claims

TABLE = (
    "湾头街道2023年资金使用情况汇报\n\n"
    "社区\t户数（户）\t总投资（万元）\t财政资金（万元）\t完成投资（万元）\n"
    "柳荫社区\t1,250\t360\t180\t342\n文桥社区\t980\t240\t150\t228\n南渡社区\t770\t200\t120\t150\n"
    "合计\t3,000\t800\t450\t720\n"
)
YEARS = (
    "石梁乡增收情况汇报\n\n指标\t2021年\t2022年\t2023年\n"
    "帮扶资金（万元）\t420\t455\t480\n人均纯收入（元）\t12,800\t14,300\t15,900\n\n"
)
MONTHS = (
    "湾头街道9月事件通报\n\n类别\t本月（件）\t上月（件）\n市容环境\t156\t130\n矛盾纠纷\t42\t56\n"
    "合计\t198\t186\n\n"
)


def told(text):
    """Return the claims behind the tables: kind, operands, stated, verdict."""
    body = text.rindex("\n")
    return [
        (c.type, [int(o.value) for o in c.operands], float(c.stated), c.holds)
        for c in find_claims(text)
        if c.start >= body
    ]


@pytest.mark.parametrize(
    ("sentence", "operands", "stated", "holds"),
    [
        ("全街道完成投资占总投资的90%。", [7_200_000, 8_000_000], 90, True),
        ("其中，柳荫社区投资占全街道总投资的45%。", [3_600_000, 8_000_000], 45, True),
        ("文桥社区财政资金占该社区总投资的62.5%。", [1_500_000, 2_400_000], 62.5, True),
        ("南渡社区完成投资仅为总投资的80%。", [1_500_000, 2_000_000], 80, False),
        ("柳荫社区户数占全街道的41.7%。", [1_250, 3_000], 41.7, True),
    ],
)
def test_a_share_may_be_of_cells(sentence, operands, stated, holds):
    assert told(TABLE + sentence) == [("percentage_of", operands, stated, holds)]


@pytest.mark.parametrize(
    ("sentence", "operands", "stated"),
    [
        ("全街道户均投资2,667元。", [8_000_000, 3_000], 2667),
        ("柳荫社区户均投资2,880元。", [3_600_000, 1_250], 2880),
    ],
)
def test_an_average_may_be_of_a_row(sentence, operands, stated):
    assert told(TABLE + sentence) == [("per_capita", operands, stated, True)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2023年帮扶资金比2021年增长14.3%。", [("growth", [4_200_000, 4_800_000], 14.3, True)]),
        (
            "2023年帮扶资金比2021年增长14.3%，比上年增长5.5%。",
            [
                ("growth", [4_200_000, 4_800_000], 14.3, True),
                ("growth", [4_550_000, 4_800_000], 5.5, True),
            ],
        ),
        ("2023年人均纯收入比2021年增加3,100元。", [("difference", [15_900, 12_800], 3100, True)]),
        ("2023年帮扶资金同比增长6.5%。", [("growth", [4_550_000, 4_800_000], 6.5, False)]),
        ("三年累计投入帮扶资金1,355万元。", [("sum", [4_200_000, 4_550_000, 4_800_000], 13_550_000, True)]),
    ],
)
def test_a_change_may_be_between_the_years_of_a_row(sentence, found):
    assert told(YEARS + sentence) == found


def test_a_change_may_be_from_the_column_of_the_month_before():
    found = told(MONTHS + "市容环境类事件环比上升20%，矛盾纠纷类环比下降25%；事件总量环比上升6.5%。")

    assert found == [
        ("growth", [130, 156], 20, True),
        ("growth", [56, 42], -25, True),
        ("growth", [186, 198], 6.5, True),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "绿化覆盖率占规划面积的38%。",
        "居民满意度比上年提高6个百分点。",
        "户均绿地12平方米。",
        "投资占比力争达到60%。",
    ],
)
def test_what_no_table_names_is_no_claim(sentence):
    assert told(TABLE + sentence) == []
