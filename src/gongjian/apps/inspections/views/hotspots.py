"""Hot spots: a map of findings with its list twin, and places ranked by a stated rule."""

from collections.abc import Container
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongjian.apps.inspections.selectors.findings import VIEWS
from gongjian.apps.inspections.selectors.hotspots import Asked, default_days, read_hot_spots
from gongjian.apps.inspections.views.lists import list_filter
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows

SPANS = (30, 90, 180, 365)
SHOWN = 50
LEVELS = ((Level.COMMUNITY, _("社区")), (Level.STREET, _("街道")), (Level.COUNTY, _("区县")))
LEGEND = (
    {"shape": "circle", "tone": "ok", "label": _("都整改好了")},
    {"shape": "circle", "tone": "warn", "label": _("还有没整改好的")},
    {"shape": "circle", "tone": "bad", "label": _("有逾期的")},
    {"shape": "square", "tone": "plain", "label": _("有重复查到的")},
    {"shape": "diamond", "tone": "plain", "label": _("有一票否决的")},
)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_hot_spots(request: ActorRequest) -> HttpResponse:
    """Show where findings gather in a place and period."""
    asked, today = list_filter(request), timezone.localdate()
    usual = default_days(asked.place_code)
    days = _number(request, "days", usual, (*SPANS, usual))
    levels = [(level, word) for level, word in LEVELS if level > len(asked.place_code)]
    level = _number(request, "level", Level.COMMUNITY, [one for one, _word in levels] or [Level.COMMUNITY])
    view = request.GET.get("view", "all")
    question = Asked(
        place_code=asked.place_code,
        first_on=_day(request.GET.get("from", "")) or today - timedelta(days=days - 1),
        last_on=_day(request.GET.get("to", "")) or today,
        level=level,
        round_id=asked.round_id,
        text=asked.text,
        view=view if view in VIEWS else "all",
    )
    found = read_hot_spots(request.actor, question, lambda code: _address(question, code))
    context = {
        "found": found,
        "asked": question,
        "filter": asked,
        "days": days,
        "spans": sorted({*SPANS, usual}),
        "levels": levels,
        "views": VIEWS.items(),
        "shown": found.rows[:SHOWN],
        "place_name": names_of([asked.place_code]).get(asked.place_code, asked.place_code),
        "legend": LEGEND,
        "percent": int(found.false_share * 100),
    }
    return render(request, "inspections/hot_spots.html", context)


def _address(asked: Asked, place_code: str) -> str:
    """Return where the findings of a place are listed, narrowed as the map is."""
    query = {"view": asked.view, "place": place_code, "round": asked.round_id, "q": asked.text}
    return f"{reverse('inspections:findings')}?{urlencode({key: value for key, value in query.items() if value})}"


def _number(request: ActorRequest, name: str, usual: int, allowed: Container[int]) -> int:
    value = request.GET.get(name, "")
    chosen = int(value) if value.isascii() and value.isdigit() else usual
    return chosen if chosen in allowed else usual


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
