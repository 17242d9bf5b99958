"""Branch and bound over some of the parcels by HiGHS; every plan is checked in whole numbers."""

from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.dispersed_bound import links_of
from gongjian.engines.siting.dispersed_instance import Instance, Whole
from gongjian.engines.siting.dispersed_rows import Row, broken, matrix_of

TOLERANCE = 1e-9
"""HiGHS counts in floating point: its bound is lowered by this share, and by as many points, before it is rounded up."""
_IMPOSSIBLE = 2


@dataclass(frozen=True)
class Branched:
    """The best plan found over the open parcels, a bound over all such plans, whether it is shown that there is none."""

    homes: Whole | None
    bound: int | None
    is_impossible: bool = False


def branch(
    instance: Instance,
    rows: list[Row],
    points: tuple[Whole, Whole],
    *,
    seconds: float,
    is_open: NDArray[np.bool_] | None = None,
    share: float = 0.0,
) -> Branched:
    """Minimise points (of a home, of an opened site) over all plans that open only parcels of `is_open`.

    Ends when the best is within `share` of the bound or time is over.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import vstack

    count = len(instance.parcels)
    if not count:
        return _empty(rows)
    programme = matrix_of(count, rows)
    opening = np.ones(count, dtype=np.bool_) if is_open is None else is_open
    result = milp(
        np.concatenate(points).astype(np.float64),
        constraints=[
            LinearConstraint(programme.matrix, programme.low, programme.high),
            LinearConstraint(vstack(links_of(instance), format="csr"), ub=0),
        ],
        bounds=Bounds(np.zeros(2 * count), np.concatenate([np.where(opening, instance.most, 0), opening])),
        integrality=np.ones(2 * count),
        options={"time_limit": max(seconds, 0.01), "mip_rel_gap": share},
    )
    bound = _proven(result.mip_dual_bound)
    if result.x is None:
        return Branched(None, bound, result.status == _IMPOSSIBLE)
    homes: Whole = np.rint(result.x[:count]).astype(np.int64)
    return Branched(None if broken(rows, homes) else homes, bound)


def _proven(bound: float | None) -> int | None:
    if bound is None or not isfinite(bound):
        return None
    return ceil(bound - TOLERANCE * abs(bound) - TOLERANCE)


def _empty(rows: list[Row]) -> Branched:
    nothing = np.zeros(0, dtype=np.int64)
    if broken(rows, nothing):
        return Branched(None, None, is_impossible=True)
    return Branched(nothing, 0)
