"""Read a workbook or a CSV as text: each sheet a heading and a table."""

from itertools import groupby

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult, TableRows, table_lines
from gongjian.readers.sheets import read_sheet


def read_xlsx(source: bytes, name: str, kind: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return one table a sheet, empty rows left out. Raises ReadError."""
    lines: list[str] = []
    tables: list[TableRows] = []
    for sheet, rows in groupby(read_sheet(source, name, limits), key=lambda row: row.sheet):
        table = tuple(row.cells for row in rows)
        lines += [*([sheet] if sheet else []), *table_lines(table)]
        tables.append(table)
    if not tables:
        raise ReadError(f"《{name}》里没有内容，请核对后重新选择。")
    return ReadResult("\n".join(lines), tuple(tables), (), kind)
