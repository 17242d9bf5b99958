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

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.axis import axis_from
from gongjian.engines.network.convolve import ExactEnds, late_share
from gongjian.engines.network.graph import build
from gongjian.engines.network.model import Step
from gongjian.engines.network.passes import count
from gongjian.engines.network.past import Chance, Past, check_past
from gongjian.engines.worktime import WorkCalendar

RUNS = 20_000


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
    from gongjian.engines.network.late_runs import simulate  # numpy, only when asked

    _check(steps, past, runs)
    graph, axis = build(steps), axis_from(start, calendar)
    plan = count(graph, axis)
    due = plan.finish if due_on is None else axis.place(due_on)
    tally = simulate(graph, axis, past, plan, runs, seed)
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
    chance = (
        Chance.counted(tally.late_in(due), runs) if whole is None else Chance.exact(late_share(whole, due))
    )
    likely = [(share, axis.day(tally.finish_in(share))) for share in SHARES]
    return Lateness(
        axis.day(due) if due_on is None else due_on, tuple(rows), chance, tuple(likely), runs, seed
    )


def chance_of_whole(
    steps: Sequence[Step],
    past: Mapping[str, Past],
    start: date,
    calendar: WorkCalendar,
    due_on: date,
    *,
    runs: int = RUNS,
    seed: int = 0,
) -> Chance:
    """Say how likely the whole ends after `due_on`: the `whole` of `lateness` without the rest."""
    _check(steps, past, runs)
    graph, axis = build(steps), axis_from(start, calendar)
    due, whole = axis.place(due_on), ExactEnds(graph, axis, past).whole()
    if whole is not None:
        return Chance.exact(late_share(whole, due))
    from gongjian.engines.network.late_runs import simulate

    tally = simulate(graph, axis, past, count(graph, axis), runs, seed)
    return Chance.counted(tally.late_in(due), runs)


def _check(steps: Sequence[Step], past: Mapping[str, Past], runs: int) -> None:
    if runs < 1:
        raise EngineInputError("模拟次数要大于 0，请改正。")
    check_past(steps, past)
