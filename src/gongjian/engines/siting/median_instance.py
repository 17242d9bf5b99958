"""A median problem as sorted lists with whole costs, cut where no better choice can reach.

Each client lists only its nearest sites. Whom none of them serves costs as much as the last of the list, which is at most the
true cost: the shortened problem is a relaxation, its bounds hold for the whole one, and a choice that serves everybody
within the lists costs the same in both (the idea of García, Labbé and Marín, 2011).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.distances import Lists
from gongjian.engines.siting.incidence import Incidence

Ints = NDArray[np.int64]
CLOSED, FREE, OPEN = -1, 0, 1
"""States of a site."""
_ROOM = 1 << 60
"""Sums of scaled costs stay below this."""


@dataclass(frozen=True)
class Instance:
    """Lists of clients and of sites, weights times `unit`, and which site of the whole problem each site is.

    `unit` parts make one whole unit of cost, so that multipliers can be whole numbers as well.
    """

    start: Ints
    site: NDArray[np.int32]
    metres: NDArray[np.int32]
    weight: Ints
    far: Ints
    column: Ints
    client: NDArray[np.int32]
    away: NDArray[np.int32]
    unit: int
    sites: Ints

    @property
    def rows(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.int32], Ints, Ints]:
        """The clients' side, in the order that the kernels take it."""
        return self.start, self.site, self.metres, self.weight, self.far

    @property
    def columns(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.int32]]:
        """The sites' side, in the order that the kernels take it."""
        return self.column, self.client, self.away


def build(lists: Lists, weights: Ints, sites: int, is_full: bool) -> Instance:
    """Turn lists into an instance; `is_full` says that a site not listed can't be reached at all.

    Raises EngineInputError when weight times distance is beyond what whole numbers hold.
    """
    sizes = np.diff(lists.start)
    last = (
        lists.metres[np.maximum(lists.start[1:] - 1, 0)].astype(np.int64) if len(lists.metres) else sizes * 0
    )
    farthest = np.where(sizes > 0, last, 0)
    total = sum(int(w) * int(d) for w, d in zip(weights, farthest, strict=True)) + 1
    cut = sizes < sites if is_full else np.zeros(len(sizes), np.bool_)
    most = total * (1 + int(cut.sum()))
    check_room(most)
    far = np.where(cut, total, weights * farthest)
    unit = 1 << 10
    while most * unit > _ROOM:
        unit //= 2
    return _with_columns(
        lists.start, lists.site, lists.metres, weights * unit, far * unit, unit, np.arange(sites)
    )


def check_room(most: int) -> None:
    """Raise EngineInputError when sums of cost are beyond what whole numbers hold."""
    if most > _ROOM:
        raise EngineInputError("权重乘以距离的总和太大，算不准。请把权重换成更大的单位，例如千人。")


def from_covers(covers: Incidence, weights: Ints, sites: Ints) -> Instance:
    """Turn covers into an instance: nothing for a covered client, its weight for another; `sites` name the columns.

    Raises EngineInputError when the weights are beyond what whole numbers hold.
    """
    total = int(weights.astype(object).sum()) + 1
    if total > _ROOM:
        raise EngineInputError("权重的总和太大，算不准。请把权重换成更大的单位，例如千人。")
    unit = 1 << 10
    while total * unit > _ROOM:
        unit //= 2
    nothing = np.zeros(len(covers.site), np.int32)
    site = covers.site.astype(np.int32)
    return _with_columns(covers.start, site, nothing, weights, weights * unit, unit, sites)


def shrink(instance: Instance, state: NDArray[np.int8]) -> Instance:
    """Drop closed sites, and what lies behind a fixed one in a client's list."""
    at = state[instance.site]
    client = np.repeat(np.arange(len(instance.weight)), np.diff(instance.start))
    fixed_before: Ints = np.cumsum(at == 1) - (at == 1)
    base = np.concatenate([fixed_before, [int((at == 1).sum())]])[instance.start[:-1]]
    kept = (at >= 0) & (fixed_before == base[client])
    far = instance.far.copy()
    anchors = np.flatnonzero(kept & (at == 1))
    far[client[anchors]] = instance.weight[client[anchors]] * instance.metres[anchors]
    number = np.cumsum(state >= 0) - 1
    start = np.concatenate([[0], np.cumsum(np.bincount(client[kept], minlength=len(far)))]).astype(np.int64)
    return _with_columns(
        start,
        number[instance.site[kept]].astype(np.int32),
        instance.metres[kept],
        instance.weight,
        far,
        instance.unit,
        instance.sites[state >= 0],
    )


def _with_columns(
    start: Ints,
    site: NDArray[np.int32],
    metres: NDArray[np.int32],
    weight: Ints,
    far: Ints,
    unit: int,
    sites: Ints,
) -> Instance:
    order = np.argsort(site, kind="stable")
    column = np.concatenate([[0], np.cumsum(np.bincount(site, minlength=len(sites)))]).astype(np.int64)
    client = np.repeat(np.arange(len(weight), dtype=np.int32), np.diff(start))
    return Instance(start, site, metres, weight, far, column, client[order], metres[order], unit, sites)
