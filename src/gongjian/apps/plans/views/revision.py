"""A new version of the plan of a running programme: import it, hold both side by side, take over item by item."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.plans import services
from gongjian.apps.plans.choices import ItemKind, PlanStatus
from gongjian.apps.plans.forms import RevisionForm, TakeForm
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import get_plan
from gongjian.apps.plans.views.pages import review_url
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.rules import rule_value

LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("名称"),
    "indicator": gettext_lazy("名称"),
    "name": gettext_lazy("名称"),
    "due": gettext_lazy("完成时限"),
    "deadline": gettext_lazy("时限"),
    "lead": gettext_lazy("牵头单位"),
    "support": gettext_lazy("配合单位"),
    "quantity": gettext_lazy("数量"),
    "words": gettext_lazy("正文"),
    "comparator": gettext_lazy("比较方式"),
    "value": gettext_lazy("目标值"),
    "unit": gettext_lazy("计量单位"),
    "scope": gettext_lazy("范围"),
    "begins": gettext_lazy("开始"),
    "ends": gettext_lazy("结束"),
}
ACTS: tuple[tuple[str, Promise], ...] = (
    ("changed", gettext_lazy("改动的")),
    ("added", gettext_lazy("新增的")),
    ("dropped", gettext_lazy("新版里没有的")),
)


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def revise(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Import a new version for a running programme; one that is waiting already is named instead."""
    programme, waiting = services.get_revised(request.actor, programme_id)
    form = RevisionForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        plan = attempt(
            form,
            lambda: services.start_revision(
                actor=request.actor,
                programme_id=programme_id,
                text=text,
                name=file.name if file else "",
                content=file.read() if file else None,
            ),
        )
        if plan is not None:
            return redirect("plans:compare", plan.pk)
    today = timezone.localdate()
    context = {
        "programme": programme,
        "waiting": waiting,
        "form": form,
        "max_bytes": rule_value("files.document_max_bytes", on=today),
        "max_characters": rule_value("files.plan_max_characters", on=today),
        "crumbs": _crumbs(programme.title, programme.pk),
    }
    return render(request, "plans/revise.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.PLANS_VIEW)
@require_GET
def compare(request: ActorRequest, revision_id: int) -> HttpResponse:
    """Show what the new version changes, adds and leaves out, each beside what the programme has."""
    return _page(request, revision_id)


def _page(request: ActorRequest, revision_id: int, form: TakeForm | None = None) -> HttpResponse:
    """Draw the comparison; `form` is an act that was refused, with what was typed."""
    plan = get_plan(request.actor, revision_id)
    if plan.revises is None:
        raise NotFound()
    found = services.compare_revision(plan)
    groups = [
        {
            "act": act,
            "title": title,
            "rows": [_shown(plan, row) for row in found.rows if row.act == act],
        }
        for act, title in ACTS
    ]
    counts = {act: found.count(act) for act, _title in ACTS}
    context = {
        "plan": plan,
        "groups": [group for group in groups if group["rows"]],
        "moved": found.moved,
        "heading": _("新版改 %(changed)s 处、增 %(added)s 处、去 %(dropped)s 处") % counts
        if found.rows
        else _("新版和行动没有不同了"),
        "can_take": _can_take(request, plan),
        "form": form,
        "crumbs": _crumbs(plan.revises.title, plan.revises.pk),
    }
    return render(request, "plans/compare.html", context, status=UNPROCESSABLE if form else 200)


def _can_take(request: ActorRequest, plan: Plan) -> bool:
    actor, is_open = request.actor, plan.status == PlanStatus.REVIEW
    rights = (Right.PLANS_ACTIVATE, Right.PROGRAMMES_MANAGE)
    return is_open and all(actor.can(right, plan.place_code) for right in rights)


def _crumbs(title: str, programme_id: int) -> list[dict[str, str]]:
    return [
        {"label": title, "url": reverse("programmes:programme", args=[programme_id])},
        {"label": _("新版")},
    ]


def _shown(plan: Plan, row: services.Row) -> dict[str, Any]:
    """Write one difference for the page: its fields side by side, then the words of both versions."""
    sides = [
        {"label": LABELS.get(change.field, LABELS["words"]), "before": change.old, "after": change.new}
        for change in row.fields
    ]
    before, after = getattr(row.old, "quote", "") or row.name, row.new.quote if row.new else ""
    is_both = row.old is not None and row.new is not None
    return {
        "row": row,
        "sides": sides,
        "quotes": [before, after] if is_both and before != row.name else [],
        "gone": "" if row.new else before,
        "come": "" if row.old else after,
        "fields": [(name, LABELS[name]) for name in row.field_names],
        "review_url": review_url(plan.pk, row.kind, row.new.pk) if row.new else "",
        "can_void": row.act == "dropped" and row.kind == ItemKind.TASK,
        "kind_label": ItemKind(row.kind).label,
    }


@allows(Right.PLANS_ACTIVATE)
@require_POST
def take(request: ActorRequest, revision_id: int) -> HttpResponse:
    """Take one difference over and come back to the comparison; a refusal is said there, nothing typed is lost."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, revision_id, form)
    fields = request.POST.getlist("fields")
    answers = form.cleaned_data
    row = attempt(
        form,
        lambda: services.take_row(actor=request.actor, plan_id=revision_id, fields=fields, **answers),
    )
    if row is None:
        return _page(request, revision_id, form)
    done = _("已作废：%(name)s。") if row.act == "dropped" else _("已并入：%(name)s。")
    messages.success(request, done % {"name": row.name})
    return redirect("plans:compare", revision_id)


@allows(Right.PLANS_ACTIVATE)
@require_POST
def finish(request: ActorRequest, revision_id: int) -> HttpResponse:
    """End the comparison and go to the programme."""
    plan = services.finish_revision(actor=request.actor, plan_id=revision_id)
    messages.success(request, _("新版并完了。没并入的保持原样。"))
    return redirect("programmes:programme", plan.revises_id)
