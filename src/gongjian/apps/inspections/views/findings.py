"""Findings: list, one as a chain from photo to photo, record by hand, withdraw."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import FindingStatus
from gongjian.apps.inspections.forms import ReasonForm
from gongjian.apps.inspections.forms.findings import AnswerFindingForm, CheckForm, FindingForm
from gongjian.apps.inspections.models import Finding
from gongjian.apps.inspections.selectors import findings
from gongjian.apps.inspections.selectors.effects import proposals_of
from gongjian.apps.inspections.selectors.places import communities_to_choose
from gongjian.apps.inspections.views.lists import list_filter, view_tabs
from gongjian.apps.inspections.views.round_tabs import FINDINGS, round_frame
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.errors import Invalid
from gongjian.core.listing import page_of


@allows(Right.RECTIFICATIONS_VIEW)
@require_GET
def list_findings(request: ActorRequest) -> HttpResponse:
    """List findings by what is to be done with them; the often repeated first."""
    actor, today = request.actor, timezone.localdate()
    asked = list_filter(request)
    rows = findings.list_findings(
        actor, place_code=asked.place_code, round_id=asked.round_id, text=asked.text
    )
    counts = findings.count_views(rows, today)
    view = request.GET.get("view", "todo")
    view = view if view in findings.VIEWS else "all"
    kept = rows.filter(findings.view_condition(view, today)).select_related("order", "round")
    page = page_of(kept, request.GET, total=counts[view])
    names = names_of({code for row in page.rows for code in (row.place_code, row.place_code[: Level.STREET])})
    context: dict[str, Any] = round_frame(actor, asked.round, FINDINGS) if asked.round else {}
    context |= {
        "page": page,
        "rows": [
            (row, names.get(row.place_code, ""), _street(row, names), row.is_late(today)) for row in page.rows
        ],
        "view": view,
        "views": view_tabs(request, findings.VIEWS, counts, view, hot="overdue"),
        "counts": counts,
        "filter": asked,
        "place_name": names_of([asked.place_code]).get(asked.place_code, ""),
        "can_issue": actor.can(Right.INSPECTIONS_MANAGE),
        "can_record": actor.can(Right.INSPECTIONS_SCORE),
        "can_decide": asked.round_id is not None and actor.can(Right.RATINGS_DECIDE),
        "can_map": actor.can(Right.INSPECTIONS_VIEW),
    }
    return render(request, "inspections/findings.html", context)


def _street(row: Finding, names: dict[str, str]) -> str:
    return names.get(row.place_code[: Level.STREET], "") if len(row.place_code) > Level.STREET else ""


@allows(Right.RECTIFICATIONS_VIEW)
@require_GET
def show_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """Show a finding's chain: photo, order, mended photo, re-inspection, effect on the score."""
    return render_finding(request, finding_id)


def render_finding(
    request: ActorRequest,
    finding_id: int,
    answer: AnswerFindingForm | None = None,
    check: CheckForm | None = None,
    withdraw: ReasonForm | None = None,
) -> HttpResponse:
    """Render the page of a finding; with a form that was refused, as 422."""
    actor, today = request.actor, timezone.localdate()
    row = findings.get_finding(actor, finding_id)
    above = [*ancestors_of(row.place_code)[2:], row.place_code]
    names = names_of(above)
    attempts = list(row.mendings.all())
    context: dict[str, Any] = {
        "finding": row,
        "order": row.order,
        "place_name": names.get(row.place_code, row.place_code),
        "crumbs": [
            {"label": _("查到的问题"), "url": reverse("inspections:findings")},
            {"label": row.title},
        ],
        "path": " / ".join(names[code] for code in above if code in names),
        "attempts": attempts,
        "last": attempts[-1] if attempts else None,
        "earlier": findings.chain_of(row),
        "is_late": row.is_late(today),
        "can_answer": _can_answer(request, row),
        "can_withdraw": row.status == FindingStatus.FOUND
        and actor.can(Right.INSPECTIONS_MANAGE, row.place_code),
        "can_issue": row.status == FindingStatus.FOUND
        and actor.can(Right.INSPECTIONS_MANAGE, row.place_code),
        "can_see_sheet": actor.can(Right.INSPECTIONS_VIEW, row.place_code),
        "proposal": _proposal(request, row),
        "answer_form": answer or AnswerFindingForm(),
        "check_form": check or CheckForm(),
        "withdraw_form": withdraw or ReasonForm(),
    }
    context |= _checking(request, row)
    status = 422 if answer or check or withdraw else 200
    return render(request, "inspections/finding.html", context, status=status)


def _can_answer(request: ActorRequest, row: Finding) -> bool:
    if row.order is None or row.status not in FindingStatus.to_mend():
        return False
    if row.order.organisation_id is not None:
        return request.actor.can(Right.RECTIFICATIONS_ANSWER, unit_id=row.order.organisation_id)
    return request.actor.can(Right.RECTIFICATIONS_ANSWER, row.place_code)


def _checking(request: ActorRequest, row: Finding) -> dict[str, Any]:
    """Say whether the actor may look again now, and if he holds the right but may not, why."""
    waits = row.status == FindingStatus.ANSWERED and row.order is not None
    if row.order is None or not waits or not request.actor.can(Right.INSPECTIONS_SCORE, row.place_code):
        return {"can_check": False, "why_not_check": ""}
    last = list(row.mendings.all())[-1]
    refusal = findings.why_not_check(request.actor, row.order, last.answered_by_id)
    return {"can_check": not refusal, "why_not_check": refusal}


def _proposal(request: ActorRequest, row: Finding) -> Any:
    if row.round is None or not row.points_lost or not request.actor.can(Right.INSPECTIONS_VIEW):
        return None
    ended = row.status == FindingStatus.MENDED or row.is_late(timezone.localdate())
    return proposals_of(request.actor, row.round, [row])[0] if ended else None


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def add_finding(request: ActorRequest) -> HttpResponse:
    """Record a finding outside of a sheet."""
    scope = current_scope(request)
    places = communities_to_choose(request.actor, scope)
    form = FindingForm(
        request.POST or None,
        request.FILES or None,
        places=places,
        initial={"found_on": timezone.localdate(), "place": request.GET.get("place", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.record_finding(actor=request.actor, spec=form.spec())
            return redirect("inspections:finding", row.pk)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "owner": names_of([scope]).get(scope, scope), "has_places": bool(places)}
    return render(
        request, "inspections/finding_form.html", context, status=422 if request.method == "POST" else 200
    )


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["POST"])
def withdraw_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """Withdraw a finding that was recorded in error."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render_finding(request, finding_id, withdraw=form)
    services.withdraw_finding(actor=request.actor, finding_id=finding_id, reason=form.cleaned_data["reason"])
    return redirect("inspections:finding", finding_id)
