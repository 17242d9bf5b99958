"""Steps put in parallel and limits cut, and when the whole ends with them, without rewriting the chain.

    start(i) = max over p before i of   start(p) if i runs beside p, else out(p)
    out(i)   = max of end(i) + hand-over days of i, and out(p) of those p
This is what `green.relax` writes as a chain, and equal to it (tested).
"""

from dataclasses import dataclass

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph


@dataclass(frozen=True)
class Choice:
    """By position: whether a step runs beside those it may run beside, and the days it takes."""

    parallel: list[bool]
    days: list[int]

    def without_parallel(self, place: int) -> "Choice":
        """Let one step wait again."""
        return Choice([*self.parallel[:place], False, *self.parallel[place + 1 :]], self.days)

    def with_days(self, place: int, days: int) -> "Choice":
        """Let one step take so many days."""
        return Choice(self.parallel, [*self.days[:place], days, *self.days[place + 1 :]])


class Finish:
    """Count the finish of one chain with any choice, in O(steps + arcs)."""

    def __init__(self, graph: Graph, axis: Axis) -> None:
        self._graph, self._axis = graph, axis
        self._beside = [
            [graph.steps[p].key in step.beside for p in before]
            for step, before in zip(graph.steps, graph.before, strict=True)
        ]

    def __call__(self, choice: Choice) -> int:
        """Return the position of the finish."""
        graph, size = self._graph, len(self._graph.steps)
        starts, outs, finish = [0] * size, [0] * size, 0
        for i in graph.order:
            start = out = 0
            for p, may_run_beside in zip(graph.before[i], self._beside[i], strict=True):
                if may_run_beside and choice.parallel[i]:
                    start, out = max(start, starts[p]), max(out, outs[p])
                else:
                    start = max(start, outs[p])
            end = self._axis.end(start, choice.days[i], graph.is_natural[i])
            starts[i], outs[i], finish = start, max(out, end + graph.hand_overs[i]), max(finish, end)
        return finish
