"""Correct, drop, add and accept passages; each change is saved at once and keeps what was read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import find_named
from gongjian.apps.plans.choices import ItemKind, ItemStatus, PlanStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.services.checks import problems_of
from gongjian.apps.plans.services.reading import EMPTY_VALUES, NAMING_FIELD, unit_names
from gongjian.apps.plans.services.rows import lock_item, lock_plan
from gongjian.apps.plans.services.units import forget_unused, match_units
from gongjian.apps.plans.services.values import clean_values
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

NAME_LENGTH = 40
BY_HAND = "by_hand"


@transaction.atomic
def correct_item(
    *, actor: Actor, plan_id: int, item_id: int, values: Mapping[str, Any], version: int | None = None
) -> PlanItem:
    """Change an item's values. `version` is the one the person saw: Conflict if another changed it since."""
    plan, item = lock_item(actor, plan_id, item_id)
    if version is not None and version != item.version:
        raise Conflict("这一条刚被别人改过。请看过新的内容再改，你填的还在页面上。")
    before = dict(item.values)
    item.values = {**EMPTY_VALUES[item.kind], **item.values, **clean_values(item.kind, values)}
    _check_place(plan, item.values.get("place_code", ""))
    if item.status == ItemStatus.DROPPED:
        raise Conflict("这一项已经删去。请先恢复再改。")
    item.status = _status_of(item, ItemStatus.ACCEPTED)
    _save(item)
    refresh_units(plan)
    audit.record(
        actor, "plans.item_corrected", item, before=before, after=item.values, place_code=plan.place_code
    )
    return item


@transaction.atomic
def accept_item(*, actor: Actor, plan_id: int, item_id: int) -> PlanItem:
    """Say that an item was read rightly."""
    plan, item = lock_item(actor, plan_id, item_id)
    if item.status == ItemStatus.PROPOSED:
        item.status = ItemStatus.ACCEPTED
        _save(item)
        audit.record(actor, "plans.item_accepted", item, place_code=plan.place_code)
    return item


@transaction.atomic
def accept_rest(*, actor: Actor, plan_id: int, kind: str = "") -> int:
    """Say that all passages (of a kind) that lack nothing were read rightly; return how many."""
    plan = lock_plan(actor, plan_id)
    rows = plan.items.filter(status=ItemStatus.PROPOSED)
    if kind:
        rows = rows.filter(kind=kind)
    sound = [pk for pk, unresolved in rows.values_list("pk", "unresolved") if not unresolved]
    count = rows.filter(pk__in=sound).update(status=ItemStatus.ACCEPTED, version=F("version") + 1)
    if count:
        audit.record(actor, "plans.items_accepted", plan, after={"kind": kind, "items": sound})
    return count


@transaction.atomic
def drop_item(*, actor: Actor, plan_id: int, item_id: int) -> PlanItem:
    """Strike an item out; it is kept and can be taken back."""
    plan, item = lock_item(actor, plan_id, item_id)
    item.status = ItemStatus.DROPPED
    _save(item)
    refresh_units(plan)
    audit.record(actor, "plans.item_dropped", item, place_code=plan.place_code)
    return item


@transaction.atomic
def restore_item(*, actor: Actor, plan_id: int, item_id: int) -> PlanItem:
    """Take a struck-out item back with its last values."""
    plan, item = lock_item(actor, plan_id, item_id)
    if item.status != ItemStatus.DROPPED:
        raise Conflict("这一项没有删去，不用恢复。")
    item.status = _status_of(item, ItemStatus.PROPOSED)
    _save(item)
    refresh_units(plan)
    audit.record(actor, "plans.item_restored", item, place_code=plan.place_code)
    return item


@transaction.atomic
def add_item(*, actor: Actor, plan_id: int, kind: str, start: int, end: int) -> PlanItem:
    """Add an item from a selection of the text; its words fill its name."""
    plan = lock_plan(actor, plan_id)
    if kind not in ItemKind.values:
        raise Invalid("没有这一类。请选目标、阶段、任务、评级或组织。")
    if not 0 <= start < end <= len(plan.text):
        raise Invalid("选中的文字超出了正文。请重新选。")
    words = plan.text[start:end]
    values = {**EMPTY_VALUES[kind], NAMING_FIELD[ItemKind(kind)]: " ".join(words.split())[:NAME_LENGTH]}
    last = plan.items.aggregate(last=Max("order"))["last"] or 0
    item = PlanItem(
        plan=plan,
        kind=kind,
        order=last + 1,
        start=start,
        end=end,
        quote=words,
        rule=BY_HAND,
        status=ItemStatus.ADDED,
        values=values,
        read_values={},
        unresolved=problems_of(kind, values),
    )
    item.save()
    audit.record(actor, "plans.item_added", item, after=values, place_code=plan.place_code)
    return item


