"""Find sheets that look copied: too alike to be two looks at two places.

Take two sheets of different places with n items in common, and let q_j(a) be the share of the round's sheets with
answer a to item j. If looks at places are independent, the second sheet repeats the first on a given set M of items
with chance prod_{j in M} q_j(a_j). So the chance that any of N pairs agrees on some n - d items with a product as
small as c is at most
    N * (n + 1) * C(n, d) * c
(the sum over the sets M whose product is at most c, and over d). A pair is named when this bound is at most `doubt`.
Shares are smoothed by one half sheet, so that no answer is impossible. Logarithms are in bits.

Compared are the sheets of one inspector with one another, sheets whose answers are the same throughout, and,
whatever the answers, sheets that hold the same photo, or the same long note. Two inspectors at one place are
expected to agree and are compared by photos and notes only. Cost: the pairs of each inspector's own sheets.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, log2

SMOOTHING = 0.5


@dataclass(frozen=True)
class SheetCopy:
    """What one inspector wrote for one place. `answers` by item is what was found (empty for in order).

    `notes` are his words, `photos` the digests of the pictures.
    """

    key: str
    inspector: str
    place: str
    answers: Mapping[str, Hashable]
    notes: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """Two sheets, in the order given, and what makes them alike.

    `same` of `items` answers agree; `bits` is how surprising that is beyond chance (None: not surprising, named
    for a photo or a note). `rarest` names the agreeing items that tell most.
    """

    first: str
    second: str
    same: int
    items: int
    bits: float | None
    rarest: tuple[str, ...]
    photos: tuple[str, ...]
    notes: tuple[str, ...]


def find_copies(
    sheets: Sequence[SheetCopy], *, doubt: float = 0.01, note_length: int = 8
) -> tuple[Likeness, ...]:
    """Name the pairs of sheets too alike for chance, or with a photo or a note in common, in the order given.

    `doubt` bounds the chance of naming any pair of honest sheets for its answers; notes of at least
    `note_length` characters count.
    """
    shares = _shares(sheets)
    pairs = len(sheets) * (len(sheets) - 1) // 2
    found = []
    for one, other in sorted(_candidates(sheets, note_length)):
        likeness = _compare(sheets[one], sheets[other], shares, pairs, note_length)
        if likeness.photos or likeness.notes or (likeness.bits or 0) >= -log2(doubt):
            found.append(likeness)
    return tuple(found)


def _shares(sheets: Sequence[SheetCopy]) -> Mapping[str, Mapping[Hashable, float]]:
    counts: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for sheet in sheets:
        for item, answer in sheet.answers.items():
            counts[item][answer] += 1
    return {
        item: {
            answer: (number + SMOOTHING) / (seen.total() + SMOOTHING * (len(seen) + 1))
            for answer, number in seen.items()
        }
        for item, seen in counts.items()
    }


def _candidates(sheets: Sequence[SheetCopy], note_length: int) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    by_inspector: dict[Hashable, list[int]] = defaultdict(list)
    first_with: dict[Hashable, int] = {}
    for one, sheet in enumerate(sheets):
        by_inspector[sheet.inspector].append(one)
        for key in _telling(sheet, note_length):
            earlier = first_with.setdefault(key, one)
            if earlier != one:
                found.add((earlier, one))
    for own in by_inspector.values():
        found.update(combinations(own, 2))
    return found


def _telling(sheet: SheetCopy, note_length: int) -> Iterator[Hashable]:
    """Yield what two sheets should not share: all answers, a photo, a long note."""
    if any(sheet.answers.values()):
        yield ("answers", frozenset(sheet.answers.items()))
    for photo in sheet.photos:
        yield ("photo", photo)
    for note in _long(sheet.notes, note_length):
        yield ("note", note)


def _long(notes: Iterable[str], note_length: int) -> list[str]:
    stripped = ("".join(note.split()) for note in notes)
    return [note for note in stripped if len(note) >= note_length]


def _compare(
    first: SheetCopy,
    second: SheetCopy,
    shares: Mapping[str, Mapping[Hashable, float]],
    pairs: int,
    note_length: int,
) -> Likeness:
    common = [item for item in first.answers if item in second.answers]
    same = [item for item in common if first.answers[item] == second.answers[item]]
    tells = {item: -log2(shares[item][first.answers[item]]) for item in same}
    chance = log2(max(1, pairs)) + log2(comb(len(common), len(same)) * (len(common) + 1))
    surprise = sum(tells.values()) - chance
    seen_apart = first.place != second.place
    rarest = sorted((item for item in same if first.answers[item]), key=lambda item: -tells[item])
    return Likeness(
        first=first.key,
        second=second.key,
        same=len(same),
        items=len(common),
        bits=surprise if seen_apart and surprise > 0 else None,
        rarest=tuple(rarest[:3]),
        photos=tuple(photo for photo in dict.fromkeys(first.photos) if photo in set(second.photos)),
        notes=tuple(
            note
            for note in dict.fromkeys(_long(first.notes, note_length))
            if note in set(_long(second.notes, note_length))
        ),
    )
