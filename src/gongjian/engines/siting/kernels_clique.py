"""Compiled search for a set of mutual friends (a clique) of a given size, on bit sets, in portions.

Branch and bound with greedy colouring: so many colours as the friends left need, so many can be taken at most. San
Segundo, Rodríguez-Losada and Jiménez (2011), after Tomita and Seki (2003).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Ints = NDArray[np.int64]
NONE, FOUND, MORE = 0, 1, 2


@njit("i8(u8[:,::1],u8[::1],i8[::1],i8[::1])", cache=True)
def _colour(friends: Bits, left: Bits, order: Ints, colour: Ints) -> int:
    """Order the members of `left` by colour, no two friends alike; write the colours beside, return how many members."""
    words, size, number = len(left), 0, 0
    uncoloured = left.copy()
    one = np.uint64(1)
    while True:
        number += 1
        free, before = uncoloured.copy(), size
        for w in range(words):
            while free[w]:
                lowest = free[w] & (~free[w] + one)
                bit = 0
                rest = lowest
                while rest > one:
                    rest >>= one
                    bit += 1
                v = w * 64 + bit
                order[size], colour[size] = v, number
                size += 1
                uncoloured[w] ^= lowest
                free[w] ^= lowest
                for x in range(w, words):
                    free[x] &= ~friends[v, x]
        if size == before:
            return size


@njit(
    "i8(u8[:,::1],i8,i8,u8[:,::1],i8[:,::1],i8[:,::1],i8[::1],i8[::1],i8[::1])",
    cache=True,
)
def search(
    friends: Bits,
    wanted: int,
    budget: int,
    left: Bits,
    order: Ints,
    colour: Ints,
    size: Ints,
    taken: Ints,
    depth: Ints,
) -> int:
    """Look for `wanted` mutual friends among `left[0]`: FOUND with `taken`, NONE, or MORE when the budget is spent.

    Called again with the same arrays it goes on where it stopped; start with `depth[0] = -1`.
    """
    at = depth[0]
    if at < 0:
        at = 0
        size[0] = _colour(friends, left[0], order[0], colour[0])
    while at >= 0:
        if budget <= 0:
            depth[0] = at
            return MORE
        k = size[at] - 1
        if k < 0 or at + colour[at, k] < wanted:
            at -= 1
            continue
        budget -= 1
        v = order[at, k]
        size[at] = k
        left[at, v // 64] &= ~(np.uint64(1) << np.uint64(v % 64))
        taken[at] = v
        if at + 1 == wanted:
            return FOUND
        for w in range(left.shape[1]):
            left[at + 1, w] = left[at, w] & friends[v, w]
        at += 1
        size[at] = _colour(friends, left[at], order[at], colour[at])
    return NONE
