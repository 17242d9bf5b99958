"""Sets of parcels of which any two are linked: each gives one strong row in place of many weak ones.

Greedy: from each uncovered link, the set is grown by the common neighbours in order of their number. Every link is in a set.
"""

import numpy as np
from numpy.typing import NDArray


def cover_by_cliques(count: int, links: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """Cover the links (a row a pair i < j) of `count` vertices by maximal cliques.

    >>> cover_by_cliques(4, np.array([[0, 1], [0, 2], [1, 2], [2, 3]]))
    [(0, 1, 2), (2, 3)]
    """
    beside: list[set[int]] = [set() for _ in range(count)]
    for one, other in links.tolist():
        beside[one].add(other)
        beside[other].add(one)
    covered: set[tuple[int, int]] = set()
    found = []
    for one, other in links.tolist():
        if (one, other) in covered:
            continue
        clique = _grow(one, other, beside)
        found.append(clique)
        covered.update((a, b) for a in clique for b in clique if a < b)
    return found


def _grow(one: int, other: int, beside: list[set[int]]) -> tuple[int, ...]:
    clique, candidates = [one, other], beside[one] & beside[other]
    while candidates:
        best = max(candidates, key=lambda vertex: (len(beside[vertex] & candidates), -vertex))
        clique.append(best)
        candidates = candidates & beside[best]
    return tuple(sorted(clique))
