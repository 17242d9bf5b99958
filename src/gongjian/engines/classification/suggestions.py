"""Suggest the class of a matter from its words: complement naive Bayes on characters and pairs of them.

n(c, f) is in how many past matters of class c the feature f stands, plus ALIAS for each of the class's names that holds
it; n(f), n(c) and n are the sums. Out of the features F of the text, each known one speaks for c by

    w(c, f) = log (n - n(c) + A V) / (n(f) - n(c, f) + A)          A = 10, V = 5,000

how rare it is *outside* the class, so that a class with few examples isn't crushed by large ones. Classes are ranked by
the sum over F; exp(sum / T), shared out, is the raw share r (T = 1/2). Raw shares of such models are too sure of themselves: what is shown is
how often past suggestions of the same tenth of r were right (`Memory.record`), as an exact fraction, or nothing below
LEAST_SHOWN of them. With no examples at all the names of the classes decide.

Source: Rennie, Shih, Teevan and Karger, Tackling the Poor Assumptions of Naive Bayes, ICML 2003, section 3.1.
A suggestion is offered, never taken: who classifies is a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from gongjian.engines.errors import EngineInputError
from gongjian.engines.textsearch import normalise

if TYPE_CHECKING:
    from gongjian.engines.classification.memory import Memory

ALIAS, SMOOTHING, VOCABULARY, TEMPER = 3, 10, 5_000, 0.5
BINS, LEAST_SHOWN, MOST_QUOTED = 10, 10, 3
LEAST_ALIKE = 3
"""One character alone speaks for a class only when so many past matters of it hold the character."""
FILLERS = frozenset("的了着过在是有把被和与就都也还又很从到给对向我你他她它们这那里个只每几一口人好")
"""Pairs with one of these weigh like others, but are no words to quote."""


@dataclass(frozen=True)
class MatterKind:
    """A class that can be suggested: its code, its name and what people call it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A class with why: `alike` past matters of it hold the first of `words`; `raw` orders, `share` is what it came to.

    `words` stand in the text and speak for the class, the strongest first; `alike` is 0 if only a name speaks for it.
    `share` is right ones of shown ones among past suggestions that were as sure; None while there are too few.
    """

    code: str
    raw: float
    share: Fraction | None
    alike: int
    words: tuple[str, ...]
    sentence: str


def features(words: str) -> tuple[str, ...]:
    """Return the characters of a text and the pairs of neighbours, each once, in order; none across a mark.

    >>> features("路灯坏,灯")
    ('路', '灯', '坏', '路灯', '灯坏')
    """
    runs = normalise(words).split()
    singles = (character for run in runs for character in run)
    pairs = (run[n : n + 2] for run in runs for n in range(len(run) - 1))
    return tuple(dict.fromkeys([*singles, *pairs]))


def suggest(
    words: str, kinds: Sequence[MatterKind], memory: "Memory", limit: int = 3
) -> tuple[Suggestion, ...]:
    """Suggest up to `limit` classes, the likeliest first, each with words of the text that speak for it.

    A class that only fillers or a stray character speak for is left out: nobody could be told why. Ties keep the order of `kinds`.
    Cost: features of the text × classes. Raises EngineInputError for a bad limit.
    """
    if limit < 1:
        raise EngineInputError("至少要给一条建议。")
    known = {kind.code: _counts(kind, memory) for kind in kinds}
    present = [f for f in features(words) if any(f in counts for counts in known.values())]
    if not present:
        return ()
    weights = _weights(known, {kind.code: _mass(kind, memory) for kind in kinds}, present)
    sums = {code: sum(row.values()) for code, row in weights.items()}
    most = max(sums.values())
    raised = {code: exp((total - most) / TEMPER) for code, total in sums.items()}
    whole = sum(raised.values())
    found: list[Suggestion] = []
    for kind in sorted(kinds, key=lambda kind: -sums[kind.code]):
        quoted = _speaking(kind.code, weights, known[kind.code])
        if quoted:
            raw = raised[kind.code] / whole
            share = share_of(memory.record, raw)
            alike = known[kind.code].seen.get(quoted[0], 0)
            found.append(Suggestion(kind.code, raw, share, alike, quoted, _why(kind, alike, quoted)))
        if len(found) == limit:
            break
    return tuple(found)


class _Counts:
    """How often a feature stands in a class's examples and names together."""

    def __init__(self, seen: Mapping[str, int], names: Mapping[str, int]) -> None:
        self.seen, self.names = seen, names

    def __contains__(self, feature: str) -> bool:
        return feature in self.seen or feature in self.names

    def __getitem__(self, feature: str) -> int:
        return self.seen.get(feature, 0) + self.names.get(feature, 0)


def _counts(kind: MatterKind, memory: "Memory") -> _Counts:
    return _Counts(memory.of(kind.code).seen, _names(kind))


def _mass(kind: MatterKind, memory: "Memory") -> int:
    return memory.of(kind.code).mass + sum(_names(kind).values())


@lru_cache(maxsize=1024)
def _names(kind: MatterKind) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for name in (kind.name, *kind.aliases):
        for feature in features(name):
            counts[feature] = counts.get(feature, 0) + ALIAS
    return counts


def _weights(
    known: Mapping[str, _Counts], masses: Mapping[str, int], present: Sequence[str]
) -> dict[str, dict[str, float]]:
    whole = sum(masses.values())
    together = {f: sum(counts[f] for counts in known.values()) for f in present}
    return {
        code: {
            f: log((whole - masses[code] + SMOOTHING * VOCABULARY) / (together[f] - counts[f] + SMOOTHING))
            for f in present
        }
        for code, counts in known.items()
    }


def _why(kind: MatterKind, alike: int, words: Sequence[str]) -> str:
    if not alike:
        return f"依据：写到“{words[0]}”，和“{kind.name}”的叫法一样"
    others = "".join(f"“{word}”" for word in words[1:])
    return f"依据：往次 {alike} 件相似，都写到“{words[0]}”{f'；还说到{others}' if others else ''}"


def _speaking(code: str, weights: Mapping[str, Mapping[str, float]], counts: _Counts) -> tuple[str, ...]:
    """Choose what sets the class apart most: pairs that share no character's place, else one that past matters hold."""
    lead = {
        f: own - sum(row[f] for row in weights.values()) / len(weights)
        for f, own in weights[code].items()
        if f in counts and FILLERS.isdisjoint(f)
    }
    ranked = sorted((f for f in lead if lead[f] > 0), key=lambda f: -lead[f])
    pairs: list[str] = []
    for f in ranked:
        if len(f) > 1 and all(f[0] != other[1] and f[1] != other[0] for other in pairs):
            pairs.append(f)
    return tuple(sorted(pairs[:MOST_QUOTED], key=lambda f: f not in counts.seen) or _alone(ranked, counts))


def _alone(ranked: Sequence[str], counts: _Counts) -> tuple[str, ...]:
    held = (f for f in ranked if counts.seen.get(f, 0) >= LEAST_ALIKE)
    return tuple(held)[:1]


def bin_of(raw: float) -> int:
    """Return the tenth in which a raw share lies."""
    return min(int(raw * BINS), BINS - 1)


def share_of(record: Sequence[tuple[int, int]], raw: float) -> Fraction | None:
    """Return how often suggestions as sure as this one were right."""
    right, shown = record[bin_of(raw)]
    return Fraction(right, shown) if shown >= LEAST_SHOWN else None
