"""Lists page by page from a cursor, which names the last row seen: no page costs more than the first, none skips or repeats a row."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.core.access import OwnedQuerySet
from gongjian.core.errors import Invalid

DIVIDER = "|"


@dataclass(frozen=True)
class CursorPage:
    """Rows, and the cursor of those after them (None at the end)."""

    rows: Sequence[Any]
    next_cursor: str | None


def newest_first(rows: OwnedQuerySet, cursor: str, size: int) -> CursorPage:
    """Cut a page of rows by their keys, the latest entered first. Raises Invalid for a cursor of another list."""
    if cursor:
        (key,) = read_cursor(cursor, 1)
        rows = rows.filter(pk__lt=number_of(key))
    found: list[Any] = list(rows.order_by("-pk")[: size + 1])
    kept = found[:size]
    return CursorPage(kept, write_cursor(str(kept[-1].pk)) if len(found) > size else None)


def write_cursor(*parts: str) -> str:
    """Write where a page ended as letters that are safe in an address."""
    return base64.urlsafe_b64encode(DIVIDER.join(parts).encode()).decode("ascii").rstrip("=")


def read_cursor(cursor: str, count: int) -> list[str]:
    """Read so many parts back. Raises Invalid where a caller made the cursor up."""
    try:
        parts = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(DIVIDER)
    except (ValueError, binascii.Error) as error:
        raise unreadable() from error
    if len(parts) != count:
        raise unreadable()
    return parts


def number_of(part: str) -> int:
    """Read a key out of a cursor. Raises Invalid where it is none."""
    if not part.isascii() or not part.isdecimal() or len(part) > 18:
        raise unreadable()
    return int(part)


def unreadable() -> Invalid:
    """Say what to do about a cursor that can't be read."""
    return Invalid("cursor 读不懂。请用上一页回的 next_cursor，不要自己拼。")
