"""One arrival, withdrawal, return, change of amount or excluded pair: the standing recommendation mended, not solved anew.

The arcs concerned get their new capacities, the flow is led away from the standing prices, and the level of the least-served is
searched again from there, since it may have moved. The weights don't depend on amounts and have room for arrivals, so the order of the
aims stays.
"""

from collections.abc import Sequence
from dataclasses import replace

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.eligibility import Pair, check, pairs_of_need, pairs_of_resource
from gongjian.engines.matching.model import Need, Problem, Resource
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


def add_need(standing: Recommendation, need: Need, *, time_limit_s: float = 60.0) -> Recommendation:
    """Let a need arrive, as the last one. As `change_need`; also solved anew where its community is the first to be heard of,
    or a distance is beyond what the standing weights hold."""
    problem = standing.problem
    changed = replace(problem, needs=(*problem.needs, need))
    check(changed)
    pairs = pairs_of_need(changed, len(problem.needs))
    is_new = need.community not in standing.plan.frame.communities
    if is_new or _is_beyond(standing, changed, pairs) or (need.quantity > 1 and _is_limited(problem)):
        return recommend(changed, time_limit_s=time_limit_s)
    standing.plan.add_need(changed, pairs)
    return _mended(standing, changed)


def add_resource(
    standing: Recommendation, resource: Resource, *, time_limit_s: float = 60.0
) -> Recommendation:
    """Let a resource arrive, as the last one. As `add_need`; its unit may be new, but where a unit has a ceiling and needs
    ask for more than one, it is solved anew."""
    problem = standing.problem
    changed = replace(problem, resources=(*problem.resources, resource))
    check(changed)
    pairs = pairs_of_resource(changed, len(problem.resources))
    is_large = any(need.quantity > 1 for need in problem.needs)
    if _is_beyond(standing, changed, pairs) or (is_large and _is_limited(problem)):
        return recommend(changed, time_limit_s=time_limit_s)
    standing.plan.add_resource(changed, pairs)
    return _mended(standing, changed)


def exclude(
    standing: Recommendation, need: str, resource: str, *, time_limit_s: float = 60.0
) -> Recommendation:
    """Exclude a pair from now on. As `change_need` in everything else."""
    problem = standing.problem
    changed = replace(problem, excluded=problem.excluded | {(need, resource)})
    check(changed)
    ends = (
        _place_of(need, [one.key for one in problem.needs], "需求"),
        _place_of(resource, [one.key for one in problem.resources], "资源"),
    )
    if _is_bound(standing, need):
        return recommend(changed, time_limit_s=time_limit_s)
    pairs = standing.plan.frame.pairs
    place = next((k for k, pair in enumerate(pairs) if (pair.need, pair.resource) == ends), None)
    if place is not None:
        standing.plan.exclude(changed, place)
    return _mended(standing, changed)


def _is_beyond(standing: Recommendation, changed: Problem, pairs: Sequence[Pair]) -> bool:
    plan = standing.plan
    return plan.is_restricted or bool(plan.counted) or not plan.holds(changed, pairs)


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
