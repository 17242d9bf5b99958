"""The map of matters: the filter of the list, boundaries, where they gather, and the part that is looked at nearer."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongjian.apps.matters.selectors import matters as reads
from gongjian.apps.matters.selectors.map import MOST_DRAWN, Drawn, Spot, draw_matters, first_spots, gather
from gongjian.apps.matters.views.filters import Narrowed, address, narrow, tabs
from gongjian.apps.places.selectors import ground_below
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.json_views import allows_json
from gongjian.core.maps import draw_map, plain
from gongjian.engines.coordinates import Box, Position
from gongjian.engines.errors import EngineInputError

GATHERED = 20
LEGEND = (
    {"shape": "circle", "tone": "bad", "label": _("逾期")},
    {"shape": "circle", "tone": "warn", "label": _("快到期")},
    {"shape": "circle", "tone": "brand", "label": _("在办")},
    {"shape": "circle", "tone": "ok", "label": _("已办结")},
    {"shape": "circle", "tone": "plain", "label": _("事件、诉求")},
    {"shape": "square", "tone": "plain", "label": _("部件")},
    {"shape": "diamond", "tone": "plain", "label": _("纠纷")},
)


@allows(Right.MATTERS_VIEW)
@require_GET
def show_map(request: ActorRequest) -> HttpResponse:
    """Show where matters are, as pictures and as a list."""
    now, narrowed = timezone.now(), narrow(request, "matters:map")
    counts = reads.count_views(request.actor, narrowed.rows, narrowed.view, now)
    box, spots = _box(request), _spots(request, narrowed)
    gathered = gather(spots, narrowed.asked.place_code, now)
    drawn = _drawn(request, spots, box, gathered.hot if gathered else ())
    areas = ground_below(narrowed.asked.place_code) if box is None else []
    context: dict[str, Any] = {
        **narrowed.context,
        "tabs": tabs(request, "matters:map", narrowed.view, counts),
        "counts": counts,
        "drawn": drawn,
        "most": MOST_DRAWN,
        "box": box,
        "picture": draw_map(
            drawn.items, areas, url="" if drawn.rows else address(request, "matters:map_items")
        ),
        "legend": LEGEND,
        "gathered": gathered,
        "places": gathered.places[:GATHERED] if gathered else [],
        "percent": int(gathered.false_share * 100) if gathered else 0,
        "list_url": address(request, "matters:matters"),
        "whole_url": address(request, "matters:map"),
        "can_report": request.actor.can(Right.MATTERS_REPORT),
    }
    return render(request, "matters/map.html", context)


@allows_json(Right.MATTERS_VIEW)
@require_GET
def load_map_items(request: ActorRequest) -> HttpResponse:
    """Answer what lies in the part of the map that is looked at."""
    spots = _spots(request, narrow(request, "matters:map"))
    drawn = _drawn(request, spots, _box(request))
    return JsonResponse({"items": [plain(item) for item in drawn.items]})


def _spots(request: ActorRequest, narrowed: Narrowed) -> list[Spot]:
    now = timezone.now()
    return first_spots(reads.in_view(request.actor, narrowed.rows, narrowed.view, now), now)


def _drawn(request: ActorRequest, spots: Sequence[Spot], box: Box | None, hot: tuple[str, ...] = ()) -> Drawn:
    return draw_matters(
        spots,
        timezone.now(),
        lambda pk: reverse("matters:matter", args=[pk]),
        lambda part: address(request, "matters:map", box=_written(part)),
        box,
        hot,
    )


def _box(request: ActorRequest) -> Box | None:
    """Read `?box=south,west,north,east`; what can't be read narrows nothing."""
    parts = request.GET.get("box", "").split(",")
    try:
        south, west, north, east = (float(part) for part in parts)
        low, high = Position(south, max(-180.0, west)), Position(north, min(180.0, east))
    except (ValueError, EngineInputError):
        return None
    return Box(low.latitude, low.longitude, high.latitude, high.longitude)


def _written(box: Box) -> str:
    return ",".join(f"{side:.6f}" for side in (box.south, box.west, box.north, box.east))
