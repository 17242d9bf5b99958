"""A problem in columns, one row a need or a resource: what pairs of a whole district are found in, and what is stored of it.

Days are ordinals, weekdays bits (Monday the lowest), minutes of the day; categories and qualifications are words of 64 bits, so that
"one of them" and "all of them" are one operation for a whole block of needs and resources.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.model import MINUTES_A_DAY, Need, Problem, Resource

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

NO_LIMIT = -1
BITS = 64
NEVER, FOR_EVER = 0, 10**7
"""Ordinals before and after every date."""


@dataclass(frozen=True)
class Side:
    """What needs and resources both say, an array each: first and last day, weekday bits, minutes, degrees (NaN: unknown)."""

    first: Ints
    last: Ints
    weekdays: Ints
    opens: Ints
    closes: Ints
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    qualifications: Words

    def rows(self, which: Any) -> "Side":
        """Take some of the rows."""
        return Side(*(getattr(self, column.name)[which] for column in fields(self)))


@dataclass(frozen=True)
class Columns:
    """Needs, resources and units by position, with the names behind the numbers.

    `category` is the position of a need's category, `categories` the words of a resource's; `ceiling` of a unit and `reach_m` of a
    resource are NO_LIMIT where there is none; `given` is what a community was promised beside these needs.
    """

    communities: tuple[str, ...]
    category_names: tuple[str, ...]
    qualification_names: tuple[str, ...]
    units: tuple[str, ...]
    community: Ints
    category: Ints
    quantity: Ints
    urgency: Ints
    need_side: Side
    unit: Ints
    categories: Words
    capacity: Ints
    reach_m: Ints
    places: tuple[str, ...]
    place: Ints
    resource_side: Side
    ceiling: Ints
    given: Ints


def columns_of(problem: Problem) -> Columns:
    """Write a problem down in columns; its agreements and given distances are no part of it."""
    needs, resources = problem.needs, problem.resources
    communities = _numbered(need.community for need in needs)
    categories = _numbered(need.category for need in needs)
    skills = _numbered(name for need in needs for name in need.qualifications)
    units = _numbered(resource.unit for resource in resources)
    places = _numbered(resource.place for resource in resources)
    ceilings = {unit.key: unit.ceiling for unit in problem.units}
    return Columns(
        tuple(communities),
        tuple(categories),
        tuple(skills),
        tuple(units),
        _ints(communities[need.community] for need in needs),
        _ints(categories[need.category] for need in needs),
        _ints(need.quantity for need in needs),
        _ints(need.urgency for need in needs),
        _side(needs, skills),
        _ints(units[resource.unit] for resource in resources),
        _words([resource.categories for resource in resources], categories),
        _ints(resource.capacity for resource in resources),
        _ints(_or(resource.reach_m, NO_LIMIT) for resource in resources),
        tuple(places),
        _ints(places[resource.place] for resource in resources),
        _side(resources, skills),
        _ints(_or(ceilings.get(name), NO_LIMIT) for name in units),
        _ints(problem.given.get(name, 0) for name in communities),
    )


def _side(entries: Sequence[Need] | Sequence[Resource], skills: dict[str, int]) -> Side:
    return Side(
        _ints(one.first_on.toordinal() if one.first_on else NEVER for one in entries),
        _ints(one.last_on.toordinal() if one.last_on else FOR_EVER for one in entries),
        _ints(weekday_bits(one.weekdays) for one in entries),
        _ints(_or(one.opens, 0) for one in entries),
        _ints(_or(one.closes, MINUTES_A_DAY) for one in entries),
        np.array([one.point.latitude if one.point else np.nan for one in entries], np.float64),
        np.array([one.point.longitude if one.point else np.nan for one in entries], np.float64),
        _words([one.qualifications for one in entries], skills),
    )


def weekday_bits(weekdays: Iterable[int]) -> int:
    """Write weekdays (1 Monday) as bits; none as all."""
    return sum(1 << (day - 1) for day in set(weekdays)) or 127


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)


def _or(number: int | None, other: int) -> int:
    return other if number is None else number


def _words(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> Words:
    """Set a bit for each known name of a row; names that no need asks for have none."""
    count = -(-len(numbers) // BITS) or 1
    found = np.zeros((len(rows), count), np.uint64)
    for row, names in enumerate(rows):
        for name in names:
            bit = numbers.get(name)
            if bit is not None:
                found[row, bit // BITS] |= np.uint64(1 << (bit % BITS))
    return found
