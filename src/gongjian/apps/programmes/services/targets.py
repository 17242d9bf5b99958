"""Bind targets to the registry, and share tasks among targets."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongjian.apps.places.services import settle_where
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Programme, Target, Task, TaskTarget
from gongjian.apps.programmes.services.create import check_shares, with_own_params
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.registry import AREA, get_indicator

BINDING = ("indicator_key", "indicator_params", "base_value", "place_code")


@transaction.atomic
def bind_target(
    *,
    actor: Actor,
    target_id: int,
    indicator_key: str,
    indicator_params: Mapping[str, Any] | None = None,
    base_value: Decimal | None = None,
    where: str | None = None,
) -> Target:
    """Bind a target to an indicator of the registry; its value is read there and nowhere else.

    `where` names the place, the places or the functional area it is read over; empty is the whole
    programme, None leaves it as it is. Indicators of this app that need a programme or a target get
    this one by themselves. An empty key loosens the binding.
    """
    target = _lock_target(actor, target_id)
    before = audit.snapshot(target, *BINDING)
    params = dict(indicator_params or {})
    if indicator_key:
        indicator = get_indicator(indicator_key)
        unknown = sorted(set(params) - set(indicator.all_param_names))
        if unknown:
            raise Invalid(f"指标“{indicator.name}”没有“{unknown[0]}”这个参数，请去掉。")
    area_id = target.area_id
    if where is not None:
        programme = target.programme
        settled = settle_where(
            actor=actor, place_code=programme.place_code, words=where, is_demo=programme.is_demo
        )
        target.place_code, area_id = settled.place_code, settled.area_id
    if area_id is not None:
        params[AREA] = area_id
    target.indicator_key, target.indicator_params = indicator_key, params
    target.indicator_params = with_own_params(target)
    if base_value is not None:
        target.base_value = base_value
    target.save(update_fields=BINDING)
    after = audit.snapshot(target, *BINDING)
    audit.record(
        actor,
        "programmes.target_bound",
        target,
        before=before,
        after=after,
        place_code=target.programme.place_code,
    )
    return target


def _lock_target(actor: Actor, target_id: int) -> Target:
    target = (
        Target.objects.visible_to(actor)
        .filter(pk=target_id)
        .select_related("programme")
        .select_for_update(no_key=True, of=("self",))
        .first()
    )
    if target is None:
        raise NotFound()
    actor.require(Right.PROGRAMMES_MANAGE, target.programme.place_code)
    return target


@transaction.atomic
def share_task(*, actor: Actor, task_id: int, shares: Mapping[int, Decimal]) -> None:
    """Say for which targets, and by which share of its quantity in per cent, a task counts."""
    task = (
        Task.objects.visible_to(actor)
        .filter(pk=task_id)
        .select_related("programme")
        .select_for_update(no_key=True, of=("self",))
        .first()
    )
    if task is None:
        raise NotFound()
    actor.require(Right.PROGRAMMES_MANAGE, task.programme.place_code)
    check_shares(task.title, shares.values())
    if Target.objects.filter(programme=task.programme, pk__in=shares).count() != len(shares):
        raise Invalid("有目标不在这个行动里，请重新选。")
    before = {str(row.target_id): str(row.share_percent) for row in task.target_shares.all()}
    task.target_shares.exclude(target_id__in=shares).delete()
    _write_shares(
        TaskTarget(task=task, target_id=target, share_percent=share) for target, share in shares.items()
    )
    audit.record(
        actor,
        "programmes.task_shared",
        task,
        before=before,
        after={str(target): str(share) for target, share in shares.items()},
        place_code=task.programme.place_code,
    )


@transaction.atomic
def share_target(*, actor: Actor, target_id: int, shares: Mapping[int, Decimal]) -> None:
    """Say which tasks serve a target, and by which share of each; their shares for other targets stay."""
    target = _lock_target(actor, target_id)
    tasks = (
        Task.objects.filter(programme=target.programme)
        .select_for_update(no_key=True)
        .prefetch_related("target_shares")
    )
    found = {task.pk: task for task in tasks}
    if set(shares) - set(found):
        raise Invalid("有任务不在这个行动里，请重新选。")
    for task_id, share in shares.items():
        others = [row for row in found[task_id].target_shares.all() if row.target_id != target.pk]
        check_shares(found[task_id].title, [*(row.share_percent for row in others), share])
    before = {str(row.task_id): str(row.share_percent) for row in target.task_shares.all()}
    target.task_shares.exclude(task_id__in=shares).delete()
    _write_shares(
        TaskTarget(task_id=task, target=target, share_percent=share) for task, share in shares.items()
    )
    audit.record(
        actor,
        "programmes.target_shared",
        target,
        before=before,
        after={str(task): str(share) for task, share in shares.items()},
        place_code=target.programme.place_code,
    )


def _write_shares(rows: Iterable[TaskTarget]) -> None:
    TaskTarget.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["task", "target"], update_fields=["share_percent"]
    )


@transaction.atomic
def set_programme_status(*, actor: Actor, programme_id: int, status: str) -> Programme:
    """Pause a programme, take it up again, or close it after its summary."""
    programme = (
        Programme.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=programme_id)
    )
    found = programme.first()
    if found is None:
        raise NotFound()
    actor.require(Right.PROGRAMMES_MANAGE, found.place_code)
    if status not in ProgrammeStatus.values:
        raise Conflict("没有这种状态，请重新选。")
    before = audit.snapshot(found, "status")
    found.status = status
    found.save(update_fields=["status"])
    audit.record(actor, "programmes.status_set", found, before=before, after=audit.snapshot(found, "status"))
    return found
