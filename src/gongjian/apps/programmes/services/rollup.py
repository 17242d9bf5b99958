"""Carry what leaves report up the hand-down: quantities by sums, done when all parts are done."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport
from gongjian.apps.programmes.selectors.leaves import GONE


def refresh_leaf(assignment: Assignment) -> None:
    """Read a leaf's done quantity and state again from its confirmed reports, then what stands above it."""
    confirmed = ProgressReport.objects.filter(assignment=assignment, status=ReportStatus.CONFIRMED)
    assignment.done_quantity = confirmed.aggregate(total=Sum("done_quantity"))["total"]
    completing = confirmed.filter(is_complete=True).order_by("submitted_at").first()
    if completing and completing.submitted_at:
        assignment.status = AssignmentStatus.DONE
        assignment.done_on = timezone.localdate(completing.submitted_at)
    elif assignment.status == AssignmentStatus.DONE:
        assignment.status, assignment.done_on = AssignmentStatus.ACTIVE, None
    assignment.save(update_fields=["done_quantity", "status", "done_on"])
    refresh_above(assignment)


def refresh_above(assignment: Assignment) -> None:
    """Sum the parts of each giver above, nearest first: whole only when every part is done.

    A giver whose parts are all gone holds his work himself again.
    """
    parent_id = assignment.parent_id
    while parent_id is not None:
        parent = Assignment.objects.select_for_update(no_key=True).get(pk=parent_id)
        parts = list(
            Assignment.objects.filter(parent_id=parent_id)
            .exclude(status__in=GONE)
            .order_by()
            .values_list("status", "done_on", "done_quantity", "quantity")
        )
        _sum_parts(parent, parts)
        parent.save(update_fields=["is_leaf", "status", "done_on", "done_quantity"])
        parent_id = parent.parent_id


def _sum_parts(
    parent: Assignment, parts: list[tuple[str, date | None, Decimal | None, Decimal | None]]
) -> None:
    parent.is_leaf = not parts
    amounts = [done for _status, _day, done, _given in parts if done is not None]
    parent.done_quantity = sum(amounts, Decimal(0)) if amounts else None
    given = sum((part for _status, _day, _done, part in parts if part is not None), Decimal(0))
    all_given = parent.quantity is None or given == parent.quantity
    if parts and all_given and all(status == AssignmentStatus.DONE for status, *_rest in parts):
        parent.status = AssignmentStatus.DONE
        parent.done_on = max(day for _status, day, *_rest in parts if day is not None)
    elif parent.status == AssignmentStatus.DONE:
        parent.status, parent.done_on = AssignmentStatus.ACTIVE, None
