"""Figures that everybody may read: rates with their counts, and none over so few that a person could be told from it.

Small cells (domain reference, section 14): a count below 5 in public statistics is not told, nor a rate over it.
Small kinds are counted together; if what they make together is still small, the total is not told
either, since it would give the missing count away.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.core.cache import cache
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.core.access import prefix_range
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import get_indicator, read_figure

LEAST_CELL = 5
KEPT_S = 600
RATES = (
    "matters.response_rate",
    "matters.solved_rate",
    "matters.satisfied_rate",
    "matters.closed_in_time_rate",
)


@dataclass(frozen=True)
class Rate:
    """A rate with what it is over; `value` None where the cell is too small to be told."""

    key: str
    name: str
    definition: str
    value: Fraction | None
    base: int

    @property
    def percent(self) -> str:
        """The value as a per cent with one decimal, half up."""
        if self.value is None:
            return ""
        tenths = int(self.value * 1000 + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Tally:
    """How many came in a period, by what they were about; `total` and `others` None where they are too few to be told."""

    period: Period
    total: int | None
    kinds: tuple[tuple[str, int], ...]
    others: int | None
    has_others: bool


def this_year(today: date) -> Period:
    """The days of this year so far."""
    return Period(date(today.year, 1, 1), today)


def rate_of(figure: Figure, definition: str) -> Rate:
    """Make of a figure what may be told of it."""
    base = int(figure.denominator or 0)
    value = Fraction(figure.numerator, base) if base >= LEAST_CELL else None
    return Rate(figure.indicator_key, str(figure.name), definition, value, base)


def rates_at(place_code: str) -> list[Rate]:
    """Read the rates of a place for this year so far; kept for ten minutes, since everybody may ask."""
    period = this_year(timezone.localdate())
    kept: list[Rate] | None = cache.get(name := f"portal.rates:{place_code}:{period}")
    if kept is None:
        kept = [
            rate_of(
                read_figure(key, place_code=place_code, period=period, with_missing=False),
                str(get_indicator(key).definition),
            )
            for key in RATES
        ]
        cache.set(name, kept, KEPT_S)
    return kept


def tally_at(place_code: str) -> Tally:
    """Count what came to a place this year so far by large class; kept for ten minutes."""
    period = this_year(timezone.localdate())
    kept: Tally | None = cache.get(name := f"portal.tally:{place_code}:{period}")
    if kept is None:
        kept = _tally(place_code, period)
        cache.set(name, kept, KEPT_S)
    return kept


def _tally(place_code: str, period: Period) -> Tally:
    rows = Matter.objects.filter(
        prefix_range("place_code", place_code), received_at__date__gte=period.first_on
    ).exclude(state__in=(MatterState.VOID, MatterState.MERGED))
    counted = (
        rows.order_by()
        .values(list_=F("matter_class__kind"), code=F("matter_class__code"))
        .annotate(count=Count("pk"))
    )
    names = dict(_class_names())
    by_class: dict[str, int] = {}
    for row in counted:
        label = names.get((row["list_"], (row["code"] or "")[:2]), _("其他"))
        by_class[label] = by_class.get(label, 0) + row["count"]
    return told(period, by_class)


def _class_names() -> list[tuple[tuple[str, str], str]]:
    rows = MatterClass.objects.filter(place_code="", code__regex=r"^\d{2}$")
    return [((row.kind, row.code), row.name) for row in rows]


def told(period: Period, counts: dict[str, int]) -> Tally:
    """Keep of counts what may be told: those of 5 and more; the rest together, if that is 5 or more."""
    large = [(label, count) for label, count in counts.items() if count >= LEAST_CELL]
    small = sum(count for count in counts.values() if count < LEAST_CELL)
    is_hidden = 0 < small < LEAST_CELL
    return Tally(
        period=period,
        total=None if is_hidden else sum(counts.values()),
        kinds=tuple(sorted(large, key=lambda pair: (-pair[1], pair[0]))),
        others=None if is_hidden else small,
        has_others=small > 0,
    )
