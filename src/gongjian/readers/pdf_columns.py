"""Tell whether a page of a PDF is set in two columns, and cut its lines at the gutter between them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any

WHOLE, LEFT, RIGHT = 0, 1, 2
"""Where a line stands: across the page, or in one of two columns."""

_MIDDLE = (0.3, 0.7)
"""The part of the page's width in which a gutter is looked for."""
_GAP_EMS = 1.2
_LEAST_LINES = 5
"""So many lines each column must have; fewer are a list set with tabs or two signatures side by side."""
_MOST_CROSSING = 0.5
_FULL_SHARE = 0.7
"""Half of the lines of a column fill so much of its width; the cells of a table without rules do not."""
_WORD_GAP = 3.0
_WIDE_EMS = 1.5

PdfLine = dict[str, Any]


def find_gutter(lines: Sequence[PdfLine], page_width: float) -> float | None:
    """Return where the gutter of a page in two columns is, None for a page in one.

    `lines` are those of `Page.extract_text_lines` with their characters. Cost: candidates times lines.
    """
    low, high = (share * page_width for share in _MIDDLE)
    prints = [(line["x0"], line["x1"], list(_gaps(line))) for line in lines]
    gaps = [gap for _, _, own in prints for gap in own if low < (gap[0] + gap[1]) / 2 < high]
    if len(gaps) < _LEAST_LINES and not _stand_apart(lines, low, high):
        return None
    places = {round((gap[0] + gap[1]) / 2) for gap in gaps} | _between(lines, low, high)

    def crossed(x: float) -> int:
        return sum(left < x < right and not any(a <= x <= b for a, b in own) for left, right, own in prints)

    best = min(places, key=lambda x: (crossed(x), abs(x - page_width / 2)), default=None)
    return best if best is not None and _is_gutter(lines, best) else None


def cut_at(lines: Iterable[PdfLine], gutter: float) -> Iterator[tuple[int, PdfLine]]:
    """Yield each line with where it stands; one that both columns share is cut in two.

    Lines across the page part it into bands. Where a band begins with lines that fill neither column, these are a
    list or a table without rules, and stay whole.
    """
    sided = [(line, _sides(line, gutter)) for line in sorted(lines, key=lambda line: line["top"])]
    widths = [_extent([chars[i] for _, chars in sided if chars is not None and chars[i]]) for i in (0, 1)]
    is_inside = False
    for line, sides in sided:
        if sides is None:
            is_inside = False
            yield WHOLE, line
            continue
        is_inside = is_inside or _opens_columns(sides, widths)
        if not is_inside:
            yield WHOLE, line
            continue
        yield from (
            (where, _line_of(chars)) for where, chars in zip((LEFT, RIGHT), sides, strict=True) if chars
        )


def _opens_columns(sides: tuple[list[Any], list[Any]], widths: Sequence[float]) -> bool:
    """Tell whether a line shows that both columns have begun: one of its sides is full of words."""
    return any(
        chars and _ink(chars) >= _FULL_SHARE * width for chars, width in zip(sides, widths, strict=True)
    )


def words_of(line: PdfLine) -> str:
    """Return a line's words; a gap wider than a character and a half parts them by two blanks."""
    chars = sorted(line["chars"], key=lambda char: char["x0"])
    words, reached = "", chars[0]["x0"]
    for char in chars:
        gap = char["x0"] - reached
        words += "  " if gap > _WIDE_EMS * char["size"] else " " * (gap > _WORD_GAP)
        words += char["text"]
        reached = char["x1"]
    return words


def _gaps(line: PdfLine) -> Iterator[tuple[float, float]]:
    """Yield the stretches of a line that hold no character and are wider than a character."""
    chars = sorted(line["chars"], key=lambda char: char["x0"])
    reached = chars[0]["x1"]
    for char in chars[1:]:
        if char["x0"] - reached > _GAP_EMS * char["size"]:
            yield reached, char["x0"]
        reached = max(reached, char["x1"])


def _stand_apart(lines: Sequence[PdfLine], low: float, high: float) -> bool:
    """Tell whether lines stand wholly on either side, as where the columns' lines lie at unlike heights."""
    left = sum(line["x1"] < high for line in lines)
    right = sum(line["x0"] > low for line in lines)
    return left >= _LEAST_LINES and right >= _LEAST_LINES


def _between(lines: Sequence[PdfLine], low: float, high: float) -> set[float]:
    """Return the middles between lines that end left and the first that begin right of them."""
    starts = sorted({round(line["x0"]) for line in lines if low < line["x0"] < high})
    ends = sorted({round(line["x1"]) for line in lines if low < line["x1"] < high})
    return {(ends[bisect_left(ends, start) - 1] + start) / 2 for start in starts if ends and ends[0] < start}


def _sides(line: PdfLine, x: float) -> tuple[list[Any], list[Any]] | None:
    """Return the characters left and right of `x`; None when the line runs across it."""
    left = [char for char in line["chars"] if char["x1"] <= x]
    right = [char for char in line["chars"] if char["x0"] >= x]
    if len(left) + len(right) < len(line["chars"]):
        return None
    if left and right:
        gap = min(char["x0"] for char in right) - max(char["x1"] for char in left)
        if gap <= _GAP_EMS * right[0]["size"]:
            return None
    return left, right


def _is_gutter(lines: Sequence[PdfLine], x: float) -> bool:
    """Tell whether both columns beside `x` hold enough lines, and lines that fill them."""
    sides = [_sides(line, x) for line in lines]
    crossing = sum(one is None for one in sides)
    columns = [[chars[i] for chars in sides if chars is not None and chars[i]] for i in (0, 1)]
    if min(map(len, columns)) < _LEAST_LINES or crossing > _MOST_CROSSING * len(lines):
        return False
    return all(_is_filled(column) for column in columns)


def _is_filled(column: Sequence[Sequence[Any]]) -> bool:
    """Tell whether words fill half of a column's lines."""
    return median(_ink(chars) for chars in column) >= _FULL_SHARE * _extent(column)


def _ink(chars: Sequence[Any]) -> float:
    """Return how much of a line its characters cover."""
    return float(sum(char["x1"] - char["x0"] for char in chars))


def _extent(column: Sequence[Sequence[Any]]) -> float:
    """Return how wide a column's lines are together."""
    chars = [char for line in column for char in line]
    return max((char["x1"] for char in chars), default=0) - min((char["x0"] for char in chars), default=0)


def _line_of(chars: Sequence[Any]) -> PdfLine:
    """Put characters together as a line of `Page.extract_text_lines`."""
    return {
        "x0": min(char["x0"] for char in chars),
        "x1": max(char["x1"] for char in chars),
        "top": min(char["top"] for char in chars),
        "bottom": max(char["bottom"] for char in chars),
        "chars": chars,
    }
