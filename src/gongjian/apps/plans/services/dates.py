"""Dates as plans write them: a day, a month, or a recurrence."""

import calendar
import re
from datetime import date

from gongjian.core.errors import Invalid

_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
RECURRENCE = "every:"
_RECURRENCE = re.compile(
    r"every:(?:day|week(?::[1-7](?:,[1-7])*)?|month(?::(?:\d{2}|end|[a-z]{3}\d))?|"
    r"quarter(?::(?:1|end|next:\d{1,2}))?|half-year|year(?::\d{2}(?:-\d{2})?)?)"
)


def first_day(text: str) -> date | None:
    """Return the first day of an ISO date or month; None for nothing. Raises Invalid otherwise.

    >>> first_day("2026-03")
    datetime.date(2026, 3, 1)
    """
    found = _parts(text)
    return None if found is None else date(found[0], found[1], found[2] or 1)


def last_day(text: str) -> date | None:
    """Return the last day of an ISO date or month; None for nothing.

    >>> last_day("2026-02")
    datetime.date(2026, 2, 28)
    """
    found = _parts(text)
    if found is None:
        return None
    return date(found[0], found[1], found[2] or calendar.monthrange(found[0], found[1])[1])


def is_date(text: str) -> bool:
    """Say whether a text is an ISO date or month that exists."""
    try:
        return _parts(text) is not None
    except Invalid:
        return False


def is_recurrence(text: str) -> bool:
    """Say whether a text is a recurrence as the compiler writes it.

    >>> is_recurrence("every:quarter:end"), is_recurrence("every:moon")
    (True, False)
    """
    return _RECURRENCE.fullmatch(text) is not None


def _parts(text: str) -> tuple[int, int, int | None] | None:
    if not text or text.startswith(RECURRENCE):
        return None
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise Invalid(f"“{text}”不是日期。请写成 2026-03-31 或 2026-03。")
    year, month = int(match[1]), int(match[2])
    day = int(match[3]) if match[3] else None
    try:
        date(year, month, day or 1)
    except ValueError as error:
        raise Invalid(f"“{text}”这一天不存在。请核对月份和日子。") from error
    return year, month, day
