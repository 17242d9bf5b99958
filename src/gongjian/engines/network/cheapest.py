"""The cheapest choice of measures for a small chain, by trying every way that can still lead somewhere.

Decisions are taken one after the other: a step beside others or not, a step cut by no day, one, two … What isn't decided yet is
done in full: if that ends too late already, or what is decided costs as much as the best found, nothing behind it is looked at.
More parallel and fewer days never end later, so nothing is missed, and what is found is the cheapest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.engines.network.choice import Choice, Finish
from gongjian.engines.network.graph import Graph

MOST_WORK = 60_000
"""Steps counted in all trials; beyond it a solver is quicker, its start included."""


@dataclass(frozen=True)
class _Decision:
    """A step to run beside others, or (`days` > 0) how many of so many days to cut, at `cost` (a day)."""

    place: int
    days: int
    cost: int


def cheapest(graph: Graph, everything: Choice, finish: Finish, target: int) -> tuple[Choice, int] | None:
    """Find the cheapest choice that ends by `target`, and its cost; None when that would take too long."""
    decisions = [
        _Decision(place, 0, step.parallel_cost) for place, step in enumerate(graph.steps) if step.beside
    ]
    decisions += [
        _Decision(place, step.days - step.least_days, step.cost_per_day)
        for place, step in enumerate(graph.steps)
        if step.days > step.least_days
    ]
    search = _Search(decisions, graph, finish, target)
    search.decide(0, everything, 0)
    return search.best if search.left >= 0 else None


class _Search:
    def __init__(self, decisions: Sequence[_Decision], graph: Graph, finish: Finish, target: int) -> None:
        self._decisions, self._graph, self._finish, self._target = decisions, graph, finish, target
        self.best: tuple[Choice, int] | None = None
        self.left = MOST_WORK

    def decide(self, number: int, choice: Choice, cost: int) -> None:
        """Try every way to take the decisions from `number` on, the cheapest first."""
        self.left -= len(self._graph.steps)
        if self.left < 0 or (self.best and cost >= self.best[1]) or self._finish(choice) > self._target:
            return
        if number == len(self._decisions):
            self.best = choice, cost
            return
        one = self._decisions[number]
        if not one.days:
            self.decide(number + 1, choice.without_parallel(one.place), cost)
            self.decide(number + 1, choice, cost + one.cost)
            return
        for cut in range(one.days + 1):
            shorter = choice.with_days(one.place, self._graph.days[one.place] - cut)
            self.decide(number + 1, shorter, cost + cut * one.cost)
