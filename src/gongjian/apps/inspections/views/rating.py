"""Rate a round: what it would decide, in numbers and place by place, and decide it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RateForm
from gongjian.apps.inspections.selectors import ratings, sheets
from gongjian.apps.inspections.selectors.grading import Grading, grade_round
from gongjian.apps.inspections.views.trial import differences, in_numbers
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def rate(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show in numbers what rating would decide, and decide it."""
    actor = request.actor
    row = sheets.get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    day = row.ends_on
    schemes = ratings.schemes_for(actor, row, timezone.localdate())
    choices = [(scheme.pk, f"{scheme.title}（{scheme.effective_on} 起）") for scheme in schemes]
    first = next((scheme.pk for scheme in schemes if scheme.effective_on <= day), None)
    sent = request.POST or (request.GET if "scheme" in request.GET else None)
    form = RateForm(sent or {"scheme": first, "rated_on": day}, schemes=choices)
    grading: Grading | None = None
    if schemes and form.is_valid():
        asked = form.cleaned_data
        try:
            if request.method == "POST":
                count = services.rate_round(
                    actor=actor, round_id=round_id, scheme_id=asked["scheme"], rated_on=asked["rated_on"]
                )
                messages.success(request, _("已评出 %(count)s 个地方的等级。") % {"count": count})
                return redirect("inspections:ranking", round_id)
            scheme = next(scheme for scheme in schemes if scheme.pk == asked["scheme"])
            services.check_scheme(row, scheme, asked["rated_on"])
            grading = grade_round(row, scheme, asked["rated_on"])
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = {"round": row, "form": form, "has_scheme": bool(schemes)}
    if grading is not None:
        context |= {**in_numbers(grading, scheme), **differences(actor, row, grading)}
    status = 422 if request.method == "POST" or (not form.is_valid() and sent) else 200
    return render(request, "inspections/rate.html", context, status=status)
