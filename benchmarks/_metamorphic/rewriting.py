"""Rewrite a text and carry what is known about it along: offsets, markers, values and names."""

import copy
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

ITEM_FIELDS = ("targets", "phases", "tasks", "ratings", "rubric_items", "groups", "quantities", "claims")
_HAN_DIGITS = "零一二三四五六七八九"
_HAN_STEPS = ("", "十", "百", "千")
_PER_CENT_END = re.compile(r"\d%")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with what it says, in the schema of the annotated corpus."""

    text: str
    gold: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text in its new order; `words` replaces it, None keeps it."""

    start: int
    end: int
    words: str | None = None


def edits(text: str, changes: Iterable[tuple[int, int, str]]) -> list[Piece]:
    """Return the pieces of a text in which (start, end, words) are replaced; changes do not overlap."""
    pieces, at = [], 0
    for start, end, words in sorted(changes):
        if start < at:
            continue
        pieces += [Piece(at, start), Piece(start, end, words)]
        at = end
    return [*pieces, Piece(at, len(text))]


def rewrite(sample: Sample, pieces: Iterable[Piece]) -> Sample:
    """Put the pieces together and move every offset of the gold to its new place."""
    where = [0] * (len(sample.text) + 1)
    out: list[str] = []
    length = 0
    for piece in pieces:
        words = sample.text[piece.start : piece.end] if piece.words is None else piece.words
        for k in range(piece.end - piece.start):
            where[piece.start + k] = length + min(k, max(len(words) - 1, 0))
        if piece.end > piece.start and piece.words is not None:
            where[piece.end - 1] = length + max(len(words) - 1, 0)
        out.append(words)
        length += len(words)
    where[-1] = length
    return Sample("".join(out), move(sample.gold, where))


def move(gold: dict[str, Any], where: list[int]) -> dict[str, Any]:
    """Return the gold with every offset replaced by `where[offset]`."""
    moved = copy.deepcopy(gold)
    for document in moved["documents"]:
        places = where[document["start"] : document["end"]] or [where[document["start"]]]
        document["start"], document["end"] = min(places), max(places) + 1
        for item in document.get("outline", ()):
            item["start"] = where[item["start"]]
        for field in ITEM_FIELDS:
            key = "offset" if field == "phases" else "start"
            for item in document.get(field, ()):
                if isinstance(item.get(key), int):
                    item[key] = where[item[key]]
        document["outline"] = sorted(document.get("outline", ()), key=lambda item: item["start"])
    return moved


def reworded(gold: Any, change: Callable[[str], str]) -> Any:
    """Return the gold with every string in it changed."""
    if isinstance(gold, str):
        return change(gold)
    if isinstance(gold, list):
        return [reworded(part, change) for part in gold]
    if isinstance(gold, dict):
        return {key: reworded(part, change) for key, part in gold.items()}
    return gold


def renamed(sample: Sample, names: dict[str, str]) -> Sample:
    """Replace words everywhere, the longest first, in the text and in what is known about it."""
    if not names:
        return sample
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    changes = [(m.start(), m.end(), names[m[0]]) for m in pattern.finditer(sample.text)]
    moved = rewrite(sample, edits(sample.text, changes))
    return Sample(moved.text, reworded(moved.gold, lambda words: pattern.sub(lambda m: names[m[0]], words)))


def joined(samples: Iterable[Sample], between: Callable[[int], str]) -> Sample:
    """Put samples one after another; `between(i)` stands before the i-th."""
    text, documents = "", []
    for i, sample in enumerate(samples):
        text += between(i)
        where = [len(text) + k for k in range(len(sample.text) + 1)]
        documents += move(sample.gold, where)["documents"]
        text += sample.text.strip("\n") if not i else sample.text
        text = text.rstrip("\n")
    return Sample(text, {"documents": documents})


def han(number: int) -> str:
    """Write a whole number below 10^12 in Chinese numerals.

    >>> han(12), han(105), han(1260), han(30007)
    ('十二', '一百零五', '一千二百六十', '三万零七')
    """
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return (
                han(high)
                + word
                + gap
                + (_below_myriad(low) if low < 10**4 and low else han(low) if low else "")
            )
    return _below_myriad(number).removeprefix("一") if 10 <= number < 20 else _below_myriad(number) or "零"


def number_of(words: str) -> int:
    """Return the whole number below 10^4 that Chinese numerals say.

    >>> number_of("十二"), number_of("一百零五"), number_of("两千"), number_of("三百六")
    (12, 105, 2000, 360)
    """
    total, digit, step = 0, 0, 10
    for char in words.replace("两", "二"):
        if char in _HAN_STEPS[1:]:
            step = 10 ** _HAN_STEPS.index(char)
            total += (digit or 1) * step
            digit = 0
        else:
            digit, step = _HAN_DIGITS.index(char), 1 if char == "零" else step
    spoken_short = digit and len(words) > 1 and words[-2] in "百千"
    return total + digit * (step // 10 if spoken_short else 1)


def _below_myriad(number: int) -> str:
    digits = [int(c) for c in str(number)]
    words, gap = "", False
    for power, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            words += ("零" if gap and words else "") + _HAN_DIGITS[digit] + _HAN_STEPS[power]
        gap = not digit
    return words


def spoken(literal: str) -> str:
    """Write a number as written in digits in Chinese numerals: 8.45 is 八点四五."""
    whole, _, part = literal.replace(",", "").partition(".")
    return han(int(whole)) + ("点" + "".join(_HAN_DIGITS[int(c)] for c in part) if part else "")


def shape(marker: str) -> str:
    """Return what the markers of one numbering style have in common."""
    plain = "".join(unicodedata.normalize("NFKC", marker).split())
    plain = re.sub(r"\d+", "1", re.sub(r"[一二三四五六七八九十百]+", "一", plain))
    return "1" if plain in ("1", "1.", "1、") else "一" if plain in ("一.", "一、") else plain


def marker_number(marker: str) -> int | None:
    """Return the number a marker carries: the last one of 2.3 is 3; None for a bullet."""
    plain = unicodedata.normalize("NFKC", marker)
    if digits := re.findall(r"\d+", plain):
        return int(digits[-1])
    found = re.search(r"[一二三四五六七八九十]+", plain)
    if not found:
        return None
    return next((n for n in range(1, 100) if han(n) == found[0]), None)


def heading_of(line: str) -> str:
    """Return the heading that the schema sees in what follows a marker on its line."""
    line = line.lstrip(" 、.．:：")
    stop = len(line)
    if re.search(r"[。；;]", line) or len(line) > 40:
        stop = next((m.start() for m in re.finditer(r"[。；：;:]", line)), stop)
    cut = re.search(r"[(（〔【|\t]|(?<=\S\S)\s", line[:stop])
    return line[: cut.start() if cut else stop][:40].rstrip("。；：，、,.;: ")


def parents(outline: list[dict[str, Any]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each item's index with the indices of the items that hold it, outermost first."""
    open_items: list[int] = []
    for i, item in enumerate(outline):
        del open_items[item["level"] - 1 :]
        yield i, tuple(open_items)
        open_items.append(i)


def sections(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the outermost sections of a document but the last, which the signature and annexes follow."""
    starts = [item["start"] for item in document["outline"] if item["level"] == 1]
    return list(pairwise(starts))
