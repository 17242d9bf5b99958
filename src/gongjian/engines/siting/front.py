"""Several criteria: the front of plans of which none is better in both, and which parcels stay on it.

    for each e between the least of the second criterion and what the best plan of the first has of it:
        minimise first(plan)   where second(plan) <= e

(epsilon constraints: Haimes, Lasdon and Wismer 1971.) Every point has its own bound: no plan within `ceiling` of the second
criterion has less of the first than `siting.bound`. Points that another one beats are left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.dispersed import site_dispersed
from gongjian.engines.siting.parcels import Ceilings, Problem, Siting, Status, Weights


class Criterion(StrEnum):
    """What a plan should have little of: metres of travel, cents, opened sites."""

    TRAVEL = "travel"
    COST = "cost"
    SITES = "sites"


@dataclass(frozen=True)
class FrontPoint:
    """A plan of the front: its two criteria, and the ceiling on the second that it was found under (None: the first alone)."""

    first: int
    second: int
    ceiling: int | None
    siting: Siting


@dataclass(frozen=True)
class Stay:
    """How steady a parcel is: in how many of the plans it is open, with how few and how many homes where it is."""

    parcel: str
    times: int
    fewest: int
    most: int


@dataclass(frozen=True)
class Front:
    """Points from the least of the first criterion to the least of the second.

    `second_bound`: no plan has less of the second criterion. `missed`: ceilings under which time ended before a plan.
    `refusal` is the answer if there is no point.
    """

    points: tuple[FrontPoint, ...]
    second_bound: int
    missed: tuple[int, ...] = ()
    refusal: Siting | None = None


def measure(siting: Siting, criterion: Criterion) -> int:
    """Read a criterion off a plan."""
    if criterion == Criterion.TRAVEL:
        return siting.travel_m
    return siting.cost_cents if criterion == Criterion.COST else len(siting.opened)


def trace_front(
    problem: Problem,
    first: Criterion,
    second: Criterion,
    *,
    count: int,
    seconds: float,
    clock: Callable[[], float],
    tell: Callable[[str], None] = lambda words: None,
) -> Front:
    """Trace the front by `count` plans, ends included; each gets an equal part of the time that is left.

    The weights of the problem don't count, its ceilings do. Raises EngineInputError for two equal criteria, fewer than two plans.
    """
    if first == second or count < 2:
        raise EngineInputError("前沿要两个不同的目标，至少两个方案。")
    end = clock() + seconds

    def solve(asked: Criterion, ceiling: int | None, left: int) -> Siting:
        one = replace(problem, weights=_only(asked), ceilings=_with(problem.ceilings, second, ceiling))
        return site_dispersed(one, seconds=(end - clock()) / left, clock=clock, tell=tell)

    best = solve(first, None, count + 1)
    if best.value is None:
        return Front((), 0, refusal=best)
    least = solve(second, None, count)
    low, high = least.value, measure(best, second)
    missed: list[int] = []
    found = [FrontPoint(measure(best, first), high, None, best)]
    if low is not None and low < high:
        ceilings = [high - (high - low) * step // (count - 1) for step in range(1, count)]
        for step, ceiling in enumerate(dict.fromkeys(ceilings)):
            plan = solve(first, ceiling, count - 1 - step)
            if plan.value is not None:
                found.append(FrontPoint(measure(plan, first), measure(plan, second), ceiling, plan))
            elif ceiling > low:
                missed.append(ceiling)
            else:
                found.append(FrontPoint(measure(least, first), low, ceiling, _as_first(least, first, plan)))
    return Front(_unbeaten(found), least.bound, tuple(missed))


def site_each(
    problems: Sequence[Problem],
    *,
    seconds: float,
    clock: Callable[[], float],
    tell: Callable[[str], None] = lambda words: None,
) -> tuple[Siting, ...]:
    """Solve several variants (of weights, shares, rules), each with an equal part of the time that is left."""
    end = clock() + seconds
    return tuple(
        site_dispersed(problem, seconds=(end - clock()) / (len(problems) - done), clock=clock, tell=tell)
        for done, problem in enumerate(problems)
    )


def steadiness(sitings: Sequence[Siting]) -> tuple[Stay, ...]:
    """Count over several plans (of a front, of several weights) how often each parcel is open, the steadiest first."""
    homes: dict[str, list[int]] = {}
    for siting in sitings:
        for site in siting.opened:
            homes.setdefault(site.parcel, []).append(site.homes)
    stays = [Stay(parcel, len(counts), min(counts), max(counts)) for parcel, counts in homes.items()]
    return tuple(sorted(stays, key=lambda stay: (-stay.times, stay.parcel)))


def _only(criterion: Criterion) -> Weights:
    return Weights(
        travel=int(criterion == Criterion.TRAVEL),
        cost=int(criterion == Criterion.COST),
        site=int(criterion == Criterion.SITES),
    )


def _as_first(least: Siting, first: Criterion, search: Siting) -> Siting:
    """Value the plan with the least of the second criterion by the first, with the bound of a search that found none."""
    value = measure(least, first)
    status = Status.PROVEN if search.bound >= value else Status.FOUND
    return replace(least, status=status, value=value, bound=min(search.bound, value))


def _with(ceilings: Ceilings, criterion: Criterion, most: int | None) -> Ceilings:
    """Lower one ceiling."""
    if most is None:
        return ceilings
    field = {Criterion.TRAVEL: "travel_m", Criterion.COST: "cost_cents", Criterion.SITES: "sites"}[criterion]
    present = getattr(ceilings, field)
    return replace(ceilings, **{field: most if present is None else min(most, present)})


def _unbeaten(points: Sequence[FrontPoint]) -> tuple[FrontPoint, ...]:
    """Leave out every point that another is no worse than in both, the later of equal ones."""
    kept: list[FrontPoint] = []
    for point in sorted(points, key=lambda one: (one.first, one.second)):
        if not kept or point.second < kept[-1].second:
            kept.append(point)
    return tuple(kept)
