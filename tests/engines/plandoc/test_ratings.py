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
