"""A unit's ceiling where a need is for more than one: undertakings are then counted, which a flow can't.

    x[p] whole, y[p] in {0, 1},  x[p] <= quantity × y[p],   sum of y over a unit's pairs <= its ceiling

and the aims of `plan` one after the other: the level of the least-served, as many as possible, urgency, metres. It is asked only
when the flow without these ceilings, a relaxation, breaks one of them. What comes back are the pairs that may be used;
the flow over those pairs gives the amounts and the prices.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.matching.plan import Plan
from gongjian.engines.matching.staged import Staged


@dataclass(frozen=True)
class Chosen:
    """The pairs that may be used, with what each aim can't pass: level, served, urgency, metres."""

    allowed: list[bool]
    level: Fraction
    level_bound: Fraction
    served: int
    urgency: int
    metres: int
    reach: list[int]


def breaks_ceiling(plan: Plan, amounts: list[int]) -> bool:
    """Tell whether a unit whose undertakings the flow doesn't count has more than it takes on."""
    frame = plan.frame
    counts: dict[int, int] = defaultdict(int)
    place = {name: index for index, name in enumerate(frame.units)}
    for pair, amount in zip(frame.pairs, amounts, strict=True):
        if amount and (pair.need, pair.resource) not in frame.agreed:
            counts[place[frame.problem.resources[pair.resource].unit]] += 1
    ceilings = frame.ceilings
    return any((limit := ceilings[unit]) is not None and counts[unit] > limit for unit in plan.counted)


def choose_pairs(plan: Plan, time_limit_s: float) -> Chosen | None:
    """Choose which pairs are used; None when HiGHS found nothing in time (each of its runs has `time_limit_s`)."""
    frame, pairs = plan.frame, plan.frame.pairs
    model, parts = _model(plan, time_limit_s)
    needs = frame.problem.needs
    everything = dict.fromkeys(range(len(pairs)), 1)
    reach, was_cut = [], False
    for part in parts:
        alone = model.maximise(part) if part else (0, 0)
        if alone is None:
            return None
        was_cut |= alone[0] < alone[1]
        reach.append(alone[0])
    level, bound = _highest_level(plan, model, parts, reach)
    aims = (
        everything,
        {k: needs[pair.need].urgency for k, pair in enumerate(pairs)},
        {k: -pair.distance_m for k, pair in enumerate(pairs)},
    )
    bounds = []
    for aim in aims:
        found = model.maximise(aim)
        if found is None:
            return None
        bounds.append(found[1])
        model.hold(aim, found[0])
    place = {name: index for index, name in enumerate(frame.units)}
    allowed = [
        model.values[k] > 0
        or (pair.need, pair.resource) in frame.agreed
        or place[frame.problem.resources[pair.resource].unit] not in plan.counted
        for k, pair in enumerate(pairs)
    ]
    return Chosen(allowed, level, Fraction(1) if was_cut else bound, bounds[0], bounds[1], -bounds[2], reach)


def _model(plan: Plan, time_limit_s: float) -> tuple[Staged, list[dict[int, int]]]:
    """Write the rows; return them with the pairs of each community."""
    frame, pairs = plan.frame, plan.frame.pairs
    count, quantities, capacities = len(pairs), frame.quantities, frame.capacities
    model = Staged([quantities[pair.need] for pair in pairs] + [1] * count, time_limit_s)
    by_need: dict[int, dict[int, int]] = defaultdict(dict)
    by_resource: dict[int, dict[int, int]] = defaultdict(dict)
    by_unit: dict[str, dict[int, int]] = defaultdict(dict)
    communities: dict[str, dict[int, int]] = {name: {} for name in frame.communities}
    for k, pair in enumerate(pairs):
        by_need[pair.need][k] = by_resource[pair.resource][k] = 1
        communities[frame.problem.needs[pair.need].community][k] = 1
        if (pair.need, pair.resource) not in frame.agreed:
            model.add_row({k: 1, count + k: -quantities[pair.need]}, most=0)
            by_unit[frame.problem.resources[pair.resource].unit][count + k] = 1
    for need, terms in by_need.items():
        model.add_row(terms, most=quantities[need])
    for resource, terms in by_resource.items():
        model.add_row(terms, most=capacities[resource])
    for unit, limit in zip(frame.units, frame.ceilings, strict=True):
        if limit is not None:
            model.add_row(by_unit[unit], most=limit)
    return model, list(communities.values())


def _highest_level(
    plan: Plan, model: Staged, parts: list[dict[int, int]], reach: list[int]
) -> tuple[Fraction, Fraction]:
    """Search the highest level that fits and leave its rows in the model."""
    levels = sorted({Fraction(k, n) for n in plan.needed if n for k in range(n + 1)} | {Fraction(1)})
    plan.reach = reach
    base, low, high, impossible = model.rows, 0, len(levels) - 1, len(levels)
    while low < high:
        middle = (low + high + 1) // 2
        _ask(model, base, parts, plan.lows(levels[middle]))
        if model.maximise({}) is not None:
            low = middle
        else:
            high = middle - 1
            impossible = impossible if model.was_cut else middle
    _ask(model, base, parts, plan.lows(levels[low]))
    return levels[low], levels[impossible - 1]


def _ask(model: Staged, base: int, parts: list[dict[int, int]], lows: list[int]) -> None:
    model.drop_rows(base)
    for part, low in zip(parts, lows, strict=True):
        model.add_row(part, least=low)
