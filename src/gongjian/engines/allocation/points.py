"""Waiting-list points by the rules of the day.

    points(h, s) = sum over rules of min(at_most, points * count)
    count        = full months from registration to `on` | people | 1 for a fact | relatives or workplaces of h within
                   `within_m` of s | needs of h that s meets

Rules are data: a book holds from its day until the next one's; a household is judged by the book of the day it registered.
"""

from collections.abc import Sequence
from datetime import date
from math import asin, cos, radians, sin, sqrt

from gongjian.engines.allocation.model import (
    Home,
    Household,
    Point,
    PointRule,
    RuleBook,
    RuleKind,
    Score,
    ScoreLine,
)
from gongjian.engines.errors import EngineInputError

EARTH_M = 6_371_008.8
AT_HOME = (RuleKind.KIN, RuleKind.WORK, RuleKind.NEED)
"""Rules that look at the home too."""


def book_on(books: Sequence[RuleBook], day: date) -> RuleBook:
    """Find the book in force on a day. Raises EngineInputError when none was yet."""
    found = max(
        (book for book in books if book.effective_on <= day), key=lambda b: b.effective_on, default=None
    )
    if found is None:
        raise EngineInputError(f"{day.isoformat()} 还没有生效的计分办法。请补上那时的办法，或改登记日期。")
    return found


def months_between(start: date, end: date) -> int:
    """Count full months; the 31st is full on the last day of a shorter month's successor only.

    >>> months_between(date(2024, 1, 15), date(2024, 3, 14)), months_between(date(2024, 1, 15), date(2024, 3, 15))
    (1, 2)
    """
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def score(household: Household, home: Home | None, book: RuleBook, on: date) -> Score:
    """Give a household its points, at a home or (None) wherever it goes."""
    lines = []
    for rule in book.points:
        count = _count(rule, household, home, on)
        if count:
            given = rule.points * count
            kept = given if rule.at_most is None else min(given, rule.at_most)
            lines.append(ScoreLine(rule.title, count, kept, rule.citation))
    return Score(tuple(lines), book.effective_on)


def _count(rule: PointRule, household: Household, home: Home | None, on: date) -> int:
    if rule.kind == RuleKind.MONTH:
        return max(months_between(household.registered_on, on), 0)
    if rule.kind == RuleKind.PERSON:
        return household.size
    if rule.kind == RuleKind.FACT:
        return int(rule.fact in household.facts)
    if home is None:
        return 0
    if rule.kind == RuleKind.NEED:
        return len(household.needs & home.features)
    near = household.kin if rule.kind == RuleKind.KIN else household.works
    return sum(metres(point, home.point) <= rule.within_m for point in near) if home.point else 0


def metres(one: Point, other: Point) -> int:
    """Measure the great circle in whole metres (haversine)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(north / 2) ** 2
    half += cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_M * asin(min(1.0, sqrt(half))))


def why_barred(household: Household, home: Home, book: RuleBook) -> str:
    """Say why a home can't be given to a household; nothing when it can."""
    rules = [rule for rule in book.rooms if rule.rooms == home.rooms]
    if rules and not any(rule.least <= household.size <= rule.most for rule in rules):
        rule = rules[0]
        return (
            f"{home.rooms} 居室住 {rule.least} 到 {rule.most} 人，您家 {household.size} 人（{rule.citation}）"
        )
    missing = sorted(household.needs - home.features)
    if missing:
        return f"您家需要{'、'.join(missing)}，这处房源没有"
    return ""
