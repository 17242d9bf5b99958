"""The ways reports state one arithmetic: each sentence gives exactly the claims beside it.

A claim is written `type operands=stated`, a false one with `!` behind.
"""

import pytest

from gongjian.engines.figures import find_claims

_TYPES = {
    "share": "percentage_of",
    "growth": "growth",
    "less": "difference",
    "sum": "sum",
    "each": "per_capita",
}


def claims(body: str) -> list[str]:
    """Return the claims of a sentence in the short form of these tests."""
    short = {name: key for key, name in _TYPES.items()}
    found = []
    for claim in find_claims(f"白马镇2024年工作总结\n一、主要工作\n{body}"):
        operands = ",".join(f"{round(float(o.value), 4):g}" for o in claim.operands)
        verdict = "" if claim.holds else "!"
        found.append(f"{short[claim.type]} {operands}={round(float(claim.stated), 2):g}{verdict}")
    return found


SHARES = [
    ("139个单位中110个有任务，106个已完工，完成率96.4%。", ["share 106,110=96.4"]),
    ("办结率95%（399/420）。", ["share 399,420=95"]),
    ("办结率为94%（399件/420件）。", ["share 399,420=94!"]),
    ("新建充电桩180个，为年度任务数200个的90%。", ["share 180,200=90"]),
    ("改造开工36个，开工率90%；计划数为40个。", ["share 36,40=90"]),
    ("支出108万元，为年初预算的95%，年初预算为120万元。", ["share 1.08e+06,1.2e+06=95!"]),
    ("全镇18个村，9个村集体收入过20万元，占一半。", ["share 9,18=50"]),
    ("养老床位120张，入住90人，入住率75%。", ["share 90,120=75"]),
    ("高龄老人526人，占老年人口的10%（60岁以上老人5260人）。", ["share 526,5260=10"]),
    ("共有45栋楼，15栋已加装电梯，占比三分之一。", ["share 15,45=33.33"]),
    ("年度任务200个，已建180个，完成进度95%。", ["share 180,200=95!"]),
    (
        "支出47万元，其中食材26万元、人工21万元，食材支出占55.3%。",
        ["sum 260000,210000=470000", "share 260000,470000=55.3"],
    ),
    (
        "受理咨询类120件、占60%，投诉类80件、占40%，共200件。",
        ["share 120,200=60", "share 80,200=40", "sum 120,80=200"],
    ),
    ("完成投资84万元，投资完成率84%。全年计划投资100万元。", ["share 840000,1e+06=84"]),
]
CHANGES = [
    ("营收12.6亿元，同比增长8.6%，上年为11.6亿元。", ["growth 1.16e+09,1.26e+09=8.6"]),
    ("营收12.6亿元，同比增长9.6%，上年为11.6亿元。", ["growth 1.16e+09,1.26e+09=9.6!"]),
    ("收入2023年为40万元，2024年为52万元，增长30%。", ["growth 400000,520000=30"]),
    ("投诉下降20%，由50件降为40件。", ["growth 50,40=-20"]),
    ("比上年的50起增加10起，达到60起。", ["less 60,50=10"]),
    ("骑行量比上年同期的20万次增长10%，达22万次。", ["growth 200000,220000=10"]),
    (
        "拨付460万元，较上年增加60万元、增长15%，上年为400万元。",
        ["less 4.6e+06,4e+06=600000", "growth 4e+06,4.6e+06=15"],
    ),
    ("年初在册45名，年底38名，减少7名。", ["less 45,38=7"]),
    (
        "三季度受理684件，环比二季度的570件上升20%，同比去年三季度的760件下降10%。",
        ["growth 570,684=20", "growth 760,684=-10"],
    ),
    ("合格率92%，高于全市平均水平（85%）7个百分点。", ["less 92,85=7"]),
    ("最高96.5分，最低78.5分，相差18分。", ["less 96.5,78.5=18"]),
    ("今年办件5600件，比去年的5200件多500件。", ["less 5600,5200=500!"]),
    ("投诉从每月150件下降到每月90件，下降四成。", ["growth 150,90=-40"]),
]
RESTS_AND_SUMS = [
    ("应到86人，实到81人，缺席5人。", ["less 86,81=5"]),
    ("收入12000元，支出9500元，余2500元。", ["less 12000,9500=2500"]),
    ("收入合计49万元。\n支出合计47.6万元。收支相抵，结余1.4万元。", ["less 490000,476000=14000"]),
    ("评议申请267户，其中252户通过评议。15户未通过评议。", ["less 267,252=15"]),
    (
        "收入2462万元，比上年减收107万元。其中：税收810万元，比上年增收128万元；非税1652万元。",
        ["sum 8.1e+06,1.652e+07=2.462e+07"],
    ),
    ("班子成员9人，设书记1人，副书记2人，委员6人。", ["sum 1,2,6=9"]),
    ("上半年接访120批，下半年接访140批，全年接访260批。", ["sum 120,140=260"]),
    ("常住人口5.2万人，户籍人口3.1万人，流动人口2.1万人。", ["sum 31000,21000=52000"]),
    ("泊位240余个，其中路内150个、小区96个，合计246个。", ["sum 150,96=246"]),
    ("小区86个，其中有物业的61个、无物业的25个。", ["sum 61,25=86"]),
    ("投资3.2亿元，其中上级1.6亿元；\n县级0.96亿元；社会0.64亿元。", ["sum 1.6e+08,9.6e+07,6.4e+07=3.2e+08"]),
]
AVERAGES = [
    ("网格60个，网格员180名，每个网格配3名。", ["each 180,60=3"]),
    ("医生42名，服务居民6.3万人，每名医生平均服务1500人。", ["each 63000,42=1500"]),
    ("社区食堂6家，日供餐900份，店均150份。", ["each 900,6=150"]),
    ("口袋公园15个，总面积4.5万平方米，单个平均3000平方米。", ["each 45000,15=3000"]),
    ("志愿者1200人，服务时长3.6万小时，人均服务30小时。", ["each 36000,1200=30"]),
    ("人均图书约2.3册，藏书9.4万册，常住人口4.1万人。", ["each 94000,41000=2.3"]),
    ("食堂运行180天，供餐4.68万份，日均260份。", ["each 46800,180=260"]),
    ("党务工作者8名，志愿者152名，平均每名党务工作者带动志愿者19名。", ["each 152,8=19"]),
]
NO_CLAIMS = [
    "收入完成5603万元，完成预算的45.5%。其中国税2289万元，完成年初预算的51.1%。",
    "受理61723件，办结60609件。从类型看，咨询类占77.2%，投诉类占12.5%。",
    "全年培训480人次，较去年增加180人次，增长60%。",
    "满意率92%，比上年提高7个百分点。",
    "时限由20天压缩到5天，效率提高75%。",
    "电动自行车2207辆，同比增长5%；上牌率98%。",
    "参保率超过95%，参保1.2万人，应参保1.25万人。",
    "各村均完成20户，共18个村，新增360个车位。",
    "新建5个、改建3个、拆除8个。",
    "万人拥有警力12名，人口10万人，警力120名。",
    "增设泊位240余个，其中路内150个、小区86个。",
]


