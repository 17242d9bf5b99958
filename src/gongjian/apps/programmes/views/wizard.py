"""One hand-down under way: what the steps of the wizard share and save."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongjian.apps.programmes.models import Assignment, Programme, Task
from gongjian.apps.programmes.selectors.assignments import possible_places, possible_units
from gongjian.core.access import ActorRequest


@dataclass
class Wizard:
    """One hand-down under way: of a programme's tasks, of several parts that one holds, or of one of them."""

    request: ActorRequest
    programme: Programme
    parent: Assignment | None = None
    holdings: Sequence[Assignment] = ()

    @property
    def key(self) -> str:
        """Where the steps are kept in the session."""
        held = self.parent.pk if self.parent else "held" if self.holdings else ""
        return f"hand_down:{self.programme.pk}:{held}"

    @property
    def parents(self) -> list[Assignment]:
        """The parts that are handed on; none when the tasks themselves are."""
        if self.parent:
            return [self.parent]
        return [part for part in self.holdings if part.task_id in self.kept.get("tasks", [])]

    @property
    def kept(self) -> dict[str, Any]:
        """What the steps so far have saved."""
        found: dict[str, Any] = self.request.session.get(self.key, {})
        return found

    def keep(self, **values: Any) -> None:
        """Save a step."""
        self.request.session[self.key] = {**self.kept, **values}

    @property
    def place_code(self) -> str:
        """The giver's place."""
        return next((part.place_code for part in self._held), self.programme.place_code)

    @property
    def _held(self) -> Sequence[Assignment]:
        return [self.parent] if self.parent else self.holdings

    @property
    def names(self) -> list[str]:
        """The names of the steps."""
        steps = [_("选接收的地方和单位"), _("分数量和时限"), _("核对")]
        return steps if self.parent else [_("选任务"), *steps]

    @property
    def offset(self) -> int:
        """An assignment's wizard has no first step."""
        return 1 if self.parent else 0

    def step(self) -> int:
        """The step asked for, not beyond what the saved ones allow."""
        asked = self.request.GET.get("step", "1")
        wanted = int(asked) if asked.isdigit() else 1
        reached = 1 if self.parent or self.kept.get("tasks") else 0
        reached += bool(reached and self.kept.get("receivers"))
        reached += bool(reached == 2 and self.kept.get("split"))
        return max(1, min(wanted, reached + 1 - self.offset, len(self.names)))

    def go_to(self, step: int) -> HttpResponse:
        """Open another step."""
        return redirect(f"{self.request.path}?step={step}")

    def tasks(self) -> list[Task]:
        """The chosen tasks."""
        if self._held:
            return [part.task for part in self.parents]
        return list(Task.objects.filter(programme=self.programme, pk__in=self.kept.get("tasks", [])))

    def quantity_of(self, task: Task) -> Any:
        """What there is to give of a task."""
        return next((part.quantity for part in self._held if part.task_id == task.pk), task.quantity)

    def receiver_choices(self) -> list[tuple[str, str]]:
        """Keys and names of all who could receive."""
        places = [(f"p{row.code}", row.name) for row in possible_places(self.place_code)]
        units = [(f"u{row.pk}", row.name) for row in possible_units(self.request.actor, self.place_code)]
        return [*places, *units]
