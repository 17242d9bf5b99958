"""Sheets scored by the thousand come out as each does on its own."""

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import (
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
from gongjian.engines.scoring.bulk_sheets import BLOCK, SheetScorer, score_columns

LABELS = ("示范", "达标")
MARKS = ("0", "0.01", "0.5", "1", "1.5", "2", "5", "40")


def random_rubric(rng: Random) -> Rubric:
    numbers = iter(range(1000))
    items = tuple(
        Item(
            f"i{number}",
            f"项目{number}",
            "",
            Decimal(rng.choice(("0", "5", "10", "40", "300"))),
            tuple(random_rule(rng, f"r{next(numbers)}") for _ in range(rng.randint(1, 3))),
            rng.choice((None, Decimal(3), Decimal(60))),
        )
        for number in range(rng.randint(1, 5))
    )
    return Rubric(items, rng.choice((None, Decimal(3))), rng.choice((None, Decimal(100))))


def random_rule(rng: Random, key: str) -> Rule:
    return Rule(
        key,
        rng.choice((RuleKind.DEDUCT, RuleKind.DEDUCT, RuleKind.ADD, RuleKind.VETO)),
        Decimal(rng.choice(MARKS)),
        step=Decimal(rng.choice((1, 1, 2, 5, 300))),
        step_rounding=rng.choice(tuple(StepRounding)),
        cap=rng.choice((None, Decimal(5), Decimal("3.5"))),
        effect=rng.choice(tuple(VetoEffect)),
        bars=rng.choice(((), ("示范",), LABELS)),
    )


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), dtype=st.sampled_from([np.uint8, np.uint16]))
def test_columns_score_as_the_sheets_do_one_by_one(seed, dtype):
    rng = Random(seed)
    rubric = random_rubric(rng)
    rules = [rule for _, rule in rubric.rules()]
    most = int(np.iinfo(dtype).max)
    counts = [np.array([rng.choice((0, 0, 1, 2, 5, 6, most)) for _ in range(6)], dtype=dtype) for _ in rules]

    found = score_columns(rubric, counts, LABELS)

    one_by_one = SheetScorer(rubric, LABELS)
    for i in range(6):
        entries = tuple(Entry(rule.key, Decimal(int(counts[row][i]))) for row, rule in enumerate(rules))
        one = score_sheet(rubric, Sheet(entries))
        assert Decimal(int(found.totals[i])) / 100 == one.total
        barred = [label for position, label in enumerate(LABELS) if found.barred[i] >> position & 1]
        assert (one_by_one.score([int(column[i]) for column in counts])) == (found.totals[i], found.barred[i])
        assert barred == [label for label in LABELS if one.is_barred or label in one.barred]


def test_more_sheets_than_a_block_and_more_workers_change_nothing():
    rubric = Rubric(
        (Item("3", "楼道堆物", "", Decimal(100), (Rule("r", RuleKind.DEDUCT, Decimal(1), cap=Decimal(5)),)),)
    )
    counts = [np.arange(2 * BLOCK + 7, dtype=np.uint16) % 9]

    found = score_columns(rubric, counts, workers=2)

    assert found.totals.tolist() == [10000 - 100 * min(int(count), 5) for count in counts[0]]


@pytest.mark.parametrize(
    "rule",
    [
        Rule("r", RuleKind.DEDUCT, Decimal("0.001")),
        Rule("r", RuleKind.DEDUCT, Decimal(1), step=Decimal("0.5")),
        Rule("r", RuleKind.DEDUCT, cap=Decimal(5), judged=True),
        Rule("r", RuleKind.DEDUCT, Decimal(1), exclusive="堆物"),
    ],
)
def test_what_columns_cannot_hold_is_refused(rule):
    rubric = Rubric((Item("3", "楼道堆物", "", Decimal(100), (rule,)),))

    with pytest.raises(EngineInputError, match="不能成批计分"):
        score_columns(rubric, [np.zeros(1, dtype=np.uint8)])


def test_columns_that_do_not_fit_the_rubric_are_refused():
    rubric = Rubric((Item("3", "楼道堆物", "", Decimal(100), (Rule("r", RuleKind.DEDUCT, Decimal(1)),)),))

    with pytest.raises(EngineInputError, match="1 条规则"):
        score_columns(rubric, [])
