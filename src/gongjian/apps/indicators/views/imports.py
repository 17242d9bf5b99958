"""Bringing tables in: the file, the preview with every fault, the confirmation. One road for values and the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.choices import ImportKind
from gongjian.apps.indicators.forms import TableForm
from gongjian.apps.indicators.views.pages import xlsx
from gongjian.apps.places.selectors import current_scope
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb


@dataclass(frozen=True)
class Road:
    """What differs between the tables: the services, the words, where one comes from."""

    read: Callable[..., Any]
    check: Callable[..., services.Checked]
    write: Callable[..., int]
    title: str | Promise
    unit: str | Promise
    back: str


ROADS = {
    ImportKind.VALUES: Road(
        services.read_values,
        services.check_values,
        services.confirm_values_import,
        gettext_lazy("导入指标数"),
        gettext_lazy("个数"),
        "indicators:values",
    ),
    ImportKind.PROJECTS: Road(
        services.read_projects,
        services.check_projects,
        services.confirm_projects_import,
        gettext_lazy("导入项目台账"),
        gettext_lazy("行"),
        "indicators:projects",
    ),
}


@allows(Right.INDICATORS_ENTER)
@require_http_methods(["GET", "POST"])
def take_file(request: ActorRequest, table: str) -> HttpResponse:
    """Take a table and read it."""
    road, form = ROADS[ImportKind(table)], TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            form,
            lambda: road.read(
                actor=request.actor,
                content=file.read(),
                name=file.name,
                place_code=current_scope(request),
            ),
        )
        if kept is not None:
            return redirect(f"indicators:import_{table}", kept.pk)
    context = {
        "form": form,
        "road": road,
        "table": table,
        "template_url": f"indicators:template_{table}",
        "crumbs": [crumb(_("返回"), road.back), crumb(road.title)],
    }
    is_wrong = request.method == "POST"
    return render(request, "indicators/import.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.INDICATORS_ENTER)
@require_GET
def download_template(request: ActorRequest, table: str) -> HttpResponse:
    """Give the workbook to fill in: for values with a sheet an indicator and its places."""
    if table == ImportKind.PROJECTS:
        return xlsx(services.project_template(), _("项目台账模板"))
    place_code = current_scope(request)
    definitions = list(selectors.definitions_at(request.actor, place_code))
    if only := request.GET.get("definition", ""):
        definitions = [row for row in definitions if str(row.pk) == only]
    if not definitions:
        raise Http404
    content = services.template_xlsx(actor=request.actor, definitions=definitions, place_code=place_code)
    return xlsx(content, _("指标填报模板"))


@allows(Right.INDICATORS_ENTER)
@require_GET
def show_import(request: ActorRequest, table: str, import_id: int) -> HttpResponse:
    """Show every row with every fault before anything is written."""
    road = ROADS[ImportKind(table)]
    checked = road.check(actor=request.actor, import_id=import_id)
    context = {
        "checked": checked,
        "road": road,
        "urls": {act: f"indicators:{act}_{table}" for act in ("confirm_import", "drop_import", "take")},
        "tables": [
            {
                "table": table,
                "bad": sum(1 for row in table.rows if row.errors),
                "good": sum(1 for row in table.rows if not row.errors),
            }
            for table in checked.tables
        ],
        "crumbs": [
            crumb(_("返回"), road.back),
            crumb(road.title, f"indicators:take_{table}"),
            crumb(_("核对")),
        ],
    }
    return render(request, "indicators/import_preview.html", context)


@allows(Right.INDICATORS_ENTER)
@require_POST
def confirm(request: ActorRequest, table: str, import_id: int) -> HttpResponse:
    """Write all of it."""
    road = ROADS[ImportKind(table)]
    count = road.write(actor=request.actor, import_id=import_id)
    messages.success(request, _("已导入 %(n)d %(unit)s。") % {"n": count, "unit": road.unit})
    return redirect(road.back)


@allows(Right.INDICATORS_ENTER)
@require_POST
def drop(request: ActorRequest, table: str, import_id: int) -> HttpResponse:
    """Throw a kept table away."""
    services.drop_import(actor=request.actor, import_id=import_id, kind=table)
    return redirect(f"indicators:take_{table}")
