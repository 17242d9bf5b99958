"""The fields of a sheet that phone and desk set differently, side by side, to choose from."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.inspections.selectors import conflicts, sheets
from gongjian.apps.inspections.services import conflicts as choosing
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["GET", "POST"])
def resolve_conflicts(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """Choose for each open field whose value stands; those left alone stay open."""
    sheet = sheets.get_writable_sheet(request.actor, sheet_id)
    error = ""
    if request.method == "POST":
        chosen = {
            int(name.removeprefix("choose_")): str(value)
            for name, value in request.POST.items()
            if name.startswith("choose_") and name.removeprefix("choose_").isdigit()
        }
        try:
            if not chosen:
                raise Invalid(_("一处也没有选。请在每一行选按手机上的，还是按现在存的。"))
            done = choosing.resolve_conflicts(actor=request.actor, sheet_id=sheet_id, chosen=chosen)
            is_left = bool(conflicts.open_rows(done))
            return redirect("inspections:conflicts" if is_left else "inspections:sheet", sheet_id)
        except (Conflict, Invalid) as refusal:
            error = refusal.message
    context: dict[str, Any] = {
        "sheet": sheet,
        "place_name": names_of([sheet.place_code]).get(sheet.place_code, sheet.place_code),
        "rows": conflicts.open_rows(sheet),
        "settled": conflicts.settled_rows(sheet),
        "chosen": {f"{name}={value}" for name, value in request.POST.items()},
        "error": error,
    }
    return render(request, "inspections/conflicts.html", context, status=422 if error else 200)
