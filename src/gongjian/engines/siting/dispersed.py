"""Dispersed small clusters (大分散小集中): which parcels open and how many homes on each.

The programme is written in `dispersed_rows`; what a plan is worth is sum x_points * homes + z_points * opened.

1. A bound in exact whole numbers from the prices of the linear programme (`dispersed_bound`).
2. A first plan from a core of parcels that the prices say are cheap to open, widened until there is one (kernel search:
   Angelelli, Mansini and Speranza, Computers & Operations Research 37, 2010).
3. Branch and bound over all parcels for the rest of the time, by HiGHS (Huangfu and Hall, 2018).

Each stage gives the best known plan with the best known bound. Equal input, in whatever order, gives an equal answer if it is
proven and no other plan has its value; what time cuts off depends on the machine.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.dispersed_bound import Bound, relax
from gongjian.engines.siting.dispersed_branch import branch
from gongjian.engines.siting.dispersed_check import check
from gongjian.engines.siting.dispersed_conflict import find_conflict
from gongjian.engines.siting.dispersed_instance import Instance, Whole, build
from gongjian.engines.siting.dispersed_reasons import explain
from gongjian.engines.siting.dispersed_rows import Row, rows_of
from gongjian.engines.siting.parcels import Opened, Problem, Siting, Status

SMALL = 300
"""So many parcels are branched on at once, without a core."""
CORE_SHARES = (0.0001, 0.0003)
"""The core: parcels whose opening raises the bound by at most this share of it."""
RESERVE = 0.03
"""This share of the time is kept for what comes after the search: checks and reasons."""
CORE_TIME, CORE_GAP = 0.5, 0.01
"""A core gets so much of the time that is left, and is left when its plan is so near its own bound."""

Tell = Callable[[str], None]


@dataclass
class _Known:
    """The best plan and bound so far."""

    instance: Instance
    tell: Tell
    bound: int
    homes: Whole | None = None
    value: int = 0

    @property
    def is_proven(self) -> bool:
        return self.homes is not None and self.bound >= self.value

    def learn(self, homes: Whole | None, bound: int | None) -> None:
        """Keep what is better; `bound` must hold for all plans."""
        if homes is not None:
            value = self.instance.value_of(homes)
            if self.homes is None or value < self.value:
                self.homes, self.value = homes, value
        if bound is not None:
            self.bound = max(self.bound, bound)
        if self.homes is None:
            self.tell(f"还没有方案，下界 {self.bound}")
        else:
            self.bound = min(self.bound, self.value)
            gap = (self.value - self.bound) / max(self.value, 1)
            self.tell(f"方案 {self.value}，下界 {self.bound}，差距 {gap:.2%}")


def site_dispersed(
    problem: Problem, *, seconds: float, clock: Callable[[], float], tell: Tell = lambda words: None
) -> Siting:
    """Choose parcels and homes; every parcel gets its reason.

    `seconds` on `clock` is when to stop with the best known; `tell` hears of progress. The answer says whether it is proven,
    how far from the bound it is, or which limits conflict. Raises EngineInputError for input that can't be computed with.
    """
    if not seconds >= 0:
        raise EngineInputError(f"时间要是 0 以上的秒数，现在是 {seconds}。")
    end = clock() + seconds * (1 - RESERVE)
    check(problem)
    instance = build(problem)
    rows = rows_of(instance)
    relaxed = relax(instance, rows)
    if relaxed is None:
        return _infeasible(instance, rows, end, clock)
    known = _Known(instance, tell, relaxed.value)
    known.learn(None, None)
    by_pairs = rows_of(instance, by_pairs=True)
    if len(instance.parcels) > SMALL:
        _search_cores(known, by_pairs, relaxed, end, clock)
    if not known.is_proven:
        points = instance.x_points, instance.z_points
        found = branch(instance, by_pairs, points, seconds=end - clock())
        if found.is_impossible:
            return _infeasible(instance, rows, end, clock)
        known.learn(found.homes, found.bound)
    return _answer(known)


def _search_cores(
    known: _Known, rows: list[Row], relaxed: Bound, end: float, clock: Callable[[], float]
) -> None:
    """Branch on ever wider cores until one has a plan; its bound says nothing about the rest."""
    instance = known.instance
    opening = np.array(relaxed.opening, dtype=np.float64)
    for share in CORE_SHARES:
        left = end - clock()
        core = opening <= share * max(relaxed.value, 1)
        points = instance.x_points, instance.z_points
        found = branch(instance, rows, points, seconds=left * CORE_TIME, is_open=core, share=CORE_GAP)
        known.learn(found.homes, None)
        if found.homes is not None:
            return


def _infeasible(instance: Instance, rows: list[Row], end: float, clock: Callable[[], float]) -> Siting:
    conflict = find_conflict(instance, rows, end=end, clock=clock)
    return Siting(Status.INFEASIBLE, conflict=conflict, reasons=explain(instance, None))


def _answer(known: _Known) -> Siting:
    instance = known.instance
    if known.homes is None:
        return Siting(Status.UNKNOWN, bound=known.bound, reasons=explain(instance, None))
    opened = tuple(
        Opened(
            instance.parcels[place].key,
            int(known.homes[place]),
            int(instance.travel_m[place]),
            int(known.homes[place] * instance.home_cents[place] + instance.site_cents[place]),
        )
        for place in np.flatnonzero(known.homes)
    )
    status = Status.PROVEN if known.is_proven else Status.FOUND
    return Siting(
        status,
        opened,
        known.value,
        known.bound,
        reasons=explain(instance, known.homes, is_proven=known.is_proven),
    )
