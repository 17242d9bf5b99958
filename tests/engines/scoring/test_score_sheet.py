from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
    CappedBy,
    Entry,
    Item,
    Rubric,
    Rule,
    RuleKind,
    Sheet,
    StepRounding,
    VetoEffect,
    score_sheet,
)

D = Decimal


def deduct(key: str, amount: str, **more) -> Rule:
    return Rule(key, RuleKind.DEDUCT, D(amount), **more)


STAIRS = Item("3", "楼道堆物", "环境", D(40), (deduct("pile", "1", cap=D(5)),))
WIRES = Item("12", "飞线充电", "安全", D(30), (deduct("wire", "2", cap=D(6)), deduct("smoke", "40")))
BOOKS = Item("21", "走访台账", "管理", D(30), (deduct("book", "1", per="本"),))
BONUS = Item("30", "加分", "加分", D(0), (Rule("praise", RuleKind.ADD, D(2), per="次", cap=D(4)),))
RUBRIC = Rubric((STAIRS, WIRES, BOOKS, BONUS), bonus_cap=D(3))
CLEAR = frozenset({"3", "12", "21", "30"})


def sheet(*entries: Entry, clear: frozenset[str] = CLEAR) -> Sheet:
    rules = {rule.key: item.key for item, rule in RUBRIC.rules()}
    found = {rules.get(entry.rule_key) for entry in entries if entry.count > 0}
    return Sheet(entries, clear=clear - found)


def find(key: str, count: str = "1", **more) -> Entry:
    return Entry(key, D(count), **more)


def test_a_clear_sheet_keeps_full_marks():
    assert score_sheet(RUBRIC, sheet()).total == D(100)


def test_full_minus_deducted_plus_added_is_the_total():
    result = score_sheet(RUBRIC, sheet(find("pile", "3"), find("wire"), find("book", "2"), find("praise")))

    assert (result.full, result.deducted, result.added, result.total) == (D(100), D(7), D(2), D(95))


def test_a_rule_is_capped_over_all_its_entries_together():
    result = score_sheet(RUBRIC, sheet(find("pile", "4"), find("pile", "3")))

    line = result.items[0].lines[0]
    assert (line.raw, line.counted, line.capped_by) == (D(7), D(5), CappedBy.RULE)
    assert line.sentence == "楼道堆物：7 处，每处扣 1 分，最多扣 5 分，应扣 7 分，扣 5 分"


def test_an_item_loses_at_most_its_full_marks():
    result = score_sheet(RUBRIC, sheet(find("smoke"), find("wire")))

    item = result.items[1]
    assert (item.raw_deducted, item.deducted, item.capped_by) == (D(42), D(30), CappedBy.ITEM)
    assert result.total == D(70)


def test_all_bonuses_together_are_capped():
    result = score_sheet(RUBRIC, sheet(find("praise", "2"), find("pile", "3")))

    assert (result.added, result.capped_by, result.total) == (D(3), CappedBy.BONUS, D(100))


def test_the_total_can_be_capped_at_full_marks():
    rubric = Rubric((BONUS, STAIRS), total_cap=D(40))

    result = score_sheet(rubric, Sheet((find("praise"),), clear=frozenset({"3"})))

    assert (result.total, result.capped_by) == (D(40), CappedBy.TOTAL)


def test_an_unanswered_item_leaves_the_sheet_without_a_score():
    result = score_sheet(RUBRIC, sheet(find("pile"), clear=CLEAR - {"12", "21"}))

    assert result.total is None
    assert result.unanswered == ("12", "21")
    assert not result.is_complete


def test_a_count_of_zero_answers_the_item():
    result = score_sheet(Rubric((STAIRS,)), Sheet((find("pile", "0"),)))

    assert result.total == D(40)
    assert result.items[0].lines[0].sentence == "楼道堆物：没有，不扣分"


def test_an_item_that_does_not_apply_keeps_its_marks_and_is_marked():
    result = score_sheet(Rubric((STAIRS,)), Sheet(not_applicable=frozenset({"3"})))

    assert result.total == D(40)
    assert not result.items[0].is_applicable


