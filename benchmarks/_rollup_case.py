"""The roll-up's case: a generated country, one rubric of 100 items, one standard for six levels; fixed seed."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.scoring import (
    Basis,
    Interval,
    Item,
    LevelRules,
    Quota,
    RatingRule,
    Rubric,
    Rule,
    RuleKind,
    Standard,
    Ties,
    VetoEffect,
)

SEED = 20261125
PROVINCES, CITIES, COUNTIES, STREETS = 31, 11, 8, 15
DEDUCTS, ADDS, VETOES = 92, 4, 4
AMOUNTS = ("0.25", "0.5", "1")
BONUS_CAP = Decimal(3)
GOOD, FAIR = "优秀", "达标"


@dataclass(frozen=True)
class Case:
    """Codes in order, a column of counts for each item, and which communities have a sheet."""

    codes: NDArray[np.int64]
    counts: list[NDArray[np.uint8]]
    has_sheet: NDArray[np.bool_]


def rubric() -> Rubric:
    """100 items: 92 lose marks (100 in all, each with a ceiling), 4 win some (3 at most), 4 bar the grade."""
    items = []
    for number in range(DEDUCTS):
        full = Decimal(2 if number < 8 else 1)
        rule = Rule(f"r{number}", RuleKind.DEDUCT, Decimal(AMOUNTS[number % 3]), cap=full)
        items.append(Item(f"i{number}", f"扣分项{number}", "", full, (rule,)))
    for number in range(DEDUCTS, DEDUCTS + ADDS):
        rule = Rule(f"r{number}", RuleKind.ADD, Decimal("0.5"), cap=Decimal(2))
        items.append(Item(f"i{number}", f"加分项{number}", "", Decimal(0), (rule,)))
    for number in range(DEDUCTS + ADDS, DEDUCTS + ADDS + VETOES):
        rule = Rule(f"r{number}", RuleKind.VETO, effect=VetoEffect.GRADE)
        items.append(Item(f"i{number}", f"否决项{number}", "", Decimal(0), (rule,)))
    return Rubric(tuple(items), bonus_cap=BONUS_CAP)


def standard() -> Standard:
    """Scores and a quota of a fifth for communities; shares, a mean and a second quota above."""
    return Standard(
        (
            LevelRules(
                12,
                (_score(12, GOOD, "90", 1), _score(12, FAIR, "80", 2)),
                (Quota(GOOD, 1, share=Decimal("0.2"), within=6, ties=Ties.OUT),),
            ),
            LevelRules(
                9,
                (_share(9, GOOD, "0.8", 1), _score(9, GOOD, "85", 1), _share(9, FAIR, "0.5", 2)),
            ),
            LevelRules(
                6,
                (_share(6, GOOD, "0.8", 1), _share(6, FAIR, "0.5", 2)),
                (Quota(GOOD, 1, share=Decimal("0.3"), within=2, ties=Ties.IN),),
            ),
            LevelRules(4, (_share(4, GOOD, "0.8", 1), _share(4, FAIR, "0.5", 2))),
            LevelRules(2, (_share(2, GOOD, "0.5", 1, child_level=4), _share(2, FAIR, "0.5", 2))),
            LevelRules(0, (_share(0, GOOD, "0.8", 1), _share(0, FAIR, "0.5", 2))),
        )
    )


def _score(level: int, label: str, low: str, order: int) -> RatingRule:
    return RatingRule(label, str(level), Basis.SCORE, Interval(Decimal(low)), order)


def _share(level: int, label: str, low: str, order: int, child_level: int = 12) -> RatingRule:
    return RatingRule(
        label,
        str(level),
        Basis.SHARE,
        Interval(Decimal(low)),
        order,
        of_label=FAIR,
        also_counts=(GOOD,),
        child_level=child_level,
    )


def generate(size: int) -> Case:
    """A country of `size` communities; about one in thirty has no sheet, most items are in order."""
    rng = np.random.default_rng(SEED)
    streets = np.array(
        [
            ((10 + province) * 100 + city) * 100_000 + county * 1000 + street
            for province in range(1, PROVINCES + 1)
            for city in range(1, CITIES + 1)
            for county in range(1, COUNTIES + 1)
            for street in range(1, STREETS + 1)
        ],
        dtype=np.int64,
    )
    per_street = -(-size // len(streets))
    codes = (streets[:, None] * 1000 + np.arange(1, per_street + 1)).ravel()[:size]
    quality = rng.choice(np.array([0.75, 0.85, 0.92, 0.97]), len(streets)).repeat(per_street)[:size]
    counts = [_column(rng, quality, number) for number in range(DEDUCTS + ADDS + VETOES)]
    return Case(codes, counts, rng.random(size) > 0.03)


def _column(rng: np.random.Generator, quality: NDArray[np.float64], number: int) -> NDArray[np.uint8]:
    if number >= DEDUCTS + ADDS:
        return (rng.random(len(quality), dtype=np.float32) < 0.001).astype(np.uint8)
    found = rng.random(len(quality), dtype=np.float32) > quality
    return (found * rng.integers(1, 7, len(quality), dtype=np.uint8)).astype(np.uint8)
