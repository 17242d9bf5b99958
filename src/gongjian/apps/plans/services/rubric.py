"""From the scored items of an assessment paper to a rubric in draft."""

from django.db import transaction

from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.services import ReadRubric, create_rubric, read_document
from gongjian.apps.plans.models import Plan
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound


def read_rubric(plan: Plan) -> ReadRubric:
    """Read a paper's scored items; bonuses and vetoes are items of no marks."""
    return read_document(plan.text)


@transaction.atomic
def make_rubric(*, actor: Actor, plan_id: int) -> RubricVersion:
    """Make a rubric in draft of a paper; the paper itself stays as it is. Conflict where there is nothing."""
    plan: Plan | None = Plan.objects.visible_to(actor).filter(pk=plan_id).one()
    if plan is None:
        raise NotFound()
    actor.require(Right.PLANS_EDIT, plan.place_code)
    found = read_rubric(plan)
    if not found.items:
        raise Conflict("这份文件里没有认出评分项，建不成评分标准。请到“评分标准”里新建，再照原文填。")
    version = create_rubric(
        actor=actor,
        place_code=plan.place_code,
        title=plan.title[:120],
        items=found.items,
        outline=found.outline,
        is_demo=plan.is_demo,
    )
    audit.record(actor, "plans.rubric_made", plan, after={"rubric": version.rubric_id})
    return version
