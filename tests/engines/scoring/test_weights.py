"""Sections, their ceilings and weights."""

from decimal import Decimal
from fractions import Fraction

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
    Section,
    Sheet,
    round_half_up,
    score_sheet,
)

D = Decimal


def item(key: str, section: str, full: str, weight: str | None = None, **more) -> Item:
    rule = Rule(f"{key}-", RuleKind.DEDUCT, D(1), title=key)
    return Item(key, key, section, D(full), (rule,), weight=None if weight is None else D(weight), **more)


def bonus(key: str, section: str, cap: str | None = None) -> Item:
    rule = Rule(f"{key}+", RuleKind.ADD, D(1), title=key, cap=None if cap is None else D(cap))
    return Item(key, key, section, D(0), (rule,))


PLACE, WORK = Section("place", "环境", weight=D(70)), Section("work", "工作", weight=D(30))
EXTRA = Section("extra", "加分", is_bonus=True, cap=D(5))
ITEMS = (item("a", "place", "40"), item("b", "place", "20"), item("c", "work", "30"), bonus("x", "extra"))
RUBRIC = Rubric(ITEMS, sections=(PLACE, WORK, EXTRA))


def lose(rubric: Rubric, **lost: str):
    entries = tuple(Entry(f"{key}-", D(count)) for key, count in lost.items())
    clear = frozenset(one.key for one in rubric.items if one.key not in lost)
    return score_sheet(rubric, Sheet(entries, clear=clear))


def test_a_section_counts_by_its_weight_and_the_sum_is_rounded_once():
    result = lose(RUBRIC, a="13", c="1")

    assert (result.full, result.total) == (D(100), D("83.83"))  # 47/60 * 70 + 29/30 * 30 = 83.8333…
    assert [section.share for section in result.sections] == [Fraction(47, 60), Fraction(29, 30), None]
    assert result.sections[0].worth == Fraction(47 * 70, 60)
    assert result.full - result.deducted + result.added == result.total


@pytest.mark.parametrize(
    ("lost", "total"),
    [
        ("0.0099", "99.99"),
        ("0.01", "99.99"),
        ("0.0101", "99.99"),
        ("0.0049", "100.00"),
        ("0.005", "100.00"),
        ("0.0051", "99.99"),
    ],
)
def test_the_second_decimal_is_rounded_half_up(lost, total):
    fine_rule = Rule("a-", RuleKind.DEDUCT, D(lost))
    whole = (Section("s", "全部", weight=D(100)),)
    fine = Rubric((Item("a", "a", "s", D(100), (fine_rule,)),), sections=whole)

    assert score_sheet(fine, Sheet((Entry("a-"),))).total == D(total)


def test_items_count_by_their_own_weight_within_a_section():
    items = (item("a", "place", "10", "3"), item("b", "place", "50", "1"), item("c", "work", "30"))

    result = lose(Rubric(items, sections=(PLACE, WORK)), a="5")

    assert result.total == D("73.75")  # (3 * 1/2 + 1) / 4 * 70 + 30


def test_items_may_be_weighted_without_weighting_sections():
    items = (item("a", "place", "10", "3"), item("b", "work", "50", "1"))

    result = lose(Rubric(items), b="25")

    assert result.total == D("87.50")


def test_additions_and_penalties_without_marks_act_on_the_weighted_total_directly():
    penalty = item("p", "work", "0", deduct_cap=D(10))
    rubric = Rubric((*ITEMS, penalty), sections=(PLACE, WORK, EXTRA))
    entries = (Entry("p-", D(4)), Entry("x+", D(2)))

    result = score_sheet(rubric, Sheet(entries, clear=frozenset("abc")))

    assert (result.deducted, result.added, result.total) == (4, 2, 98)


@pytest.mark.parametrize(("praise", "added", "capped"), [("4", 4, None), ("5", 5, None), ("6", 5, "section")])
def test_a_bonus_section_gives_no_more_than_its_ceiling(praise, added, capped):
    result = score_sheet(RUBRIC, Sheet((Entry("x+", D(praise)),), clear=frozenset("abc")))

    assert (result.added, result.capped_by, result.total) == (added, capped and CappedBy(capped), 100 + added)


