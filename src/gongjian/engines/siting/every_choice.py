"""Small problems settled by looking at every choice there is, in plain numpy: the compiler's start would take longer.

minimise over choices S of `count` sites with those to keep      sum_i min over j in S of costs[i,j]
"""

from collections.abc import Iterator
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MOST = 8_000_000
"""So many costs are looked at at most: choices times clients times sites to choose."""
_BLOCK = 1 << 20


def are_few(clients: int, sites: int, count: int, keep: Ints) -> bool:
    """Say whether every choice can be looked at in a fraction of a second."""
    return comb(sites - len(keep), count - len(keep)) * max(clients, 1) * count <= MOST


def least_total(costs: Ints, count: int, keep: Ints) -> Ints:
    """Return the choice of the least total, the first of equals in the order of the sites; `costs` has a row a client."""
    best, least = np.empty(0, np.int64), None
    for choices in _blocks(costs.shape[1], count, keep, len(costs)):
        totals = costs[:, choices].min(axis=2).sum(axis=0)
        at = int(totals.argmin())
        if least is None or totals[at] < least:
            best, least = choices[at], int(totals[at])
    return np.sort(best)


def widest_spread(metres: NDArray[np.int32], count: int, keep: Ints) -> Ints:
    """Return the choice whose two nearest sites are farthest apart, the first of equals."""
    best, most = np.empty(0, np.int64), -1
    ones, others = np.triu_indices(count, 1)
    for choices in _blocks(len(metres), count, keep, len(ones)):
        least = metres[choices[:, ones], choices[:, others]].min(axis=1)
        at = int(least.argmax())
        if least[at] > most:
            best, most = choices[at], int(least[at])
    return np.sort(best)


def _blocks(sites: int, count: int, keep: Ints, width: int) -> Iterator[Ints]:
    """List all choices, some at a time; the sites to keep come first in each."""
    left = np.setdiff1d(np.arange(sites), keep).tolist()
    choices = combinations(left, count - len(keep))
    step = max(_BLOCK // (max(width, 1) * count), 1)
    while block := list(islice(choices, step)):
        added = np.array(block, dtype=np.int64).reshape(len(block), -1)
        yield np.concatenate([np.tile(keep, (len(block), 1)), added], axis=1).astype(np.int64)
