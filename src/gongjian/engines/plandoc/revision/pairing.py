"""Find which item of the new version each item of the old one is, and which of them moved.

1. Items that say the same in all are paired first, the n-th of several with the n-th.
2. Of the rest, any two whose likeness is not 0 may be the same. They fall into groups without likeness
   between them; in each group the pairs of greatest total likeness are chosen (`assignment`), a nearer
   place in the list deciding between equals.
3. A longest run of pairs that keeps its order stays where it is; the others moved, as few as can be.

The two lists are put into an order of their own first, so swapping the versions gives the same pairs swapped.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongjian.engines.plandoc.revision.assignment import best_pairs
from gongjian.engines.plandoc.revision.likeness import Item, likeness

MOST_IN_GROUP = 120
"""A larger group of like items is paired by taking the likest first: the exact method would take minutes."""
_STEPS = 100

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """`pairs` are (old, new) by old; `moved` those of them that changed their place among the others."""

    pairs: tuple[tuple[int, int], ...]
    moved: frozenset[tuple[int, int]]


def pair_items(old: Sequence[Item], new: Sequence[Item]) -> Pairing:
    """Pair two lists of items; deterministic, and symmetric in old and new.

    >>> from gongjian.engines.plandoc.revision.likeness import grams
    >>> a, b = (Item((word,), grams(word), frozenset()) for word in ("修路", "种树"))
    >>> pair_items([a, b], [b, a]).pairs
    ((0, 1), (1, 0))
    """
    if [item.key for item in old] > [item.key for item in new]:
        turned = pair_items(new, old)
        pairs = tuple(sorted((j, i) for i, j in turned.pairs))
        return Pairing(pairs, frozenset((j, i) for i, j in turned.moved))
    same = _same(old, new)
    rows = sorted(set(range(len(old))) - {i for i, _ in same})
    columns = sorted(set(range(len(new))) - {j for _, j in same})
    found = sorted(same + _alike(old, new, rows, columns))
    return Pairing(tuple(found), frozenset(found) - frozenset(_in_order(found)))


def _same(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in reversed(range(len(new))):
        places[new[j].key].append(j)
    return [(i, places[item.key].pop()) for i, item in enumerate(old) if places.get(item.key)]


def _alike(old: Sequence[Item], new: Sequence[Item], rows: Sequence[int], columns: Sequence[int]) -> Pairs:
    weights = {}
    for i, j in _candidates(old, new, rows, columns):
        score = likeness(old[i], new[j])
        if score:
            apart = abs(i * len(new) - j * len(old)) * _STEPS // (len(old) * len(new))
            weights[i, j] = score * (_STEPS + 1) + _STEPS - apart
    found: Pairs = []
    for group in _groups(weights):
        mine = {pair: weights[pair] for pair in group}
        side, other = sorted({i for i, _ in group}), sorted({j for _, j in group})
        is_small = max(len(side), len(other)) <= MOST_IN_GROUP
        found += best_pairs(side, other, mine) if is_small else _likest_first(mine)
    return found


def _candidates(
    old: Sequence[Item], new: Sequence[Item], rows: Sequence[int], columns: Sequence[int]
) -> Pairs:
    """List the pairs that have any two characters in common."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in columns:
        for gram in new[j].name | new[j].words:
            places[gram].append(j)
    found = []
    for i in rows:
        near = {j for gram in old[i].name | old[i].words for j in places.get(gram, ())}
        found += [(i, j) for j in sorted(near)]
    return found


def _groups(pairs: Iterable[tuple[int, int]]) -> list[Pairs]:
    """Part pairs into groups that have no row and no column in common."""
    ahead: dict[tuple[str, int], tuple[str, int]] = {}

    def top(node: tuple[str, int]) -> tuple[str, int]:
        ahead.setdefault(node, node)
        while ahead[node] != node:
            ahead[node] = ahead[ahead[node]]
            node = ahead[node]
        return node

    found = list(pairs)
    for i, j in found:
        ahead[top(("row", i))] = top(("column", j))
    groups: dict[tuple[str, int], Pairs] = defaultdict(list)
    for i, j in found:
        groups[top(("row", i))].append((i, j))
    return list(groups.values())


def _likest_first(weights: dict[tuple[int, int], int]) -> Pairs:
    rows: set[int] = set()
    columns: set[int] = set()
    found = []
    for i, j in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            found.append((i, j))
    return found


def _in_order(pairs: Pairs) -> Pairs:
    """Return a longest run of pairs, sorted by their first, in which the second grows as well."""
    ends: list[int] = []  # the smallest second number in which a run of that length ends
    at_end: list[int] = []
    before: list[int | None] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(at_end[length - 1] if length else None)
        ends[length : length + 1] = [j]
        at_end[length : length + 1] = [at]
    kept: Pairs = []
    here = at_end[-1] if at_end else None
    while here is not None:
        kept.append(pairs[here])
        here = before[here]
    return kept
