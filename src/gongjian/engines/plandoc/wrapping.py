"""Where lines end only because the page does: texts hard-wrapped at a width, sentences cut by a page break."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.physical import RawLine

_NARROW = re.compile(r"[\x00-\u2000]")
_CJK = re.compile(r"[\u3400-\u9fff〇]")
_STOPS = "。；：！？;:!?."
_INDENT = 4
_LINE_MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条步件]|[（(〔]?[一二三四五六七八九十\d]{1,3}(?:[）)〕、:：]|[.．](?!\d))"
    r"|[一二三四五六七八九十]是|[①-⑳●◆■★▲○◇□·•—-]|[A-Za-z]\d|【|附件|(?:责任|牵头)[\u3400-\u9fff]{0,4}[:：]|\d{1,2}(?:[-—～至]\d{1,2})?月份?(?:\s{2}|[:：])|\d+(?:\.\d+)+\s)"
)
_OUTLIER_GAP = 2.5
_MOST_OUTLIERS = 6
_OUTLIER_LINES = 8
"""One line in so many may be longer than those of a wrapped text."""
_OUTLIER_SHARE = 3
"""Of a text with longer lines one in so many must be full; a list of names or a table is no wrapped text."""


def _width(line: str) -> float:
    bare = line.strip()
    return len(bare) - len(_NARROW.findall(bare)) / 2


def _length(line: str) -> int:
    """Return how many characters a line has, with the indent of a paragraph but not that of a centred one."""
    bare = line.rstrip()
    indent = len(bare) - len(bare.lstrip())
    return len(bare) - max(0, indent - _INDENT)


@dataclass(frozen=True, slots=True)
class Wrap:
    """Where a text was hard-wrapped: by the width of its lines, or by their number of characters."""

    width: float
    length: int
    bare_length: int

    def is_full(self, line: str) -> bool:
        """Tell whether a line reaches the edge, so that its end may be the edge's doing."""
        if _width(line) > self.width + _OUTLIER_GAP:
            return False
        if _width(line) >= self.width - 3.5 or _length(line) >= self.length - 3:
            return True
        return len(line.strip()) >= self.bare_length - 3


def find_wrap(lines: list[RawLine]) -> Wrap | None:
    """Return where the text was hard-wrapped, or None when lines are whole paragraphs.

    A few longer lines, such as the furniture of a page around a wrapped text, do not hide where that is wrapped.
    """
    texts = [line.text for line in lines if line.text.strip() and not any(c in line.text for c in "\t|")]
    if not texts:
        return None
    wrap = _wrap_of(texts, 1)
    if wrap is None and len(texts) >= _OUTLIER_LINES:
        texts.sort(key=_width, reverse=True)
        for few in range(1, min(_MOST_OUTLIERS, len(texts) // _OUTLIER_LINES) + 1):
            if _width(texts[few - 1]) - _width(texts[few]) > _OUTLIER_GAP:
                wrap = _wrap_of(texts[few:], _OUTLIER_SHARE)
            if wrap is not None:
                break
    return wrap


def _wrap_of(texts: list[str], share: int) -> Wrap | None:
    """Return where lines are wrapped when enough of the full ones break off; one line in `share` must be full."""
    bare_length = max(len(text.strip()) for text in texts)
    wrap = Wrap(max(map(_width, texts)), max(map(_length, texts)), bare_length)
    if wrap.width > 60 or wrap.width < 15:
        return None
    for full in (
        [text for text in texts if _width(text) >= wrap.width - 3],
        [text for text in texts if _length(text) >= wrap.length - 2],
        [text for text in texts if len(text.strip()) >= bare_length - 2],
    ):
        broken = [text for text in full if text.rstrip()[-1] not in _STOPS]
        many = share == 1 or len(full) * share >= len(texts)
        if many and len(broken) >= 4 and len(broken) * 2 >= len(full):
            return wrap
    return None


def joins(line: RawLine, following: RawLine, wrap: Wrap) -> bool:
    """Tell whether a line goes on in the following one, broken only by the width."""
    tail, head = line.text.rstrip(), following.text.strip()
    if not tail or not head or any(mark in tail + head for mark in "\t|"):
        return False
    if tail[-1] in _STOPS[:-1] or not wrap.is_full(line.text):
        return False
    cuts_number = tail[-1].isdigit() and head[0].isdigit()
    return cuts_number or not _LINE_MARKER.match(head)


def cut_by_page(line: RawLine, following: RawLine) -> bool:
    """Tell whether a page break cut a sentence between two lines."""
    tail, head = line.text.rstrip(), following.text.strip()
    if len(tail) < 15 or not head or _LINE_MARKER.match(head) or "\t" in tail:
        return False
    return tail[-1] in "，、,“（(" or (bool(_CJK.match(tail[-1])) and len(tail) >= 25 and len(head) > 10)
