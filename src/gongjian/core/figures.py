"""A figure: a value with its place, period, time of reading and the way back to its rows."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first_on` to `last_on`, both included."""

    first_on: date
    last_on: date

    @classmethod
    def year(cls, year: int) -> "Period":
        """The calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """The calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """The calendar quarter, 1 to 4."""
        return cls(date(year, quarter * 3 - 2, 1), cls.month(year, quarter * 3).last_on)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `YYYY`, `YYYY-Qn`, `YYYY-MM` or `YYYY-MM-DD..YYYY-MM-DD`; ValueError otherwise.

        >>> Period.parse("2026-Q3").last_on
        datetime.date(2026, 9, 30)
        """
        if ".." in text:
            first, last = text.split("..")
            return cls(date.fromisoformat(first), date.fromisoformat(last))
        if len(text) == 4:
            return cls.year(int(text))
        year, part = text.split("-")
        return (
            cls.quarter(int(year), int(part[1:])) if part.startswith("Q") else cls.month(int(year), int(part))
        )

    def __str__(self) -> str:
        return f"{self.first_on.isoformat()}..{self.last_on.isoformat()}"

    def previous(self) -> "Period":
        """The period of the same kind just before: month, quarter, year, else as many days.

        >>> str(Period.parse("2026-03").previous())
        '2026-02-01..2026-02-28'
        """
        before = self.first_on - timedelta(days=1)
        for kind in (
            Period.month(before.year, before.month),
            Period.quarter(before.year, (before.month + 2) // 3),
            Period.year(before.year),
        ):
            if self._is_like(kind):
                return kind
        return Period(self.first_on - (self.last_on - self.first_on) - timedelta(days=1), before)

    def run_up(self, count: int) -> list["Period"]:
        """The `count` periods of the same kind that end with this one, oldest first.

        >>> [one.label for one in Period.parse("2026-01").run_up(2)]
        ['2025年12月', '2026年1月']
        """
        periods = [self]
        while len(periods) < count:
            periods.insert(0, periods[0].previous())
        return periods

    def year_before(self) -> "Period":
        """The same days a year earlier; 29 February becomes the 28th, a whole month stays whole."""
        year, month = self.last_on.year - 1, self.last_on.month
        ends_month = self.last_on.day == calendar.monthrange(year + 1, month)[1]
        last_day = calendar.monthrange(year, month)[1]
        first_day = min(
            self.first_on.day, calendar.monthrange(self.first_on.year - 1, self.first_on.month)[1]
        )
        return Period(
            date(self.first_on.year - 1, self.first_on.month, first_day),
            date(year, month, last_day if ends_month else min(self.last_on.day, last_day)),
        )

    def _is_like(self, other: "Period") -> bool:
        """Whether both are a month, a quarter or a year: the next after `other` is this one."""
        after = other.last_on + timedelta(days=1)
        months = (other.last_on.year - other.first_on.year) * 12 + other.last_on.month - other.first_on.month
        last = date(after.year + (after.month + months > 12), (after.month + months - 1) % 12 + 1, 1)
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
        return (self.first_on, self.last_on) == (after, last)

    @property
    def short_label(self) -> str:
        """The period in as few signs as a chart has room for, e.g. 2026年、26年3季、26年9月."""
        year = f"{self.first_on.year % 100:02d}年"
        for quarter in range(1, 5):
            if self == Period.quarter(self.first_on.year, quarter):
                return f"{year}{quarter}季"
        if self == Period.month(self.first_on.year, self.first_on.month):
            return f"{year}{self.first_on.month}月"
        return self.label

    @property
    def label(self) -> str:
        """The period in the office's words, e.g. 2026年、2026年第三季度、2026年9月."""
        for year in (self.first_on.year,):
            if self == Period.year(year):
                return f"{year}年"
            for quarter, name in enumerate("一二三四", start=1):
                if self == Period.quarter(year, quarter):
                    return f"{year}年第{name}季度"
            if self == Period.month(year, self.first_on.month):
                return f"{year}年{self.first_on.month}月"
        first, last = self.first_on, self.last_on
        same_year = "" if first.year == last.year else f"{last.year}年"
        return f"{first.year}年{first.month}月{first.day}日至{same_year}{last.month}月{last.day}日"


def round_half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Round an exact value once, half away from zero, for the eye.

    >>> round_half_up(Fraction(10600, 110), 1)
    Decimal('96.4')
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    signed = -whole if exact < 0 else whole
    return (Decimal(signed) / (Decimal(10) ** decimals)).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )


@dataclass(frozen=True)
class Figure:
    """One reading of an indicator.

    `numerator` and `denominator` are the exact sums over the rows; `value` is None when there is
    nothing to read (never zero for missing), unless no row is itself a count of nothing (`empty_is_zero`).
    `missing` lists the codes of places that should have rows and have none. `params` are the indicator's
    own (a programme, a rubric) and the `area`, plain values.
    """

    indicator_key: str
    name: str
    unit: str
    decimals: int
    place_code: str
    period: Period
    numerator: Fraction
    denominator: Fraction | None
    row_count: int
    read_at: datetime
    missing: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    empty_is_zero: bool = False

    @property
    def value(self) -> Fraction | None:
        """The exact value in the indicator's unit (per cent for shares); None if nothing is there."""
        if self.denominator is None:
            return self.numerator if self.row_count or self.empty_is_zero else None
        if self.denominator == 0:
            return None
        share = self.numerator / self.denominator
        return share * 100 if self.unit == "%" else share

    @property
    def text(self) -> str:
        """The value as it is shown, rounded once; 缺数据 when there is none."""
        if self.value is None:
            return "缺数据"
        return f"{round_half_up(self.value, self.decimals):,}"

    @property
    def text_with_unit(self) -> str:
        """The value with its unit, e.g. 88.1% or 37 个."""
        if self.value is None or not self.unit:
            return self.text
        return f"{self.text}%" if self.unit == "%" else f"{self.text}{self.unit}"
