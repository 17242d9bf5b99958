"""What the global search shows of a row, whatever app it comes from, and how it finds rows by their title."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from gongjian.engines.textsearch import initials

M = TypeVar("M", bound=Model)
WALK = 1000
"""So many of the newest rows are looked through by pinyin initials, which titles do not store."""


@dataclass(frozen=True)
class SearchHit:
    """One thing found: its kind in the office's words, a label, a second line, where it opens."""

    kind: str
    label: str
    detail: str
    url: str


def find_rows(rows: QuerySet[Any, Any], text: str, limit: int, *fields: str) -> list[Any]:
    """Find rows by part of one of the fields, or by the pinyin initials of the first; newest first, one query."""
    wanted = " ".join(text.split())
    if not wanted or limit <= 0:
        return []
    newest = rows.order_by("-pk")
    if is_initials(wanted):
        found = (row for row in newest[:WALK] if _fits(row, wanted.lower(), fields))
        return [row for row, _number in zip(found, range(limit), strict=False)]
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__icontains": wanted})
    return list(newest.filter(condition)[:limit])


def is_initials(text: str) -> bool:
    """Say whether a text may be pinyin initials: Latin letters only."""
    return text.isascii() and text.isalpha()


def fits_initials(title: str, letters: str) -> bool:
    """Say whether small letters are among a title's initials, or in the title itself."""
    return letters in title.lower() or letters in _initials(title)


def _fits(row: Model, letters: str, fields: Iterable[str]) -> bool:
    first, *others = (str(getattr(row, field)) for field in fields)
    return fits_initials(first, letters) or any(letters in other.lower() for other in others)


@lru_cache(maxsize=8192)
def _initials(title: str) -> str:
    return "\n".join(initials(title))
