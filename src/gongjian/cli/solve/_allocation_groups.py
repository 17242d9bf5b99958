"""How flats kept for groups were used, and how near ceilings came."""

from collections import Counter
from collections.abc import Iterator

from gongjian.engines.allocation import Allocation, Problem, seat_kinds


def tell_groups(problem: Problem, found: Allocation) -> list[str]:
    """Write a table with a row for each home and quota."""
    head = ["", "| 房源 | 名额 | 套数 | 群体成员住进 | 转给别人 |", "| --- | --- | --- | --- | --- |"]
    return [*head, *_kept(problem, found), *_ceilings(problem, found)]


def _kept(problem: Problem, found: Allocation) -> Iterator[str]:
    wishes = (wish for one in found.outcomes for wish in one.wishes if wish.is_met)
    used = Counter(
        (wish.home, seat.group, seat.is_member) for wish in wishes for seat in wish.seats if seat.is_met
    )
    for kind in seat_kinds(problem.homes, problem.quotas):
        if kind.group:
            home = problem.homes[kind.home]
            members, others = (used[home.key, kind.group, is_member] for is_member in (True, False))
            yield f"| {home.label} | 留给“{kind.group}”（{kind.citation}） | {kind.units} | {members} | {others} |"


def _ceilings(problem: Problem, found: Allocation) -> Iterator[str]:
    facts = {household.key: household.facts for household in problem.households}
    inside = Counter((one.home, fact) for one in found.outcomes for fact in facts[one.household])
    barred: Counter[tuple[int, str]] = Counter()
    for kind in seat_kinds(problem.homes, problem.quotas):
        if kind.barred:
            barred[kind.home, kind.barred] += kind.units
    for (number, group), units in barred.items():
        home = problem.homes[number]
        yield f"| {home.label} | “{group}”至多 | {home.units - units} | {inside[home.key, group]} | – |"
