"""Read and write tables of data: CSV and Excel in, Excel out."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import python_calamine

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import TABLE_LIMITS, ReadLimits
from gongjian.readers.sniff import KIND_NAMES, Kind, check_name
from gongjian.readers.txt import decode
from gongjian.readers.xlsx_look import column_number
from gongjian.readers.xml import open_zip, read_part

if TYPE_CHECKING:
    import xlsxwriter

CellValue: TypeAlias = str | int | float | bool | Decimal | Fraction | date | datetime | None

_Formats: TypeAlias = "dict[type[date], xlsxwriter.format.Format]"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_LOCKED = "《{name}》加了密码。请去掉密码，另存后再导入。"
_DAMAGED = "《{name}》已损坏，打不开。请用 Excel 或 WPS 另存一份后再导入。"
_LONGEST_SHEET_NAME = 31
_WIDEST_COLUMN = 50


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands in its file: sheet ("" for CSV), number counted from 1, and the cells as text."""

    sheet: str
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetData:
    """A sheet to be written. `widths` are in characters; without them the head decides."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[CellValue]]
    widths: tuple[float, ...] = ()


def read_sheet(source: bytes, name: str, limits: ReadLimits = TABLE_LIMITS) -> list[SheetRow]:
    """Return every row that holds something, all sheets in order; trailing empty cells are cut.

    Whole numbers come without ".0", dates as 2026-01-05; an apostrophe that `write_xlsx` put before a
    formula sign is taken off. Raises ReadError.
    """
    if len(source) > limits.file_bytes:
        raise ReadError(f"《{name}》超过 {limits.file_bytes // 1024**2} 兆，请拆开后分次导入。")
    kind = check_name(source, name)
    if kind is Kind.TXT:
        return _kept_rows("", _csv_rows(decode(source, name), name))
    if kind in (Kind.XLSX, Kind.XLS, Kind.LOCKED):
        return [
            row for sheet, rows in _workbook(source, name, kind, limits) for row in _kept_rows(sheet, rows)
        ]
    raise ReadError(f"《{name}》是{KIND_NAMES[kind]}，不是表格。请另存为 .xlsx 或 .csv 后再导入。")


def _kept_rows(sheet: str, rows: Iterable[Sequence[str]]) -> list[SheetRow]:
    kept = []
    for number, row in enumerate(rows, start=1):
        cells = [_without_guard(cell.strip()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            kept.append(SheetRow(sheet, number, tuple(cells)))
    return kept


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _csv_rows(text: str, name: str) -> Iterator[list[str]]:
    """Split CSV by the sign that the first line uses most; blank lines count as rows. Raises ReadError."""
    head = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from rows
    except csv.Error as error:
        raise ReadError(
            f"《{name}》第 {rows.line_num} 行不像表格：有一格长得读不了，或引号没有成对。请改好后再导入。"
        ) from error


def _workbook(
    source: bytes, name: str, kind: Kind, limits: ReadLimits
) -> Iterator[tuple[str, Iterator[list[str]]]]:
    if kind is Kind.XLSX:
        _check_extent(source, name, limits)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source))
        for sheet in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield sheet, ([_cell_text(value) for value in row] for row in rows)
    except python_calamine.PasswordError as error:
        raise ReadError(_LOCKED.format(name=name)) from error
    except (python_calamine.CalamineError, python_calamine.XmlError, python_calamine.ZipError) as error:
        raise ReadError((_LOCKED if kind is Kind.LOCKED else _DAMAGED).format(name=name)) from error


def _check_extent(source: bytes, name: str, limits: ReadLimits) -> None:
    """Refuse a sheet whose farthest cells span more cells than a reader can hold in memory."""
    with open_zip(source, name, limits) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                references = _CELL_REFERENCE.findall(read_part(packed, part, name) or b"")
                rows = max((int(row) for _, row in references), default=0)
                columns = max((column_number(column) for column, _ in references), default=0)
                if rows * columns > limits.cells:
                    raise ReadError(
                        f"《{name}》的表有 {rows} 行、{columns} 列，太大。请删去用不到的空行空列，另存后再导入。"
                    )


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def write_xlsx(sheets: Sequence[SheetData]) -> bytes:
    """Return an Excel workbook: bold head that stays in view, text kept as text.

    Text that a spreadsheet could take for a formula is led by an apostrophe, numbers in text are not.
    Sheet names are cut to what Excel takes and made different. Rows may be a generator: they are not kept.
    """
    import xlsxwriter  # a tenth of a second, only when something is written

    packed = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(packed, options) as workbook:
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        formats: _Formats = {
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for sheet, name in zip(sheets, _sheet_names([sheet.name for sheet in sheets]), strict=True):
            worksheet = workbook.add_worksheet(name)
            _set_columns(worksheet, sheet)
            worksheet.freeze_panes(1, 0)
            for column, title in enumerate(sheet.header):
                worksheet.write_string(0, column, guarded(title), head)
            for number, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write_cell(worksheet, number, column, value, formats)
    return packed.getvalue()


def guarded(text: str) -> str:
    """Lead text with an apostrophe when a spreadsheet could take it for a formula.

    >>> [guarded(text) for text in ("=1+1", "-3.5", "@甲", "乙")]
    ["'=1+1", '-3.5', "'@甲", '乙']
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text) else text


def _set_columns(worksheet: "xlsxwriter.worksheet.Worksheet", sheet: SheetData) -> None:
    for column, title in enumerate(sheet.header):
        natural = 2 + sum(1 if character.isascii() else 2 for character in title)
        width = sheet.widths[column] if column < len(sheet.widths) else max(10, natural)
        worksheet.set_column(column, column, min(width, _WIDEST_COLUMN))


def _write_cell(
    worksheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: CellValue,
    formats: _Formats,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        worksheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, datetime):
        worksheet.write_datetime(row, column, value.replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, formats[date])
    elif isinstance(value, int | float | Decimal | Fraction):
        worksheet.write_number(row, column, float(value) if isinstance(value, Fraction) else value)
    else:
        worksheet.write_string(row, column, guarded(value))


def _sheet_names(wanted: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in wanted:
        base = re.sub(r"[\[\]:*?/\\]", " ", name).strip().strip("'")[:_LONGEST_SHEET_NAME] or "表"
        unique, order = base, 1
        while unique.lower() in {taken.lower() for taken in names}:
            order += 1
            unique = f"{base[: _LONGEST_SHEET_NAME - len(str(order)) - 1]}_{order}"
        names.append(unique)
    return names
