"""Exact distributions of ends where the steps before a step form a tree, in whole numbers of equally likely pasts.

Where no two ways lead from one step to another, what comes together at a step is independent, and
    ready = max over p before of end(p):       P(ready <= t) = product of P(end(p) <= t)
    end   = ready + wait + work:               P(end = t)    = sum of P(ready = t - a - b) P(wait = a) P(work = b)
A distribution maps positions to counts; their sum is the number of pasts, so probabilities are fractions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph
from gongjian.engines.network.past import Past

Counts = dict[int, int]
MOST_STEPS = 80
"""Trees of more steps are left to simulation: the counts have too many digits."""


def exact_ends(graph: Graph, axis: Axis, past: Mapping[str, Past]) -> list[Counts | None]:
    """Give the distribution of every step's end, None where steps before it share a way; the last is the whole's."""
    ends: list[Counts | None] = [None] * len(graph.steps)
    masks = [0] * len(graph.steps)
    for place in graph.order:
        before = graph.before[place]
        step_past = past.get(graph.steps[place].key)
        shifts = [0 if step_past and step_past.waits else graph.hand_overs[one] for one in before]
        ready, mask = _ready([ends[one] for one in before], [masks[one] for one in before], shifts)
        masks[place] = mask | 1 << place
        if ready is not None and masks[place].bit_count() <= MOST_STEPS:
            ends[place] = _end(graph, axis, place, ready, step_past)
    lasts = [place for place, then in enumerate(graph.then) if not then]
    whole, _ = _ready([ends[one] for one in lasts], [masks[one] for one in lasts], [0] * len(lasts))
    return [*ends, whole]


def late_share(counts: Counts, due: int) -> Fraction:
    """Return the probability of a position after `due`."""
    return Fraction(sum(count for at, count in counts.items() if at > due), sum(counts.values()))


def _ready(
    ends: Sequence[Counts | None], masks: Sequence[int], shifts: Sequence[int]
) -> tuple[Counts | None, int]:
    joined = 0
    for mask in masks:
        joined |= mask
    if any(end is None for end in ends) or joined.bit_count() != sum(mask.bit_count() for mask in masks):
        return None, joined
    ready: Counts = {0: 1}
    for end, shift in zip(ends, shifts, strict=True):
        ready = _latest(ready, {at + shift: count for at, count in (end or {}).items()})
    return ready, joined


def _latest(one: Counts, other: Counts) -> Counts:
    """Distribution of the later of two independent ones, by their cumulative counts."""
    found, below, sum_one, sum_other = {}, 0, 0, 0
    for at in sorted(one.keys() | other.keys()):
        sum_one += one.get(at, 0)
        sum_other += other.get(at, 0)
        if sum_one * sum_other > below:
            found[at] = sum_one * sum_other - below
            below = sum_one * sum_other
    return found


def _end(graph: Graph, axis: Axis, place: int, ready: Counts, past: Past | None) -> Counts:
    found: Counter[int] = Counter()
    if past is None:
        for at, count in ready.items():
            found[axis.end(at, graph.days[place], graph.is_natural[place])] += count
        return dict(found)
    if past.waits and graph.before[place]:
        ready = _sum(ready, Counter(past.waits))
    return _sum(ready, Counter(past.work))


def _sum(one: Mapping[int, int], other: Mapping[int, int]) -> Counts:
    found: Counter[int] = Counter()
    for at, count in one.items():
        for days, times in other.items():
            found[at + days] += count * times
    return dict(found)
