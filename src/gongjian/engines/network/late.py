"""How likely each step and the whole are late, if cases go as past cases went.

Each step draws its work, and its wait if known, from its past cases, independently of the other steps; a step without a
past takes its statutory days. Ends are exact (`convolve`) as far as its budget goes, else counted in seeded runs
    ready = max over p before of end(p) + hand-over,   start = ready + wait,   end = start + work
with the 95 % interval of the counting. A step is critical in a run if a chain that fixes the end passes it; the share of runs
is its criticality index (Van Slyke, Operations Research 11, 1963). The intervals say nothing of how few past cases there are:
`n` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.convolve import ExactEnds, late_share
from gongjian.engines.network.graph import Graph, build
from gongjian.engines.network.model import Step
from gongjian.engines.network.passes import Passes, count
from gongjian.engines.network.past import Chance, Past, check_past
from gongjian.engines.worktime import WorkCalendar

RUNS = 20_000
BLOCK_CELLS = 2_000_000
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class LateStep:
    """One step: `n` past cases (0: taken as statutory), of which `own_late` took longer than its limit.

    A past that doesn't say is held against the limit in working days as planned. `end_late` is the chance that it
    ends after its planned end, `criticality` that it is on a chain that fixes the end.
    """

    step: Step
    n: int
    own_late: Chance | None
    end_late: Chance
    criticality: Chance


@dataclass(frozen=True)
class Lateness:
    """Chances for every step in order of the table, and for the whole against `due_on`.

    `likely_ends` are the days by which the whole has ended in half, four fifths and nine tenths of the runs.
    """

    due_on: date
    rows: tuple[LateStep, ...]
    whole: Chance
    likely_ends: tuple[tuple[Fraction, date], ...]
    runs: int
    seed: int


SHARES = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))


def lateness(
    steps: Sequence[Step],
    past: Mapping[str, Past],
    start: date,
    calendar: WorkCalendar,
    *,
    due_on: date | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> Lateness:
    """Say how likely each step ends after its planned end, and the whole after `due_on` (None: its planned end).

    Equal input and seed give equal chances. Cost: O(runs × arcs). Raises EngineInputError as `schedule` does, and for a
    past of steps that the chain hasn't.
    """
    if runs < 1:
        raise EngineInputError("模拟次数要大于 0，请改正。")
    check_past(steps, past)
    graph, axis = build(steps), axis_from(start, calendar)
    plan = count(graph, axis)
    due = plan.finish if due_on is None else axis.place(due_on)
    tally = _simulate(graph, axis, past, plan, due, runs, seed)
    exact = ExactEnds(graph, axis, past)
    rows = []
    for i, step in enumerate(graph.steps):
        ends = exact.step(i)
        end_late = Chance.counted(int(tally.late[i]), runs)
        if ends is not None:
            end_late = Chance.exact(late_share(ends, plan.ends[i]))
        known, limit = past.get(step.key), plan.ends[i] - plan.starts[i]
        own = Chance.counted(known.passed(limit), len(known.work)) if known else None
        critical = Chance.counted(int(tally.critical[i]), runs)
        rows.append(LateStep(step, len(known.work) if known else 0, own, end_late, critical))
    whole = exact.whole()
    chance = Chance.counted(int((tally.finishes > due).sum()), runs)
    if whole is not None:
        chance = Chance.exact(late_share(whole, due))
    finishes = np.sort(tally.finishes)
    likely = [
        (share, axis.day(int(finishes[-(-runs * share.numerator // share.denominator) - 1])))
        for share in SHARES
    ]
    return Lateness(
        axis.day(due) if due_on is None else due_on, tuple(rows), chance, tuple(likely), runs, seed
    )


@dataclass(frozen=True)
class _Tally:
    """Of all runs: how often each step ended late and was critical, and where the whole ended."""

    late: Ints
    critical: Ints
    finishes: Ints


def _simulate(
    graph: Graph, axis: Axis, past: Mapping[str, Past], plan: Passes, due: int, runs: int, seed: int
) -> _Tally:
    chance, size = np.random.default_rng(seed), len(graph.steps)
    days, planned = np.array(axis.days), np.array(plan.ends)[:, None]
    late, critical, finishes = np.zeros(size, np.int64), np.zeros(size, np.int64), []
    block = max(1, BLOCK_CELLS // size)
    for first in range(0, runs, block):
        ready, ends = _run(graph, axis, days, past, chance, min(block, runs - first))
        late += (ends > planned).sum(axis=1)
        critical += _critical(graph, past, ready, ends).sum(axis=1)
        finishes.append(ends.max(axis=0))
    return _Tally(late, critical, np.concatenate(finishes))


def _run(
    graph: Graph, axis: Axis, days: Ints, past: Mapping[str, Past], chance: np.random.Generator, runs: int
) -> tuple[Ints, Ints]:
    """Draw so many runs; rows are steps, columns runs: when each was ready to start, and its end."""
    ready = np.zeros((len(graph.steps), runs), np.int64)
    ends = np.zeros_like(ready)
    for i in graph.order:
        known = past.get(graph.steps[i].key)
        for p in graph.before[i]:
            np.maximum(ready[i], ends[p] + _shift(graph, known, p), out=ready[i])
        start = ready[i]
        if known and known.waits and graph.before[i]:
            start = start + chance.choice(np.array(known.waits), runs)
        if known:
            ends[i] = start + chance.choice(np.array(known.work), runs)
        elif graph.is_natural[i]:
            if start.max() >= len(days):
                raise axis.too_short()
            ends[i] = np.searchsorted(days, days[start] + graph.days[i])
        else:
            ends[i] = start + graph.days[i]
    return ready, ends


def _critical(graph: Graph, past: Mapping[str, Past], ready: Ints, ends: Ints) -> NDArray[np.bool_]:
    critical: NDArray[np.bool_] = np.equal(ends, ends.max(axis=0))
    for i in reversed(graph.order):
        known = past.get(graph.steps[i].key)
        for p in graph.before[i]:
            critical[p] |= critical[i] & (ends[p] + _shift(graph, known, p) == ready[i])
    return critical


def _shift(graph: Graph, known: Past | None, before: int) -> int:
    """Hand-over days count where the wait is not known from past cases."""
    return 0 if known and known.waits else graph.hand_overs[before]
