"""The cheapest set of steps to put in parallel or to cut so that a chain ends by a wanted date, with its proof.

HiGHS solves `programme`; the answer is counted again in whole numbers by `passes.forward`, what it doesn't need is taken
out, and the bound is HiGHS's dual bound rounded up, since all costs are whole. Without a possible answer, the smallest
chain that ends later with everything sped up is the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, isfinite

import numpy as np

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.graph import Graph, build
from gongjian.engines.network.green import relax
from gongjian.engines.network.model import Schedule, Step
from gongjian.engines.network.obstacle import Obstacle, smallest_obstacle
from gongjian.engines.network.passes import backward, forward
from gongjian.engines.network.programme import Programme, formulate
from gongjian.engines.network.schedule import schedule
from gongjian.engines.worktime import WorkCalendar

ROUNDING = 1e-6


@dataclass(frozen=True)
class Measure:
    """One thing to do: run a step beside others (`is_parallel`), or cut it by `cut_days`. Without it, it ends then."""

    step: Step
    is_parallel: bool
    cut_days: int
    cost: int
    without_it_ends_on: date


@dataclass(frozen=True)
class Speedup:
    """How to end by `wanted_on`: the measures, their cost, a proven lower bound, and the schedule with them.

    `obstacle` says why it can't be done; then there are no measures and the schedule has everything sped up.
    """

    wanted_on: date
    measures: tuple[Measure, ...]
    cost: int
    bound: int
    schedule: Schedule
    obstacle: Obstacle | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the date can be reached."""
        return self.obstacle is None

    @property
    def gap(self) -> int:
        """What a cheaper way could still save at most; 0 is the proof that there is none."""
        return self.cost - self.bound


@dataclass(frozen=True)
class _Choice:
    """Steps put in parallel and days cut, by key."""

    parallel: frozenset[str]
    cuts: Mapping[str, int]


def speed_up(
    steps: Sequence[Step], start: date, wanted_on: date, calendar: WorkCalendar, *, time_limit_s: float = 60.0
) -> Speedup:
    """Find the cheapest measures with which everything ends by `wanted_on`.

    Past the time limit the best found so far comes with the bound proven so far. Raises EngineInputError as
    `schedule` does, and for a wanted date before the start.
    """
    graph, axis = build(steps), axis_from(start, calendar)
    target = axis.place(wanted_on)
    if target < 0:
        raise EngineInputError(f"想在 {wanted_on} 办完，可 {start} 才开始，请改其中一个日期。")
    everything = _Choice(
        frozenset(step.key for step in steps if step.beside),
        {step.key: step.days - step.least_days for step in steps if step.days > step.least_days},
    )
    fastest = build(_sped_up(steps, everything))
    starts, ends = forward(fastest, axis, fastest.days)
    if max(ends) > target:
        reason = smallest_obstacle(fastest, axis, fastest.days, target)
        return Speedup(wanted_on, (), 0, 0, schedule(fastest.steps, start, calendar), reason)
    last_starts, _ = backward(fastest, axis, fastest.days, target)
    made = formulate(
        graph, axis, target, list(zip(starts, last_starts, strict=True)), [step.least_days for step in steps]
    )
    found, bound = _solve(made, graph, everything, time_limit_s)
    if _finish(steps, found, axis) > target:
        found = everything
    needed = _needed(steps, found, axis, target)
    measures = _measures(steps, needed, axis)
    cost = sum(measure.cost for measure in measures)
    plan = schedule(_sped_up(steps, needed), start, calendar)
    return Speedup(wanted_on, measures, cost, min(bound, cost), plan)


def _solve(made: Programme, graph: Graph, everything: _Choice, time_limit_s: float) -> tuple[_Choice, int]:
    """Return HiGHS's choice, or everything when it found none in time, and a lower bound of the cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # half a second, only when asked
    from scipy.sparse import csc_array

    rows, columns, values = made.matrix()
    matrix = csc_array((values, (rows, columns)), shape=(len(made.rows), len(made.costs)))
    limits = np.array([(least, most) for _, least, most in made.rows])
    outcome = milp(
        np.array(made.costs, dtype=np.float64),
        integrality=np.array(made.is_whole),
        bounds=Bounds(0, np.array(made.uppers)),
        constraints=LinearConstraint(matrix, limits[:, 0], limits[:, 1]),
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    dual = outcome.mip_dual_bound
    bound = ceil(dual - ROUNDING * max(1.0, abs(dual))) if dual is not None and isfinite(dual) else 0
    if outcome.x is None:
        return everything, max(bound, 0)
    cuts: dict[str, int] = {}
    for cut in made.cuts:
        key = graph.steps[cut.place].key
        cuts[key] = cuts.get(key, 0) + cut.days * round(outcome.x[cut.column])
    parallel = {graph.steps[i].key for i, column in made.parallel.items() if round(outcome.x[column])}
    return _Choice(frozenset(parallel), cuts), max(bound, 0)


def _sped_up(steps: Sequence[Step], choice: _Choice) -> tuple[Step, ...]:
    shorter = [
        replace(step, days=step.days - choice.cuts.get(step.key, 0), shortest_days=None) for step in steps
    ]
    return relax(shorter, choice.parallel)


def _finish(steps: Sequence[Step], choice: _Choice, axis: Axis) -> int:
    graph = build(_sped_up(steps, choice))
    return max(forward(graph, axis, graph.days)[1])


def _without(choice: _Choice, key: str, *, is_parallel: bool, days: int) -> _Choice:
    if is_parallel:
        return _Choice(choice.parallel - {key}, choice.cuts)
    return _Choice(choice.parallel, {**choice.cuts, key: choice.cuts[key] - days})


def _needed(steps: Sequence[Step], choice: _Choice, axis: Axis, target: int) -> _Choice:
    """Take out what the date doesn't need, the dearest first, until every measure is needed."""
    for step in sorted(steps, key=lambda one: -one.parallel_cost):
        if step.key in choice.parallel:
            fewer = _without(choice, step.key, is_parallel=True, days=0)
            choice = fewer if _finish(steps, fewer, axis) <= target else choice
    for step in sorted(steps, key=lambda one: -one.cost_per_day):
        while choice.cuts.get(step.key, 0):
            fewer = _without(choice, step.key, is_parallel=False, days=1)
            if _finish(steps, fewer, axis) > target:
                break
            choice = fewer
    return choice


def _measures(steps: Sequence[Step], choice: _Choice, axis: Axis) -> tuple[Measure, ...]:
    found = []
    for step in steps:
        days = choice.cuts.get(step.key, 0)
        if step.key in choice.parallel:
            without = _without(choice, step.key, is_parallel=True, days=0)
            later = axis.day(_finish(steps, without, axis))
            found.append(Measure(step, True, 0, step.parallel_cost, later))
        if days:
            without = _without(choice, step.key, is_parallel=False, days=days)
            later = axis.day(_finish(steps, without, axis))
            found.append(Measure(step, False, days, days * step.cost_per_day, later))
    return tuple(found)
