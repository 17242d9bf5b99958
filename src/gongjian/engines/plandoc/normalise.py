"""Stage 1: bring a text into one form, and remember where every character came from.

Full-width digits and letters become ASCII, punctuation becomes Chinese full-width, letters that OCR
put among digits become digits, spaces that carry no meaning go, hard-wrapped lines are joined, page
numbers and running heads go. `Normalised.origin[i]` is the offset in the raw text of character i.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from gongjian.engines.plandoc.spoken import spoken_amounts

_PUNCTUATION = str.maketrans(
    {
        ";": "；",
        "!": "！",
        "?": "？",
        "(": "（",
        ")": "）",
        "[": "〔",
        "]": "〕",
        "［": "〔",
        "］": "〕",
        "﹝": "〔",
        "﹞": "〕",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "〝": "“",
        "〞": "”",
        "~": "～",
        "∼": "～",
        "–": "—",
        "―": "—",
        "－": "—",
        "─": "—",
        "‐": "—",
        "‑": "—",
        "−": "—",
        "﹣": "—",
        "．": ".",
        "｡": "。",
        "､": "、",
        "﹐": "，",
        "\u3000": " ",
        "\xa0": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\u2009": " ",
        "\u202f": " ",
        "｜": "|",
        "│": "|",
        "\v": " ",
        "\f": " ",
    }
)
_INVISIBLE = set("\u200b\u200c\u200d\ufeff\u00ad\u2060\r")
_KEPT = re.compile(r"[\u2460-\u24ff\u2150-\u218f\u3200-\u32ff\u2776-\u2793]")
_NARROW = re.compile(r"[\x00-\u2000]")
_CJK = re.compile(r"[\u3400-\u9fff〇]")
_CLOSING = "。；：！？，、）〕】》”％%"
_OPENING = "（〔【《“"
_STOPS = "。；：！？;:!?."
_INDENT = 4
_LOOKALIKE = re.compile("[,:OoＯlI曰]")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_MINUTES = re.compile(r"\d\d(?!\d)")
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千]")
_PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/]?\s*共\s*[\d一二三四五六七八九十]+\s*页)?"
    r"|[-—–－]+\s*\d{1,4}\s*[-—–－]+|\d{1,4}\s*/\s*\d{1,4}|·\s*\d{1,4}\s*·|[Pp]age\s*\d+(?:\s*of\s*\d+)?)\s*"
)
_LINE_MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条步件]|[（(〔]?[一二三四五六七八九十\d]{1,3}(?:[）)〕、:：]|[.．](?!\d))"
    r"|[一二三四五六七八九十]是|[①-⑳●◆■★▲○◇□·•—-]|[A-Za-z]\d|【|附件|责任|牵头|\d{1,2}(?:[-—～至]\d{1,2})?月份?(?:\s{2}|[:：])|\d+(?:\.\d+)+\s)"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one form with the raw offset of each of its characters."""

    raw: str
    text: str
    origin: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets of `text[start:end]`; an empty span stays empty."""
        if not self.origin:
            return 0, 0
        if start >= end:
            place = self.origin[min(start, len(self.origin) - 1)]
            return place, place
        return self.origin[start], self.origin[end - 1] + 1

    def in_words(self, start: int, end: int) -> str:
        """Return `text[start:end]` with the amounts that stand in words in the raw text in those words."""
        out, at = "", start
        while at < end:
            place = self.origin[at]
            if self.text[at].isdigit() and _NUMERAL.match(self.raw[place]):
                while at + 1 < end and self.origin[at + 1] == place:
                    at += 1
                at = min(at + 1, end - 1)
                out += self.raw[place : self.origin[at] + 1]
            else:
                out += self.text[at]
            at += 1
        return out


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


Pairs: TypeAlias = list[tuple[str, int]]
"""Characters with their raw offsets."""


def _physical_lines(raw: str) -> list[_Line]:
    lines, start = [], 0
    for piece in raw.split("\n"):
        lines.append(_Line(start, piece))
        start += len(piece) + 1
    return lines


def _width(line: str) -> float:
    bare = line.strip()
    return len(bare) - len(_NARROW.findall(bare)) / 2


def _running_heads(lines: list[_Line]) -> set[str]:
    """Return short lines that stand next to a page number at least three times."""
    beside: Counter[str] = Counter()
    for i, line in enumerate(lines):
        if not _PAGE_NUMBER.fullmatch(line.text):
            continue
        for neighbour in lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]:
            text = neighbour.text.strip()
            if 0 < len(text) <= 40 and not _PAGE_NUMBER.fullmatch(text):
                beside[text] += 1
    return {text for text, times in beside.items() if times >= 3}


def _length(line: str) -> int:
    """Return how many characters a line has, with the indent of a paragraph but not that of a centred one."""
    bare = line.rstrip()
    indent = len(bare) - len(bare.lstrip())
    return len(bare) - max(0, indent - _INDENT)


@dataclass(frozen=True, slots=True)
class _Wrap:
    """Where a text was hard-wrapped: by the width of its lines, or by their number of characters."""

    width: float
    length: int
    bare_length: int

    def is_full(self, line: str) -> bool:
        if _width(line) >= self.width - 3.5 or _length(line) >= self.length - 3:
            return True
        return len(line.strip()) >= self.bare_length - 3


def _find_wrap(lines: list[_Line]) -> _Wrap | None:
    """Return where the text was hard-wrapped, or None when lines are whole paragraphs."""
    texts = [line.text for line in lines if line.text.strip() and not any(c in line.text for c in "\t|")]
    if not texts:
        return None
    bare_length = max(len(text.strip()) for text in texts)
    wrap = _Wrap(max(map(_width, texts)), max(map(_length, texts)), bare_length)
    if wrap.width > 60 or wrap.width < 15:
        return None
    for full in (
        [text for text in texts if _width(text) >= wrap.width - 3],
        [text for text in texts if _length(text) >= wrap.length - 2],
        [text for text in texts if len(text.strip()) >= bare_length - 2],
    ):
        broken = [text for text in full if text.rstrip()[-1] not in _STOPS]
        if len(broken) >= 4 and len(broken) * 2 >= len(full):
            return wrap
    return None


def _joins(line: _Line, following: _Line, wrap: _Wrap) -> bool:
    tail, head = line.text.rstrip(), following.text.strip()
    if not tail or not head or any(mark in tail + head for mark in "\t|"):
        return False
    if tail[-1] in _STOPS[:-1] or not wrap.is_full(line.text):
        return False
    cuts_number = tail[-1].isdigit() and head[0].isdigit()
    return cuts_number or not _LINE_MARKER.match(head)


class _Forms(dict[str, str]):
    """The one form of each character met so far; nothing for an invisible one."""

    def __missing__(self, char: str) -> str:
        form = self[char] = _form(char)
        return form


_FORMS = _Forms()


def _form(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    folded = char.translate(_PUNCTUATION)
    if folded != char or _KEPT.match(char) or char in "，；：！？（）":
        return folded
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 else char


def _fold(line: _Line) -> Pairs:
    """Fold every character of a line to its one form, each with its raw offset."""
    forms = map(_FORMS.__getitem__, line.text)
    return [(form, place) for place, form in enumerate(forms, line.start) if form]


def _context_fold(pairs: Pairs) -> Pairs:
    """Decide the characters whose form depends on their neighbours: comma, colon, O, l, 曰."""
    text = "".join(char for char, _ in pairs)
    if not _LOOKALIKE.search(text):
        return pairs
    out = list(text)
    for found in re.finditer(r"[,:]", text):
        i = found.start()
        if text[i] == "," and not (_THOUSANDS.match(text, i + 1) and text[i - 1 : i].isdigit()):
            out[i] = "，"
        if text[i] == ":" and not (text[i - 1 : i].isdigit() and _MINUTES.match(text, i + 1)):
            out[i] = "：" if text[i + 1 : i + 3] != "//" else ":"
    for found in re.finditer(
        r"(?<=\d)[OoＯlI](?=[\dOol年月日时个户人万%.])|[OoＯ](?=\d)(?<![A-Za-z].)", text
    ):
        before = text[found.start() - 1 : found.start()]
        if not (before.isascii() and before.isalpha()):
            out[found.start()] = "0" if found[0] in "OoＯ" else "1"
    for found in re.finditer(r"(?<=[每\d])曰|曰(?=常|期)", text):
        out[found.start()] = "日"
    return [(char, place) for char, (_, place) in zip(out, pairs, strict=True)]


def _is_row(text: str) -> bool:
    return "\t" in text or "|" in text or len(re.findall(r"\S {2,}(?=\S)", text.strip())) >= 2


def _drop_spaces(pairs: Pairs) -> Pairs:
    """Drop the spaces that only typesetting put there; columns and name lists keep theirs."""
    text = "".join(char for char, _ in pairs)
    if " " not in text:
        return pairs
    drop: set[int] = set()
    row = _is_row(text)
    edge = r"[。；：！？，、）〕】》”（〔【《“]"
    if not ("\t" in text or "|" in text):
        for found in re.finditer(rf" +(?={edge})|(?<={edge}) +", text):
            drop.update(range(found.start(), found.end()))
    for found in re.finditer(
        r"(?:(?<=^)|(?<=[\s。；：，、（“]))[\u3400-\u9fff](?: +[\u3400-\u9fff](?=[\s。；：，、）（”]|$))+",
        text,
    ):
        if "\t" not in found[0]:
            drop.update(i for i in range(found.start(), found.end()) if text[i] == " ")
    if not row:
        for found in re.finditer(r"(?<=\d) (?=[\u3400-\u9fff%])|(?<=[\u3400-\u9fff]) (?=\d)", text):
            leading = re.match(r"\s*\d+(?:\.\d+)* ", text)
            if leading and leading.end() == found.end() and text[found.end()] not in "年月日":
                continue
            drop.add(found.start())
    return [pair for i, pair in enumerate(pairs) if i not in drop]


def _in_digits(pairs: Pairs) -> Pairs:
    """Write amounts in words in digits; their last character leads back to the last of the words."""
    text = "".join(char for char, _ in pairs)
    out: Pairs = []
    at = 0
    for start, end, digits in spoken_amounts(text):
        out += pairs[at:start]
        out += [(char, pairs[start][1]) for char in digits[:-1]]
        out.append((digits[-1], pairs[end - 1][1]))
        at = end
    return out + pairs[at:]


def _trim(pairs: Pairs) -> Pairs:
    while pairs and pairs[-1][0] in " \t":
        pairs.pop()
    first = 0
    while first < len(pairs) and pairs[first][0] == " ":
        first += 1
    return pairs[first:]


def _logical_lines(raw: str) -> list[Pairs]:
    """Return the lines that carry text, hard wraps undone, page furniture gone."""
    lines = _physical_lines(raw)
    heads = _running_heads(lines)
    kept = [x for x in lines if not _PAGE_NUMBER.fullmatch(x.text) and x.text.strip() not in heads]
    pages_cut = {
        i for i, x in enumerate(kept) if i and kept[i - 1].start + len(kept[i - 1].text) + 1 < x.start
    }
    wrap = _find_wrap(kept)
    out: list[Pairs] = []
    for i, line in enumerate(kept):
        joined = i > 0 and wrap is not None and _joins(kept[i - 1], line, wrap)
        if i in pages_cut and i > 0 and _cut_by_page(kept[i - 1], line):
            joined = True
        folded = _fold(line)
        if joined and out:
            out[-1].extend(_trim(folded))
        else:
            out.append(folded)
    return out


def _cut_by_page(line: _Line, following: _Line) -> bool:
    """Tell whether a page break cut a sentence between two lines."""
    tail, head = line.text.rstrip(), following.text.strip()
    if len(tail) < 15 or not head or _LINE_MARKER.match(head) or "\t" in tail:
        return False
    return tail[-1] in "，、,“（(" or (bool(_CJK.match(tail[-1])) and len(tail) >= 25 and len(head) > 10)


def normalise(raw: str) -> Normalised:
    """Return `raw` in one form, with the raw offset of every character.

    Line breaks that separate paragraphs stay as one newline each. Cost: linear in the text.
    """
    chars: list[str] = []
    origin: list[int] = []
    last = 0
    for pairs in _logical_lines(raw):
        line = _in_digits(_trim(_drop_spaces(_context_fold(_trim(pairs)))))
        for char, place in line:
            chars.append(char)
            origin.append(place)
            last = place
        chars.append("\n")
        origin.append(min(last + 1, max(len(raw) - 1, 0)) if line else last)
    if chars:
        chars.pop()
        origin.pop()
    return Normalised(raw=raw, text="".join(chars), origin=tuple(origin))
