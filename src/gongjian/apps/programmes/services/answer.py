"""Acknowledge or refuse what was given, give it again, or take it back."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport
from gongjian.apps.programmes.selectors.leaves import GONE
from gongjian.apps.programmes.services.hand_down.parts import check_units
from gongjian.apps.programmes.services.notices import settle_given, tell
from gongjian.apps.programmes.services.reach import (
    lock_assignment,
    require_giver,
    require_holder,
    require_status,
)
from gongjian.apps.programmes.services.rollup import refresh_above
from gongjian.apps.programmes.services.split import Receiver
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

REASON_LENGTH = 300


def checked_reason(reason: str, what: str) -> str:
    """Return a reason that can be shown to the other side; Invalid without one."""
    text = reason.strip()
    if not text:
        raise Invalid(f"{what}要写明原因，对方会看到。")
    if len(text) > REASON_LENGTH:
        raise Invalid(f"原因有 {len(text)} 字，最多 {REASON_LENGTH} 字，请写短些。")
    return text


@transaction.atomic
def answer_assignment(*, actor: Actor, assignment_id: int, accept: bool, reason: str = "") -> Assignment:
    """Acknowledge one assignment, or refuse it with a reason that the giver is told."""
    assignment = lock_assignment(actor, assignment_id)
    require_holder(actor, Right.ASSIGNMENTS_ANSWER, assignment)
    if accept and assignment.status == AssignmentStatus.ACTIVE:
        return assignment
    require_status(assignment, (AssignmentStatus.PENDING,), "签收" if accept else "退回")
    before = audit.snapshot(assignment, "status")
    assignment.status = AssignmentStatus.ACTIVE if accept else AssignmentStatus.REFUSED
    assignment.refusal_reason = "" if accept else checked_reason(reason, "退回")
    assignment.answered_at = timezone.now()
    if accept and assignment.assignee_id is None:
        assignment.assignee_id = actor.user_id
    assignment.save(update_fields=["status", "refusal_reason", "answered_at", "assignee"])
    audit.record(
        actor,
        "programmes.assignment_acknowledged" if accept else "programmes.assignment_refused",
        assignment,
        before=before,
        after=audit.snapshot(assignment, "status", "refusal_reason"),
    )
    settle_given(actor, assignment.task.programme_id)
    if not accept:
        refresh_above(assignment)
        _tell_giver(actor, assignment)
    return assignment


@transaction.atomic
def acknowledge_all(*, actor: Actor, assignment_ids: list[int]) -> int:
    """Acknowledge several assignments at once; return how many were waiting."""
    rows = Assignment.objects.visible_to(actor).filter(pk__in=assignment_ids, status=AssignmentStatus.PENDING)
    waiting = list(rows.select_related("task").select_for_update(no_key=True, of=("self",)))
    now = timezone.now()
    for assignment in waiting:
        require_holder(actor, Right.ASSIGNMENTS_ANSWER, assignment)
        assignment.status, assignment.answered_at = AssignmentStatus.ACTIVE, now
        assignment.assignee_id = assignment.assignee_id or actor.user_id
    Assignment.objects.bulk_update(waiting, ["status", "answered_at", "assignee"], batch_size=500)
    if waiting:
        audit.record(
            actor,
            "programmes.assignments_acknowledged",
            after={"assignments": [assignment.pk for assignment in waiting]},
            place_code=waiting[0].place_code,
        )
        for programme_id in {assignment.task.programme_id for assignment in waiting}:
            settle_given(actor, programme_id)
    return len(waiting)


def _tell_giver(actor: Actor, assignment: Assignment) -> None:
    units = [assignment.giver_unit_id] if assignment.giver_unit_id else []
    places = [] if units else [assignment.giver_place_code]
    tell(
        [assignment.given_by_id, *holders_of(Right.ASSIGNMENTS_HAND_DOWN, places, units)],
        f"{actor.name}退回了“{assignment.task}”：{assignment.refusal_reason}",
        reverse("programmes:assignment", args=[assignment.pk]),
        assignment.giver_place_code,
    )


@transaction.atomic
def give_again(
    *, actor: Actor, assignment_id: int, receiver: Receiver | None = None, due_on: date | None = None
) -> Assignment:
    """Give a refused part again, to the same receiver or to another one below the giver."""
    refused = lock_assignment(actor, assignment_id)
    require_giver(actor, Right.ASSIGNMENTS_HAND_DOWN, refused)
    require_status(refused, (AssignmentStatus.REFUSED,), "重新下达")
    to = receiver or Receiver(refused.place_code, refused.organisation_id)
    if not to.place_code.startswith(refused.giver_place_code):
        raise Invalid("新的接收地方不在下达单位的下面，请重新选。")
    check_units([to])
    if due_on and refused.due_on and due_on > refused.due_on:
        raise Invalid(f"下级的时限不能晚于 {refused.due_on.isoformat()}，请改早。")
    there = Assignment.objects.filter(task=refused.task, place_code=to.place_code).exclude(status__in=GONE)
    taken = (
        there.filter(organisation_id=to.organisation_id)
        if to.organisation_id
        else there.filter(organisation__isnull=True)
    )
    if taken.exists():
        raise Conflict("那里已有这项任务，请换一个地方或单位，或先作废那一份。")
    fresh = Assignment.objects.create(
        task=refused.task,
        parent=refused.parent,
        place_code=to.place_code,
        organisation_id=to.organisation_id,
        quantity=refused.quantity,
        due_on=due_on or refused.due_on,
        is_pilot=refused.is_pilot,
        given_by_id=actor.user_id,
        given_at=timezone.now(),
    )
    refresh_above(fresh)
    after = audit.snapshot(fresh, "place_code", "organisation", "quantity", "due_on")
    audit.record(actor, "programmes.given_again", fresh, after={**after, "refused": refused.pk})
    units = [to.organisation_id] if to.organisation_id else []
    tell(
        holders_of(Right.ASSIGNMENTS_ANSWER, [] if units else [to.place_code], units),
        f"{actor.name}重新下达了“{fresh.task}”，请签收。",
        reverse("programmes:assignment", args=[fresh.pk]),
        to.place_code,
    )
    return fresh


@transaction.atomic
def void_assignment(*, actor: Actor, assignment_id: int, reason: str) -> int:
    """Take back an assignment with all that was handed down from it; return how many.

    Unconfirmed reports go back with the reason. Confirmed ones stand in the way until recalled.
    """
    assignment = lock_assignment(actor, assignment_id)
    require_giver(actor, Right.ASSIGNMENTS_HAND_DOWN, assignment)
    if assignment.status == AssignmentStatus.VOID:
        return 0
    text = checked_reason(reason, "作废")
    ids = _with_all_below(assignment)
    reports = ProgressReport.objects.filter(assignment_id__in=ids)
    confirmed = reports.filter(status=ReportStatus.CONFIRMED).count()
    if confirmed:
        raise Conflict(f"“{assignment.task}”下面有 {confirmed} 份已确认的填报，不能作废。请先撤回这些填报。")
    reports.filter(status=ReportStatus.SUBMITTED).update(
        status=ReportStatus.RETURNED, reason=f"任务已作废：{text}"[:REASON_LENGTH]
    )
    live = Assignment.objects.filter(pk__in=ids).exclude(status=AssignmentStatus.VOID)
    receivers = list(live.values_list("place_code", "organisation_id"))
    before = audit.snapshot(assignment, "status")
    voided = live.update(status=AssignmentStatus.VOID, refusal_reason=text)
    refresh_above(assignment)
    after = {"status": AssignmentStatus.VOID.value, "reason": text, "assignments": ids}
    audit.record(actor, "programmes.assignment_voided", assignment, before=before, after=after)
    tell(
        holders_of(
            Right.ASSIGNMENTS_ANSWER,
            [place for place, unit in receivers if unit is None],
            [unit for _place, unit in receivers if unit],
        ),
        f"“{assignment.task}”已作废：{text}",
        reverse("programmes:assignment", args=[assignment.pk]),
        assignment.place_code,
    )
    return voided


def _with_all_below(assignment: Assignment) -> list[int]:
    """List the ids of an assignment and of all handed down from it, level by level."""
    found, level = [assignment.pk], [assignment.pk]
    while level:
        level = list(Assignment.objects.filter(parent_id__in=level).values_list("pk", flat=True))
        found += level
    return found
