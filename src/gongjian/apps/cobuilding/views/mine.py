"""A unit's own corner: what to keep and to answer, what it offers, what it is asked for nearby."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongjian.apps.cobuilding.selectors.corner import corner_of
from gongjian.apps.cobuilding.views.filters import with_places
from gongjian.apps.cobuilding.views.marks import CLAIM_MARKS, NEED_MARKS, RESOURCE_MARKS
from gongjian.core.access import ActorRequest, Right, allows


@allows(Right.COBUILDING_OFFER)
@require_GET
def show_mine(request: ActorRequest) -> HttpResponse:
    """Open with the agreements that wait for the unit and what it is to answer, then what it offered, then what is asked for nearby."""
    corner = corner_of(request.actor)
    context = {
        "corner": corner,
        "due": [(row, turn.label) for row, turn in corner.agreements],
        "todo": len(corner.agreements) + len(corner.waiting),
        "waiting": corner.waiting,
        "asked": [(claim, CLAIM_MARKS[claim.status]) for claim in corner.asked],
        "resources": [(row, RESOURCE_MARKS[row.status]) for row in corner.resources],
        "needs": with_places(corner.needs, NEED_MARKS),
    }
    return render(request, "cobuilding/mine.html", context)