def test_decimal_marks_stay_exact():
    rubric = Rubric((Item("7", "垃圾分类", "环境", D("10"), (deduct("bin", "0.1"),)),))

    assert score_sheet(rubric, Sheet((find("bin", "3"),))).total == D("9.7")


@pytest.mark.parametrize(
    ("rounding", "count", "expected"),
    [
        (StepRounding.FULL, "4", 0),
        (StepRounding.FULL, "5", 2),
        (StepRounding.FULL, "9.99", 2),
        (StepRounding.STARTED, "0", 0),
        (StepRounding.STARTED, "0.01", 2),
        (StepRounding.STARTED, "5", 2),
        (StepRounding.STARTED, "5.01", 4),
    ],
)
def test_steps_are_charged_whole_or_when_begun(rounding, count, expected):
    rule = deduct("rate", "2", per="个百分点", step=D(5), step_rounding=rounding)

    result = score_sheet(Rubric((Item("9", "覆盖率", "", D(20), (rule,)),)), Sheet((find("rate", count),)))

    assert result.deducted == expected


def test_steps_are_counted_after_adding_the_entries_up():
    rule = deduct("rate", "2", step=D(2))

    result = score_sheet(
        Rubric((Item("9", "墙面", "", D(20), (rule,)),)), Sheet((find("rate"), find("rate")))
    )

    assert result.deducted == 2


def test_a_step_is_said_in_words():
    rule = deduct("rate", "2", per="米", step=D(5), step_rounding=StepRounding.STARTED)

    result = score_sheet(Rubric((Item("9", "破损路面", "", D(20), (rule,)),)), Sheet((find("rate", "6"),)))

    assert (
        result.items[0].lines[0].sentence
        == "破损路面：6 米，每 5 米（不足的按 5 米计）扣 2 分，不封顶，扣 4 分"
    )


def with_veto(effect: VetoEffect, bars: tuple[str, ...] = ()) -> Rubric:
    rule = Rule("fire", RuleKind.VETO, title="发生火灾", effect=effect, bars=bars)
    return Rubric((Item("1", "消防", "", D(20), (deduct("blocked", "1"), rule)), STAIRS))


def test_an_item_veto_takes_the_whole_item():
    result = score_sheet(with_veto(VetoEffect.ITEM), Sheet((find("fire"),), clear=frozenset({"3"})))

    assert (result.total, result.items[0].is_vetoed, result.items[0].points) == (D(40), True, D(0))
    assert result.vetoes[0].sentence == "发生火灾：一票否决，本项记 0 分"


def test_a_sheet_veto_takes_the_whole_score():
    assert score_sheet(with_veto(VetoEffect.SHEET), Sheet((find("fire"),), clear=frozenset({"3"}))).total == 0


def test_a_grade_veto_keeps_the_score_and_bars_grades():
    result = score_sheet(
        with_veto(VetoEffect.GRADE, ("示范",)), Sheet((find("fire"),), clear=frozenset({"3"}))
    )

    assert (result.total, result.barred, result.is_barred) == (D(60), ("示范",), False)


def test_a_veto_looked_for_and_not_found_changes_nothing():
    result = score_sheet(with_veto(VetoEffect.SHEET), Sheet((find("fire", "0"),), clear=frozenset({"3"})))

    assert (result.total, result.vetoes) == (D(60), ())


JUDGED = Item("8", "档案", "", D(10), (Rule("files", RuleKind.DEDUCT, judged=True, cap=D(3)),))


def test_a_judged_rule_takes_the_stated_amount():
    assert score_sheet(Rubric((JUDGED,)), Sheet((find("files", amount=D("2.5")),))).total == D("7.5")


def test_a_judged_rule_without_an_amount_leaves_the_item_unanswered():
    assert score_sheet(Rubric((JUDGED,)), Sheet((find("files"),))).unanswered == ("8",)


