"""The longest chain through each owner's desks: how much of the whole hangs on one body.

through(i) = end(i) if i is the owner's, else F_i(max over p before i of out of through(p))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.graph import Graph, build
from gongjian.engines.network.model import Step
from gongjian.engines.network.passes import forward
from gongjian.engines.worktime import WorkCalendar


@dataclass(frozen=True)
class OwnerChain:
    """The longest chain that passes an owner: its end in working days from the start, and the owner's part of it.

    `slack_days` is what the chain lacks to the end of the whole; `hand_overs` counts changes of owner along it.
    """

    owner: str
    steps: int
    chain: tuple[str, ...]
    days: int
    own_days: int
    slack_days: int
    hand_overs: int


def owner_chains(steps: Sequence[Step], start: date, calendar: WorkCalendar) -> tuple[OwnerChain, ...]:
    """Find every owner's longest chain, the longest first. Cost: O(owners × arcs). Raises as `schedule` does."""
    graph, axis = build(steps), axis_from(start, calendar)
    starts, ends = forward(graph, axis, graph.days)
    if max(ends) >= len(axis.days):
        raise axis.too_short()
    owners = dict.fromkeys(step.owner for step in steps)
    found = [_longest(graph, axis, starts, ends, owner) for owner in owners]
    return tuple(sorted(found, key=lambda one: (-one.days, -one.own_days)))


def _longest(graph: Graph, axis: Axis, starts: list[int], ends: list[int], owner: str) -> OwnerChain:
    through: list[int | None] = [None] * len(ends)
    parents: list[int | None] = [None] * len(ends)
    for place in graph.order:
        outs = [
            (end + graph.hand_overs[p], p) for p in graph.before[place] if (end := through[p]) is not None
        ]
        if graph.steps[place].owner == owner:
            through[place] = ends[place]
        elif outs:
            reached, parents[place] = max(outs)
            through[place] = axis.end(reached, graph.days[place], graph.is_natural[place])
    end, last = max((end, place) for place, end in enumerate(through) if end is not None)
    chain, at = [last], last
    while (parent := _parent(graph, starts, ends, parents, at)) is not None:
        chain.append(parent)
        at = parent
    chain.reverse()
    steps = [graph.steps[place] for place in chain]
    return OwnerChain(
        owner,
        sum(step.owner == owner for step in graph.steps),
        tuple(step.key for step in steps),
        end,
        sum(ends[place] - starts[place] for place in chain if graph.steps[place].owner == owner),
        max(ends) - end,
        sum(one.owner != other.owner for one, other in pairwise(steps)),
    )


def _parent(
    graph: Graph, starts: list[int], ends: list[int], parents: list[int | None], place: int
) -> int | None:
    """Go on along the owner's chain; before its first step, along the step that starts it."""
    if parents[place] is not None:
        return parents[place]
    drivers = [one for one in graph.before[place] if ends[one] + graph.hand_overs[one] == starts[place]]
    return drivers[0] if drivers else None
