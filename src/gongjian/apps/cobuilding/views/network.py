"""Who builds with whom: the picture and its table by year, the map, the button that writes the year's report."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.cobuilding.selectors import network as reads
from gongjian.apps.cobuilding.services.report import compose_year_report
from gongjian.apps.indicators.selectors.figure import get_figure
from gongjian.apps.places.selectors import current_scope, path_name
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Figure

FIGURES = (
    "cobuilding.needs_met",
    "cobuilding.partners",
    "cobuilding.hours",
    "cobuilding.value",
    "cobuilding.days_to_agreement",
    "cobuilding.kept",
)
YEARS_BACK = 5


class YearForm(forms.Form):
    """Of which year; anything else is this one."""

    year = forms.IntegerField(min_value=2000, max_value=2100)

    @property
    def chosen(self) -> int:
        """The year asked for."""
        return int(self.cleaned_data["year"]) if self.is_valid() else timezone.localdate().year


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_network(request: ActorRequest) -> HttpResponse:
    """Show who builds with whom in a year, of the place one works in."""
    year, scope, actor = YearForm(request.GET).chosen, current_scope(request), request.actor
    pairs = reads.list_pairs(actor, scope, year)
    this_year = timezone.localdate().year
    context = {
        "year": year,
        "tabs": [
            {"label": str(one), "url": f"?year={one}", "current": one == year, "count": ""}
            for one in range(this_year, this_year - YEARS_BACK, -1)
        ],
        "place_name": path_name(scope),
        "place_code": scope,
        "pairs": pairs,
        "can_report": actor.can(Right.COBUILDING_MANAGE, scope),
    }
    if pairs:
        context |= {
            "network": reads.draw_network(pairs),
            "width": (width := reads.width_of(actor, scope, year)),
            "left_out": width.pairs - len(pairs),
            "median": reads.days_to_agreement(actor, scope, year),
            "picture": reads.map_of(actor, scope, year),
            "figures": _read_figures(actor, scope, year),
        }
    return render(request, "cobuilding/network.html", context)


def _read_figures(actor: Actor, place_code: str, year: int) -> list[Figure]:
    """Read the year's figures for those who may open them."""
    if not actor.can(Right.INDICATORS_VIEW, place_code):
        return []
    return [get_figure(actor, key, place_code, reads.year_of(year)) for key in FIGURES]


@allows(Right.COBUILDING_MANAGE)
@require_POST
def write_report(request: ActorRequest) -> HttpResponse:
    """Write the report of a year as a draft document."""
    year, scope = YearForm(request.POST).chosen, current_scope(request)
    try:
        document = compose_year_report(actor=request.actor, place_code=scope, year=year)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('cobuilding:network')}?year={year}")
    return redirect("documents:document", document.pk)
