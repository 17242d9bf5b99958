"""Fill in a sheet: item by item on a phone, or all on one page at the desk; submit it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import AnswerForm
from gongjian.apps.inspections.models import ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors import sheets
from gongjian.apps.inspections.selectors.engine import engine_item
from gongjian.apps.inspections.selectors.sheets import OPEN_STATES, ItemMark, Marked
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.htmx import render_either, wants_fragment
from gongjian.engines.scoring import plain, say_item


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def score_item(request: ActorRequest, sheet_id: int, number: int) -> HttpResponse:
    """Show one item of one's own sheet; a POST saves it and goes on, or answers with the new state."""
    sheet = sheets.get_writable_sheet(request.actor, sheet_id)
    if sheet.status not in OPEN_STATES or sheet.round.is_closed:
        return redirect("inspections:sheet", sheet_id)
    marked = sheets.mark_sheet(sheet)
    mark = _mark(marked, number)
    if request.method == "GET":
        return _render_item(request, marked, mark, AnswerForm(mark.item, mark.entries))
    form = AnswerForm(mark.item, mark.entries, request.POST, request.FILES)
    if not form.is_valid():
        return _render_item(request, marked, mark, form, status=422)
    is_back = request.POST.get("go") == "previous"
    if form.says_something or mark.score.is_answered or not (is_back or wants_fragment(request)):
        try:
            services.record_many(actor=request.actor, sheet_id=sheet_id, answers=[form.answer()])
        except Invalid as refusal:
            form.add_error(None, refusal.message)
            return _render_item(request, marked, mark, form, status=422)
    if wants_fragment(request):
        marked = sheets.mark_sheet(sheets.get_writable_sheet(request.actor, sheet_id))
        mark = _mark(marked, number)
        return _render_item(request, marked, mark, AnswerForm(mark.item, mark.entries))
    return _go_on(request, sheet, number, len(marked.marks))


def _go_on(request: ActorRequest, sheet: ScoreSheet, number: int, count: int) -> HttpResponse:
    go, sheet_id = request.POST.get("go", "next"), sheet.pk
    is_own = sheet.inspector_id == request.actor.user_id
    if go == "stay":
        return redirect("inspections:item", sheet_id, number)
    if go == "previous":
        return redirect("inspections:item", sheet_id, max(1, number - 1))
    if go == "all" or number >= count:
        return redirect("inspections:submit" if is_own else "inspections:sheet", sheet_id)
    return redirect("inspections:item", sheet_id, number + 1)


def _mark(marked: Marked, number: int) -> ItemMark:
    if not 1 <= number <= len(marked.marks):
        raise NotFound("评分表里没有这一项。请刷新后再评。")
    return marked.marks[number - 1]


def _render_item(
    request: ActorRequest, marked: Marked, mark: ItemMark, form: AnswerForm, status: int = 200
) -> HttpResponse:
    sheet = marked.sheet
    context: dict[str, Any] = {
        "sheet": sheet,
        "marked": marked,
        "mark": mark,
        "form": form,
        "lines": list(form.lines()),
        "saved_at": _saved_at(sheet),
        "is_last": mark.number == len(marked.marks),
        "count": len(marked.marks),
        "item_notes": say_item(engine_item(mark.item)),
    }
    if not wants_fragment(request):
        context["place_name"] = names_of([sheet.place_code]).get(sheet.place_code, sheet.place_code)
        context["previous"] = sheets.previous_entries(sheet, mark.item)
        context["last_found"] = _last_found(context["previous"])
        context["has_notes"] = any(line.note for line in context["lines"])
    return render_either(
        request, "inspections/item.html", "inspections/_item_state.html", context, status=status
    )


def _last_found(previous: tuple[ScoreSheet, list[SheetEntry]] | None) -> str:
    found = [entry for entry in previous[1] if entry.count > 0] if previous else []
    return "，".join(
        f"{entry.rule.per} {plain(entry.count)} {entry.rule.unit}" for entry in found if entry.rule
    )


def _saved_at(sheet: ScoreSheet) -> Any:
    times = [entry.recorded_at for entry in sheet.entries.all()]
    return timezone.localtime(max(times)) if times else None


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def desk(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """All items on one page, for typing in a paper sheet; saved together or not at all."""
    sheet = sheets.get_writable_sheet(request.actor, sheet_id)
    if sheet.status not in OPEN_STATES or sheet.round.is_closed:
        return redirect("inspections:sheet", sheet_id)
    marked = sheets.mark_sheet(sheet)
    sent = request.POST if request.method == "POST" else None
    rows = [(mark, AnswerForm(mark.item, mark.entries, sent, request.FILES or None)) for mark in marked.marks]
    error = ""
    if sent is not None and all(form.is_valid() for _, form in rows):
        in_order = set(sent.getlist("in_order"))
        answers = [
            form.answer()
            for mark, form in rows
            if form.says_something or mark.score.is_answered or str(mark.item.pk) in in_order
        ]
        try:
            services.record_many(actor=request.actor, sheet_id=sheet_id, answers=answers)
            return redirect("inspections:submit" if "submit" in sent else "inspections:desk", sheet_id)
        except Invalid as refusal:
            error = refusal.message
    name = names_of([sheet.place_code]).get(sheet.place_code, sheet.place_code)
    context = {
        "sheet": sheet,
        "marked": marked,
        "rows": [(mark, form, list(form.lines())) for mark, form in rows],
        "in_order": {int(pk) for pk in sent.getlist("in_order") if pk.isdigit()} if sent else set(),
        "error": error,
        "has_errors": sent is not None,
        "place_name": name,
        "saved_at": _saved_at(sheet),
        "is_own": sheet.inspector_id == request.actor.user_id,
    }
    return render(request, "inspections/desk.html", context, status=200 if sent is None else 422)


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """List all items with what is missing, and submit a complete sheet."""
    status = 200
    if request.method == "POST":
        try:
            services.submit_sheet(actor=request.actor, sheet_id=sheet_id)
            return redirect("inspections:sheet", sheet_id)
        except Invalid:
            status = 422
    sheet = sheets.get_own_sheet(request.actor, sheet_id)
    if sheet.status not in OPEN_STATES or sheet.round.is_closed:
        return redirect("inspections:sheet", sheet_id)
    name = names_of([sheet.place_code]).get(sheet.place_code, sheet.place_code)
    context = {"sheet": sheet, "marked": sheets.mark_sheet(sheet), "place_name": name}
    return render(request, "inspections/submit.html", context, status=status)


@allows(Right.INSPECTIONS_SCORE)
@require_POST
def remove_photo(request: ActorRequest, sheet_id: int, file_id: int) -> HttpResponse:
    """Take one photo off and go back to its item."""
    services.remove_photo(actor=request.actor, sheet_id=sheet_id, file_id=file_id)
    number = request.POST.get("number", "1")
    return redirect("inspections:item", sheet_id, int(number) if number.isdigit() else 1)
