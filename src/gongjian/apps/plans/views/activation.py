"""The last step: what will happen in numbers, then the programme; and striking a plan out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.plans import services
from gongjian.apps.plans.selectors import blockers_of, get_plan
from gongjian.apps.plans.views.pages import STEPS
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.htmx import render_either


@allows(Right.PLANS_ACTIVATE)
@require_http_methods(["GET", "POST"])
def activate(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Say in numbers what will happen; make the programme and go to it."""
    if request.method == "POST":
        programme = services.activate_plan(actor=request.actor, plan_id=plan_id)
        messages.success(request, _("方案已启用，行动建好了。下一步：向下级下达。"))
        return redirect("programmes:programme", programme.pk)
    plan = get_plan(request.actor, plan_id)
    context = {
        "plan": plan,
        "blockers": blockers_of(plan),
        "preview": services.preview_activation(plan),
        "steps": STEPS,
    }
    return render(request, "plans/activate.html", context)


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def drop(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Ask, then strike a plan out; it is kept."""
    if request.method == "POST":
        services.drop_plan(actor=request.actor, plan_id=plan_id)
        return redirect("plans:list")
    context = {"plan": get_plan(request.actor, plan_id)}
    return render_either(request, "plans/drop.html", "plans/_drop.html", context)
