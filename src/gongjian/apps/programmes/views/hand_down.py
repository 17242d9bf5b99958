"""The hand-down wizard: which tasks, to whom, how much each, and what will happen in numbers.

Each step saves in the session, so that going back or closing the page loses nothing.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.programmes import services
from gongjian.apps.programmes.choices import SplitMethod
from gongjian.apps.programmes.forms import ReceiversForm, SplitForm, TasksForm
from gongjian.apps.programmes.models import Assignment, Programme, Task
from gongjian.apps.programmes.selectors.assignments import (
    get_assignment,
    given_so_far,
    possible_places,
    possible_units,
)
from gongjian.apps.programmes.selectors.programmes import get_programme
from gongjian.apps.programmes.services import Receiver, Split
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid


@dataclass
class Wizard:
    """One hand-down under way: of a programme's tasks, or of one assignment."""

    request: ActorRequest
    programme: Programme
    parent: Assignment | None

    @property
    def key(self) -> str:
        """Where the steps are kept in the session."""
        return f"hand_down:{self.programme.pk}:{self.parent.pk if self.parent else ''}"

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
        return self.parent.place_code if self.parent else self.programme.place_code

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
        if self.parent:
            return [self.parent.task]
        return list(Task.objects.filter(programme=self.programme, pk__in=self.kept.get("tasks", [])))

    def quantity_of(self, task: Task) -> Any:
        """What there is to give of a task."""
        return self.parent.quantity if self.parent else task.quantity

    def receiver_choices(self) -> list[tuple[str, str]]:
        """Keys and names of all who could receive."""
        places = [(f"p{row.code}", row.name) for row in possible_places(self.place_code)]
        units = [(f"u{row.pk}", row.name) for row in possible_units(self.request.actor, self.place_code)]
        return [*places, *units]


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def hand_down_tasks(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Give tasks of a programme to places and units below."""
    programme = get_programme(request.actor, programme_id)
    request.actor.require(Right.ASSIGNMENTS_HAND_DOWN, programme.place_code)
    if request.method == "GET" and request.GET.get("task", "").isdigit():
        wizard = Wizard(request, programme, None)
        wizard.keep(tasks=[int(request.GET["task"])])
        return wizard.go_to(2)
    return _run(Wizard(request, programme, None))


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_POST
def hand_down_target(request: ActorRequest, target_id: int) -> HttpResponse:
    """Turn a target's quantity into a task and begin to hand it down."""
    task = services.task_of_target(actor=request.actor, target_id=target_id)
    wizard = Wizard(request, get_programme(request.actor, task.programme_id), None)
    wizard.keep(tasks=[task.pk])
    return redirect(f"{reverse('programmes:hand_down', args=[task.programme_id])}?step=2")


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def hand_down_assignment(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Give what was received on to places and units below."""
    parent = get_assignment(request.actor, assignment_id)
    request.actor.require(Right.ASSIGNMENTS_HAND_DOWN, parent.place_code, parent.organisation_id)
    return _run(Wizard(request, parent.task.programme, parent))


def _run(wizard: Wizard) -> HttpResponse:
    step = wizard.step()
    return (_choose_tasks, _choose_receivers, _share, _check)[step - 1 + wizard.offset](wizard, step)


def _render(
    wizard: Wizard, step: int, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    programme = wizard.programme
    crumbs = [{"label": programme.title, "url": reverse("programmes:programme", args=[programme.pk])}]
    if wizard.parent:
        url = reverse("programmes:assignment", args=[wizard.parent.pk])
        crumbs.append({"label": wizard.parent.task.title, "url": url})
    base = {
        "programme": programme,
        "parent": wizard.parent,
        "steps": wizard.names,
        "step": step,
        "back": f"?step={step - 1}" if step > 1 else crumbs[-1]["url"],
        "crumbs": [*crumbs, {"label": _("下达任务")}],
    }
    return render(wizard.request, f"programmes/hand_down/{template}.html", {**base, **context}, status=status)


def _choose_tasks(wizard: Wizard, step: int) -> HttpResponse:
    tasks = list(wizard.programme.tasks.select_related("phase").order_by("order"))
    given = {key[0] for key in given_so_far([task.pk for task in tasks], [])}
    choices = [(task.pk, task.title) for task in tasks]
    posted = wizard.request.method == "POST"
    form = TasksForm(wizard.request.POST if posted else None, choices=choices)
    if posted and form.is_valid():
        wizard.keep(tasks=form.cleaned_data["tasks"])
        return wizard.go_to(step + 1)
    chosen = wizard.request.POST.getlist("tasks") if posted else map(str, wizard.kept.get("tasks", []))
    context = {
        "form": form,
        "rows": [{"task": task, "is_given": task.pk in given} for task in tasks],
        "chosen": set(chosen),
    }
    return _render(wizard, step, "tasks", context, 422 if posted else 200)


def _choose_receivers(wizard: Wizard, step: int) -> HttpResponse:
    choices = wizard.receiver_choices()
    posted = wizard.request.method == "POST"
    form = ReceiversForm(wizard.request.POST if posted else None, choices=choices)
    if posted and form.is_valid():
        wizard.keep(**form.cleaned_data)
        return wizard.go_to(step + 1)
    source = wizard.request.POST if posted else None
    parents = [wizard.parent.pk] if wizard.parent else []
    held = {
        f"u{unit}" if unit else f"p{place}"
        for _task, place, unit in given_so_far([task.pk for task in wizard.tasks()], parents)
    }
    context = {
        "form": form,
        "rows": [{"key": key, "name": name, "is_held": key in held} for key, name in choices],
        "chosen": set(source.getlist("receivers") if source else wizard.kept.get("receivers", [])),
        "pilots": set(source.getlist("pilots") if source else wizard.kept.get("pilots", [])),
        "pilots_only": bool(source.get("pilots_only") if source else wizard.kept.get("pilots_only")),
    }
    return _render(wizard, step, "receivers", context, 422 if posted else 200)


def _share(wizard: Wizard, step: int) -> HttpResponse:
    names = dict(wizard.receiver_choices())
    receivers = [(key, names[key]) for key in wizard.kept["receivers"] if key in names]
    tasks = [task for task in wizard.tasks() if wizard.quantity_of(task) is not None]
    posted = wizard.request.method == "POST"
    initial = wizard.kept.get("split") or {"method": SplitMethod.EQUAL.value}
    form = SplitForm(
        wizard.request.POST if posted else None, initial=initial, receivers=receivers, tasks=tasks
    )
    if posted and form.is_valid():
        plain = {name: str(value) if value is not None else "" for name, value in form.cleaned_data.items()}
        wizard.keep(split=plain)
        try:
            _preview(wizard)
        except (Invalid, Conflict) as refusal:
            form.add_error(None, refusal.message)
        else:
            return wizard.go_to(step + 1)
    context = {
        "form": form,
        "tasks": [{"task": task, "quantity": wizard.quantity_of(task)} for task in tasks],
        "has_quantity": bool(tasks),
    }
    return _render(wizard, step, "share", context, 422 if posted else 200)


def _check(wizard: Wizard, step: int) -> HttpResponse:
    arguments = _arguments(wizard)
    if wizard.request.method == "POST":
        give = services.hand_down_further if wizard.parent else services.hand_down
        done = give(actor=wizard.request.actor, **arguments)
        wizard.request.session.pop(wizard.key, None)
        messages.success(
            wizard.request,
            _("已下达 %(n)d 份，接收的单位会收到通知。") % {"n": len(done.created)}
            if done.created
            else _("没有要下达的：选的都已下达过，或没有余量。"),
        )
        if wizard.parent:
            return redirect("programmes:assignment", wizard.parent.pk)
        return redirect("programmes:programme", wizard.programme.pk)
    plan = _preview(wizard)
    labels = dict(wizard.receiver_choices())
    return _render(wizard, step, "check", {"plan": plan, "parts": _part_rows(plan, labels)})


def _part_rows(plan: services.Plan, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Sum up each task of the plan: how many receive how much."""
    rows: dict[int, dict[str, Any]] = {}
    for part in plan.parts:
        task = part.source.task
        row = rows.setdefault(task.pk, {"task": task, "due_on": part.due_on, "parts": []})
        receiver = part.receiver
        key = f"u{receiver.organisation_id}" if receiver.organisation_id else f"p{receiver.place_code}"
        row["parts"].append({"name": labels.get(key, key), "amount": part.amount})
    return list(rows.values())


def _receiver(wizard: Wizard, key: str) -> Receiver:
    is_pilot = key in wizard.kept.get("pilots", [])
    if key.startswith("u"):
        return Receiver(wizard.place_code, int(key[1:]), is_pilot)
    return Receiver(key[1:], None, is_pilot)


def _arguments(wizard: Wizard) -> dict[str, Any]:
    """Turn the saved steps into the arguments of the service."""
    kept = wizard.kept
    keys = list(kept["receivers"])
    receivers = {key: _receiver(wizard, key) for key in keys}
    saved = kept["split"]
    amounts: dict[int, dict[Receiver, Any]] = {}
    for task in wizard.tasks():
        written = {receivers[key]: saved.get(f"amount_{task.pk}_{key}") for key in keys}
        amounts[task.pk] = {receiver: Decimal(text) for receiver, text in written.items() if text}
    numbers = {receivers[key]: int(saved[f"number_{key}"]) for key in keys if saved.get(f"number_{key}")}
    arguments: dict[str, Any] = {
        "receivers": list(receivers.values()),
        "split": Split(method=SplitMethod(saved["method"]), numbers=numbers, amounts=amounts),
        "due_on": parse_date(saved.get("due_on") or ""),
        "pilots_only": bool(kept.get("pilots_only")),
    }
    if wizard.parent:
        return {"assignment_ids": [wizard.parent.pk], **arguments}
    return {"programme_id": wizard.programme.pk, "task_ids": list(kept["tasks"]), **arguments}


def _preview(wizard: Wizard) -> services.Plan:
    return services.preview_hand_down(actor=wizard.request.actor, **_arguments(wizard))
