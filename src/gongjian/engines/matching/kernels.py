"""Compiled loops: shortest residual paths with prices, and an auction that finds prices to start from.

Arrays of a circulation, all 64 bits but the links: `tail, head, following_out, following_in` int32 and `cap, cost, flow`
int64 an arc; `first_out, first_in` int32 and `price, excess` int64 a node. Node 0 is the root: it takes and gives whatever is
left over, so a search ends there and never passes through.

    reduced cost of an arc = cost + price[tail] - price[head]      flow < cap => it is >= 0,   flow > 0 => it is <= 0
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Links = NDArray[np.int32]

NONE, ROOT = -1, 0
FAR = np.int64(2**62)


@njit("void(int64[::1], int32[::1], int32[::1], int64)", cache=True)
def rise(far: Ints, heap: Links, place: Links, at: int) -> None:
    """Move the entry at `at` of a binary heap by `far` up to where it belongs; `place` says where each node is."""
    node = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if far[heap[above]] <= far[node]:
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at] = node
    place[node] = at


@njit("int64(int64[::1], int32[::1], int32[::1], int64)", cache=True)
def take_nearest(far: Ints, heap: Links, place: Links, size: int) -> int:
    """Take the first node out of a heap of `size` nodes; what moves keeps its `place`, the taken one gets -2."""
    taken = heap[0]
    place[taken] = -2
    size -= 1
    if size > 0:
        node = heap[size]
        at = 0
        while True:
            below = 2 * at + 1
            if below >= size:
                break
            if below + 1 < size and far[heap[below + 1]] < far[heap[below]]:
                below += 1
            if far[heap[below]] >= far[node]:
                break
            heap[at] = heap[below]
            place[heap[at]] = at
            at = below
        heap[at] = node
        place[node] = at
    return int(taken)


SEARCH = (
    "int64(int64, int64, boolean, int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int32[::1], int32[::1],"
    " int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int32[::1], int32[::1], int32[::1], int32[::1], int64[::1])"
)


@njit(SEARCH, cache=True)
def search(
    start: int,
    goal: int,
    is_forward: bool,
    tail: Links,
    head: Links,
    cap: Ints,
    cost: Ints,
    flow: Ints,
    following_out: Links,
    following_in: Links,
    first_out: Links,
    first_in: Links,
    price: Ints,
    excess: Ints,
    far: Ints,
    via: Links,
    heap: Links,
    place: Links,
    seen: Links,
    count: Ints,
) -> int:
    """Find the nearest node that can take (forward) or give (backward) what `start` has; return it, -1 for none.

    Dijkstra over reduced costs from `start` along residual arcs, or against them. It ends at `goal`, or,
    where `goal` is -1, at the root or a node whose excess has the other sign. `far` and `via` (the arc it was reached by) hold for the `count[0]`
    nodes in `seen`; `place` must be -1 everywhere before and is left for `forget` to clear.
    """
    size, known = 1, 1
    heap[0] = seen[0] = start
    far[start] = place[start] = 0
    via[start] = NONE
    found = NONE
    while size > 0:
        node = take_nearest(far, heap, place, size)
        size -= 1
        if node == goal or (node == ROOT and goal == NONE):
            found = node
            break
        if node == ROOT:
            continue
        if goal == NONE and node != start and (excess[node] < 0 if is_forward else excess[node] > 0):
            found = node
            break
        for side in range(2):
            is_out = side == 0
            arc = first_out[node] if is_out else first_in[node]
            while arc != NONE:
                usable = flow[arc] < cap[arc] if is_out == is_forward else flow[arc] > 0
                if usable:
                    other = head[arc] if is_out else tail[arc]
                    if place[other] != -2:
                        length = cost[arc] + price[tail[arc]] - price[head[arc]]
                        reach = far[node] + (length if is_out == is_forward else -length)
                        if place[other] == NONE:
                            far[other] = reach
                            via[other] = arc
                            heap[size] = other
                            seen[known] = other
                            known += 1
                            rise(far, heap, place, size)
                            size += 1
                        elif reach < far[other]:
                            far[other] = reach
                            via[other] = arc
                            rise(far, heap, place, place[other])
                arc = following_out[arc] if is_out else following_in[arc]
    count[0] = known
    return found


@njit("void(int32[::1], int32[::1], int64)", cache=True)
def forget(place: Links, seen: Links, known: int) -> None:
    """Clear what a search left in `place`."""
    for k in range(known):
        place[seen[k]] = NONE


@njit(
    "int64(int32[::1], int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int32[::1], int32[::1],"
    " int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int32[::1], int32[::1], int32[::1], int32[::1], int64[::1])",
    cache=True,
)
def settle(
    nodes: Links,
    tail: Links,
    head: Links,
    cap: Ints,
    cost: Ints,
    flow: Ints,
    following_out: Links,
    following_in: Links,
    first_out: Links,
    first_in: Links,
    price: Ints,
    excess: Ints,
    far: Ints,
    via: Links,
    heap: Links,
    place: Links,
    seen: Links,
    count: Ints,
) -> int:
    """Bring the excess of the given nodes to zero along shortest residual paths; return how many paths it took.

    Successive shortest paths with potentials (Ahuja, Magnanti and Orlin 1993, 9.7): reduced costs stay right for every
    arc, so a circulation without excess is one of least cost. Return -1 - node when a node has no way out.
    """
    paths = 0
    for k in range(nodes.shape[0]):
        start = nodes[k]
        while start != ROOT and excess[start] != 0:
            is_forward = excess[start] > 0
            end = search(
                start, NONE, is_forward, tail, head, cap, cost, flow, following_out, following_in,
                first_out, first_in, price, excess, far, via, heap, place, seen, count,
            )  # fmt: skip
            if end == NONE:
                forget(place, seen, count[0])
                return int(-1 - start)
            for s in range(count[0]):
                node = seen[s]
                if place[node] == -2 and far[node] < far[end]:
                    price[node] += far[node] - far[end] if is_forward else far[end] - far[node]
            amount = abs(excess[start])
            if end != ROOT:
                amount = min(amount, abs(excess[end]))
            for is_pushing in range(2):
                node = end
                while node != start:
                    arc = via[node]
                    along = (head[arc] == node) == is_forward
                    if is_pushing:
                        flow[arc] += amount if along else -amount
                    else:
                        amount = min(amount, cap[arc] - flow[arc] if along else flow[arc])
                    node = tail[arc] if head[arc] == node else head[arc]
            excess[start] += -amount if is_forward else amount
            excess[end] += amount if is_forward else -amount
            forget(place, seen, count[0])
            paths += 1
    return paths


@njit(
    "void(int64, int64, int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[::1])", cache=True
)
def link(
    first_arc: int,
    last_arc: int,
    tail: Links,
    head: Links,
    following_out: Links,
    following_in: Links,
    first_out: Links,
    first_in: Links,
) -> None:
    """Put arcs into the lists of their ends; the lists run in the order of the arcs for a first build."""
    for arc in range(last_arc - 1, first_arc - 1, -1):
        following_out[arc] = first_out[tail[arc]]
        first_out[tail[arc]] = arc
        following_in[arc] = first_in[head[arc]]
        first_in[head[arc]] = arc


@njit(
    "void(int64, int64, int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1])",
    cache=True,
)
def conform(
    first_arc: int,
    last_arc: int,
    tail: Links,
    head: Links,
    cap: Ints,
    cost: Ints,
    flow: Ints,
    price: Ints,
    excess: Ints,
) -> None:
    """Give arcs the flow their reduced cost asks for: all, none, or what it is; the ends take the difference."""
    for arc in range(first_arc, last_arc):
        reduced = cost[arc] + price[tail[arc]] - price[head[arc]]
        wanted = min(max(flow[arc], 0), cap[arc])
        if reduced < 0:
            wanted = cap[arc]
        elif reduced > 0:
            wanted = 0
        change = wanted - flow[arc]
        if change != 0:
            flow[arc] = wanted
            excess[tail[arc]] -= change
            excess[head[arc]] += change


@njit("int64[:](int64, int32[::1], int32[::1], int64[::1], int64[::1], int64[::1], int64[::1])", cache=True)
def value_and_bound(
    arcs: int, tail: Links, head: Links, cap: Ints, cost: Ints, flow: Ints, price: Ints
) -> Ints:
    """Add up the cost of the flow, and the dual bound that the prices prove for every circulation."""
    sums = np.zeros(2, dtype=np.int64)
    for arc in range(arcs):
        sums[0] += cost[arc] * flow[arc]
        sums[1] += cap[arc] * min(np.int64(0), cost[arc] + price[tail[arc]] - price[head[arc]])
    return sums


AUCTION = [
    f"int64(int64[::1], uint32[::1], {kind}[::1], {kind}[::1], int64[::1], {kind}[::1], int32[::1], {kind}[::1], int32[::1],"
    f" int32[::1], int32[::1], int32[::1], {kind}[::1], int64, int64, int64, int64)"
    for kind in ("int32", "int64")
]
"""Costs and prices of 32 bits where they fit: the loop waits for memory most of the time."""
MOST_SMALL = 2**26


@njit(AUCTION, cache=True)
def auction(
    starts: Ints,
    resources: Links,
    costs: Ints,
    penalties: Ints,
    first_slot: Ints,
    slot_price: Ints,
    slot_pair: Links,
    price: Ints,
    owner: Links,
    waiting: Links,
    first_pair: Links,
    second_pair: Links,
    third_offer: Ints,
    epsilon: int,
    last_epsilon: int,
    factor: int,
    most_bids: int,
) -> int:
    """Let needs of one unit bid for slots of resources until each has one or would rather go without.

    Bertsekas and Castañon, The auction algorithm for the transportation problem (1989), with epsilon scaling. A resource's
    slots are a heap by price, and `price`, that of the cheapest, is the resource's. What comes out is near the best: `price`,
    and the pair each slot holds (`slot_pair`, -1: none). All but the first three arrays and `first_slot` are written.
    Prices only rise, so the two pairs that were best at a need's last look are still so while both cost no more than the third
    did then (Bertsekas 1991): most bids look at two pairs only. Return the number of bids, -1 when there were more than `most_bids`.
    """
    bids, is_known = 0, False
    most = np.int64(np.iinfo(price.dtype).max)
    count_n, count_r = starts.shape[0] - 1, first_slot.shape[0] - 1
    for need in range(count_n):
        for pair in range(starts[need], starts[need + 1]):
            owner[pair] = need
    while True:
        for r in range(count_r):
            price[r] = price[r] if first_slot[r] < first_slot[r + 1] else most
            for slot in range(first_slot[r], first_slot[r + 1]):
                slot_price[slot] = price[r]
                slot_pair[slot] = NONE
        for k in range(count_n):
            waiting[k] = count_n - 1 - k
            second_pair[k] = second_pair[k] if is_known else NONE
        is_known = True
        size = count_n
        while size > 0:
            size -= 1
            need = waiting[size]
            chosen, other = first_pair[need], second_pair[need]
            best = second = FAR
            if other != NONE:
                best = costs[chosen] + np.int64(price[resources[chosen]])
                second = costs[other] + np.int64(price[resources[other]])
                if second < best:
                    best, second, chosen = second, best, other
            if other == NONE or second > third_offer[need]:
                best = second = third = FAR
                chosen = other = NONE
                for pair in range(starts[need], starts[need + 1]):
                    offer = costs[pair] + np.int64(price[resources[pair]])
                    if offer < third:
                        if offer >= second:
                            third = offer
                        elif offer >= best:
                            second, third, other = offer, second, pair
                        else:
                            best, second, third, chosen, other = offer, best, second, pair, chosen
                first_pair[need], second_pair[need] = chosen, other
                third_offer[need] = min(third, most)
            if best >= penalties[need]:
                continue
            second = min(second, np.int64(penalties[need]))
            bids += 1
            if bids > most_bids:
                return NONE
            r = resources[chosen]
            root, last = first_slot[r], first_slot[r + 1]
            loser, slot = slot_pair[root], root
            bid = price[r] + second - best + epsilon
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
            slot_pair[slot] = chosen
            price[r] = slot_price[root]
            if loser != NONE:
                waiting[size] = owner[loser]
                size += 1
        if epsilon <= last_epsilon:
            return bids
        epsilon = max(last_epsilon, epsilon // factor)


@njit("int64(int64[::1], int32[::1], int32[::1])", cache=True)
def first_repeat(starts: Ints, resources: Links, last_need: Links) -> int:
    """Return the first need that has a resource twice, -1 for none; `last_need` comes as -1 for each resource."""
    for need in range(starts.shape[0] - 1):
        for pair in range(starts[need], starts[need + 1]):
            if last_need[resources[pair]] == need:
                return need
            last_need[resources[pair]] = need
    return NONE


def warm() -> None:
    """Do nothing: importing this module compiles what the signatures name and keeps it for the next start."""
