"""Sets of stretches of text that answer quickly whether a place or stretch is taken."""

import bisect
from collections.abc import Iterable


class Spans:
    """Stretches (start, end), merged where they touch; every question takes logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        """Tell whether an offset lies inside a stretch."""
        at = bisect.bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def meets(self, start: int, end: int) -> bool:
        """Tell whether a stretch overlaps one of the set."""
        at = bisect.bisect_left(self._starts, end) - 1
        return at >= 0 and start < self._ends[at]

    def add(self, start: int, end: int) -> None:
        """Add a stretch that overlaps none of the set."""
        at = bisect.bisect_left(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
