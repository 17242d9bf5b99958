"""Give a person's open assignments to another (hand-over)."""

from django.db import transaction
from django.urls import reverse

from gongjian.apps.programmes.choices import AssignmentStatus
from gongjian.apps.programmes.models import Assignment
from gongjian.core import audit
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.open_work import OpenItem


def _open_of(user_id: int) -> OwnedQuerySet:
    return Assignment.objects.filter(
        assignee_id=user_id, status__in=(AssignmentStatus.PENDING, AssignmentStatus.ACTIVE)
    )


def open_work_of(user_id: int) -> list[OpenItem]:
    """List the assignments a person has in hand."""
    return [
        OpenItem("任务", row.pk, row.task.title, reverse("programmes:assignment", args=[row.pk]))
        for row in _open_of(user_id).select_related("task").order_by("due_on", "pk")
    ]


@transaction.atomic
def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Give all open assignments of one person to another; return how many. Needs the right to hand over."""
    actor.require(Right.HANDOVER_MANAGE)
    ids = list(_open_of(giver_id).select_for_update(no_key=True).values_list("pk", flat=True))
    if ids:
        Assignment.objects.filter(pk__in=ids).update(assignee_id=taker_id)
        audit.record(
            actor,
            "programmes.work_transferred",
            before={"assignee": giver_id},
            after={"assignee": taker_id, "assignments": ids},
        )
    return len(ids)
