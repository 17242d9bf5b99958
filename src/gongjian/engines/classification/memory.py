"""What suggestions remember of past matters: counts, as plain data that grows one matter at a time.

For each class in how many of its matters each feature stands; beside it, for each tenth of raw share, how many
suggestions were shown and how many were right. Every matter is first suggested for and then learned from, so the record is of
suggestions for matters that the memory had not seen (test, then train).

Source: Dawid, Present Position and Potential Developments: the Prequential Approach, J. R. Stat. Soc. A 147 (1984).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gongjian.engines.classification.suggestions import BINS, MatterKind, bin_of, features, suggest
from gongjian.engines.errors import EngineInputError

MOST_FEATURES = 6_000
"""What one class remembers; beyond it, features that were met least often are forgotten."""
SLACK = 1_000
TESTED = 2_000
"""How many of the last matters of a bulk training are suggested for before they are learned from."""


@dataclass(frozen=True)
class ClassMemory:
    """One class: how many matters, in how many of them each feature stands, and the sum of that."""

    examples: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)
    mass: int = 0


@dataclass(frozen=True)
class Memory:
    """All classes by code, and for each tenth of raw share (right, shown)."""

    classes: Mapping[str, ClassMemory] = field(default_factory=dict)
    record: tuple[tuple[int, int], ...] = ((0, 0),) * BINS

    def of(self, code: str) -> ClassMemory:
        """Return the memory of a class, empty for one never met."""
        return self.classes.get(code, _NOTHING)


_NOTHING = ClassMemory()


def learn(memory: Memory, kinds: Sequence[MatterKind], words: str, code: str) -> Memory:
    """Note how suggestions for a matter came out now that a person has classified it, then remember it."""
    record = list(memory.record)
    for one in suggest(words, kinds, memory):
        right, shown = record[bin_of(one.raw)]
        record[bin_of(one.raw)] = (right + (one.code == code), shown + 1)
    classes = {**memory.classes, code: _add(memory.of(code), features(words))}
    return Memory(classes, tuple(record))


def forget(memory: Memory, words: str, code: str) -> Memory:
    """Take a matter back out of a class, before it is learned in another; the record of suggestions stays."""
    old = memory.of(code)
    found = [f for f in features(words) if old.seen.get(f, 0) > 0]
    seen = {**old.seen, **{f: old.seen[f] - 1 for f in found}}
    seen = {f: n for f, n in seen.items() if n > 0}
    kept = ClassMemory(max(0, old.examples - 1), seen, old.mass - len(found))
    return replace(memory, classes={**memory.classes, code: kept})


def train(kinds: Sequence[MatterKind], examples: Iterable[tuple[str, str]]) -> Memory:
    """Learn from (words, code) pairs, the oldest first; the last TESTED of them make the record."""
    known = list(examples)
    first, tested = known[:-TESTED], known[-TESTED:]
    counts: dict[str, Counter[str]] = {}
    for words, code in first:
        counts.setdefault(code, Counter()).update(features(words))
    numbers = Counter(code for _words, code in first)
    memory = Memory({code: _trimmed(numbers[code], dict(seen)) for code, seen in counts.items()})
    for words, code in tested:
        memory = learn(memory, kinds, words, code)
    return memory


def to_plain(memory: Memory) -> dict[str, Any]:
    """Return the memory as dicts, lists, strings and numbers, ready to be stored as JSON."""
    classes = {
        code: {"examples": one.examples, "seen": dict(one.seen)} for code, one in memory.classes.items()
    }
    return {"classes": classes, "record": [list(pair) for pair in memory.record]}


def from_plain(stored: Mapping[str, Any]) -> Memory:
    """Read what `to_plain` gave. Raises EngineInputError for anything else."""
    try:
        classes = {
            str(code): ClassMemory(
                int(one["examples"]),
                {str(f): int(n) for f, n in one["seen"].items()},
                sum(int(n) for n in one["seen"].values()),
            )
            for code, one in stored["classes"].items()
        }
        record = tuple((int(right), int(shown)) for right, shown in stored["record"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise EngineInputError("存下的分类经验读不懂。请从往次事项重新学一遍。") from error
    if len(record) != BINS or any(not 0 <= right <= shown for right, shown in record):
        raise EngineInputError("存下的分类经验对不上数。请从往次事项重新学一遍。")
    return Memory(classes, record)


def _add(old: ClassMemory, found: Sequence[str]) -> ClassMemory:
    seen = dict(old.seen)
    for f in found:
        seen[f] = seen.get(f, 0) + 1
    if len(seen) > MOST_FEATURES + SLACK:
        return _trimmed(old.examples + 1, seen)
    return ClassMemory(old.examples + 1, seen, old.mass + len(found))


def _trimmed(examples: int, seen: dict[str, int]) -> ClassMemory:
    if len(seen) > MOST_FEATURES:
        seen = dict(sorted(seen.items(), key=lambda item: -item[1])[:MOST_FEATURES])
    return ClassMemory(examples, seen, sum(seen.values()))
