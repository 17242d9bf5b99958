"""Hand a target's quantity down: it becomes a task that serves the target whole."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongjian.apps.programmes.models import Target, Task, TaskTarget
from gongjian.apps.programmes.services.hand_down.give import HandDown
from gongjian.apps.programmes.services.hand_down.tasks import hand_down
from gongjian.apps.programmes.services.split import Receiver, Split
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound


@transaction.atomic
def hand_down_target(
    *,
    actor: Actor,
    target_id: int,
    receivers: Sequence[Receiver],
    split: Split | None = None,
    due_on: date | None = None,
    pilots_only: bool = False,
) -> HandDown:
    """Give a target's quantity to places and units: it becomes a task that serves the target whole.

    A share (per cent) can't be split: each place has to reach it.
    """
    task = task_of_target(actor=actor, target_id=target_id)
    return hand_down(
        actor=actor,
        programme_id=task.programme_id,
        task_ids=[task.pk],
        receivers=receivers,
        split=_for_task(split, target_id, task.pk),
        due_on=due_on,
        pilots_only=pilots_only,
    )


def _for_task(split: Split | None, target_id: int, task_id: int) -> Split:
    """Move amounts written by hand for the target to its task."""
    if split is None or target_id not in split.amounts:
        return split or Split()
    return Split(method=split.method, numbers=split.numbers, amounts={task_id: split.amounts[target_id]})


@transaction.atomic
def task_of_target(*, actor: Actor, target_id: int) -> Task:
    """Return the task that carries a target's quantity down, made once: it serves the target whole."""
    target = Target.objects.visible_to(actor).filter(pk=target_id).select_related("programme").first()
    if target is None:
        raise NotFound()
    actor.require(Right.ASSIGNMENTS_HAND_DOWN, target.programme.place_code)
    if not target.can_be_split:
        raise Invalid(f"“{target.name}”是比率，不能拆成几份：每个地方都按同一比率要求。请改分它下面的任务。")
    existing = Task.objects.filter(
        programme=target.programme, title=target.name, target_shares__target=target
    ).first()
    if existing:
        return existing
    last = Task.objects.filter(programme=target.programme).order_by("-order").first()
    task = Task.objects.create(
        programme=target.programme,
        order=(last.order if last else 0) + 1,
        title=target.name,
        quantity=target.value,
        unit=target.unit,
        due_on=target.deadline_on,
    )
    TaskTarget.objects.create(task=task, target=target)
    after = audit.snapshot(task, "title", "quantity", "unit", "due_on")
    audit.record(
        actor, "programmes.target_made_task", target, after=after, place_code=target.programme.place_code
    )
    return task
