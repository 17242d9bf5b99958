"""Load and lock the rows that a change is about."""

from gongjian.apps.plans.choices import PlanStatus
from gongjian.apps.plans.models import Plan, PlanItem
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound


def lock_plan(actor: Actor, plan_id: int, right: Right = Right.PLANS_EDIT) -> Plan:
    """Return a plan in review, locked until the transaction ends: changes of one plan queue up.

    Raises NotFound outside the actor's scope, NotAllowed without the right, Conflict when it is settled.
    """
    rows = Plan.objects.visible_to(actor).select_for_update(no_key=True).defer("text", "outline", "findings")
    plan: Plan | None = rows.filter(pk=plan_id).one()
    if plan is None:
        raise NotFound()
    actor.require(right, plan.place_code)
    if plan.status == PlanStatus.ACTIVATED:
        raise Conflict("这份方案已经变成行动，不能再改。要改任务和目标，请在行动里导入新版。")
    if plan.status == PlanStatus.MERGED:
        raise Conflict("这份新版已经并入行动，不能再改。要改任务和目标，请再导入一份新版。")
    if plan.status == PlanStatus.DROPPED:
        raise Conflict("这份方案已经作废，不能再改。")
    return plan


def lock_item(actor: Actor, plan_id: int, item_id: int) -> tuple[Plan, PlanItem]:
    """Return one passage with its locked plan."""
    plan = lock_plan(actor, plan_id)
    item = plan.items.filter(pk=item_id).one()
    if item is None:
        raise NotFound()
    return plan, item
