"""Change a running programme as a new version of its plan asks; what was handed down and reported stays."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.choices import AssignmentStatus
from gongjian.apps.programmes.models import Assignment, Phase, Programme, Target, Task
from gongjian.apps.programmes.selectors.leaves import GONE
from gongjian.apps.programmes.services.answer import checked_reason, void_assignment
from gongjian.apps.programmes.services.create import (
    PhaseSpec,
    ProgrammeSpec,
    TargetSpec,
    TaskSpec,
    check_named_units,
    check_spec,
    with_own_params,
)
from gongjian.apps.programmes.services.notices import tell
from gongjian.apps.programmes.services.reach import lock_programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound

TASK_FIELDS = {
    "title": ("title",),
    "due": ("due_on", "recurrence"),
    "quantity": ("quantity", "unit"),
    "words": ("detail", "quote"),
}
TARGET_FIELDS = {
    "indicator": "name",
    "comparator": "comparator",
    "value": "value",
    "unit": "unit",
    "deadline": "deadline_on",
    "scope": "scope",
}
PHASE_FIELDS = {"name": "name", "begins": "starts_on", "ends": "ends_on"}
OPEN = (AssignmentStatus.PENDING, AssignmentStatus.ACTIVE)


@transaction.atomic
def change_task(
    *, actor: Actor, programme_id: int, task_id: int, spec: TaskSpec, fields: Collection[str]
) -> Task:
    """Write the named fields (title, due, quantity, lead, support, words) of a task from a specification.

    Parts that shared the task's day follow it, and none may end later than the task; their holders are told.
    """
    programme, task = _lock_task(actor, programme_id, task_id)
    _check(programme, tasks=[spec])
    names = [column for name in fields for column in TASK_FIELDS.get(name, ())]
    before = _task_state(task, names, fields)
    old_day = task.due_on
    for column in names:
        setattr(task, column, getattr(spec, column))
    task.title = task.title.strip()[:200]
    task.save(update_fields=names)
    if "lead" in fields:
        task.lead_units.set(spec.lead_unit_ids)
    if "support" in fields:
        task.support_units.set(spec.support_unit_ids)
    parts = _move_parts(actor, task, old_day) if "due" in fields else []
    after = {**_task_state(task, names, fields), **({"assignments": parts} if parts else {})}
    _record(actor, "programmes.task_changed", task, programme, after, before)
    return task


def _task_state(task: Task, names: list[str], fields: Collection[str]) -> dict[str, Any]:
    state = audit.snapshot(task, *names)
    for name in ("lead", "support"):
        if name in fields:
            state[name] = "、".join(unit.name for unit in getattr(task, f"{name}_units").order_by("pk"))
    return state


def _move_parts(actor: Actor, task: Task, old_day: date | None) -> list[int]:
    """Give the open parts the task's new day where they had its old one, or would end after it."""
    if task.due_on is None:
        return []
    open_parts = task.assignments.filter(status__in=OPEN)
    rows = [row for row in open_parts if row.due_on == old_day or (row.due_on and row.due_on > task.due_on)]
    for row in rows:
        row.due_on = task.due_on
    Assignment.objects.bulk_update(rows, ["due_on"], batch_size=500)
    tell(
        holders_of(
            Right.ASSIGNMENTS_ANSWER,
            [row.place_code for row in rows if row.organisation_id is None],
            [row.organisation_id for row in rows if row.organisation_id],
        ),
        f"{actor.name}把“{task}”的完成时限改为 {task.due_on.isoformat()}。",
        reverse("programmes:task", args=[task.pk]),
        task.programme.place_code,
    )
    return [row.pk for row in rows]


@transaction.atomic
def add_task(*, actor: Actor, programme_id: int, spec: TaskSpec) -> Task:
    """Add a task to a running programme, after the others; it is not handed down yet."""
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    _check(programme, tasks=[spec])
    task = Task.objects.create(
        programme=programme,
        order=_next(Task, programme),
        phase=_phase_of(programme, spec.due_on),
        title=spec.title.strip()[:200],
        detail=spec.detail,
        due_on=spec.due_on,
        recurrence=spec.recurrence,
        quantity=spec.quantity,
        unit=spec.unit,
        quote=spec.quote,
    )
    task.lead_units.set(spec.lead_unit_ids)
    task.support_units.set(spec.support_unit_ids)
    _record(actor, "programmes.task_added", task, programme, audit.snapshot(task, "title", "due_on"))
    return task


