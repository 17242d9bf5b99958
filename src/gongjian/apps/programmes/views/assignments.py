"""What was given: in one's own hands, one by one; acknowledge, refuse, give again, take back."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes import services
from gongjian.apps.programmes.choices import AssignmentStatus
from gongjian.apps.programmes.forms import ReasonForm
from gongjian.apps.programmes.models import Assignment, Programme
from gongjian.apps.programmes.selectors.assignments import (
    PartRow,
    count_held,
    get_assignment,
    history_of,
    list_children,
    list_held,
    list_reports_of,
)
from gongjian.apps.programmes.selectors.own import is_held_by
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.form_pages import attempt

TABS = ("", "pending", "owing", "late", "done")


@allows(Right.ASSIGNMENTS_ANSWER)
@require_GET
def show_mine(request: ActorRequest) -> HttpResponse:
    """List what is in one's own hands."""
    page, rows = list_held(request.actor, request.GET)
    state = request.GET.get("state", "")
    gives = request.actor.can(Right.ASSIGNMENTS_HAND_DOWN)
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "tabs": _tabs(count_held(request.actor), state),
        "can_hand_down": gives,
        "programmes": _programmes_to_give_on(rows) if gives else [],
    }
    return render(request, "programmes/mine.html", context)


def _programmes_to_give_on(rows: list[PartRow]) -> list[Programme]:
    """List the programmes of which several parts on the page can be handed on together."""
    active = [row.assignment for row in rows if row.assignment.status == AssignmentStatus.ACTIVE]
    found = Counter(part.task.programme for part in active)
    return [programme for programme, count in found.items() if count > 1]


def _tabs(counts: dict[str, int], state: str) -> list[dict[str, object]]:
    labels = {
        "": (_("在办"), counts["open"]),
        "pending": (_("待签收"), counts["pending"]),
        "owing": (_("待填报"), None),
        "late": (_("已逾期"), counts["late"]),
        "done": (_("已完成"), counts["done"]),
    }
    return [
        {
            "label": label,
            "url": f"?state={key}" if key else "?",
            "count": count,
            "current": key == state,
            "hot": key == "late" and bool(count),
        }
        for key, (label, count) in labels.items()
    ]


