"""Exact distributions of ends, in whole numbers of equally likely pasts.

What comes together at a step is independent where no way parts before it; then
    ready = max over p before of end(p):       P(ready <= t) = product of P(end(p) <= t)
    end   = ready + wait + work:               P(end = t)    = sum of P(ready = t - a - b) P(wait = a) P(work = b)
Where ways part and meet again, the ends of the steps at which they part are fixed in turn, in order of work, each to every
value it can have given those before: what is left is independent, and the cases add up (conditioning; every two ways to
a step part somewhere). Counts map positions to numbers of pasts. The work grows with the values fixed, so it has a budget.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph
from gongjian.engines.network.past import Past

Counts = dict[int, int]
BUDGET = 1_000_000
"""Products of two counts, for the whole, and again for all steps together; beyond it chances are counted in runs."""
MOST_STEPS = 1_000


def late_share(counts: Counts, due: int) -> Fraction:
    """Return the probability of a position after `due`."""
    return Fraction(sum(count for at, count in counts.items() if at > due), sum(counts.values()))


class ExactEnds:
    """Distributions of ends of one chain with its past."""

    def __init__(self, graph: Graph, axis: Axis, past: Mapping[str, Past]) -> None:
        self._graph, self._axis = graph, axis
        self._past = [past.get(step.key) for step in graph.steps]
        self._left = 0
        self._is_random = [False] * len(graph.steps)
        for place in graph.order:
            known = self._past[place]
            varies = known is not None and len({*known.work}) + len({*known.waits}) > 1 + bool(known.waits)
            self._is_random[place] = varies or any(self._is_random[one] for one in graph.before[place])

    def whole(self) -> Counts | None:
        """Return the distribution of the finish, or None beyond the budget."""
        lasts = [place for place, then in enumerate(self._graph.then) if not then]
        return self._latest_of(lasts, BUDGET)

    def step(self, place: int) -> Counts | None:
        """Return the distribution of one step's end, or None beyond its part of the budget."""
        return self._latest_of([place], BUDGET // len(self._graph.steps))

    def _latest_of(self, lasts: Sequence[int], budget: int) -> Counts | None:
        if len(self._graph.steps) > MOST_STEPS:
            return None
        above = self._above(lasts)
        order = [place for place in self._graph.order if place in above]
        parting = [
            place
            for place in order
            if self._is_random[place] and sum(one in above for one in self._graph.then[place]) > 1
        ]
        found: Counter[int] = Counter()
        self._left = budget
        for weight, ends in self._fixed(order, parting, {}, 1):
            if self._left < 0:
                return None
            latest: Counts = {0: 1}
            for last in lasts:
                latest = self._latest(latest, ends[last])
            for at, count in latest.items():
                found[at] += weight * count
        return dict(found) if self._left >= 0 else None  # the last ways may be missing when it ran out

    def _above(self, lasts: Sequence[int]) -> set[int]:
        above, todo = set(lasts), list(lasts)
        while todo:
            for one in self._graph.before[todo.pop()]:
                if one not in above:
                    above.add(one)
                    todo.append(one)
        return above

    def _fixed(
        self, order: Sequence[int], parting: Sequence[int], ends: dict[int, Counts], weight: int
    ) -> Iterator[tuple[int, dict[int, Counts]]]:
        """Fix the ends of the parting steps in every way; give each way's number of pasts and all ends in it."""
        stop = order.index(parting[0]) + 1 if parting else len(order)
        for place in order[:stop]:
            if self._left >= 0:
                ends[place] = self._end(place, ends)
        if self._left < 0 or not parting:
            yield weight, ends
            return
        for at, count in ends[parting[0]].items():
            fixed = {**ends, parting[0]: {at: 1}}
            yield from self._fixed(order[stop:], parting[1:], fixed, weight * count)
            if self._left < 0:
                return

    def _end(self, place: int, ends: Mapping[int, Counts]) -> Counts:
        past, ready = self._past[place], {0: 1}
        for one in self._graph.before[place]:
            shift = 0 if past and past.waits else self._graph.hand_overs[one]
            ready = self._latest(ready, {at + shift: count for at, count in ends[one].items()})
        if past is None:
            found: Counter[int] = Counter()
            for at, count in ready.items():
                found[self._axis.end(at, self._graph.days[place], self._graph.is_natural[place])] += count
            return dict(found)
        if past.waits and self._graph.before[place]:
            ready = self._sum(ready, Counter(past.waits))
        return self._sum(ready, Counter(past.work))

    def _latest(self, one: Counts, other: Counts) -> Counts:
        """Distribution of the later of two independent ones, by their cumulative counts."""
        self._left -= len(one) + len(other)
        found, below, sum_one, sum_other = {}, 0, 0, 0
        for at in sorted(one.keys() | other.keys()):
            sum_one += one.get(at, 0)
            sum_other += other.get(at, 0)
            if sum_one * sum_other > below:
                found[at] = sum_one * sum_other - below
                below = sum_one * sum_other
        return found

    def _sum(self, one: Counts, other: Mapping[int, int]) -> Counts:
        self._left -= len(one) * len(other)
        found: Counter[int] = Counter()
        for at, count in one.items():
            for days, times in other.items():
                found[at + days] += count * times
        return dict(found)
