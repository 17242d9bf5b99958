"""The ledger of projects: kept by the place that does them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.indicators.choices import ProjectStatus
from gongjian.apps.indicators.models import Project, ProjectUnit
from gongjian.apps.indicators.selectors.projects import get_project
from gongjian.apps.parties.selectors import get_organisation
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value

SAID = ("name", "status", "investment_cents", "area_m2", "starts_on", "ends_on")


@dataclass(frozen=True, kw_only=True)
class ProjectSpec:
    """What the ledger says of a project; None where it is not known."""

    name: str
    starts_on: date
    kind: str = ""
    status: str = ProjectStatus.RUNNING
    lead_id: int | None = None
    ends_on: date | None = None
    investment_cents: int | None = None
    area_m2: Decimal | None = None
    trees: int | None = None
    shrubs: int | None = None
    lawn_m2: Decimal | None = None
    road_m: Decimal | None = None
    citation: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitSpec:
    """One unit of a project: with or without a task, finished on a day or not yet."""

    name: str
    has_task: bool = True
    done_on: date | None = None


@transaction.atomic
def save_project(
    *,
    actor: Actor,
    place_code: str,
    spec: ProjectSpec,
    project_id: int | None = None,
    uploads: Sequence[Upload] = (),
    is_demo: bool = False,
) -> Project:
    """Enter a project of a place, or change it; its photos are added to those there."""
    row = get_project(actor, project_id, lock=True) if project_id else Project(place_code=place_code)
    actor.require(Right.INDICATORS_ENTER, row.place_code)
    check_project(row, spec)
    if spec.lead_id is not None:
        get_organisation(actor, spec.lead_id)
    before = audit.snapshot(row, *SAID) if row.pk else None
    for name, value in asdict(spec).items():
        setattr(row, name, value)
    row.is_demo = row.is_demo or is_demo
    row.save()
    _attach(actor, row, uploads)
    audit.record(actor, "indicators.project_saved", row, before=before, after=audit.snapshot(row, *SAID))
    return row


@transaction.atomic
def save_units(*, actor: Actor, project_id: int, specs: Sequence[UnitSpec]) -> int:
    """Write the units of a project by their names: new ones are added, known ones changed; return how many."""
    project = get_project(actor, project_id, lock=True)
    actor.require(Right.INDICATORS_ENTER, project.place_code)
    for spec in specs:
        check_unit(spec)
    if twice := {spec.name for spec in specs if sum(1 for one in specs if one.name == spec.name) > 1}:
        raise Invalid(f"“{min(twice)}”写了两次。一个单位在一个项目里只写一次。")
    rows = [ProjectUnit(project=project, **asdict(spec)) for spec in specs]
    ProjectUnit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["project", "name"],
        update_fields=["has_task", "done_on"],
    )
    names = {"units": [spec.name for spec in specs][:20], "rows": len(specs)}
    audit.record(actor, "indicators.project_unit_saved", project, after=names)
    return len(rows)


def check_project(row: Project, spec: ProjectSpec) -> None:
    """Raise Invalid or Conflict when a project can't be so."""
    if not spec.name.strip():
        raise Invalid("项目的名称没有填。")
    if spec.ends_on and spec.ends_on < spec.starts_on:
        raise Invalid("完工早于开工。请改日期。")
    if spec.status == ProjectStatus.DONE and spec.ends_on is None:
        raise Invalid("已完成的项目要填完工的日期。")
    same = Project.objects.filter(place_code=row.place_code, name=spec.name).exclude(pk=row.pk)
    if same.exists():
        raise Conflict(f"这里已有名为“{spec.name}”的项目。请改那一个，或换一个名称。")


def check_unit(spec: UnitSpec) -> None:
    """Raise Invalid when a unit can't be so."""
    if not spec.name.strip():
        raise Invalid("单位的名称没有填。")
    if spec.done_on and not spec.has_task:
        raise Invalid(f"“{spec.name}”没有任务，不能填完成的日期。")
    if spec.done_on and spec.done_on > timezone.localdate():
        raise Invalid(f"“{spec.name}”完成的日期还没有到。")


def _attach(actor: Actor, row: Project, uploads: Sequence[Upload]) -> None:
    if not uploads:
        return
    limit = int(rule_value("reports.max_files", on=timezone.localdate(), place_code=row.place_code))
    if row.photos.count() + len(uploads) > limit:
        raise Invalid(f"一个项目的照片最多 {limit} 张。请少选几张。")
    row.photos.add(
        *store_uploads(actor=actor, uploads=uploads, right=Right.INDICATORS_VIEW, place_code=row.place_code)
    )
