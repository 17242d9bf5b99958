"""Builders of supervision: a programme handed down, a plan, a matter."""

from datetime import date, datetime

from django.utils import timezone

from gongjian.apps.programmes.models import Assignment, Programme, Target, Task
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import ActivityKind, MatterOrigin, Repeat
from gongjian.apps.supervision.models import Matter, PlannedActivity, SupervisionPlan
from gongjian.apps.supervision.services import ActivitySpec, MatterSpec
from gongjian.core.access import Actor, Role
from tests.factories import COUNTY, STREET

WEDNESDAY = date(2026, 11, 25)


def moment(day: date, hour: int = 10) -> datetime:
    """A moment in the office's zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def make_plan(actor: Actor, programme: Programme | None = None) -> SupervisionPlan:
    """A plan of the county for the winter."""
    return services.add_plan(
        actor=actor,
        place_code=COUNTY,
        title="冬季督查",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 3, 31),
        programme_id=programme.pk if programme else None,
    )


def make_activity(actor: Actor, plan: SupervisionPlan, **fields: object) -> PlannedActivity:
    """Something that comes every working day for inspectors, unless told otherwise."""
    usual = {
        "kind": ActivityKind.ON_SITE,
        "title": "到场",
        "repeat": Repeat.DAILY,
        "role": Role.INSPECTOR,
    }
    return services.add_activity(actor=actor, plan_id=plan.pk, spec=ActivitySpec(**{**usual, **fields}))  # type: ignore[arg-type]


def make_matter(actor: Actor, **fields: object) -> Matter:
    """A matter for the first street."""
    usual = {"origin": MatterOrigin.INSTRUCTION, "title": "打通疏散门", "place_code": STREET}
    return services.open_matter(actor=actor, spec=MatterSpec(**{**usual, **fields}))  # type: ignore[arg-type]


def make_programme(codes: tuple[str, ...] = (STREET,), place_code: str = COUNTY) -> Programme:
    """A programme of the county with one task given to places, and a target on its completion."""
    programme = Programme.objects.create(
        place_code=place_code,
        title="冬春行动",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    task = Task.objects.create(programme=programme, order=1, title="清理楼道", due_on=date(2026, 12, 20))
    Target.objects.create(
        programme=programme,
        order=1,
        name="任务完成率",
        comparator=">=",
        value=80,
        unit="%",
        indicator_key="programmes.task_completion",
        indicator_params={"programme": programme.pk},
    )
    for code in codes:
        Assignment.objects.create(
            task=task, place_code=code, status="active", given_at=moment(date(2026, 11, 2)), quantity=12
        )
    return programme
