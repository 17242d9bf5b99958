"""Why a chosen site is there: whom it serves, and what would be lost if it were only left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.distances import UNREACHABLE, Metres
from gongjian.engines.siting.model import Chosen, Served


def explain(
    clients: Sequence[str],
    weights: NDArray[np.int64],
    sites: Sequence[str],
    best: NDArray[np.int64],
    metres: Metres,
) -> tuple[tuple[Chosen, ...], tuple[Served, ...]]:
    """Serve every client from the nearest of the `best` sites (`metres`: their columns), the earlier of equals."""
    nearest = metres.argmin(axis=1)
    rows = np.arange(len(clients))
    first = metres[rows, nearest].astype(np.int64)
    others = metres.copy()
    others[rows, nearest] = UNREACHABLE
    second = others.min(axis=1).astype(np.int64)
    chosen = [
        Chosen(sites[site], int(weights[nearest == at].sum()), _loss(weights, first, second, nearest == at))
        for at, site in enumerate(best.tolist())
    ]
    served = [
        Served(key, sites[best[at]] if metre < UNREACHABLE else None, metre)
        for key, at, metre in zip(clients, nearest.tolist(), first.tolist(), strict=True)
    ]
    return tuple(chosen), tuple(served)


def _loss(
    weights: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    own: NDArray[np.bool_],
) -> int | None:
    """Add up how much farther a site's clients would have to go; None where one of them had nowhere to go."""
    own = own & (weights > 0)
    if (second[own] == UNREACHABLE).any():
        return None
    return int((weights[own] * (second[own] - first[own])).sum())
