"""Plans of supervision: list, one with its activities, make, stop."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.apps.supervision import services
from gongjian.apps.supervision.forms import ActivityForm, PlanForm
from gongjian.apps.supervision.selectors.calendar import times_of
from gongjian.apps.supervision.selectors.plans import get_plan
from gongjian.apps.supervision.selectors.plans import list_plans as plans_in_sight
from gongjian.apps.supervision.selectors.who import offered_names
from gongjian.apps.supervision.views.pages import form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

NEXT_DAYS = 92


@allows(Right.SUPERVISION_VIEW)
@require_GET
def list_plans(request: ActorRequest) -> HttpResponse:
    """List the plans one may see."""
    page = page_of(plans_in_sight(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "shows_programme": request.actor.can(Right.PROGRAMMES_VIEW),
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "can_manage": request.actor.can(Right.SUPERVISION_MANAGE, current_scope(request)),
        "today": timezone.localdate(),
        "crumbs": [crumb(_("日程"), "supervision:calendar"), crumb(_("督查计划"))],
    }
    return render(request, "supervision/plans.html", context)


@allows(Right.SUPERVISION_MANAGE)
@require_http_methods(["GET", "POST"])
def add_plan(request: ActorRequest) -> HttpResponse:
    """Set up a plan for the place one works in."""
    scope, today = current_scope(request), timezone.localdate()
    request.actor.require(Right.SUPERVISION_MANAGE, scope)
    initial = {"starts_on": today, "ends_on": today.replace(month=12, day=31)}
    form = PlanForm(request.actor, scope, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        made = attempt(
            form,
            lambda: services.add_plan(
                actor=request.actor,
                place_code=scope,
                title=asked["title"],
                starts_on=asked["starts_on"],
                ends_on=asked["ends_on"],
                programme_id=form.programme_id(),
            ),
        )
        if made:
            return redirect("supervision:plan", made.pk)
    crumbs = [
        crumb(_("日程"), "supervision:calendar"),
        crumb(_("督查计划"), "supervision:plans"),
        crumb(_("新订")),
    ]
    return form_page(
        request,
        form,
        title=_("新订督查计划"),
        act=_("保存，接着加安排"),
        back=reverse("supervision:plans"),
        crumbs=crumbs,
    )


@allows(Right.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def show_plan(request: ActorRequest, supervision_plan_id: int) -> HttpResponse:
    """Show a plan with its activities and when each comes next; a POST adds one."""
    actor, today = request.actor, timezone.localdate()
    plan = get_plan(actor, supervision_plan_id)
    may = actor.can(Right.SUPERVISION_MANAGE, plan.place_code)
    form = ActivityForm(actor, plan.place_code, request.POST or None)
    if request.method == "POST":
        actor.require(Right.SUPERVISION_MANAGE, plan.place_code)
        spec = form.spec() if form.is_valid() else None
        if spec and attempt(form, lambda: services.add_activity(actor=actor, plan_id=plan.pk, spec=spec)):
            return redirect("supervision:plan", plan.pk)
    until = today + timedelta(days=NEXT_DAYS)
    context = {
        "plan": plan,
        "shows_programme": actor.can(Right.PROGRAMMES_VIEW),
        "place_name": names_of([plan.place_code]).get(plan.place_code, plan.place_code),
        "rows": [(row, next(iter(times_of(row, today, until)), None)) for row in plan.activities.all()],
        "form": form,
        "may": may,
        "today": today,
        "offered": offered_names(actor, plan.place_code) if may else [],
        "crumbs": [
            crumb(_("日程"), "supervision:calendar"),
            crumb(_("督查计划"), "supervision:plans"),
            crumb(plan.title),
        ],
    }
    return render(request, "supervision/plan.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def stop_activity(request: ActorRequest, activity_id: int) -> HttpResponse:
    """End an activity after today."""
    row = services.stop_activity(actor=request.actor, activity_id=activity_id, on=timezone.localdate())
    return redirect("supervision:plan", row.plan_id)
