"""Hold two versions of a covenant against each other: which article is which, and what words of it changed.

Articles are paired as the items of two plans are (`plandoc.revision.pairing`). Words are compared character by
character, numbers and Latin words whole; a common run of fewer than RUN characters between two changes is taken
into them, since a text that changes after every character can't be read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from gongjian.engines.articles.reading import Article
from gongjian.engines.plandoc.revision.likeness import Item, grams
from gongjian.engines.plandoc.revision.pairing import pair_items

Act = Literal["same", "changed", "added", "dropped"]
RUN = 2
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some words of an article that both versions have, only the old one (`gone`) or only the new one (`come`)."""

    kind: Literal["same", "gone", "come"]
    words: str


@dataclass(frozen=True)
class ArticleChange:
    """One article of either version; numbers count from 1, None where a version lacks it.

    `is_moved` says that its place among the others changed; being numbered anew because of others is none.
    """

    act: Act
    old_number: int | None
    new_number: int | None
    pieces: tuple[Piece, ...]
    is_moved: bool = False


def compare_articles(old: Sequence[Article], new: Sequence[Article]) -> tuple[ArticleChange, ...]:
    """List the articles of the new version in order, those left out after the one they stood behind.

    >>> found = compare_articles([Article("不养鸡。"), Article("爱护花木。")], [Article("爱护花木和草坪。")])
    >>> [(one.act, one.old_number, one.new_number) for one in found]
    [('dropped', 1, None), ('changed', 2, 1)]
    """
    paired = pair_items([_item(one) for one in old], [_item(one) for one in new])
    partner = {j: i for i, j in paired.pairs}
    kept = dict(paired.pairs)
    found = [_at_new(old, new, j, partner, frozenset(paired.moved)) for j in range(len(new))]
    for i in reversed([i for i in range(len(old)) if i not in kept]):
        before = next((kept[n] for n in range(i - 1, -1, -1) if n in kept), None)
        at = (
            0
            if before is None
            else next(k for k, one in enumerate(found) if one.new_number == before + 1) + 1
        )
        found.insert(at, ArticleChange("dropped", i + 1, None, (Piece("gone", _words(old[i])),)))
    return tuple(found)


def _at_new(
    old: Sequence[Article],
    new: Sequence[Article],
    j: int,
    partner: dict[int, int],
    moved: frozenset[tuple[int, int]],
) -> ArticleChange:
    i = partner.get(j)
    if i is None:
        return ArticleChange("added", None, j + 1, (Piece("come", _words(new[j])),))
    pieces = compare_words(_words(old[i]), _words(new[j]))
    act: Act = "same" if all(piece.kind == "same" for piece in pieces) else "changed"
    return ArticleChange(act, i + 1, j + 1, pieces, (i, j) in moved)


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Part two texts into what they share and what only one has.

    >>> [(piece.kind, piece.words) for piece in compare_words("晚上10点后不跳舞", "晚上9点后不跳舞")]
    [('same', '晚上'), ('gone', '10'), ('come', '9'), ('same', '点后不跳舞')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Piece] = []
    for same, gone, come in _runs(before, after):
        found += [Piece("same", same), Piece("gone", gone), Piece("come", come)]
    return tuple(piece for piece in found if piece.words)


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (same, gone, come) by turns; short common runs between changes are in both sides of the change."""
    gone = come = ""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(steps):
        is_between = 0 < at < len(steps) - 1
        if tag == "equal" and is_between and b - a < RUN:
            gone, come = gone + before[a], come + after[c]
        elif tag == "equal":
            if gone or come:
                yield "", gone, come
            gone = come = ""
            yield "".join(before[a:b]), "", ""
        else:
            gone, come = gone + "".join(before[a:b]), come + "".join(after[c:d])
    if gone or come:
        yield "", gone, come


def _words(article: Article) -> str:
    return f"{article.chapter}\n{article.words}" if article.chapter else article.words


def _item(article: Article) -> Item:
    found = grams(article.words)
    return Item((_words(article),), found, found)
