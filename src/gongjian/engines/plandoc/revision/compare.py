"""Compare two versions of a document item by item: what was added, dropped, changed, moved."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gongjian.engines.plandoc.model import CompiledDocument
from gongjian.engines.plandoc.revision.facts import Fact, Subject, subjects_of
from gongjian.engines.plandoc.revision.likeness import ALIKE, dice, grams, without_numbers
from gongjian.engines.plandoc.revision.model import (
    ADDED,
    CHANGED,
    DROPPED,
    KINDS,
    MOVED,
    TASK,
    Difference,
    FieldChange,
    Passage,
    Revision,
)
from gongjian.engines.plandoc.revision.pairing import Pairing, pair_items
from gongjian.engines.plandoc.revision.sentences import sentence_of
from gongjian.engines.plandoc.revision.wording import word_changes


def compare_documents(old: CompiledDocument, new: CompiledDocument) -> Revision:
    """Return how a new version differs from the old one; offsets are those of each version's own text.

    Deterministic. Swapping the versions swaps added with dropped and leaves pairs and changes as they are.
    Cost: pairing O(n²) in the items that are not the same in both, O(n³) within a group of like items.

    >>> from gongjian.engines.plandoc import compile_text
    >>> old, new = (compile_text(f"方案\\n一、目标\\n清淤率达到{n}%。").documents[0] for n in (90, 95))
    >>> compare_documents(old, new).count("changed")
    1
    """
    before, after = dict(subjects_of(old)), dict(subjects_of(new))
    differences: list[Difference] = []
    pairs = []
    for kind in KINDS:
        found = pair_items([s.item for s in before[kind]], [s.item for s in after[kind]])
        pairs.append((kind, found.pairs))
        differences += _differences(kind, before[kind], after[kind], found)
    return Revision(tuple(differences), tuple(pairs))


def _differences(
    kind: str, old: Sequence[Subject], new: Sequence[Subject], found: Pairing
) -> list[Difference]:
    """List the differences of one kind in the order of the new version, a dropped item after the one before it."""
    moved = found.moved | _moved_sections(old, new, found)
    to_new = dict(found.pairs)
    placed = [((j, 0, 0), _paired(kind, old, new, (i, j), (i, j) in moved)) for i, j in found.pairs]
    taken = set(to_new.values())
    placed += [((j, 0, 0), _lone(kind, ADDED, new, j)) for j in range(len(new)) if j not in taken]
    last = -1
    for i in range(len(old)):
        if i in to_new:
            last = to_new[i]
        else:
            placed.append(((last, 1, i), _lone(kind, DROPPED, old, i)))
    return [difference for _, difference in sorted(placed, key=lambda one: one[0]) if difference]


def _lone(kind: str, act: str, side: Sequence[Subject], order: int) -> Difference:
    passage = _passage(side, order)
    old, new = (passage, None) if act == DROPPED else (None, passage)
    name = side[order].name
    return Difference(kind, act, name, old, new, (), False, sentence_of(kind, act, name, old, new, (), False))


def _paired(
    kind: str, old: Sequence[Subject], new: Sequence[Subject], pair: tuple[int, int], is_moved: bool
) -> Difference | None:
    one, other = old[pair[0]], new[pair[1]]
    fields = tuple(_field_changes(kind, one, other))
    if not fields and not is_moved:
        return None
    act = CHANGED if fields else MOVED
    before, after = _passage(old, pair[0]), _passage(new, pair[1])
    words = sentence_of(kind, act, one.name, before, after, fields, is_moved)
    return Difference(kind, act, one.name, before, after, fields, is_moved, words)


def _passage(side: Sequence[Subject], order: int) -> Passage:
    evidence = side[order].evidence
    return Passage(order, evidence.quote, evidence.start, evidence.end, side[order].section)


def _field_changes(kind: str, one: Subject, other: Subject) -> Iterator[FieldChange]:
    changed = [(a, b) for a, b in zip(one.facts, other.facts, strict=True) if a.same != b.same]
    yield from (_field_change(a, b) for a, b in changed)
    yield from _part_changes(one, other)
    if kind == TASK:
        said = [fact.words for pair in changed for fact in pair]
        yield from word_changes(
            one.evidence.quote, other.evidence.quote, said, any(a.field == "due" for a, _ in changed)
        )


def _field_change(old: Fact, new: Fact) -> FieldChange:
    only_number = old.aspect == "words" and without_numbers(old.words) == without_numbers(new.words)
    return FieldChange(old.field, old.label, "value" if only_number else old.aspect, old.words, new.words)


def _part_changes(one: Subject, other: Subject) -> Iterator[FieldChange]:
    """Yield what changed within: seats of a group, rules of a scored item."""
    label, aspect = ("成员", "body") if one.facts[0].field == "name" else ("计分规则", "value")
    found = pair_items([part.item for part in one.parts], [part.item for part in other.parts])
    for i, j in found.pairs:
        a, b = one.parts[i], other.parts[j]
        if any(x.same != y.same for x, y in zip(a.facts, b.facts, strict=True)):
            yield FieldChange("part", label, aspect, _part_words(a), _part_words(b))
    kept, taken = {i for i, _ in found.pairs}, {j for _, j in found.pairs}
    for i, part in enumerate(one.parts):
        if i not in kept:
            yield FieldChange("part", label, aspect, _part_words(part), "")
    for j, part in enumerate(other.parts):
        if j not in taken:
            yield FieldChange("part", label, aspect, "", _part_words(part))


def _part_words(part: Subject) -> str:
    """Write a seat as 组长 区长, a rule as its own words."""
    named = {fact.field: fact.words for fact in part.facts}
    return f"{named['role']} {named['post']}{named['who']}" if "role" in named else part.evidence.quote


def _moved_sections(
    old: Sequence[Subject], new: Sequence[Subject], found: Pairing
) -> frozenset[tuple[int, int]]:
    """Return the pairs that now stand under another heading, a heading that was only worded anew left out.

    Two headings are one when they are alike, or when most of what stood under either stands under the other.
    """
    moves = Counter((old[i].section, new[j].section) for i, j in found.pairs)
    leaving: Counter[str] = Counter()
    entering: Counter[str] = Counter()
    for (left, entered), count in moves.items():
        leaving[left] = max(leaving[left], count)
        entering[entered] = max(entering[entered], count)
    return frozenset(
        (i, j)
        for i, j in found.pairs
        if dice(grams(old[i].section), grams(new[j].section)) < ALIKE
        and old[i].section
        and new[j].section
        and moves[old[i].section, new[j].section] < max(leaving[old[i].section], entering[new[j].section])
    )
