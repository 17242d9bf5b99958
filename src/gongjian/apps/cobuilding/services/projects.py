"""The list of projects: what several do together, for which task or target, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongjian.apps.cobuilding.choices import PROJECT_WAYS, next_status
from gongjian.apps.cobuilding.models import Project
from gongjian.apps.cobuilding.selectors.projects import get_project
from gongjian.apps.cobuilding.services.entries import check_publication, numbered
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import get_place
from gongjian.apps.programmes.models import Target, Task
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound

FIELDS = (
    "title",
    "purpose",
    "lead_id",
    "starts_on",
    "ends_on",
    "budget_cents",
    "status",
    "task_id",
    "target_id",
)
STREET = 9


@dataclass(frozen=True, kw_only=True)
class ProjectSpec:
    """What is stated of a project; the budget in cents, with who pays; the task or target of a programme it serves."""

    place_code: str
    title: str
    purpose: str
    lead_id: int
    starts_on: date
    ends_on: date
    partner_ids: Sequence[int] = ()
    for_whom: str = ""
    budget_cents: int | None = None
    paid_by: str = ""
    task_id: int | None = None
    target_id: int | None = None
    published_to: str | None = None
    is_demo: bool = False


@transaction.atomic
def enter_project(*, actor: Actor, spec: ProjectSpec) -> Project:
    """Add a project to the list of a place. Raises Invalid, NotFound (a body, task or target out of sight)."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    project = Project(place_code=spec.place_code, made_by_id=actor.user_id, is_demo=spec.is_demo)
    _state(actor, project, spec)
    numbered(project)
    project.partners.set(_partners(spec))
    audit.record(actor, "cobuilding.project_entered", project, after=audit.snapshot(project, *FIELDS))
    return project


@transaction.atomic
def edit_project(*, actor: Actor, project_id: int, spec: ProjectSpec) -> Project:
    """Change a project that isn't over; its place stays."""
    project = _kept(actor, project_id, "edit")
    before = audit.snapshot(project, *FIELDS)
    _state(actor, project, spec)
    project.save()
    project.partners.set(_partners(spec))
    after = audit.snapshot(project, *FIELDS)
    audit.record(actor, "cobuilding.project_changed", project, before=before, after=after)
    return project


@transaction.atomic
def move_project(*, actor: Actor, project_id: int, act: str) -> Project:
    """Start, finish or stop a project; Conflict where that isn't open."""
    project = _kept(actor, project_id, act)
    project.save(update_fields=["status"])
    audit.record(actor, "cobuilding.project_moved", project, after=audit.snapshot(project, "status"))
    return project


def _state(actor: Actor, project: Project, spec: ProjectSpec) -> None:
    if get_place(project.place_code).valid_to is not None or len(project.place_code) < STREET:
        raise Invalid("项目登记在街道或社区。请把地方选到街道或社区。")
    check_publication(project.place_code, spec.published_to)
    if not spec.title.strip() or not spec.purpose.strip():
        raise Invalid("项目名称和要做成什么都要写。")
    if spec.ends_on < spec.starts_on:
        raise Invalid("结束早于开始。请核对两个日期。")
    if spec.budget_cents and not spec.paid_by.strip():
        raise Invalid("写了预算，还要写钱从哪来。")
    project.lead = _bodies([spec.lead_id])[0]
    project.task = Task.objects.visible_to(actor).filter(pk=spec.task_id).one() if spec.task_id else None
    project.target = (
        Target.objects.visible_to(actor).filter(pk=spec.target_id).one() if spec.target_id else None
    )
    if (spec.task_id and project.task is None) or (spec.target_id and project.target is None):
        raise NotFound("没有找到这个任务或目标。请重新选。")
    project.title, project.purpose = spec.title.strip(), spec.purpose.strip()
    project.for_whom, project.paid_by = spec.for_whom.strip(), spec.paid_by.strip()
    project.starts_on, project.ends_on = spec.starts_on, spec.ends_on
    project.budget_cents, project.published_to = spec.budget_cents, spec.published_to


def _partners(spec: ProjectSpec) -> list[Organisation]:
    return [body for body in _bodies(spec.partner_ids) if body.pk != spec.lead_id]


def _bodies(keys: Sequence[int]) -> list[Organisation]:
    found = list(Organisation.objects.filter(pk__in=keys, is_active=True).order_by("pk"))
    if len(found) < len(set(keys)):
        raise NotFound("没有找到单位，或者它已停用。请重新选。")
    return found


def _kept(actor: Actor, project_id: int, act: str) -> Project:
    """Lock a project for those who keep the lists of its place, and move its status in memory."""
    seen = get_project(actor, project_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    project: Project = Project.objects.select_for_update(no_key=True).get(pk=seen.pk)
    project.status = next_status(PROJECT_WAYS, act, project.status)
    return project
