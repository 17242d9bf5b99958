"""The board of a place: one indicator over time, over the places below, and below them over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from gongjian.apps.indicators.periods import latest
from gongjian.apps.indicators.selectors.definitions import definition_of
from gongjian.apps.indicators.selectors.figure import figure_url
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import children_of
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound
from gongjian.core.figures import Figure, Period, round_half_up
from gongjian.core.registry import Indicator, get_indicator, may_use, read_spreads

LENGTH = 6
CLASSES = 5
MOST_PLACES = 60
MOST_MULTIPLES = 24


@dataclass(frozen=True)
class BoardPlace:
    """One place below: its figure of the period, its rank and how that moved, the shade of its tile, its own line."""

    place: Place
    figure: Figure | None
    rank: int | None
    moved: int | None
    shade: int
    values: tuple[Any, ...]
    url: str
    board_url: str

    @property
    def text(self) -> str:
        """The value as shown; empty when missing."""
        return self.figure.text_with_unit if self.figure and self.figure.value is not None else ""


@dataclass(frozen=True)
class Board:
    """All that the page shows of one indicator at one place; `figures` are the place's own, oldest first."""

    indicator: Indicator
    period: Period
    labels: tuple[str, ...]
    figures: tuple[Figure, ...]
    places: tuple[BoardPlace, ...]
    missing: tuple[str, ...]
    is_lowest: bool
    total: int
    bounds: tuple[str, ...]
    low: Fraction
    high: Fraction

    @property
    def now(self) -> Figure:
        """The figure of the period asked for."""
        return self.figures[-1]

    @property
    def values(self) -> tuple[Any, ...]:
        """The place's values over time, rounded for the eye; None is a gap."""
        return tuple(_shown(one.value, self.indicator) for one in self.figures)

    @property
    def ranked(self) -> list[BoardPlace]:
        """The places that have a value, best first."""
        return sorted((one for one in self.places if one.rank), key=lambda one: (one.rank, one.place.code))

    @property
    def multiples(self) -> tuple[BoardPlace, ...]:
        """The places whose own lines are drawn."""
        return self.places[:MOST_MULTIPLES]


def read_board(actor: Actor, key: str, place_code: str, period: Period) -> Board:
    """Read a board: one query for the places and one for six periods; NotFound beyond the actor's places."""
    indicator = get_indicator(key)
    if not actor.can(Right.INDICATORS_VIEW, place_code) or not may_use(actor, indicator):
        raise NotFound
    periods = period.run_up(LENGTH)
    places = [] if _is_lowest(key, place_code) else list(children_of(place_code)[:MOST_PLACES])
    length = len(places[0].code) if places else len(place_code)
    spreads = read_spreads(key, place_code=place_code, code_length=length, periods=periods)
    rows, low, high = _places(indicator, period, places, [spread.parts for spread in spreads])
    shown = [value for one in rows if one.figure and (value := one.figure.value) is not None]
    return Board(
        indicator=indicator,
        period=period,
        labels=tuple(one.short_label for one in periods),
        figures=tuple(spread.whole for spread in spreads),
        places=rows,
        missing=tuple(one.place.name for one in rows if not one.text),
        is_lowest=_is_lowest(key, place_code),
        total=len(rows),
        bounds=_bounds(indicator, min(shown), max(shown)) if shown else (),
        low=low,
        high=high,
    )


def usual_period(key: str, today: Any) -> Period:
    """Return the period a board begins with: the last one of a defined indicator's kind, else this year."""
    definition = definition_of(key)
    return latest(definition.period_kind, today) if definition else Period.year(today.year)


def _is_lowest(key: str, place_code: str) -> bool:
    """Say whether the values of a defined indicator are entered at this level, so that nothing lies below."""
    definition = definition_of(key)
    return definition is not None and definition.level <= len(place_code)


def _places(
    indicator: Indicator, period: Period, places: Sequence[Place], below: Sequence[Mapping[str, Figure]]
) -> tuple[tuple[BoardPlace, ...], Fraction, Fraction]:
    now, before = _ranks(indicator, below[-1]), _ranks(indicator, below[-2])
    known = [one.value for found in below for one in found.values() if one.value is not None]
    shown = [one.value for one in below[-1].values() if one.value is not None]
    low, high = (min(shown), max(shown)) if shown else (Fraction(0), Fraction(0))
    rows = tuple(
        _place(indicator, period, place, below, (now.get(place.code), before.get(place.code)), (low, high))
        for place in places
    )
    ends = (min(known), max(known)) if known else (Fraction(0), Fraction(1))
    return rows, *ends


def _place(
    indicator: Indicator,
    period: Period,
    place: Place,
    below: Sequence[Mapping[str, Figure]],
    ranks: tuple[int | None, int | None],
    ends: tuple[Fraction, Fraction],
) -> BoardPlace:
    figure = below[-1].get(place.code)
    value = figure.value if figure else None
    rank, was = ranks
    query = urlencode({"key": indicator.key, "place": place.code, "period": str(period)})
    return BoardPlace(
        place=place,
        figure=figure,
        rank=rank,
        moved=was - rank if rank and was else None,
        shade=0 if value is None else _shade(value, *ends),
        values=tuple(
            _shown(one.value if (one := found.get(place.code)) else None, indicator) for found in below
        ),
        url=figure_url(figure) if figure and value is not None else "",
        board_url=f"{reverse('indicators:board')}?{query}",
    )


def _ranks(indicator: Indicator, figures: Mapping[str, Figure]) -> dict[str, int]:
    """Rank the places by their exact values, the best first; equal values share a rank."""
    goods = {code: _good(indicator, one.value) for code, one in figures.items() if one.value is not None}
    return {code: 1 + sum(1 for other in goods.values() if other > good) for code, good in goods.items()}


def _good(indicator: Indicator, value: Fraction) -> Fraction:
    if indicator.better == "lower":
        return -value
    if indicator.better == "toward" and indicator.ideal is not None:
        return -abs(value - indicator.ideal)
    return value


def _shade(value: Fraction, low: Fraction, high: Fraction) -> int:
    """Return the class of a value, 1 to 5, on equal steps between the ends."""
    if high == low:
        return (CLASSES + 1) // 2
    return min(CLASSES, 1 + int((value - low) * CLASSES / (high - low)))


def _bounds(indicator: Indicator, low: Fraction, high: Fraction) -> tuple[str, ...]:
    return (f"{round_half_up(low, indicator.decimals):,}", f"{round_half_up(high, indicator.decimals):,}")


def _shown(value: Fraction | None, indicator: Indicator) -> Any:
    return None if value is None else round_half_up(value, indicator.decimals)
