"""Figures read now: the sum of the rows that an indicator names, for a place, for all of a level, over periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models import Count, F, Sum, Value
from django.db.models.functions import Length, Substr
from django.utils import timezone

from gongjian.core.access import any_prefix
from gongjian.core.figures import Figure, Period
from gongjian.core.registry.definitions import ABOVE, Indicator, get_indicator, prefixes_of


@dataclass(frozen=True)
class Spread:
    """The figure of a place for a period, and by code those of the places of one level that it is the sum of."""

    whole: Figure
    parts: Mapping[str, Figure]


def rows_behind(
    key: str, *, place_code: str, period: Period, params: Mapping[str, Any] | None = None
) -> models.QuerySet[Any]:
    """Return exactly the rows that `read_figure` adds up, annotated, in stable order."""
    indicator = get_indicator(key)
    rows = _rows_in(indicator, prefixes_of(place_code, params or {}), period, params or {})
    if indicator.select_related:
        rows = rows.select_related(*indicator.select_related)
    return rows.order_by(indicator.place_code_field, "pk")


def _rows_in(
    indicator: Indicator, prefixes: Sequence[str], period: Period, params: Mapping[str, Any]
) -> models.QuerySet[Any]:
    rows = indicator.rows(period, params).filter(any_prefix(indicator.place_code_field, prefixes))
    if length := params.get(ABOVE):
        rows = rows.annotate(place_digits=Length(indicator.place_code_field))
        rows = rows.filter(place_digits__lt=int(length))
    return rows


def read_figure(
    key: str,
    *,
    place_code: str,
    period: Period,
    params: Mapping[str, Any] | None = None,
    with_missing: bool = True,
) -> Figure:
    """Read one figure now, for a place with all below it, or for what of an area lies there."""
    indicator, params = get_indicator(key), params or {}
    prefixes = prefixes_of(place_code, params)
    rows = _rows_in(indicator, prefixes, period, params).order_by()
    sums = {"row_count_": Count("pk"), **_sums(indicator)}
    if not with_missing or indicator.expected is None:
        return _figure(indicator, place_code, period, params, rows.aggregate(**sums), ())
    by_place = list(rows.values(code_=F(indicator.place_code_field)).annotate(**sums))
    totals = {name: sum(row[name] or 0 for row in by_place) for name in sums}
    present = {row["code_"] for row in by_place}
    expected = [code for prefix in prefixes for code in indicator.expected(prefix, period, params)]
    missing = tuple(code for code in expected if code not in present)
    return _figure(indicator, place_code, period, params, totals, missing)


def read_by_level(
    key: str, *, place_code: str, code_length: int, period: Period, params: Mapping[str, Any] | None = None
) -> Mapping[str, Figure]:
    """Read the figure of every place of one level below `place_code` in a single query."""
    (spread,) = read_spreads(
        key, place_code=place_code, code_length=code_length, periods=[period], params=params
    )
    return spread.parts


def read_spreads(
    key: str,
    *,
    place_code: str,
    code_length: int,
    periods: Sequence[Period],
    params: Mapping[str, Any] | None = None,
) -> list[Spread]:
    """Read, for each period, the figures of every place of one level below `place_code` and their sum; a single query."""
    indicator, params = get_indicator(key), params or {}
    prefixes = prefixes_of(place_code, params)
    sums = {"row_count_": Count("pk"), **_sums(indicator)}
    part = Substr(indicator.place_code_field, 1, code_length)
    first, *others = [
        _rows_in(indicator, prefixes, period, params)
        .order_by()
        .values(period_=Value(number), part_=part)
        .annotate(**sums)
        for number, period in enumerate(periods)
    ]
    found: list[list[Mapping[str, Any]]] = [[] for _period in periods]
    for row in first.union(*others, all=True) if others else first:
        found[row["period_"]].append(row)
    return [
        _spread(indicator, place_code, period, params, sorted(rows, key=itemgetter("part_")))
        for period, rows in zip(periods, found, strict=True)
    ]


def _spread(
    indicator: Indicator,
    place_code: str,
    period: Period,
    params: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
) -> Spread:
    names = ("row_count_", *_sums(indicator))
    totals = {name: sum(row[name] or 0 for row in rows) for name in names}
    return Spread(
        whole=_figure(indicator, place_code, period, params, totals, ()),
        parts={row["part_"]: _figure(indicator, row["part_"], period, params, row, ()) for row in rows},
    )


def _sums(indicator: Indicator) -> dict[str, Sum]:
    sums = {"numerator_": Sum("numerator")}
    if indicator.has_denominator:
        sums["denominator_"] = Sum("denominator")
    return sums


def _figure(
    indicator: Indicator,
    place_code: str,
    period: Period,
    params: Mapping[str, Any],
    totals: Mapping[str, Any],
    missing: tuple[str, ...],
) -> Figure:
    denominator = totals.get("denominator_")
    return Figure(
        indicator_key=indicator.key,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        place_code=place_code,
        period=period,
        numerator=Fraction(totals["numerator_"] or 0) / indicator.scale,
        denominator=Fraction(denominator or 0) if indicator.has_denominator else None,
        row_count=totals["row_count_"],
        read_at=timezone.now(),
        missing=missing,
        params=dict(params),
        empty_is_zero=indicator.empty_is_zero,
    )
