"""Targets and their indicators, shares, the next year, pausing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import places_to_name
from gongjian.apps.programmes import services
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.forms import (
    BindForm,
    RollOverForm,
    ShareForm,
    StatusForm,
    TargetTasksForm,
    plain,
)
from gongjian.apps.programmes.models import Target
from gongjian.apps.programmes.selectors.assignments import get_task
from gongjian.apps.programmes.selectors.programmes import get_programme
from gongjian.apps.programmes.selectors.targets import (
    TargetReading,
    get_target,
    indicator_name,
    period_of_target,
    read_target,
    target_text,
    where_of,
)
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt
from gongjian.core.htmx import render_either


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_target(request: ActorRequest, target_id: int) -> HttpResponse:
    """Show one target with its figure of now; as a column of the programme's band for htmx."""
    target = get_target(request.actor, target_id)
    reading = read_target(target)
    context = {
        "target": target,
        "reading": reading,
        "goal_text": target_text(target),
        "figure_url": figure_url(reading) if request.actor.can(Right.INDICATORS_VIEW) else "",
        "indicator_name": indicator_name(target),
        "where": where_of(target),
        "can_manage": request.actor.can(Right.PROGRAMMES_MANAGE, target.programme.place_code),
        "can_hand_down": target.can_be_split
        and target.programme.status == ProgrammeStatus.ACTIVE
        and request.actor.can(Right.ASSIGNMENTS_HAND_DOWN, target.programme.place_code),
        "crumbs": [
            {
                "label": target.programme.title,
                "url": reverse("programmes:programme", args=[target.programme_id]),
            },
            {"label": _("目标")},
        ],
    }
    return render_either(request, "programmes/target.html", "programmes/_goal.html", context)


def figure_url(reading: TargetReading) -> str:
    """Return where the figure opens its definition and rows."""
    target = reading.target
    if reading.figure is None:
        return ""
    query = {
        "place": target.place_code or target.programme.place_code,
        "period": str(period_of_target(target)),
        **target.indicator_params,
    }
    return f"{reverse('indicators:figure', args=[target.indicator_key])}?{urlencode(query)}"


@allows(Right.PROGRAMMES_MANAGE)
@require_http_methods(["GET", "POST"])
def bind(request: ActorRequest, target_id: int) -> HttpResponse:
    """Choose the indicator that a target is read from."""
    target = get_target(request.actor, target_id)
    request.actor.require(Right.PROGRAMMES_MANAGE, target.programme.place_code)
    initial = {
        "indicator_key": target.indicator_key,
        "base_value": target.base_value,
        "where": where_of(target),
    }
    form = BindForm(request.POST or None, initial=initial, place_code=target.programme.place_code)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        bound: Target | None = attempt(
            form,
            lambda: services.bind_target(
                actor=request.actor,
                target_id=target_id,
                indicator_key=values["indicator_key"],
                base_value=values["base_value"],
                where=values["where"],
            ),
        )
        if bound:
            messages.success(request, _("已绑定。"))
            return redirect("programmes:target", target_id)
    context = {
        "form": form,
        "title": _("“%(name)s”从哪里读数") % {"name": target.name},
        "note": _("目标的数只从指标里读，不手工填。"),
        "act": _("绑定"),
        "suggestions": places_to_name(request.actor, target.programme.place_code),
        "back": reverse("programmes:target", args=[target.pk]),
    }
    return _render_form_page(request, context)