@transaction.atomic
def match_unit(
    *,
    actor: Actor,
    plan_id: int,
    unit_id: int,
    organisation_id: int | None = None,
    level: int | None = None,
    ignore: bool = False,
) -> PlanUnit:
    """Say what a name means: a body, every place of a level, or nothing that takes part."""
    plan = lock_plan(actor, plan_id)
    unit = plan.units.filter(pk=unit_id).one()
    if unit is None:
        raise NotFound()
    if (organisation_id is not None) + (level is not None) + ignore > 1:
        raise Invalid("一个名字只能对应一样：一个单位、一级地方，或者不参与。")
    organisation = None
    if organisation_id is not None:
        organisation = Organisation.objects.visible_to(actor).filter(pk=organisation_id).one()
        if organisation is None:
            raise NotFound("没有找到这个单位。请重新选。")
    if level is not None and level not in Level.values:
        raise Invalid("没有这一级地方。")
    unit.organisation, unit.collective_level, unit.is_ignored = organisation, level, ignore
    unit.save(update_fields=["organisation", "collective_level", "is_ignored"])
    after = {"name": unit.name, "organisation": organisation_id, "level": level, "ignored": ignore}
    audit.record(actor, "plans.unit_matched", unit, after=after, place_code=plan.place_code)
    return unit


@transaction.atomic
def edit_head(*, actor: Actor, plan_id: int, title: str, issuer: str, doc_number: str) -> Plan:
    """Correct the plan's own title, issuer and number."""
    plan = lock_plan(actor, plan_id)
    if not title.strip():
        raise Invalid("标题不能空着。")
    before = audit.snapshot(plan, "title", "issuer", "doc_number")
    plan.title, plan.issuer, plan.doc_number = (
        title.strip()[:200],
        issuer.strip()[:120],
        doc_number.strip()[:60],
    )
    plan.save(update_fields=["title", "issuer", "doc_number"])
    audit.record(
        actor,
        "plans.head_edited",
        plan,
        before=before,
        after=audit.snapshot(plan, "title", "issuer", "doc_number"),
    )
    return plan


@transaction.atomic
def drop_plan(*, actor: Actor, plan_id: int) -> Plan:
    """Strike a plan in review out; it is kept."""
    plan = lock_plan(actor, plan_id)
    plan.status = PlanStatus.DROPPED
    plan.save(update_fields=["status"])
    audit.record(actor, "plans.plan_dropped", plan)
    return plan


@transaction.atomic
def keep_plans(*, actor: Actor, plan_ids: Sequence[int], kept: Collection[int]) -> None:
    """Of the plans that one file gave, strike out those in review that are not to be kept."""
    rows = Plan.objects.visible_to(actor).filter(pk__in=plan_ids, status=PlanStatus.REVIEW)
    for pk in rows.exclude(pk__in=kept).order_by("pk").values_list("pk", flat=True):
        drop_plan(actor=actor, plan_id=pk)


def _status_of(item: PlanItem, unchanged: ItemStatus) -> ItemStatus:
    if item.rule == BY_HAND:
        return ItemStatus.ADDED
    return unchanged if item.values == item.read_values else ItemStatus.CORRECTED


def _check_place(plan: Plan, words: str) -> None:
    """Refuse what is not the code of the plan's place, nor names something in it."""
    if words not in ("", plan.place_code) and not find_named([words], plan.place_code):
        raise Invalid("目标要定在方案所在的地方，或者它下面的地方。请重新选。")


def _save(item: PlanItem) -> None:
    item.version += 1
    item.unresolved = [] if item.status == ItemStatus.DROPPED else problems_of(item.kind, item.values)
    item.save()


def refresh_units(plan: Plan) -> None:
    """Keep just the unit names that live tasks use, and match the new ones."""
    live = plan.items.filter(kind=ItemKind.TASK).exclude(status=ItemStatus.DROPPED)
    names = unit_names(live.values_list("values", flat=True))
    forget_unused(plan, names)
    match_units(plan, names)
