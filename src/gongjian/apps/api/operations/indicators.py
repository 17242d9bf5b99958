"""Indicators: the registry, one figure, the rows behind it."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import FigureOut, FigureRowsOut, IndicatorOut, paged
from gongjian.core import registry
from gongjian.core.access import Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Figure, Period, round_half_up
from gongjian.core.listing import page_of

router = Router(tags=["指标"])


@router.get("/", response={200: list[IndicatorOut], **ERRORS}, summary="指标目录")
@needs(Right.INDICATORS_VIEW)
def list_indicators(request: HttpRequest) -> Any:
    """List the definitions."""
    return [
        {
            "key": row.key,
            "name": str(row.name),
            "unit": str(row.unit),
            "definition": str(row.definition),
            "has_denominator": row.has_denominator,
            "decimals": row.decimals,
            "better": row.better,
            "params": list(row.all_param_names),
        }
        for row in registry.list_indicators()
        if registry.may_use(person(request), row)
    ]


@router.get("/{key}", response={200: FigureOut, **ERRORS}, summary="读一个数")
@needs(Right.INDICATORS_VIEW)
def get_figure(request: HttpRequest, key: str, period: str, place: str = "") -> Any:
    """Read a figure for a place with all below it; the indicator's own parameters go into the query too.

    `period` is 2026, 2026-Q3, 2026-09 or 2026-01-01..2026-09-30. Without `place` the caller's own.
    """
    return figure_out(registry.read_figure(key, **asked_of(request, key, period, place)))


@router.get("/{key}/rows", response={200: FigureRowsOut, **ERRORS}, summary="一个数背后的记录")
@needs(Right.INDICATORS_VIEW)
def list_figure_rows(request: HttpRequest, key: str, period: str, place: str = "", page: int = 1) -> Any:
    """List the rows that add up to a figure, 50 a page."""
    asked = asked_of(request, key, period, place)
    indicator = registry.get_indicator(key)
    answer = paged(page_of(registry.rows_behind(key, **asked), request.GET))
    answer["rows"] = [_row_out(indicator.view(row)) for row in answer["rows"]]
    return {**answer, "figure": figure_out(registry.read_figure(key, **asked))}


def asked_of(request: HttpRequest, key: str, period: str, place: str) -> dict[str, Any]:
    """Check place and period; another scope's place looks absent, as on the pages."""
    actor = person(request)
    place_code = place or actor.home_place_code
    if not actor.can(Right.INDICATORS_VIEW, place_code):
        raise NotFound
    if not registry.may_use(actor, registry.get_indicator(key)):
        raise NotFound
    try:
        span = Period.parse(period)
    except (ValueError, IndexError) as error:
        raise Invalid(f"时期“{period[:30]}”读不懂。请写成 2026、2026-Q3、2026-09 或 起日..止日。") from error
    names = registry.get_indicator(key).all_param_names
    params = {name: request.GET[name] for name in names if name in request.GET}
    return {"place_code": place_code, "period": span, "params": params}


def figure_out(figure: Figure) -> dict[str, Any]:
    value = figure.value
    return {
        "key": figure.indicator_key,
        "name": str(figure.name),
        "unit": str(figure.unit),
        "place_code": figure.place_code,
        "period": str(figure.period),
        "numerator": str(figure.numerator),
        "denominator": None if figure.denominator is None else str(figure.denominator),
        "value": None if value is None else str(round_half_up(value, figure.decimals)),
        "text": figure.text_with_unit,
        "row_count": figure.row_count,
        "missing": list(figure.missing),
    }


def _row_out(view: registry.RowView) -> dict[str, Any]:
    return {
        "label": str(view.label),
        "place_code": view.place_code,
        "numerator": str(view.numerator),
        "denominator": None if view.denominator is None else str(view.denominator),
        "url": view.url,
        "note": str(view.note),
    }
