"""Tables that were flattened to one cell a line, told by their rhythm of words and numbers.

    项目 / 预算（元） / 决算（元） / 办公费 / 36,000 / 34,820 / 维修费 / 20,000 / 23,500 / 合计 / …

Some short lines without a number are the heads; from the first number on, lines of words and lines of numbers
alternate with as many lines a period as there are heads, three periods at least.
"""

import re
from collections.abc import Iterator, Sequence

_NUMBER = re.compile(r"(?!20\d\d年?$)[-—+]?\d[\d,]*(?:\.\d+)?(?:%|‰|[\u3400-\u9fff㎡]{1,3})?|[-—/]")
_NO_CELL = re.compile("[。；：！？]|^[-—\\d]+[、.)）]")
_LONGEST = 16
_FEWEST_HEADS, _MOST_HEADS, _MOST_WORDS = 2, 9, 3
_FEWEST_ROWS = 3


def periodic_lines(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (first line, heads, line behind the last row) of each flattened table. Cost: linear."""
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _is_cell(lines[stop]):
            stop += 1
        if stop - at >= _FEWEST_HEADS * (_FEWEST_ROWS + 1):
            found = _table(lines, at, stop)
            if found is not None:
                yield found
        at = max(stop, at) + 1


def _is_cell(line: str) -> bool:
    bare = line.strip()
    return 0 < len(bare) <= _LONGEST and not _NO_CELL.search(bare)


def _table(lines: Sequence[str], start: int, stop: int) -> tuple[int, int, int] | None:
    """Return the table in a run of short lines; lines above its heads are a title."""
    numbers = [bool(_NUMBER.fullmatch(line.strip())) for line in lines[start:stop]]
    first = next((i for i, is_number in enumerate(numbers) if is_number), -1)
    for words in range(1, _MOST_WORDS + 1):
        for width in range(max(_FEWEST_HEADS, words + 1), min(_MOST_HEADS, first - words) + 1):
            begin = first - words
            pattern = numbers[begin : begin + width]
            rows = 1
            while numbers[begin + rows * width : begin + (rows + 1) * width] == pattern:
                rows += 1
            if rows >= _FEWEST_ROWS and not any(pattern[:words]):
                return start + begin - width, width, start + begin + rows * width
    return None
