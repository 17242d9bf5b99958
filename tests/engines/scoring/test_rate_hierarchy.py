"""Three evaluations of one standard agree: the readable one, the one on columns, and fractions by brute force."""

import numpy as np
import pytest

from gongjian.engines.scoring import (
    Columns,
    Leaf,
    Standard,
    plant,
    rate_columns,
    rate_hierarchy,
    tiers_needed,
)
from tests.rating_reference import random_case, rate_by_fractions


def bars_of(standard: Standard, leaf: Leaf) -> int:
    if leaf.is_barred:
        return -1
    labels = standard.at(standard.lowest).labels
    return sum(1 << position for position, label in enumerate(labels) if label in leaf.barred)


def by_columns(standard, leaves, ended=(), seconds=None):
    codes = np.array([int(leaf.code) for leaf in leaves], dtype=np.int64)
    tree = plant(codes, standard.lowest, tiers_needed(standard), ended)
    columns = Columns(
        scores=np.array([-1 if leaf.score is None else int(leaf.score * 100) for leaf in leaves]),
        barred=np.array([bars_of(standard, leaf) for leaf in leaves]),
        people=np.array([-1 if leaf.people is None else leaf.people for leaf in leaves]),
        seconds={
            level: np.array([(seconds or {}).get(code, -1) for code in tree.tier(level).texts()])
            for level in tree.tiers
        },
    )
    return rate_columns(standard, tree, columns)


def verdicts(grades):
    return {
        level: {
            code: (one.label_of(index), one.score_of(index))
            for index, code in enumerate(one.tier.texts())
            if one.tier.stands[index]
        }
        for level, one in grades.items()
    }


@pytest.mark.parametrize("start", [0, 100, 200, 300])
def test_random_hierarchies_with_boundary_values_are_rated_as_fractions_rate_them(start):
    for seed in range(start, start + 100):
        standard, leaves, ended, seconds = random_case(seed)

        plain = rate_hierarchy(standard, leaves, ended=ended, seconds=seconds)

        expected = rate_by_fractions(standard, leaves, ended, seconds)
        readable = {
            level: {code: (place.label, place.score) for code, place in places.items()}
            for level, places in plain.levels.items()
        }
        assert readable == expected, seed
        assert verdicts(by_columns(standard, leaves, ended, seconds)) == expected, seed
