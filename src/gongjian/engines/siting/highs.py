"""What is left of a siting problem as an integer programme, given to SciPy's HiGHS for so long at a time.

    minimise   price · x      where   low <= rows x <= high,   0 <= x <= 1,   some x whole

HiGHS works in floating point: its bound is trusted to 1e-6 of its size, then rounded up, since all values are whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
_TRUST = 1e-6
_FIRST_S, _LEAST_S = 4.0, 0.1
_DONE, _INFEASIBLE = 0, 2


class Rows(NamedTuple):
    """Rows of a programme: a sparse matrix (or one dense row) and what each may be at least and at most."""

    matrix: Any
    low: float
    high: float


@dataclass(frozen=True)
class Programme:
    """Prices, rows, which variables are whole (1) or not (0), and the ends between which each lies."""

    price: Reals
    rows: Sequence[Rows]
    whole: NDArray[np.int8]
    low: Reals
    high: Reals


class Attempt(NamedTuple):
    """What a try came to: a bound in whole units, a solution if there is one, whether there is none, whether it is done."""

    bound: int
    solution: Reals | None
    is_impossible: bool
    is_done: bool


def unlimited() -> float:
    """Have all the time in the world, in seconds."""
    return inf


def tries(seconds_left: Callable[[], float]) -> Iterator[float]:
    """Say how many seconds each try of HiGHS may take: twice as many as the last, never more than are left."""
    portion_s = _FIRST_S
    while True:
        yield max(min(portion_s, seconds_left()), _LEAST_S)
        portion_s *= 2


def attempt(programme: Programme, seconds: float) -> Attempt:
    """Solve from the start for so many seconds at most."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        programme.price,
        constraints=[LinearConstraint(*rows) for rows in programme.rows],
        integrality=programme.whole,
        bounds=Bounds(programme.low, programme.high),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    bound, is_impossible = 0, found.status == _INFEASIBLE
    if found.mip_dual_bound is not None and np.isfinite(found.mip_dual_bound):
        bound = ceil(found.mip_dual_bound - _TRUST * max(1.0, abs(found.mip_dual_bound)))
    return Attempt(bound, found.x, is_impossible, is_impossible or found.status == _DONE)
