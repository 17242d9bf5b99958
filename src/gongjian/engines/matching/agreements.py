"""Earlier agreements: as much of them as can stand, and for each that can't, what it collides with.

    maximise  (1) sum x[a]   (2) sum urgency × x[a]   (3) - sum metres × x[a]
    where     0 <= x[a] <= agreed quantity,  y[a] in {0, 1},  x[a] <= quantity × y[a],
              sums within each need's quantity, each resource's capacity; sum of y within each unit's ceiling

Mostly everything fits, which three additions show; only otherwise HiGHS chooses.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.matching.eligibility import distance_m, why_not
from gongjian.engines.matching.model import Agreement, Broken, Problem
from gongjian.engines.matching.staged import Staged


@dataclass(frozen=True)
class Kept:
    """What stands of the agreements, by the positions of need and resource, the bound of its sum, and what doesn't."""

    amounts: dict[tuple[int, int], int]
    bound: int
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class _Limit:
    """One side of agreements that together may be too much: a need, a resource, or a unit (then they are counted)."""

    words: str
    members: tuple[int, ...]
    most: int
    is_count: bool


def keep_agreements(problem: Problem, time_limit_s: float) -> Kept:
    """Keep as much as possible of what was agreed."""
    needs = {need.key: place for place, need in enumerate(problem.needs)}
    resources = {resource.key: place for place, resource in enumerate(problem.resources)}
    ends = [(needs[agreed.need], resources[agreed.resource]) for agreed in problem.agreements]
    bars = [why_not(problem, problem.needs[n], problem.resources[r]) for n, r in ends]
    fit = [place for place, bar in enumerate(bars) if bar is None]
    limits = list(_limits(problem, fit))
    amounts = {place: problem.agreements[place].quantity for place in fit}
    bound = sum(amounts.values())
    if any(_load(limit, amounts) > limit.most for limit in limits):
        amounts, bound = _choose(problem, ends, fit, limits, time_limit_s)
    broken = []
    for place, agreed in enumerate(problem.agreements):
        kept, bar = amounts.get(place, 0), bars[place]
        if kept < agreed.quantity:
            reason = bar.value if bar else _collision(problem, limits, place, amounts)
            broken.append(Broken(agreed, kept, reason))
    standing = {ends[place]: amount for place, amount in amounts.items() if amount}
    return Kept(standing, bound, tuple(broken))


def _limits(problem: Problem, fit: list[int]) -> Iterator[_Limit]:
    by_need, by_resource, by_unit = defaultdict(list), defaultdict(list), defaultdict(list)
    unit_of = {resource.key: resource.unit for resource in problem.resources}
    for place in fit:
        agreed = problem.agreements[place]
        by_need[agreed.need].append(place)
        by_resource[agreed.resource].append(place)
        by_unit[unit_of[agreed.resource]].append(place)
    for need in problem.needs:
        yield _Limit(f"需求“{need.key}”只要", tuple(by_need[need.key]), need.quantity, False)
    for resource in problem.resources:
        yield _Limit(f"资源“{resource.key}”只有", tuple(by_resource[resource.key]), resource.capacity, False)
    for unit in problem.units:
        if unit.ceiling is not None:
            yield _Limit(f"单位“{unit.key}”最多认领", tuple(by_unit[unit.key]), unit.ceiling, True)


def _load(limit: _Limit, amounts: dict[int, int]) -> int:
    given = [amounts.get(place, 0) for place in limit.members]
    return sum(amount > 0 for amount in given) if limit.is_count else sum(given)


def _choose(
    problem: Problem, ends: list[tuple[int, int]], fit: list[int], limits: list[_Limit], time_limit_s: float
) -> tuple[dict[int, int], int]:
    count, number = len(fit), {place: k for k, place in enumerate(fit)}
    quantities = [problem.agreements[place].quantity for place in fit]
    model = Staged(quantities + [1] * count, time_limit_s)
    for k, quantity in enumerate(quantities):
        model.add_row({k: 1, count + k: -quantity}, most=0)
    for limit in limits:
        shift = count if limit.is_count else 0
        model.add_row({shift + number[place]: 1 for place in limit.members}, most=limit.most)
    sides = [(problem.needs[ends[place][0]], problem.resources[ends[place][1]]) for place in fit]
    aims = (
        dict.fromkeys(range(count), 1),
        {k: need.urgency for k, (need, _) in enumerate(sides)},
        {k: -distance_m(problem, *side) for k, side in enumerate(sides)},
    )
    bound = sum(quantities)
    for rank, aim in enumerate(aims):
        found = model.maximise(aim)
        if found is None:
            break
        bound = found[1] if rank == 0 else bound
        model.hold(aim, found[0])
    values = model.values or [0] * count
    return {place: values[k] for k, place in enumerate(fit)}, bound


def _collision(problem: Problem, limits: list[_Limit], place: int, amounts: dict[int, int]) -> str:
    """Name the fewest agreements that together with this one are too much for one side."""
    found: list[tuple[int, str]] = []
    asked = {k: problem.agreements[k].quantity for k in range(len(problem.agreements))}
    for limit in limits:
        if place not in limit.members or _load(limit, asked) <= limit.most:
            continue
        others = sorted((k for k in limit.members if k != place), key=lambda k: (-asked[k], k))
        names, load = [place], 1 if limit.is_count else asked[place]
        while load <= limit.most:
            names.append(others[len(names) - 1])
            load += 1 if limit.is_count else asked[names[-1]]
        words = "、".join(_words(problem.agreements[k]) for k in names)
        unit = "项" if limit.is_count else ""
        found.append((len(names), f"{words}一共 {load}{unit}，{limit.words} {limit.most}{unit}"))
    return min(found)[1]


def _words(agreed: Agreement) -> str:
    return f"{agreed.need}←{agreed.resource} {agreed.quantity}"
