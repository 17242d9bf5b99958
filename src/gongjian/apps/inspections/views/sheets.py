"""Score sheets to read: one's own list, one sheet with its arithmetic; return and void."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.forms import ReasonForm
from gongjian.apps.inspections.models import ScoreSheet
from gongjian.apps.inspections.selectors import on_phones, refused, sheets
from gongjian.apps.inspections.selectors.appeals import open_appeals_of
from gongjian.apps.inspections.selectors.effects import adjustments_of
from gongjian.apps.inspections.selectors.sheets import OPEN_STATES
from gongjian.apps.inspections.views.arithmetic import sheet_equation
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.errors import Invalid
from gongjian.core.listing import page_of

MOST_REFUSED = 20


@allows(Right.INSPECTIONS_SCORE)
@require_GET
def my_sheets(request: ActorRequest) -> HttpResponse:
    """List one's own sheets and the open rounds in which one may inspect."""
    actor = request.actor
    page = page_of(sheets.my_sheets(actor), request.GET)
    rounds = sheets.list_rounds(actor).filter(is_closed=False, starts_on__lte=timezone.localdate())[:10]
    names = names_of({sheet.place_code for sheet in page.rows})
    rows = [
        (sheet, names.get(sheet.place_code, sheet.place_code), sheet.status in OPEN_STATES)
        for sheet in page.rows
    ]
    waiting = sum(is_open and not sheet.round.is_closed for sheet, _, is_open in rows)
    refused_rows = refused.refused_of(actor).filter(phone__user_id=actor.user_id)
    context = {
        "page": page,
        "rows": rows,
        "rounds": list(rounds),
        "waiting": waiting,
        "asked": list(on_phones.my_conflicts(actor)),
        "refused": refused.in_words(refused_rows.select_related("phone__user", "file")[:MOST_REFUSED]),
    }
    return render(request, "inspections/my_sheets.html", context)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_sheet(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """Show a sheet: how its score comes about, item by item."""
    return _show(request, sheet_id, None)


def _show(request: ActorRequest, sheet_id: int, form: ReasonForm | None) -> HttpResponse:
    actor = request.actor
    sheet = sheets.get_sheet(actor, sheet_id)
    marked = sheets.mark_sheet(sheet)
    above = [*ancestors_of(sheet.place_code)[2:], sheet.place_code]
    names = names_of(above)
    is_own = sheet.inspector_id == actor.user_id and actor.can(Right.INSPECTIONS_SCORE, sheet.place_code)
    is_open = sheet.status in OPEN_STATES and not sheet.round.is_closed
    is_submitted = sheet.status == SheetStatus.SUBMITTED
    context = {
        "sheet": sheet,
        "marked": marked,
        "equation": sheet_equation(marked),
        "place_name": names.get(sheet.place_code, sheet.place_code),
        "path": " / ".join(names[code] for code in above if code in names),
        "is_own_open": is_own and is_open,
        "can_manage": actor.can(Right.INSPECTIONS_MANAGE, sheet.round.place_code)
        and sheet.status != SheetStatus.VOID,
        "open_count": sheet.conflicts.filter(resolved_at__isnull=True).count() if is_open else 0,
        "can_enter": is_open
        and actor.can(Right.INSPECTIONS_SCORE, sheet.place_code)
        and actor.can(Right.INSPECTIONS_MANAGE, sheet.round.place_code),
        "can_choose": is_own or actor.can(Right.INSPECTIONS_MANAGE, sheet.round.place_code),
        "adjustments": adjustments_of(actor, sheet.pk) if is_submitted else [],
        "is_submitted": is_submitted,
        "form": form or ReasonForm(),
        "may_appeal": is_submitted and actor.can(Right.APPEALS_FILE, sheet.place_code),
        "appeals": open_appeals_of(sheet) if is_submitted else {},
    }
    return render(request, "inspections/sheet.html", context, status=422 if form else 200)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["POST"])
def return_sheet(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """Send a sheet back with a reason."""
    return _end(request, sheet_id, services.return_sheet)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["POST"])
def void_sheet(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """Strike a sheet out with a reason."""
    return _end(request, sheet_id, services.void_sheet)


def _end(request: ActorRequest, sheet_id: int, act: Callable[..., ScoreSheet]) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, sheet_id, form)
    try:
        act(actor=request.actor, sheet_id=sheet_id, reason=form.cleaned_data["reason"])
    except Invalid as refusal:
        form.add_error("reason", refusal.message)
        return _show(request, sheet_id, form)
    return redirect("inspections:sheet", sheet_id)
