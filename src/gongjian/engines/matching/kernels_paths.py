"""Shortest residual paths with prices, in plain Python over anything that is indexed by whole numbers.

Small cases run these loops over memoryviews, so that no compiler is loaded; `kernels` compiles the very same ones for the rest.

Arrays of a circulation: `tail, head, following_out, following_in, cap, flow` int32 and `cost` int64 an arc; `first_out,
first_in` int32 and `price, excess` int64 a node. Node 0 is the root: it takes and gives whatever is left over, so a search
ends there and never passes through.

    reduced cost of an arc = cost + price[tail] - price[head]      flow < cap => it is >= 0,   flow > 0 => it is <= 0
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Links = NDArray[np.int32]

NONE, ROOT = -1, 0
KNOWN, SCANNED = 0, 1


def plain(*arrays: Any) -> list[Any]:
    """Return views that give and take Python's own numbers, which plain loops read in half the time."""
    return [memoryview(array) for array in arrays]


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


def search(
    start: int,
    goal: int,
    is_forward: bool,
    tail: Links,
    head: Links,
    cap: Links,
    cost: Ints,
    flow: Links,
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

    Dijkstra over reduced costs from `start` along residual arcs, or against them. It ends at `goal`, or, where `goal` is -1,
    at the root or a node whose excess has the other sign. `far` and `via` (the arc it was reached by) hold for the
    `count[KNOWN]` nodes in `seen`; `place` must be -1 everywhere before and is left for `forget` to clear. `count[SCANNED]`
    goes up by the arcs looked at.
    """
    size, known, scanned = 1, 1, 0
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
                scanned += 1
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
    count[KNOWN] = known
    count[SCANNED] += scanned
    return found


def forget(known: int, place: Links, seen: Links) -> None:
    """Clear what a search left in `place`."""
    for k in range(known):
        place[seen[k]] = NONE


def settle(
    nodes: Links,
    most_scanned: int,
    tail: Links,
    head: Links,
    cap: Links,
    cost: Ints,
    flow: Links,
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
    arc, so a circulation without excess is one of least cost. Return -1 - node when a node has no way out. It stops early
    once `count[SCANNED]` is above `most_scanned`; another call goes on from there.
    """
    paths = 0
    for k in range(nodes.shape[0]):
        start = nodes[k]
        while start != ROOT and excess[start] != 0:
            if count[SCANNED] > most_scanned:
                return paths
            is_forward = excess[start] > 0
            end = search(
                start, NONE, is_forward, tail, head, cap, cost, flow, following_out, following_in,
                first_out, first_in, price, excess, far, via, heap, place, seen, count,
            )  # fmt: skip
            if end == NONE:
                forget(count[KNOWN], place, seen)
                return int(-1 - start)
            for s in range(count[KNOWN]):
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
            forget(count[KNOWN], place, seen)
            paths += 1
    return paths


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


def conform(
    first_arc: int,
    last_arc: int,
    tail: Links,
    head: Links,
    cap: Links,
    cost: Ints,
    flow: Links,
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


def least_prices(
    most_steps: int,
    tail: Links,
    head: Links,
    cap: Links,
    cost: Ints,
    flow: Links,
    following_out: Links,
    following_in: Links,
    first_out: Links,
    first_in: Links,
    price: Ints,
    heap: Links,
    place: Links,
) -> int:
    """Lower prices until no residual arc has a negative reduced cost, which proves a flow of least cost (Bellman 1958, by a queue).

    Return the nodes looked at; -1 where that is more than `most_steps`, as it is for ever when the flow is not of least cost. `place` must
    be -1 everywhere and is left so.
    """
    count = price.shape[0]
    for node in range(count):
        heap[node] = node
        place[node] = 0
    first, waiting, steps = 0, count, 0
    while waiting > 0:
        node = heap[first]
        first = first + 1 if first + 1 < count else 0
        waiting -= 1
        place[node] = NONE
        steps += 1
        if steps > most_steps:
            break
        for side in range(2):
            is_out = side == 0
            arc = first_out[node] if is_out else first_in[node]
            while arc != NONE:
                usable = flow[arc] < cap[arc] if is_out else flow[arc] > 0
                if usable:
                    other = head[arc] if is_out else tail[arc]
                    reach = price[node] + (cost[arc] if is_out else -cost[arc])
                    if reach < price[other]:
                        price[other] = reach
                        if place[other] == NONE:
                            at = first + waiting
                            heap[at if at < count else at - count] = other
                            place[other] = 0
                            waiting += 1
                arc = following_out[arc] if is_out else following_in[arc]
    for node in range(count):
        place[node] = NONE
    return steps if waiting == 0 else NONE


def value_and_bound(
    arcs: int, tail: Links, head: Links, cap: Links, cost: Ints, flow: Links, price: Ints
) -> tuple[int, int]:
    """Add up the cost of the flow, and the dual bound that the prices prove for every circulation."""
    value, bound = 0, 0
    for arc in range(arcs):
        value += cost[arc] * flow[arc]
        bound += cap[arc] * min(0, cost[arc] + price[tail[arc]] - price[head[arc]])
    return value, bound


def first_repeat(starts: Ints, resources: Links, last_need: Links) -> int:
    """Return the first need that has a resource twice, -1 for none; `last_need` comes as -1 for each resource."""
    for need in range(starts.shape[0] - 1):
        for pair in range(starts[need], starts[need + 1]):
            if last_need[resources[pair]] == need:
                return need
            last_need[resources[pair]] = need
    return NONE
