"""Read the tables of a problem: CSV, Excel or GeoJSON points, by the names in their head.

A column is known by any of its names. Every fault names the file, the row and the column; all are told at once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gongjian.engines.errors import EngineInputError
from gongjian.readers import ReadError, SheetRow, read_sheet

MOST_FAULTS = 20
LARGEST = 10**15
"""More than any count, metre or cent of a city; beyond it a number is a slip."""
_REQUIRED = object()
GEOJSON = (".geojson", ".json")


@dataclass(frozen=True)
class Column:
    """A column: the names it may have (the first is told to people), how a cell is read, and what an empty one means."""

    names: tuple[str, ...]
    read: Callable[[str], Any]
    default: Any = _REQUIRED

    @property
    def is_required(self) -> bool:
        """Whether the column has to be there and filled."""
        return self.default is _REQUIRED


def text(cell: str) -> str:
    """Read a cell as it stands."""
    return cell


def whole(cell: str) -> int:
    """Read a whole number, not below 0; thousands may be parted by commas."""
    number = decimal(cell)
    if number != int(number):
        raise ValueError("要填整数")
    return int(number)


def decimal(cell: str) -> Decimal:
    """Read a number, not below 0."""
    try:
        number = Decimal(cell.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError("要填数字") from None
    if not number.is_finite():
        raise ValueError("要填数字")
    if number < 0:
        raise ValueError("不能小于 0")
    if number > LARGEST:
        raise ValueError("数太大")
    return number


def degrees(most: int) -> Callable[[str], float]:
    """Make a reader of degrees from -most to most."""

    def read(cell: str) -> float:
        try:
            number = Decimal(cell)
        except InvalidOperation:
            raise ValueError("要填度数，如 105.57") from None
        if not number.is_finite() or abs(number) > most:
            raise ValueError(f"要在 -{most} 到 {most} 之间")
        return float(number)

    return read


def words(cell: str) -> tuple[str, ...]:
    """Read several words parted by a comma, a semicolon or 、."""
    parted = cell
    for mark in "，,；;、":
        parted = parted.replace(mark, "\n")
    return tuple(word for one in parted.split("\n") if (word := one.strip()))


LONGITUDE = Column(("经度", "lng", "lon", "longitude"), degrees(180), None)
LATITUDE = Column(("纬度", "lat", "latitude"), degrees(90), None)


def read_table(name: str, columns: Mapping[str, Column], *, key: str = "") -> list[dict[str, Any]]:
    """Read a table into one mapping a row, by the keys of `columns`; `key` names the column that may not repeat.

    Raises EngineInputError with every fault (at most MOST_FAULTS are written), each with file, row and column.
    """
    path = Path(name)
    if not path.is_file():
        raise EngineInputError(f"没有这个文件：{name}。请检查路径。")
    rows = _features(path) if path.suffix.lower() in GEOJSON else _rows(path)
    if not rows:
        raise EngineInputError(f"《{path.name}》是空的。第一行写列名，下面一行一条。")
    faults: list[str] = []
    places = _places(rows[0], columns, faults)
    found = [_read_row(row, columns, places, faults) for row in rows[1:]] if not faults else []
    if found and key:
        faults += _repeated(rows[1:], found, key, columns[key])
    if not faults and not found:
        faults.append("只有列名，没有数据")
    if faults:
        more = f"；另有 {len(faults) - MOST_FAULTS} 处" if len(faults) > MOST_FAULTS else ""
        raise EngineInputError(f"《{path.name}》" + "；".join(faults[:MOST_FAULTS]) + more + "。")
    return found


def _rows(path: Path) -> list[SheetRow]:
    try:
        rows = read_sheet(path.read_bytes(), path.name)
    except ReadError as refusal:
        raise EngineInputError(str(refusal)) from refusal
    return [row for row in rows if row.sheet == rows[0].sheet]


def _features(path: Path) -> list[SheetRow]:
    """Turn the points of a GeoJSON file into rows, the first feature being row 1; the properties are the columns."""
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        points = [(one["geometry"]["coordinates"], dict(one.get("properties") or {})) for one in features]
        records = [{**kept, "经度": point[0], "纬度": point[1]} for point, kept in points]
    except (ValueError, KeyError, TypeError, IndexError):
        raise EngineInputError(
            f"《{path.name}》不是点的 GeoJSON（FeatureCollection，坐标是经度、纬度）。"
        ) from None
    head = list(dict.fromkeys(name for record in records for name in record))
    cells = [
        tuple("" if (cell := record.get(name)) is None else str(cell) for name in head) for record in records
    ]
    return [SheetRow("", number, row) for number, row in enumerate([tuple(head), *cells])] if head else []


def _places(head: SheetRow, columns: Mapping[str, Column], faults: list[str]) -> dict[str, int]:
    known = {cell.strip().lower(): index for index, cell in reversed(list(enumerate(head.cells)))}
    found = {}
    for name, column in columns.items():
        index = next((known[one.lower()] for one in column.names if one.lower() in known), None)
        if index is not None:
            found[name] = index
        elif column.is_required:
            faults.append(f"少一列“{column.names[0]}”")
    return found


def _read_row(
    row: SheetRow, columns: Mapping[str, Column], places: Mapping[str, int], faults: list[str]
) -> dict[str, Any]:
    record = {}
    for name, column in columns.items():
        index = places.get(name, len(row.cells))
        cell = row.cells[index].strip() if index < len(row.cells) else ""
        if not cell:
            if column.is_required:
                faults.append(f"第 {row.number} 行“{column.names[0]}”没有填")
            record[name] = column.default
            continue
        try:
            record[name] = column.read(cell)
        except ValueError as fault:
            faults.append(f"第 {row.number} 行“{column.names[0]}”{fault}：{cell[:20]}")
    return record


def _repeated(
    rows: Sequence[SheetRow], records: Sequence[Mapping[str, Any]], key: str, column: Column
) -> list[str]:
    seen: dict[Any, int] = {}
    faults = []
    for row, record in zip(rows, records, strict=True):
        value = record.get(key, _REQUIRED)
        if value is _REQUIRED:
            continue
        if value in seen:
            faults.append(f"第 {row.number} 行“{column.names[0]}”和第 {seen[value]} 行重复：{value}")
        seen.setdefault(value, row.number)
    return faults
