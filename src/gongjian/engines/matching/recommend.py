"""The recommendation: who serves whom, best in the order agreements, least-served community, as many as possible, urgency, metres."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.matching.agreements import Kept, keep_agreements
from gongjian.engines.matching.ceilings import Chosen, breaks_ceiling, choose_pairs
from gongjian.engines.matching.eligibility import check, eligible_pairs
from gongjian.engines.matching.frame import Frame
from gongjian.engines.matching.model import Coverage, Level, Match, Problem, Result, Shortage
from gongjian.engines.matching.names import KEPT, LEAST, METRES, SERVED, URGENCY
from gongjian.engines.matching.plan import Plan


@dataclass(frozen=True)
class Recommendation:
    """A result with the plan that it was read from, whose prices explain it."""

    problem: Problem
    plan: Plan
    kept: Kept
    chosen: Chosen | None
    result: Result


def recommend(problem: Problem, *, time_limit_s: float = 60.0) -> Recommendation:
    """Match needs and resources; `time_limit_s` holds for each run of HiGHS, which only counted ceilings ask for.

    Raises EngineInputError, naming the entry, for keys given twice, unknown keys and numbers out of range. Agreements that can't
    be kept, needs that can't be met and too little of everything are no errors but part of the result.
    """
    check(problem)
    kept = keep_agreements(problem, time_limit_s)
    frame = Frame(problem, tuple(eligible_pairs(problem)), kept.amounts)
    plan, chosen = Plan(frame), None
    if breaks_ceiling(plan, plan.amounts()):
        chosen = choose_pairs(plan, time_limit_s)
        plan = _held(frame, plan, chosen)
    return Recommendation(problem, plan, kept, chosen, read_result(problem, plan, kept, chosen))


def _held(frame: Frame, plan: Plan, chosen: Chosen | None) -> Plan:
    """Plan over the chosen pairs; over those of units without a counted ceiling where none were found in time."""
    if chosen is not None:
        return Plan(frame, chosen.allowed, (chosen.level, chosen.reach))
    place = {name: index for index, name in enumerate(frame.units)}
    owners = [place[frame.problem.resources[pair.resource].unit] for pair in frame.pairs]
    return Plan(frame, [owner not in plan.counted for owner in owners])


def read_result(problem: Problem, plan: Plan, kept: Kept, chosen: Chosen | None) -> Result:
    """Read the result off a plan."""
    amounts = dict(kept.amounts)
    metres = {(pair.need, pair.resource): pair.distance_m for pair in plan.frame.pairs}
    new = dict.fromkeys(metres, 0)
    for pair, amount in zip(plan.frame.pairs, plan.amounts(), strict=True):
        new[pair.need, pair.resource] = amount
        if amount:
            amounts[pair.need, pair.resource] = amounts.get((pair.need, pair.resource), 0) + amount
    served = [0] * len(problem.needs)
    for (need, _), amount in amounts.items():
        served[need] += amount
    matches = tuple(
        Match(
            problem.needs[need].key,
            problem.resources[resource].key,
            problem.resources[resource].unit,
            amount,
            kept.amounts.get((need, resource), 0),
            metres[need, resource],
        )
        for (need, resource), amount in sorted(amounts.items())
    )
    coverages = tuple(
        Coverage(name, needed, got + problem.given.get(name, 0), needed - asked + reach)
        for name, needed, got, asked, reach in zip(
            plan.frame.communities,
            plan.needed,
            plan.frame.of_communities(served),
            plan.asked,
            plan.reach,
            strict=True,
        )
    )
    unserved = {
        need.key: need.quantity - got
        for need, got in zip(problem.needs, served, strict=True)
        if got < need.quantity
    }
    return Result(
        matches,
        coverages,
        _levels(problem, plan, kept, chosen, new),
        kept.broken,
        unserved,
        tuple(_shortages(plan)),
    )


def _levels(
    problem: Problem, plan: Plan, kept: Kept, chosen: Chosen | None, new: dict[tuple[int, int], int]
) -> tuple[Level, ...]:
    """State each aim's value with its bound; a flow proves its own, HiGHS those with counted ceilings."""
    distance = {(pair.need, pair.resource): pair.distance_m for pair in plan.frame.pairs}
    served = sum(new.values())
    urgency = sum(amount * problem.needs[need].urgency for (need, _), amount in new.items())
    metres = sum(amount * distance[pair] for pair, amount in new.items())
    values = [plan.level, Fraction(served), Fraction(urgency), Fraction(metres)]
    if chosen is None:
        is_proven = plan.is_proven() and not (plan.is_restricted)
        ceiling = [Fraction(1), Fraction(sum(plan.asked)), Fraction(5 * sum(plan.asked)), Fraction(0)]
        bounds = list(values) if is_proven else ceiling
    else:
        bounds = [chosen.level_bound, *(Fraction(n) for n in (chosen.served, chosen.urgency, chosen.metres))]
    agreed = Level(KEPT, Fraction(sum(kept.amounts.values())), Fraction(kept.bound))
    names = (LEAST, SERVED, URGENCY, METRES)
    return agreed, *(Level(*level) for level in zip(names, values, bounds, strict=True))


def _shortages(plan: Plan) -> Iterable[Shortage]:
    """Read off sets of needs that ask for more than all that may serve them can give (Hall 1935, with capacities).

    From a short need to every resource that may still serve it more, from there to the needs it serves instead, and so on;
    a unit without undertakings left leads to all its resources that are in use. What was reached is full: it gives all it can,
    to these needs alone.
    """
    problem, frame = plan.frame.problem, plan.frame
    left = frame.quantities
    amounts = plan.amounts()
    for pair, amount in zip(frame.pairs, amounts, strict=True):
        left[pair.need] -= amount
    done: set[int] = set()
    for need, short in enumerate(left):
        if short > 0 and need not in done and not plan.is_restricted:
            needs, resources = _reached(plan, need)
            done |= needs
            asked = sum(frame.quantities[n] for n in needs)
            available = sum(
                amount for pair, amount in zip(frame.pairs, amounts, strict=True) if pair.need in needs
            )
            names = tuple(problem.needs[n].key for n in sorted(needs))
            givers = tuple(problem.resources[r].key for r in sorted(resources))
            yield Shortage(names, givers, asked, available, _sentence(names, givers, asked, available))


def _reached(plan: Plan, start: int) -> tuple[set[int], set[int]]:
    net, seen, waiting = plan.net, {plan.need_nodes[start]}, [plan.need_nodes[start]]
    while waiting:
        node = waiting.pop()
        out = [net.ends(a)[1] for a in net.arcs_from(node) if net.flow[a] < net.cap(a)]
        back = [net.ends(a)[0] for a in net.arcs_into(node) if net.flow[a] > 0]
        for other in out + back:
            if other not in seen and other > len(plan.asked):
                seen.add(other)
                waiting.append(other)
    needs = {place for place, node in enumerate(plan.need_nodes) if node in seen}
    return needs, {place for place, node in enumerate(plan.resource_nodes) if node in seen}


def _sentence(names: tuple[str, ...], givers: tuple[str, ...], asked: int, available: int) -> str:
    which = "、".join(names[:5]) + (f"等 {len(names)} 项" if len(names) > 5 else "")
    if not givers:
        return f"{which}要 {asked}，没有一个资源能用"
    return f"{which}一共要 {asked}，能用的 {len(givers)} 个资源至多给 {available}，少 {asked - available}"
