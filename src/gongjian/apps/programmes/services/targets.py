"""Bind targets to the registry, and share tasks among targets."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Programme, Target, Task, TaskTarget
from gongjian.apps.programmes.services.create import check_shares
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.registry import get_indicator


@transaction.atomic
def bind_target(
    *,
    actor: Actor,
    target_id: int,
    indicator_key: str,
    indicator_params: Mapping[str, Any] | None = None,
    base_value: Decimal | None = None,
) -> Target:
    """Bind a target to an indicator of the registry; its value is read there and nowhere else.

    Indicators of this app that need a programme or a target get this one by themselves. An empty
    key loosens the binding.
    """
    target = _lock_target(actor, target_id)
    params = dict(indicator_params or {})
    if indicator_key:
        known = get_indicator(indicator_key).param_names
        if "programme" in known:
            params.setdefault("programme", target.programme_id)
        if "target" in known:
            params.setdefault("target", target.pk)
        unknown = sorted(set(params) - set(known))
        if unknown:
            raise Invalid(f"指标“{get_indicator(indicator_key).name}”没有“{unknown[0]}”这个参数，请去掉。")
    before = audit.snapshot(target, "indicator_key", "indicator_params", "base_value")
    target.indicator_key, target.indicator_params = indicator_key, params
    if base_value is not None:
        target.base_value = base_value
    target.save(update_fields=["indicator_key", "indicator_params", "base_value"])
    after = audit.snapshot(target, "indicator_key", "indicator_params", "base_value")
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
        .select_for_update(of=("self",))
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
        .select_for_update(of=("self",))
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
    TaskTarget.objects.bulk_create(
        [TaskTarget(task=task, target_id=target, share_percent=share) for target, share in shares.items()],
        update_conflicts=True,
        unique_fields=["task", "target"],
        update_fields=["share_percent"],
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
def set_programme_status(*, actor: Actor, programme_id: int, status: str) -> Programme:
    """Pause a programme, take it up again, or close it after its summary."""
    programme = Programme.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=programme_id)
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
