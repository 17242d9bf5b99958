"""The loops of `kernels_paths`, compiled, and an auction that finds prices to start from."""

import numpy as np
from numba import njit
from numba.extending import register_jitable
from numpy.typing import NDArray

from gongjian.engines.matching import kernels_paths as paths

Ints = NDArray[np.int64]
Links = NDArray[np.int32]

NONE = paths.NONE
FAR = np.int64(2**62)

for inner in (paths.rise, paths.take_nearest, paths.search, paths.forget):
    register_jitable(inner)

_LINKS, _AMOUNTS = "int32[::1], int32[::1]", "int32[::1], int64[::1], int32[::1]"
_NETWORK = f"{_LINKS}, {_AMOUNTS}, {_LINKS}, {_LINKS}, int64[::1], int64[::1], int64[::1], {_LINKS}, {_LINKS}, int64[::1]"
search = njit(f"int64(int64, int64, boolean, {_NETWORK})", cache=True)(paths.search)
settle = njit(f"int64(int32[::1], int64, {_NETWORK})", cache=True)(paths.settle)
forget = njit(f"void(int64, {_LINKS})", cache=True)(paths.forget)
link = njit(f"void(int64, int64, {_LINKS}, {_LINKS}, {_LINKS})", cache=True)(paths.link)
conform = njit(f"void(int64, int64, {_LINKS}, {_AMOUNTS}, int64[::1], int64[::1])", cache=True)(paths.conform)
least_prices = njit(
    f"int64(int64, {_LINKS}, {_AMOUNTS}, {_LINKS}, {_LINKS}, int64[::1], {_LINKS})", cache=True
)(paths.least_prices)
value_and_bound = njit(f"UniTuple(int64, 2)(int64, {_LINKS}, {_AMOUNTS}, int64[::1])", cache=True)(
    paths.value_and_bound
)
first_repeat = njit("int64(int64[::1], int32[::1], int32[::1])", cache=True)(paths.first_repeat)

MOST_SMALL = 2**26
"""Costs and prices below this are of 32 bits: the auction waits for memory most of the time."""

BEST_COST, BEST_AT, OTHER_COST, OTHER_AT, THIRD_OFFER, PENALTY, FIRST_PAIR, LAST_PAIR = range(8)
"""What a need keeps in one place: its two best pairs at its last look with their resources (OTHER_AT -1: none yet), the third
offer it had then, what going without costs it, and where its pairs are."""

AUCTION = [
    f"int64(int64[::1], uint32[::1], {kind}[::1], int64[::1], {kind}[::1], int32[::1], {kind}[::1], int32[::1],"
    f" {kind}[:, ::1], int64, int64, int64, int64)"
    for kind in ("int32", "int64")
]