@allows(Right.PROGRAMMES_MANAGE)
@require_http_methods(["GET", "POST"])
def choose_tasks(request: ActorRequest, target_id: int) -> HttpResponse:
    """Say which tasks serve a target, and by which share."""
    target = get_target(request.actor, target_id)
    request.actor.require(Right.PROGRAMMES_MANAGE, target.programme.place_code)
    tasks = list(target.programme.tasks.prefetch_related("target_shares"))
    initial = {f"share_{row.task_id}": plain(row.share_percent) for row in target.task_shares.all()}
    form = TargetTasksForm(request.POST or None, initial=initial, target=target, tasks=tasks)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: (
                services.share_target(actor=request.actor, target_id=target_id, shares=form.shares()) or True
            ),
        )
        if done:
            messages.success(request, _("已保存。"))
            return redirect("programmes:target", target_id)
    context = {
        "form": form,
        "title": _("哪些任务为“%(name)s”服务") % {"name": target.name},
        "note": _("填各项任务归这个目标的百分数；一项任务归各目标的合计不超过 100%；不服务的不填。"),
        "act": _("保存"),
        "back": reverse("programmes:target", args=[target.pk]),
    }
    return _render_form_page(request, context)


@allows(Right.PROGRAMMES_MANAGE)
@require_http_methods(["GET", "POST"])
def share(request: ActorRequest, task_id: int) -> HttpResponse:
    """Say for which targets a task counts, and by which share."""
    task = get_task(request.actor, task_id)
    request.actor.require(Right.PROGRAMMES_MANAGE, task.programme.place_code)
    targets = list(task.programme.targets.all())
    initial = {f"share_{row.target_id}": plain(row.share_percent) for row in task.target_shares.all()}
    form = ShareForm(request.POST or None, initial=initial, task=task, targets=targets)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.share_task(actor=request.actor, task_id=task_id, shares=form.shares()) or True,
        )
        if done:
            messages.success(request, _("已保存。"))
            return redirect("programmes:task", task_id)
    context = {
        "form": form,
        "title": _("“%(name)s”为哪些目标服务") % {"name": task.title},
        "note": _("填百分数，合计不超过 100%；不服务的不填。"),
        "act": _("保存"),
        "back": reverse("programmes:task", args=[task.pk]),
    }
    return _render_form_page(request, context)


@allows(Right.PROGRAMMES_MANAGE)
@require_http_methods(["GET", "POST"])
def roll_over_year(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Say what next year's programme will take over, then make it."""
    programme = get_programme(request.actor, programme_id)
    request.actor.require(Right.PROGRAMMES_MANAGE, programme.place_code)
    title = programme.title.replace(str(programme.year), str(programme.year + 1))
    form = RollOverForm(request.POST or None, initial={"title": title})
    if request.method == "POST" and form.is_valid():
        fresh = attempt(
            form,
            lambda: services.roll_over(
                actor=request.actor, programme_id=programme_id, title=form.cleaned_data["title"]
            ),
        )
        if fresh:
            messages.success(request, _("已转入 %(year)d 年，任务还没有下达。") % {"year": fresh.year})
            return redirect("programmes:programme", fresh.pk)
    counts = {
        "phases": programme.phases.count(),
        "targets": programme.targets.count(),
        "tasks": programme.tasks.filter(voided_on=None).count(),
    }
    context = {
        "form": form,
        "title": _("转入 %(year)d 年") % {"year": programme.year + 1},
        "note": _(
            "带过去 %(phases)d 个阶段、%(targets)d 个目标、%(tasks)d 项任务；日期顺延一年，"
            "目标以现在的数为新的基数；任务不自动下达。"
        )
        % counts,
        "act": _("转入下一年"),
        "back": reverse("programmes:programme", args=[programme.pk]),
    }
    return _render_form_page(request, context)


@allows(Right.PROGRAMMES_MANAGE)
@require_POST
def change_status(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Pause, take up again or close."""
    get_programme(request.actor, programme_id)
    form = StatusForm(request.POST)
    if form.is_valid():
        services.set_programme_status(
            actor=request.actor, programme_id=programme_id, status=form.cleaned_data["status"]
        )
    else:
        messages.error(request, _("没有选状态，请重新选。"))
    return redirect("programmes:programme", programme_id)


def _render_form_page(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/form.html", {**context, "action": request.path}, status=status)
