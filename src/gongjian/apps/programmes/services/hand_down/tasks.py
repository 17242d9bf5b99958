"""Hand tasks, or parts already received, down to lower places and units."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongjian.apps.programmes.choices import AssignmentStatus, ProgrammeStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Task
from gongjian.apps.programmes.services.hand_down.give import HandDown, give_parts
from gongjian.apps.programmes.services.hand_down.parts import Plan, Source, plan_parts
from gongjian.apps.programmes.services.reach import lock_programme, require_holder
from gongjian.apps.programmes.services.split import Receiver, Split
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound


@transaction.atomic
def hand_down(
    *,
    actor: Actor,
    programme_id: int,
    task_ids: Sequence[int],
    receivers: Sequence[Receiver],
    split: Split | None = None,
    due_on: date | None = None,
    pilots_only: bool = False,
) -> HandDown:
    """Give tasks of a programme to places and units below its place.

    Raises NotAllowed, NotFound (a task of another programme too), Conflict and Invalid with a
    sentence; nothing is given then. SELECTs do not grow with tasks or receivers.
    """
    sources = _task_sources(actor, programme_id, task_ids)
    return give_parts(actor, sources, plan_parts(sources, receivers, split or Split(), due_on, pilots_only))


@transaction.atomic
def hand_down_further(
    *,
    actor: Actor,
    assignment_ids: Sequence[int],
    receivers: Sequence[Receiver],
    split: Split | None = None,
    due_on: date | None = None,
    pilots_only: bool = False,
) -> HandDown:
    """Give what was received on to places and units below. Only what was acknowledged can be given on."""
    sources = _assignment_sources(actor, assignment_ids)
    return give_parts(actor, sources, plan_parts(sources, receivers, split or Split(), due_on, pilots_only))


@transaction.atomic
def preview_hand_down(
    *,
    actor: Actor,
    programme_id: int | None = None,
    task_ids: Sequence[int] = (),
    assignment_ids: Sequence[int] = (),
    receivers: Sequence[Receiver],
    split: Split | None = None,
    due_on: date | None = None,
    pilots_only: bool = False,
) -> Plan:
    """Say what a hand-down would do, with the same checks, and write nothing."""
    sources = (
        _assignment_sources(actor, assignment_ids)
        if programme_id is None
        else _task_sources(actor, programme_id, task_ids)
    )
    return plan_parts(sources, receivers, split or Split(), due_on, pilots_only)


def _task_sources(actor: Actor, programme_id: int, task_ids: Sequence[int]) -> list[Source]:
    programme = lock_programme(actor, programme_id, Right.ASSIGNMENTS_HAND_DOWN)
    _refuse_closed(programme)
    tasks = list(
        Task.objects.filter(programme=programme, pk__in=task_ids).select_for_update(no_key=True, of=("self",))
    )
    if len(tasks) != len(set(task_ids)) or not tasks:
        raise NotFound("有任务不在这个行动里，请刷新后重新选。")
    for task in tasks:
        if task.voided_on:
            raise Conflict(f"任务“{task}”已经作废，不能再下达。请把它去掉。")
        task.programme = programme
    return [Source(task, None) for task in tasks]


def _assignment_sources(actor: Actor, assignment_ids: Sequence[int]) -> list[Source]:
    parents = list(
        Assignment.objects.visible_to(actor)
        .filter(pk__in=assignment_ids)
        .select_related("task__programme", "parent")
        .select_for_update(no_key=True, of=("self",))
    )
    if len(parents) != len(set(assignment_ids)) or not parents:
        raise NotFound()
    for parent in parents:
        require_holder(actor, Right.ASSIGNMENTS_HAND_DOWN, parent)
        _refuse_closed(parent.task.programme)
        if parent.status != AssignmentStatus.ACTIVE:
            raise Conflict(f"“{parent.task}”现在是“{parent.get_status_display()}”，签收以后才能往下分。")
    reported = ProgressReport.objects.filter(assignment__in=parents).exclude(status=ReportStatus.RECALLED)
    if report := reported.select_related("assignment__task").first():
        raise Conflict(f"“{report.assignment.task}”已有本级的填报，不能再往下分。请先撤回填报。")
    return [Source(parent.task, parent) for parent in parents]


def _refuse_closed(programme: Programme) -> None:
    if programme.status != ProgrammeStatus.ACTIVE:
        raise Conflict(f"行动“{programme}”已{programme.get_status_display()}，不能再下达。")
