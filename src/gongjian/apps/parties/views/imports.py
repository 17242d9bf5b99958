"""Bringing many people in: the file, the preview with every error, the confirmation."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.parties import services
from gongjian.apps.parties.forms import ImportForm
from gongjian.apps.parties.views.pages import form_page
from gongjian.apps.parties.views.people import show_issued
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.previews import preview


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def import_users(request: ActorRequest) -> HttpResponse:
    """Take a table of people."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            form,
            lambda: services.read_import(actor=request.actor, content=file.read(), name=file.name),
        )
        if kept:
            return redirect("parties:import", kept.pk)
    return form_page(
        request,
        form,
        title=_("批量导入用户"),
        act=_("读取并核对"),
        crumbs=[crumb(_("人员"), "parties:users")],
        intro=_("读取后先逐行核对，确认之前什么也不写入。"),
        columns=1,
        template_url=reverse("parties:import_template"),
    )


@allows(Right.USERS_MANAGE)
@require_GET
def download_template(request: ActorRequest) -> HttpResponse:
    """Give the empty table."""
    return send_xlsx(services.template_xlsx(), "用户导入模板.xlsx")


@allows(Right.USERS_MANAGE)
@require_GET
def show_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show every row with every error before anything is written."""
    kept, rows = services.check_import(actor=request.actor, import_id=import_id)
    context = {
        "kept": kept,
        "columns": services.COLUMNS,
        **preview(rows),
        "again_url": reverse("parties:import_users"),
        "confirm_url": reverse("parties:confirm_import", args=[kept.pk]),
        "drop_url": reverse("parties:drop_import", args=[kept.pk]),
        "crumbs": [
            crumb(_("人员"), "parties:users"),
            crumb(_("批量导入"), "parties:import_users"),
            crumb(_("核对")),
        ],
    }
    return render(request, "parties/import.html", context)


@allows(Right.USERS_MANAGE)
@require_POST
def confirm_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Write all people and show their one-time passwords once."""
    return show_issued(request, services.confirm_import(actor=request.actor, import_id=import_id))


@allows(Right.USERS_MANAGE)
@require_POST
def drop_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw a kept table away."""
    services.drop_import(actor=request.actor, import_id=import_id)
    return redirect("parties:import_users")
