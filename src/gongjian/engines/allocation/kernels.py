"""Compiled loops over preference lists in rows (CSR); the mathematics is in `deferred`.

A *pair* is one line of one household's list. `owner[pair]` is the household, `homes[pair]` the home, `keys[pair]` how
the home ranks the household, more is better, no two alike at one home. The pairs a home holds lie in
`heap[starts[home] : starts[home] + count[home]]`, the weakest first. `refused[home]` is the strongest key it turned away.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_STATE = f"void({'i8[::1], ' * 10}i8)"


@njit("void(i8[::1], i8[::1], i8, i8, i8)", cache=True)
def _lift(heap: Ints, keys: Ints, start: int, at: int, pair: int) -> None:
    """Put a pair at the end of a heap and move it up to its place."""
    while at > 0:
        above = (at - 1) // 2
        if keys[heap[start + above]] <= keys[pair]:
            break
        heap[start + at] = heap[start + above]
        at = above
    heap[start + at] = pair


@njit("void(i8[::1], i8[::1], i8, i8, i8)", cache=True)
def _sink(heap: Ints, keys: Ints, start: int, count: int, pair: int) -> None:
    """Put a pair at the head of a heap and move it down to its place."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and keys[heap[start + below + 1]] < keys[heap[start + below]]:
            below += 1
        if keys[heap[start + below]] >= keys[pair]:
            break
        heap[start + at] = heap[start + below]
        at = below
    heap[start + at] = pair


@njit(_STATE, cache=True)
def _propose(
    offsets: Ints,
    homes: Ints,
    keys: Ints,
    owner: Ints,
    starts: Ints,
    room: Ints,
    heap: Ints,
    count: Ints,
    refused: Ints,
    pointer: Ints,
    household: int,
) -> None:
    """Let a household go down its list, and everyone it displaces down theirs, until nobody is left."""
    while household >= 0:
        pair = pointer[household]
        if pair == offsets[household + 1]:
            return
        pointer[household] = pair + 1
        home = homes[pair]
        start = starts[home]
        if count[home] < room[home]:
            _lift(heap, keys, start, count[home], pair)
            count[home] += 1
            return
        weakest = heap[start] if room[home] > 0 else pair
        if keys[weakest] < keys[pair]:
            _sink(heap, keys, start, count[home], pair)
            household = owner[weakest]
        else:
            weakest = pair
        refused[home] = max(refused[home], keys[weakest])


@njit(_STATE, cache=True)
def accept_deferred(
    offsets: Ints,
    homes: Ints,
    keys: Ints,
    owner: Ints,
    starts: Ints,
    room: Ints,
    heap: Ints,
    count: Ints,
    refused: Ints,
    pointer: Ints,
    left_out: int,
) -> None:
    """Run deferred acceptance for all households but `left_out` (-1: for all); fills the state arrays."""
    for household in range(len(offsets) - 1):
        if household != left_out:
            _propose(offsets, homes, keys, owner, starts, room, heap, count, refused, pointer, household)


@njit(_STATE, cache=True)
def keep_one_seat(
    offsets: Ints,
    homes: Ints,
    keys: Ints,
    owner: Ints,
    starts: Ints,
    room: Ints,
    heap: Ints,
    count: Ints,
    refused: Ints,
    pointer: Ints,
    home: int,
) -> None:
    """Take one seat of a home away from a finished run and let whoever loses it go on."""
    room[home] -= 1
    if count[home] <= room[home]:
        return
    start = starts[home]
    weakest = heap[start]
    count[home] -= 1
    if count[home] > 0:
        _sink(heap, keys, start, count[home], heap[start + count[home]])
    refused[home] = max(refused[home], keys[weakest])
    _propose(offsets, homes, keys, owner, starts, room, heap, count, refused, pointer, owner[weakest])


def warm() -> None:
    """Compile everything into the cache; importing this module does it."""
