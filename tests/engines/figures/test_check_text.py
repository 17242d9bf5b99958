import json
import os
from pathlib import Path

import pytest

from benchmarks._reports import engine, score
from gongjian.engines.figures import check_text


def findings(body: str):
    return check_text(f"白马镇工作情况汇报\n一、进展情况\n{body}").findings


@pytest.mark.parametrize(
    ("body", "stated", "proposal"),
    [
        ("全镇共有党员400名，其中女党员100名，占85%。", "85%", "25%"),
        ("收集诉求1,200件，办结1,150件，办结率59.8%。", "59.8%", "95.8%"),
        ("接种疫苗186人，接种率46.9%（应接种373人）。", "46.9%", "49.9%"),
        ("自住200户、出租120户，全楼共320户，分别占62.5%、73.5%。", "73.5%", "37.5%"),
        ("320户住户中，自住200户、出租120户，分别占62.5%、73.5%。", "73.5%", "37.5%"),
        ("投入684万元，比去年的570万元增长2%。", "2%", "20%"),
        ("会议由120次压减到84次，减少36%。", "36%", "30%"),
        ("满意度由88.5%提高到91.2%，提高2.9个百分点。", "2.9个百分点", "2.7个百分点"),
        ("完成率由72%提高到81%，提高9%。", "9%", "9个百分点"),
        ("计划出动465人次，实际出动344人次，少127人次。", "127人次", "121人次"),
        ("财政补助12万元，企业赞助8.5万元，合计21.5万元。", "21.5万元", "20.5万元"),
        ("参会138人，包括代表106人、列席257人。", "138人", "363人"),
        ("发放救助金9600元，惠及12户，户均80元。", "80元", "800元"),
        ("发放救助金9.6万元，惠及12户，户均8000万元。", "8000万元", "8000元"),
        ("筹集20万元，其中财政12万元、居民自筹8元。", "8元", "8万元"),
        ("新增绿地30公顷（即30000平方米）。", "30000平方米", "300000平方米"),
        ("整理土地630亩，折合42平方米。", "42平方米", "42公顷"),
        ("抓好以下四项工作：清堆物、补路面、通管道。", "四项", "三项"),
        ("存在3个方面的问题：一是慢；二是散；三是弱；四是乱。", "3个方面", "4个方面"),
        ("涉及桂花社区、春晓社区、望江社区4个社区。", "4个", "3个"),
        ("甲组得分91.2分，排名第一；乙组得分88分，排名第三；丙组得分85分，排名第三。", "三", "二"),
        ("向12户发放救助金9600元，户均800元；向残疾居民16人发放补贴7200元，人均480元。", "480元", "450元"),
        (
            "计划2021年改造62.4万平方米，2022年改造98.2万平方米，2023年改造80万平方米，共计238.6万平方米。",
            "238.6万平方米",
            "240.6万平方米",
        ),
        ("打捆机只有46台，而去年有40台，仅增长20%。", "20%", "15%"),
        ("今年培训480人次，是去年300人次的1.8倍。", "1.8倍", "1.6倍"),
        ("客流由2000人次增加到5000人次，增长2.5倍。", "2.5倍", "1.5倍"),
        ("从来源看，电话占52.3%、网络占31.4%、其他渠道占18.3%。", "18.3%", "16.3%"),
        ("上年结转20万元，本年收入80万元，本年支出70万元，年末结余40万元。", "40万元", "30万元"),
        ("共收集意见１２０条，采纳９０条，未采纳的３５条已说明。", "３５条", "３０条"),
    ],
)
def test_an_error_is_found_and_the_right_figure_is_written_in_the_same_form(body, stated, proposal):
    found = [(finding.quote, finding.proposal) for finding in findings(body)]

    assert found == [(stated, proposal)]


