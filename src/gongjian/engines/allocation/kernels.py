"""Compiled loops over preference lists in rows (CSR); the mathematics is in `deferred`.

A *pair* is one line of one household's list, packed as `lines[pair] = points << 32 | home`. A home ranks by
`key = points * households + base[household]`, more is better; `base` is the lot counted from the end, so that a key tells
its household: `of_base[key % households]`. `desks[home]` holds where its keys begin in `heap`, how many it may hold, how many
it holds (the weakest first, a heap), and the strongest key it refused. `pointer[household]` is the pair it asks for next; the
one before it is the pair it holds; past the end of the list by one: it holds none.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]

START, ROOM, COUNT, REFUSED = range(4)
"""The columns of `desks`."""
LOW = (1 << 32) - 1
_STATE = "void(i8[::1], i8[::1], i8[::1], i8[::1], i8[:, ::1], i8[::1], i8[::1], i8)"


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


@njit(_STATE, cache=True)
def _propose(
    offsets: Ints,
    lines: Ints,
    base: Ints,
    of_base: Ints,
    desks: Ints,
    heap: Ints,
    pointer: Ints,
    household: int,
) -> None:
    """Let a household go down its list, and everyone it displaces down theirs, until nobody is left."""
    households = len(base)
    while True:
        pair = pointer[household]
        pointer[household] = pair + 1
        if pair >= offsets[household + 1]:
            return
        home = lines[pair] & LOW
        key = (lines[pair] >> 32) * households + base[household]
        start, count = desks[home, START], desks[home, COUNT]
        if count < desks[home, ROOM]:
            _lift(heap, start, count, key)
            desks[home, COUNT] = count + 1
            return
        weakest = key
        if count > 0 and heap[start] < key:
            weakest = heap[start]
            _sink(heap, start, count, key)
            household = of_base[weakest % households]
        desks[home, REFUSED] = max(desks[home, REFUSED], weakest)


@njit(f"{_STATE[:-1]}, i8[::1])", cache=True)
def accept_deferred(
    offsets: Ints,
    lines: Ints,
    base: Ints,
    of_base: Ints,
    desks: Ints,
    heap: Ints,
    pointer: Ints,
    left_out: int,
    order: Ints,
) -> None:
    """Run deferred acceptance for all households but `left_out` (-1: for all); fills desks, heap and pointer.

    `order` is who comes first: no matter for the result, but the fewer are displaced the faster it is.
    """
    for household in order:
        if household != left_out:
            _propose(offsets, lines, base, of_base, desks, heap, pointer, household)


@njit(_STATE, cache=True)
def keep_one_seat(
    offsets: Ints,
    lines: Ints,
    base: Ints,
    of_base: Ints,
    desks: Ints,
    heap: Ints,
    pointer: Ints,
    home: int,
) -> None:
    """Take one seat of a home away from a finished run and let whoever loses it go on."""
    desks[home, ROOM] -= 1
    start, count = desks[home, START], desks[home, COUNT] - 1
    if count < desks[home, ROOM]:
        return
    weakest = heap[start]
    desks[home, COUNT] = count
    if count > 0:
        _sink(heap, start, count, heap[start + count])
    desks[home, REFUSED] = max(desks[home, REFUSED], weakest)
    _propose(offsets, lines, base, of_base, desks, heap, pointer, of_base[weakest % len(base)])


def warm() -> None:
    """Compile everything into the cache; importing this module does it."""
