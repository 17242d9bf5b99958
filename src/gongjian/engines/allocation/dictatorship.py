"""Serial dictatorship: in the order of the draw each household takes the best home of its list that is left.

It is deferred acceptance where no home has a view of its own (all points 0), so what holds there holds here; besides it is
Pareto efficient: nobody can be better off without another being worse off (Svensson 1999). Cost: O(pairs).
"""

from dataclasses import replace

import numpy as np

from gongjian.engines.allocation.deferred import Assignment, assignment_of
from gongjian.engines.allocation.market import NOBODY, Market


def serial_dictatorship(market: Market) -> Assignment:
    """Let households choose in the order of their lots; points are not looked at."""
    left = market.quotas.tolist()
    homes, offsets = market.homes.tolist(), market.offsets.tolist()
    pairs = np.full(market.households, NOBODY, dtype=np.int64)
    for household in np.argsort(market.lots).tolist():
        for pair in range(offsets[household], offsets[household + 1]):
            if left[homes[pair]]:
                left[homes[pair]] -= 1
                pairs[household] = pair
                break
    return assignment_of(without_points(market), pairs)


def without_points(market: Market) -> Market:
    """Return the market in which only the draw decides."""
    return replace(market, points=np.zeros_like(market.points))
