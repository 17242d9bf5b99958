"""What a reader gives back."""

from dataclasses import dataclass
from typing import TypeAlias

TableRows: TypeAlias = tuple[tuple[str, ...], ...]
"""A table's rows, top first; rows may differ in length."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file's text, one paragraph a line, with its tables.

    Tables stand in `text` too, where they were, a row a line with cells joined by " | ".
    `warnings` are sentences about what was passed over; `kind` is one of `sniff.Kind`. `margins` are lines
    of page headers and footers, which are no part of the text but may carry a secrecy marking.
    """

    text: str
    tables: tuple[TableRows, ...]
    warnings: tuple[str, ...]
    kind: str
    margins: tuple[str, ...] = ()


def table_lines(rows: TableRows) -> list[str]:
    """Write a table as lines of text; a row with nothing in it is left out."""
    lines = [" | ".join(" ".join(cell.split()) for cell in row) for row in rows]
    return [line for line in lines if line.strip(" |")]
