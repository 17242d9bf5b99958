"""The ledger as it is read: the list with its sums, one project with its units."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Q, Sum

from gongjian.apps.indicators.models import Project, ProjectUnit
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound

TASKED = Q(units__has_task=True)


@dataclass(frozen=True)
class LedgerSums:
    """What the projects of a list come to; None where no project says a number."""

    projects: int
    investment_cents: int | None
    area_m2: Any
    trees: int | None
    shrubs: int | None
    units: int
    with_task: int
    done: int


def get_project(actor: Actor, project_id: int, *, lock: bool = False) -> Project:
    """Return a project of the actor's places; NotFound beyond them."""
    rows = Project.objects.visible_to(actor).filter(pk=project_id)
    rows = rows.select_for_update(no_key=True, of=("self",)) if lock else rows.select_related("lead")
    found = rows.first()
    if found is None:
        raise NotFound
    return cast(Project, found)


def list_projects(actor: Actor, place_code: str, *, text: str = "", status: str = "") -> OwnedQuerySet:
    """List the projects at and below a place, latest start first, with the counts of their units."""
    rows = Project.objects.visible_to(actor).within(place_code).select_related("lead")
    if text.strip():
        rows = rows.filter(Q(name__contains=text.strip()) | Q(kind__contains=text.strip()))
    if status:
        rows = rows.filter(status=status)
    return rows.order_by("-starts_on", "place_code", "name")


def unit_counts(project_ids: list[int]) -> dict[int, dict[str, int]]:
    """Count the units of projects: all, with a task, done."""
    rows = (
        ProjectUnit.objects.filter(project__in=project_ids)
        .values("project")
        .annotate(
            all=Count("pk"),
            with_task=Count("pk", filter=Q(has_task=True)),
            done=Count("pk", filter=Q(done_on__isnull=False)),
        )
        .order_by()
    )
    return {row["project"]: row for row in rows}


def sum_up(rows: OwnedQuerySet) -> LedgerSums:
    """Add up the projects of a list: two queries."""
    sums = rows.order_by().aggregate(
        projects=Count("pk"),
        investment_cents=Sum("investment_cents"),
        area_m2=Sum("area_m2"),
        trees=Sum("trees"),
        shrubs=Sum("shrubs"),
    )
    units = ProjectUnit.objects.filter(project__in=rows.order_by().values("pk")).aggregate(
        units=Count("pk"),
        with_task=Count("pk", filter=Q(has_task=True)),
        done=Count("pk", filter=Q(done_on__isnull=False)),
    )
    return LedgerSums(**sums, **units)


def units_of(actor: Actor, project: Project) -> OwnedQuerySet:
    """List the units of a project, those with an unfinished task first."""
    rows = ProjectUnit.objects.visible_to(actor).filter(project=project)
    return rows.order_by("done_on", "-has_task", "name")
