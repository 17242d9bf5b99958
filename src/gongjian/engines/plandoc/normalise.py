"""Stage 1: bring a text into one form, and remember where every character came from.

Full-width digits and letters become ASCII, punctuation becomes Chinese full-width, letters that OCR
put among digits become digits, spaces that carry no meaning go, hard-wrapped lines are joined, page
numbers and running heads go. `Normalised.origin[i]` is the offset in the raw text of character i.
"""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.engines.plandoc.physical import RawLine, physical_lines
from gongjian.engines.plandoc.spaced_rows import spaced_rows
from gongjian.engines.plandoc.spoken import spoken_amounts
from gongjian.engines.plandoc.wrapping import cut_by_page, find_wrap, joins

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
_LOOKALIKE = re.compile("[,:OoＯlI曰]")
_MARKS = re.compile("[,:]")
_LIKE_DIGITS = re.compile(
    r"(?<=\d)[OoＯlI](?=[\dOol年月日时个户人万%.])|[OoＯ](?=\d)(?<![A-Za-z].)|(?<=[年月至—])[lI](?=\d?[月日号])"
)
_DIGIT_OF = str.maketrans("OolI", "0011")
_LIKE_AMOUNT = re.compile(
    r"(?<![A-Za-z\d])(?=[OolI\d]*\d|[OolI]{1,2}[月日]|[OolI]\.\d)[\dOolI]*[OolI][\dOolI]*(?=(?:\.\d+)?[年月日号时个户人万元分%项处次件条名])"
)
_LIKE_DAY = re.compile(r"(?<=[每\d])曰|曰(?=常|期)")
_THOUSANDS = re.compile(r"\d[\dOol]{2}(?!\d)")
_MINUTES = re.compile(r"\d\d(?!\d)")
_EDGE = r"[。；：！？，、）〕】》”（〔【《“]"
_BY_MARK = re.compile(rf" +(?={_EDGE})|(?<={_EDGE}) +")
_SPACED_OUT = re.compile(
    r"(?:(?<=^)|(?<=[\s。；：，、（“]))[\u3400-\u9fff](?: +[\u3400-\u9fff](?=[\s。；：，、）（”]|$))+"
)
_BY_NUMBER = re.compile(r"(?<=\d) (?=[\u3400-\u9fff%])|(?<=[\u3400-\u9fff]) (?=\d)")
_WORD = re.compile(r"\S+")
_NUMBERED = re.compile(r"\s*\d+(?:\.\d+)* ")
_UNIT_OF_TIME = re.compile("[年月日](?![度均常报])")
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千]")
_PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/]?\s*共\s*[\d一二三四五六七八九十]+\s*页)?"
    r"|[-—–－]+\s*\d{1,4}\s*[-—–－]+|\d{1,4}\s*/\s*\d{1,4}|·\s*\d{1,4}\s*·|[Pp]age\s*\d+(?:\s*of\s*\d+)?)\s*"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one form with the raw offset of each of its characters."""

    raw: str
    text: str
    origin: Sequence[int]

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
class _Folded:
    """A stretch in its one form; `places[i]` is the raw offset of `text[i]`."""

    text: str
    places: Sequence[int]

    def part(self, start: int, end: int) -> "_Folded":
        """Return a stretch of the stretch."""
        return _Folded(self.text[start:end], self.places[start:end])


def _together(parts: list[_Folded]) -> _Folded:
    """Return stretches that follow each other as one."""
    if len(parts) == 1:
        return parts[0]
    return _Folded("".join(part.text for part in parts), [place for part in parts for place in part.places])


def _running_heads(lines: list[RawLine]) -> set[str]:
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


class _Forms(dict[int, str | None]):
    """The one form of each character met so far, by its code point; nothing for an invisible one."""

    def __missing__(self, point: int) -> str | None:
        form = self[point] = _form(chr(point)) or None
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


def _fold(line: RawLine) -> _Folded:
    """Fold every character of a line to its one form."""
    text = line.text.translate(_FORMS)
    if len(text) == len(line.text):
        return _Folded(text, range(line.start, line.start + len(text)))
    return _Folded(text, [i for i, char in enumerate(line.text, line.start) if _FORMS[ord(char)]])


def _context_fold(folded: _Folded) -> _Folded:
    """Decide the characters whose form depends on their neighbours: comma, colon, O, l, 曰."""
    text = folded.text
    if not _LOOKALIKE.search(text):
        return folded
    out = list(text)
    for found in _MARKS.finditer(text):
        i = found.start()
        if text[i] == "," and not (_THOUSANDS.match(text, i + 1) and text[i - 1 : i].isdigit()):
            out[i] = "，"
        if text[i] == ":" and not (text[i - 1 : i].isdigit() and _MINUTES.match(text, i + 1)):
            out[i] = "：" if text[i + 1 : i + 3] != "//" else ":"
    for found in _LIKE_DIGITS.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if not (before.isascii() and before.isalpha()):
            out[found.start()] = "0" if found[0] in "OoＯ" else "1"
    for found in _LIKE_AMOUNT.finditer(text):
        out[found.start() : found.end()] = found[0].translate(_DIGIT_OF)
    for found in _LIKE_DAY.finditer(text):
        out[found.start()] = "日"
    return _Folded("".join(out), folded.places)


def _is_row(text: str) -> bool:
    return "\t" in text or "|" in text or len(re.findall(r"\S {2,}(?=\S)", text.strip())) >= 2


def _drop_spaces(folded: _Folded) -> _Folded:
    """Drop the spaces that only typesetting put there; columns and name lists keep theirs."""
    text = folded.text
    if " " not in text:
        return folded
    drop: set[int] = set()
    is_row = _is_row(text)
    if not ("\t" in text or "|" in text):
        for found in _BY_MARK.finditer(text):
            if not (is_row and len(found[0]) > 1):
                drop.update(range(found.start(), found.end()))
    for found in _SPACED_OUT.finditer(text):
        if "\t" not in found[0]:
            drop.update(i for i in range(found.start(), found.end()) if text[i] == " ")
    if not is_row:
        numbered = _NUMBERED.match(text)
        for found in _BY_NUMBER.finditer(text):
            if (
                numbered
                and numbered.end() == found.end()
                and ("." in numbered[0] or not _UNIT_OF_TIME.match(text, found.end()))
            ):
                continue
            drop.add(found.start())
    if not drop:
        return folded
    kept = [i for i in range(len(text)) if i not in drop]
    return _Folded("".join(text[i] for i in kept), [folded.places[i] for i in kept])


def _in_digits(folded: _Folded) -> _Folded:
    """Write amounts in words in digits; their last character leads back to the last of the words."""
    parts: list[_Folded] = []
    at = 0
    for start, end, digits in spoken_amounts(folded.text):
        first, last = folded.places[start], folded.places[end - 1]
        parts += [folded.part(at, start), _Folded(digits, [first] * (len(digits) - 1) + [last])]
        at = end
    return _together([*parts, folded.part(at, len(folded.text))]) if parts else folded


def _trim(folded: _Folded) -> _Folded:
    end = len(folded.text.rstrip(" \t"))
    start = len(folded.text[:end]) - len(folded.text[:end].lstrip(" "))
    return folded if end - start == len(folded.text) else folded.part(start, end)


def _logical_lines(raw: str) -> list[_Folded]:
    """Return the lines that carry text, hard wraps undone, page furniture gone."""
    lines = physical_lines(raw)
    heads = _running_heads(lines)
    kept = [x for x in lines if not _PAGE_NUMBER.fullmatch(x.text) and x.text.strip() not in heads]
    pages_cut = {
        i for i, x in enumerate(kept) if i and kept[i - 1].start + len(kept[i - 1].text) + 1 < x.start
    }
    wrap = find_wrap(kept)
    spaced = spaced_rows([x.text for x in kept])
    out: list[list[_Folded]] = []
    for i, line in enumerate(kept):
        joined = i > 0 and wrap is not None and joins(kept[i - 1], line, wrap)
        if i in pages_cut and i > 0 and cut_by_page(kept[i - 1], line):
            joined = True
        joined = joined and i not in spaced and i - 1 not in spaced
        folded = _in_cells(_fold(line)) if i in spaced else _fold(line)
        if joined and out:
            out[-1].append(_trim(folded))
        else:
            out.append([folded])
    return [_together(parts) for parts in out]


def _in_cells(folded: _Folded) -> _Folded:
    """Part the cells of a row by tabs where spaces part them."""
    words = list(_WORD.finditer(folded.text))
    parts = [folded.part(words[0].start(), words[0].end())]
    for word in words[1:]:
        gap = folded.places[word.start() - 1 : word.start()]
        parts += [_Folded("\t", gap), folded.part(word.start(), word.end())]
    return _together(parts)


def normalise(raw: str) -> Normalised:
    """Return `raw` in one form, with the raw offset of every character.

    Line breaks that separate paragraphs stay as one newline each. Cost: linear in the text.
    """
    texts: list[str] = []
    origin = array("q")
    last = 0
    for folded in _logical_lines(raw):
        line = _in_digits(_trim(_drop_spaces(_context_fold(_trim(folded)))))
        texts.append(line.text)
        origin.extend(line.places)
        if line.text:
            last = line.places[-1]
        origin.append(min(last + 1, max(len(raw) - 1, 0)) if line.text else last)
    if origin:
        origin.pop()
    return Normalised(raw=raw, text="\n".join(texts), origin=origin)
