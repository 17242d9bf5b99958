"""Bodies that a plan names and the register lacks: add them and match them in one step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.places.selectors import names_of
from gongjian.apps.plans import services
from gongjian.apps.plans.forms import NewUnitsForm
from gongjian.apps.plans.selectors import get_plan, is_resolved
from gongjian.apps.plans.views.pages import STEPS, UNIT, back_to, can_edit, number_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def new_units(request: ActorRequest, plan_id: int) -> HttpResponse:
    """List the names without a match, add the bodies that are ticked."""
    plan = get_plan(request.actor, plan_id)
    units = [unit for unit in plan.units.all() if not is_resolved(unit)]
    if not units or not can_edit(request, plan):
        return back_to(plan_id, UNIT)
    place_name = names_of([plan.place_code]).get(plan.place_code, "")
    form = NewUnitsForm(units, request.POST or None, place_name=place_name, wanted=number_of(request, "unit"))
    if request.method == "POST" and form.is_valid():
        rows = form.chosen()
        made = attempt(form, lambda: services.create_units(actor=request.actor, plan_id=plan_id, rows=rows))
        if made:
            messages.success(request, _("新建了 %(count)s 个单位，已经对上。") % {"count": made})
            return back_to(plan_id, UNIT)
    context = {"plan": plan, "form": form, "place_name": place_name, "steps": STEPS}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "plans/new_units.html", context, status=status)
