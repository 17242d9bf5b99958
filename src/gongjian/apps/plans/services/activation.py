"""Turn a reviewed plan into a running programme: group, rating scheme, phases, targets, tasks."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.services import RatingSpec, create_scheme
from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.selectors import match_organisations
from gongjian.apps.parties.services import GroupSpec, MemberSpec, create_group
from gongjian.apps.places.services import settle_where
from gongjian.apps.plans.choices import ItemKind, PlanStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.selectors import blockers_of, live_items
from gongjian.apps.plans.services.dates import RECURRENCE, first_day, last_day
from gongjian.apps.plans.services.rows import lock_plan
from gongjian.apps.plans.services.scheme import read_scheme
from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.services import PhaseSpec, ProgrammeSpec, TargetSpec, TaskSpec, create_programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict
from gongjian.core.registry import AREA


@dataclass(frozen=True)
class ActivationPreview:
    """What activation will make, in numbers, and what stays in the text only."""

    title: str
    year: int
    starts_on: date | None
    ends_on: date | None
    targets: int
    bound_targets: int
    phases: int
    tasks: int
    recurring: int
    undated: int
    lead_units: int
    support_units: int
    collectives: tuple[str, ...]
    groups: tuple[str, ...]
    rules: tuple[RatingSpec, ...]
    left_out: tuple[PlanItem, ...]


def preview_activation(plan: Plan) -> ActivationPreview:
    """Count what a plan will become; dates that do not read yet are left out."""
    items = _by_kind(live_items(plan))
    scheme = read_scheme(item for item in items[ItemKind.RATING] if not item.unresolved)
    is_sound = not any(item.unresolved for item in live_items(plan))
    days = _days(items) if is_sound else ([], [])
    return ActivationPreview(
        title=plan.title,
        year=_year_of(plan, days[1]),
        starts_on=min(days[0], default=None),
        ends_on=max(days[1], default=None),
        targets=len(items[ItemKind.TARGET]),
        bound_targets=sum(bool(item.values.get("indicator_key")) for item in items[ItemKind.TARGET]),
        phases=len(items[ItemKind.PHASE]),
        tasks=len(items[ItemKind.TASK]),
        recurring=sum(str(item.values["due"]).startswith(RECURRENCE) for item in items[ItemKind.TASK]),
        undated=sum(not item.values["due"] for item in items[ItemKind.TASK]),
        lead_units=len(_bodies(plan, items[ItemKind.TASK], "lead")),
        support_units=len(_bodies(plan, items[ItemKind.TASK], "support")),
        collectives=_collectives(plan),
        groups=tuple(item.values["name"] for item in items[ItemKind.GROUP]),
        rules=scheme.rules,
        left_out=scheme.left_out,
    )


def _bodies(plan: Plan, tasks: list[PlanItem], part: str) -> set[int]:
    """Return the bodies that tasks name in one part."""
    units = {unit.name: unit for unit in plan.units.all()}
    return {pk for item in tasks for pk in _unit_ids(item.values[part], units)}


def _collectives(plan: Plan) -> tuple[str, ...]:
    """Return the names that mean every place of a level; who that is gets chosen when handing down."""
    return tuple(unit.name for unit in plan.units.all() if unit.collective_level and not unit.is_ignored)


@transaction.atomic
def activate_plan(*, actor: Actor, plan_id: int) -> Programme:
    """Make the programme; Conflict names what still blocks. All or nothing."""
    plan = lock_plan(actor, plan_id, Right.PLANS_ACTIVATE)
    if plan.revises_id:
        raise Conflict("这是一个行动的新版，不另建行动。请在对照页里逐条并入。")
    blockers = blockers_of(plan)
    if blockers:
        first = "；".join(blocker.sentence for blocker in blockers[:3])
        raise Conflict(f"还有 {len(blockers)} 处没有理清，不能启动：{first}。")
    items = _by_kind(live_items(plan))
    starts, ends = _days(items)
    year = _year_of(plan, ends)
    spec = ProgrammeSpec(
        place_code=plan.place_code,
        title=plan.title[:160],
        year=year,
        starts_on=min(starts, default=None),
        ends_on=max(ends, default=None),
        lead_organisation_id=_issuer_id(plan),
        group_id=_make_group(actor, plan, items[ItemKind.GROUP]),
        scheme_id=_make_scheme(actor, plan, items[ItemKind.RATING], year),
        is_demo=plan.is_demo,
        phases=[phase_spec(item) for item in items[ItemKind.PHASE]],
        targets=[target_spec(actor, plan, item) for item in items[ItemKind.TARGET]],
        tasks=_tasks(plan, items),
    )
    programme = create_programme(actor=actor, spec=spec)
    plan.programme, plan.status = programme, PlanStatus.ACTIVATED
    plan.save(update_fields=["programme", "status"])
    audit.record(actor, "plans.plan_activated", plan, after={"programme": programme.pk})
    return programme


def _by_kind(items: list[PlanItem]) -> dict[str, list[PlanItem]]:
    found: dict[str, list[PlanItem]] = defaultdict(list)
    for item in items:
        found[item.kind].append(item)
    return found


def _days(items: dict[str, list[PlanItem]]) -> tuple[list[date], list[date]]:
    """List the days on which phases begin, and those by which phases, tasks and targets end."""
    starts = [first_day(item.values["begins"]) for item in items[ItemKind.PHASE]]
    ends = [last_day(item.values["ends"]) for item in items[ItemKind.PHASE]]
    ends += [last_day(item.values["due"]) for item in items[ItemKind.TASK]]
    ends += [last_day(item.values["deadline"]) for item in items[ItemKind.TARGET]]
    return [day for day in starts if day], [day for day in ends if day]


def _year_of(plan: Plan, ends: list[date]) -> int:
    """Return the year most of the work ends in; without dates that of the document."""
    if ends:
        return Counter(day.year for day in ends).most_common(1)[0][0]
    return (plan.issued_on or timezone.localdate()).year


def _issuer_id(plan: Plan) -> int | None:
    found = match_organisations(plan.issuer, plan.place_code) if plan.issuer else []
    return found[0].pk if len(found) == 1 else None


def phase_spec(item: PlanItem) -> PhaseSpec:
    """Return what a phase card asks a programme to hold."""
    values = item.values
    return PhaseSpec(
        name=values["name"][:120], starts_on=first_day(values["begins"]), ends_on=last_day(values["ends"])
    )


def target_spec(actor: Actor, plan: Plan, item: PlanItem) -> TargetSpec:
    """Return what a target card asks a programme to hold."""
    values = item.values
    where = settle_where(
        actor=actor,
        place_code=plan.place_code,
        words=values.get("place_code", ""),
        is_demo=plan.is_demo,
    )
    return TargetSpec(
        name=values["indicator"][:200],
        value=Decimal(str(values["value"])),
        comparator=values["comparator"],
        unit=values["unit"],
        deadline_on=last_day(values["deadline"]),
        scope=values["scope"],
        place_code=where.place_code,
        indicator_key=values.get("indicator_key", ""),
        indicator_params={} if where.area_id is None else {AREA: where.area_id},
        quote=item.quote,
    )


def _tasks(plan: Plan, items: dict[str, list[PlanItem]]) -> list[TaskSpec]:
    units = {unit.name: unit for unit in plan.units.all()}
    phases = [
        (first_day(item.values["begins"]), last_day(item.values["ends"])) for item in items[ItemKind.PHASE]
    ]
    return [task_spec(item, units, phases) for item in items[ItemKind.TASK]]


def task_spec(
    item: PlanItem, units: dict[str, PlanUnit], phases: list[tuple[date | None, date | None]]
) -> TaskSpec:
    """Return what a task card asks a programme to hold, with its units by their matches."""
    values = item.values
    due = values["due"]
    due_on = last_day(due) if not due.startswith(RECURRENCE) else None
    return TaskSpec(
        title=values["title"],
        detail=item.quote,
        phase=_phase_at(due_on, phases),
        due_on=due_on,
        recurrence=due if due.startswith(RECURRENCE) else "",
        quantity=Decimal(str(values["quantity"])) if values.get("quantity") else None,
        unit=values.get("unit", ""),
        lead_unit_ids=_unit_ids(values["lead"], units),
        support_unit_ids=_unit_ids(values["support"], units),
        quote=item.quote,
    )


def _phase_at(due_on: date | None, phases: list[tuple[date | None, date | None]]) -> int | None:
    if due_on is None:
        return None
    for index, (starts_on, ends_on) in enumerate(phases):
        if starts_on and ends_on and starts_on <= due_on <= ends_on:
            return index
    return None


def _unit_ids(names: list[str], units: dict[str, PlanUnit]) -> list[int]:
    matched = (units[name].organisation_id for name in names if name in units and not units[name].is_ignored)
    return [unit_id for unit_id in matched if unit_id is not None]


def _make_group(actor: Actor, plan: Plan, items: list[PlanItem]) -> int | None:
    groups = [create_group(actor=actor, spec=_group(plan, item), is_demo=plan.is_demo) for item in items]
    return groups[0].pk if groups else None


def _group(plan: Plan, item: PlanItem) -> GroupSpec:
    members: list[dict[str, Any]] = item.values["members"]
    office = next((member["who"] for member in members if member["role"] == GroupRole.OFFICE), "")
    found = match_organisations(office, plan.place_code) if office else []
    return GroupSpec(
        place_code=plan.place_code,
        name=item.values["name"][:120],
        office_organisation_id=found[0].pk if len(found) == 1 else None,
        members=tuple(
            MemberSpec(role=member["role"], who=member["who"][:120], post=member.get("post", "")[:120])
            for member in members
        ),
    )


def _make_scheme(actor: Actor, plan: Plan, items: list[PlanItem], year: int) -> int | None:
    rules = read_scheme(items).rules
    if not rules:
        return None
    scheme = create_scheme(
        actor=actor,
        place_code=plan.place_code,
        title=f"{plan.title}评级办法"[:120],
        effective_on=date(year, 1, 1),
        citation=f"{plan.title}{plan.doc_number and f'（{plan.doc_number}）'}"[:300],
        rules=rules,
        is_demo=plan.is_demo,
    )
    return scheme.pk
