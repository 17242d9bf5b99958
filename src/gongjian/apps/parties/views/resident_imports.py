"""Bringing the register of residents in: the file, the preview with every error, the confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.parties import services
from gongjian.apps.parties.forms import ImportForm
from gongjian.apps.parties.views.pages import form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.previews import preview


@allows(Right.RESIDENTS_MANAGE)
@require_http_methods(["GET", "POST"])
def import_residents(request: ActorRequest) -> HttpResponse:
    """Take a table of residents."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            form,
            lambda: services.read_residents(actor=request.actor, content=file.read(), name=file.name),
        )
        if kept:
            return redirect("parties:resident_import", kept.pk)
    return form_page(
        request,
        form,
        title=_("批量登记居民"),
        act=_("读取并核对"),
        crumbs=[crumb(_("居民"), "parties:residents")],
        intro=_("读取后先逐行核对，确认之前什么也不写入。登记过的人按身份证号认出，不重复登记。"),
        columns=1,
        template_url=reverse("parties:residents_template"),
    )


@allows(Right.RESIDENTS_MANAGE)
@require_GET
def download_residents_template(request: ActorRequest) -> HttpResponse:
    """Give the empty table."""
    return send_xlsx(services.residents_template(), "居民登记模板.xlsx")


@allows(Right.RESIDENTS_MANAGE)
@require_GET
def show_resident_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show every row with every error before anything is written; numbers that are right are masked."""
    kept, rows = services.check_residents(actor=request.actor, import_id=import_id)
    known = sum(row.known_id is not None for row in rows)
    said = ngettext(
        "其中 %(n)d 人登记过，不重复登记，只记同户的关系。",
        "其中 %(n)d 人登记过，不重复登记，只记同户的关系。",
        known,
    )
    context = {
        "kept": kept,
        "columns": list(services.RESIDENT_COLUMNS.values()),
        **preview(rows),
        "note": said % {"n": known} if known else "",
        "again_url": reverse("parties:import_residents"),
        "confirm_url": reverse("parties:confirm_residents", args=[kept.pk]),
        "drop_url": reverse("parties:drop_residents", args=[kept.pk]),
        "crumbs": [
            crumb(_("居民"), "parties:residents"),
            crumb(_("批量登记"), "parties:import_residents"),
            crumb(_("核对")),
        ],
    }
    response = render(request, "parties/import.html", context)
    response["Cache-Control"] = "no-store"
    return response


@allows(Right.RESIDENTS_MANAGE)
@require_POST
def confirm_residents(request: ActorRequest, import_id: int) -> HttpResponse:
    """Register everybody in the table."""
    done = services.confirm_residents(actor=request.actor, import_id=import_id)
    said = _("登记了 %(new)d 人，%(known)d 人原来就有，记了 %(relations)d 条关系。")
    numbers = {"new": done.new, "known": done.known, "relations": done.relations}
    messages.success(request, said % numbers)
    return redirect("parties:residents")


@allows(Right.RESIDENTS_MANAGE)
@require_POST
def drop_residents(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw a kept table away."""
    services.drop_residents(actor=request.actor, import_id=import_id)
    return redirect("parties:import_residents")
