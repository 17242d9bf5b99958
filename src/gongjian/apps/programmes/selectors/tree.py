"""The tree-table of a programme: by task, by place or by unit.

Every level is one grouped query over the leaves that the actor sees; figures of a closed row are
the sums of all below it. Deeper levels are read when a row is opened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.models import Assignment, Phase, Programme, Task
from gongjian.apps.programmes.selectors.debts import due_periods_of, overdue
from gongjian.apps.programmes.selectors.gantt import Lane, Scale, phase_lane, scale_of, task_lane
from gongjian.apps.programmes.selectors.leaves import (
    Part,
    Tally,
    count_missing,
    of_programme,
    place_part,
    sum_leaves,
    with_marks,
)
from gongjian.apps.programmes.selectors.own import own_places
from gongjian.core.access import LEVEL_LENGTHS, Actor, Right, prefix_range

VIEWS = ("task", "place", "unit")
MOST_ROWS = 500


@dataclass(frozen=True)
class TreeRow:
    """One row as it is drawn. `is_open` None is a leaf; `children_url` loads what is below."""

    id: str
    level: int
    label: str
    tally: Tally
    href: str = ""
    owner: str = ""
    status: str = ""
    is_phase: bool = False
    is_open: bool | None = None
    children_url: str = ""
    parent: str = ""
    lane: Lane = field(default_factory=Lane)

    @property
    def tone(self) -> str:
        """The tone of the meter."""
        return "ok" if self.tally.is_done else "bad" if self.tally.late else ""

    @property
    def needs_eyes(self) -> bool:
        """Whether anything below is late or missing."""
        return bool(self.tally.late or self.tally.missing)


@dataclass
class Tree:
    """What all rows of one programme share: the leaves in sight, the day, the scale, where to begin."""

    actor: Actor
    programme: Programme
    today: date
    leaves: QuerySet[Assignment]
    missing: Combinable
    scale: Scale

    @property
    def sees_all(self) -> bool:
        """Whether the actor sees the whole programme, not only his part."""
        return self.actor.can(Right.PROGRAMMES_VIEW, self.programme.place_code)

    @property
    def top_code(self) -> str:
        """The place at which the actor's view begins: the programme's, or his own below it."""
        if self.sees_all:
            return self.programme.place_code
        own = [
            code
            for code in own_places(self.actor, Right.PROGRAMMES_VIEW)
            if code.startswith(self.programme.place_code)
        ]
        return own[0] if len(own) == 1 else self.programme.place_code

    def sums(
        self, rows: QuerySet[Assignment], *keys: str, length: int | None = None
    ) -> dict[tuple[Any, ...], Part]:
        """Sum leaves by columns, or by the first digits of their place, in one query."""
        computed = {"place": place_part(length)} if length else {}
        return sum_leaves(rows, self.today, self.missing, *keys, **computed)


def open_tree(actor: Actor, programme: Programme) -> Tree:
    """Begin a tree: one query for the rules of days."""
    today = timezone.localdate()
    due = overdue(due_periods_of(programme, today), today)
    return Tree(
        actor,
        programme,
        today,
        of_programme(Assignment.objects.visible_to(actor), programme.pk),
        count_missing(due),
        scale_of(programme, today),
    )


def top_rows(tree: Tree, view: str, phases: list[Phase]) -> list[TreeRow]:
    """Return the rows a page opens with: phases and tasks, places, or units."""
    if view == "place":
        return place_rows(tree, tree.top_code, 1, "")
    if view == "unit":
        return unit_rows(tree)
    return _phase_and_task_rows(tree, phases)


def total(rows: Iterable[TreeRow]) -> Tally:
    """Add up the top rows: the programme as the actor sees it."""
    return sum((row.tally for row in rows if row.level == 1), Tally())


def _phase_and_task_rows(tree: Tree, phases: list[Phase]) -> list[TreeRow]:
    """Rows by task: three queries, whatever their number."""
    parts = tree.sums(tree.leaves, "task_id")
    tasks = list(
        Task.objects.filter(programme=tree.programme, voided_on=None)
        .select_related("phase")
        .prefetch_related("lead_units")
        .order_by("order")
    )
    if not tree.sees_all:
        tasks = [task for task in tasks if (task.pk,) in parts]
    rows: list[TreeRow] = []
    for phase in [*phases, None]:
        own = [task for task in tasks if task.phase_id == (phase.pk if phase else None)]
        if phase is None and not own:
            continue
        task_rows = [_task_row(tree, task, parts.get((task.pk,))) for task in own]
        tally = sum((row.tally for row in task_rows), Tally())
        rows += [_phase_row(tree, phase, tally, bool(own)), *task_rows]
    return rows


def _phase_row(tree: Tree, phase: Phase | None, tally: Tally, has_tasks: bool) -> TreeRow:
    is_ahead = bool(phase and phase.starts_on and phase.starts_on > tree.today)
    return TreeRow(
        id=f"phase-{phase.pk if phase else 0}",
        level=1,
        label=phase.name if phase else _("不分阶段"),
        tally=tally,
        owner=_months(phase),
        status=state_word(tally, is_ahead=is_ahead),
        is_phase=True,
        is_open=True if has_tasks else None,
        lane=phase_lane(tree.scale, phase, tally) if phase else Lane(),
    )


def _months(phase: Phase | None) -> str:
    if phase is None or phase.starts_on is None or phase.ends_on is None:
        return ""
    first, last = phase.starts_on.month, phase.ends_on.month
    if first == last:
        return _("%(first)d月") % {"first": first}
    return _("%(first)d月—%(last)d月") % {"first": first, "last": last}


def _task_row(tree: Tree, task: Task, part: Part | None) -> TreeRow:
    tally = part.tally if part else Tally()
    return TreeRow(
        id=f"task-{task.pk}",
        level=2,
        label=task.title,
        tally=tally,
        href=reverse("programmes:task", args=[task.pk]),
        owner="、".join(unit.short_name or unit.name for unit in task.lead_units.all()),
        status=state_word(tally),
        is_open=False if part else None,
        children_url=_rows_url(tree, task=task.pk, level=3) if part else "",
        parent=f"phase-{task.phase_id or 0}",
        lane=task_lane(tree.scale, task, tally),
    )


def state_word(tally: Tally, *, is_ahead: bool = False) -> str:
    """Return the status word of a sum (design §7)."""
    if tally.is_done:
        return "已完成"
    if not tally.all or (is_ahead and not tally.done):
        return "未开始"
    if tally.late:
        return "逾期"
    return "待签收" if tally.pending == tally.all else "进行中"


def _rows_url(tree: Tree, **params: object) -> str:
    query = urlencode({key: value for key, value in params.items() if value not in ("", None)})
    return f"{reverse('programmes:rows', args=[tree.programme.pk])}?{query}"


def next_length(code: str) -> int:
    """Return the number of digits one level below a place.

    >>> next_length("510903"), next_length("510903001001001")
    (9, 15)
    """
    return next((length for length in LEVEL_LENGTHS if length > len(code)), LEVEL_LENGTHS[-1])


def place_rows(tree: Tree, above: str, level: int, parent: str, task: Task | None = None) -> list[TreeRow]:
    """Return the places one level below another, of the whole programme or of one task. Two queries."""
    leaves = tree.leaves.filter(prefix_range("place_code", above))
    if task:
        leaves = leaves.filter(task=task)
    parts = tree.sums(leaves, length=next_length(above))
    names = names_of({key[0] for key in parts})
    return [
        _place_row(tree, code, names.get(code, code), part, level, parent, task, above)
        for (code,), part in sorted(parts.items())
    ]


def _place_row(
    tree: Tree, code: str, name: str, part: Part, level: int, parent: str, task: Task | None, above: str
) -> TreeRow:
    is_deeper = part.depth > len(code) and code != above
    row_id = f"{parent}-{code}" if parent else f"place-{code}"
    href = children = ""
    if is_deeper:
        children = _rows_url(tree, task=task.pk if task else None, place=code, level=level + 1, parent=row_id)
    elif task is None:
        children = _rows_url(tree, tasks_at=code, level=level + 1, parent=row_id)
    if part.tally.all == 1 and task is not None:
        href = reverse("programmes:assignment", args=[part.any_id])
    return TreeRow(
        id=row_id,
        level=level,
        label=_("%(name)s 本级") % {"name": name} if code == above else name,
        tally=part.tally,
        href=href,
        status=state_word(part.tally),
        is_open=False if children else None,
        children_url=children,
        parent=parent,
        lane=task_lane(tree.scale, task, part.tally, is_part=True) if task else Lane(),
    )


def task_rows_at(tree: Tree, code: str, level: int, parent: str) -> list[TreeRow]:
    """Return the tasks held exactly at a place, each opening its assignment. Two queries."""
    return _assignment_rows(tree, tree.leaves.filter(place_code=code), level, parent, _unit_of)


def unit_rows(tree: Tree) -> list[TreeRow]:
    """Return the units that hold tasks, and the places together. Two queries."""
    parts = tree.sums(tree.leaves, "organisation_id")
    units = Organisation.objects.in_bulk([key[0] for key in parts if key[0]])
    rows = [
        TreeRow(
            id=f"unit-{unit_id or 0}",
            level=1,
            label=str(units[unit_id]) if unit_id else _("地方（街道、社区）"),
            tally=part.tally,
            status=state_word(part.tally),
            is_open=False,
            children_url=_rows_url(tree, unit=unit_id, level=2, parent=f"unit-{unit_id}")
            if unit_id
            else _rows_url(tree, place=tree.top_code, level=2, parent="unit-0", units="0"),
        )
        for (unit_id,), part in parts.items()
    ]
    return sorted(rows, key=lambda row: (row.id == "unit-0", row.label))


def rows_of_unit(tree: Tree, unit_id: int, level: int, parent: str) -> list[TreeRow]:
    """Return the tasks that a unit holds. Two queries."""
    return _assignment_rows(tree, tree.leaves.filter(organisation_id=unit_id), level, parent, _place_of)


def _unit_of(assignment: Assignment, names: dict[str, str]) -> str:
    return str(assignment.organisation) if assignment.organisation else ""


def _place_of(assignment: Assignment, names: dict[str, str]) -> str:
    return names.get(assignment.place_code, assignment.place_code)


def _assignment_rows(
    tree: Tree,
    leaves: QuerySet[Assignment],
    level: int,
    parent: str,
    owner: Callable[[Assignment, dict[str, str]], str],
) -> list[TreeRow]:
    rows = list(
        with_marks(leaves, tree.today, tree.missing)
        .select_related("task__phase", "organisation")
        .order_by("task__order", "pk")[:MOST_ROWS]
    )
    names = names_of({row.place_code for row in rows})
    found = []
    for row in rows:
        tally = Tally(1, row.is_done, row.is_late, row.missing, row.is_pending)
        found.append(
            TreeRow(
                id=f"{parent}-a{row.pk}",
                level=level,
                label=row.task.title,
                tally=tally,
                href=reverse("programmes:assignment", args=[row.pk]),
                owner=owner(row, names),
                status=state_word(tally),
                parent=parent,
                lane=task_lane(tree.scale, row.task, tally, is_part=True),
            )
        )
    return found
