"""How alike two items are, in whole thousandths, so that no rounding decides between them.

Let m(w) be the words w in half width, without spaces and marks, every number written as #. With G(w) the
set of pairs of neighbouring characters of m(w),

    dice(v, w) = 1000 · 2|G(v) ∩ G(w)| / (|G(v)| + |G(w)|),   rounded down.

The likeness of two items is the larger of dice of their names and 0.85 · dice of their whole words: a
title is what an office calls the item, and a title written anew is still known by what stands under it.
Because numbers are #, an item whose figures changed is exactly as alike as one that did not change.
"""

import re
import unicodedata
from dataclasses import dataclass

WHOLE = 1000
ALIKE = 400
"""From here on two items may be the same item."""
ALIKE_BY_FACTS = 150
"""Enough words in common when every fact (value and unit, or both dates) is the same."""
_TWIN = 25
_QUOTE_PERCENT = 85
_MARKER = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]+[章节条、.．)]|[(][一二三四五六七八九十\d]+[)]|[①-⑳])+"
)
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两零〇]+(?:\.\d+)?")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Item:
    """What pairing knows of an item: `key` all it says, `name` and `words` as grams, `facts` that may agree."""

    key: tuple[str, ...]
    name: frozenset[str]
    words: frozenset[str]
    facts: tuple[str, ...] = ()
    is_known_by_facts: bool = False


def plain(words: str) -> str:
    """Return words in half width without spaces, marks and the number of their heading.

    >>> plain("（二）规范停车 秩序。"), plain("1.５个 点位")
    ('规范停车秩序', '5个点位')
    """
    return _NO_WORD.sub("", without_marker(words))


def without_marker(words: str) -> str:
    """Return words in half width and without spaces, the number of their heading left out.

    >>> without_marker("3．修路 （一段）")
    '修路(一段)'
    """
    return _MARKER.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)))


def without_numbers(words: str) -> str:
    """Return plain words with every number as #.

    >>> without_numbers("建成12个示范点") == without_numbers("建成十五个示范点")
    True
    """
    return _NUMBER.sub("#", plain(words))


def grams(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; a single character stands for itself.

    >>> sorted(grams("停车位")), sorted(grams("5"))
    (['停车', '车位'], ['#'])
    """
    text = without_numbers(words)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset(text)


def dice(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how much of two sets is common, in thousandths; nothing is like nothing by no more than 0."""
    size = len(one) + len(other)
    return WHOLE * 2 * len(one & other) // size if size else 0


def likeness(one: Item, other: Item) -> int:
    """Return how alike two items are, 0 when they cannot be the same; facts in common decide between equals."""
    words = max(dice(one.name, other.name), dice(one.words, other.words) * _QUOTE_PERCENT // 100)
    twins = sum(a == b != "" for a, b in zip(one.facts, other.facts, strict=True))
    is_same_facts = one.is_known_by_facts and twins == len(one.facts) and other.is_known_by_facts
    if words >= ALIKE or (is_same_facts and words >= ALIKE_BY_FACTS):
        return words + _TWIN * twins
    return 0
