"""Which chains fix the end: every step of one starts the moment the step before it hands over."""

from collections.abc import Iterator, Sequence
from itertools import islice

from gongjian.engines.network.graph import Graph


class CriticalChains:
    """The chains from some first step to a step that ends last, without gaps.

    With working days only, these are the chains of steps without slack.
    """

    def __init__(self, graph: Graph, starts: Sequence[int], ends: Sequence[int]) -> None:
        finish = max(ends)
        self._graph = graph
        self.is_critical = [end == finish for end in ends]
        self._drivers: list[list[int]] = [[] for _ in ends]
        drives = [False] * len(ends)
        for place in reversed(graph.order):
            if not self.is_critical[place]:
                continue
            for one in graph.before[place]:
                if ends[one] + graph.hand_overs[one] == starts[place]:
                    self._drivers[place].append(one)
                    self.is_critical[one] = drives[one] = True
        self._lasts = [place for place, is_on in enumerate(self.is_critical) if is_on and not drives[place]]

    @property
    def count(self) -> int:
        """How many chains there are."""
        ways = [0] * len(self._drivers)
        for place in self._graph.order:
            if self.is_critical[place]:
                ways[place] = sum(ways[one] for one in self._drivers[place]) or 1
        return sum(ways[place] for place in self._lasts)

    def first(self, most: int) -> tuple[tuple[str, ...], ...]:
        """List at most so many chains as keys, in the order of work."""
        keys = [step.key for step in self._graph.steps]
        return tuple(tuple(keys[place] for place in chain) for chain in islice(self._walk(), most))

    def _walk(self) -> Iterator[list[int]]:
        """Go back from each last step, depth first, without recursion: chains may be long."""
        for last in self._lasts:
            path, choices = [last], [iter(self._drivers[last])]
            if not self._drivers[last]:
                yield path[::-1]
            while choices:
                one = next(choices[-1], None)
                if one is None:
                    choices.pop()
                    path.pop()
                    continue
                path.append(one)
                choices.append(iter(self._drivers[one]))
                if not self._drivers[one]:
                    yield path[::-1]
