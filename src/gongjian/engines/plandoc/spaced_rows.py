"""Rows of tables whose cells single spaces part, as text copied from a page has them.

    项目 预算 决算（元） 备注
    办公费 36,000 34,820
    维修费 20,000 23,500 换灯

A line of heads, each a word and none a number, opens such a table, perhaps with a shorter one below; two lines at least follow with about as many
words, no mark of a sentence among them, and a number in one column of them all.
"""

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"[。；，：！？“”;!?\t|]|:|,(?!\d{3})")
_NUMBER = re.compile(r"[-—+]?\d[\d,]*(?:\.\d+)?(?:%|‰|[\u3400-\u9fff㎡]{1,3})?|[-—/]+")
_HEAD = re.compile(r"[\u3400-\u9fff][^\s\d]*(?:[(（][^\s()（）]{1,8}[)）])?|(?:20)\d\d年[\u3400-\u9fff]{0,6}")
_FEWEST_HEADS, _LONGEST_HEAD, _LONGEST_LINE = 3, 12, 80
_MISSING = 2  # cells at the end of a row that may be left out
_FEWEST_ROWS = 2


def spaced_rows(lines: Sequence[str]) -> frozenset[int]:
    """Return which lines are heads or rows of tables parted by spaces. Cost: linear."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        heads = _words(lines[at])
        stop = at + 1
        if heads and _are_heads(heads):
            rows, width = [], len(heads)
            if stop < len(lines) and _are_heads(below := _words(lines[stop]), fewest=2):
                width, stop = width - 1 + len(below), stop + 1
            while stop < len(lines) and _is_row(row := _words(lines[stop]), width):
                rows.append(row)
                stop += 1
            if len(rows) >= _FEWEST_ROWS and _share_a_column(rows):
                found.update(range(at, stop))
            else:
                stop = at + 1
        at = stop
    return frozenset(found)


def _words(line: str) -> list[str]:
    """Return the words of a line that may be a row, [] of any other line."""
    if " " not in line and "\u3000" not in line:
        return []
    bare = line.strip()
    if len(bare) > _LONGEST_LINE or _SENTENCE.search(bare):
        return []
    return bare.split()


def _are_heads(words: Sequence[str], fewest: int = _FEWEST_HEADS) -> bool:
    """Tell whether words may head columns: letter-spaced titles (通 知) are none."""
    if len(words) < fewest or any("、" in word for word in words):
        return False
    if sum(len(word) > 1 for word in words) * 3 < len(words) * 2:
        return False
    return all(len(word) <= _LONGEST_HEAD and _HEAD.fullmatch(word) for word in words)


def _is_row(words: Sequence[str], width: int) -> bool:
    is_wide = max(2, width - _MISSING) <= len(words) <= width
    return is_wide and any(map(_NUMBER.fullmatch, words[1:]))


def _share_a_column(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column behind the first holds numbers in every row that reaches it, and in two at least."""
    for column in range(1, max(map(len, rows))):
        cells = [row[column] for row in rows if len(row) > column]
        if len(cells) >= _FEWEST_ROWS and all(map(_NUMBER.fullmatch, cells)):
            return True
    return False
