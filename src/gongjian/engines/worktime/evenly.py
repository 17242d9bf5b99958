"""So many times a year, spread over it: which part of the year each time belongs to.

With n times a year (1 to 12), part k = 1 … n holds the months from ⌊12(k−1)/n⌋ + 1 to ⌊12k/n⌋: quarters for 4, months
for 12, and parts that differ by one month at most where n does not divide 12.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gongjian.engines.errors import EngineInputError

MONTHS = 12


@dataclass(frozen=True)
class Part:
    """A part of a year, both days included, in which something is to be done once."""

    first_on: date
    last_on: date


@dataclass(frozen=True)
class Dues:
    """What of a year's times was done and missed, and the part that is still open (None: nothing is owed now)."""

    owed: int
    kept: int
    missed: tuple[Part, ...]
    open: Part | None


def parts_of_year(year: int, times: int) -> tuple[Part, ...]:
    """Return the parts of a year, in order.

    >>> [part.last_on.month for part in parts_of_year(2026, 4)], [p.last_on.month for p in parts_of_year(2026, 5)]
    ([3, 6, 9, 12], [2, 4, 7, 9, 12])

    Raises EngineInputError for fewer than one or more than twelve times.
    """
    if not 1 <= times <= MONTHS:
        raise EngineInputError("一年 1 到 12 次")
    ends = [MONTHS * number // times for number in range(times + 1)]
    return tuple(
        Part(date(year, before + 1, 1), date(year, end, monthrange(year, end)[1]))
        for before, end in pairwise(ends)
    )


def dues_of(times: int, done_on: Iterable[date], today: date, begun_on: date, ended_on: date | None) -> Dues:
    """Say how a year stands on a day: a part is owed when the term covers it whole, kept when something was done in it.

    What was done in a part that is not owed helps nobody else's part.
    """
    parts = [
        part
        for part in parts_of_year(today.year, times)
        if begun_on <= part.first_on and (ended_on is None or part.last_on <= ended_on)
    ]
    days = sorted(done_on)
    kept = {part for part in parts if any(part.first_on <= day <= part.last_on for day in days)}
    missed = tuple(part for part in parts if part.last_on < today and part not in kept)
    here = next((part for part in parts if part.first_on <= today <= part.last_on), None)
    return Dues(len(parts), len(kept), missed, here if here not in kept else None)
