"""A rubric states its own arithmetic in words."""

from decimal import Decimal

import pytest

from gongjian.engines.scoring import (
    EvidenceKind,
    Item,
    Need,
    Rubric,
    Rule,
    RuleKind,
    Section,
    StepRounding,
    VetoEffect,
    need_words,
    say_item,
    say_rule,
    say_total,
)

D = Decimal


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("a", RuleKind.DEDUCT, D(2), title="积存垃圾"), "积存垃圾：每处扣 2 分，不封顶"),
        (
            Rule("a", RuleKind.DEDUCT, D(1), title="小广告", per="张", step=D(5), cap=D(8)),
            "小广告：每满 5 张扣 1 分，最多扣 8 分",
        ),
        (
            Rule(
                "a", RuleKind.ADD, D(1), title="义诊", per="人", step=D(5), step_rounding=StepRounding.STARTED
            ),
            "义诊：每 5 人（不足的按 5 人计）加 1 分，不封顶",
        ),
        (Rule("a", RuleKind.ADD, title="创新", judged=True, cap=D(3)), "创新：由检查人酌情加分，最多加 3 分"),
        (Rule("a", RuleKind.VETO, title="火灾"), "火灾：一票否决，本项记 0 分"),
        (Rule("a", RuleKind.VETO, title="火灾", effect=VetoEffect.SHEET), "火灾：一票否决，总分记 0 分"),
        (Rule("a", RuleKind.VETO, title="火灾", effect=VetoEffect.GRADE), "火灾：一票否决，不能评级"),
        (
            Rule("a", RuleKind.VETO, title="火灾", effect=VetoEffect.GRADE, bars=("示范", "达标")),
            "火灾：一票否决，不能评为示范、达标",
        ),
    ],
)
def test_a_rule_is_said_in_one_sentence(rule, words):
    assert say_rule(rule) == words


def test_an_item_says_its_groups_its_ceiling_and_its_evidence():
    rules = (
        Rule("a", RuleKind.DEDUCT, D(1), title="零星", exclusive="量"),
        Rule("b", RuleKind.DEDUCT, D(3), title="成片", exclusive="量"),
    )
    item = Item("1", "垃圾", "", D(10), rules, deduct_cap=D(6), need=Need(EvidenceKind.PHOTO, 2))

    assert say_item(item) == ("“零星”“成片”只算一条，算扣得多的", "本项合计最多扣 6 分", "扣分要 2 张照片")


def test_a_need_of_a_rule_goes_before_that_of_its_item_and_an_addition_needs_none():
    own = Rule("a", RuleKind.ADD, D(1), need=Need(EvidenceKind.DOCUMENT))
    item = Item("1", "垃圾", "", D(10), need=Need(EvidenceKind.PHOTO))

    assert need_words(item.need_of(own)) == "要材料"
    assert need_words(item.need_of(Rule("b", RuleKind.DEDUCT))) == "要照片"
    assert not item.need_of(Rule("c", RuleKind.ADD))


def test_the_total_is_said_with_every_ceiling():
    items = (Item("1", "甲", "a", D(60)), Item("2", "乙", "b", D(0)))
    sections = (Section("a", "环境"), Section("b", "加分", is_bonus=True, cap=D(5)))

    assert say_total(Rubric(items, bonus_cap=D(8), total_cap=D(60), sections=sections)) == (
        "得分 = 满分 60 − 扣分 + 加分，最低 0 分。",
        "每项扣完本项的分为止。",
        "“加分”合计最多加 5 分。",
        "全部加分合计最多 8 分。",
        "总分最高 60 分。",
    )


def test_the_weights_are_said_as_a_formula():
    lose = (Rule("l", RuleKind.DEDUCT, D(1)),)
    items = (
        Item("1", "甲", "a", D(60)),
        Item("2", "乙", "b", D(30), weight=D(1)),
        Item("3", "丙", "b", D(0), lose, deduct_cap=D(9)),
    )
    sections = (Section("a", "环境", weight=D(70)), Section("b", "工作", weight=D(30)))

    assert say_total(Rubric(items, sections=sections))[0] == (
        "得分 = 环境得分 ÷ 60 × 70 + 工作各项得分率按项的权重平均 × 30 − 不占权重的项扣的分，"
        "最低 0 分；按权重折算的分保留两位小数，四舍五入。"
    )
