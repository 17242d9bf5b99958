"""How likely a chain is late once it is sped up, if cases go as past cases went.

Putting a step in parallel changes what it waits for, not how long it takes. A step cut by k days is taken to need k days less
than in each past case, but not fewer than the least it may be cut to, where it took that long at all:
    work' = max(work - k, min(work, shortest))
That is an assumption: nobody has seen the cut step yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongjian.engines.network.green import relax
from gongjian.engines.network.late import RUNS, chance_of_whole
from gongjian.engines.network.model import Step
from gongjian.engines.network.past import Chance, Past
from gongjian.engines.network.speedup import Measure, Speedup
from gongjian.engines.worktime import WorkCalendar


@dataclass(frozen=True)
class LateAfter:
    """The chance that the whole ends after the wanted date: as it is, with all measures, and with all but each one."""

    before: Chance
    after: Chance
    without: tuple[tuple[Measure, Chance], ...]


def late_after(
    steps: Sequence[Step],
    past: Mapping[str, Past],
    speedup: Speedup,
    start: date,
    calendar: WorkCalendar,
    *,
    runs: int = RUNS,
    seed: int = 0,
) -> LateAfter:
    """Compare the chances of being late before and after the measures of a way to a wanted date.

    Equal input and seed give equal chances. Raises EngineInputError as `lateness` does.
    """

    def chance(measures: Sequence[Measure]) -> Chance:
        chain, known = _with_measures(steps, past, measures)
        return chance_of_whole(chain, known, start, calendar, speedup.wanted_on, runs=runs, seed=seed)

    all_ = speedup.measures
    without = [(one, chance([other for other in all_ if other is not one])) for one in all_]
    return LateAfter(chance(()), chance(all_), tuple(without))


def _with_measures(
    steps: Sequence[Step], past: Mapping[str, Past], measures: Sequence[Measure]
) -> tuple[tuple[Step, ...], dict[str, Past]]:
    cuts = {one.step.key: one.cut_days for one in measures if one.cut_days}
    shorter = [replace(step, days=step.days - cuts.get(step.key, 0), shortest_days=None) for step in steps]
    chain = relax(shorter, {one.step.key for one in measures if one.is_parallel})
    known = dict(past)
    for step in steps:
        if step.key in cuts and step.key in past:
            work = [max(days - cuts[step.key], min(days, step.least_days)) for days in past[step.key].work]
            known[step.key] = Past(tuple(work), past[step.key].waits)
    return chain, known
