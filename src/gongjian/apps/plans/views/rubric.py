"""An assessment paper becomes a rubric in draft: what was read, then the draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.plans import services
from gongjian.apps.plans.selectors import get_plan
from gongjian.core.access import ActorRequest, Right, allows


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def make_rubric(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show the scored items of a paper; on POST make a draft of them and go to it."""
    if request.method == "POST":
        version = services.make_rubric(actor=request.actor, plan_id=plan_id)
        messages.success(request, _("评分标准的草稿建好了。对照原文改好，再发布。"))
        return redirect("inspections:version", version.pk)
    plan = get_plan(request.actor, plan_id)
    return render(request, "plans/rubric.html", {"plan": plan, "reading": services.read_rubric(plan)})
