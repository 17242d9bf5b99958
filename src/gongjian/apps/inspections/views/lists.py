"""What the lists of findings, orders and hot spots share: one filter and tabs that keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors import sheets
from gongjian.apps.places.selectors import current_scope
from gongjian.core.access import ActorRequest, Right

MOST_ROUNDS = 30


@dataclass(frozen=True)
class ListFilter:
    """Where, which round and what item a list is narrowed to."""

    place_code: str
    round: Round | None
    rounds: tuple[Round, ...]
    text: str

    @property
    def round_id(self) -> int | None:
        """The round's id, or None for all."""
        return self.round.pk if self.round else None


def list_filter(request: ActorRequest) -> ListFilter:
    """Read the filter of an address: the place one works in unless another is named."""
    rounds = (
        tuple(sheets.list_rounds(request.actor)[:MOST_ROUNDS])
        if request.actor.can(Right.INSPECTIONS_VIEW)
        else ()
    )
    wanted = request.GET.get("round", "")
    chosen = next((row for row in rounds if str(row.pk) == wanted), None)
    if chosen is None and wanted.isascii() and wanted.isdigit() and rounds:
        chosen = sheets.list_rounds(request.actor).filter(pk=int(wanted)).first()
    place = request.GET.get("place", "")
    place = place if place.isascii() and place.isdigit() else ""
    return ListFilter(place or current_scope(request), chosen, rounds, request.GET.get("q", "").strip())


def view_tabs(
    request: ActorRequest,
    views: Mapping[str, str | Promise],
    counts: Mapping[str, int],
    current: str,
    hot: str = "",
) -> list[dict[str, Any]]:
    """Write the saved views as tabs that keep the rest of the address."""
    return [
        {
            "label": label,
            "url": f"?{_with(request.GET, view)}",
            "count": counts[view],
            "current": view == current,
            "hot": view == hot and counts[view] > 0,
        }
        for view, label in views.items()
    ]


def _with(params: QueryDict, view: str) -> str:
    kept = params.copy()
    kept.pop("page", None)
    kept["view"] = view
    return kept.urlencode()