def test_a_penalty_item_without_marks_of_its_own_takes_from_the_total_but_not_below_zero():
    penalty = Item("99", "通报批评", "", D(0), (deduct("named", "30", per="次"),), deduct_cap=D(90))

    result = score_sheet(Rubric((STAIRS, penalty)), Sheet((find("named", "2"),), clear=frozenset({"3"})))

    assert (result.deducted, result.total) == (D(60), D(0))


def test_notes_and_evidence_of_all_entries_reach_the_line():
    entries = (find("pile", note="3 栋", evidence=("a",)), find("pile", evidence=("b", "c")))

    line = score_sheet(RUBRIC, sheet(*entries)).items[0].lines[0]

    assert (line.notes, line.evidence) == (("3 栋",), ("a", "b", "c"))


@pytest.mark.parametrize(
    "bad",
    [
        Sheet((find("nowhere"),)),
        Sheet((find("pile", "-1"),)),
        Sheet((find("pile", "NaN"),)),
        Sheet((find("pile", amount=D(1)),)),
        Sheet(clear=frozenset({"404"})),
        Sheet((find("pile"),), clear=frozenset({"3"})),
        Sheet((find("pile"),), not_applicable=frozenset({"3"})),
    ],
)
def test_a_sheet_that_does_not_fit_the_rubric_is_refused_with_advice(bad):
    with pytest.raises(EngineInputError, match="请"):
        score_sheet(RUBRIC, bad)


@pytest.mark.parametrize("amount", ["-0.5", "3.01"])
def test_a_judged_amount_outside_the_rule_is_refused(amount):
    with pytest.raises(EngineInputError, match="请"):
        score_sheet(Rubric((JUDGED,)), Sheet((find("files", amount=D(amount)),)))


@pytest.mark.parametrize(
    "items",
    [
        (STAIRS, STAIRS),
        (STAIRS, Item("4", "又一项", "", D(1), STAIRS.rules)),
        (Item("4", "负分", "", D(-1)),),
        (Item("4", "负规则", "", D(1), (deduct("x", "-1"),)),),
        (Item("4", "零步", "", D(1), (deduct("x", "1", step=D(0)),)),),
        (Item("4", "没上限", "", D(1), (Rule("x", RuleKind.DEDUCT, judged=True),)),),
    ],
)
def test_a_rubric_that_contradicts_itself_is_refused_with_advice(items):
    with pytest.raises(EngineInputError, match="请"):
        Rubric(items)


ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(["pile", "wire", "smoke", "book", "praise"]), st.integers(0, 9).map(D)),
    max_size=8,
)
DEDUCTIONS = st.builds(Entry, st.sampled_from(["pile", "wire", "smoke", "book"]), st.integers(0, 9).map(D))


@given(entries=ENTRIES, further=DEDUCTIONS)
def test_a_further_deduction_never_raises_the_total(entries, further):
    before = score_sheet(RUBRIC, sheet(*entries)).total
    after = score_sheet(RUBRIC, sheet(*entries, further)).total

    assert before is not None and after is not None
    assert after <= before


@given(entries=ENTRIES)
def test_no_item_loses_more_than_its_marks_and_no_rule_more_than_its_cap(entries):
    result = score_sheet(RUBRIC, sheet(*entries))

    caps = {rule.key: rule.cap for _, rule in RUBRIC.rules()}
    assert all(0 <= item.deducted <= item.full for item in result.items)
    assert all(
        caps[x.rule_key] is None or x.counted <= caps[x.rule_key] for i in result.items for x in i.lines
    )
    assert result.added <= D(3)


@given(entries=st.lists(DEDUCTIONS, max_size=4))
def test_the_order_of_entries_does_not_matter(entries):
    totals = {score_sheet(RUBRIC, sheet(*order)).total for order in permutations(entries)}

    assert len(totals) == 1


@given(entries=ENTRIES)
def test_the_items_points_add_up_to_the_total_when_no_ceiling_cuts_it(entries):
    result = score_sheet(RUBRIC, sheet(*entries))

    assert result.total == result.full - result.deducted + result.added
    if result.capped_by is None:
        assert sum(item.points for item in result.items) == result.total
