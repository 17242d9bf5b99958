"""Take a programme into the next year: its structure, its dates a year on, its last values as the new base."""

import calendar
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongjian.apps.programmes.models import Programme, Target, Task
from gongjian.apps.programmes.selectors.targets import read_target
from gongjian.apps.programmes.services.create import (
    PhaseSpec,
    ProgrammeSpec,
    TargetSpec,
    TaskSpec,
    create_programme,
)
from gongjian.apps.programmes.services.reach import lock_programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict
from gongjian.core.figures import round_half_up

BASE_DECIMALS = 4


def a_year_on(day: date | None, years: int = 1) -> date | None:
    """Move a day by whole years; the last day of February stays the last day of February.

    >>> a_year_on(date(2027, 2, 28)), a_year_on(date(2028, 2, 29))
    (datetime.date(2028, 2, 29), datetime.date(2029, 2, 28))
    """
    if day is None:
        return None
    last = calendar.monthrange(day.year + years, day.month)[1]
    was_last = day.month == 2 and day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if was_last else min(day.day, last))


@transaction.atomic
def roll_over(*, actor: Actor, programme_id: int, title: str = "") -> Programme:
    """Make next year's programme from this one: phases, tasks with units and shares, targets with a new base.

    Nothing is handed down yet. A programme rolls over once.
    """
    old = lock_programme(actor, programme_id, Right.PROGRAMMES_MANAGE)
    if Programme.objects.filter(previous=old).exists():
        raise Conflict(f"“{old.title}”已转入 {old.year + 1} 年，不能再转一次。")
    new_title = title.strip() or old.title.replace(str(old.year), str(old.year + 1))
    targets = list(old.targets.all())
    new = create_programme(actor=actor, spec=_spec(old, new_title, targets))
    _point_indicators_at(new, old, targets)
    audit.record(actor, "programmes.rolled_over", new, after={"previous": old.pk, "year": new.year})
    return new


def _spec(old: Programme, title: str, targets: list[Target]) -> ProgrammeSpec:
    phases = list(old.phases.all())
    tasks = list(
        old.tasks.filter(voided_on=None).prefetch_related("lead_units", "support_units", "target_shares")
    )
    phase_at = {phase.pk: index for index, phase in enumerate(phases)}
    target_at = {target.pk: index for index, target in enumerate(targets)}
    return ProgrammeSpec(
        place_code=old.place_code,
        title=title,
        year=old.year + 1,
        theme=old.theme,
        starts_on=a_year_on(old.starts_on),
        ends_on=a_year_on(old.ends_on),
        lead_organisation_id=old.lead_organisation_id,
        group_id=old.group_id,
        scheme_id=old.scheme_id,
        report_period=old.report_period,
        previous_id=old.pk,
        is_demo=old.is_demo,
        phases=[
            PhaseSpec(name=phase.name, starts_on=a_year_on(phase.starts_on), ends_on=a_year_on(phase.ends_on))
            for phase in phases
        ],
        targets=[_target_spec(target) for target in targets],
        tasks=[_task_spec(task, phase_at, target_at) for task in tasks],
    )


def _target_spec(target: Target) -> TargetSpec:
    return TargetSpec(
        name=target.name,
        value=target.value,
        comparator=target.comparator,
        unit=target.unit,
        base_value=_last_value(target),
        deadline_on=a_year_on(target.deadline_on),
        scope=target.scope,
        place_code=target.place_code,
        indicator_key=target.indicator_key,
        indicator_params=target.indicator_params,
        quote=target.quote,
    )


def _last_value(target: Target) -> Decimal | None:
    """Return what the registry says now; the old base when there is nothing to read."""
    figure = read_target(target).figure
    if figure is None or figure.value is None:
        return target.base_value
    return round_half_up(figure.value, BASE_DECIMALS)


def _task_spec(task: Task, phase_at: dict[int, int], target_at: dict[int, int]) -> TaskSpec:
    return TaskSpec(
        title=task.title,
        detail=task.detail,
        phase=phase_at[task.phase_id] if task.phase_id is not None else None,
        due_on=a_year_on(task.due_on),
        recurrence=task.recurrence,
        quantity=task.quantity,
        unit=task.unit,
        lead_unit_ids=[unit.pk for unit in task.lead_units.all()],
        support_unit_ids=[unit.pk for unit in task.support_units.all()],
        targets=[(target_at[row.target_id], row.share_percent) for row in task.target_shares.all()],
        quote=task.quote,
    )


def _point_indicators_at(new: Programme, old: Programme, old_targets: list[Target]) -> None:
    """Make the new targets read the new programme's records, not last year's."""
    fresh = list(new.targets.all())
    target_id = {before.pk: after.pk for before, after in zip(old_targets, fresh, strict=True)}
    for target in fresh:
        params: dict[str, Any] = dict(target.indicator_params)
        if params.get("programme") == old.pk:
            params["programme"] = new.pk
        if params.get("target") in target_id:
            params["target"] = target_id[params["target"]]
        target.indicator_params = params
    Target.objects.bulk_update(fresh, ["indicator_params"])
