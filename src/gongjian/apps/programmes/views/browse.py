"""Programmes, their tree, their tasks, who owes what; the tree as a workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.programmes import services
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.selectors.assignments import get_task, has_to_give_on, list_parts
from gongjian.apps.programmes.selectors.export import tree_workbook
from gongjian.apps.programmes.selectors.programmes import (
    current_phase,
    get_programme,
    list_programmes,
    list_years,
)
from gongjian.apps.programmes.selectors.reports import list_owing
from gongjian.apps.programmes.selectors.tree import (
    VIEWS,
    Tree,
    TreeRow,
    open_tree,
    place_rows,
    rows_of_unit,
    task_rows_at,
    top_rows,
    total,
)
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import NotFound


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def list_all(request: ActorRequest) -> HttpResponse:
    """List the programmes in sight."""
    page, rows = list_programmes(request.actor, request.GET)
    context = {
        "page": page,
        "rows": rows,
        "years": list_years(request.actor),
        "year": request.GET.get("year", ""),
        "status": request.GET.get("status", ""),
        "q": request.GET.get("q", ""),
        "statuses": ProgrammeStatus.choices,
    }
    return render(request, "programmes/list.html", context)


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_programme(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Show one programme: where it stands, its targets, its tree with the Gantt beside it."""
    programme = get_programme(request.actor, programme_id)
    tree = open_tree(request.actor, programme)
    phases = list(programme.phases.all())
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "task"
    rows = top_rows(tree, str(view), phases)
    only = request.GET.get("only", "")
    context = {
        **_head(request, programme, tree),
        "rows": [row for row in rows if row.needs_eyes] if only else rows,
        "total": total(rows),
        "view": view,
        "only": only,
        "switch": _switch(str(view), only),
        "phase": current_phase(phases, tree.today),
        "targets": list(programme.targets.all()),
    }
    return render(request, "programmes/programme.html", context)


def _head(request: ActorRequest, programme: Programme, tree: Tree) -> dict[str, object]:
    actor = request.actor
    today_label = _("今天 %(month)d月%(day)d日") % {"month": tree.today.month, "day": tree.today.day}
    return {
        "programme": programme,
        "scale": tree.scale,
        "today_label": today_label,
        "month_count": len(tree.scale.months),
        "sees_all": tree.sees_all,
        "can_manage": actor.can(Right.PROGRAMMES_MANAGE, programme.place_code),
        "can_hand_down": actor.can(Right.ASSIGNMENTS_HAND_DOWN, programme.place_code)
        and programme.status == ProgrammeStatus.ACTIVE,
        "can_give_on": programme.status == ProgrammeStatus.ACTIVE and has_to_give_on(actor, programme),
        "can_remind": actor.can(Right.REPORTS_CONFIRM),
        "crumbs": [
            {"label": _("行动"), "url": "/programmes/"},
            {"label": _("%(year)d 年") % {"year": programme.year}},
        ],
    }


def _switch(view: str, only: str) -> list[dict[str, object]]:
    tail = "&only=late" if only else ""
    labels = {"task": _("按任务"), "place": _("按地方"), "unit": _("按单位")}
    return [{"label": labels[key], "url": f"?view={key}{tail}", "current": key == view} for key in VIEWS]


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_rows(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Answer the rows below one that was opened."""
    programme = get_programme(request.actor, programme_id)
    tree = open_tree(request.actor, programme)
    context = {"rows": _rows_below(request, tree), "scale": tree.scale, "month_count": len(tree.scale.months)}
    return render(request, "programmes/_rows.html", context)


def _rows_below(request: ActorRequest, tree: Tree) -> list[TreeRow]:
    query = request.GET
    level = int(query["level"]) if query.get("level", "").isdigit() else 2
    parent = query.get("parent", "")
    if query.get("tasks_at"):
        return task_rows_at(tree, query["tasks_at"], level, parent)
    if query.get("unit", "").isdigit():
        return rows_of_unit(tree, int(query["unit"]), level, parent)
    task = None
    if query.get("task", "").isdigit():
        task = get_task(request.actor, int(query["task"]))
        if task.programme_id != tree.programme.pk:
            raise NotFound()
        parent = parent or f"task-{task.pk}"
    return place_rows(tree, query.get("place") or tree.top_code, level, parent, task)


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_task(request: ActorRequest, task_id: int) -> HttpResponse:
    """Show one task: what, by whom, by when, for which targets, and all its parts in sight."""
    task = get_task(request.actor, task_id)
    page, rows = list_parts(request.actor, task, request.GET)
    place = task.programme.place_code
    context = {
        "task": task,
        "page": page,
        "rows": rows,
        "state": request.GET.get("state", ""),
        "can_manage": request.actor.can(Right.PROGRAMMES_MANAGE, place),
        "can_hand_down": request.actor.can(Right.ASSIGNMENTS_HAND_DOWN, place)
        and task.programme.status == ProgrammeStatus.ACTIVE,
        "crumbs": [
            {"label": task.programme.title, "url": f"/programmes/{task.programme_id}/"},
            {"label": task.phase.name if task.phase else _("任务")},
        ],
    }
    return render(request, "programmes/task.html", context)


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_owing(request: ActorRequest, programme_id: int) -> HttpResponse:
    """List who owes which report by when."""
    programme = get_programme(request.actor, programme_id)
    page, debts = list_owing(request.actor, programme, request.GET)
    context = {
        "programme": programme,
        "page": page,
        "debts": debts,
        "can_remind": request.actor.can(Right.REPORTS_CONFIRM),
        "crumbs": [{"label": programme.title, "url": f"/programmes/{programme.pk}/"}, {"label": _("未报")}],
    }
    return render(request, "programmes/owing.html", context)


@allows(Right.REPORTS_CONFIRM)
@require_POST
def send_reminder(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Remind those who owe reports: the chosen ones, or all in sight."""
    chosen = [int(value) for value in request.POST.getlist("assignments") if value.isdigit()]
    count = services.remind(actor=request.actor, programme_id=programme_id, assignment_ids=chosen or None)
    messages.success(request, _("已向 %(n)d 家催报。") % {"n": count})
    return redirect("programmes:owing", programme_id)


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def export_tree(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Send the tree in sight as a workbook."""
    programme = get_programme(request.actor, programme_id)
    content = tree_workbook(request.actor, programme)
    name = f"{programme.title}-{timezone.localdate().isoformat()}.xlsx"
    return send_xlsx(content, name)
