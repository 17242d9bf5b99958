"""Find and rank entries by name, pinyin initials or code.

Every token must match the entry or one of the places above it; an entry's rank is the sum over tokens of
the best way each matched (`How`, best first), then the higher level, the smaller code, the shorter name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from gongjian.engines.textsearch.normal import compact, normalise, terms
from gongjian.engines.textsearch.pinyin import initials_of, syllables
from gongjian.engines.textsearch.query import Query, Token, TokenKind
from gongjian.engines.textsearch.readings import PLACE_SUFFIXES

FUZZY_SHARE = Fraction(1, 2)
CODE_CUTS = {12: 9, 9: 6, 6: 4, 4: 2}


class How(IntEnum):
    """How a token matched, best first."""

    SAME = 0
    SAME_STEM = 1
    STARTS = 2
    INITIALS_SAME = 3
    INITIALS_START = 4
    CONTAINS = 5
    PINYIN_STARTS = 6
    OTHER_READING = 7
    INITIALS_INSIDE = 8
    ABOVE = 9
    FUZZY = 10


@dataclass(frozen=True)
class SearchEntry:
    """A thing that can be found. Build it with `index_entry`; its fields can be stored as columns.

    `stem` is the name without 区, 街道, 社区 …; `letters` the initials in the likely reading, `stem_letters`
    those of the stem, `other_letters` the remaining readings; `above` the compact names above it.
    """

    key: str
    name: str
    code: str
    plain: str
    stem: str
    letters: str
    stem_letters: str
    other_letters: tuple[str, ...]
    pinyin: str
    terms: frozenset[str]
    above: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and how each token matched it."""

    entry: SearchEntry
    how: tuple[How, ...]


def index_entry(key: str, name: str, code: str = "", above: Iterable[str] = ()) -> SearchEntry:
    """Work out once everything about a name that a search compares."""
    plain = compact(name)
    stem = _stem(plain)
    likely = syllables(plain)
    readings = initials_of(plain, likely) or ("",)
    return SearchEntry(
        key=key,
        name=name,
        code=code,
        plain=plain,
        stem=stem,
        letters=readings[0],
        stem_letters=readings[0][: len(stem)],
        other_letters=readings[1:],
        pinyin="".join(likely),
        terms=frozenset(terms(name)),
        above=tuple(compact(place) for place in above),
    )


def rank(query: Query, entries: Iterable[SearchEntry], limit: int = 20) -> tuple[Hit, ...]:
    """Return the best `limit` entries that match every token; none for an empty query.

    Cost: linear in the entries; narrow large registers by a stored column first.
    """
    if not query.tokens:
        return ()
    hits = (hit for entry in entries if (hit := match(query, entry)) is not None)
    return tuple(sorted(hits, key=_order)[:limit])


def match(query: Query, entry: SearchEntry) -> Hit | None:
    """Return how `entry` matches every token, None when one does not.

    >>> match(Query((Token(TokenKind.LETTERS, "cs"),)), index_entry("1", "船山区")).how[0].name
    'INITIALS_SAME'
    """
    found: list[How] = []
    for token in query.tokens:
        how = _how(token, entry)
        if how is None:
            return None
        found.append(how)
    return Hit(entry, tuple(found))


def highlight(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) spans of `text` in which a token stands literally, merged, in order."""
    folded, origin = "", list[int]()
    for position, character in enumerate(text):
        piece = normalise(character)
        folded += piece
        origin.extend([position] * len(piece))
    marked = set[int]()
    for token in query.tokens:
        at = folded.find(token.text)
        while at >= 0:
            marked.update(origin[at : at + len(token.text)])
            at = folded.find(token.text, at + 1)
    starts = sorted(position for position in marked if position - 1 not in marked)
    ends = sorted(position + 1 for position in marked if position + 1 not in marked)
    return tuple(zip(starts, ends, strict=True))


def _order(hit: Hit) -> tuple[int, int, str, int, str]:
    entry = hit.entry
    return sum(hit.how), len(entry.code), entry.code, len(entry.plain), entry.key


def _stem(plain: str) -> str:
    suffix = next((end for end in PLACE_SUFFIXES if plain.endswith(end) and len(plain) > len(end) + 1), "")
    return plain.removesuffix(suffix)


def _how(token: Token, entry: SearchEntry) -> How | None:
    found = _how_by_name(token.text, entry)
    if token.kind is TokenKind.DIGITS:
        found = _best(found, _how_by_code(token.text, entry.code))
    elif token.kind is TokenKind.LETTERS:
        found = _best(found, _how_by_letters(token.text, entry))
    elif found is None:
        found = _how_fuzzily(token.text, entry)
    return found


def _best(one: How | None, other: How | None) -> How | None:
    return min((how for how in (one, other) if how is not None), default=None)


def _how_by_name(text: str, entry: SearchEntry) -> How | None:
    if text == entry.plain:
        return How.SAME
    if text == entry.stem:
        return How.SAME_STEM
    if entry.plain.startswith(text):
        return How.STARTS
    if text in entry.plain:
        return How.CONTAINS
    return How.ABOVE if any(place.startswith(text) for place in entry.above) else None


def _how_by_letters(text: str, entry: SearchEntry) -> How | None:
    if text in (entry.letters, entry.stem_letters):
        return How.INITIALS_SAME
    if entry.letters.startswith(text):
        return How.INITIALS_START
    if len(text) > 1 and entry.pinyin.startswith(text):
        return How.PINYIN_STARTS
    if any(letters.startswith(text) for letters in entry.other_letters):
        return How.OTHER_READING
    return How.INITIALS_INSIDE if len(text) > 1 and text in entry.letters else None


def _how_by_code(digits: str, code: str) -> How | None:
    """Match a division code, also when it is padded with zeros as in 510903000000 or 510900."""
    if not code:
        return None
    shorter = digits
    while True:
        if shorter == code:
            return How.SAME
        cut = CODE_CUTS.get(len(shorter), 0)
        if not cut or shorter[cut:].strip("0"):
            break
        shorter = shorter[:cut]
    return How.STARTS if code.startswith(digits) else None


def _how_fuzzily(text: str, entry: SearchEntry) -> How | None:
    """Match when more than half of the query's bigrams stand in the name, in any order."""
    asked = terms(text)
    shared = sum(term in entry.terms for term in asked)
    return How.FUZZY if asked and Fraction(shared, len(asked)) > FUZZY_SHARE else None
