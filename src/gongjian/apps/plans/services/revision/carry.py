"""Spare the office what it settled for the version before: struck-out passages, corrections, matched units."""

from gongjian.apps.plans.choices import ItemStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.services.items import refresh_units
from gongjian.apps.programmes.models import Programme
from gongjian.engines.plandoc.revision.likeness import plain


def carry_over(programme: Programme, plan: Plan) -> None:
    """Settle in a new version what says the same as in the plan that the programme came from."""
    old = Plan.objects.filter(programme=programme).first()
    if old is None:
        return
    known = {_key(item): item for item in old.items.all()}
    changed = []
    for item in plan.items.all():
        before = known.get(_key(item))
        if before is None or before.status in (ItemStatus.PROPOSED, ItemStatus.ADDED):
            continue
        item.status = before.status
        if before.read_values == item.read_values:
            item.values, item.unresolved = before.values, before.unresolved
        changed.append(item)
    PlanItem.objects.bulk_update(changed, ["status", "values", "unresolved"])
    refresh_units(plan)
    _carry_units(old, plan)


def _key(item: PlanItem) -> tuple[str, str]:
    return item.kind, plain(item.quote)


def _carry_units(old: Plan, plan: Plan) -> None:
    known = {unit.name: unit for unit in old.units.all()}
    settled = [(unit, known[unit.name]) for unit in plan.units.all() if unit.name in known]
    for unit, before in settled:
        unit.organisation_id = before.organisation_id
        unit.collective_level, unit.is_ignored = before.collective_level, before.is_ignored
    fields = ["organisation", "collective_level", "is_ignored"]
    PlanUnit.objects.bulk_update([unit for unit, _before in settled], fields)
