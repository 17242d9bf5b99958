"""Taking the filtered list away as a workbook: at once while it is short, else made by a worker and fetched later."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.matters import services
from gongjian.apps.matters.selectors.export import export_file, own_exports
from gongjian.apps.matters.views.filters import narrow
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.files import read_bytes
from gongjian.core.form_pages import crumb
from gongjian.core.htmx import render_either


@allows(Right.MATTERS_VIEW)
@require_GET
def export_matters(request: ActorRequest) -> HttpResponse:
    """Give the filtered list as a workbook, while it is short."""
    narrowed = narrow(request, "matters:matters")
    content = services.export_at_once(actor=request.actor, asked=narrowed.asked, view=narrowed.view)
    return send_xlsx(content, f"事项清单{timezone.localdate():%Y%m%d}.xlsx")


@allows(Right.MATTERS_VIEW)
@require_POST
def start_export(request: ActorRequest) -> HttpResponse:
    """Have the filtered list written in the background."""
    narrowed = narrow(request, "matters:matters")
    services.start_export(actor=request.actor, asked=narrowed.asked, view=narrowed.view)
    return redirect("matters:exports")


@allows(Right.MATTERS_VIEW)
@require_GET
def show_exports(request: ActorRequest) -> HttpResponse:
    """Show the exports I asked for and how far they are."""
    rows = own_exports(request.actor)
    context = {
        "rows": rows,
        "is_waiting": any(row.is_under_way for row in rows),
        "most": services.MOST_EXPORTED,
        "crumbs": [crumb(_("事项"), "matters:matters"), crumb(_("导出的清单"))],
    }
    return render_either(request, "matters/exports.html", "matters/_exports.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def take_export(request: ActorRequest, export_id: int) -> HttpResponse:
    """Give one export that is ready."""
    file = export_file(request.actor, export_id)
    return send_xlsx(read_bytes(file), file.name)
