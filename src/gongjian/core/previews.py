"""A table being brought in: the empty one to fill in, and what a person sees of it before anything is written."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _


class PreviewRow(Protocol):
    """One row of the file: its number there, what is wrong by column, its cells with their errors."""

    number: int
    errors: dict[str, str]

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the columns."""


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