@transaction.atomic
def void_task(*, actor: Actor, programme_id: int, task_id: int, reason: str) -> Task:
    """Take a task out of a programme with all its parts; confirmed reports stand in the way until recalled."""
    programme, task = _lock_task(actor, programme_id, task_id)
    text = checked_reason(reason, "作废")
    roots = task.assignments.filter(parent=None).exclude(status__in=GONE).order_by("pk")
    for part_id in list(roots.values_list("pk", flat=True)):
        void_assignment(actor=actor, assignment_id=part_id, reason=text)
    task.voided_on, task.void_reason = timezone.localdate(), text
    task.save(update_fields=["voided_on", "void_reason"])
    _record(actor, "programmes.task_voided", task, programme, {"reason": text})
    return task


@transaction.atomic
def change_target(
    *, actor: Actor, programme_id: int, target_id: int, spec: TargetSpec, fields: Collection[str]
) -> Target:
    """Write the named fields of a target; what it reads, its base and its tasks stay."""
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    _check(programme, targets=[spec])
    target = programme.targets.select_for_update(no_key=True, of=("self",)).filter(pk=target_id).one()
    if target is None:
        raise NotFound()
    names = [TARGET_FIELDS[name] for name in fields if name in TARGET_FIELDS]
    return _write(actor, "programmes.target_changed", target, programme, names, spec)


@transaction.atomic
def add_target(*, actor: Actor, programme_id: int, spec: TargetSpec) -> Target:
    """Add a target to a running programme, after the others."""
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    _check(programme, targets=[spec])
    target = Target.objects.create(
        programme=programme,
        order=_next(Target, programme),
        name=spec.name[:200],
        comparator=spec.comparator,
        value=spec.value,
        unit=spec.unit,
        deadline_on=spec.deadline_on,
        scope=spec.scope[:120],
        place_code=spec.place_code,
        indicator_key=spec.indicator_key,
        indicator_params=dict(spec.indicator_params),
        quote=spec.quote,
    )
    target.indicator_params = with_own_params(target)
    target.save(update_fields=["indicator_params"])
    _record(actor, "programmes.target_added", target, programme, audit.snapshot(target, "name", "value"))
    return target


@transaction.atomic
def change_phase(
    *, actor: Actor, programme_id: int, phase_id: int, spec: PhaseSpec, fields: Collection[str]
) -> Phase:
    """Write the named fields (name, begins, ends) of a phase; its tasks stay in it."""
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    _check(programme, phases=[spec])
    phase = programme.phases.filter(pk=phase_id).one()
    if phase is None:
        raise NotFound()
    names = [PHASE_FIELDS[name] for name in fields if name in PHASE_FIELDS]
    return _write(actor, "programmes.phase_changed", phase, programme, names, spec)


@transaction.atomic
def add_phase(*, actor: Actor, programme_id: int, spec: PhaseSpec) -> Phase:
    """Add a phase to a running programme, after the others."""
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    _check(programme, phases=[spec])
    phase = Phase.objects.create(
        programme=programme,
        order=_next(Phase, programme),
        name=spec.name[:120],
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
    )
    _record(actor, "programmes.phase_added", phase, programme, audit.snapshot(phase, "name"))
    return phase


def _lock_task(actor: Actor, programme_id: int, task_id: int) -> tuple[Programme, Task]:
    programme = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    task = programme.tasks.select_for_update(no_key=True, of=("self",)).filter(pk=task_id).one()
    if task is None:
        raise NotFound()
    if task.voided_on:
        raise Conflict(f"任务“{task}”已经作废，不能再改。")
    task.programme = programme
    return programme, task


def _write(
    actor: Actor, act: str, row: Any, programme: Programme, names: list[str], spec: TargetSpec | PhaseSpec
) -> Any:
    before = audit.snapshot(row, *names)
    for name in names:
        value = getattr(spec, name)
        longest = row._meta.get_field(name).max_length
        setattr(row, name, value[:longest] if longest and isinstance(value, str) else value)
    row.save(update_fields=names)
    _record(actor, act, row, programme, audit.snapshot(row, *names), before)
    return row


def _check(programme: Programme, **parts: Any) -> None:
    """Hold a part to what holds when a programme is made."""
    spec = ProgrammeSpec(place_code=programme.place_code, title=programme.title, year=programme.year, **parts)
    check_spec(spec)
    check_named_units(spec)


def _phase_of(programme: Programme, due_on: date | None) -> Phase | None:
    if due_on is None:
        return None
    return programme.phases.filter(starts_on__lte=due_on, ends_on__gte=due_on).first()


def _next(model: Any, programme: Programme) -> int:
    last = model.objects.filter(programme=programme).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _record(
    actor: Actor, act: str, row: Any, programme: Programme, after: dict[str, Any], before: Any = None
) -> None:
    audit.record(actor, act, row, before=before, after=after, place_code=programme.place_code)
