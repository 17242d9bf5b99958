"""Compiled loops over preference lists in rows (CSR); the mathematics is in `deferred`.

A *pair* is one line of one household's list. A home ranks by `key = points * households + base[household]`, more is better;
`base` is the lot counted from the end, so that a key tells its household: `of_base[key % households]`. The keys a home holds
lie in `heap` from `seats[home]` on, the weakest first (a heap).
"""

import importlib

import numpy as np
from numba import njit

from gongjian.engines.allocation.kernels_prefetch import prefetch
from gongjian.engines.allocation.market import NOBODY, Ints

AHEAD = 8
"""How many households ahead their lists are asked for."""


@njit("void(i8[::1], i8, i8, i8)", cache=True)
def _lift(heap: Ints, start: int, at: int, key: int) -> None:
    """Put a key at the end of a heap and move it up to its place."""
    while at > 0:
        above = (at - 1) // 2
        if heap[start + above] <= key:
            break
        heap[start + at] = heap[start + above]
        at = above
    heap[start + at] = key


@njit("void(i8[::1], i8, i8, i8)", cache=True)
def _sink(heap: Ints, start: int, count: int, key: int) -> None:
    """Put a key at the head of a heap and move it down to its place."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and heap[start + below + 1] < heap[start + below]:
            below += 1
        if heap[start + below] >= key:
            break
        heap[start + at] = heap[start + below]
        at = below
    heap[start + at] = key


@njit("void(i8[::1], i8[::1], i8[::1], i8[::1], i8[::1], i8)", cache=True)
def _prefetch_row(offsets: Ints, homes: Ints, points: Ints, base: Ints, pairs: Ints, household: int) -> None:
    """Ask for the beginning of a household's list: eight numbers fit what the processor fetches at once."""
    first = offsets[household]
    prefetch(homes, first)
    prefetch(points, first)
    prefetch(homes, first + 7)
    prefetch(points, first + 7)
    prefetch(pairs, household)
    prefetch(base, household)


@njit(f"void({', '.join(['i8[::1]'] * 11)})", cache=True)
def accept_deferred(
    offsets: Ints,
    homes: Ints,
    points: Ints,
    base: Ints,
    of_base: Ints,
    seats: Ints,
    order: Ints,
    weakest: Ints,
    heap: Ints,
    pairs: Ints,
    got: Ints,
) -> None:
    """Run deferred acceptance for all households; fills `pairs` and `got` (its home; NOBODY: none) and `weakest`, which a key has to beat.

    `weakest` comes in as NOBODY where a home has a flat, as a number above every key where it has none. `order` is who comes
    first: no matter for the result, but the fewer are displaced the faster it is.
    """
    households, count = len(base), np.zeros(len(weakest), dtype=np.int64)
    pairs[:] = offsets[:-1]
    for turn in range(households):
        if turn + 2 * AHEAD < households:
            prefetch(offsets, order[turn + 2 * AHEAD])
            _prefetch_row(offsets, homes, points, base, pairs, order[turn + AHEAD])
        household = order[turn]
        while True:
            pair, end, own = pairs[household], offsets[household + 1], base[household]
            home, key = 0, 0
            while pair < end:
                home = homes[pair]
                key = points[pair] * households + own
                if key > weakest[home]:
                    break
                pair += 1
            pairs[household] = pair
            if pair == end:
                break
            start, held = seats[home], count[home]
            if held < seats[home + 1] - start:
                _lift(heap, start, held, key)
                count[home] = held + 1
                if held + 1 == seats[home + 1] - start:
                    weakest[home] = heap[start]
                break
            household = of_base[heap[start] % households]
            _sink(heap, start, held, key)
            weakest[home] = heap[start]
            pairs[household] += 1
    for household in range(households):
        is_out = pairs[household] == offsets[household + 1]
        got[household] = NOBODY if is_out else homes[pairs[household]]
        pairs[household] = NOBODY if is_out else pairs[household]


def warm() -> None:
    """Compile every kernel of the engine, or read it from the cache: importing does both."""
    importlib.import_module("gongjian.engines.allocation.kernels_chains")
