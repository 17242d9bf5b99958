"""A withdrawal, a return, a new amount: the mended recommendation is as good as one solved anew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Need,
    Point,
    Problem,
    Resource,
    Unit,
    add_need,
    add_resource,
    change_need,
    change_resource,
    exclude,
    explain,
    mend,
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
    for number in range(data.draw(st.integers(1, 4))):
        amount = data.draw(st.integers(0, 3))
        kind = data.draw(st.sampled_from(("need", "resource", "new need", "new resource", "exclude")))
        need_key = data.draw(st.sampled_from([n.key for n in problem.needs]))
        resource_key = data.draw(st.sampled_from([r.key for r in problem.resources]))
        if kind == "need":
            changed = tuple(replace(n, quantity=amount) if n.key == need_key else n for n in problem.needs)
            problem = replace(problem, needs=changed)
            standing = change_need(standing, need_key, amount)
        elif kind == "resource":
            changed = tuple(
                replace(r, capacity=amount) if r.key == resource_key else r for r in problem.resources
            )
            problem = replace(problem, resources=changed)
            standing = change_resource(standing, resource_key, amount)
        elif kind == "exclude":
            problem = replace(problem, excluded=problem.excluded | {(need_key, resource_key)})
            standing = exclude(standing, need_key, resource_key)
        elif kind == "new need":
            community, urgency = data.draw(st.sampled_from("ABCD")), data.draw(st.integers(1, 5))
            new = Need(f"new{number}", community, "x", amount, urgency, Point(30, 105))
            problem = replace(problem, needs=(*problem.needs, new))
            standing = add_need(standing, new)
        else:
            point = Point(30, data.draw(st.sampled_from((105.0, 105.0003, 106.0))))
            new = Resource(f"new{number}", data.draw(st.sampled_from("UVW")), ("x",), amount, point)
            problem = replace(problem, resources=(*problem.resources, new))
            standing = add_resource(standing, new)

        anew = recommend(problem)
        assert standing.problem == problem
        assert standing.result.levels == anew.result.levels
        assert standing.result.coverages == replace_served(anew, standing)
        assert standing.result.is_proven


def replace_served(anew, standing):
    """Coverages of solving anew; who is served beyond the level may differ where the aims don't say."""
    served = {one.community: one.served for one in standing.result.coverages}
    return tuple(replace(one, served=served[one.community]) for one in anew.result.coverages)


def test_arrivals_and_exclusions_are_mended_not_solved_anew(monkeypatch):
    needs = tuple(Need(f"n{k}", "甲", "x", 2, 1, Point(30, 105 + k / 1000)) for k in range(5))
    resources = tuple(Resource(f"r{k}", "U", ("x",), 3, Point(30, 105.002 + k / 1000)) for k in range(3))
    standing = recommend(Problem(needs, resources))
    monkeypatch.setattr(mend, "recommend", None)

    standing = add_need(standing, Need("late", "甲", "x", 1, 5, Point(30, 105.001)))
    standing = add_resource(standing, Resource("more", "V", ("x",), 1, Point(30, 105.001)))
    assert "late" not in standing.result.unserved
    served_by_more = next(m.need for m in standing.result.matches if m.resource == "more")

    standing = exclude(standing, served_by_more, "more")
    assert (served_by_more, "more") not in {(m.need, m.resource) for m in standing.result.matches}
    assert standing.result.levels == recommend(standing.problem).result.levels
    assert explain(standing, served_by_more, "more").sentence == "不能配：这一对已经排除，不再排除才能配。"


@pytest.mark.parametrize("change", [change_need, change_resource])
def test_an_unknown_entry_is_refused(change):
    standing = recommend(Problem((Need("a", "甲", "x"),), (Resource("r", "U", ("x",)),)))

    with pytest.raises(EngineInputError, match="清单里没有“谁”"):
        change(standing, "谁", 0)


def test_what_arrives_twice_or_excludes_the_unknown_is_refused():
    standing = recommend(Problem((Need("a", "甲", "x"),), (Resource("r", "U", ("x",)),)))

    with pytest.raises(EngineInputError, match="需求编号重复：a"):
        add_need(standing, Need("a", "乙", "x"))
    with pytest.raises(EngineInputError, match="资源编号重复：r"):
        add_resource(standing, Resource("r", "V", ("x",)))
    with pytest.raises(EngineInputError, match="不在清单里"):
        exclude(standing, "a", "谁")
