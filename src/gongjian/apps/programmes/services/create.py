"""Create a programme whole: phases, targets bound to indicators, tasks with their units and shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.models import Organisation
from gongjian.apps.programmes.choices import Comparator
from gongjian.apps.programmes.models import Phase, Programme, Target, Task, TaskTarget
from gongjian.apps.programmes.services.amounts import bare
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.registry import get_indicator
from gongjian.core.rules import rule_value

FULL_SHARE = Decimal(100)
REPORT_PERIODS = ("month", "quarter")


@dataclass(frozen=True, kw_only=True)
class PhaseSpec:
    """A named period of the work."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TargetSpec:
    """A result to reach.

    `comparator` as in the corpus schema; `place_code`, or `area` in `indicator_params`, when it is for a part only.
    """

    name: str
    value: Decimal
    comparator: str = Comparator.AT_LEAST.value
    unit: str = ""
    base_value: Decimal | None = None
    deadline_on: date | None = None
    scope: str = ""
    place_code: str = ""
    indicator_key: str = ""
    indicator_params: Mapping[str, Any] = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskSpec:
    """A piece of work.

    `phase` is the position of its phase in the programme's `phases`. `targets` are pairs of
    (position of the target in `targets`, share in per cent of the task's quantity).
    """

    title: str
    detail: str = ""
    phase: int | None = None
    due_on: date | None = None
    recurrence: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    lead_unit_ids: Sequence[int] = ()
    support_unit_ids: Sequence[int] = ()
    targets: Sequence[tuple[int, Decimal]] = ()
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgrammeSpec:
    """All that a programme starts with. `report_period` empty means the rule of the place."""

    place_code: str
    title: str
    year: int
    theme: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    lead_organisation_id: int | None = None
    group_id: int | None = None
    scheme_id: int | None = None
    report_period: str = ""
    previous_id: int | None = None
    is_demo: bool = False
    phases: Sequence[PhaseSpec] = ()
    targets: Sequence[TargetSpec] = ()
    tasks: Sequence[TaskSpec] = ()


@transaction.atomic
def create_programme(*, actor: Actor, spec: ProgrammeSpec) -> Programme:
    """Write a programme with all its parts, or nothing.

    Raises NotAllowed outside the actor's places and Invalid with a sentence that names the part.
    The number of queries does not depend on the number of parts.
    """
    actor.require(Right.PROGRAMMES_MANAGE, spec.place_code)
    check_spec(spec)
    check_named_units(spec)
    programme = Programme.objects.create(
        place_code=spec.place_code,
        title=spec.title.strip(),
        theme=spec.theme,
        year=spec.year,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        lead_organisation_id=spec.lead_organisation_id,
        group_id=spec.group_id,
        scheme_id=spec.scheme_id,
        previous_id=spec.previous_id,
        report_period=spec.report_period or _usual_period(spec.place_code),
        is_demo=spec.is_demo,
    )
    phases = _create_phases(programme, spec.phases)
    targets = _create_targets(programme, spec.targets)
    tasks = _create_tasks(programme, spec.tasks, phases)
    _create_shares(spec.tasks, tasks, targets)
    _create_unit_links(spec.tasks, tasks)
    after = audit.snapshot(programme, "title", "year", "starts_on", "ends_on", "report_period")
    counts = {"phases": len(phases), "targets": len(targets), "tasks": len(tasks)}
    audit.record(actor, "programmes.programme_created", programme, after={**after, **counts})
    return programme


def check_spec(spec: ProgrammeSpec) -> None:
    """Refuse a specification that contradicts itself; the sentence names the part."""
    if not spec.title.strip():
        raise Invalid("行动还没有名称，请先写上名称。")
    if spec.report_period and spec.report_period not in REPORT_PERIODS:
        raise Invalid(f"填报周期“{spec.report_period}”用不了，请选按月或按季。")
    _check_span(f"行动“{spec.title}”", spec.starts_on, spec.ends_on)
    for phase in spec.phases:
        _check_span(f"阶段“{phase.name}”", phase.starts_on, phase.ends_on)
    for target in spec.targets:
        if target.comparator not in Comparator.values:
            raise Invalid(
                f"目标“{target.name}”的比较方式“{target.comparator}”认不出，请改成不低于、不超过等。"
            )
        if target.indicator_key:
            get_indicator(target.indicator_key)
        if target.place_code and not target.place_code.startswith(spec.place_code):
            raise Invalid(f"目标“{target.name}”定在行动以外的地方，请改成行动所在地方或它下面的地方。")
    for task in spec.tasks:
        _check_task(spec, task)


