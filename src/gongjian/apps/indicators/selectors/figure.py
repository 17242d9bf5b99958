"""One figure for a person, and the rows that add up to it, never beyond his places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Figure, Period
from gongjian.core.listing import ListPage, page_of
from gongjian.core.registry import (
    ABOVE,
    Indicator,
    RowView,
    area_name,
    get_indicator,
    may_use,
    read_figure,
    rows_behind,
)

_PARAM = re.compile(r"[0-9A-Za-z_.:-]{1,18}", re.ASCII)
MISSING_SHOWN = 20
_BATCH = 500


@dataclass(frozen=True)
class ShownRow:
    """One row behind a figure with the name of its place."""

    row: RowView
    place_name: str


@dataclass(frozen=True)
class FigureRows:
    """A page of the rows behind a figure, and the names that go with it."""

    page: ListPage
    rows: tuple[ShownRow, ...]
    place_name: str
    missing_names: tuple[str, ...]


def get_figure(
    actor: Actor, key: str, place_code: str, period: Period, params: Mapping[str, Any] | None = None
) -> Figure:
    """Read a figure of one of the actor's places; NotFound beyond them, also for an unknown key.

    Raises Invalid for a parameter that the indicator can't read.
    """
    indicator = get_indicator(key)
    if not actor.can(Right.INDICATORS_VIEW, place_code) or not may_use(actor, indicator):
        raise NotFound
    asked = checked_params(indicator, params or {})
    try:
        return read_figure(key, place_code=place_code, period=period, params=asked)
    except ValueError as error:
        raise Invalid(f"“{indicator.name}”的参数读不懂。请从页面上的链接打开。") from error


def checked_params(indicator: Indicator, params: Mapping[str, Any]) -> dict[str, str]:
    """Keep the parameters that the indicator knows; Invalid for one that can't be a value."""
    asked = {
        name: str(params[name]) for name in indicator.all_param_names if params.get(name) not in (None, "")
    }
    for name, value in asked.items():
        if not _PARAM.fullmatch(value):
            raise Invalid(f"参数“{name}”的值读不懂。请从页面上的链接打开。")
    return asked


def list_rows(actor: Actor, figure: Figure, query: QueryDict, size: int = 50) -> FigureRows:
    """Cut one page of the rows that add up to a figure read by `get_figure`. Two queries."""
    indicator = get_indicator(figure.indicator_key)
    rows = _rows(actor, figure)
    page = page_of(rows, query, size, total=figure.row_count)
    views = [indicator.view(row) for row in page.rows]
    missing = figure.missing[:MISSING_SHOWN]
    names = names_of({figure.place_code, *missing, *(view.place_code for view in views)})
    return FigureRows(
        page=page,
        rows=tuple(ShownRow(view, names.get(view.place_code, view.place_code)) for view in views),
        place_name=where_name(figure, names),
        missing_names=tuple(names.get(code, code) for code in missing),
    )


def all_rows(actor: Actor, figure: Figure) -> Iterator[ShownRow]:
    """Walk all rows behind a figure, the names read in batches."""
    indicator = get_indicator(figure.indicator_key)
    walk = _rows(actor, figure).iterator(_BATCH)
    while batch := list(islice(walk, _BATCH)):
        yield from _shown([indicator.view(row) for row in batch])


def where_name(figure: Figure, names: Mapping[str, str] | None = None) -> str:
    """Name what a figure was read over: its place, and the area in it if one was asked for."""
    known = names if names and figure.place_code in names else names_of([figure.place_code])
    name = known.get(figure.place_code, figure.place_code) + area_name(figure.params)
    return gettext("%(place)s本级") % {"place": name} if ABOVE in figure.params else name


def figure_url(figure: Figure) -> str:
    """Return the address at which a figure opens."""
    query = {"place": figure.place_code, "period": str(figure.period), **figure.params}
    return f"{reverse('indicators:figure', args=[figure.indicator_key])}?{urlencode(query)}"


def _rows(actor: Actor, figure: Figure) -> Any:
    if not actor.can(Right.INDICATORS_VIEW, figure.place_code):
        raise NotFound
    return rows_behind(
        figure.indicator_key, place_code=figure.place_code, period=figure.period, params=figure.params
    )


def _shown(views: list[RowView]) -> list[ShownRow]:
    names = names_of({view.place_code for view in views})
    return [ShownRow(view, names.get(view.place_code, view.place_code)) for view in views]
