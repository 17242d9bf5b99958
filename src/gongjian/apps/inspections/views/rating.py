"""Rate a round: what it would decide, in numbers and place by place, and decide it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RateForm
from gongjian.apps.inspections.selectors import export, ratings
from gongjian.apps.inspections.selectors.differences import find_differences
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.selectors.grading import Grading, grade_round
from gongjian.apps.inspections.selectors.results import changed_sheets
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.inspections.views.trial import differences, in_numbers
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.readers import write_xlsx


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def rate(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show in numbers what rating would decide, and decide it."""
    actor = request.actor
    row = get_framed(actor, round_id)
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
    changed = changed_sheets(row.place_code, [row.pk]).count()
    context = round_frame(actor, row, "rate")
    context |= {"form": form, "has_scheme": bool(schemes), "changed_sheets": changed}
    if grading is not None:
        context |= {**in_numbers(grading, scheme), **differences(actor, row, grading)}
        context["form_query"] = urlencode({"scheme": scheme.pk, "rated_on": form.cleaned_data["rated_on"]})
    status = 422 if request.method == "POST" or (not form.is_valid() and sent) else 200
    return render(request, "inspections/rate.html", context, status=status)


@allows(Right.RATINGS_DECIDE)
@require_POST
def rate_changed(request: ActorRequest, round_id: int) -> HttpResponse:
    """Rate anew only what rests on the sheets that changed since the rating."""
    count = services.update_round(actor=request.actor, round_id=round_id)
    messages.success(request, _("已重评 %(count)s 个地方，其余不动。") % {"count": count})
    return redirect("inspections:ranking", round_id)


@allows(Right.RATINGS_DECIDE)
@require_GET
def export_differences(request: ActorRequest, round_id: int) -> HttpResponse:
    """Write what rating under another scheme or day would change, as .xlsx."""
    actor = request.actor
    row = get_framed(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    schemes = ratings.schemes_for(actor, row, timezone.localdate())
    form = RateForm(request.GET, schemes=[(scheme.pk, scheme.title) for scheme in schemes])
    if not form.is_valid():
        raise NotFound("没有这份评级办法，或者日期不对。请回到评级页再导出。")
    asked = form.cleaned_data
    scheme = next(scheme for scheme in schemes if scheme.pk == asked["scheme"])
    services.check_scheme(row, scheme, asked["rated_on"])
    found = find_differences(actor, row, grade_round(row, scheme, asked["rated_on"]).grades)
    if found is None:
        raise NotFound("这一轮还没有评过，没有可比的。")
    name = f"{row.title}评级差异{timezone.localdate():%Y%m%d}.xlsx"
    return send_xlsx(write_xlsx([export.differences_of(found, scheme)]), name)
