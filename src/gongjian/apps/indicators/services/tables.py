"""Tables being brought in: found heads, cells with what is wrong, kept between preview and confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongjian.apps.indicators.models import TableImport
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.rules import rule_value
from gongjian.readers import ReadError, SheetRow, read_sheet

NOTES = "说明"
"""The sheet of a template that explains its columns; it is passed over when read."""


@dataclass
class TableRow:
    """One row of a file: its number there, its texts by column, what is wrong or odd in each, what it stands for."""

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    spec: Any = None

    def fault(self, column: str, words: str) -> None:
        """Note what is wrong with a cell; the first fault stands."""
        self.errors.setdefault(column, words)


@dataclass
class Table:
    """One sheet as it was read: its name, columns in order and rows; `faults` are wrong with the head itself."""

    name: str
    columns: list[str]
    rows: list[TableRow]
    faults: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The rows for the preview, those with errors first."""
        ordered = sorted(self.rows, key=lambda row: (not row.errors, not row.warnings, row.number))
        return [
            {
                "number": row.number,
                "cells": [
                    {
                        "value": row.values.get(column, ""),
                        "error": row.errors.get(column, ""),
                        "warning": row.warnings.get(column, ""),
                    }
                    for column in self.columns
                ],
                "error": f"{len(row.errors)} 处要改" if row.errors else "",
                "warning": f"{len(row.warnings)} 处请核对" if row.warnings else "",
            }
            for row in ordered
        ]


@dataclass(frozen=True)
class Checked:
    """A kept file with everything that was found; `bad` and `good` count rows."""

    kept: TableImport
    tables: list[Table]

    @property
    def bad(self) -> int:
        """How many rows or heads are wrong."""
        return sum(len(table.faults) + sum(1 for row in table.rows if row.errors) for table in self.tables)

    @property
    def good(self) -> int:
        """How many rows can be written."""
        return sum(1 for table in self.tables for row in table.rows if not row.errors)

    @property
    def odd(self) -> int:
        """How many rows should be looked at again."""
        return sum(1 for table in self.tables for row in table.rows if row.warnings)


def keep_file(*, actor: Actor, kind: str, content: bytes, name: str, place_code: str) -> TableImport:
    """Read a file and keep its rows; Invalid with a sentence when it is no table, holds nothing or too much."""
    actor.require(Right.INDICATORS_ENTER, place_code)
    if actor.user_id is None:
        raise NotAllowed("导入要由一位登录的同事来做。")
    try:
        rows = read_sheet(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    rows = [row for row in rows if row.sheet != NOTES]
    if not rows:
        raise Invalid(f"《{name}》里没有内容。请先下载模板填好再导入。")
    limit = int(rule_value("indicators.import_max_rows", on=timezone.localdate(), place_code=place_code))
    if len(rows) > limit:
        raise Invalid(f"这张表有 {len(rows)} 行，一次最多 {limit} 行。请分成几张表再导入。")
    kept = TableImport.objects.create(
        place_code=place_code,
        kind=kind,
        made_by_id=actor.user_id,
        name=Path(name).name[:200],
        content=[[row.sheet, row.number, list(row.cells)] for row in rows],
        created_at=timezone.now(),
    )
    audit.record(actor, "indicators.import_read", kept, after={"rows": len(rows)})
    return kept


def get_import(actor: Actor, import_id: int, kind: str) -> TableImport:
    """Return a kept file of the actor's own; NotFound beyond it."""
    rows = TableImport.objects.visible_to(actor).filter(made_by_id=actor.user_id, kind=kind, pk=import_id)
    found: TableImport | None = rows.first()
    if found is None:
        raise NotFound
    return found


def finish_import(actor: Actor, kept: TableImport, written: int) -> None:
    """Note what was written and let the file go."""
    audit.record(actor, "indicators.import_done", kept, after={"rows": written})
    kept.delete()


def drop_import(*, actor: Actor, import_id: int, kind: str) -> None:
    """Throw a kept file away."""
    kept = get_import(actor, import_id, kind)
    audit.record(actor, "indicators.import_dropped", kept)
    kept.delete()


def sheets_of(kept: TableImport) -> dict[str, list[SheetRow]]:
    """Return the kept rows by sheet; a file without sheets goes by its own name."""
    found: dict[str, list[SheetRow]] = {}
    for sheet, number, cells in kept.content:
        row = SheetRow(sheet or Path(kept.name).stem, number, tuple(cells))
        found.setdefault(row.sheet, []).append(row)
    return found


def table_of(name: str, rows: Sequence[SheetRow], required: Sequence[str]) -> Table:
    """Find the head (the first row that has the required columns) and read what stands below it."""
    at = next((i for i, row in enumerate(rows) if set(required) <= set(row.cells)), None)
    if at is None:
        return Table(name, [], [], [f"工作表“{name}”里没有找到表头，要有：{'、'.join(required)}。"])
    columns = [title for title in rows[at].cells if title]
    places = {title: rows[at].cells.index(title) for title in columns}
    read = [
        TableRow(
            row.number,
            {title: row.cells[i] if i < len(row.cells) else "" for title, i in places.items()},
        )
        for row in rows[at + 1 :]
    ]
    table = Table(name, columns, read)
    if not read:
        table.faults.append(f"工作表“{name}”只有表头。请从表头下一行填起，或删去这张表。")
    if twice := {title for title in columns if columns.count(title) > 1}:
        table.faults.append(f"工作表“{name}”第 {rows[at].number} 行有两列都叫“{min(twice)}”。请删去一列。")
    return table


def number_in(
    row: TableRow, column: str, *, whole: bool = False, least: Decimal | None = None
) -> Decimal | None:
    """Read a number from a cell; a fault is noted where there is none. None when the cell is empty or wrong."""
    text = row.values.get(column, "").replace(",", "").replace("，", "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        row.fault(column, "不是数字，只填数，不带单位")
        return None
    if not number.is_finite():
        row.fault(column, "不是数字，只填数，不带单位")
    elif least is not None and number < least:
        row.fault(column, f"不能小于 {least}")
    elif whole and number != number.to_integral_value():
        row.fault(column, "要填整数")
    else:
        return number
    return None
