"""The hand-down wizard: which tasks, to whom, how much each, and what will happen in numbers.

Each step saves in the session, so that going back or closing the page loses nothing.
"""

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
from gongjian.apps.programmes.selectors.assignments import (
    AreaPick,
    area_picks,
    get_assignment,
    given_so_far,
    list_to_give_on,
)
from gongjian.apps.programmes.selectors.programmes import get_programme
from gongjian.apps.programmes.services import Receiver, Split
from gongjian.apps.programmes.views.wizard import Wizard
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def hand_down_tasks(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Give tasks of a programme to places and units below."""
    programme = get_programme(request.actor, programme_id)
    request.actor.require(Right.ASSIGNMENTS_HAND_DOWN, programme.place_code)
    if request.method == "GET" and request.GET.get("task", "").isdigit():
        wizard = Wizard(request, programme)
        wizard.keep(tasks=[int(request.GET["task"])])
        return wizard.go_to(2)
    return _run(Wizard(request, programme))


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_POST
def hand_down_target(request: ActorRequest, target_id: int) -> HttpResponse:
    """Turn a target's quantity into a task and begin to hand it down."""
    task = services.task_of_target(actor=request.actor, target_id=target_id)
    wizard = Wizard(request, get_programme(request.actor, task.programme_id))
    wizard.keep(tasks=[task.pk])
    return redirect(f"{reverse('programmes:hand_down', args=[task.programme_id])}?step=2")


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def hand_down_assignment(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Give what was received on to places and units below."""
    parent = get_assignment(request.actor, assignment_id)
    request.actor.require(Right.ASSIGNMENTS_HAND_DOWN, parent.place_code, parent.organisation_id)
    return _run(Wizard(request, parent.task.programme, parent))


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def hand_down_held(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Give several parts that were received on together: chosen, shared and checked at once."""
    programme = get_programme(request.actor, programme_id)
    holdings = list_to_give_on(request.actor, programme)
    if not holdings:
        messages.warning(request, _("手里没有签收了可以往下分的任务。"))
        return redirect("programmes:mine")
    return _run(Wizard(request, programme, holdings=holdings))


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
        "is_further": bool(wizard.parent or wizard.holdings),
        "steps": wizard.names,
        "step": step,
        "back": f"?step={step - 1}" if step > 1 else crumbs[-1]["url"],
        "crumbs": [*crumbs, {"label": _("下达任务")}],
    }
    return render(wizard.request, f"programmes/hand_down/{template}.html", {**base, **context}, status=status)


def _choose_tasks(wizard: Wizard, step: int) -> HttpResponse:
    held = {part.task_id: part for part in wizard.holdings}
    tasks = list(wizard.programme.tasks.filter(voided_on=None).select_related("phase").order_by("order"))
    tasks = [task for task in tasks if not held or task.pk in held]
    parents = [part.pk for part in wizard.holdings]
    given = {key[0] for key in given_so_far([task.pk for task in tasks], parents)}
    choices = [(task.pk, task.title) for task in tasks]
    posted = wizard.request.method == "POST"
    form = TasksForm(wizard.request.POST if posted else None, choices=choices)
    if posted and form.is_valid():
        wizard.keep(tasks=form.cleaned_data["tasks"])
        return wizard.go_to(step + 1)
    saved = wizard.kept.get("tasks") or [task.pk for task in tasks if task.pk not in given]
    chosen = wizard.request.POST.getlist("tasks") if posted else map(str, saved)
    context = {
        "form": form,
        "rows": [
            {
                "task": task,
                "quantity": wizard.quantity_of(task),
                "due_on": held[task.pk].due_on if held else task.due_on,
                "is_given": task.pk in given,
            }
            for task in tasks
        ],
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
    parents = [part.pk for part in wizard.parents]
    picks = area_picks(wizard.request.actor, wizard.place_code, [key for key, _name in choices])
    held = {
        f"u{unit}" if unit else f"p{place}"
        for _task, place, unit in given_so_far([task.pk for task in wizard.tasks()], parents)
    }
    context = {
        "form": form,
        "rows": [{"key": key, "name": name, "is_held": key in held} for key, name in choices],
        "chosen": set(source.getlist("receivers")) if source else _picked(wizard, choices, picks),
        "picks": picks,
        "pilots": set(source.getlist("pilots") if source else wizard.kept.get("pilots", [])),
        "pilots_only": bool(source.get("pilots_only") if source else wizard.kept.get("pilots_only")),
    }
    return _render(wizard, step, "receivers", context, 422 if posted else 200)


def _picked(wizard: Wizard, choices: list[tuple[str, str]], picks: list[AreaPick]) -> set[str]:
    """Say who is ticked when the page opens: all, none, those of an area, else those saved before."""
    pick = wizard.request.GET.get("pick", "")
    if pick == "all":
        return {key for key, _name in choices if key.startswith("p")}
    for area in picks:
        if pick == str(area.pk):
            return set(area.keys)
    return set() if pick == "none" else set(wizard.kept.get("receivers", []))


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
        give = services.hand_down_further if wizard.parents else services.hand_down
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
    if wizard.parents:
        return {"assignment_ids": [part.pk for part in wizard.parents], **arguments}
    return {"programme_id": wizard.programme.pk, "task_ids": list(kept["tasks"]), **arguments}


def _preview(wizard: Wizard) -> services.Plan:
    return services.preview_hand_down(actor=wizard.request.actor, **_arguments(wizard))
