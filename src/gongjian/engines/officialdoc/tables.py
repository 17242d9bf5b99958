"""Decide widths and alignments of a table's columns where its writer left them open."""

import re
from math import ceil

from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc.layout import PageLayout, points, text_width_chars
from gongjian.engines.officialdoc.model import Table, cell_runs, plain_text

_NARROWEST_CHARS = 3.0
_LINE_CHARS = 36.0
_CELL_ROOM_CHARS = 1.5
"""Inside a cell at both sides, with something to spare for wider figures."""
_LONG_TEXT_CHARS = 8.0
_AMOUNT = re.compile(r"-?[\d,]+\.\d{2}")


def column_texts(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the texts of each column, its head first.

    Raises EngineInputError when a row has more or fewer cells than the head.
    """
    for order, row in enumerate(table.rows, start=1):
        if len(row) != len(table.header):
            raise EngineInputError(
                f"表格“{table.caption or table.header[0]}”第 {order} 行有 {len(row)} 格，表头有 {len(table.header)} 格。请补齐。"
            )
    rows = [table.header, *(tuple(plain_text(cell_runs(cell)) for cell in row) for row in table.rows)]
    return tuple(zip(*rows, strict=True))


def column_widths(table: Table) -> list[float]:
    """Return the columns' widths as proportions that add up to 1."""
    texts = column_texts(table)
    widths = list(table.widths) or _share_line(
        [max(map(text_width_chars, column)) + _CELL_ROOM_CHARS for column in texts]
    )
    if len(widths) != len(table.header) or min(widths) <= 0:
        raise EngineInputError(f"表格有 {len(table.header)} 栏，列宽要给 {len(table.header)} 个大于 0 的数。")
    return [width / sum(widths) for width in widths]


def _share_line(wanted: list[float]) -> list[float]:
    """Give narrow columns what they want and share the rest of the line among the wide ones."""
    widths = [max(_NARROWEST_CHARS, width) for width in wanted]
    room, wide = _LINE_CHARS, sorted(range(len(widths)), key=lambda i: widths[i])
    for order, column in enumerate(wide):
        widths[column] = min(widths[column], max(_NARROWEST_CHARS, room / (len(wide) - order)))
        room -= widths[column]
    return widths


def row_lines(table: Table, layout: PageLayout) -> list[int]:
    """Count the lines that each row takes, the head first, where its fullest cell wraps."""
    side = 2 * layout.table_cell_pt
    rooms = [
        (share * points(layout.text_width_mm) - side) / layout.table_pt for share in column_widths(table)
    ]
    rows = zip(*column_texts(table), strict=True)
    return [
        max(ceil(max(1.0, text_width_chars(text)) / room) for text, room in zip(row, rooms, strict=True))
        for row in rows
    ]


def column_aligns(table: Table) -> list[str]:
    """Return "left", "center" or "right" for each column.

    Unless the writer decided: amounts with decimals right, so that their points stand in line; long text left;
    all else centred.
    """
    if table.aligns:
        return list(table.aligns)
    return [_column_align([text for text in column[1:] if text]) for column in column_texts(table)]


def _column_align(texts: list[str]) -> str:
    if texts and all(_AMOUNT.fullmatch(text) for text in texts):
        return "right"
    return "left" if any(text_width_chars(text) > _LONG_TEXT_CHARS for text in texts) else "center"
