"""Assignments: one with its way down and its history, those in a person's hands, who can receive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.models import FunctionalArea, Place
from gongjian.apps.places.selectors import areas_near, names_of
from gongjian.apps.programmes.choices import AssignmentStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Task, TaskTarget
from gongjian.apps.programmes.selectors.leaves import GONE
from gongjian.apps.programmes.selectors.own import held_by
from gongjian.apps.programmes.selectors.programmes import owed_this_year
from gongjian.apps.programmes.selectors.tree import next_length
from gongjian.core.access import Actor, Right, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of
from gongjian.core.models import AuditEntry
from gongjian.core.workdays import workdays_late

MOST_RECEIVERS = 400
MOST_AREAS = 20


@dataclass(frozen=True)
class PartRow:
    """One part handed down: who holds it, how much, how far."""

    assignment: Assignment
    place_name: str
    late_workdays: int

    @property
    def who(self) -> str:
        """The unit, else the place."""
        return str(self.assignment.organisation) if self.assignment.organisation else self.place_name

    @property
    def word(self) -> str:
        """The status word; late work says so."""
        return "逾期" if self.late_workdays else str(self.assignment.get_status_display())


def part_rows(assignments: Sequence[Assignment], today: date) -> list[PartRow]:
    """Name the places of loaded assignments. One query."""
    names = names_of({row.place_code for row in assignments})
    return [PartRow(row, names.get(row.place_code, row.place_code), _late(row, today)) for row in assignments]


def _late(assignment: Assignment, today: date) -> int:
    is_open = assignment.status in (AssignmentStatus.PENDING, AssignmentStatus.ACTIVE)
    if not is_open or assignment.due_on is None or assignment.due_on >= today:
        return 0
    return max(1, workdays_late(assignment.due_on, today))


def get_task(actor: Actor, task_id: int) -> Task:
    """Return a task with its phase, units and targets."""
    shares = Prefetch("target_shares", TaskTarget.objects.select_related("target"))
    task = (
        Task.objects.visible_to(actor)
        .filter(pk=task_id)
        .select_related("programme", "phase")
        .prefetch_related("lead_units", "support_units", shares)
        .first()
    )
    if task is None:
        raise NotFound()
    return task


def list_parts(actor: Actor, task: Task, params: QueryDict) -> tuple[ListPage, list[PartRow]]:
    """Cut one page of the task's assignments in sight, by place. Three queries."""
    rows = (
        Assignment.objects.visible_to(actor)
        .filter(task=task)
        .exclude(status=AssignmentStatus.VOID)
        .select_related("organisation")
        .order_by("place_code", "pk")
    )
    if params.get("state") == "refused":
        rows = rows.filter(status=AssignmentStatus.REFUSED)
    elif params.get("state") == "open":
        rows = rows.filter(status__in=(AssignmentStatus.PENDING, AssignmentStatus.ACTIVE), is_leaf=True)
    page = page_of(rows, params)
    return page, part_rows(page.rows, timezone.localdate())


def get_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment the actor may see, with its task, giver's row and people."""
    assignment = (
        Assignment.objects.visible_to(actor)
        .filter(pk=assignment_id)
        .select_related(
            "task__programme", "task__phase", "parent__organisation", "organisation", "assignee", "given_by"
        )
        .first()
    )
    if assignment is None:
        raise NotFound()
    return assignment


def list_children(assignment: Assignment) -> list[PartRow]:
    """List what was handed down from an assignment. Two queries."""
    rows = assignment.children.exclude(status=AssignmentStatus.VOID).select_related("organisation")
    return part_rows(list(rows.order_by("place_code", "pk")[:MOST_RECEIVERS]), timezone.localdate())


def list_reports_of(actor: Actor, assignment: Assignment) -> list[ProgressReport]:
    """List the reports on an assignment, newest period first, recalled ones too."""
    rows = ProgressReport.objects.visible_to(actor).filter(assignment=assignment)
    return list(rows.select_related("written_by").order_by("-period_first_on", "-pk")[:100])


def history_of(assignment: Assignment) -> list[AuditEntry]:
    """List what happened to an assignment, newest first."""
    rows = AuditEntry.objects.filter(object_type=Assignment._meta.label_lower, object_id=str(assignment.pk))
    return list(rows.order_by("-pk")[:50])


