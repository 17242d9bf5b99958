"""The list of plans, and one plan: in review beside its text, or read-only once it is settled."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongjian.apps.places.selectors import names_of
from gongjian.apps.plans.choices import PlanStatus
from gongjian.apps.plans.selectors import count_items, count_plans, get_plan, list_plans
from gongjian.apps.plans.views.pages import screen
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.listing import page_of


@allows(Right.PLANS_VIEW)
@require_GET
def list_all(request: ActorRequest) -> HttpResponse:
    """List the plans in sight under tabs by state."""
    counts = count_plans(request.actor)
    status = request.GET.get("status", PlanStatus.REVIEW if counts.get(PlanStatus.REVIEW) else "")
    status = status if status in PlanStatus.values else ""
    page = page_of(list_plans(request.actor, status), request.GET, total=counts.get(status, 0))
    items, names = count_items(list(page.rows)), names_of({plan.place_code for plan in page.rows})
    context = {
        "page": page,
        "rows": [(plan, names.get(plan.place_code, plan.place_code), items[plan.pk]) for plan in page.rows],
        "tabs": [
            {
                "label": label,
                "url": f"?status={value}",
                "count": counts.get(value, 0),
                "current": status == value,
            }
            for value, label in PlanStatus.choices
        ],
        "status": status,
        "total": counts[""],
        "can_import": request.actor.can(Right.PLANS_EDIT),
    }
    return render(request, "plans/list.html", context)


@allows(Right.PLANS_VIEW)
@require_GET
def show_plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show the text with what was recognised, and the passages as cards."""
    plan = get_plan(request.actor, plan_id)
    return render(request, "plans/review.html", screen(request, plan))
