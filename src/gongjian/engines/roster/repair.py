"""Mend a roster after an absence with the fewest changes, and among those at the least cost.

    minimise   (W * new pairs + cost of the roster)      W > what any alternating cycle can change the cost by

A pair is new if it was not in the roster before. Every place keeps its number of visits, so each pair that goes, beside
those of the absent, brings one more new pair: the fewest new pairs are the fewest changes. With W above `Instance.swing`
no saving is worth one more change; a better roster with fewer changes would differ by an alternating cycle
that the optimum, by definition, doesn't have.

Mostly the others have room for the absent's visits. Then nothing else has to move, no fewer changes are possible, and only
the lost visits are assigned, beside everything that stands; the whole is solved only where that leaves visits undone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from gongjian.engines.roster.assign import optimise, to_roster
from gongjian.engines.roster.eligibility import why_not
from gongjian.engines.roster.instance import Instance, build
from gongjian.engines.roster.model import Problem, Repair, Roster


def repair(problem: Problem, pairs: Iterable[tuple[str, str]], absent: Iterable[str]) -> Repair:
    """Mend the roster `pairs` of (place, inspector) without the absent.

    Pairs in `problem.fixed` stay, also those of the absent (they are done). `changes` is minimal.
    """
    standing, away = set(pairs), set(absent)
    done = {pair for pair in standing if pair in problem.fixed}
    lost = {pair for pair in standing - done if pair[1] in away}
    inspectors = tuple(replace(i, capacity=0) if i.key in away else i for i in problem.inspectors)
    kept = standing - lost - problem.fixed
    without = replace(problem, inspectors=inspectors)
    roster = _filled(without, kept) or _solved(without, build(without, kept))
    after = {(visit.place, visit.inspector) for visit in roster.visits}
    return Repair(
        roster,
        tuple(sorted(kept - after)),
        tuple(sorted(after - standing)),
        tuple(sorted(lost)),
    )


def _filled(problem: Problem, kept: set[tuple[str, str]]) -> Roster | None:
    """Assign what is missing beside all pairs that stand; None where that isn't all, or they may not all stand."""
    beside = replace(problem, fixed=problem.fixed | kept)
    instance = build(beside)
    if not _may_stand(beside, kept):
        return None
    roster = _solved(beside, instance)
    return roster if roster.is_full else None


def _may_stand(problem: Problem, kept: set[tuple[str, str]]) -> bool:
    places = {place.key: place for place in problem.places}
    inspectors = {inspector.key: inspector for inspector in problem.inspectors}
    seen = Counter(place for place, _ in problem.fixed)
    loads = Counter(inspector for _, inspector in problem.fixed)
    return all(
        why_not(inspectors[inspector], places[place]) is None
        and seen[place] <= places[place].visits
        and loads[inspector] <= inspectors[inspector].capacity
        for place, inspector in kept
    )


def _solved(problem: Problem, instance: Instance) -> Roster:
    times = {(past.place, past.inspector): past.times for past in problem.past}
    return to_roster(instance, optimise(instance), times)
