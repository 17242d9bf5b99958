"""The cheapest set of steps to put in parallel or to cut so that a chain ends by a wanted date, with its proof.

A small chain is searched in full (`cheapest`), which proves what it finds. Else HiGHS solves `programme`, and the bound is its
dual bound rounded up, since all costs are whole. Either answer is counted again in whole numbers by `choice.Finish`, and what it
doesn't need is taken out. Without a possible answer, the smallest chain that ends later with everything sped up is the reason.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, isfinite
from typing import TYPE_CHECKING

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.cheapest import cheapest
from gongjian.engines.network.choice import Choice, Finish
from gongjian.engines.network.graph import Graph, build
from gongjian.engines.network.green import relax
from gongjian.engines.network.model import Schedule, Step
from gongjian.engines.network.obstacle import Obstacle, smallest_obstacle
from gongjian.engines.network.passes import backward, forward
from gongjian.engines.network.schedule import schedule
from gongjian.engines.worktime import WorkCalendar

if TYPE_CHECKING:
    from gongjian.engines.network.programme import Programme

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
    everything = Choice([bool(step.beside) for step in steps], [step.least_days for step in steps])
    fastest = build(_sped_up(steps, everything))
    starts, ends = forward(fastest, axis, fastest.days)
    if max(ends) > target:
        reason = smallest_obstacle(fastest, axis, fastest.days, target)
        return Speedup(wanted_on, (), 0, 0, schedule(fastest.steps, start, calendar), reason)
    finish = Finish(graph, axis)
    best = cheapest(graph, everything, finish, target)
    if best is None:
        from gongjian.engines.network.programme import formulate

        last_starts, _ = backward(fastest, axis, fastest.days, target)
        made = formulate(graph, axis, target, list(zip(starts, last_starts, strict=True)), everything.days)
        best = _solve(made, graph, everything, time_limit_s)
    found, bound = best
    if finish(found) > target:
        found = everything
    needed = _needed(graph, found, finish, target)
    measures = _measures(graph, needed, finish, axis)
    cost = sum(measure.cost for measure in measures)
    plan = schedule(_sped_up(steps, needed), start, calendar)
    return Speedup(wanted_on, measures, cost, min(bound, cost), plan)


def _solve(made: "Programme", graph: Graph, everything: Choice, time_limit_s: float) -> tuple[Choice, int]:
    """Return HiGHS's choice, or everything when it found none in time, and a lower bound of the cost."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp  # half a second, only when needed
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
    days = list(graph.days)
    for cut in made.cuts:
        days[cut.place] -= cut.days * round(outcome.x[cut.column])
    parallel = [False] * len(days)
    for place, column in made.parallel.items():
        parallel[place] = bool(round(outcome.x[column]))
    return Choice(parallel, days), max(bound, 0)


def _sped_up(steps: Sequence[Step], choice: Choice) -> tuple[Step, ...]:
    shorter = [
        replace(step, days=days, shortest_days=None) for step, days in zip(steps, choice.days, strict=True)
    ]
    return relax(shorter, {step.key for step, is_on in zip(steps, choice.parallel, strict=True) if is_on})


def _needed(graph: Graph, choice: Choice, finish: Finish, target: int) -> Choice:
    """Take out what the date doesn't need, the dearest first, until every measure and every day is needed."""
    steps = graph.steps
    for place in sorted(range(len(steps)), key=lambda i: -steps[i].parallel_cost):
        if choice.parallel[place] and finish(fewer := choice.without_parallel(place)) <= target:
            choice = fewer
    for place in sorted(range(len(steps)), key=lambda i: -steps[i].cost_per_day):
        choice = choice.with_days(place, _most_days(place, graph.days[place], choice, finish, target))
    return choice


def _most_days(place: int, most: int, choice: Choice, finish: Finish, target: int) -> int:
    """Find the most days, up to `most`, that a step may take with the rest of the choice; more never ends earlier."""

    def end(days: int) -> int:
        return finish(choice.with_days(place, days))

    return choice.days[place] + bisect_right(range(choice.days[place] + 1, most + 1), target, key=end)


def _measures(graph: Graph, choice: Choice, finish: Finish, axis: Axis) -> tuple[Measure, ...]:
    found = []
    for place, step in enumerate(graph.steps):
        days = step.days - choice.days[place]
        if choice.parallel[place]:
            later = axis.day(finish(choice.without_parallel(place)))
            found.append(Measure(step, True, 0, step.parallel_cost, later))
        if days:
            later = axis.day(finish(choice.with_days(place, step.days)))
            found.append(Measure(step, False, days, days * step.cost_per_day, later))
    return tuple(found)
