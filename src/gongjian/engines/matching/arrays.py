"""The array core: needs × resources as sparse pairs with whole costs, solved with proof.

    minimise   sum c[p] x[p] + sum penalty[i] (supply[i] - served[i])
    where      served[i] = sum of x over the pairs of need i <= supply[i],   sum of x over the pairs of resource j <= capacity[j]

The pairs of need i are `starts[i]` to `starts[i+1]` of `resources` and `costs`. A penalty is what a unit that nobody serves
costs; one above every cost a path can have makes as many served as possible.

Amounts and prices to start from come from an auction where every need asks for one unit and nearly all can have it, from OR-Tools
where too many ask for too little, and of small cases from nowhere; the `Circulation` then makes them exact. So the answer doesn't
rest on the start: value and bound are equal, or it isn't returned.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.arrays_check import FINENESS, PairArrays, bytes_needed, check_arrays
from gongjian.engines.matching.circulation import Circulation
from gongjian.engines.matching.flow_start import BYTES_A_PAIR as BYTES_A_FLOW_PAIR
from gongjian.engines.matching.flow_start import flow_start
from gongjian.engines.matching.kernels_paths import ROOT, Ints
from gongjian.engines.matching.standing import Standing

FACTOR, FIRST_RAISE = 5, 32
MOST_BIDS, MOST_SCALED_BIDS = 100, 400
MOST_WAR = 2
"""No penalty is taken in an auction for more than so many times the dearest pair: where too many want too little, prices would
be driven up to it bid by bid."""
MOST_LEFT = 20
"""So many needs without a slot the search serves one by one; where an auction leaves more, it was the wrong start."""
FEW_PAIRS = 2_000
"""So few that the search alone is done before anything else is loaded."""
PIECE = 2**19
"""Pairs are copied into the circulation in pieces of about so many."""

Start = tuple[NDArray[Any], Ints, Ints]
"""The amount of each pair, and the prices of needs and of resources."""


def match_arrays(pairs: PairArrays, *, memory_bytes: int | None = None) -> Standing:
    """Solve and return a standing answer whose value equals its bound.

    Raises EngineInputError for arrays that don't fit together, negative numbers, a pair given twice, costs or sums beyond 64
    bits, and more pairs than `memory_bytes` hold.
    """
    check_arrays(pairs, memory_bytes)
    count_p, count_n, count_r = len(pairs.resources), len(pairs.supplies), len(pairs.capacities)
    amounts, need_prices, resource_prices = _start(pairs, memory_bytes)
    net = Circulation(count_n + count_r, count_p + count_n + count_r)
    net.price[1:] = np.concatenate([need_prices, resource_prices])
    served, given = np.zeros(count_n, np.int64), np.zeros(count_r, np.int64)
    for piece, owner in _pieces(pairs.starts):
        flow, ends = amounts[piece], pairs.resources[piece]
        np.add.at(served, owner[flow > 0], flow[flow > 0])
        np.add.at(given, ends[flow > 0], flow[flow > 0])
        heads = ends + np.int32(count_n + 1)
        net.add_arcs(owner + np.int32(1), heads, pairs.supplies[owner], pairs.costs[piece], flow)
    needs = np.arange(1, count_n + 1, dtype=np.int32)
    net.add_arcs(ROOT, needs, pairs.supplies, -pairs.penalties, served)
    net.add_arcs(
        np.arange(count_n + 1, count_n + count_r + 1, dtype=np.int32), ROOT, pairs.capacities, 0, given
    )
    net.settle()
    standing = Standing(net, count_p, count_n, count_r)
    value, bound = net.value_and_bound()
    if value != bound:
        raise ArithmeticError(f"value {value} and bound {bound} differ")
    return standing


def _pieces(starts: Ints) -> Iterator[tuple[slice, NDArray[np.int32]]]:
    """Cut the pairs between needs; yield where a piece is, and the need of each of its pairs."""
    cuts = [*np.searchsorted(starts, np.arange(0, starts[-1], PIECE)).tolist(), len(starts) - 1]
    for first, last in pairwise(cuts):
        owner = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(starts[first : last + 1]))
        yield slice(int(starts[first]), int(starts[last])), owner


def _start(pairs: PairArrays, memory_bytes: int | None) -> Start:
    """Choose where to start from."""
    count_p, count_n, count_r = len(pairs.resources), len(pairs.supplies), len(pairs.capacities)
    held = None
    if count_p > FEW_PAIRS:
        held = _hold_auction(pairs) if pairs.supplies.max() == 1 else None
        wanted = bytes_needed(count_p, count_n + count_r) + count_p * BYTES_A_FLOW_PAIR
        if held is None and (memory_bytes is None or wanted <= memory_bytes):
            held = flow_start(pairs)
    nothing = np.zeros(count_r, np.int64)
    return held or (np.zeros(count_p, np.int8), -_cheapest(pairs, pairs.costs), nothing)


def _hold_auction(pairs: PairArrays) -> Start | None:
    """Let needs bid for slots; None where too many are left without.

    Where there are as many slots as needs, by epsilon scaling; where there are more, in one go from prices of 0: a slot that
    stays empty has to end at 0, which later phases, starting from raised prices, would miss.
    """
    from gongjian.engines.matching import kernels

    count_n, count_r = len(pairs.supplies), len(pairs.capacities)
    asked = np.bincount(pairs.resources, minlength=count_r)
    first_slot = np.concatenate([[0], np.cumsum(np.minimum(asked, pairs.capacities))]).astype(np.int64)
    slots, wanted = int(first_slot[-1]), int(pairs.supplies.sum())
    if slots + MOST_LEFT < wanted:
        return None
    dearest = max(int(pairs.costs.max()), 1) * FINENESS
    kind: type[np.signedinteger[Any]] = np.int32 if dearest < kernels.MOST_SMALL else np.int64
    looks = np.empty((count_n, 8), kind)
    penalties = np.minimum(pairs.penalties * FINENESS, MOST_WAR * dearest)
    looks[:, kernels.PENALTY] = np.where(pairs.supplies > 0, penalties, -1)
    slot_pair, price = np.empty(slots, np.int32), np.zeros(count_r, kind)
    arrays = (
        pairs.starts, pairs.resources.view(np.uint32), np.multiply(pairs.costs, FINENESS, dtype=kind, casting="unsafe"),
        first_slot, np.empty(slots, kind), slot_pair, price, np.empty(count_n, np.int32), looks,
    )  # fmt: skip
    hold: Any = kernels.auction
    if slots > wanted:
        bids = hold(*arrays, FINENESS // 4, FINENESS // 4, FACTOR, MOST_BIDS * count_n)
    else:
        bids = hold(*arrays, max(dearest // FIRST_RAISE, 1), 1, FACTOR, MOST_SCALED_BIDS * count_n)
    chosen = slot_pair[slot_pair >= 0]
    if bids < 0 or len(chosen) + MOST_LEFT < wanted:
        return None
    amounts = np.zeros(len(pairs.resources), np.int8)
    amounts[chosen] = 1
    prices = np.where(first_slot[1:] > first_slot[:-1], price.astype(np.int64) // FINENESS, 0)
    return amounts, -_cheapest(pairs, pairs.costs + prices[pairs.resources]), -prices


def _cheapest(pairs: PairArrays, offers: Ints) -> Ints:
    """Find the least offer of each need; its penalty where it has no pair."""
    found = pairs.penalties.copy()
    filled = np.flatnonzero(np.diff(pairs.starts))
    if len(filled):
        found[filled] = np.minimum.reduceat(offers, pairs.starts[filled])
    return found
