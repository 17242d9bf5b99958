"""What mending does to the scores of a round: proposals with their arithmetic, confirmed by the office."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.selectors.effects import ended_findings, proposals_of
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def show_effects(request: ActorRequest, round_id: int) -> HttpResponse:
    """List what each ended finding would do to its score; a POST confirms those chosen, or all."""
    actor = request.actor
    row = get_framed(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    error, status = "", 200
    if request.method == "POST":
        try:
            ids = _chosen(request, round_id)
            services.confirm_effects(actor=actor, round_id=round_id, finding_ids=ids)
            return redirect("inspections:effects", round_id)
        except (Conflict, Invalid) as refusal:
            error, status = refusal.message, 422
    ended = ended_findings(actor, row, timezone.localdate())
    page = page_of(ended, request.GET)
    proposals = proposals_of(actor, row, list(page.rows))
    names = names_of({one.finding.place_code for one in proposals})
    context = {
        **round_frame(actor, row, "effects"),
        "page": page,
        "rows": [(one, names.get(one.finding.place_code, "")) for one in proposals],
        "waiting": sum(one.is_open for one in proposals),
        "chosen": set(request.POST.getlist("finding")),
        "error": error,
    }
    return render(request, "inspections/effects.html", context, status=status)


def _chosen(request: ActorRequest, round_id: int) -> list[int]:
    if "all" in request.POST:
        row = get_framed(request.actor, round_id)
        return [one.finding.pk for one in proposals_of(request.actor, row) if one.is_open]
    return [int(value) for value in request.POST.getlist("finding") if value.isascii() and value.isdigit()]
