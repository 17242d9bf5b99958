"""Write a programme and a plan in review as compiled documents, so that the engine can compare them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Value

from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.selectors import live_items
from gongjian.apps.plans.services.dates import RECURRENCE, first_day, is_date, last_day
from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.models import Task as TaskRow
from gongjian.engines.plandoc import CompiledDocument, Phase, Target, Task

KINDS = (ItemKind.TARGET, ItemKind.PHASE, ItemKind.TASK)


@dataclass(frozen=True)
class Side:
    """A document for the engine, and the row behind each of its items, by kind and order."""

    document: CompiledDocument
    rows: dict[str, list[Any]]


def programme_side(programme: Programme, plan: Plan) -> Side:
    """Write a programme as it stands now; units are called as the new version calls them."""
    tasks = list(programme.tasks.filter(voided_on=None).order_by("order", "pk"))
    phases, targets = (list(rows.order_by("order", "pk")) for rows in (programme.phases, programme.targets))
    lead, support = _units_of(tasks, _calls(programme, plan))
    document = _document(
        programme.title,
        [
            _target(
                row.name, row.comparator, row.value, row.unit, _iso(row.deadline_on), row.scope, row.quote
            )
            for row in targets
        ],
        [_phase(row.name, _iso(row.starts_on), _iso(row.ends_on)) for row in phases],
        [
            _task(
                row.title,
                row.quote or row.detail or row.title,
                sorted(lead[row.pk]),
                sorted(support[row.pk]),
                row.recurrence or _iso(row.due_on),
            )
            for row in tasks
        ],
    )
    return Side(document, {ItemKind.TARGET: targets, ItemKind.PHASE: phases, ItemKind.TASK: tasks})


def _units_of(
    tasks: Sequence[TaskRow], called: dict[int, str]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Name the leading and the supporting units of each task, as the versions call them. One query."""
    leading, supporting = (
        link._default_manager.filter(task__in=tasks)
        .order_by()
        .values_list(Value(number), "task_id", "organisation_id", "organisation__name")
        for number, link in enumerate((TaskRow.lead_units.through, TaskRow.support_units.through))
    )
    found: tuple[dict[int, list[str]], dict[int, list[str]]] = defaultdict(list), defaultdict(list)
    for number, task_id, unit_id, name in leading.union(supporting, all=True):
        found[number][task_id].append(called.get(unit_id, name))
    return found


def _calls(programme: Programme, plan: Plan) -> dict[int, str]:
    """Return what units are called in the versions of the plan, as the newest calls them."""
    versions = Q(plan__programme=programme) | Q(plan__revises=programme)
    rows = PlanUnit.objects.filter(versions, organisation__isnull=False).order_by("plan_id", "pk")
    older = dict(rows.values_list("organisation_id", "name"))
    return older | {unit.organisation_id: unit.name for unit in plan.units.all() if unit.organisation_id}


def plan_side(plan: Plan) -> Side:
    """Write the live passages of a plan as the programme would hold them."""
    rows: dict[str, list[PlanItem]] = {kind: [] for kind in KINDS}
    for item in live_items(plan):
        if item.kind in rows:
            rows[item.kind].append(item)
    left_out = {unit.name for unit in plan.units.all() if unit.collective_level or unit.is_ignored}
    document = _document(
        plan.title,
        [_target_of(item) for item in rows[ItemKind.TARGET]],
        [
            _phase(item.values["name"][:120], _first(item.values["begins"]), _day(item.values["ends"]))
            for item in rows[ItemKind.PHASE]
        ],
        [_task_of(item, left_out) for item in rows[ItemKind.TASK]],
    )
    return Side(document, dict(rows))


def _target_of(item: PlanItem) -> Target:
    values = item.values
    number = Decimal(str(values["value"])) if values["value"] not in (None, "") else Decimal(0)
    return _target(
        values["indicator"][:200],
        values["comparator"],
        number,
        values["unit"],
        _day(values["deadline"]),
        values["scope"][:120],
        item.quote,
    )


def _task_of(item: PlanItem, left_out: set[str]) -> Task:
    """Write a task without the names that are no body: those of a whole level, those that take no part."""
    values = item.values
    lead, support = ([name for name in values[part] if name not in left_out] for part in ("lead", "support"))
    due = values["due"]
    day = due if due.startswith(RECURRENCE) else _day(due)
    return _task(values["title"].strip()[:200], item.quote, lead, support, day)


def _document(title: str, targets: list[Target], phases: list[Phase], tasks: list[Task]) -> CompiledDocument:
    return CompiledDocument(
        0,
        0,
        title,
        "plan",
        None,
        None,
        None,
        targets=tuple(targets),
        phases=tuple(phases),
        tasks=tuple(tasks),
    )


def _target(
    name: str, comparator: str, value: Decimal, unit: str, deadline: str | None, scope: str, quote: str
) -> Target:
    words = quote or name
    return Target(
        words,
        0,
        len(words),
        "programme",
        1.0,
        name,
        comparator,
        value.normalize(),
        unit or None,
        deadline,
        scope or None,
    )


def _phase(name: str, begins: str | None, ends: str | None) -> Phase:
    return Phase(name, 0, len(name), "programme", 1.0, name, begins, ends)


def _task(title: str, quote: str, lead: list[str], support: list[str], due: str | None) -> Task:
    names = tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(support))
    return Task(quote, 0, len(quote), "programme", 1.0, title, (), *names, due)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _day(text: str) -> str | None:
    return _iso(last_day(text)) if text and is_date(text) else text or None


def _first(text: str) -> str | None:
    return _iso(first_day(text)) if text and is_date(text) else text or None
