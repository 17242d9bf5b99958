"""Mend a roster after an absence with the fewest changes, and among those at the least cost.

    minimise   (W * new pairs + cost of the roster)      W > what any alternating cycle can change the cost by

A pair is new if it was not in the roster before. Every place keeps its number of visits, so each pair that goes, beside
those of the absent, brings one more new pair: the fewest new pairs are the fewest changes. With W above `Instance.swing`
no saving is worth one more change; a better roster with fewer changes would differ by an alternating cycle
that the optimum, by definition, doesn't have.
"""

from collections.abc import Iterable
from dataclasses import replace

from gongjian.engines.roster.assign import optimise, to_roster
from gongjian.engines.roster.instance import build
from gongjian.engines.roster.model import Problem, Repair


def repair(problem: Problem, pairs: Iterable[tuple[str, str]], absent: Iterable[str]) -> Repair:
    """Mend the roster `pairs` of (place, inspector) without the absent.

    Pairs in `problem.fixed` stay, also those of the absent (they are done). `changes` is minimal.
    """
    standing, away = set(pairs), set(absent)
    done = {pair for pair in standing if pair in problem.fixed}
    lost = {pair for pair in standing - done if pair[1] in away}
    inspectors = tuple(replace(i, capacity=0) if i.key in away else i for i in problem.inspectors)
    kept = standing - lost - problem.fixed
    instance = build(replace(problem, inspectors=inspectors), kept)
    times = {(past.place, past.inspector): past.times for past in problem.past}
    roster = to_roster(instance, optimise(instance), times)
    after = {(visit.place, visit.inspector) for visit in roster.visits}
    return Repair(
        roster,
        tuple(sorted(kept - after)),
        tuple(sorted(after - standing)),
        tuple(sorted(lost)),
    )