@njit(AUCTION, cache=True)
def auction(
    starts: Ints,
    resources: Links,
    costs: Ints,
    first_slot: Ints,
    slot_price: Ints,
    slot_pair: Links,
    price: Ints,
    waiting: Links,
    looks: Ints,
    epsilon: int,
    last_epsilon: int,
    factor: int,
    most_bids: int,
) -> int:
    """Let needs of one unit bid for slots of resources until each has one or would rather go without.

    Bertsekas and Castañon, The auction algorithm for the transportation problem (1989), with epsilon scaling. A resource's
    slots are a heap by price, and `price`, that of the cheapest, is the resource's. What comes out is near the best: `price`,
    and the pair each slot holds (`slot_pair`, -1: none). Written are all arrays from `slot_price` on; `looks` comes with PENALTY.
    Prices only rise, so the two pairs that were best at a need's last look are still so while both cost no more than the third
    did then (Bertsekas 1991): most bids look at two pairs only. Return the number of bids, -1 when there were more than `most_bids`.
    """
    bids, most = 0, np.int64(np.iinfo(price.dtype).max)
    count_n, count_r = starts.shape[0] - 1, first_slot.shape[0] - 1
    for need in range(count_n):
        looks[need, OTHER_AT] = NONE
        looks[need, FIRST_PAIR], looks[need, LAST_PAIR] = starts[need], starts[need + 1]
    while True:
        for r in range(count_r):
            price[r] = price[r] if first_slot[r] < first_slot[r + 1] else most
            for slot in range(first_slot[r], first_slot[r + 1]):
                slot_price[slot] = price[r]
                slot_pair[slot] = NONE
        for k in range(count_n):
            waiting[k] = count_n - 1 - k
        size = count_n
        while size > 0:
            size -= 1
            need = waiting[size]
            look = looks[need]
            best = second = FAR
            chosen = np.uint32(look[BEST_AT])
            if look[OTHER_AT] != NONE:
                other = np.uint32(look[OTHER_AT])
                best = look[BEST_COST] + np.int64(price[chosen])
                second = look[OTHER_COST] + np.int64(price[other])
                if second < best:
                    best, second, chosen = second, best, other
            if look[OTHER_AT] == NONE or second > look[THIRD_OFFER]:
                best = second = third = FAR
                first_pair = second_pair = NONE
                for pair in range(look[FIRST_PAIR], look[LAST_PAIR]):
                    offer = costs[pair] + np.int64(price[resources[pair]])
                    if offer < third:
                        if offer >= second:
                            third = offer
                        elif offer >= best:
                            second, third, second_pair = offer, second, pair
                        else:
                            best, second, third, first_pair, second_pair = (
                                offer,
                                best,
                                second,
                                pair,
                                first_pair,
                            )
                if first_pair != NONE:
                    chosen = resources[first_pair]
                    look[BEST_COST], look[BEST_AT] = costs[first_pair], chosen
                if second_pair != NONE:
                    look[OTHER_COST], look[OTHER_AT] = costs[second_pair], resources[second_pair]
                look[THIRD_OFFER] = min(third, most)
            if best >= look[PENALTY]:
                continue
            second = min(second, np.int64(look[PENALTY]))
            bids += 1
            if bids > most_bids:
                return NONE
            root, last = first_slot[chosen], first_slot[chosen + 1]
            loser, slot = slot_pair[root], root
            bid = price[chosen] + second - best + epsilon
            while True:  # the cheapest slot takes the bid and sinks to its place
                below = 2 * slot - root + 1
                if below >= last:
                    break
                if below + 1 < last and slot_price[below + 1] < slot_price[below]:
                    below += 1
                if slot_price[below] >= bid:
                    break
                slot_price[slot] = slot_price[below]
                slot_pair[slot] = slot_pair[below]
                slot = below
            slot_price[slot] = bid
            slot_pair[slot] = need
            price[chosen] = slot_price[root]
            if loser != NONE:
                waiting[size] = loser
                size += 1
        if epsilon <= last_epsilon:
            break
        epsilon = max(last_epsilon, epsilon // factor)
    for r in range(count_r):  # slots held their needs so far
        for slot in range(first_slot[r], first_slot[r + 1]):
            need = slot_pair[slot]
            if need != NONE:
                slot_pair[slot] = starts[need]
                while resources[slot_pair[slot]] != r:
                    slot_pair[slot] += 1
    return bids


@njit(
    "void(int64[::1], int32[::1], int64[::1], int64[::1], int64[::1], int32[::1], int64[::1], int64[::1], int32[::1],"
    " int32[::1], int32[::1], uint8[::1])",
    cache=True,
)
def raise_prices(
    starts: Ints,
    resources: Links,
    costs: Ints,
    supplies: Ints,
    penalties: Ints,
    amounts: Links,
    ask: Ints,
    price: Ints,
    first_used: Links,
    next_used: Links,
    queue: Links,
    is_waiting: NDArray[np.uint8],
) -> None:
    """Find the least prices that prove amounts of least cost: `ask` of needs and `price` of resources come as 0 and only rise.

    A need asks for its penalty where it is short, and at least what each pair that it uses costs with its resource; and a resource is
    at least as dear as the asks that it could win. A queue of needs until nothing rises any more (Bellman 1958).
    `first_used` (-1 a resource), `next_used` (a pair), `queue` (a need) and `is_waiting` (0 a need) are room to work in.
    """
    count_n = starts.shape[0] - 1
    owner_of = np.empty(resources.shape[0], np.int32)
    for need in range(count_n):
        queue[need], is_waiting[need] = need, 1
        left = supplies[need]
        for pair in range(starts[need], starts[need + 1]):
            if amounts[pair] > 0:
                owner_of[pair] = need
                next_used[pair] = first_used[resources[pair]]
                first_used[resources[pair]] = pair
                left -= amounts[pair]
        if left > 0:
            ask[need] = penalties[need]
    at, size = 0, count_n
    while size > 0:
        need = queue[at]
        at = at + 1 if at + 1 < count_n else 0
        size -= 1
        is_waiting[need] = 0
        for pair in range(starts[need], starts[need + 1]):
            if amounts[pair] > 0:
                ask[need] = max(ask[need], costs[pair] + price[resources[pair]])
        for pair in range(starts[need], starts[need + 1]):
            r = resources[pair]
            if amounts[pair] < supplies[need] and ask[need] - costs[pair] > price[r]:
                price[r] = ask[need] - costs[pair]
                used = first_used[r]
                while used != NONE:
                    other = owner_of[used]
                    if not is_waiting[other] and costs[used] + price[r] > ask[other]:
                        queue[(at + size) % count_n] = other
                        is_waiting[other] = 1
                        size += 1
                    used = next_used[used]


def warm() -> None:
    """Do nothing: importing this module compiles what the signatures name and keeps it for the next start."""