@allows(Right.ASSIGNMENTS_ANSWER)
@require_POST
def acknowledge(request: ActorRequest) -> HttpResponse:
    """Acknowledge the chosen assignments at once."""
    chosen = [int(value) for value in request.POST.getlist("assignments") if value.isdigit()]
    count = services.acknowledge_all(actor=request.actor, assignment_ids=chosen)
    if count:
        messages.success(request, ngettext("已签收 %(n)d 项。", "已签收 %(n)d 项。", count) % {"n": count})
    else:
        messages.warning(request, _("没有选上待签收的任务，请先勾选。"))
    return redirect("programmes:mine")


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_assignment(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Show one assignment: what is wanted, what can be done, what was handed down, reports, history."""
    assignment = get_assignment(request.actor, assignment_id)
    return _render_assignment(request, assignment, ReasonForm())


def _render_assignment(
    request: ActorRequest, assignment: Assignment, form: ReasonForm, status: int = 200
) -> HttpResponse:
    names = names_of({assignment.place_code, assignment.giver_place_code})
    place = names.get(assignment.place_code, assignment.place_code)
    context = {
        "assignment": assignment,
        "task": assignment.task,
        "who": str(assignment.organisation or place),
        "giver": str(
            (assignment.parent and assignment.parent.organisation)
            or names.get(assignment.giver_place_code, assignment.giver_place_code)
        ),
        "children": list_children(assignment) if not assignment.is_leaf else [],
        "reports": list_reports_of(request.actor, assignment),
        "history": [_entry(row) for row in history_of(assignment)],
        "form": form,
        "crumbs": [
            {
                "label": assignment.task.programme.title,
                "url": f"/programmes/{assignment.task.programme_id}/",
            },
            {"label": assignment.task.title, "url": f"/programmes/tasks/{assignment.task_id}/"},
            {"label": place},
        ],
        **_acts(request.actor, assignment),
    }
    return render(request, "programmes/assignment.html", context, status=status)


def _acts(actor: Actor, assignment: Assignment) -> dict[str, bool]:
    """Say what the actor may do with it now."""
    place, unit = assignment.place_code, assignment.organisation_id
    is_pending = assignment.status == AssignmentStatus.PENDING
    is_active = assignment.status == AssignmentStatus.ACTIVE
    gives = actor.can(Right.ASSIGNMENTS_HAND_DOWN, assignment.giver_place_code, assignment.giver_unit_id)
    return {
        "is_for_other": gives and not is_held_by(actor, assignment),
        "can_answer": is_pending and actor.can(Right.ASSIGNMENTS_ANSWER, place, unit),
        "can_report": is_active and assignment.is_leaf and actor.can(Right.REPORTS_WRITE, place, unit),
        "can_hand_down": is_active
        and len(place) < 15
        and actor.can(Right.ASSIGNMENTS_HAND_DOWN, place, unit),
        "can_give_again": assignment.status == AssignmentStatus.REFUSED and gives,
        "can_void": assignment.status in (AssignmentStatus.PENDING, AssignmentStatus.ACTIVE) and gives,
    }


ACTIONS = {
    "programmes.handed_down": "往下分",
    "programmes.assignment_acknowledged": "签收",
    "programmes.assignment_refused": "退回",
    "programmes.given_again": "重新下达",
    "programmes.assignment_voided": "作废",
}


def _entry(row: object) -> dict[str, object]:
    after = getattr(row, "after", None) or {}
    return {
        "at": row.at,  # type: ignore[attr-defined]
        "who": row.actor_name,  # type: ignore[attr-defined]
        "what": ACTIONS.get(row.action, row.action),  # type: ignore[attr-defined]
        "reason": after.get("refusal_reason") or after.get("reason") or "",
    }


@allows(Right.ASSIGNMENTS_ANSWER)
@require_POST
def answer(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Acknowledge, or refuse with a reason."""
    if request.POST.get("accept"):
        services.answer_assignment(actor=request.actor, assignment_id=assignment_id, accept=True)
        messages.success(request, _("已签收。"))
        return redirect("programmes:assignment", assignment_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.answer_assignment(
            actor=request.actor, assignment_id=assignment_id, accept=False, reason=reason
        )
        messages.success(request, _("已退回，下达的单位会看到原因。"))
        return redirect("programmes:assignment", assignment_id)
    assignment = get_assignment(request.actor, assignment_id)
    return _render_assignment(request, assignment, form, status=422)


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_POST
def give_it_again(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Give a refused part to the same receiver again."""
    fresh = services.give_again(actor=request.actor, assignment_id=assignment_id)
    messages.success(request, _("已重新下达。"))
    return redirect("programmes:assignment", fresh.pk)


@allows(Right.ASSIGNMENTS_HAND_DOWN)
@require_http_methods(["GET", "POST"])
def void(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Ask, then take back an assignment with all below it."""
    assignment = get_assignment(request.actor, assignment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        count = attempt(
            form,
            lambda: services.void_assignment(actor=request.actor, assignment_id=assignment_id, reason=reason),
        )
        if count is not None:
            messages.success(request, _("已作废 %(n)d 份。") % {"n": count})
            return redirect("programmes:task", assignment.task_id)
    context = {
        "form": form,
        "title": _("作废“%(task)s”？") % {"task": assignment.task},
        "effects": _("它和往下分出的各份都会作废，未确认的填报会退回。已确认的填报要先撤回。"),
        "act": _("作废"),
        "keep": _("不作废"),
        "back": f"/programmes/assignments/{assignment.pk}/",
        "is_danger": True,
    }
    status = 422 if request.method == "POST" else 200
    return _render_confirm(request, context, status)


def _render_confirm(request: ActorRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "programmes/confirm.html", {**context, "action": request.path}, status=status)
