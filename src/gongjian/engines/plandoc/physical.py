"""The lines of a raw text, also where a document viewer left its marks among them.

Viewers count pages with 1、 2、 glued to the text of the page, and write a Cyrillic Р for a new paragraph.
"""

import re
from dataclasses import dataclass

_PARAGRAPH = "Р"  # the Cyrillic letter
_PAGE_COUNT = re.compile(r"(\d{1,2})、(?=\S)")
_PAGE = 100  # characters a page of a viewer has at least
_VIEWER = re.compile(r"上传|下载|在线阅读|会员|文档")
_BROKEN_OFF = re.compile(r"[\u3400-\u9fff，、,（(\d]$")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of the raw text and where it begins."""

    start: int
    text: str


def physical_lines(raw: str) -> list[RawLine]:
    """Return the lines of a raw text without the page counts of a viewer."""
    if raw.count(_PARAGRAPH) >= 3:
        raw = raw.replace(_PARAGRAPH, "\n")
    lines, start = [], 0
    for piece in raw.split("\n"):
        lines.append(RawLine(start, piece))
        start += len(piece) + 1
    return _without_page_counts(lines)


def _without_page_counts(lines: list[RawLine]) -> list[RawLine]:
    """Drop 1、 2、 … below the words of a viewer where they count pages, which break off in the middle."""
    counts = {i: int(found[1]) for i, x in enumerate(lines) if (found := _PAGE_COUNT.match(x.text))}
    if len(counts) < 2 or list(counts.values()) != list(range(1, len(counts) + 1)):
        return lines
    at = list(counts)
    pages = [lines[i].text.rstrip() for i in range(at[0], at[-1]) if lines[i].text.strip()]
    broken = sum(bool(_BROKEN_OFF.search(page)) for page in pages)
    viewer = any(_VIEWER.search(line.text) for line in lines[: at[0]])
    if not viewer or len(pages) != len(at) - 1 or min(map(len, pages)) < _PAGE or not broken:
        return lines
    out = list(lines)
    for i in at:
        found = _PAGE_COUNT.match(lines[i].text)
        length = found.end() if found else 0
        out[i] = RawLine(lines[i].start + length, lines[i].text[length:])
    return out
