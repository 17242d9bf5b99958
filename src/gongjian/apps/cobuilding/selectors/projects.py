"""The list of projects in sight."""

from django.db.models import Q

from gongjian.apps.cobuilding.models import Agreement, Project
from gongjian.apps.programmes.models import Target, Task
from gongjian.core.access import Actor, OwnedQuerySet, Right, ancestors_of, prefix_range
from gongjian.core.errors import NotFound

MOST_OFFERED = 200


def list_projects(actor: Actor, *, place_code: str = "", status: str = "") -> OwnedQuerySet:
    """List the projects one may see at a place and below it, the latest first."""
    rows: OwnedQuerySet = Project.objects.visible_to(actor).select_related("lead")
    if place_code and actor.place_prefixes(Right.COBUILDING_VIEW):
        above = Q(published_to__in=ancestors_of(place_code))
        rows = rows.filter(prefix_range("place_code", place_code) | above)
    return rows.filter(status=status) if status else rows


def get_project(actor: Actor, project_id: int) -> Project:
    """Return a project with its bodies and what it serves; NotFound outside one's scope."""
    rows = Project.objects.visible_to(actor).select_related("lead", "task__programme", "target__programme")
    found: Project | None = rows.prefetch_related("partners").filter(pk=project_id).one()
    if found is None:
        raise NotFound()
    return found


def agreements_of(actor: Actor, project: Project) -> list[Agreement]:
    """List the agreements one may see that a project is carried out by, those that end first at the head."""
    rows = Agreement.objects.visible_to(actor).filter(project=project).select_related("organisation")
    return list(rows.order_by("ends_on", "pk")[:MOST_OFFERED])


def served(actor: Actor, place_code: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """List the tasks and the targets of programmes, at a place and above it, that a project there may serve."""
    near = Q(programme__place_code__in=[*ancestors_of(place_code), place_code])
    tasks = (
        Task.objects.visible_to(actor)
        .filter(near)
        .select_related("programme")
        .order_by("-programme_id", "order")
    )
    targets = (
        Target.objects.visible_to(actor)
        .filter(near)
        .select_related("programme")
        .order_by("-programme_id", "pk")
    )
    return (
        [(one.pk, f"{one.programme}：{one}") for one in tasks[:MOST_OFFERED]],
        [(one.pk, f"{one.programme}：{one}") for one in targets[:MOST_OFFERED]],
    )
