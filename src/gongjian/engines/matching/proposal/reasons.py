"""Why a pair is proposed or not, and what would change it; each change named is tried in a copy, so it is true.

As in `explain`: metres are read off the cheapest way round; urgency, capacity, ceiling and what a resource would have to allow are made in
a copy and mended, level and all. A change is named only where every best plan then uses the pair: it is used, and dropping
one unit of it would cost something.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.explain import Change, Lever
from gongjian.engines.matching.model import MOST_URGENT
from gongjian.engines.matching.proposal.bars import Widening, bar_words, bars_of, widen
from gongjian.engines.matching.proposal.columns import NO_LIMIT, Columns, Ints
from gongjian.engines.matching.proposal.counted import is_small
from gongjian.engines.matching.proposal.pairing import PairList, find_pairs
from gongjian.engines.matching.proposal.solving import mend, pair_at, start_over
from gongjian.engines.matching.proposal.standing import Decided, Standing


@dataclass(frozen=True)
class Reason:
    """Why a pair is in or out; each of `changes`, or the `widening`, or no longer forbidding it, brings a refused pair in."""

    is_chosen: bool
    sentence: str
    changes: tuple[Change, ...] = ()
    widening: Widening | None = None
    is_forbidden: bool = False


def reason_for(standing: Standing, need: int, resource: int) -> Reason:
    """Explain a pair by the positions of need and resource."""
    pair = pair_at(standing, need, resource)
    if pair is None:
        return _barred(standing, need, resource)
    if pair in standing.decided.locked:
        return Reason(True, f"已经认定 {standing.decided.locked[pair]}，重算时不动它。")
    if standing.net.flow[pair]:
        return Reason(True, _praise(standing, pair))
    if pair in standing.decided.forbidden:
        allowed = standing.copy()
        allowed.decided.forbidden.discard(pair)
        back = _is_in_after(allowed, pair, _served_by(allowed, allowed.pairs.resource == resource))
        return Reason(
            False, f"不能配：这一对已经排除。{'不再排除，就会选上。' if back else ''}", is_forbidden=back
        )
    changes = tuple(_changes(standing, pair))
    words = "，或者".join(change.words for change in changes)
    end = f"{words}，就会选上。" if words else "距离、紧急程度、能力、上限只改一处，还是选不上。"
    if standing.barred.any() and not is_small(standing) and not words:
        end = "上限按项数算，改一处会不会选上，要改了重算才知道。"
    return Reason(False, f"没有选：{_why(standing, pair)}。{end}", changes)


def _barred(standing: Standing, need: int, resource: int) -> Reason:
    columns = standing.columns
    bars = "；".join(bar_words(columns, need, resource, bar) for bar in bars_of(columns, need, resource))
    found = widen(columns, need, resource)
    if found is None:
        return Reason(False, f"不能配：{bars}。")
    changed, widening = found
    other = _with_columns(standing, changed, resource)
    pair = None if other is None else pair_at(other, need, resource)
    if (
        other is None
        or pair is None
        or not _is_in_after(other, pair, _served_by(other, other.pairs.resource == resource))
    ):
        return Reason(False, f"不能配：{bars}。{widening.words}，就能配，但要不要选它，还得和别的比。")
    return Reason(False, f"不能配：{bars}。{widening.words}，就会选上。", widening=widening)


def _with_columns(standing: Standing, columns: Columns, resource: int) -> Standing | None:
    """Let one resource serve other needs too; None where the standing weights don't hold what that brings."""
    old = standing.pairs
    added = find_pairs(columns, np.array([resource]))
    kept = old.only(old.resource != resource)
    need = np.concatenate([kept.need, added.need])
    giver = np.concatenate([kept.resource, added.resource])
    order = np.lexsort((giver, need))
    metres = np.concatenate([kept.metres, added.metres])[order]
    if metres.max(initial=0) > old.metres.max(initial=0) and standing.most_metres:
        return None
    pairs = PairList(need[order], giver[order], metres)
    count = len(columns.unit)
    keys = pairs.need.astype(np.int64) * count + pairs.resource
    place = np.searchsorted(keys, old.need.astype(np.int64) * count + old.resource)
    decided = Decided(
        {int(place[pair]): amount for pair, amount in standing.decided.locked.items()},
        {int(place[pair]) for pair in standing.decided.forbidden},
    )
    other = Standing(columns, pairs, decided)
    other.level, other.reach = standing.level, standing.reach
    other.barred[place] = standing.barred
    amounts = np.zeros(len(pairs), np.int64)
    amounts[place] = standing.net.flow[: len(old)]
    prices, node = standing.net.price.copy(), other.first_giver + resource
    mine = pairs.resource == resource
    worth = metres[mine] + prices[other.first_need + pairs.need[mine]]
    prices[node] = worth.min(initial=int(prices[node]))
    other.lay_out(amounts, prices, is_known=False)
    other.net.settle()
    return other