def list_held(actor: Actor, params: QueryDict) -> tuple[ListPage, list[PartRow]]:
    """Cut one page of what is in the actor's own hands, the nearest day first. Three queries."""
    rows = held(actor).select_related("task__programme", "organisation")
    state = params.get("state", "")
    if state == "pending":
        rows = rows.filter(status=AssignmentStatus.PENDING)
    elif state == "done":
        rows = rows.filter(status=AssignmentStatus.DONE)
    elif state == "late":
        rows = rows.filter(
            status__in=(AssignmentStatus.PENDING, AssignmentStatus.ACTIVE), due_on__lt=timezone.localdate()
        )
    elif state == "owing":
        owed = owed_this_year(timezone.localdate())
        rows = (
            rows.filter(is_leaf=True, status=AssignmentStatus.ACTIVE).annotate(owed=owed).filter(owed__gt=0)
        )
    else:
        rows = rows.filter(status__in=(AssignmentStatus.PENDING, AssignmentStatus.ACTIVE))
    page = page_of(rows.order_by("due_on", "pk"), params)
    return page, part_rows(page.rows, timezone.localdate())


def held(actor: Actor) -> QuerySet[Assignment]:
    """Keep what is in the actor's own hands and stands."""
    rows = Assignment.objects.visible_to(actor).filter(held_by(actor, Right.ASSIGNMENTS_ANSWER))
    return rows.exclude(status__in=GONE)


def count_held(actor: Actor) -> dict[str, int]:
    """Count what is in the actor's own hands for the tabs. One query."""
    today = timezone.localdate()
    waiting = Q(status__in=(AssignmentStatus.PENDING, AssignmentStatus.ACTIVE))
    return held(actor).aggregate(
        open=Count("pk", filter=waiting),
        pending=Count("pk", filter=Q(status=AssignmentStatus.PENDING)),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        done=Count("pk", filter=Q(status=AssignmentStatus.DONE)),
    )


def list_to_give_on(actor: Actor, programme: Programme) -> list[Assignment]:
    """List what the actor holds of a programme and may hand on: acknowledged parts of one place or unit."""
    rows = _to_give_on(actor, programme)
    found = list(rows.select_related("task__programme").order_by("place_code", "organisation", "task__order"))
    return [part for part in found if _holder(part) == _holder(found[0])]


def has_to_give_on(actor: Actor, programme: Programme) -> bool:
    """Say whether the actor holds something of a programme that he has not handed on yet."""
    return (
        actor.can(Right.ASSIGNMENTS_HAND_DOWN) and _to_give_on(actor, programme).filter(is_leaf=True).exists()
    )


def _to_give_on(actor: Actor, programme: Programme) -> QuerySet[Assignment]:
    return Assignment.objects.visible_to(actor).filter(
        held_by(actor, Right.ASSIGNMENTS_HAND_DOWN),
        task__programme=programme,
        status=AssignmentStatus.ACTIVE,
    )


def _holder(part: Assignment) -> tuple[str, int | None]:
    return part.place_code, part.organisation_id


@dataclass(frozen=True)
class AreaPick:
    """A functional area and the receivers that lie in it, to tick them at once."""

    pk: int
    name: str
    keys: tuple[str, ...]


def area_picks(actor: Actor, above: str, keys: Sequence[str]) -> list[AreaPick]:
    """List the areas that hold some of the receivers (keys as in the form: `p` and the code). Two queries."""
    areas = areas_near(above).visible_to(actor).prefetch_related("members")[:MOST_AREAS]
    picks = [AreaPick(area.pk, area.name, _inside(area, keys)) for area in areas]
    return [pick for pick in picks if pick.keys]


def _inside(area: FunctionalArea, keys: Sequence[str]) -> tuple[str, ...]:
    codes = tuple(f"p{member.place_code}" for member in area.members.all())
    return tuple(key for key in keys if key.startswith(codes))


def possible_places(above: str) -> list[Place]:
    """List the places one level below a giver, to choose receivers from."""
    rows = Place.objects.current().filter(prefix_range("code", above), level=next_length(above))
    return list(rows.order_by("code")[:MOST_RECEIVERS])


def possible_units(actor: Actor, above: str) -> list[Organisation]:
    """List the units of the giver's own place, to choose receivers from."""
    rows = Organisation.objects.filter(place_code=above, is_active=True)
    return list(rows.order_by("name")[:MOST_RECEIVERS])


def given_so_far(
    task_ids: Sequence[int], parent_ids: Sequence[int]
) -> dict[tuple[int, str, int | None], Decimal | None]:
    """Return what stands of these tasks below these givers: (task, place, unit) to quantity. One query."""
    rows = Assignment.objects.filter(task_id__in=task_ids).exclude(status__in=GONE)
    rows = rows.filter(parent_id__in=parent_ids) if parent_ids else rows.filter(parent__isnull=True)
    return {
        (row.task_id, row.place_code, row.organisation_id): row.quantity
        for row in rows.only("task_id", "place_code", "organisation_id", "quantity")
    }
