"""Appeals: the list, filing one, and its page with the decision and what the decision would come to."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AppealStatus
from gongjian.apps.inspections.forms import AppealDecisionForm, AppealForm
from gongjian.apps.inspections.models import Appeal, ScoreSheet
from gongjian.apps.inspections.selectors import appeals, sheets
from gongjian.apps.inspections.services import Upload
from gongjian.apps.inspections.views.lists import list_filter
from gongjian.apps.inspections.views.round_tabs import APPEALS, round_frame
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.listing import page_of

STATES = {
    AppealStatus.FILED.value: gettext_lazy("等答复"),
    appeals.DECIDED: gettext_lazy("已答复"),
    "all": gettext_lazy("全部"),
}


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def list_appeals(request: ActorRequest) -> HttpResponse:
    """List the appeals one may see, of one round or all: those that wait, those decided, or both."""
    row = list_filter(request).round
    status = request.GET.get("status", AppealStatus.FILED.value)
    page = page_of(appeals.list_appeals(request.actor, status, row.pk if row else None), request.GET)
    names = names_of({one.place_code for one in page.rows})
    context: dict[str, Any] = round_frame(request.actor, row, APPEALS) if row else {}
    context |= {
        "page": page,
        "rows": [(one, names.get(one.place_code, one.place_code)) for one in page.rows],
        "states": _states(status, {"round": row.pk} if row else {}),
        "status": status if status in STATES else "all",
    }
    return render(request, "inspections/appeals.html", context)


def _states(current: str, kept: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?{urlencode({'status': value, **kept})}", "current": value == current}
        for value, label in STATES.items()
    ]


@allows(Right.APPEALS_FILE)
@require_http_methods(["GET", "POST"])
def file_appeal(request: ActorRequest, sheet_id: int, number: int) -> HttpResponse:
    """Ask why an item should have been scored otherwise, with photos; file the appeal."""
    sheet = sheets.get_sheet(request.actor, sheet_id)
    request.actor.require(Right.APPEALS_FILE, sheet.place_code)
    marks = sheets.mark_sheet(sheet).marks
    if not 1 <= number <= len(marks):
        raise NotFound(_("评分表里没有这一项。请刷新后再看。"))
    mark = marks[number - 1]
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.file_appeal(
                actor=request.actor,
                sheet_id=sheet.pk,
                item_id=mark.item.pk,
                words=form.cleaned_data["words"],
                photos=[
                    Upload(file.name or "photo.jpg", file.read()) for file in request.FILES.getlist("photos")
                ],
            )
            return redirect("inspections:appeal", row.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = {
        "sheet": sheet,
        "mark": mark,
        "form": form,
        "until": appeals.file_until(sheet),
        "place_name": _place_name(sheet),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/appeal_form.html", context, status=status)


@allows(Right.INSPECTIONS_VIEW)
@require_http_methods(["GET", "POST"])
def show_appeal(request: ActorRequest, appeal_id: int) -> HttpResponse:
    """Show an appeal; whoever rates sees what a decision would come to, and decides."""
    actor = request.actor
    appeal = appeals.get_appeal(actor, appeal_id)
    sheet = appeals.loaded_sheet(actor, appeal)
    may_decide = appeal.is_open and actor.can(Right.RATINGS_DECIDE, sheet.round.place_code)
    form, preview = None, None
    if may_decide:
        form = AppealDecisionForm(appeal.item, _found(sheet, appeal), request.POST or None)
    if request.method == "POST":
        actor.require(Right.RATINGS_DECIDE, sheet.round.place_code)
        if form is None:
            raise Conflict(_("这件申诉已经答复了。"))
        if form.is_valid():
            try:
                if "preview" in request.POST:
                    preview = services.preview_appeal(
                        actor=actor,
                        appeal_id=appeal.pk,
                        counts=form.counts(),
                        answer=form.cleaned_data["answer"],
                    )
                else:
                    services.decide_appeal(
                        actor=actor,
                        appeal_id=appeal.pk,
                        counts=form.counts(),
                        answer=form.cleaned_data["answer"],
                    )
                    return redirect("inspections:appeal", appeal.pk)
            except (Conflict, Invalid, NotAllowed) as refusal:
                form.add_error(None, refusal.message)
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(
        request, "inspections/appeal.html", _context(request, appeal, sheet, form, preview), status=status
    )


def _context(
    request: ActorRequest,
    appeal: Appeal,
    sheet: ScoreSheet,
    form: AppealDecisionForm | None,
    preview: Any,
) -> dict[str, Any]:
    kept = {int(rule): Decimal(count) for rule, count in appeal.counts.items()}
    is_decided = appeal.decided_by_id is not None
    correction = appeals.correct_item(sheet, appeal.item_id, kept if is_decided else _found(sheet, appeal))
    return {
        "appeal": appeal,
        "sheet": sheet,
        "correction": correction,
        "is_decided": is_decided,
        "photos": [
            photo
            for entry in sheet.entries.all()
            if entry.item_id == appeal.item_id
            for photo in entry.photos.all()
        ],
        "form": form,
        "preview": preview,
        "place_name": _place_name(sheet),
        "may_withdraw": appeals.may_withdraw(request.actor, appeal),
        "crumbs": [
            {"label": _("申诉"), "url": reverse("inspections:appeals")},
            {"label": appeal.item.title, "url": reverse("inspections:appeal", args=[appeal.pk])},
        ],
    }


@allows(Right.APPEALS_FILE)
@require_POST
def withdraw_appeal(request: ActorRequest, appeal_id: int) -> HttpResponse:
    """Take an open appeal back."""
    services.withdraw_appeal(actor=request.actor, appeal_id=appeal_id)
    return redirect("inspections:appeal", appeal_id)


def _found(sheet: ScoreSheet, appeal: Appeal) -> dict[int, Decimal]:
    entries = sheet.entries.all()
    return {
        entry.rule_id: entry.count for entry in entries if entry.item_id == appeal.item_id and entry.rule_id
    }


def _place_name(sheet: ScoreSheet) -> str:
    return names_of([sheet.place_code]).get(sheet.place_code, sheet.place_code)
