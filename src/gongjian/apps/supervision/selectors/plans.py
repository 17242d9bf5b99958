"""Plans of supervision with their activities."""

from django.db.models import Prefetch

from gongjian.apps.supervision.models import PlannedActivity, SupervisionPlan
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of


def list_plans(actor: Actor) -> OwnedQuerySet:
    """List the plans in sight, each with `activity_count`, newest first."""
    rows = SupervisionPlan.objects.visible_to(actor).select_related("programme")
    return rows.annotate(activity_count=count_of(PlannedActivity, "plan"))


def get_plan(actor: Actor, plan_id: int) -> SupervisionPlan:
    """Return a plan with its activities; NotFound also for another's."""
    activities = PlannedActivity.objects.select_related("organisation", "person", "plan").order_by("pk")
    rows = SupervisionPlan.objects.visible_to(actor).select_related("programme")
    found: SupervisionPlan | None = (
        rows.prefetch_related(Prefetch("activities", queryset=activities)).filter(pk=plan_id).one()
    )
    if found is None:
        raise NotFound()
    return found
