"""After every single edit, all grades are what rating everything again would give."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import Columns, plant, rate_columns, tiers_needed
from gongjian.engines.scoring.running import Edit, RunningGrades
from tests.engines.scoring.test_rate_hierarchy import bars_of
from tests.rating_reference import random_case, random_leaf_state


def columns_of(standard, leaves, tree, seconds) -> Columns:
    return Columns(
        scores=np.array([-1 if leaf.score is None else int(leaf.score * 100) for leaf in leaves]),
        barred=np.array([bars_of(standard, leaf) for leaf in leaves]),
        people=np.array([-1 if leaf.people is None else leaf.people for leaf in leaves]),
        seconds={
            level: np.array([seconds.get(code, -1) for code in tree.tier(level).texts()])
            for level in tree.tiers
        },
    )


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_edits_one_by_one_equal_the_whole_rated_again(seed):
    standard, leaves, ended, seconds = random_case(seed)
    rng = Random(seed + 1)
    codes = np.array([int(leaf.code) for leaf in leaves], dtype=np.int64)
    tree = plant(codes, standard.lowest, tiers_needed(standard), ended)
    running = RunningGrades(standard, tree, columns_of(standard, leaves, tree, seconds))
    for _ in range(6):
        place = rng.randrange(len(leaves))
        score, is_barred = random_leaf_state(rng)
        before = {rules.level: running.held(rules.level) for rules in standard.levels}
        leaves[place] = replace(leaves[place], score=score, is_barred=is_barred)

        hundredths = -1 if score is None else int(score * 100)
        changed = running.apply(Edit(leaves[place].code, hundredths, bars_of(standard, leaves[place])))

        whole = rate_columns(standard, tree, columns_of(standard, leaves, tree, seconds))
        for level, grades in whole.items():
            stands = grades.tier.stands.tolist()
            expected = [grades.label_of(index) for index in range(len(grades.tier))]
            assert running.held(level) == expected
            assert running.scores(level) == grades.scores.tolist()
            told = {one.code: (one.before, one.after) for one in changed if one.level == level}
            texts = grades.tier.texts()
            assert told == {
                code: (old, new)
                for code, old, new, stood in zip(texts, before[level], expected, stands, strict=True)
                if old != new and stood
            }


@pytest.mark.parametrize("edit", [Edit("519999999999", 9000), Edit("51", 9000), Edit("", 0)])
def test_an_edit_of_an_unknown_place_is_refused(edit):
    standard, leaves, ended, seconds = random_case(3)
    codes = np.array([int(leaf.code) for leaf in leaves], dtype=np.int64)
    tree = plant(codes, standard.lowest, tiers_needed(standard), ended)
    running = RunningGrades(standard, tree, columns_of(standard, leaves, tree, seconds))

    with pytest.raises(EngineInputError, match="没有代码"):
        running.apply(edit)
