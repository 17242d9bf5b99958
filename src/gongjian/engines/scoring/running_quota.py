"""One quota whose candidates come and go: their keys in order, group by group, and the line through them.

A line moves when a candidate enters, leaves or changes its key, or when the number of places changes. Only the
candidates between the old line and the new one change sides; they are a slice of the ordered keys.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from gongjian.engines.scoring.bulk import Line, order_keys
from gongjian.engines.scoring.quota import Ties
from gongjian.engines.scoring.rating import MissingPolicy
from gongjian.engines.scoring.tree import Ints, Tier

SHIFT = 32
MASK = (1 << SHIFT) - 1
ALL = int(np.iinfo(np.int64).min)
NOBODY = int(np.iinfo(np.int64).max)


class RunningQuota:
    """The candidates of one quota on one tier. A key and its place are kept as one number: key * 2^32 + place."""

    def __init__(self, line: Line, tier: Tier, scores: Ints, seconds: Ints | None) -> None:
        quota = line.quota
        self.is_by_second = quota.ties is Ties.SECOND
        self.lets_ties_in = quota.ties is Ties.IN
        self.counts_missing = quota.missing is MissingPolicy.COUNTS_AS_NOT_MEETING
        self.most = quota.most
        self.share = Fraction(quota.share or 0)
        self.group_of: list[int] = tier.parents_in(line.tier).tolist()
        self.bases: list[int] = line.bases.tolist()
        self.lines: list[int] = line.keys.tolist()
        self.keys: dict[int, int] = {}
        self.ordered: list[list[int]] = [[] for _ in self.bases]
        self._touched: set[int] = set()
        keys = order_keys(quota, scores, seconds).tolist()
        for place in line.chosen.tolist():
            self.keys[place] = keys[place]
            self.ordered[self.group_of[place]].append(keys[place] << SHIFT | place)
        for group in self.ordered:
            group.sort()

    def change_base(self, place: int, by: int) -> None:
        """Count one place more or less in the base of its group."""
        group = self.group_of[place]
        self.bases[group] += by
        self._touched.add(group)

    def put(self, place: int, key: int | None) -> None:
        """Make a place a candidate with this key, or none."""
        before = self.keys.get(place)
        if before == key:
            return
        group = self.group_of[place]
        ordered = self.ordered[group]
        if before is not None:
            del ordered[bisect_left(ordered, before << SHIFT | place)]
        if key is None:
            del self.keys[place]
        else:
            insort(ordered, key << SHIFT | place)
            self.keys[place] = key
        self._touched.add(group)

    def redraw(self) -> Iterable[int]:
        """Draw the lines of touched groups anew; yield the candidates that changed sides."""
        for group in self._touched:
            before, after = self.lines[group], self._line(group)
            if before != after:
                self.lines[group] = after
                ordered = self.ordered[group]
                first = bisect_left(ordered, min(before, after) << SHIFT)
                last = bisect_left(ordered, max(before, after) << SHIFT)
                yield from (number & MASK for number in ordered[first:last])
        self._touched.clear()

    def admits(self, place: int) -> bool:
        """Return whether a candidate stands at or above its group's line."""
        key = self.keys.get(place)
        return key is not None and key >= self.lines[self.group_of[place]]

    def _line(self, group: int) -> int:
        ordered = self.ordered[group]
        places = self.most
        if places is None:
            places = self.bases[group] * self.share.numerator // self.share.denominator
        if places >= len(ordered):
            return ALL
        if places == 0:
            return NOBODY
        inside, outside = ordered[-places] >> SHIFT, ordered[-places - 1] >> SHIFT
        return inside if inside > outside or self.lets_ties_in else inside + 1
