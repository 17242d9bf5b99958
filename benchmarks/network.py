"""Approval chains: 10,000 steps beside networkx, which is what one would pick today.

`python -m benchmarks.network [small]`. The chain is generated with a fixed seed: steps in order, each waiting for up to
three of the 200 before it, limits of 1 to 30 working days, hand-overs of 0 to 2. Both sides start from the same steps and
must find the same length; networkx gets its graph built outside the clock as well as inside. Ours gives dates, slack and
critical chains beside the length, on a calendar of working days laid out within the clock.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx

from gongjian.engines.network import Step, longest_days, schedule
from gongjian.engines.network.axis import Axis, axis_from
from gongjian.engines.network.chains import CriticalChains
from gongjian.engines.network.graph import build
from gongjian.engines.network.passes import forward
from gongjian.engines.worktime import calendar_for

SEED, REPEATS, START, END = 20261126, 7, date(2026, 3, 2), "end"


def main(argv: Sequence[str] = ()) -> int:
    """Time both sides, check that they agree, print the ratios; the last line is one JSON object."""
    size = 1_000 if "small" in argv else 10_000
    steps = chain(size)
    calendar = calendar_for(range(START.year, START.year + longest_days(steps) // 240 + 2))
    graph, network, axis = build(steps), to_networkx(steps), axis_from(START, calendar)
    plan = schedule(steps, START, calendar, most_chains=1)
    check(steps, plan.days, plan.critical[0], network)
    times = {
        "schedule": timed(lambda: schedule(steps, START, calendar, most_chains=1)),
        "chain": timed(lambda: longest(steps)),
        "networkx_all": timed(lambda: nx.dag_longest_path(to_networkx(steps))),
        "length": timed(lambda: max(forward(graph, axis, graph.days)[1])),
        "networkx_length": timed(lambda: nx.dag_longest_path_length(network)),
    }
    ratios = {
        "ratio_chain": round(times["networkx_all"] / times["chain"], 1),
        "ratio_length": round(times["networkx_length"] / times["length"], 1),
        "ratio_schedule": round(times["networkx_all"] / times["schedule"], 1),
    }
    ms = {name: f"{1000 * seconds:8.1f} ms" for name, seconds in times.items()}
    arcs = sum(len(step.after) for step in steps)
    print(f"== {size:,} steps, {arcs:,} arcs, {plan.days:,} working days; lengths equal")
    print(f"steps to critical chain       ours {ms['chain']}   networkx {ms['networkx_all']}")
    print(f"  networkx takes              {ratios['ratio_chain']} times as long")
    print(f"laid out, to the length       ours {ms['length']}   networkx {ms['networkx_length']}")
    print(f"  networkx takes              {ratios['ratio_length']} times as long")
    print(f"with dates and slack of every step {ms['schedule']}; networkx has neither")
    print(json.dumps({"steps": size, **ratios, "equal": True}))
    return 0


def longest(steps: Sequence[Step]) -> tuple[str, ...]:
    """Find the critical chain alone, which is what networkx answers."""
    graph = build(steps)
    starts, ends = forward(graph, Axis((), START), graph.days)
    return CriticalChains(graph, starts, ends).first(1)[0]


def chain(size: int) -> tuple[Step, ...]:
    """Generate a chain of so many steps."""
    chance = random.Random(SEED)
    steps = []
    for number in range(size):
        near = range(max(0, number - 200), number)
        after = chance.sample(near, min(len(near), chance.randint(1, 3)))
        days, hand_over = chance.randint(1, 30), chance.randint(0, 2)
        steps.append(
            Step(
                f"s{number}",
                f"o{number % 20}",
                days,
                tuple(f"s{one}" for one in after),
                hand_over_days=hand_over,
            )
        )
    return tuple(steps)


def to_networkx(steps: Sequence[Step]) -> Any:
    """Write the chain as networkx wants it: a step's days lie on the arcs that leave it."""
    network = nx.DiGraph()
    by_key = {step.key: step for step in steps}
    for step in steps:
        network.add_edge(step.key, END, weight=step.days)
        for key in step.after:
            network.add_edge(key, step.key, weight=by_key[key].days + by_key[key].hand_over_days)
    return network


def check(steps: Sequence[Step], days: int, critical: Sequence[str], network: Any) -> None:
    """Fail unless both lengths are equal and our chain is as long as it says."""
    by_key = {step.key: step for step in steps}
    assert nx.dag_longest_path_length(network) == days
    assert all(one in by_key[other].after for one, other in pairwise(critical))
    walked = sum(by_key[key].days + by_key[key].hand_over_days for key in critical)
    assert walked - by_key[critical[-1]].hand_over_days == days


def timed(run: Callable[[], object]) -> float:
    """Return the median of some runs in seconds of processor time: one thread each, whatever else the machine does."""
    seconds = []
    for _ in range(REPEATS):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
