"""The two passes of the critical path method, by position on the axis of working days.

    start(i)  = max(0, max over p before i of out(p))         out(p) = end(p) + hand-over days of p
    end(i)    = F_i(start(i))                                  F_i: days of i on the axis, never decreasing
    finish    = max end(i)
    last(i)   = min(finish, min over j after i of latest start(j) - hand-over days of i)
Since every F_i is non-decreasing, max and F_i change places, so finish is the greatest end over all chains, each counted
alone (tested against all of them). With working days only this is Kelley and Walker, Proceedings of the Eastern Joint
Computer Conference (1959); natural days that end on a day off move, which may leave slack to every step.
Cost: O(steps + arcs).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph


@dataclass(frozen=True)
class Passes:
    """Positions of every step: earliest start and end, latest start and end, free slack; and the finish."""

    starts: list[int]
    ends: list[int]
    last_starts: list[int]
    last_ends: list[int]
    free: list[int]
    finish: int


def forward(graph: Graph, axis: Axis, days: Sequence[int]) -> tuple[list[int], list[int]]:
    """Count earliest starts and ends with `days` a step, in O(steps + arcs)."""
    starts, ends, outs = [0] * len(days), [0] * len(days), [0] * len(days)
    before, natural, hand_overs = graph.before, graph.is_natural, graph.hand_overs
    for place in graph.order:
        start = 0
        for one in before[place]:
            if outs[one] > start:
                start = outs[one]
        end = axis.end(start, days[place], True) if natural[place] else start + days[place]
        starts[place], ends[place], outs[place] = start, end, end + hand_overs[place]
    return starts, ends


def backward(graph: Graph, axis: Axis, days: Sequence[int], finish: int) -> tuple[list[int], list[int]]:
    """Count the latest starts and ends with which everything still ends at `finish`, in O(steps + arcs)."""
    last_starts, last_ends = [0] * len(days), [finish] * len(days)
    then, natural, hand_overs = graph.then, graph.is_natural, graph.hand_overs
    for place in reversed(graph.order):
        last_end = finish
        for one in then[place]:
            if last_starts[one] - hand_overs[place] < last_end:
                last_end = last_starts[one] - hand_overs[place]
        last_ends[place] = last_end
        last_starts[place] = axis.latest_start(last_end, days[place], natural[place])
    return last_starts, last_ends


def count(graph: Graph, axis: Axis) -> Passes:
    """Run both passes. Raises EngineInputError when the calendar ends before the chain does."""
    starts, ends = forward(graph, axis, graph.days)
    finish = max(ends)
    if finish >= len(axis.days):
        raise axis.too_short()
    last_starts, last_ends = backward(graph, axis, graph.days, finish)
    free = []
    for place, then in enumerate(graph.then):
        end = min((starts[one] for one in then), default=finish + graph.hand_overs[place])
        last = axis.latest_start(
            min(end - graph.hand_overs[place], finish), graph.days[place], graph.is_natural[place]
        )
        free.append(last - starts[place])
    return Passes(starts, ends, last_starts, last_ends, free, finish)
