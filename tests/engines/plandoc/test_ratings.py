from decimal import Decimal

import pytest

from gongjian.engines.plandoc import compile_text


def ratings(sentence: str):
    text = f"网格考核办法\n一、结果\n{sentence}"
    return [
        (r.label, r.comparator, r.value, r.unit, r.basis)
        for d in compile_text(text).documents
        for r in d.ratings
    ]


def test_score_bands_share_their_bounds_only_once():
    found = ratings("90分以上为优秀，75分以上90分以下为良好，60—74分为合格，其余为不合格。")

    assert found == [
        ("优秀", ">=", 90, "分", "score"),
        ("良好", "[)", (Decimal(75), Decimal(90)), "分", "score"),
        ("合格", "[]", (Decimal(60), Decimal(74)), "分", "score"),
        ("不合格", "<", 60, "分", "score"),
    ]


def test_an_upper_bound_that_another_grade_begins_at_is_open():
    found = ratings("90分（含）以上为优秀，80分（含）至90分为良好。")

    assert found[1][1] == "[)"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "85分至95分（不含）的评为“达标网格”。",
            ("达标网格", "[)", (Decimal(85), Decimal(95)), "分", "score"),
        ),
        ("不足60分的为“待改进”。", ("待改进", "<", 60, "分", "score")),
        ("60分及以下的为差。", ("差", "<=", 60, "分", "score")),
        ("服务满40小时的评为“热心邻居”。", ("热心邻居", ">=", 40, "小时", "hours")),
        ("年度积分达到500分以上的授予“金牌网格员”称号。", ("金牌网格员", ">=", 500, "分", "points")),
        ("排名前8位的授予“先进网格”。", ("先进网格", "<=", 8, "名", "rank")),
        ("排名后3名的通报批评。", ("通报批评", "<=", 3, "名", "rank:倒数")),
        ("优秀等次比例不超过参评总数的20%。", ("优秀", "<=", 20, "%", "quota")),
        ("滞后超过10%的亮红灯。", ("红灯", ">", 10, "%", "lag")),
        ("滞后10%以内的亮黄灯。", ("黄灯", "<=", 10, "%", "lag")),
        ("连续3个月排名末位的网格，由街道约谈。", ("约谈", ">=", 3, "个月", "count:排名末位")),
        ("示范户占比达到40%以上的村，评为“示范村”。", ("示范村", ">=", 40, "%", "share:示范户")),
        ("得分低于75分的限期整改。", ("限期整改", "<", 75, "分", "score")),
    ],
)
def test_conditions(sentence, expected):
    assert ratings(sentence) == [expected]


def test_each_condition_of_a_compound_rule_is_its_own_rating():
    found = ratings("总分85分以上且满意度90%以上的网格，命名为“五星网格”。")

    assert found == [("五星网格", ">=", 85, "分", "score"), ("五星网格", ">=", 90, "%", "share:满意度")]


def test_who_is_rated_is_the_noun_behind_the_condition():
    text = "评比方案\n一、奖励\n综合得分90分以上的街道为“优秀”。"
    (document,) = compile_text(text).documents

    assert document.ratings[0].subject == "街道"


def bounds(sentence: str):
    return [found[:3] for found in ratings(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "等次分为优秀（90分及以上）、良好（75—89分）、不合格（75分以下）三档。",
        "优秀：90分以上；良好：75～89分；不合格：低于75分。",
        "得分≥90分为优秀，75—89分为良好，得分＜75为不合格。",
        "其中优秀为90分以上，良好为75—89分，不合格为75分以下。",
        "得分在90分以上的村为优秀、75—89分为良好、75分以下的为不合格。",
    ],
)
def test_grades_stand_before_or_behind_their_bounds(sentence):
    assert bounds(sentence) == [
        ("优秀", ">=", 90),
        ("良好", "[]", (Decimal(75), Decimal(89))),
        ("不合格", "<", 75),
    ]


def test_bounds_written_around_the_score_are_an_interval():
    assert bounds("60分≤综合得分＜80分为合格。") == [("合格", "[)", (Decimal(60), Decimal(80)))]


