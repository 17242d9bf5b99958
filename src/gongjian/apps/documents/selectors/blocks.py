"""Group the lines of a cut text: rows that readers wrote with bars, or that were pasted with tabs, are a table again.

Nothing is moved or left out but the separators, so that every mark keeps its words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gongjian.core.spans import Paragraph, Piece

_SEPARATOR = re.compile(r" ?\| ?|\t")
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number among the lines, and its cells, each of the pieces that lie in it."""

    number: int
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, or the rows of a table."""

    line: Paragraph | None = None
    rows: tuple[Row, ...] = ()

    @property
    def has_head(self) -> bool:
        """Whether the first row names the columns: words in every cell and no figure."""
        words = ["".join(piece.text for piece in cell) for cell in self.rows[0].cells]
        return all(words) and not re.search(r"\d", "".join(words))


def blocks_of(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield lines as they are, and runs of lines with as many separators each as tables."""
    for count, run in groupby(paragraphs, key=lambda line: len(_SEPARATOR.findall(line.text))):
        lines = list(run)
        if count and len(lines) >= _LEAST_ROWS:
            yield Block(rows=tuple(Row(line.number, _cells(line)) for line in lines))
        else:
            yield from (Block(line=line) for line in lines)


def _cells(line: Paragraph) -> tuple[tuple[Piece, ...], ...]:
    """Cut a line's pieces at its separators; a mark that runs over one begins in the first of its cells."""
    cells = []
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _SEPARATOR.finditer(line.text)), (len(line.text), 0)]:
        cells.append(tuple(_pieces_in(line, start, end)))
        start = after
    return tuple(cells)


def _pieces_in(line: Paragraph, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in line.pieces:
        left, right = max(at, start), min(at + len(piece.text), end)
        if left < right:
            begins = piece.begins if left == at else ()
            yield Piece(piece.text[left - at : right - at], piece.covers, begins)
        at += len(piece.text)