def test_the_ceiling_of_all_additions_holds_beyond_that_of_each_section():
    items = (item("a", "place", "100"), bonus("x", "extra"), bonus("y", "place"))
    rubric = Rubric(items, bonus_cap=D(7), sections=(Section("place", "环境"), EXTRA))

    result = score_sheet(rubric, Sheet((Entry("x+", D(9)), Entry("y+", D(9))), clear=frozenset("a")))

    assert (result.sections[1].added, result.added, result.capped_by) == (5, 7, CappedBy.BONUS)


@pytest.mark.parametrize(
    ("items", "sections", "complaint"),
    [
        (ITEMS, (PLACE, WORK), "没有列出"),
        (ITEMS, (PLACE, Section("work", "工作", weight=D("29.99")), EXTRA), "合计 99.99%"),
        (ITEMS, (PLACE, Section("work", "工作", weight=D("30.01")), EXTRA), "合计 100.01%"),
        (ITEMS, (PLACE, Section("work", "工作"), EXTRA), "“工作”没有，请补上"),
        (ITEMS[:2], (PLACE, WORK), "没有评分项"),
        ((item("a", "extra", "0"),), (EXTRA,), "加分类别"),
        ((item("a", "s", "5"),), (Section("s", "普通", cap=D(3)),), "不是加分类别"),
        ((), (Section("s", "加分", weight=D(10), is_bonus=True),), "不占权重"),
        ((item("a", "", "5", "1"), item("b", "", "5")), (), "都写上或都不写"),
        ((item("a", "", "5", "0"),), (), "权重要大于 0"),
        ((item("a", "", "0", "1"),), (), "不占权重"),
        ((), (PLACE, PLACE), "编号重复"),
    ],
)
def test_sections_and_weights_that_contradict_are_refused_with_advice(items, sections, complaint):
    with pytest.raises(EngineInputError, match=complaint) as refusal:
        Rubric(items, sections=sections)

    assert "请" in str(refusal.value)


SIZES = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 9), st.integers(0, 30)), min_size=2, max_size=5)


@given(sizes=SIZES, parts=st.lists(st.integers(1, 99), min_size=2, max_size=2), first=st.integers(1, 99))
def test_a_weighted_total_is_the_stated_sum_of_exact_fractions(sizes, parts, first):
    sections = (Section("0", "甲", weight=D(first)), Section("1", "乙", weight=D(100 - first)))
    items = tuple(
        item(f"i{n}", str(n % 2), str(full), str(weight)) for n, (full, weight, _) in enumerate(sizes)
    )
    entries = tuple(Entry(f"i{n}-", D(lost)) for n, (_, _, lost) in enumerate(sizes))

    result = score_sheet(Rubric(items, sections=sections), Sheet(entries))

    expected = Fraction(0)
    for section in (0, 1):
        own = [(Fraction(f), w, min(lost, f)) for n, (f, w, lost) in enumerate(sizes) if n % 2 == section]
        rate = sum(w * (f - lost) / f for f, w, lost in own) / sum(w for _, w, _ in own)
        expected += (first if section == 0 else 100 - first) * rate
    assert result.total == round_half_up(expected, 2)
    assert 0 <= result.total <= 100


@given(lost=st.tuples(st.integers(0, 40), st.integers(0, 20), st.integers(0, 30)))
def test_a_section_weighted_by_its_own_marks_is_the_same_as_unweighted(lost):
    items = (item("a", "p", "45"), item("b", "p", "25"), item("c", "w", "30"))
    plain = Rubric(items, sections=(Section("p", "甲"), Section("w", "乙")))
    weighted = Rubric(items, sections=(Section("p", "甲", weight=D(70)), Section("w", "乙", weight=D(30))))
    given_lost = dict(zip("abc", map(str, lost), strict=True))

    assert lose(plain, **given_lost).total == lose(weighted, **given_lost).total
