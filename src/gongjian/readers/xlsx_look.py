"""Tell how a workbook shows its cells: percentages, decimals, months, and what is merged down."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from gongjian.readers.limits import ReadLimits
from gongjian.readers.xml import OfficeZip, open_zip, parse_from, read_part

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy", 57: "yyyym", 58: "md"}
"""Formats that a file does not spell out; 57 and 58 are those of Chinese Excel. Source: ECMA-376 part 1, 18.8.30."""
_CELL = re.compile(rb"<c\b([^<>]*)>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?<v>([^<]*)</v>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_NO_NUMBER = re.compile(rb'\bt="(?!n")')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_ORNAMENT = re.compile(r'"[^"]*"|\[[^\]]*\]|[_*\\].')
_NUMBER_FORMAT = re.compile(r"(?:#,#{0,2})?#*0(?:\.(0+))?(%?)")
_FIRST_DAY = date(1899, 12, 30)
_LAST_DAY = 2_958_465


@dataclass(frozen=True, slots=True)
class SheetLook:
    """Of one sheet: words by (row counted from 1, column from 0), and (column, first row, last row) merged down."""

    words: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int], ...] = ()


def read_looks(source: bytes, name: str, limits: ReadLimits) -> dict[str, SheetLook]:
    """Return the look of each sheet by its name. Raises ReadError."""
    with open_zip(source, name, limits) as packed:
        formats = _formats(parse_from(packed, "xl/styles.xml", name))
        return {
            sheet: _look(read_part(packed, part, name) or b"", formats)
            for sheet, part in _sheet_parts(packed, name)
        }


def column_number(letters: bytes) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet_parts(packed: OfficeZip, name: str) -> Iterator[tuple[str, str]]:
    book = parse_from(packed, "xl/workbook.xml", name)
    links = parse_from(packed, "xl/_rels/workbook.xml.rels", name)
    targets = {one.get("Id"): one.get("Target", "") for one in (links if links is not None else ())}
    for sheet in book.iter(f"{_S}sheet") if book is not None else ():
        target = targets.get(sheet.get(f"{_R}id"), "")
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _formats(styles: Element | None) -> list[str]:
    """Return the format of each cell style, ornament taken out."""
    if styles is None:
        return []
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{_S}numFmt")}
    built_in = {str(number): code for number, code in _BUILT_IN.items()}
    styled = (one.get("numFmtId") for one in styles.iterfind(f"{_S}cellXfs/{_S}xf"))
    codes = (own.get(number) or built_in.get(number or "", "") for number in styled)
    return [_ORNAMENT.sub("", code.split(";")[0]).strip().lower() for code in codes]


def _look(blob: bytes, formats: list[str]) -> SheetLook:
    words = {}
    for cell in _CELL.finditer(blob):
        head, written = cell.groups()
        place, style = _PLACE.search(head), _STYLE.search(head)
        number = int(style[1]) if style else 0
        if place is None or number >= len(formats) or _NO_NUMBER.search(head):
            continue
        shown = shown_number(written.decode("utf-8", "replace"), formats[number])
        if shown is not None:
            words[int(place[2]), column_number(place[1]) - 1] = shown
    merged = (
        (column_number(column) - 1, int(first), int(last)) for column, first, last in _MERGED.findall(blob)
    )
    return SheetLook(words, tuple(one for one in merged if one[1] < one[2]))


def shown_number(written: str, code: str) -> str | None:
    """Return a number as a format shows it; None where the plain value is as good.

    >>> [shown_number("0.8814", "0.0%"), shown_number("2.5", "0"), shown_number("46023", "yyyym")]
    ['88.1%', '3', '2026年1月']
    """
    try:
        value = Decimal(repr(float(written)))
        if not value.is_finite():
            return None
        number = _NUMBER_FORMAT.fullmatch(code)
        if number:
            places, percent = len(number[1] or ""), number[2]
            shown = (value * 100 if percent else value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            return f"{shown:f}{percent}"
    except (ValueError, InvalidOperation):
        return None
    return _shown_month_or_day(value, set(code))


def _shown_month_or_day(value: Decimal, signs: set[str]) -> str | None:
    """Return 2026年1月 or 1月5日 where the format leaves out the day or the year."""
    if (
        not 1 <= value <= _LAST_DAY
        or "m" not in signs
        or signs & set("hs")
        or ("y" in signs) == ("d" in signs)
    ):
        return None
    day = _FIRST_DAY + timedelta(days=int(value))
    return f"{day.year}年{day.month}月" if "y" in signs else f"{day.month}月{day.day}日"
