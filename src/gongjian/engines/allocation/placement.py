"""Where to put homes so that most are accepted.

Groups g of households (by where they work …), sites s, p[g,s] the probability that a household of g accepts a home at s,
each household offered one home at most:

    maximise    sum p[g,s] x[g,s]
    where       sum_s x[g,s] <= households[g],  sum_g x[g,s] <= capacity[s],  sum x <= homes,  x >= 0, whole

A flow from groups to sites with a limit in all, so the linear programme has a whole solution (total unimodularity; HiGHS
finds it). p is taken in whole millionths. The proof is the dual: any u[g], v[s], w >= 0 with u[g] + v[s] + w >= p[g,s]
bound the value by sum u households + sum v capacity + w homes; it is recomputed in whole numbers, apart from the solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError

Ints = NDArray[np.int64]
MILLION = 10**6


@dataclass(frozen=True)
class Placement:
    """How many homes at each site (`homes`), offered to whom (`offers`, groups by sites), and what that gives at most.

    `expected_millionths` and `bound_millionths` are millionths of a home; equal ones are the proof that nothing is better.
    `unplaced` homes found no room or no household left; `reason` says which.
    """

    homes: tuple[int, ...]
    offers: Ints
    expected_millionths: int
    bound_millionths: int
    unplaced: int
    reason: str

    @property
    def gap_millionths(self) -> int:
        """How much better any placement could be at most; 0 is the proof."""
        return self.bound_millionths - self.expected_millionths

    @property
    def expected(self) -> float:
        """Homes accepted, on average."""
        return self.expected_millionths / MILLION


def place_homes(
    homes: int,
    households: Sequence[int],
    capacities: Sequence[int],
    probabilities: NDArray[np.float64],
) -> Placement:
    """Place homes where most will be accepted. `probabilities`: a row for each group, a column for each site.

    Raises EngineInputError for negative numbers, probabilities outside 0 to 1 and tables that don't fit together.
    """
    gain = _checked(homes, households, capacities, probabilities)
    offers, duals = _solve(homes, households, capacities, gain)
    bound = _bound(homes, households, capacities, gain, duals)
    unplaced = homes - int(offers.sum())
    return Placement(
        tuple(offers.sum(axis=0).tolist()),
        offers,
        int((offers * gain).sum()),
        bound,
        unplaced,
        _reason(homes, households, capacities) if unplaced else "",
    )


def _checked(
    homes: int, households: Sequence[int], capacities: Sequence[int], probabilities: NDArray[np.float64]
) -> Ints:
    table = np.asarray(probabilities, dtype=np.float64)
    if not len(households) or not len(capacities) or table.shape != (len(households), len(capacities)):
        raise EngineInputError("每一群住户和每一处地点都要有一个接受的可能，请补全表格。")
    if homes < 0 or min(households) < 0 or min(capacities) < 0:
        raise EngineInputError("套数、户数和容量不能是负数，请改正。")
    if not np.isfinite(table).all() or table.min() < 0 or table.max() > 1:
        raise EngineInputError("接受的可能要在 0 到 1 之间，请核对。")
    return np.rint(table * MILLION).astype(np.int64)


def _solve(homes: int, households: Sequence[int], capacities: Sequence[int], gain: Ints) -> tuple[Ints, Ints]:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    groups, sites = gain.shape
    cells = np.arange(groups * sites)
    rows = np.concatenate([cells // sites, groups + cells % sites, np.full(len(cells), groups + sites)])
    matrix = csr_array((np.ones(3 * len(cells)), (rows, np.tile(cells, 3))))
    limits = np.array([*households, *capacities, homes], dtype=np.float64)
    found = linprog(-gain.ravel(), A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs-ds")
    duals = np.rint(-found.ineqlin.marginals).astype(np.int64)
    return np.rint(found.x).astype(np.int64).reshape(groups, sites), duals


def _bound(homes: int, households: Sequence[int], capacities: Sequence[int], gain: Ints, duals: Ints) -> int:
    """Recompute the dual value; what rounding may have left short is mended on the sites, so it always is a bound."""
    groups = len(households)
    u, w = np.maximum(duals[:groups], 0), max(int(duals[-1]), 0)
    v = np.maximum((gain - u[:, None]).max(axis=0) - w, 0)
    return int(u @ np.array(households)) + int(v @ np.array(capacities)) + w * homes


def _reason(homes: int, households: Sequence[int], capacities: Sequence[int]) -> str:
    if sum(capacities) < homes:
        return f"各处合起来只放得下 {sum(capacities)} 套，还差 {homes - sum(capacities)} 套的地方。"
    return f"住户一共 {sum(households)} 户，每户一套，多出 {homes - sum(households)} 套没有对象。"
