"""The desk's pages of phones: what is still on them, what could not be merged, a log brought in as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections.selectors import on_phones, refused
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.services import replay
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import DomainError, Invalid
from gongjian.core.listing import page_of


@allows(Right.INSPECTIONS_MANAGE)
@require_GET
def show_phones(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show what is still on the phones of a round, and what came from them that waits for a person."""
    actor = request.actor
    row = get_framed(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    asked = list(on_phones.sheets_in_conflict(actor, row))
    page = page_of(on_phones.refused_in(actor, row), request.GET)
    names = names_of({sheet.place_code for sheet in asked})
    context = {
        **round_frame(actor, row, "phones"),
        "phones": on_phones.read_phones(actor, row),
        "asked": [(sheet, names.get(sheet.place_code, sheet.place_code)) for sheet in asked],
        "asked_count": sum(sheet.open_count for sheet in asked),
        "page": page,
        "refused": refused.in_words(page.rows),
    }
    return render(request, "inspections/phones.html", context)


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def settle_refused(request: ActorRequest, operation_id: int) -> HttpResponse:
    """Show one record that could not be merged; enter it after all, or put it aside with a reason."""
    row = refused.get_refused(request.actor, operation_id)
    error, status = "", 200
    if request.method == "POST":
        try:
            return _settle(request, operation_id)
        except DomainError as refusal:
            error, status = refusal.message, 422
    found = refused.in_words([row])[0]
    context = {"one": found, "row": row, "error": error, "reason": request.POST.get("reason", "")}
    return render(request, "inspections/refused.html", context, status=status)


def _settle(request: ActorRequest, operation_id: int) -> HttpResponse:
    if request.POST.get("act") == "enter":
        done = replay.enter_refused(actor=request.actor, operation_id=operation_id)
    else:
        reason = request.POST.get("reason", "")
        done = replay.put_refused_aside(actor=request.actor, operation_id=operation_id, reason=reason)
    if done.sheet_id:
        return redirect("inspections:sheet", done.sheet_id)
    return redirect("inspections:my_sheets")


@allows(Right.PHONE_USE)
@require_http_methods(["GET", "POST"])
def read_saved_file(request: ActorRequest) -> HttpResponse:
    """Take in a file that a phone saved its records to, and show what it holds."""
    error = ""
    if request.method == "POST":
        sent: Any = request.FILES.get("file")
        try:
            if sent is None:
                raise Invalid(_("还没有选文件。请选手机上“存成文件”存下的那个文件。"))
            kept = replay.keep_saved_file(actor=request.actor, name=sent.name or "", content=sent.read())
            return redirect("inspections:saved_file", kept.pk)
        except DomainError as refusal:
            error = refusal.message
    return render(request, "inspections/saved_file_form.html", {"error": error}, status=422 if error else 200)


@allows(Right.PHONE_USE)
@require_http_methods(["GET", "POST"])
def bring_in(request: ActorRequest, file_id: int) -> HttpResponse:
    """Show what bringing a file in will do; a POST does it and says what became of each record."""
    preview = replay.preview_saved_file(actor=request.actor, file_id=file_id)
    error, done = "", None
    if request.method == "POST":
        try:
            done = replay.bring_in_saved_file(actor=request.actor, file_id=file_id)
        except DomainError as refusal:
            error = refusal.message
    names = names_of({place for _round, place in preview.sheets})
    lines = [(names.get(place, place), preview.lines(round_id, place)) for round_id, place in preview.sheets]
    context = {
        "preview": preview,
        "lines": lines,
        "error": error,
        "done": done,
        "refused": [one for one in done.done if one.result == "refused"] if done else [],
        "asked": [one for one in done.done if one.result == "conflict"] if done else [],
    }
    return render(request, "inspections/saved_file.html", context, status=422 if error else 200)
