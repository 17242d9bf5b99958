"""Why a roster can't be full: a set of places that asks for more than all who may go there can give.

    demand(S) = sum over S of visits[p]  >  sum over i of min(capacity[i], places of S that i may see)

Hall's condition in its form for capacities. S is read off the best flow: from a place that lacks visits go to everyone who
may come but doesn't, and from him to the places that he is at. Nobody on the way has room, or the flow would be larger.
"""

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.roster.eligibility import Bar, why_not
from gongjian.engines.roster.instance import Instance
from gongjian.engines.roster.model import Shortage, ShortageKind
from gongjian.engines.roster.network import Flow

Mask = NDArray[np.bool_]
_NAMED = 3


def explain(instance: Instance, flow: Flow) -> tuple[Shortage, ...]:
    """Find disjoint sets of places that prove the shortage, the largest shortage first."""
    chosen = np.zeros_like(instance.allowed)
    chosen[flow.used[0], flow.used[1]] = True
    sets: list[Mask] = []
    for place in np.flatnonzero(flow.missing):
        if any(known[place] for known in sets):
            continue
        found = _tight_set(instance, chosen, int(place))
        for known in [known for known in sets if (known & found).any()]:
            found |= known
            sets = [other for other in sets if other is not known]
        sets.append(found)
    shortages = [_shortage(instance, found) for found in sets]
    return tuple(sorted(shortages, key=lambda s: (-s.short, s.places)))


def _tight_set(instance: Instance, chosen: Mask, place: int) -> Mask:
    """Collect the places from which no visit can be moved to help."""
    free = instance.allowed & ~chosen
    places, people = (
        np.zeros(len(instance.places), dtype=np.bool_),
        np.zeros(len(instance.inspectors), np.bool_),
    )
    fresh = np.array([place])
    while len(fresh):
        places[fresh] = True
        reached = free[fresh].any(axis=0) & ~people
        people |= reached
        fresh = np.flatnonzero(chosen[:, reached].any(axis=1) & ~places)
    return places


def _shortage(instance: Instance, places: Mask) -> Shortage:
    may_go = instance.allowed[places].sum(axis=0)
    supply = int(np.minimum(may_go, instance.capacity).sum())
    demand = int(instance.demand[places].sum())
    people = int(np.count_nonzero(may_go))
    rows = np.flatnonzero(places)
    asked = np.count_nonzero(instance.demand)
    kind = ShortageKind.SET
    if len(rows) == 1 and asked > 1:
        kind = ShortageKind.PLACE
    elif len(rows) == asked and len(rows) > 1:
        kind = ShortageKind.CAPACITY
    keys = tuple(instance.places[row].key for row in rows)
    words = _words(instance, kind, rows, demand, supply, people)
    return Shortage(kind, keys, demand, supply, people, words)


def _words(
    instance: Instance, kind: ShortageKind, rows: NDArray[np.int64], demand: int, supply: int, people: int
) -> str:
    names = [instance.places[row].name or instance.places[row].key for row in rows[:_NAMED]]
    short = demand - supply
    if len(rows) == 1:
        return (
            f"{names[0]}要看 {demand} 次，能去的检查员有 {people} 人，少 {short} 人"
            f"{_barred(instance, int(rows[0]))}。请增加检查员，或减少看的次数。"
        )
    if kind == ShortageKind.CAPACITY:
        return (
            f"一共要看 {demand} 次，{people} 名检查员合起来最多看 {supply} 次，少 {short} 次。"
            "请增加检查员，或提高每人的上限。"
        )
    more = f"等 {len(rows)} 个地方" if len(rows) > _NAMED else f" {len(rows)} 个地方"
    return (
        f"{'、'.join(names)}{more}一共要看 {demand} 次，能去的 {people} 名检查员合起来最多看 {supply} 次，"
        f"少 {short} 次。请增加能去这些地方的检查员，或减少看的次数。"
    )


def _barred(instance: Instance, row: int) -> str:
    """Say how many are kept away by what."""
    bars = [why_not(inspector, instance.places[row]) for inspector in instance.inspectors]
    told = [
        f"{title} {bars.count(bar)} 人"
        for bar, title in (
            (Bar.HOME, "回避本地"),
            (Bar.UNIT, "回避派出单位"),
            (Bar.OUTSIDE, "不在可去的范围"),
        )
        if bar in bars
    ]
    return f"（{'，'.join(told)}）" if told else ""