def _changes(standing: Standing, pair: int) -> Iterator[Change]:
    net, need = standing.net, int(standing.pairs.need[pair])
    resource = int(standing.pairs.resource[pair])
    unit = int(standing.columns.unit[resource])
    tail, head = net.ends(pair)
    around = net.way(head, tail) if net.cap(pair) else None
    metres = int(standing.pairs.metres[pair])
    if around is not None and (dearer := around + metres) <= min(standing.most_metres, metres - 1):
        nearer = standing.copy()
        distances = nearer.pairs.metres.copy()
        distances[pair] -= dearer + 1
        nearer.pairs = replace(nearer.pairs, metres=distances)
        if _is_in_after(nearer, pair):
            yield Change(Lever.NEARER, dearer + 1)
    for steps in range(1, MOST_URGENT - int(standing.columns.urgency[need]) + 1):
        if _is_in_after(_with_one(standing, "urgency", need, steps), pair):
            yield Change(Lever.URGENT, steps)
            break
    of_resource = standing.pairs.resource == resource
    if _is_in_after(_with_one(standing, "capacity", resource, 1), pair, _served_by(standing, of_resource)):
        yield Change(Lever.CAPACITY, 1)
    if standing.columns.ceiling[unit] != NO_LIMIT:
        higher = _with_one(standing, "ceiling", unit, 1)
        higher.ceilings = np.where(higher.counted, NO_LIMIT, higher.columns.ceiling)
        of_unit = standing.columns.unit[standing.pairs.resource] == unit
        if _is_in_after(higher, pair, _served_by(standing, of_unit)):
            yield Change(Lever.CEILING, 1)


def _served_by(standing: Standing, which: NDArray[np.bool_]) -> Ints:
    """List the communities that pairs may serve."""
    return np.unique(standing.columns.community[standing.pairs.need[which]])


def _with_one(standing: Standing, column: str, place: int, more: int) -> Standing:
    other = standing.copy()
    values = getattr(other.columns, column).copy()
    values[place] += more
    other.columns = replace(other.columns, **{column: values})
    return other


def _is_in_after(other: Standing, pair: int, touched: Ints | None = None) -> bool:
    """Mend a changed copy and look whether every best plan then uses the pair; `touched` may reach more or less than before."""
    if other.barred.any():
        if not is_small(other):
            return False
        start_over(other)
        return int(other.net.flow[pair]) > 0
    other.reweigh()
    if touched is not None:
        other.find_reach(touched)
    mend(other, may_rise=touched is not None)
    if other.barred.any():
        return is_small(other) and int(other.net.flow[pair]) > 0
    return int(other.net.flow[pair]) > 0 and cost_of_dropping(other, pair) != 0


def cost_of_dropping(standing: Standing, pair: int) -> int | None:
    """What leading one unit of a used pair another way costs more; None where there is no other way."""
    net, cap = standing.net, standing.net.cap(pair)
    net.set_arc(pair, cap=int(net.flow[pair]))
    around = net.way(*net.ends(pair))
    net.set_arc(pair, cap=cap)
    return None if around is None else around - net.cost(pair)


def _praise(standing: Standing, pair: int) -> str:
    amount, dearer = int(standing.net.flow[pair]), cost_of_dropping(standing, pair)
    if dearer is None or dearer > standing.most_metres:
        return f"选上 {amount}：换成别的，前面的目标（最低满足率、满足的数量、紧急程度）就要变差。"
    if dearer == 0:
        return f"选上 {amount}：另有一样好的方案，按清单的先后取这一个。"
    return f"选上 {amount}：再远不到 {dearer + 1} 米，选它也不比别的差。"


def _why(standing: Standing, pair: int) -> str:
    net, need = standing.net, int(standing.pairs.need[pair])
    resource = int(standing.pairs.resource[pair])
    unit = standing.unit_arcs + int(standing.columns.unit[resource])
    arcs = {
        name: first + at
        for name, first, at in (("need", standing.need_arcs, need), ("giver", standing.giver_arcs, resource))
    }
    if not net.cap(arcs["need"]):
        return "这项需求已经认定满了"
    if standing.barred[pair]:
        return "单位的认领数有上限，认领了别的"
    if net.flow[arcs["giver"]] == net.cap(arcs["giver"]):
        return "这个资源的能力已经用完"
    if net.flow[unit] == net.cap(unit):
        return "单位的认领数已到上限"
    if net.flow[arcs["need"]] == net.cap(arcs["need"]):
        return "这项需求已经由更合适的资源满足"
    return "给了它，前面的目标就要变差"
