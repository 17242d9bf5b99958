"""A table being brought in: the empty one to fill in, and what a person sees of it before anything is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from gongjian.core.errors import Invalid
from gongjian.readers import ReadError, read_sheet


class PreviewRow(Protocol):
    """One row of the file: its number there, what is wrong by column, its cells with their errors."""

    number: int
    errors: dict[str, str]

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the columns."""


@dataclass(frozen=True)
class ReadTable:
    """What stands below the head row: (number there, text by column); `sheet` is "" for CSV."""

    sheet: str
    rows: list[tuple[int, dict[str, str]]]


def read_table(
    content: bytes, name: str, columns: Mapping[str, str], required: Collection[str], what: str
) -> ReadTable:
    """Find the head row of a file's first sheet, and read what stands below it.

    `columns` maps keys to titles; those of `required` titles make the head row. Raises Invalid with a sentence
    for no table, no head row, or nothing (no `what`) below it.
    """
    try:
        found = read_sheet(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    first = [row for row in found if row.sheet == found[0].sheet] if found else []
    at = next((i for i, row in enumerate(first) if set(required) <= set(row.cells)), None)
    if at is None:
        titles = "、".join(columns.values())
        raise Invalid(f"《{name}》里没有找到表头。第一行要有：{titles}。可以先下载模板。")
    head = first[at].cells
    places = {key: head.index(title) for key, title in columns.items() if title in head}
    rows = [
        (row.number, {key: _cell(row.cells, places.get(key)) for key in columns}) for row in first[at + 1 :]
    ]
    if not rows:
        raise Invalid(f"《{name}》只有表头，没有{what}。请从表头下一行填起。")
    return ReadTable(found[0].sheet, rows)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def preview(rows: Sequence[PreviewRow]) -> dict[str, Any]:
    """Return what the page of a preview needs: rows with errors first, how many are right and wrong."""
    bad = sum(1 for row in rows if row.errors)
    return {
        "rows": [
            {
                "number": row.number,
                "cells": row.cells,
                "error": _("%d 处要改") % len(row.errors) if row.errors else "",
            }
            for row in sorted(rows, key=lambda row: (not row.errors, row.number))
        ],
        "ok_count": len(rows) - bad,
        "bad_count": bad,
    }
