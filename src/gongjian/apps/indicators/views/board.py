"""The board of a place: trend with outlook, tile map, ranking, small multiples."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.indicators import selectors
from gongjian.apps.indicators.forms import PeriodField, usual_periods
from gongjian.apps.places.selectors import current_scope, scope_names
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid
from gongjian.core.figures import Period
from gongjian.core.form_pages import crumb
from gongjian.core.registry import Indicator, goal_texts, list_goals, list_indicators

MOST_MISSING = 10
FIRST_CHOICE = ("own.", "inspections.qualified_share")
"""What a board begins with: the first indicator that the place or one above defined, else the share that is met."""


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_board(request: ActorRequest) -> HttpResponse:
    """Show one indicator at a place: over time, below it, and below it over time."""
    place_code = request.GET.get("place") or current_scope(request)
    known = list_indicators(place_code)
    key = request.GET.get("key") or _first(known, goal_texts(request.actor, place_code))
    period = _period(request, key)
    board = selectors.read_board(request.actor, key, place_code, period)
    goals = list_goals(request.actor, board.now)
    today = timezone.localdate()
    readings = selectors.readings_of(board.indicator, place_code, min(period.last_on, today), board.figures)
    outlooks = [selectors.outlook_of(board.indicator, readings, goal, today) for goal in goals]
    context: dict[str, Any] = {
        "board": board,
        "indicators": known,
        "place_code": place_code,
        "place_name": scope_names(request, place_code).get(place_code, place_code),
        "period": period,
        "periods": usual_periods(),
        "series": [{"name": str(board.indicator.name), "values": board.values}],
        "goals": goals,
        "goal_value": next((goal.value for goal in goals if goal.value is not None), None),
        "missing": board.missing[:MOST_MISSING],
        "missing_more": max(0, len(board.missing) - MOST_MISSING),
        "outlooks": [one for one in outlooks if one is not None],
        "figure_url": selectors.figure_url(board.now) if board.now.value is not None else "",
        "can_screen": request.actor.can(Right.SCREENS_MANAGE),
        "crumbs": [crumb(_("指标"), "indicators:list"), crumb(_("看板"))],
    }
    return render(request, "indicators/board.html", context)


def _first(known: Sequence[Indicator], wanted: Mapping[str, Any]) -> str:
    """Choose what a board begins with: a defined indicator that somebody wants something of, before the others."""
    keys = sorted((row.key for row in known), key=lambda key: key not in wanted)
    found = next((key for start in FIRST_CHOICE for key in keys if key.startswith(start)), None)
    return str(found or keys[0])


def _period(request: ActorRequest, key: str) -> Period:
    text = request.GET.get("period")
    if not text:
        return selectors.usual_period(key, timezone.localdate())
    try:
        return PeriodField().clean(text)
    except ValidationError as error:
        raise Invalid(error.messages[0]) from error