@pytest.mark.parametrize(
    "sentence",
    [
        "服务满50小时、120小时、300小时的，依次认定为一星至三星级邻里。",
        "服务时长达到50小时、120小时和300小时的，分别评为一星级、二星级、三星级邻里。",
    ],
)
def test_grades_told_in_a_row_take_their_bounds_in_turn(sentence):
    assert bounds(sentence) == [
        ("一星级邻里", ">=", 50),
        ("二星级邻里", ">=", 120),
        ("三星级邻里", ">=", 300),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "所辖小区八成以上达到清洁小区标准的，命名为清洁街道。",
            ("清洁街道", ">=", 80, "%", "share:清洁小区"),
        ),
        ("低档小区占比超过三成的系统，取消评先资格。", ("取消评先资格", ">", 30, "%", "share:低档小区")),
        ("全年脱岗累计5次以上的，解除聘用合同。", ("解除聘用合同", ">=", 5, "次", "count:脱岗")),
        ("全年4次以上获评“洁净村”的，奖励保洁经费2万元。", ("奖励保洁经费", ">=", 4, "次", "count:洁净村")),
        ("月考核低于75分的，暂停拨付。", ("暂停拨付", "<", 75, "分", "score")),
        ("70分以下停发绩效。", ("停发绩效", "<", 70, "分", "score")),
        ("满意率低于60%的，不得评为优秀。", ("不得评为优秀", "<", 60, "%", "share:满意率")),
        ("排名靠后的3个村进行约谈。", ("约谈", "<=", 3, "名", "rank:倒数")),
        ("第二至四名的村各奖励5000元。", ("奖励5000元", "[]", (Decimal(2), Decimal(4)), "名", "rank")),
        ("积分在1,700分及以上的，认定为三星邻里。", ("三星邻里", ">=", 1700, "分", "points")),
        ("按照不超过15%的比例评选“先进网格”。", ("先进网格", "<=", 15, "%", "quota")),
        ("优秀网格占网格总数的比例不超过两成。", ("优秀", "<=", 20, "%", "quota")),
        ("评选“邻里之星”，人数不超过注册人数的5%。", ("邻里之星", "<=", 5, "%", "quota")),
        ("一等奖2名，得分95分以上。", ("一等奖", ">=", 95, "分", "score")),
    ],
)
def test_more_conditions(sentence, expected):
    assert ratings(sentence) == [expected]


def test_what_remains_may_stand_in_the_next_part_of_the_sentence():
    found = ratings("积分500分以上的，评为金牌网格；300分至499分的，评为银牌网格；其余评为铜牌网格。")

    assert found[-1] == ("铜牌网格", "<", 300, "分", "points")


def test_a_bracket_that_grades_is_read_by_itself():
    text = (
        "创建活动方案\n一、内容\n按照考核标准（得分在85分以上的小区为洁净小区、70分以上为达标小区，"
        "所辖小区70%以上达到洁净小区的标准为洁净镇或洁净街道），开展创建活动。"
    )
    (document,) = compile_text(text).documents

    assert [(r.label, r.subject, r.value, r.unit) for r in document.ratings] == [
        ("洁净小区", "小区", 85, "分"),
        ("达标小区", "小区", 70, "分"),
        ("洁净镇或洁净街道", "镇、街道", 70, "%"),
    ]


def test_a_noun_that_grades_share_with_the_title_is_what_they_rate():
    text = "云溪区菜场考核办法\n一、结果\n月度得分90分以上为“红旗菜场”，不足70分为“黑榜菜场”。"
    (document,) = compile_text(text).documents

    assert {r.subject for r in document.ratings} == {"菜场"}


@pytest.mark.parametrize(
    "sentence", ["后两者一般属于保障范围。", "前三季度共受理投诉58件。", "每次活动不少于2小时。"]
)
def test_numbers_that_rate_nobody(sentence):
    assert ratings(sentence) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "通报\n一、等次\n90分以上的评为“优秀”，其余的评为“较差”。本季评为“优秀”的镇（街道）有4个。",
            {"镇（街道）"},
        ),
        ("巡河办法\n一、等次\n95分以上为优秀河段，80分至95分为良好河段，80分以下为警示河段。", {"河段"}),
        ("督查方案\n一、结果\n第1名的为一等奖，得分92分以上的村（社区），评为示范村。", {"村（社区）"}),
    ],
)
def test_who_is_rated_is_told_elsewhere_in_the_document(text, expected):
    (document,) = compile_text(text).documents

    assert {r.subject for r in document.ratings} == expected


def test_a_bare_count_counts_what_the_clause_before_tells():
    found = ratings("裸土未覆盖的责令整改，累计3次的，约谈项目经理。")

    assert found[-1][4] == "count:裸土未覆盖"


