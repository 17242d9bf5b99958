"""Small chains to test with, made by hand, and every path of them counted plainly."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from gongjian.engines.network import Step
from gongjian.engines.worktime import LimitUnit, calendar_for

CALENDAR = calendar_for([2024, 2025, 2026, 2027])
WORKING, NATURAL = LimitUnit.WORKING_DAYS, LimitUnit.NATURAL_DAYS


@st.composite
def chains(draw, most_steps=6, units=(WORKING, NATURAL)):
    """Make a chain without circles; keys are s0, s1, … in some order of the table."""
    count = draw(st.integers(1, most_steps))
    steps = []
    for number in range(count):
        after = tuple(f"s{one}" for one in range(number) if draw(st.booleans()))
        beside = tuple(key for key in after if draw(st.booleans()))
        days = draw(st.integers(0, 12))
        steps.append(
            Step(
                f"s{number}",
                draw(st.sampled_from(("甲局", "乙局", "丙局"))),
                days,
                after,
                draw(st.sampled_from(units)),
                hand_over_days=draw(st.integers(0, 2)),
                beside=beside,
                parallel_cost=draw(st.integers(0, 4)),
                shortest_days=draw(st.none() | st.integers(max(0, days - 2), days)),
                cost_per_day=draw(st.integers(0, 4)),
            )
        )
    return draw(st.permutations(steps))


STARTS = st.dates(date(2025, 1, 2), date(2026, 6, 30))


def first_worked(day):
    while not CALENDAR.is_working(day):
        day += timedelta(days=1)
    return day


def step_end(step, start):
    """Count one step day by day, from the rule and nothing else."""
    if step.unit is NATURAL:
        return first_worked(start + timedelta(days=step.days))
    return working_days_on(start, step.days)


def working_days_on(day, count):
    while count:
        day += timedelta(days=1)
        count -= CALENDAR.is_working(day)
    return day


def all_paths(steps):
    """List every path as steps, from any step that waits for none to any step that none waits for."""
    by_key = {step.key: step for step in steps}

    @cache
    def paths_to(key):
        step = by_key[key]
        if not step.after:
            return [(step,)]
        return [(*path, step) for before in step.after for path in paths_to(before)]

    waited_for = {key for step in steps for key in step.after}
    return [path for step in steps if step.key not in waited_for for path in paths_to(step.key)]


def path_end(path, start):
    """Walk along one path on the calendar; the hand-over after its last step counts for nobody."""
    day = first_worked(start)
    for number, step in enumerate(path):
        day = step_end(step, day)
        if number < len(path) - 1:
            day = working_days_on(day, step.hand_over_days)
    return day


def longest_end(steps, start):
    """Return the end of the whole: the latest over all paths and their beginnings (a hand-over may be last)."""
    return max(path_end(path[: size + 1], start) for path in all_paths(steps) for size in range(len(path)))
