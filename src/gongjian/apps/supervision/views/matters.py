"""Matters: the list by deadline, one with its timeline, a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import EntryKind, MatterStatus
from gongjian.apps.supervision.forms import ExtensionForm, MatterForm, ProgressForm, ReasonForm
from gongjian.apps.supervision.models import Matter
from gongjian.apps.supervision.selectors import matters as reads
from gongjian.apps.supervision.services.reminders import WORDS, ladder_of
from gongjian.apps.supervision.views.pages import form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime import step_day

ENTRY_MARKS = {
    EntryKind.OPENED: "待签收",
    EntryKind.PROGRESS: "进行中",
    EntryKind.APPLIED: "待核查",
    EntryKind.SENT_BACK: "退回",
    EntryKind.CLOSED: "已办结",
    EntryKind.EXTENSION_ASKED: "待确认",
    EntryKind.EXTENSION_GRANTED: "通过",
    EntryKind.EXTENSION_REFUSED: "退回",
    EntryKind.PAUSED: "暂停",
    EntryKind.RESUMED: "进行中",
    EntryKind.REMINDED: "逾期",
    EntryKind.VOIDED: "作废",
}


@allows(Right.SUPERVISION_VIEW)
@require_GET
def list_matters(request: ActorRequest) -> HttpResponse:
    """List the matters in sight by deadline, the overdue first, with counts on the tabs."""
    today, words = timezone.localdate(), request.GET.get("q", "")[:60]
    rows = reads.matters_in_sight(request.actor, words=words)
    counts = reads.count_states(rows, today)
    page, found = reads.list_matters(rows, request.GET, today)
    state = request.GET.get("state", "")
    state = state if state in reads.STATES else "open"
    context = {
        "page": page,
        "rows": found,
        "counts": counts,
        "tabs": _tabs(counts, state),
        "state": state,
        "q": words,
        "can_open": request.actor.can(Right.SUPERVISION_NOTE),
    }
    return render(request, "supervision/matters.html", context)


def _tabs(counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    labels = {
        "open": _("未办结"),
        "late": _("逾期"),
        "soon": _("7 天内到期"),
        "checking": _("待核查"),
        "closed": _("已办结"),
        "void": _("作废"),
    }
    return [
        {
            "label": label,
            "url": f"?state={name}",
            "count": counts[name],
            "current": name == state,
            "hot": name == "late" and counts[name] > 0,
        }
        for name, label in labels.items()
    ]


@allows(Right.SUPERVISION_NOTE)
@require_http_methods(["GET", "POST"])
def add_matter(request: ActorRequest) -> HttpResponse:
    """Open a matter by hand: an instruction, a point of a meeting, a finding."""
    actor = request.actor
    within = next(iter(actor.place_prefixes(Right.SUPERVISION_NOTE)), "")
    scope = current_scope(request)
    within = scope if scope.startswith(within) else within
    form = MatterForm(actor, within, request.POST or None)
    if request.method == "POST" and form.is_valid():
        matter = attempt(form, lambda: services.open_matter(actor=actor, spec=form.spec()))
        if matter:
            return redirect("supervision:matter", matter.pk)
    crumbs = [crumb(_("督办"), "supervision:matters"), crumb(_("立项"))]
    return form_page(
        request,
        form,
        title=_("立一件督办件"),
        act=_("交办"),
        back=reverse("supervision:matters"),
        crumbs=crumbs,
        columns=2,
    )


@allows(Right.SUPERVISION_VIEW)
@require_GET
def show_matter(request: ActorRequest, matter_id: int) -> HttpResponse:
    """Show one matter."""
    return render_matter(request, reads.get_matter(request.actor, matter_id))


def render_matter(
    request: ActorRequest, matter: Matter, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of a matter: deadline, what happened, what is still to come, the acts open to the person."""
    today = timezone.localdate()
    [row] = reads.rows_of([matter], today)
    names = names_of([matter.place_code, matter.issuer_place_code])
    manages = request.actor.can(Right.SUPERVISION_MANAGE, matter.issuer_place_code)
    handles = reads.is_handled_by(request.actor, matter) and matter.status == MatterStatus.OPEN
    given = forms or {}
    context = {
        "matter": matter,
        "row": row,
        "shows_programme": request.actor.can(Right.PROGRAMMES_VIEW),
        "place_name": names.get(matter.place_code, matter.place_code),
        "issuer_name": names.get(matter.issuer_place_code, matter.issuer_place_code),
        "entries": [(entry, ENTRY_MARKS[EntryKind(entry.kind)]) for entry in matter.entries.all()],
        "coming": _coming(matter, today),
        "manages": manages and not matter.is_over,
        "handles": handles,
        "progress_form": given.get("progress") or ProgressForm(),
        "extension_form": given.get("extension") or ExtensionForm(),
        "check_form": given.get("check") or ReasonForm(prefix="check"),
        "answer_form": given.get("answer") or ReasonForm(prefix="answer"),
        "reason_form": given.get("reason") or ReasonForm(prefix="why"),
        "refused": given,
        "crumbs": [crumb(_("督办"), "supervision:matters"), crumb(matter.number_text)],
    }
    return render(request, "supervision/matter.html", context, status=status)


def _coming(matter: Matter, today: Any) -> list[tuple[Any, str]]:
    """List the reminders still to come, with their days."""
    if matter.status != MatterStatus.OPEN:
        return []
    work = calendar_around(matter.due_on)
    days = [(step_day(matter.due_on, step, work), WORDS[step.to]) for step in sorted(ladder_of(matter))]
    return [(day, word) for day, word in days if day > today]
