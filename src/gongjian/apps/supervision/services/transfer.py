"""Activities bound to a person, and giving them to another."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.supervision.models import PlannedActivity
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.open_work import OpenItem


def open_work_of(user_id: int) -> list[OpenItem]:
    """List the activities of running plans that a person is to do."""
    return [
        OpenItem("督查安排", row.pk, row.title, reverse("supervision:plan", args=[row.plan_id]))
        for row in _open(user_id).only("pk", "title", "plan_id")
    ]


def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Put another in a person's place in all running plans; return how many activities."""
    rows = list(_open(giver_id).select_for_update(no_key=True, of=("self",)).select_related("plan"))
    for row in rows:
        row.person_id = taker_id
        row.save(update_fields=["person"])
        audit.record(
            actor,
            "supervision.activity_handed_over",
            row.plan,
            before={"user_id": giver_id},
            after={"user_id": taker_id, "title": row.title},
        )
    return len(rows)


def _open(user_id: int) -> QuerySet[PlannedActivity]:
    today = timezone.localdate()
    running = Q(stopped_on__isnull=True) | Q(stopped_on__gte=today)
    return PlannedActivity.objects.filter(running, person_id=user_id, plan__ends_on__gte=today)