@pytest.mark.parametrize(("body", "expected"), SHARES + CHANGES + RESTS_AND_SUMS + AVERAGES)
def test_a_sentence_gives_its_claims_with_the_operands_its_words_name(body, expected):
    assert sorted(claims(body)) == sorted(expected)


@pytest.mark.parametrize("body", NO_CLAIMS)
def test_a_figure_whose_operands_are_not_told_is_no_claim(body):
    assert claims(body) == []


def test_tables_give_their_totals_and_rates_in_base_units():
    table = (
        "村\t计划（万元）\t完成（万元）\t完成率\n东村\t40\t36\t90%\n西村\t50\t40\t80%\n合计\t90\t77\t84.4%"
    )

    assert claims(table) == [
        "share 360000,400000=90",
        "share 400000,500000=80",
        "sum 400000,500000=900000",
        "sum 360000,400000=770000!",
        "share 770000,900000=84.4!",
    ]


def test_the_row_of_full_marks_is_compared_with_the_items_above_it():
    rubric = "考核项目 | 分值 | 评分标准\n卫生 | 40 | 每处扣2分\n绿化 | 60 | 每处扣1分\n合计 | 100 | \n创新 | 5 | 每项加1分"

    (claim,) = [c for c in find_claims(f"白马镇保洁考核办法\n{rubric}") if c.rule == "claim:marks"]

    assert ([int(o.value) for o in claim.operands], claim.holds) == ([40, 60], True)


def test_the_marks_of_a_section_are_compared_with_its_items():
    rubric = (
        "一、巡查（40分）\n1.频次15分，每少1次扣1分。\n2.记录10分，每缺1项扣1分。\n3.上报15分，每迟1次扣2分。\n"
        "二、保洁（30分）\n4.水面20分，每处扣1分。\n5.岸坡12分，每处扣1分。"
    )

    found = [c for c in find_claims(f"白马镇河道保洁考核办法\n{rubric}") if c.rule == "claim:marks"]

    assert [(int(c.stated), [int(o.value) for o in c.operands], c.holds) for c in found] == [
        (40, [15, 10, 15], True),
        (30, [20, 12], False),
    ]


def test_a_figure_of_the_text_may_have_its_operands_in_a_table():
    table = "任务\t数量\t慰问金（元）\n走访军属\t64户\t38400\n走访环卫工人\t45名\t13500\n合计\t\t51900"
    text = f"{table}\n安排情况\n慰问金总额比上年的43250元增长20%。其中镇财政列支41520元，占75%。军属户均600元，环卫工人人均350元。"

    assert claims(text) == [
        "sum 38400,13500=51900",
        "growth 43250,51900=20",
        "share 41520,51900=75!",
        "each 38400,64=600",
        "each 13500,45=350!",
    ]