def _check_task(spec: ProgrammeSpec, task: TaskSpec) -> None:
    if not task.title.strip():
        raise Invalid("有一项任务没有名称，请先写上。")
    if task.quantity is not None and task.quantity < 0:
        raise Invalid(f"任务“{task.title}”的数量是负数，请改正。")
    if task.phase is not None and not 0 <= task.phase < len(spec.phases):
        raise Invalid(f"任务“{task.title}”归到了没有的阶段，请重新选阶段。")
    positions = [position for position, _share in task.targets]
    if len(set(positions)) != len(positions) or any(not 0 <= at < len(spec.targets) for at in positions):
        raise Invalid(f"任务“{task.title}”对应的目标重复或不存在，请重新选。")
    check_shares(task.title, [share for _position, share in task.targets])


def check_shares(title: str, shares: Iterable[Decimal]) -> None:
    """Refuse shares that are not positive or give away more than the whole task."""
    found = list(shares)
    if any(share <= 0 for share in found):
        raise Invalid(f"任务“{title}”有一个目标的份额不是正数，请改正或删去。")
    if sum(found) > FULL_SHARE:
        raise Invalid(
            f"任务“{title}”各目标的份额合计 {bare(sum(found, Decimal(0)))}%，超过 100%。请减到 100% 以内。"
        )


def _check_span(what: str, starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and starts_on > ends_on:
        raise Invalid(
            f"{what}的开始日期（{starts_on.isoformat()}）晚于截止日期（{ends_on.isoformat()}），请改正。"
        )


def check_named_units(spec: ProgrammeSpec) -> None:
    """Refuse units that the register does not have."""
    wanted = {unit for task in spec.tasks for unit in (*task.lead_unit_ids, *task.support_unit_ids)}
    if spec.lead_organisation_id:
        wanted.add(spec.lead_organisation_id)
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    if wanted - known:
        raise Invalid("有牵头或配合单位已不在单位名录里，请重新选单位。")


def _usual_period(place_code: str) -> str:
    return str(rule_value("reports.period", on=timezone.localdate(), place_code=place_code))


def _create_phases(programme: Programme, specs: Sequence[PhaseSpec]) -> list[Phase]:
    rows = [
        Phase(
            programme=programme, order=order, name=spec.name, starts_on=spec.starts_on, ends_on=spec.ends_on
        )
        for order, spec in enumerate(specs, start=1)
    ]
    return list(Phase.objects.bulk_create(rows))


def _create_targets(programme: Programme, specs: Sequence[TargetSpec]) -> list[Target]:
    rows = [
        Target(
            programme=programme,
            order=order,
            name=spec.name,
            comparator=spec.comparator,
            value=spec.value,
            unit=spec.unit,
            base_value=spec.base_value,
            deadline_on=spec.deadline_on,
            scope=spec.scope[:120],
            place_code=spec.place_code,
            indicator_key=spec.indicator_key,
            indicator_params=dict(spec.indicator_params),
            quote=spec.quote,
        )
        for order, spec in enumerate(specs, start=1)
    ]
    targets = list(Target.objects.bulk_create(rows))
    for target in targets:
        target.indicator_params = with_own_params(target)
    Target.objects.bulk_update(targets, ["indicator_params"])
    return targets


def with_own_params(target: Target) -> dict[str, Any]:
    """Return the parameters of a target's indicator with its own programme and itself, where it asks for them."""
    own = {"programme": target.programme_id, "target": target.pk}
    known = get_indicator(target.indicator_key).param_names if target.indicator_key else ()
    return {**{name: value for name, value in own.items() if name in known}, **target.indicator_params}


def _create_tasks(programme: Programme, specs: Sequence[TaskSpec], phases: Sequence[Phase]) -> list[Task]:
    rows = [
        Task(
            programme=programme,
            phase=None if spec.phase is None else phases[spec.phase],
            order=order,
            title=spec.title.strip()[:200],
            detail=spec.detail,
            due_on=spec.due_on,
            recurrence=spec.recurrence,
            quantity=spec.quantity,
            unit=spec.unit,
            quote=spec.quote,
        )
        for order, spec in enumerate(specs, start=1)
    ]
    return list(Task.objects.bulk_create(rows))


def _create_shares(specs: Sequence[TaskSpec], tasks: Sequence[Task], targets: Sequence[Target]) -> None:
    TaskTarget.objects.bulk_create(
        TaskTarget(task=task, target=targets[position], share_percent=share)
        for spec, task in zip(specs, tasks, strict=True)
        for position, share in spec.targets
    )


def _create_unit_links(specs: Sequence[TaskSpec], tasks: Sequence[Task]) -> None:
    for field_name in ("lead_units", "support_units"):
        through = getattr(Task, field_name).through
        through.objects.bulk_create(
            through(task_id=task.pk, organisation_id=unit)
            for spec, task in zip(specs, tasks, strict=True)
            for unit in dict.fromkeys(getattr(spec, f"{field_name[:-1]}_ids"))
        )
