"""A withdrawal, a return, a new amount: the mended recommendation is as good as one solved anew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Need,
    Problem,
    Resource,
    Unit,
    change_need,
    change_resource,
    recommend,
)


@st.composite
def problems(draw):
    most = draw(st.sampled_from((1, 3)))
    needs = tuple(
        Need(f"n{k}", draw(st.sampled_from("ABC")), "x", draw(st.integers(0, most)), draw(st.integers(1, 5)))
        for k in range(draw(st.integers(1, 6)))
    )
    resources = tuple(
        Resource(f"r{k}", draw(st.sampled_from("UV")), ("x",), draw(st.integers(0, 3)))
        for k in range(draw(st.integers(1, 4)))
    )
    units = tuple(Unit(key, draw(st.none() | st.integers(0, 3))) for key in "UV")
    agreed = draw(st.sampled_from(((), (Agreement("n0", "r0"),))))
    distances = {(n.key, r.key): draw(st.integers(0, 60)) for n in needs for r in resources}
    return Problem(needs, resources, units, agreed, distances)


@settings(max_examples=80, deadline=None)
@given(problems(), st.data())
def test_mending_is_as_good_as_solving_anew(problem, data):
    standing = recommend(problem)
    for _ in range(data.draw(st.integers(1, 4))):
        amount = data.draw(st.integers(0, 3))
        if data.draw(st.booleans()):
            key = data.draw(st.sampled_from([n.key for n in problem.needs]))
            changed = tuple(replace(n, quantity=amount) if n.key == key else n for n in problem.needs)
            problem = replace(problem, needs=changed)
            standing = change_need(standing, key, amount)
        else:
            key = data.draw(st.sampled_from([r.key for r in problem.resources]))
            changed = tuple(replace(r, capacity=amount) if r.key == key else r for r in problem.resources)
            problem = replace(problem, resources=changed)
            standing = change_resource(standing, key, amount)

        anew = recommend(problem)
        assert standing.problem == problem
        assert standing.result.levels == anew.result.levels
        assert standing.result.is_proven


@pytest.mark.parametrize("change", [change_need, change_resource])
def test_an_unknown_entry_is_refused(change):
    standing = recommend(Problem((Need("a", "甲", "x"),), (Resource("r", "U", ("x",)),)))

    with pytest.raises(EngineInputError, match="清单里没有“谁”"):
        change(standing, "谁", 0)
