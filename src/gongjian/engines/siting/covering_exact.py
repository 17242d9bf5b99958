"""What the bound leaves of a maximal covering problem, finished by HiGHS, whose cuts close wide gaps that branching can't.

    minimise   sum_i w[i] z[i]   where   z[i] + sum over sites j that cover i of y[j] >= 1,   sum_j y[j] = sites to open,
               sum_i w[i] z[i] <= best - 1/2;   y, z in {0, 1}

Only a better choice is looked for: that there is none proves the best. z would be whole by itself; saying so lets HiGHS
cut more. The half keeps rounding errors away from a value that is whole, as long as values are below 400,000 (`is_small`).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.highs import Programme, Rows, attempt, tries
from gongjian.engines.siting.median_instance import FREE, OPEN
from gongjian.engines.siting.median_search import Search

_MOST_PAIRS, _MOST_VALUE = 200_000, 400_000


def is_small(search: Search) -> bool:
    """Say whether the rest is small enough in pairs to be worth it, and in value to be exact."""
    return len(search.instance.site) <= _MOST_PAIRS and search.upper // search.instance.unit <= _MOST_VALUE


def finish(search: Search, seconds_left: Callable[[], float]) -> None:
    """Find a better choice than that of `search`, or prove it."""
    search.drop_closed()
    unit, best = search.instance.unit, search.upper // search.instance.unit
    free = np.flatnonzero(search.state == FREE)
    programme = _programme(search, free, best)
    for seconds in tries(seconds_left):
        found = attempt(programme, seconds)
        if found.solution is not None:
            is_open = search.state == OPEN
            is_open[free[found.solution[: len(free)] > 0.5]] = True
            if is_open.sum() == search.count:
                search.offer(is_open, search.state)
        search.raise_to(search.upper if found.is_impossible else min(found.bound * unit, search.upper))
        if found.is_done or search.should_stop():
            return


def _programme(search: Search, free: NDArray[np.int64], best: int) -> Programme:
    """Write down the clients that no fixed site covers, and the sites left to choose from."""
    from scipy.sparse import csr_matrix, eye, hstack

    instance = search.instance
    left = instance.far > 0
    client = np.repeat(np.arange(len(left)), np.diff(instance.start))
    row, column = np.cumsum(left) - 1, np.cumsum(search.state == FREE) - 1
    pairs = left[client] & (search.state[instance.site] == FREE)
    ends = (row[client[pairs]], column[instance.site[pairs]])
    size, sites = int(left.sum()), len(free)
    covers = csr_matrix((np.ones(int(pairs.sum())), ends), (size, sites))
    price = np.concatenate([np.zeros(sites), instance.far[left] / instance.unit])
    is_site = np.arange(sites + size) < sites
    need = search.count - int((search.state == OPEN).sum())
    return Programme(
        price,
        (
            Rows(hstack([covers, eye(size)]).tocsr(), 1, np.inf),
            Rows(is_site.astype(np.float64)[None, :], need, need),
            Rows(price[None, :], -np.inf, best - 0.5),
        ),
        np.ones(sites + size, np.int8),
        np.zeros(sites + size),
        np.ones(sites + size),
    )
