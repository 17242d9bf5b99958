"""Every wish of every household with its points, or why it is out, as rows of numbers.

What a household's points don't owe to the home is counted once for each household, and whether a home fits once for each kind of
household that differs in size, needs or book.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gongjian.engines.allocation.market import Ints
from gongjian.engines.allocation.model import Home, Household, Problem, RuleBook
from gongjian.engines.allocation.points import AT_HOME, book_on, score, why_barred


@dataclass(frozen=True)
class Listing:
    """The wishes one after the other: those of household h from `starts[h]` to `starts[h + 1]`, in the order of its list.

    `homes` are numbers of homes, `points` the household's there, `bars` why a home can't be given to it ("": it can).
    """

    starts: Ints
    homes: Ints
    points: Ints
    bars: tuple[str, ...]
    books: tuple[RuleBook, ...]


def list_wishes(problem: Problem) -> Listing:
    """Judge every wish. Raises EngineInputError when a household registered before there were rules."""
    number = {home.key: index for index, home in enumerate(problem.homes)}
    books = _books(problem)
    homes = [number[key] for household in problem.households for key in household.wishes]
    points: list[int] = []
    bars: list[str] = []
    known: dict[tuple[int, frozenset[str], int, int], str] = {}
    for household, book in zip(problem.households, books, strict=True):
        wished = [problem.homes[number[key]] for key in household.wishes]
        points += _points(household, wished, book, problem)
        for home in wished:
            what = (household.size, household.needs, id(book), number[home.key])
            if what not in known:
                known[what] = why_barred(household, home, book)
            bars.append(known[what])
    starts = np.concatenate([[0], np.cumsum([len(one.wishes) for one in problem.households])])
    homes_row, points_row = np.array(homes, dtype=np.int64), np.array(points, dtype=np.int64)
    return Listing(starts.astype(np.int64), homes_row, points_row, tuple(bars), books)


def _points(household: Household, homes: Sequence[Home], book: RuleBook, problem: Problem) -> list[int]:
    if any(rule.kind in AT_HOME for rule in book.points):
        return [score(household, home, book, problem.on).total for home in homes]
    return [score(household, None, book, problem.on).total] * len(homes)


def _books(problem: Problem) -> tuple[RuleBook, ...]:
    if not problem.books:
        return (RuleBook(problem.on, ()),) * len(problem.households)
    days = [problem.judged_on or household.registered_on for household in problem.households]
    found = {day: book_on(problem.books, day) for day in sorted(set(days))}
    return tuple(found[day] for day in days)
