"""Points back for mending, and the parts that a sheet's loss is made of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
    Entry,
    Item,
    Mended,
    MendingRule,
    Rubric,
    Rule,
    RuleKind,
    Section,
    Sheet,
    losses_by_rule,
    mending_effect,
    score_sheet,
)

RULE = MendingRule(Decimal("0.5"), Decimal("0.2"))
LOST = st.decimals(0, 200, places=2)


@pytest.mark.parametrize(
    ("lost", "mended", "nth", "points"),
    [
        ("3", Mended.IN_TIME, 1, "1.50"),
        ("3", Mended.IN_TIME, 2, "0"),
        ("3", Mended.LATE, 1, "0"),
        ("3", Mended.NOT, 1, "-0.60"),
        ("3", Mended.NOT, 3, "-0.60"),
        ("0.01", Mended.IN_TIME, 1, "0.01"),  # 0.005 goes up
        ("0.02", Mended.NOT, 1, "0.00"),  # 0.004 goes down
        ("0", Mended.IN_TIME, 1, "0"),
    ],
)
def test_the_effect_is_exact(lost: str, mended: Mended, nth: int, points: str) -> None:
    assert mending_effect(Decimal(lost), mended, nth, RULE).points == Decimal(points)


@given(lost=LOST, back=st.decimals(0, 1, places=2), overdue=st.decimals(0, 1, places=2))
def test_nobody_gets_back_more_than_was_taken_or_loses_more_than_again(
    lost: Decimal, back: Decimal, overdue: Decimal
) -> None:
    rule = MendingRule(back, overdue)

    assert 0 <= mending_effect(lost, Mended.IN_TIME, 1, rule).points <= lost
    assert -lost <= mending_effect(lost, Mended.NOT, 1, rule).points <= 0


def test_shares_beyond_one_and_negative_losses_are_refused() -> None:
    with pytest.raises(EngineInputError):
        MendingRule(Decimal("1.01"), Decimal(0))
    with pytest.raises(EngineInputError):
        mending_effect(Decimal("-1"), Mended.LATE, 1, RULE)


def rules(*amounts: int) -> tuple[Rule, ...]:
    """Deductions of so many points each, named by their number."""
    return tuple(Rule(f"r{n}.{a}", RuleKind.DEDUCT, Decimal(a)) for n, a in enumerate(amounts))


@given(counts=st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_the_parts_of_an_unweighted_sheet_add_up_to_its_deduction(counts: list[int]) -> None:
    rubric = Rubric((Item("1", "楼道", "环境", Decimal(10), rules(1, 2, 3)),))
    sheet = Sheet(
        tuple(Entry(rule.key, Decimal(n)) for (_i, rule), n in zip(rubric.rules(), counts, strict=True))
    )

    result = score_sheet(rubric, sheet)

    assert sum(losses_by_rule(rubric, sheet, result).values()) == result.deducted


@given(counts=st.lists(st.integers(0, 4), min_size=2, max_size=2))
def test_the_parts_of_a_weighted_sheet_add_up_to_what_its_total_lacks(counts: list[int]) -> None:
    rubric = Rubric(
        (
            Item("1", "楼道", "环境", Decimal(10), (Rule("a", RuleKind.DEDUCT, Decimal(1)),)),
            Item("2", "台账", "治理", Decimal(30), (Rule("b", RuleKind.DEDUCT, Decimal(7)),)),
        ),
        sections=(Section("环境", "环境", weight=Decimal(70)), Section("治理", "治理", weight=Decimal(30))),
    )
    sheet = Sheet((Entry("a", Decimal(counts[0])), Entry("b", Decimal(counts[1]))))

    result = score_sheet(rubric, sheet)

    assert sum(losses_by_rule(rubric, sheet, result).values()) == 100 - result.so_far
