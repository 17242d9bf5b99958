"""A figure beside others: the places below, the periods before, the base value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import QueryDict

from gongjian.apps.indicators.models import BaseValue
from gongjian.apps.indicators.selectors.figure import checked_params, figure_url
from gongjian.apps.places.models import Place, PlaceQuerySet
from gongjian.apps.places.selectors import children_of
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.figures import Figure, Period, round_half_up
from gongjian.core.listing import ListPage, page_of
from gongjian.core.registry import (
    ABOVE,
    AREA,
    get_indicator,
    prefixes_of,
    read_by_level,
    read_figure,
    read_spreads,
)

TREND_LENGTH = 6


@dataclass(frozen=True)
class LevelRow:
    """The figure of one place below; None where there is nothing to read (which is not zero).

    Without a place it is the row of what is kept at the place itself, so that the rows add up to the whole.
    """

    place: Place | None
    figure: Figure | None
    url: str

    @property
    def value(self) -> Fraction | None:
        """The exact value, None when missing."""
        return self.figure.value if self.figure else None


@dataclass(frozen=True)
class Level:
    """One page of the places directly below with their figures on a common scale."""

    page: ListPage
    rows: tuple[LevelRow, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Trend:
    """The same figure over the periods up to one, oldest first; None is a gap."""

    labels: tuple[str, ...]
    values: tuple[Any, ...]


def list_level(actor: Actor, figure: Figure, query: QueryDict) -> Level:
    """Cut one page of the places directly below a figure's place, or of those that make up its area."""
    if not actor.can(Right.INDICATORS_VIEW, figure.place_code):
        raise NotFound
    page = page_of(_parts_of(figure), query)
    found: dict[str, Figure] = {}
    for length in {len(place.code) for place in page.rows}:
        found.update(_read(figure, length, figure.period))
    rows = tuple(_level_row(place, found.get(place.code)) for place in page.rows)
    own = None if figure.params.get(AREA) else found.get(figure.place_code)
    if own is not None and not page.has_next:
        length = min(len(place.code) for place in page.rows)
        rows += (_level_row(None, replace(own, params={**figure.params, ABOVE: str(length)})),)
    values = [row.value for row in rows if row.value is not None]
    is_share = get_indicator(figure.indicator_key).unit == "%"
    high = Fraction(100) if is_share else max([Fraction(1), *values])
    return Level(page, rows, min([Fraction(0), *values]), high)


def read_trend(
    actor: Actor, key: str, place_code: str, period: Period, params: Mapping[str, Any] | None = None
) -> Trend:
    """Read the figure for the periods up to one; a single query."""
    indicator = get_indicator(key)
    if not actor.can(Right.INDICATORS_VIEW, place_code):
        raise NotFound
    asked = checked_params(indicator, params or {})
    spreads = read_spreads(
        key,
        place_code=place_code,
        code_length=len(place_code),
        periods=(periods := period.run_up(TREND_LENGTH)),
        params=asked,
    )
    values = (spread.whole.value for spread in spreads)
    return Trend(
        tuple(one.label for one in periods),
        tuple(None if value is None else round_half_up(value, indicator.decimals) for value in values),
    )


def list_bases(actor: Actor, figure: Figure) -> OwnedQuerySet:
    """List the base values of a figure's indicator for its place or area, latest first."""
    rows = BaseValue.objects.visible_to(actor).filter(
        indicator_key=figure.indicator_key,
        place_code=figure.place_code,
        area=int(figure.params.get(AREA) or 0) or None,
    )
    return rows.order_by("-period_last_on", "-pk")


def last_base(bases: Iterable[BaseValue], before: date) -> BaseValue | None:
    """Choose the latest base value whose period ended before a day."""
    return next((row for row in bases if row.period_last_on < before), None)


def _parts_of(figure: Figure) -> PlaceQuerySet:
    if not figure.params.get(AREA):
        return children_of(figure.place_code)
    codes = prefixes_of(figure.place_code, figure.params)
    return Place.objects.filter(code__in=codes, valid_to__isnull=True).order_by("code")


def _read(figure: Figure, length: int, period: Period) -> Mapping[str, Figure]:
    return read_by_level(
        figure.indicator_key,
        place_code=figure.place_code,
        code_length=length,
        period=period,
        params=figure.params,
    )


def get_previous(actor: Actor, figure: Figure) -> Figure | None:
    """Read the same figure of the period before; None when it has no records."""
    if not actor.can(Right.INDICATORS_VIEW, figure.place_code):
        raise NotFound
    before = read_figure(
        figure.indicator_key,
        place_code=figure.place_code,
        period=figure.period.previous(),
        params=figure.params,
        with_missing=False,
    )
    return before if before.value is not None else None


def _level_row(place: Place | None, figure: Figure | None) -> LevelRow:
    return LevelRow(place, figure, figure_url(figure) if figure else "")
