"""One withdrawal, return or change of amount: the standing recommendation mended, not solved anew.

The arcs concerned get their new capacities, the flow is led away from the standing prices, and the level of the least-served is
searched again from there, since it may have moved. The weights don't depend on amounts, so the order of the aims stays.
"""

from dataclasses import replace

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.eligibility import check
from gongjian.engines.matching.model import Problem
from gongjian.engines.matching.recommend import Recommendation, read_result, recommend


def change_need(
    standing: Recommendation, key: str, quantity: int, *, time_limit_s: float = 60.0
) -> Recommendation:
    """Let a need ask for another quantity; 0 withdraws it. Equal to `recommend` on the changed problem.

    The standing recommendation is used up: its plan becomes that of the new one. Solved anew where the need is part of an
    agreement or undertakings are counted. Raises EngineInputError for an unknown key or a bad number.
    """
    problem = standing.problem
    place = _place_of(key, [need.key for need in problem.needs], "需求")
    needs = tuple(replace(n, quantity=quantity) if n.key == key else n for n in problem.needs)
    changed = replace(problem, needs=needs)
    check(changed)
    if _is_bound(standing, key) or (
        max(quantity, problem.needs[place].quantity) > 1 and _is_limited(problem)
    ):
        return recommend(changed, time_limit_s=time_limit_s)
    standing.plan.change_need(changed, place)
    return _mended(standing, changed)


def change_resource(
    standing: Recommendation, key: str, capacity: int, *, time_limit_s: float = 60.0
) -> Recommendation:
    """Let a resource give another amount; 0 withdraws it. As `change_need` in everything else."""
    problem = standing.problem
    place = _place_of(key, [resource.key for resource in problem.resources], "资源")
    resources = tuple(replace(r, capacity=capacity) if r.key == key else r for r in problem.resources)
    changed = replace(problem, resources=resources)
    check(changed)
    if _is_bound(standing, key):
        return recommend(changed, time_limit_s=time_limit_s)
    standing.plan.change_resource(changed, place)
    return _mended(standing, changed)


def _mended(standing: Recommendation, changed: Problem) -> Recommendation:
    return Recommendation(
        changed, standing.plan, standing.kept, None, read_result(changed, standing.plan, standing.kept, None)
    )


def _place_of(key: str, keys: list[str], name: str) -> int:
    if key not in keys:
        raise EngineInputError(f"{name}清单里没有“{key}”。请检查编号。")
    return keys.index(key)


def _is_bound(standing: Recommendation, key: str) -> bool:
    """Whether more than amounts may change: agreements of this entry, or undertakings that a flow doesn't count."""
    agreed = any(key in (one.need, one.resource) for one in standing.problem.agreements)
    return agreed or standing.plan.is_restricted or bool(standing.plan.counted)


def _is_limited(problem: Problem) -> bool:
    return any(unit.ceiling is not None for unit in problem.units)
