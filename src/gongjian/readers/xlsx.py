"""Read a workbook or a CSV as text: each sheet a heading and a table."""

from collections.abc import Iterable
from itertools import groupby

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult, TableRows, table_lines
from gongjian.readers.sheets import SheetRow, read_sheet
from gongjian.readers.sniff import Kind
from gongjian.readers.xlsx_look import SheetLook, read_looks


def read_xlsx(source: bytes, name: str, kind: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return one table a sheet, empty rows left out, as a person sees it: 88.1%, and a cell merged down in each row.

    Raises ReadError.
    """
    lines: list[str] = []
    tables: list[TableRows] = []
    found = read_sheet(source, name, limits)
    looks = read_looks(source, name, limits) if kind == Kind.XLSX else {}
    for sheet, rows in groupby(found, key=lambda row: row.sheet):
        table = _as_shown(rows, looks.get(sheet, SheetLook()), limits.cells)
        lines += [*([sheet] if sheet else []), *table_lines(table)]
        tables.append(table)
    if not tables:
        raise ReadError(f"《{name}》里没有内容，请核对后重新选择。")
    return ReadResult("\n".join(lines), tuple(tables), (), kind)


def _as_shown(rows: Iterable[SheetRow], look: SheetLook, most_cells: int) -> TableRows:
    table = {row.number: list(row.cells) for row in rows}
    for (number, column), words in look.words.items():
        if number in table and column < len(table[number]):
            table[number][column] = words
    for column, first, last in _within(look, max(table), most_cells):
        said = table.get(first, [])[column : column + 1]
        for number in range(first + 1, last + 1):
            if said and number in table:
                _put(table[number], column, said[0])
    return tuple(map(tuple, table.values()))


def _within(look: SheetLook, last_row: int, most_cells: int) -> list[tuple[int, int, int]]:
    """Return what is merged down, cut at the last row; nothing when it is more than a sheet can hold."""
    merged = [(column, first, min(last, last_row)) for column, first, last in look.merged]
    return merged if sum(max(0, last - first) for _, first, last in merged) <= most_cells else []


def _put(cells: list[str], column: int, words: str) -> None:
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = cells[column] or words
