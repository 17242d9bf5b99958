"""A bound in exact whole numbers: prices on the rows from HiGHS, the rest by hand.

    L(p) = sum over rows of p+ low + p- high  +  sum over parcels of min(0, v[i])
    v[i] = min over x in {least, most} of  z_points - p * z_part + (x_points - p * x_part) x

No plan has a value below L(p), whatever the prices p+ >= 0 >= p- are, p = p+ + p-; so prices in floating point, rounded to
whole 2^-40, lose nothing of the proof (Geoffrion, Lagrangean relaxation for integer programming, 1974). The parcel's own
problem has its hull in {0} and [least, most], so the best L is the bound of the linear programme.

v[i] > U - L(p) proves that no plan better than U opens parcel i: it may be left out (reduced cost fixing).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.dispersed_instance import Instance
from gongjian.engines.siting.dispersed_rows import Programme, Row, broken, matrix_of

BITS = 40
_IMPOSSIBLE = 2


@dataclass(frozen=True)
class Bound:
    """A proven bound, and for each parcel how much the bound rises at least if it is opened (both whole, rounded safely)."""

    value: int
    opening: tuple[int, ...]


def links_of(instance: Instance) -> tuple[Any, Any]:
    """Write x - most z <= 0 and least z - x <= 0."""
    from scipy.sparse import diags_array, eye_array, hstack

    ones = eye_array(len(instance.parcels), format="csr")
    most = hstack([ones, -diags_array(instance.most.astype(np.float64))], format="csr")
    least = hstack([-ones, diags_array(instance.least.astype(np.float64))], format="csr")
    return most, least


def relax(instance: Instance, rows: list[Row]) -> Bound | None:
    """Solve the linear programme and prove its bound; None if not even it has a solution."""
    if not len(instance.parcels):
        return None if broken(rows, np.zeros(0, dtype=np.int64)) else Bound(0, ())
    points = np.concatenate([instance.x_points, instance.z_points]).astype(np.float64)
    programme = matrix_of(len(instance.parcels), rows)
    result = _solve(instance, programme, points)
    if result.status == _IMPOSSIBLE:
        return None
    lows, highs = np.zeros(len(rows)), np.zeros(len(rows))
    if result.status == 0:
        has_low, has_high = np.isfinite(programme.low), np.isfinite(programme.high)
        prices = result.ineqlin.marginals
        highs[has_high] = prices[: has_high.sum()]
        lows[has_low] = -prices[has_high.sum() : has_high.sum() + has_low.sum()]
    return _prove(instance, rows, programme, lows.tolist(), highs.tolist())


def is_relaxed_possible(instance: Instance, rows: list[Row]) -> bool:
    """Ask whether the linear programme has any solution."""
    if not len(instance.parcels):
        return not broken(rows, np.zeros(0, dtype=np.int64))
    nothing = np.zeros(2 * len(instance.parcels))
    status = _solve(instance, matrix_of(len(instance.parcels), rows), nothing).status
    return bool(status != _IMPOSSIBLE)


def _solve(instance: Instance, programme: Programme, points: NDArray[np.float64]) -> Any:
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    count = len(instance.parcels)
    has_low, has_high = np.isfinite(programme.low), np.isfinite(programme.high)
    rows = [programme.matrix[has_high], -programme.matrix[has_low], *links_of(instance)]
    most = np.concatenate([instance.most, np.ones(count, dtype=np.int64)])
    return linprog(
        points,
        A_ub=vstack(rows, format="csr"),
        b_ub=np.concatenate([programme.high[has_high], -programme.low[has_low], np.zeros(2 * count)]),
        bounds=np.column_stack([np.zeros(2 * count), most]),
        method="highs",
    )


def _prove(
    instance: Instance, rows: list[Row], programme: Programme, lows: list[float], highs: list[float]
) -> Bound:
    """Evaluate L(p) in whole numbers of 2^-BITS."""
    x_left = [int(points) << BITS for points in instance.x_points]
    z_left = [int(points) << BITS for points in instance.z_points]
    sum_of_rows = 0
    for row, scale, low, high in zip(rows, programme.scales, lows, highs, strict=True):
        up, down = (round(price / scale * 2**BITS) for price in (max(low, 0.0), min(high, 0.0)))
        if not up and not down:
            continue
        sum_of_rows += (up * row.low if row.low is not None else 0) + (
            down * row.high if row.high is not None else 0
        )
        price = up + down
        for column, x_part, z_part in zip(
            row.columns.tolist(), row.x_part.tolist(), row.z_part.tolist(), strict=True
        ):
            x_left[column] -= price * x_part
            z_left[column] -= price * z_part
    ends = zip(z_left, x_left, instance.least.tolist(), instance.most.tolist(), strict=True)
    opening = [z + min(x * least, x * most) for z, x, least, most in ends]
    total = sum_of_rows + sum(min(0, value) for value in opening)
    return Bound(-((-total) >> BITS), tuple(value >> BITS for value in opening))
