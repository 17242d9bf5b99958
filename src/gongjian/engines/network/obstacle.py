"""Why a date can't be reached: the chain of fewest steps that alone ends later, with everything sped up.

    best_k(i) = latest end of any k steps that follow one another, directly or not, the last being i
    best_1(i) = F_i(0),   best_k(i) = F_i(max over p before i of carry_(k-1)(p))
    carry_k(i) = max(best_k(i) + hand-over days of i, max over p before i of carry_k(p))
The first k for which some best_k is past the date gives the chain. Every finish is some chain's, so there is one.
Cost: O(k × arcs).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph
from gongjian.engines.network.model import Step

NOWHERE = (-1, -1)


@dataclass(frozen=True)
class Obstacle:
    """Steps that follow one another and alone take until `ends_on`, `days` working days from the start."""

    chain: tuple[Step, ...]
    days: int
    ends_on: date


def smallest_obstacle(graph: Graph, axis: Axis, days: Sequence[int], target: int) -> Obstacle:
    """Find the fewest steps that end after `target`; among equals those that end last. `graph` must end later."""
    rounds: list[list[int]] = []
    carried = [(0, -1)] * len(days)
    is_first = True
    while True:
        best, parents, carry = [-1] * len(days), [-1] * len(days), [NOWHERE] * len(days)
        for place in graph.order:
            before = graph.before[place]
            reached = (0, -1) if is_first else max((carried[one] for one in before), default=NOWHERE)
            if reached[0] >= 0:
                best[place] = axis.end(reached[0], days[place], graph.is_natural[place])
                parents[place] = reached[1]
                carry[place] = (best[place] + graph.hand_overs[place], place)
            carry[place] = max([carry[place], *(carry[one] for one in before)])
        rounds.append(parents)
        if max(best) > target:
            return _obstacle(graph, axis, rounds, best.index(max(best)), max(best))
        carried, is_first = carry, False


def _obstacle(graph: Graph, axis: Axis, rounds: list[list[int]], last: int, end: int) -> Obstacle:
    chain = [last]
    for parents in reversed(rounds[1:]):
        chain.append(parents[chain[-1]])
    return Obstacle(tuple(graph.steps[place] for place in reversed(chain)), end, axis.day(end))
