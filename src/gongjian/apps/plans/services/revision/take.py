"""Take one difference over into the running programme, or end the comparison."""

from collections.abc import Collection

from django.db import transaction

from gongjian.apps.plans.choices import ItemKind, PlanStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.selectors import get_plan
from gongjian.apps.plans.services.activation import phase_spec, target_spec, task_spec
from gongjian.apps.plans.services.revision.compared import WORDS, Row, compare_revision
from gongjian.apps.plans.services.rows import lock_plan
from gongjian.apps.programmes import services as programmes
from gongjian.apps.programmes.models import Programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def take_row(
    *,
    actor: Actor,
    plan_id: int,
    key: str,
    seen: str,
    fields: Collection[str] = (),
    reason: str = "",
) -> Row:
    """Take one difference over: the chosen fields of a change, a new item, or a dropped task with its reason.

    Raises Conflict when the difference is not as it was seen any more, or its passage is not settled yet.
    """
    lock_plan(actor, plan_id, Right.PLANS_ACTIVATE)
    plan = get_plan(actor, plan_id)
    row = compare_revision(plan).find(key)
    if row is None or row.seen != seen:
        raise Conflict("这一条已经并入，或者刚被改过。请刷新后再看。")
    if row.blocked:
        raise Conflict(f"“{row.name}”还不能并入：{row.blocked}。请先在核对页改好。")
    if row.new is None:
        _drop(actor, plan, row, reason)
    elif row.old is None:
        _add(actor, plan, row, row.new)
    else:
        _change(actor, plan, row, row.new, fields)
    after = {"programme": plan.revises_id, "taken": "、".join(fields) or row.act}
    audit.record(actor, "plans.revision_taken", row.new or plan, after=after, place_code=plan.place_code)
    return row


def _add(actor: Actor, plan: Plan, row: Row, item: PlanItem) -> None:
    programme_id = _programme_of(plan).pk
    if row.kind == ItemKind.TASK:
        programmes.add_task(actor=actor, programme_id=programme_id, spec=task_spec(item, _units(plan), []))
    elif row.kind == ItemKind.TARGET:
        programmes.add_target(actor=actor, programme_id=programme_id, spec=target_spec(actor, plan, item))
    else:
        programmes.add_phase(actor=actor, programme_id=programme_id, spec=phase_spec(item))


def _drop(actor: Actor, plan: Plan, row: Row, reason: str) -> None:
    if row.kind != ItemKind.TASK:
        raise Conflict("目标和阶段不随新版删去：填报的数挂在上面。")
    programmes.void_task(actor=actor, programme_id=_programme_of(plan).pk, task_id=row.old.pk, reason=reason)


def _change(actor: Actor, plan: Plan, row: Row, item: PlanItem, fields: Collection[str]) -> None:
    chosen = set(fields) & set(row.field_names)
    if not chosen:
        raise Invalid("还没有选要并入的内容。请至少勾一项。")
    programme_id = _programme_of(plan).pk
    if row.kind == ItemKind.TASK:
        if chosen == set(row.field_names):
            chosen.add(WORDS)  # all is taken, so the sentences of the new version stand from now on
        programmes.change_task(
            actor=actor,
            programme_id=programme_id,
            task_id=row.old.pk,
            spec=task_spec(item, _units(plan), []),
            fields=sorted(chosen),
        )
    elif row.kind == ItemKind.TARGET:
        programmes.change_target(
            actor=actor,
            programme_id=programme_id,
            target_id=row.old.pk,
            spec=target_spec(actor, plan, item),
            fields=sorted(chosen),
        )
    else:
        programmes.change_phase(
            actor=actor,
            programme_id=programme_id,
            phase_id=row.old.pk,
            spec=phase_spec(item),
            fields=sorted(chosen),
        )


def _units(plan: Plan) -> dict[str, PlanUnit]:
    return {unit.name: unit for unit in plan.units.all()}


def _programme_of(plan: Plan) -> Programme:
    if plan.revises is None:
        raise Conflict("这份方案不是哪个行动的新版，请走“启用”。")
    return plan.revises


@transaction.atomic
def finish_revision(*, actor: Actor, plan_id: int) -> Plan:
    """End the comparison: the new version is settled, what was not taken stays as the programme had it."""
    plan = lock_plan(actor, plan_id, Right.PLANS_ACTIVATE)
    actor.require(Right.PROGRAMMES_MANAGE, _programme_of(plan).place_code)
    plan.status = PlanStatus.MERGED
    plan.save(update_fields=["status"])
    audit.record(actor, "plans.revision_finished", plan, after={"programme": plan.revises_id})
    return plan
