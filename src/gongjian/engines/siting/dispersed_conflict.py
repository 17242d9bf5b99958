"""Why nothing can be done: a smallest set of limits that can't be kept together.

QuickXplain (Junker, AAAI 2004) halves the limits until the set is found of which none can be left out. A test asks the linear
programme first, and only if that has a solution the whole one; where the linear programme alone has none, it decides, and the
set found is then thinned by the whole one.
"""

from collections.abc import Callable, Sequence

import numpy as np

from gongjian.engines.siting.dispersed_bound import is_relaxed_possible
from gongjian.engines.siting.dispersed_branch import branch
from gongjian.engines.siting.dispersed_instance import Instance, why_out
from gongjian.engines.siting.dispersed_rows import Limit, Of, Row, limits_of, total
from gongjian.engines.siting.dispersed_words import say_limit
from gongjian.engines.siting.parcels import Conflict

Clock = Callable[[], float]
LEAST_SECONDS = 5.0
"""The search for the reason gets this long even when the time of the search for a plan is over."""
_LEASTS = (Of.STREET_LEAST, Of.CHANNEL_LEAST)


class _Tests:
    """Ask whether some limits can be kept together; what time cuts off counts as possible and is remembered."""

    def __init__(self, instance: Instance, rows: list[Row], end: float, clock: Clock) -> None:
        self.instance, self.rows, self.end, self.clock = instance, rows, end, clock
        self.was_cut = False
        self.is_whole = False

    def rows_for(self, limits: Sequence[Limit]) -> list[Row]:
        kept = set(limits)
        return [row for row in self.rows if kept.issuperset(row.limits)]

    def is_possible(self, limits: Sequence[Limit]) -> bool:
        rows = self.rows_for(limits)
        if not is_relaxed_possible(self.instance, rows):
            return False
        if not self.is_whole:
            return True
        if self.clock() >= self.end:
            self.was_cut = True
            return True
        zeros = np.zeros(len(self.instance.parcels), dtype=np.int64)
        found = branch(self.instance, rows, (zeros, zeros), seconds=self.end - self.clock())
        self.was_cut |= found.homes is None and not found.is_impossible
        return not found.is_impossible


def find_conflict(instance: Instance, rows: list[Row], *, end: float, clock: Clock) -> Conflict:
    """Find the limits that conflict in a problem shown to have no plan."""
    tests = _Tests(instance, rows, max(end, clock() + LEAST_SECONDS), clock)
    limits = limits_of(instance)
    tests.is_whole = tests.is_possible(limits)
    found = _quick_explain(tests, (), False, limits)
    tests.is_whole = True
    for limit in found:
        rest = tuple(one for one in found if one != limit)
        if not tests.is_possible(rest):
            found = rest
    return _say(tests, found)


def _quick_explain(
    tests: _Tests, kept: tuple[Limit, ...], is_new: bool, limits: tuple[Limit, ...]
) -> tuple[Limit, ...]:
    if is_new and not tests.is_possible(kept):
        return ()
    if len(limits) == 1:
        return limits
    first, second = limits[: len(limits) // 2], limits[len(limits) // 2 :]
    of_second = _quick_explain(tests, kept + first, True, second)
    of_first = _quick_explain(tests, kept + of_second, bool(of_second), first)
    return of_first + of_second


def _say(tests: _Tests, limits: tuple[Limit, ...]) -> Conflict:
    problem = tests.instance.problem
    said = tuple(say_limit(problem, limit) for limit in limits)
    if len(said) == 1:
        words = f"做不到：{said[0]}，可用的地块合起来达不到。"
    else:
        ending = (
            "合在一起做不到，去掉任何一条，其余的就能同时做到。" if not tests.was_cut else "合在一起做不到。"
        )
        words = "做不到：" + "；".join(said) + "。这几条" + ending
    return Conflict(said, words + _say_land(tests, limits) + _say_most(tests, limits), not tests.was_cut)


def _say_land(tests: _Tests, limits: tuple[Limit, ...]) -> str:
    """Tell the land of the first street of a conflict: what is usable, what is out."""
    index = next((limit.index for limit in limits if limit.of == Of.STREET_LEAST), None)
    if index is None:
        return ""
    street = tests.instance.problem.streets[index]
    mine = [parcel for parcel in tests.instance.problem.parcels if parcel.street == street.key]
    usable = [parcel for parcel in mine if not why_out(parcel)]
    out = len(mine) - len(usable)
    return (
        f"{street.name or street.key}可用的地块有 {len(usable)} 块，单看各块合计至多 {sum(p.most for p in usable)} 套"
        + (f"，另有 {out} 块因用途、权属等不能用" if out else "")
        + "。"
    )


def _say_most(tests: _Tests, limits: tuple[Limit, ...]) -> str:
    """Tell how much of the first demand could be met beside the rest."""
    least = next((limit for limit in limits if limit.of in _LEASTS), None)
    left = tests.end - tests.clock()
    if least is None or len(limits) == 1 or left <= 0:
        return ""
    (row,) = [row for row in tests.rows if row.limits == (least,)]
    gain = np.zeros(len(tests.instance.parcels), dtype=np.int64)
    gain[row.columns] = -1
    rows = tests.rows_for([limit for limit in limits if limit != least])
    found = branch(tests.instance, rows, (gain, np.zeros_like(gain)), seconds=left)
    if found.homes is None or found.bound is None or total(row, found.homes) != -found.bound:
        return ""
    most = total(row, found.homes)
    return f"守住其余各条，最多 {most} 套，差 {(row.low or 0) - most} 套。"
