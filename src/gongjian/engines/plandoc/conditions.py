"""Numeric conditions for grades and sanctions: scores, hours, ranks, shares, counts, lags."""

import re
from collections.abc import Iterable

from gongjian.engines.plandoc.bounds import Condition, find_bounds
from gongjian.engines.plandoc.numerals import HAN_COUNT
from gongjian.engines.plandoc.occurrences import find_amounts_asked, find_last, find_ranks, find_streaks

COUNTABLE = re.compile(
    rf"\d|{HAN_COUNT}(?=[个名位次年季月起件分小周天日户人处家成之的，、篇本册场项条期届封度])|末位|垫底|倒数|最后|其余|靠后"
)
"""What every condition holds: a number, a word for the last place, or 其余."""


def find_conditions(clause: str, offset: int) -> list[Condition]:
    """Return the conditions of one clause in order; earlier kinds win where they overlap."""
    if not COUNTABLE.search(clause):
        return []
    found: list[Condition] = []
    for read in (find_streaks, find_bounds, find_ranks, find_amounts_asked):
        _keep(found, read(clause, offset))
    last = None if found else find_last(clause, offset)
    if last:
        found.append(last)
    return sorted(found, key=lambda c: c.start)


def _keep(found: list[Condition], conditions: Iterable[Condition]) -> None:
    for condition in conditions:
        if all(condition.end <= other.start or other.end <= condition.start for other in found):
            found.append(condition)
