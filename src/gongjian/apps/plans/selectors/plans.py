"""Rows of plans for one actor, and what still blocks one."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.plans.choices import ItemKind, ItemStatus, PlanStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.selectors.phrases import name_of
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.core.models import AuditEntry
from gongjian.core.open_work import OpenItem
from gongjian.core.search import SearchHit, find_rows

NAME_SHOWN = 24
OPEN_SHOWN = 50
OPENING = 60
LONG_FIELDS = ("text", "outline", "findings")


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps a plan from running: a sentence and where it is."""

    sentence: str
    item_id: int | None = None
    unit_id: int | None = None


def list_plans(actor: Actor, status: str = "") -> OwnedQuerySet:
    """List plans one may see, newest first, without their long texts."""
    rows = Plan.objects.visible_to(actor).select_related("imported_by", "programme").defer(*LONG_FIELDS)
    return rows.filter(status=status) if status else rows


def count_plans(actor: Actor) -> dict[str, int]:
    """Count the plans one may see by status, all of them under ""."""
    rows = Plan.objects.visible_to(actor).order_by().values_list("status").annotate(count=Count("pk"))
    found = dict(rows)
    return {"": sum(found.values()), **found}


def count_items(plans: list[Plan]) -> dict[int, dict[str, int]]:
    """Count the live passages of each plan by kind, and under "open" those still to be looked at; one query."""
    rows = PlanItem.objects.filter(plan__in=plans).exclude(status=ItemStatus.DROPPED).order_by()
    found: dict[int, dict[str, int]] = {plan.pk: {} for plan in plans}
    for plan_id, kind, status, count in rows.values_list("plan_id", "kind", "status").annotate(Count("pk")):
        counts = found[plan_id]
        counts[kind] = counts.get(kind, 0) + count
        if status == ItemStatus.PROPOSED:
            counts["open"] = counts.get("open", 0) + count
    return found


def get_plan(actor: Actor, plan_id: int) -> Plan:
    """Return a plan with its passages and units; NotFound outside one's scope."""
    rows = Plan.objects.visible_to(actor).select_related("programme", "revises", "source", "imported_by")
    units = Prefetch("units", PlanUnit.objects.select_related("organisation"))
    plan = rows.prefetch_related("items", units).filter(pk=plan_id).one()
    if plan is None:
        raise NotFound()
    return plan


def plans_by_id(actor: Actor, ids: list[int]) -> list[Plan]:
    """Return several plans of one's own scope in the order of the text they came from, with their first words."""
    rows = list_plans(actor).filter(pk__in=ids).annotate(opening=Substr("text", 1, OPENING))
    return list(rows.order_by("pk"))


def live_items(plan: Plan) -> list[PlanItem]:
    """List the passages that were not struck out, in the order of the text."""
    return [item for item in plan.items.all() if item.status != ItemStatus.DROPPED]


def is_resolved(unit: PlanUnit) -> bool:
    """Say whether a name means something definite."""
    return bool(unit.organisation_id or unit.collective_level or unit.is_ignored)


def blockers_of(plan: Plan) -> list[Blocker]:
    """List what blocks activation, in the order of the text: gaps in passages, then unmatched names."""
    items = live_items(plan)
    found = [
        Blocker(
            f"{item.get_kind_display()}“{name_of(item.values)[:NAME_SHOWN]}”：{sentence}", item_id=item.pk
        )
        for item in items
        for sentence in item.unresolved
    ]
    found += [
        Blocker(f"单位“{unit.name}”还没有对上名录", unit_id=unit.pk)
        for unit in plan.units.all()
        if not is_resolved(unit)
    ]
    if not any(item.kind == ItemKind.TASK for item in items):
        found.append(Blocker("没有一项任务，行动没有可下达的内容"))
    return found


def last_change(item: PlanItem) -> AuditEntry | None:
    """Return who changed a passage last, and when."""
    rows = AuditEntry.objects.filter(object_type="plans.planitem", object_id=str(item.pk))
    return rows.order_by("-pk").first()


def open_items(actor: Actor) -> list[OpenItem]:
    """List the plans that the person himself imported and that are still in review, newest first."""
    if actor.user_id is None:
        return []
    rows = list_plans(actor, PlanStatus.REVIEW).filter(imported_by_id=actor.user_id)[:OPEN_SHOWN]
    return [
        OpenItem("plan", row.pk, _("核对方案：%(title)s") % {"title": row.title}, _url(row)) for row in rows
    ]


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find plans by part of the title, its initials or the document number."""
    wanted = " ".join(text.split())
    if not wanted:
        return []
    rows = list_plans(actor).exclude(status=PlanStatus.DROPPED)
    return [
        SearchHit(_("方案"), row.title, f"{row.get_status_display()} {row.doc_number}".strip(), _url(row))
        for row in find_rows(rows, wanted, limit, "title", "doc_number")
    ]


def _url(plan: Plan) -> str:
    return reverse("plans:plan", args=[plan.pk])
