"""Compiled loops of deferred acceptance that can be taken back; lists and keys are those of `kernels`.

Everything that changes is one row of numbers: for each household the pair it asks for next (the one before it is the pair it holds),
then for each home how many keys it holds, how many it may hold, the strongest key it refused, then the heaps. Each
change is noted in a journal as (place, number before), so that a run can be wound back to where it stood. `journal[0]` is
how much of it is in use; a journal that is full is replaced by one of twice the length, which is why it is returned.
"""

import numpy as np
from numba import njit

from gongjian.engines.allocation.market import Ints

COUNT, ROOM, REFUSED, HEAPS = range(4)
"""What follows the households' pairs in the state: three numbers a home, each kind together, then the heaps."""
_LISTS = ", ".join(["i8[::1]"] * 6)
_ONE_MORE = f"i8[::1]({_LISTS}, i8[::1], i8[::1], i8)"


@njit("i8[::1](i8[::1], i8[::1], i8, i8)", cache=True)
def _write(state: Ints, journal: Ints, place: int, number: int) -> Ints:
    used = journal[0]
    if used + 2 > len(journal):
        longer = np.empty(2 * len(journal), dtype=np.int64)
        longer[:used] = journal[:used]
        journal = longer
    journal[used], journal[used + 1] = place, state[place]
    journal[0] = used + 2
    state[place] = number
    return journal


@njit("i8[::1](i8[::1], i8[::1], i8, i8, i8)", cache=True)
def _lift(state: Ints, journal: Ints, start: int, at: int, key: int) -> Ints:
    while at > 0:
        above = (at - 1) // 2
        if state[start + above] <= key:
            break
        journal = _write(state, journal, start + at, state[start + above])
        at = above
    return _write(state, journal, start + at, key)


@njit("i8[::1](i8[::1], i8[::1], i8, i8, i8)", cache=True)
def _sink(state: Ints, journal: Ints, start: int, count: int, key: int) -> Ints:
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and state[start + below + 1] < state[start + below]:
            below += 1
        if state[start + below] >= key:
            break
        journal = _write(state, journal, start + at, state[start + below])
        at = below
    return _write(state, journal, start + at, key)


@njit(_ONE_MORE, cache=True)
def _propose(
    offsets: Ints,
    homes: Ints,
    points: Ints,
    base: Ints,
    of_base: Ints,
    seats: Ints,
    state: Ints,
    journal: Ints,
    household: int,
) -> Ints:
    """Let a household go down its list, and everyone it displaces down theirs, until nobody is left."""
    households, desks = len(base), len(seats) - 1
    counts, heaps = households, households + HEAPS * desks
    rooms, refused = households + ROOM * desks, households + REFUSED * desks
    while True:
        pair, end = state[household], offsets[household + 1]
        lost = -1
        while pair < end and lost < 0:
            home = homes[pair]
            key = points[pair] * households + base[household]
            pair += 1
            start, count = heaps + seats[home], state[counts + home]
            if count < state[rooms + home]:
                journal = _lift(state, journal, start, count, key)
                journal = _write(state, journal, counts + home, count + 1)
                return _write(state, journal, household, pair)
            if count > 0 and state[start] < key:
                lost = state[start]
                journal = _sink(state, journal, start, count, key)
                key = lost
            if key > state[refused + home]:
                journal = _write(state, journal, refused + home, key)
        journal = _write(state, journal, household, pair if lost >= 0 else end + 1)
        if lost < 0:
            return journal
        household = of_base[lost % households]


@njit(f"i8[::1]({_LISTS}, i8[::1], i8[::1], i8[::1])", cache=True)
def ask(
    offsets: Ints,
    homes: Ints,
    points: Ints,
    base: Ints,
    of_base: Ints,
    seats: Ints,
    state: Ints,
    journal: Ints,
    asking: Ints,
) -> Ints:
    """Let some more households ask; returns the journal."""
    for household in asking:
        journal = _propose(offsets, homes, points, base, of_base, seats, state, journal, household)
    return journal


@njit("void(i8[::1], i8[::1], i8)", cache=True)
def wind_back(state: Ints, journal: Ints, mark: int) -> None:
    """Take everything back that was noted since `journal[0]` was `mark`."""
    used = journal[0]
    while used > mark:
        used -= 2
        state[journal[used]] = journal[used + 1]
    journal[0] = mark


@njit(f"i8[::1]({_LISTS}, i8[::1], i8[::1], i8, i8[::1])", cache=True)
def keep_seats(
    offsets: Ints,
    homes: Ints,
    points: Ints,
    base: Ints,
    of_base: Ints,
    seats: Ints,
    state: Ints,
    journal: Ints,
    household: int,
    found: Ints,
) -> Ints:
    """For each wish of a household that hasn't asked: keep a seat of the home for it, let whoever loses it go on, and note in `found`
    the strongest key that the home refused; everything is as before afterwards. Homes without a seat are passed over."""
    households, desks = len(base), len(seats) - 1
    for pair in range(offsets[household], offsets[household + 1]):
        home = homes[pair]
        room, refused = households + ROOM * desks + home, households + REFUSED * desks + home
        if state[room] == 0:
            continue
        mark, start = journal[0], households + HEAPS * desks + seats[home]
        journal = _write(state, journal, room, state[room] - 1)
        count = state[households + home] - 1
        if count == state[room]:
            weakest = state[start]
            journal = _write(state, journal, households + home, count)
            if count > 0:
                journal = _sink(state, journal, start, count, state[start + count])
            if weakest > state[refused]:
                journal = _write(state, journal, refused, weakest)
            loser = of_base[weakest % households]
            journal = _propose(offsets, homes, points, base, of_base, seats, state, journal, loser)
        found[pair] = state[refused]
        wind_back(state, journal, mark)
    return journal
