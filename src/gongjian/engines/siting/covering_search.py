"""The search of a maximal covering problem: branching while it gets on, then HiGHS."""

from collections.abc import Callable

from gongjian.engines.siting.covering_exact import finish, is_small
from gongjian.engines.siting.median_instance import Instance
from gongjian.engines.siting.median_search import Search, State
from gongjian.engines.siting.model import OnProgress

_FIRST_PARTS, _GAIN, _NEARLY = 80, 0.07, 0.8
"""Parts looked at first; of the way from the first bound to the value, what twice as many should gain, and what is near."""


def run(
    instance: Instance,
    count: int,
    state: State,
    should_stop: Callable[[], bool],
    seconds_left: Callable[[], float],
    seed: int,
    on_progress: OnProgress | None,
) -> Search:
    """Search while twice the parts bring the bound on; HiGHS goes on where they don't and the rest is small enough for it."""
    search = Search(instance, count, state, should_stop, seed, on_progress)
    search.start()
    begun, parts = search.bound, _FIRST_PARTS
    while not search.is_proven and not should_stop():
        before = search.bound
        search.branch(parts)
        way = search.upper - instance.unit - begun
        is_stuck = search.bound - before < _GAIN * way and search.bound - begun < _NEARLY * way
        if not search.is_proven and is_stuck and is_small(search):
            finish(search, seconds_left)
            break
        parts *= 2
    return search
