"""From the scored items of an assessment paper to a rubric in draft."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.services import ItemSpec, RuleSpec, create_rubric
from gongjian.apps.plans.models import Plan
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound
from gongjian.engines.plandoc import compile_text
from gongjian.engines.plandoc.model import RubricItem, RubricRule

COUNTED = "次"
LONGEST = 200


@dataclass(frozen=True)
class RubricReading:
    """The items a paper states, in the order of its text."""

    items: tuple[ItemSpec, ...]

    @property
    def full_marks(self) -> Decimal:
        """The marks of all items together."""
        return sum((item.full_marks for item in self.items), Decimal(0))

    @property
    def without_rules(self) -> list[str]:
        """The items for which no rule was read; they must be completed in the draft."""
        return [item.title for item in self.items if not item.rules]


def read_rubric(plan: Plan) -> RubricReading:
    """Read a paper's scored items; bonuses and vetoes are items of no marks."""
    documents = compile_text(plan.text).documents
    return RubricReading(tuple(_item(item) for document in documents for item in document.rubric_items))


@transaction.atomic
def make_rubric(*, actor: Actor, plan_id: int) -> RubricVersion:
    """Make a rubric in draft of a paper; the paper itself stays as it is. Conflict where there is nothing."""
    plan: Plan | None = Plan.objects.visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound()
    actor.require(Right.PLANS_EDIT, plan.place_code)
    items = read_rubric(plan).items
    if not items:
        raise Conflict("这份文件里没有认出评分项，建不成评分标准。请到“评分标准”里新建，再照原文填。")
    version = create_rubric(
        actor=actor, place_code=plan.place_code, title=plan.title[:120], items=items, is_demo=plan.is_demo
    )
    audit.record(actor, "plans.rubric_made", plan, after={"rubric": version.rubric_id})
    return version


def _item(item: RubricItem) -> ItemSpec:
    return ItemSpec(
        title=item.title[:LONGEST],
        full_marks=item.full_marks or Decimal(0),
        rules=tuple(_rule(rule) for rule in item.rules if rule.kind == "veto" or rule.amount),
    )


def _rule(rule: RubricRule) -> RuleSpec:
    return RuleSpec(
        per=rule.per[:LONGEST], amount=rule.amount, kind=RuleKind(rule.kind), unit=COUNTED, cap=rule.cap
    )
