"""Whether every client can be served at all: parts of the map that no way joins need a site each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.distances import Lists
from gongjian.engines.siting.model import Infeasible

_NAMED = 8


def why_unreachable(
    keys: Sequence[str], lists: Lists, wanted: NDArray[np.int64], sites: int, count: int
) -> Infeasible | None:
    """Find clients that `count` sites can't serve: one that reaches none, or one from each of too many parts.

    `lists` are complete. The conflict is smallest in that no client can be left out of it.
    """
    sizes = np.diff(lists.start)
    alone = wanted[sizes[wanted] == 0]
    if len(alone):
        key = keys[alone[0]]
        more = f"（这样的需求点一共 {len(alone)} 个）" if len(alone) > 1 else ""
        return Infeasible(f"需求点“{key}”到不了任何候选点{more}。请补上道路，或者在它附近加候选点。", (key,))
    if (sizes[wanted] == sites).all():
        return None
    first = one_of_each_part(lists, wanted, sites)
    if len(first) <= count:
        return None
    conflict = tuple(keys[client] for client in first[: count + 1])
    return Infeasible(
        f"需求点分在互不相通的 {len(first)} 片里，每片至少要 1 个点，只选 {count} 个不够："
        f"{named(conflict)}两两之间没有共同到得了的候选点。请至少选 {len(first)} 个，或者把路接通。",
        conflict,
    )


def refused_count(count: int, sites: Sequence[str], keep: Sequence[str]) -> Infeasible | None:
    """Say why so many sites can't be chosen: there are fewer, or more are to be kept."""
    if count > len(sites):
        return Infeasible(f"要选 {count} 个点，候选点只有 {len(sites)} 个。")
    if count < len(keep):
        return Infeasible(f"一共选 {count} 个点，要保留的就有 {len(keep)} 个：{named(keep)}。", tuple(keep))
    return None


def one_of_each_part(lists: Lists, wanted: NDArray[np.int64], sites: int) -> NDArray[np.int64]:
    """Return the first client of each part that is joined by pairs of client and site."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    clients = len(lists.start) - 1
    ends = (lists.clients, lists.site.astype(np.int64) + clients)
    size = clients + sites
    _, part = connected_components(coo_matrix((np.ones(len(lists.site)), ends), (size, size)), directed=False)
    _, first = np.unique(part[wanted], return_index=True)
    return wanted[np.sort(first)]


def named(keys: Sequence[str]) -> str:
    """Write keys in a row, the first few of many."""
    shown = "、".join(f"“{key}”" for key in keys[:_NAMED])
    return shown if len(keys) <= _NAMED else f"{shown}等 {len(keys)} 个"
