"""Periods as people write them in tables and as an indicator wants them."""

import re
from datetime import date

from gongjian.apps.indicators.choices import PeriodKind
from gongjian.core.figures import Period

_YEAR = re.compile(r"(\d{4})年?度?")
_MONTH = re.compile(r"(\d{4})年?[-./]?(\d{1,2})月?份?")
_QUARTER = re.compile(r"(\d{4})年?-?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_ORDER = "一二三四"


def read_period(text: str) -> Period:
    """Read 2026, 2026年, 2026-09, 2026年9月, 2026-Q3, 2026年第三季度 or one day; ValueError otherwise.

    >>> read_period("2026年第三季度") == read_period("2026-Q3")
    True
    """
    plain = "".join(text.split())
    if found := _YEAR.fullmatch(plain):
        return Period.year(int(found[1]))
    if found := _QUARTER.fullmatch(plain):
        said = found[2] or found[3]
        return Period.quarter(int(found[1]), _ORDER.index(said) + 1 if said in _ORDER else int(said))
    if _DAY.fullmatch(plain):
        day = read_day(plain)
        return Period(day, day)
    if found := _MONTH.fullmatch(plain):
        if not 1 <= int(found[2]) <= 12:
            raise ValueError(f"no month: {text}")
        return Period.month(int(found[1]), int(found[2]))
    raise ValueError(f"no period: {text}")


def read_day(text: str) -> date:
    """Read 2026-03-01, 2026/3/1, 2026.3.1 or 2026年3月1日; ValueError otherwise."""
    found = _DAY.fullmatch("".join(text.split()))
    if found is None:
        raise ValueError(f"no day: {text}")
    return date(*map(int, found.groups()))


def fits(kind: str, period: Period) -> bool:
    """Say whether a period is of the kind an indicator wants."""
    return kind_of(period) == kind


def kind_of(period: Period) -> str | None:
    """Return the kind of a period; None when it is none of them."""
    first = period.first_on
    kinds = {
        PeriodKind.YEAR: Period.year(first.year),
        PeriodKind.QUARTER: Period.quarter(first.year, (first.month + 2) // 3),
        PeriodKind.MONTH: Period.month(first.year, first.month),
        PeriodKind.DAY: Period(first, first),
    }
    return next((kind.value for kind, wanted in kinds.items() if wanted == period), None)


def wanted_words(kind: str) -> str:
    """Say how the period of a kind is to be written."""
    return {
        PeriodKind.YEAR: "按年填，时段写成 2026。",
        PeriodKind.QUARTER: "按季度填，时段写成 2026-Q3。",
        PeriodKind.MONTH: "按月填，时段写成 2026-09。",
        PeriodKind.DAY: "按日填，时段写成 2026-09-30。",
    }[PeriodKind(kind)]


def latest(kind: str, today: date) -> Period:
    """Return the last period of a kind that has ended; of years and days the current one."""
    if kind == PeriodKind.MONTH:
        return Period.month(today.year, today.month).previous()
    if kind == PeriodKind.QUARTER:
        return Period.quarter(today.year, (today.month + 2) // 3).previous()
    return Period.year(today.year) if kind == PeriodKind.YEAR else Period(today, today)


def write_period(period: Period) -> str:
    """Write a period as forms and tables take it.

    >>> write_period(Period.quarter(2026, 3))
    '2026-Q3'
    """
    first = period.first_on
    kind = kind_of(period)
    if kind == PeriodKind.YEAR:
        return f"{first.year}"
    if kind == PeriodKind.QUARTER:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}" if kind == PeriodKind.MONTH else f"{first:%Y-%m-%d}"
