"""Read what a person typed into a search box: codes, pinyin letters, words, all of which must match."""

from dataclasses import dataclass
from enum import StrEnum

from gongjian.engines.textsearch.normal import normalise


class TokenKind(StrEnum):
    """What a part of a query looks like."""

    DIGITS = "digits"
    LETTERS = "letters"
    WORDS = "words"


@dataclass(frozen=True)
class Token:
    """One part of a query, normalised."""

    kind: TokenKind
    text: str


@dataclass(frozen=True)
class Query:
    """A parsed query; no tokens when nothing searchable was typed."""

    tokens: tuple[Token, ...]


def parse_query(text: str) -> Query:
    """Split a query at spaces and marks into tokens of one kind each, repeated ones once.

    >>> [(token.kind.value, token.text) for token in parse_query("遂宁 CS　５１０９").tokens]
    [('words', '遂宁'), ('letters', 'cs'), ('digits', '5109')]
    """
    words = dict.fromkeys(normalise(text).split())
    return Query(tuple(Token(_kind(word), word) for word in words))


def _kind(word: str) -> TokenKind:
    if word.isascii() and word.isdigit():
        return TokenKind.DIGITS
    return TokenKind.LETTERS if word.isascii() and word.isalpha() else TokenKind.WORDS
