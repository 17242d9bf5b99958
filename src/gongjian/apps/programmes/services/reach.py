"""Rows for writing: another scope's row looks absent, a missing right says so."""

from typing import TypeVar

from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right
from gongjian.core.errors import Conflict, NotFound

M = TypeVar("M", bound=OwnedModel)


def locked(queryset: OwnedQuerySet, actor: Actor, pk: int, also: tuple[str, ...] = ()) -> OwnedModel:
    """Lock one row that the actor may see, and those it was read with that `also` names; NotFound for any other."""
    row: OwnedModel | None = (
        queryset.visible_to(actor).select_for_update(no_key=True, of=("self", *also)).filter(pk=pk).one()
    )
    if row is None:
        raise NotFound()
    return row


def lock_programme(actor: Actor, programme_id: int, right: Right) -> Programme:
    """Lock a programme over whose place the actor holds a right."""
    programme = locked(Programme.objects.all(), actor, programme_id)
    assert isinstance(programme, Programme)
    actor.require(right, programme.place_code)
    return programme


def lock_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Lock an assignment with its task, programme and giver's row."""
    rows = Assignment.objects.select_related("task__programme", "parent", "organisation")
    assignment = locked(rows, actor, assignment_id)
    assert isinstance(assignment, Assignment)
    return assignment


def lock_report(actor: Actor, report_id: int) -> ProgressReport:
    """Lock a report and its assignment, with its task, programme and giver's row."""
    rows = ProgressReport.objects.select_related(
        "assignment__task__programme", "assignment__parent", "assignment__organisation"
    )
    report = locked(rows, actor, report_id, also=("assignment",))
    assert isinstance(report, ProgressReport)
    return report


def require_holder(actor: Actor, right: Right, assignment: Assignment) -> None:
    """Demand a right over the assignment's own place or unit."""
    actor.require(right, assignment.place_code, assignment.organisation_id)


def require_giver(actor: Actor, right: Right, assignment: Assignment) -> None:
    """Demand a right over the place or unit that gave the assignment."""
    actor.require(right, assignment.giver_place_code, assignment.giver_unit_id)


def require_status(row: Assignment | ProgressReport, allowed: tuple[str, ...], what: str) -> None:
    """Refuse an act that the row's state does not allow."""
    if row.status not in allowed:
        raise Conflict(f"现在是“{row.get_status_display()}”，不能{what}。请刷新后再看。")