@pytest.mark.parametrize(
    "body",
    [
        "全年受理投诉：噪声类350件、停车类270件，占30%。",
        "共下达任务740项，已完成597项，任务完成率80.7%；逾期未完成15项。",
        "共下达任务20项，已完成10项，按期未完成9项。",
        "全镇女党员100名，占全市女党员的2.5%，其中预备党员12名。",
        "商品零售额4186亿元，餐饮收入529亿元，占社会消费品零售总额的12.6%。",
        "发放补贴50万元、惠及300人，居民人均可支配收入38620元。",
        "共有企业1260家，其中规上企业86家、高新技术企业140家。",
        "时限由20天压缩到5天，效率提高75%。",
        "办件量5600件，同比增长12.5%，满意率98.2%。",
        "常住人口13万人，公园绿地152.1万平方米，人均11.9平方米。",
        "应评议34项，已评议26项，评议率76.5%；空气质量优良天数312天，优良率85.2%。",
        "今年新建12公里，上年新建10公里，累计达到80公里。",
        "做到“六个一”：一张网、一支队伍、一套办法。",
        "3个街道（城东、河西等）已完成。",
        "共12个社区，其中8个已达标，还有3个突出问题。",
        "整改率93.0%，较上月下降1.2个百分点。",
        "注册志愿者612人，其中35岁以下98人，不到两成。",
        "力争2027年改造120户，完成80户以上，完成率达到90%以上。",
        "全市1200个小区中，我区有300个，成立业委会率为62%。",
        "项目总投资约1.2亿元，其中设备4000万元、土建7900万元。",
        "共发现173处，占隐患总数的21.3%，甲镇、乙乡较为集中，分别为46处、31处。",
        "2006年床位153.5万张，2017年底已增长至744.8万张，11年间共增长591.3万张。",
        "老年人2.49亿人，占总人口的17.9%；其中高龄老人1.67亿人，占总人口的11.9%。",
        "改厕27456座，其中新建无害化厕所9000座，农村厕所普及率达到95.09%。",
        "共下设综合组60人，督导组40人。知晓率67%，第二批进度达到60%。",
        "上年结转20万元，本年收入80万元，本年支出70万元，年末结余30万元。",
        "受访者中，爱散步的占60%，爱跳舞的占45%，其他占20%（可多选）。",
        "类型上，咨询类占40%，投诉类占35%，其他占26%。",
        "咨询类335件，占47.1%；求助类215件，占30.2%；其他类55件，占7.9%。",
        "收入完成2034万元，为预算的55.3%；其中地方收入1391万元，为预算的56%。",
        "月度第1名奖金12000元；第2—3名为二等奖，每名奖金8000元。",
        "街道现有网格96个，平均每个网格配兼职3名。\n1.1 综治中心负责统计。\n1.2 各社区配合。",
        "本年收入1.06万元，支出0.77万元。\n三、其他\n本年收入合计5547万元。",
    ],
)
def test_a_figure_that_may_be_right_is_left_alone(body):
    assert findings(body) == ()


def test_tables_are_added_up_by_row_and_column_and_their_rates_and_ranks_are_worked_out_again():
    table = (
        "单位 | 任务数 | 已完成 | 完成率 | 得分 | 排名\n"
        "东村 | 40 | 30 | 75.0% | 91.5 | 1\n"
        "西村 | 50 | 45 | 80.0% | 90.2 | 2\n"
        "南村 | 20 | 12 | 60.0% | 84.0 | 2\n"
        "北村 | 10 | 9 | 90.0% | 80.1 | 4\n"
        "合计 | 120 | 86 | 80.0% | | "
    )

    found = [(finding.rule, finding.quote, finding.proposal) for finding in findings(table)]

    assert found == [
        ("table:rate", "80.0%", "90.0%"),
        ("claim:rank", "2", "3"),
        ("table:column", "86", "96"),
    ]


def test_a_table_whose_totals_mostly_do_not_hold_is_not_understood_and_left_alone():
    table = "单位\t户数\t人数\n东村\t40\t130\n西村\t50\t145\n合计\t390\t1477"

    assert findings(table) == ()


def test_the_same_figure_told_differently_later_is_found_but_not_one_of_another_year():
    text = "工作总结\n全区共有社区74个。\n一、情况\n{}全区社区76个。"

    (finding,) = check_text(text.format("覆盖")).findings
    assert (finding.quote, finding.proposal) == ("76个", "74个")
    assert check_text(text.format("去年")).findings == ()


def test_a_finding_points_at_its_words_and_says_what_is_wrong():
    text = "白马镇工作汇报\n一、情况\n栽树3620株：樟树1980株、银杏1120株、栾树620株。"

    (finding,) = check_text(text).findings

    assert text[finding.start : finding.end] == "3620株"
    assert [text[o.start : o.end] for o in finding.operands] == ["1980株", "1120株", "620株"]
    assert "计算为3720株，与所写的3620株不符，少写了100株" in finding.sentence


def test_seeded_reports_show_their_planted_error_and_nothing_else():
    result = score(engine, seed=7, count=56)

    assert result.share(result.found) >= 0.98
    assert result.share(result.named) >= 0.98
    assert result.alarm_share <= 0.01


SHARED = Path(os.environ.get("GONGJIAN_SHARED") or Path(__file__).resolve().parents[4] / "shared")
CORPUS = SHARED / "corpus"


@pytest.mark.skipif(not (CORPUS / "score.py").is_file(), reason="the annotated corpus is not here")
def test_the_false_claims_of_the_corpus_are_found_and_no_true_one_is_accused():
    wrong, found = 0, 0
    for gold in sorted(CORPUS.glob("*.gold.json")):
        text = (CORPUS / gold.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        said = [c for d in json.loads(gold.read_text(encoding="utf-8"))["documents"] for c in d["claims"]]
        false = [c for c in said if not c["holds"]]
        accused = check_text(text).findings
        wrong += len(false)
        found += sum(any(f.quote in c["quote"] for c in false) for f in accused)
        assert len(accused) == len(false), gold.name

    assert found == wrong
