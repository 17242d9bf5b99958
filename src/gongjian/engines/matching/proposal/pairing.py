"""The eligible pairs of a whole district, found block by block: a category's needs beside the resources that offer it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.matching.eligibility import EARTH_M
from gongjian.engines.matching.proposal.columns import BITS, NO_LIMIT, Columns, Ints, Side

MOST_CELLS = 2**20
"""Cells of a block that are held at once."""
WEEK = 7

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class PairList:
    """Pairs in the order of needs, then resources: positions and whole metres."""

    need: NDArray[np.int32]
    resource: NDArray[np.int32]
    metres: NDArray[np.int32]

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.need)

    def only(self, which: Mask) -> "PairList":
        """Keep some."""
        return PairList(self.need[which], self.resource[which], self.metres[which])


def find_pairs(columns: Columns, resources: Ints | None = None) -> PairList:
    """Find every eligible pair, or those of some resources. Cost: needs × resources of the same category, 64 bits at a time."""
    wanted = np.arange(len(columns.unit)) if resources is None else resources
    fits = _places(columns, wanted)
    found = [
        _pairs_of_block(columns, fits, needs, givers)
        for category in range(len(columns.category_names))
        for needs, givers in _blocks(columns, category, wanted)
    ]
    if not found:
        nothing = np.zeros(0, np.int32)
        return PairList(nothing, nothing, nothing)
    need, resource, metres = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((resource, need))
    return PairList(need[order].astype(np.int32), resource[order].astype(np.int32), metres[order])


def metres_between(columns: Columns, need: int, resource: int) -> int:
    """Measure one pair in whole metres; 0 where a point is not known."""
    here = np.zeros(1, np.int64)
    mine, theirs = columns.need_side.rows([need]), columns.resource_side.rows([resource])
    return int(_metres(mine, here, theirs, here)[0])


def with_resource(columns: Columns, resource: int, side: Side, *, reach_m: int, place: str) -> Columns:
    """Let one resource say something else about when, who, how far and where."""
    changed = {}
    for name in Side.__dataclass_fields__:
        values = getattr(columns.resource_side, name).copy()
        values[resource] = getattr(side, name)[0]
        changed[name] = values
    reaches, place_of, places = columns.reach_m.copy(), columns.place.copy(), columns.places
    reaches[resource] = reach_m
    if place not in places:
        places = (*places, place)
    place_of[resource] = places.index(place)
    return replace(columns, resource_side=Side(**changed), reach_m=reaches, place=place_of, places=places)


def _blocks(columns: Columns, category: int, resources: Ints) -> Iterator[tuple[Ints, Ints]]:
    needs = np.flatnonzero(columns.category == category)
    word, bit = divmod(category, BITS)
    offers = (columns.categories[resources, word] >> np.uint64(bit)) & np.uint64(1)
    givers = resources[offers.astype(bool)]
    if not len(givers):
        return
    step = max(MOST_CELLS // len(givers), 1)
    for first in range(0, len(needs), step):
        yield needs[first : first + step], givers


def _pairs_of_block(
    columns: Columns, fits: Mask, needs: Ints, givers: Ints
) -> tuple[Ints, Ints, NDArray[np.int32]]:
    mine, theirs = columns.need_side.rows(needs), columns.resource_side.rows(givers)
    open_to = fits[columns.place[givers][None, :], columns.community[needs][:, None]]
    for skills, wanted in zip(theirs.qualifications.T, mine.qualifications.T, strict=True):
        open_to &= (wanted[:, None] & ~skills[None, :]) == 0
    open_to &= _meets(mine, theirs)
    rows, places = np.nonzero(open_to)
    need, resource = needs[rows], givers[places]
    metres = _metres(mine, rows, theirs, places)
    reach = columns.reach_m[resource]
    near = (reach == NO_LIMIT) | (metres <= reach)
    return need[near], resource[near], metres[near].astype(np.int32)


def _meets(mine: Side, theirs: Side) -> Mask:
    """Whether there is a day of a weekday that both say, and a moment of the day."""
    first = np.maximum(mine.first[:, None], theirs.first[None, :])
    days = np.minimum(mine.last[:, None], theirs.last[None, :]) - first
    there = SPANS[(first - 1) % WEEK, np.clip(days, 0, WEEK - 1)]
    meets = (days >= 0) & ((there & mine.weekdays[:, None] & theirs.weekdays[None, :]) != 0)
    opens = np.maximum(mine.opens[:, None], theirs.opens[None, :])
    found: Mask = meets & (opens < np.minimum(mine.closes[:, None], theirs.closes[None, :]))
    return found


def _metres(mine: Side, rows: Ints, theirs: Side, places: Ints) -> Ints:
    """Measure along the great circle (Sinnott 1984), in the very steps of `eligibility`; 0 where a point is not known."""
    north, south = np.radians(mine.latitude[rows]), np.radians(theirs.latitude[places])
    across = np.radians(theirs.longitude[places] - mine.longitude[rows])
    half = np.sin((south - north) / 2) ** 2 + np.cos(north) * np.cos(south) * np.sin(across / 2) ** 2
    metres = np.rint(2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(1.0, half))))
    found: Ints = np.nan_to_num(metres).astype(np.int64)
    return found


def _places(columns: Columns, resources: Ints) -> Mask:
    """Whether a community (column) lies in a place of use (row); only the places of these resources are looked at."""
    fits = np.zeros((len(columns.places), len(columns.communities)), bool)
    for place in np.unique(columns.place[resources]).tolist():
        fits[place] = [name.startswith(columns.places[place]) for name in columns.communities]
    return fits


def _span_bits() -> Ints:
    """Weekday bits of so many days more (column) after a weekday (row, Monday 0)."""
    return np.array(
        [
            [sum(1 << ((start + k) % WEEK) for k in range(more + 1)) for more in range(WEEK)]
            for start in range(WEEK)
        ]
    )


SPANS = _span_bits()
