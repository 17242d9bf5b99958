"""Which site covers which client, as a sparse matrix, and what can be left out of it without loss."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting.distances import Lists

Ints = NDArray[np.int64]
_MOST_PRODUCTS = 200_000_000
"""Comparing sites pair by pair costs this many steps at most; beyond it no site is left out."""


@dataclass(frozen=True)
class Incidence:
    """Rows of sites in rising order: row i is `site[start[i]:start[i + 1]]`, out of `sites` many."""

    start: Ints
    site: Ints
    sites: int

    @classmethod
    def of(cls, lists: Lists, sites: int) -> "Incidence":
        """Take the pairs of lists, whatever their distances."""
        order = np.lexsort((lists.site, lists.clients))
        return cls(lists.start, lists.site[order].astype(np.int64), sites)

    def row(self, at: int) -> Ints:
        """Return the sites of one row."""
        return self.site[self.start[at] : self.start[at + 1]]

    def rows(self, kept: Ints) -> "Incidence":
        """Keep some rows, in that order."""
        parts = [self.row(int(at)) for at in kept]
        start = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
        return Incidence(start, np.concatenate([*parts, np.empty(0, np.int64)]).astype(np.int64), self.sites)

    def columns(self, kept: Ints) -> "Incidence":
        """Keep some sites, numbered anew in that order."""
        number = np.full(self.sites, -1, np.int64)
        number[kept] = np.arange(len(kept))
        stays = number[self.site] >= 0
        sizes = (
            np.add.reduceat(np.append(stays, False), self.start[:-1])
            if len(self.site)
            else np.diff(self.start)
        )
        sizes = np.where(np.diff(self.start) > 0, sizes, 0)
        return Incidence(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), number[self.site[stays]], len(kept)
        )

    def count_shared(self) -> tuple[Ints, Ints, Ints]:
        """Count for each pair of sites the rows that have both: first site, second site, count."""
        from scipy.sparse import csr_matrix

        ones = np.ones(len(self.site), np.int64)
        matrix = csr_matrix((ones, self.site, self.start), (len(self.start) - 1, self.sites))
        shared = (matrix.T @ matrix).tocoo()
        return shared.row.astype(np.int64), shared.col.astype(np.int64), shared.data.astype(np.int64)


def merge_rows(covers: Incidence, weights: Ints) -> tuple[Incidence, Ints]:
    """Make clients with the same sites one and add their weights; leave out who has no site or no weight."""
    groups: dict[bytes, int] = {}
    first: list[int] = []
    total: list[int] = []
    for at in np.flatnonzero((np.diff(covers.start) > 0) & (weights > 0)).tolist():
        place = groups.setdefault(covers.row(at).tobytes(), len(groups))
        if place == len(first):
            first.append(at)
            total.append(0)
        total[place] += int(weights[at])
    return covers.rows(np.array(first, dtype=np.int64)), np.array(total, dtype=np.int64)


def undominated(covers: Incidence, keep: Ints) -> Ints:
    """Find the sites that cover something no single other site covers as well; of equals the first, and those to keep."""
    sizes = np.bincount(covers.site, minlength=covers.sites)
    worth = sizes > 0
    if int((np.diff(covers.start) ** 2).sum()) <= _MOST_PRODUCTS:
        one, other, shared = covers.count_shared()
        better = (sizes[other] > sizes[one]) | ((sizes[other] == sizes[one]) & (other < one))
        worth[one[(shared == sizes[one]) & better]] = False
    worth[keep] = True
    return np.flatnonzero(worth)
