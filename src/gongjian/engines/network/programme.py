"""The cheapest way to end in time as a whole-number programme, for HiGHS.

Variables of step i: start S_i, end E_i, out O_i (positions on the axis), x_i days cut (working days), z_i in {0, 1} for
running beside; of a step in natural days, u_(i,s,k) in {0, 1} for starting at s with k days cut.
    minimise    sum cost_per_day_i x_i + sum parallel_cost_i z_i + sum k cost_per_day_i u_(i,s,k)
    subject to  S_i >= O_p                      for p before i that i has to wait for
                S_i >= O_p - M z_i,  S_i >= S_p,  O_i >= O_p     for p that i may run beside
                E_i  = S_i + days_i - x_i       working days
                S_i  = sum s u,  E_i = sum F_(i,k)(s) u,  sum u = 1    natural days
                O_i >= E_i + hand-over days of i,   E_i <= target
O_i is when everything i ran beside is out too, which is `green.joint` written as inequalities. Windows of s come from both
passes with everything sped up; M is the latest that anything can be out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph

Cells = list[tuple[int, float]]
NO_LIMIT = float("inf")


@dataclass(frozen=True)
class Cut:
    """A choice that a variable stands for: so many days off a step, each for the variable's value."""

    column: int
    place: int
    days: int


@dataclass
class Programme:
    """Columns and rows in the making; `parallel` and `cuts` say what the columns mean."""

    costs: list[int] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    is_whole: list[int] = field(default_factory=list)
    rows: list[tuple[Cells, float, float]] = field(default_factory=list)
    parallel: dict[int, int] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)

    def column(self, upper: float, cost: int = 0, *, is_whole: bool = False) -> int:
        """Add a variable from 0 to `upper` and return its number."""
        self.costs.append(cost)
        self.uppers.append(upper)
        self.is_whole.append(int(is_whole))
        return len(self.costs) - 1

    def row(self, cells: Cells, least: float, most: float = NO_LIMIT) -> None:
        """Add `least <= sum of coefficient × column <= most`."""
        self.rows.append((cells, least, most))

    def matrix(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return the rows as coordinates: row numbers, columns, coefficients."""
        sizes = [len(cells) for cells, _, _ in self.rows]
        flat = [cell for cells, _, _ in self.rows for cell in cells]
        return (
            np.repeat(np.arange(len(sizes)), sizes).astype(np.int64),
            np.array([column for column, _ in flat], dtype=np.int64),
            np.array([value for _, value in flat], dtype=np.float64),
        )


def formulate(
    graph: Graph, axis: Axis, target: int, windows: Sequence[tuple[int, int]], least_days: Sequence[int]
) -> Programme:
    """Write the programme down. `windows` are the first and last start of each step with everything sped up."""
    made = Programme()
    places = range(len(graph.steps))
    starts = [made.column(target) for _ in places]
    latest_out = target + max(graph.hand_overs)
    outs = [made.column(latest_out) for _ in places]
    ends = [made.column(target) for _ in places]
    for i in places:
        if graph.is_natural[i]:
            _natural(made, graph, axis, i, (starts[i], ends[i]), windows[i], target, least_days[i])
        else:
            _working(made, graph, i, (starts[i], ends[i]), least_days[i])
        made.row([(outs[i], 1), (ends[i], -1)], graph.hand_overs[i])
        _waits(made, graph, i, starts, outs, latest_out)
    return made


def _working(made: Programme, graph: Graph, i: int, span: tuple[int, int], least: int) -> None:
    cells: Cells = [(span[1], 1), (span[0], -1)]
    if least < graph.days[i]:
        cut = made.column(graph.days[i] - least, graph.steps[i].cost_per_day, is_whole=True)
        made.cuts.append(Cut(cut, i, 1))
        cells.append((cut, 1))
    made.row(cells, graph.days[i], graph.days[i])


def _natural(
    made: Programme,
    graph: Graph,
    axis: Axis,
    i: int,
    span: tuple[int, int],
    window: tuple[int, int],
    target: int,
    least: int,
) -> None:
    """Choose one start and one length. A length that ends where a cheaper one does is left out."""
    one: Cells = []
    start: Cells = [(span[0], -1)]
    end: Cells = [(span[1], -1)]
    for at in range(window[0], window[1] + 1):
        known = set()
        for cut in range(graph.days[i] - least + 1):
            reached = axis.end(at, graph.days[i] - cut, True)
            if reached > target or reached in known:
                continue
            known.add(reached)
            column = made.column(1, cut * graph.steps[i].cost_per_day, is_whole=True)
            made.cuts.append(Cut(column, i, cut))
            one.append((column, 1))
            start.append((column, at))
            end.append((column, reached))
    made.row(one, 1, 1)
    made.row(start, 0, 0)
    made.row(end, 0, 0)


def _waits(
    made: Programme, graph: Graph, i: int, starts: list[int], outs: list[int], latest_out: int
) -> None:
    step = graph.steps[i]
    if step.beside:
        made.parallel[i] = made.column(1, step.parallel_cost, is_whole=True)
    for p in graph.before[i]:
        if graph.steps[p].key in step.beside:
            made.row([(starts[i], 1), (outs[p], -1), (made.parallel[i], latest_out)], 0)
            made.row([(starts[i], 1), (starts[p], -1)], 0)
            made.row([(outs[i], 1), (outs[p], -1)], 0)
        else:
            made.row([(starts[i], 1), (outs[p], -1)], 0)
