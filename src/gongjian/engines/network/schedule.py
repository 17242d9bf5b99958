"""When each step runs on real dates, how much may be lost where, and what fixes the end."""

from collections.abc import Sequence
from datetime import date

from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.chains import CriticalChains
from gongjian.engines.network.graph import Graph, build
from gongjian.engines.network.model import Schedule, Step, Timed
from gongjian.engines.network.passes import Passes, count
from gongjian.engines.worktime import WorkCalendar

MOST_CHAINS = 10


def schedule(
    steps: Sequence[Step], start: date, calendar: WorkCalendar, *, most_chains: int = MOST_CHAINS
) -> Schedule:
    """Put a chain on dates. The papers come in on `start`, or on the next working day, and that day isn't counted.

    >>> from gongjian.engines.worktime import calendar_for
    >>> chain = [Step("立项", "发改", 5), Step("规划", "自然资源", 20, after=("立项",))]
    >>> plan = schedule(chain, date(2026, 9, 21), calendar_for([2026]))
    >>> plan.of("立项").ends_on.isoformat(), plan.ends_on.isoformat(), plan.days
    ('2026-09-29', '2026-11-02', 25)

    Cost: O(steps + arcs). Raises EngineInputError for a chain that contradicts itself (`graph.build`) and a calendar
    that ends too early.
    """
    graph, axis = build(steps), axis_from(start, calendar)
    return write(graph, axis, count(graph, axis), start, calendar, most_chains)


def longest_days(steps: Sequence[Step]) -> int:
    """Bound the working days of the whole from above, without a calendar: natural days count as working days.

    So many working days of calendar are enough. Raises EngineInputError as `build` does.
    """
    graph, outs = build(steps), [0] * len(steps)
    for place in graph.order:
        start = max((outs[one] for one in graph.before[place]), default=0)
        outs[place] = start + graph.days[place] + graph.hand_overs[place]
    return max(outs)


def write(
    graph: Graph, axis: Axis, passes: Passes, asked_on: date, calendar: WorkCalendar, most_chains: int
) -> Schedule:
    """Write positions down as dates."""
    chains = CriticalChains(graph, passes.starts, passes.ends)
    day = [axis.day(place) for place in range(passes.finish + 1)]
    rows = [
        Timed(
            step,
            day[passes.starts[i]],
            day[passes.ends[i]],
            day[passes.last_starts[i]],
            day[passes.last_ends[i]],
            passes.last_starts[i] - passes.starts[i],
            passes.free[i],
            chains.is_critical[i],
        )
        for i, step in enumerate(graph.steps)
    ]
    rows.sort(key=lambda row: (row.starts_on, row.ends_on))
    return Schedule(
        asked_on=asked_on,
        starts_on=day[0],
        ends_on=day[-1],
        days=passes.finish,
        rows=tuple(rows),
        critical=chains.first(most_chains),
        chains=chains.count,
        is_provisional=calendar.is_provisional(asked_on, day[-1]),
    )
