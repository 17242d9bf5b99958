"""The array core: needs × resources as sparse pairs with whole costs, solved with proof.

    minimise   sum c[p] x[p] + sum penalty[i] (supply[i] - served[i])
    where      served[i] = sum of x over the pairs of need i <= supply[i],   sum of x over the pairs of resource j <= capacity[j]

The pairs of need i are `starts[i]` to `starts[i+1]` of `resources` and `costs`. A penalty is what a unit that nobody serves
costs; one above every cost a path can have makes as many served as possible.

Prices to start from come from an auction where every need asks for one unit, else they are 0; the `Circulation` then makes
them exact. So the answer doesn't rest on the auction: value and bound are equal, or it isn't returned.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.arrays_check import FINENESS, PairArrays, check_arrays
from gongjian.engines.matching.circulation import Circulation
from gongjian.engines.matching.kernels_paths import ROOT, Ints
from gongjian.engines.matching.standing import Standing

FACTOR, FIRST_RAISE = 5, 32
MOST_BIDS, MOST_SCALED_BIDS = 100, 400
MOST_WAR = 2
"""No penalty is first taken for more than so many times the dearest pair: where too many want too little, prices would be driven
up to it bid by bid. Once that is settled, the true penalties lift the prices in one search."""
COARSER, COARSE = 8, 256
FEW_PAIRS = 2_000
"""So few that the search alone is done before the auction is loaded."""
PIECE = 2**19
"""Pairs are copied into the circulation in pieces of about so many."""


def match_arrays(pairs: PairArrays, *, memory_bytes: int | None = None) -> Standing:
    """Solve and return a standing answer whose value equals its bound.

    Raises EngineInputError for arrays that don't fit together, negative numbers, a pair given twice, costs or sums beyond 64
    bits, and more pairs than `memory_bytes` hold.
    """
    check_arrays(pairs, memory_bytes)
    count_p, count_n, count_r = len(pairs.resources), len(pairs.supplies), len(pairs.capacities)
    chosen, prices = _first_prices(pairs)
    net = Circulation(count_n + count_r, count_p + count_n + count_r)
    net.price[1:] = prices
    served = np.zeros(count_n, np.int32)
    for piece, owner, flow in _pieces(pairs, chosen):
        heads = pairs.resources[piece] + np.int32(count_n + 1)
        net.add_arcs(owner + np.int32(1), heads, pairs.supplies[owner], pairs.costs[piece], flow)
        served[owner[flow > 0]] = 1
    needs = np.arange(1, count_n + 1, dtype=np.int32)
    penalties = _first_penalties(pairs)
    net.add_arcs(ROOT, needs, pairs.supplies, -penalties, served)
    nodes = np.arange(count_n + 1, count_n + count_r + 1, dtype=np.int32)
    given = np.bincount(pairs.resources[chosen], minlength=count_r)
    net.add_arcs(nodes, ROOT, pairs.capacities, 0, given)
    net.settle()
    if np.any(penalties != pairs.penalties):
        net.set_costs(count_p, -pairs.penalties)
        net.settle()
    standing = Standing(net, count_p, count_n, count_r)
    value, bound = net.value_and_bound()
    if value != bound:
        raise ArithmeticError(f"value {value} and bound {bound} differ")
    return standing


def _pieces(pairs: PairArrays, chosen: Ints) -> Iterator[tuple[slice, NDArray[np.int32], NDArray[np.int8]]]:
    """Cut the pairs between needs; yield where a piece is, the need of each of its pairs, and 1 for those chosen."""
    starts = pairs.starts
    cuts = [*np.searchsorted(starts, np.arange(0, starts[-1], PIECE)).tolist(), len(starts) - 1]
    for first, last in pairwise(cuts):
        piece = slice(int(starts[first]), int(starts[last]))
        counts = np.diff(starts[first : last + 1])
        flow = np.zeros(piece.stop - piece.start, np.int8)
        within = slice(*np.searchsorted(chosen, (piece.start, piece.stop)))
        flow[chosen[within] - piece.start] = 1
        yield piece, np.repeat(np.arange(first, last, dtype=np.int32), counts), flow


def _first_prices(pairs: PairArrays) -> tuple[Ints, Ints]:
    """Return the pairs to start with, in their order, and the prices of needs and resources."""
    count_r = len(pairs.capacities)
    if pairs.supplies.max(initial=0) > 1 or len(pairs.resources) <= FEW_PAIRS:
        prices = [-_cheapest(pairs, pairs.costs), np.zeros(count_r, np.int64)]
        return np.empty(0, np.int64), np.concatenate(prices)
    slot_pair, price = _hold_auction(pairs)
    asks = _cheapest(pairs, pairs.costs + price[pairs.resources])
    return np.sort(slot_pair[slot_pair >= 0]).astype(np.int64), np.concatenate([-asks, -price])


def _hold_auction(pairs: PairArrays) -> tuple[NDArray[np.int32], Ints]:
    """Return the pair that each slot holds (-1: none) and the price of each resource.

    Where there are as many slots as needs, by epsilon scaling; else in one go from prices of 0. A slot that stays empty has to
    end at 0, which later phases, starting from raised prices, would miss. One go with a fine epsilon can mean a long war
    where too many want too little: after MOST_BIDS a need it starts again with a coarser one.
    """
    from gongjian.engines.matching import kernels

    count_n, count_r = len(pairs.supplies), len(pairs.capacities)
    asked = np.bincount(pairs.resources, minlength=count_r)
    first_slot = np.concatenate([[0], np.cumsum(np.minimum(asked, pairs.capacities))]).astype(np.int64)
    slots, dearest = int(first_slot[-1]), int(pairs.costs.max()) * FINENESS
    kind: type[np.signedinteger[Any]] = np.int32 if dearest < kernels.MOST_SMALL else np.int64
    looks = np.empty((count_n, 8), kind)
    looks[:, kernels.PENALTY] = np.where(pairs.supplies > 0, _first_penalties(pairs) * FINENESS, -1)
    slot_pair, price = np.empty(slots, np.int32), np.zeros(count_r, kind)
    arrays = (
        pairs.starts, pairs.resources.view(np.uint32), np.multiply(pairs.costs, FINENESS, dtype=kind, casting="unsafe"),
        first_slot, np.empty(slots, kind), slot_pair, price, np.empty(count_n, np.int32), looks,
    )  # fmt: skip
    hold: Any = kernels.auction
    spare, bids = slots - int(pairs.supplies.sum()), -1
    if spare == 0:
        bids = hold(*arrays, max(dearest // FIRST_RAISE, 1), 1, FACTOR, MOST_SCALED_BIDS * count_n)
    epsilon = FINENESS // 4 if spare > 0 else max(dearest // COARSE, 1)
    while bids < 0:
        price[:] = 0
        bids = hold(*arrays, epsilon, epsilon, FACTOR, MOST_BIDS * count_n)
        epsilon *= COARSER
    return slot_pair, np.where(first_slot[1:] > first_slot[:-1], price.astype(np.int64) // FINENESS, 0)


def _first_penalties(pairs: PairArrays) -> Ints:
    return np.minimum(pairs.penalties, max(MOST_WAR * int(pairs.costs.max(initial=0)), 1))


def _cheapest(pairs: PairArrays, offers: Ints) -> Ints:
    """Find the least offer of each need; its penalty where it has no pair."""
    found = pairs.penalties.copy()
    filled = np.flatnonzero(np.diff(pairs.starts))
    if len(filled):
        found[filled] = np.minimum.reduceat(offers, pairs.starts[filled])
    return found
