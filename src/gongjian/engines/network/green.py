"""The green channel (绿色通道): steps that need not wait for one another run side by side.

If step s runs beside step p, both start from the same papers, and who waits for s waits for p too:
    start(s) >= start(p) instead of out(p);     t after s:  start(t) >= out(s) and out(p)
As a plain chain again, in order of work, with P the steps put in parallel:
    waits(s) = union over p before s of   waits(p) if s in P and p in beside(s),  else  joint(p)
    joint(s) = {s} + union over those p of joint(p)
Everything said of chains then holds for it. More steps in P never end later: each wait of the larger P is implied by a
chain of the smaller one (tested).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.axis import axis_from
from gongjian.engines.network.choice import Choice, Finish
from gongjian.engines.network.graph import build
from gongjian.engines.network.model import Schedule, Step
from gongjian.engines.network.schedule import schedule
from gongjian.engines.worktime import WorkCalendar


@dataclass(frozen=True)
class InParallel:
    """A step of the green channel: what it no longer waits for, and the working days lost if it alone still did."""

    step: Step
    beside: tuple[str, ...]
    saves_days: int


@dataclass(frozen=True)
class GreenChannel:
    """The chain as it stands beside the one with every possible step in parallel."""

    plain: Schedule
    green: Schedule
    parallel: tuple[InParallel, ...]

    @property
    def days_saved(self) -> int:
        """Working days by which the whole ends earlier."""
        return self.plain.days - self.green.days


def relax(steps: Sequence[Step], parallel: Collection[str] | None = None) -> tuple[Step, ...]:
    """Rewrite the chain with the steps of `parallel` (None: every one that may) run beside their `beside`.

    Raises EngineInputError for keys that the chain hasn't, or that may not run in parallel, and as `build` does.
    """
    graph = build(steps)
    chosen = {step.key for step in steps if step.beside} if parallel is None else set(parallel)
    if stray := sorted(chosen - {step.key for step in steps if step.beside}):
        raise EngineInputError(f"环节“{stray[0]}”不在可并联的环节里，请检查。")
    waits: dict[str, dict[str, None]] = {}
    joint: dict[str, dict[str, None]] = {}
    for step in (graph.steps[place] for place in graph.order):
        beside = set(step.beside) if step.key in chosen else set()
        waits[step.key], joint[step.key] = {}, {step.key: None}
        for key in step.after:
            waits[step.key] |= waits[key] if key in beside else joint[key]
            joint[step.key] |= joint[key] if key in beside else {}
    return tuple(replace(step, after=tuple(waits[step.key]), beside=()) for step in steps)


def green_channel(
    steps: Sequence[Step], start: date, calendar: WorkCalendar, *, most_chains: int = 10
) -> GreenChannel:
    """Compare the chain with its green channel, and say what each parallel step brings.

    Cost: O(parallel steps × arcs). Raises EngineInputError as `schedule` does.
    """
    plain = schedule(steps, start, calendar, most_chains=most_chains)
    green = schedule(relax(steps), start, calendar, most_chains=most_chains)
    graph, axis = build(steps), axis_from(start, calendar)
    finish, all_beside = Finish(graph, axis), Choice([bool(step.beside) for step in steps], graph.days)
    parallel = [
        InParallel(step, step.beside, finish(all_beside.without_parallel(place)) - green.days)
        for place, step in enumerate(steps)
        if step.beside
    ]
    return GreenChannel(plain, green, tuple(parallel))
