"""Bringing a list of hotline orders in: the file, the preview with every error, the confirmation."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.matters import services
from gongjian.apps.matters.forms.intake import HotlineForm
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.core.previews import preview


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def import_hotline(request: ActorRequest) -> HttpResponse:
    """Take a list of hotline orders."""
    form = HotlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            form, lambda: services.read_hotline(actor=request.actor, content=file.read(), name=file.name)
        )
        if kept:
            return redirect("matters:import", kept.pk)
    crumbs = [crumb(_("事项"), "matters:matters"), crumb(_("导入转办单"))]
    return form_page(request, form, template="matters/import_form.html", crumbs=crumbs)


@allows(Right.MATTERS_DISPATCH)
@require_GET
def download_template(request: ActorRequest) -> HttpResponse:
    """Give the empty table."""
    return send_xlsx(services.hotline_template(), "热线转办单模板.xlsx")


@allows(Right.MATTERS_DISPATCH)
@require_GET
def show_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show every row with every error before anything is written."""
    kept, rows = services.check_hotline(actor=request.actor, import_id=import_id)
    context = {
        "kept": kept,
        "columns": services.HOTLINE_COLUMNS,
        **preview(rows),
        "crumbs": [
            crumb(_("事项"), "matters:matters"),
            crumb(_("导入转办单"), "matters:import_hotline"),
            crumb(_("核对")),
        ],
    }
    return render(request, "matters/import.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def confirm_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Register every row of a list."""
    services.confirm_hotline(actor=request.actor, import_id=import_id)
    return redirect(f"{reverse('matters:matters')}?view=new")


@allows(Right.MATTERS_DISPATCH)
@require_POST
def drop_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw a kept list away."""
    services.drop_hotline(actor=request.actor, import_id=import_id)
    return redirect("matters:import_hotline")