def test_grades_in_a_column_or_along_a_line_with_bounds_that_lack_their_unit():
    column = "星级办法\n一、标准\n星级 | 服务时长要求 | 参与次数\n一星 | ≥50小时 | ≥10次\n二星 | 120以上 | 20次以上\n"
    line = "考核办法\n一、等次\n等次\t优秀\t合格\t不合格\n分数\t90以上\t60-89\t60以下\n"

    def found(text):
        return [(r.label, r.value, r.unit, r.basis) for d in compile_text(text).documents for r in d.ratings]

    assert found(column) == [
        ("一星", 50, "小时", "hours"),
        ("一星", 10, "次", "count:参与次数"),
        ("二星", 120, "小时", "hours"),
        ("二星", 20, "次", "count:参与次数"),
    ]
    assert [value for _, value, _, _ in found(line)] == [90, (Decimal(60), Decimal(89)), 60]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("得分≥80分且＜90分的为良好。", ("良好", "[)", (Decimal(80), Decimal(90)), "分", "score")),
        ("进度滞后20%以上不足30%的亮黄牌。", ("黄牌", "[)", (Decimal(20), Decimal(30)), "%", "lag")),
        ("签到率不足95%者，取消资格。", ("取消资格", "<", 95, "%", "share:签到率")),
        ("85分以下的挂牌整治。", ("挂牌整治", "<", 85, "分", "score")),
        ("排名前三名的授予“金扫帚”奖。", ("金扫帚", "<=", 3, "名", "rank")),
    ],
)
def test_still_more_conditions(sentence, expected):
    assert ratings(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "开放泊位20个以上不足50个的单位，授予“先进单位”。",
            ("先进单位", "[)", (Decimal(20), Decimal(50)), "个", "count:开放泊位"),
        ),
        (
            "辖区内“共享单位”占比达到三分之一以上的社区，评为“畅停社区”。",
            ("畅停社区", ">=", Decimal("33.33"), "%", "share:共享单位"),
        ),
        ("进度滞后季度计划20%以上的乡镇亮黄牌。", ("黄牌", ">=", 20, "%", "lag")),
        ("排名前3名的上“红榜”。", ("红榜", "<=", 3, "名", "rank")),
        ("连续两个年度评为丙级的企业，列入黑名单。", ("黑名单", ">=", 2, "年", "count:丙级")),
        ("满6小时的居民，发放“热心市民”证书。", ("热心市民", ">=", 6, "小时", "hours")),
        ("平均分低于70分的，年度考核不得评为优秀。", ("不得评为优秀", "<", 70, "分", "score")),
    ],
)
def test_conditions_of_other_offices(sentence, expected):
    assert ratings(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("90分以上优秀，70—89分称职，70分以下不称职。", ["优秀", "称职", "不称职"]),
        ("驻村每月少于20天的，取消当年评优资格。", ["取消当年评优资格"]),
        ("加装台数达到30台以上的，奖励5万元；20台以上不足30台的，奖励2万元。", ["奖励5万元", "奖励2万元"]),
        ("河东街道得分68分，排名末位，按规定扣减经费20万元。", []),
    ],
)
def test_grades_without_a_verb_and_counts_of_anything(sentence, expected):
    assert [label for label, *_ in ratings(sentence)] == expected


def test_the_noun_before_the_word_for_rating_in_the_title_is_rated():
    text = "云岭县驻村工作队考核办法\n一、等次\n90分以上的为“好”，其余为“一般”。"
    (document,) = compile_text(text).documents

    assert {r.subject for r in document.ratings} == {"工作队"}


def test_not_below_is_a_lower_bound():
    found = ratings("五星级：总分不低于95分，且业主满意率不低于90%。")

    assert found == [("五星级", ">=", 95, "分", "score"), ("五星级", ">=", 90, "%", "share:业主满意率")]


def test_a_grade_and_its_quota_in_one_sentence():
    assert bounds("90分以上为优秀，优秀人数不超过总人数的20%。") == [("优秀", ">=", 90), ("优秀", "<=", 20)]


def test_what_remains_between_the_best_and_the_worst_is_an_interval():
    assert bounds("90分以上列入红榜，75分以下列入黑榜，其余的列入灰榜。")[-1] == (
        "灰榜",
        "[)",
        (Decimal(75), Decimal(90)),
    )


def test_what_was_done_in_all_is_no_condition():
    assert ratings("累计出动人力3650人次、机械142台次，拆除旧圈舍5处。") == []
