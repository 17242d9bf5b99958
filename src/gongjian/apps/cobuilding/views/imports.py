"""Bringing a list in: the file, the preview with every error, the confirmation; and renewing many at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import ImportKind
from gongjian.apps.cobuilding.forms.imports import FileForm, RenewForm
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.selectors.ground import alliance_on
from gongjian.apps.cobuilding.services import imports as services
from gongjian.apps.cobuilding.services.renewals import renew
from gongjian.apps.places.selectors import current_scope
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.core.previews import preview

LISTS = {
    ImportKind.NEEDS: ("cobuilding:needs", "需求清单"),
    ImportKind.RESOURCES: ("cobuilding:resources", "资源清单"),
    ImportKind.UNITS: ("cobuilding:alliances", "共建联盟"),
}
TITLES = {
    ImportKind.NEEDS: gettext_lazy("导入需求清单"),
    ImportKind.RESOURCES: gettext_lazy("导入资源清单"),
    ImportKind.UNITS: gettext_lazy("导入辖区单位"),
}


def _import(request: ActorRequest, kind: ImportKind) -> HttpResponse:
    url_name, name = LISTS[kind]
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            form,
            lambda: services.read_list(
                actor=request.actor,
                kind=kind,
                content=file.read(),
                name=file.name,
                scope=current_scope(request),
            ),
        )
        if kept:
            return redirect("cobuilding:import", kept.pk)
    return form_page(
        request,
        form,
        template="cobuilding/import_form.html",
        title=TITLES[kind],
        template_url=reverse(f"cobuilding:{kind}_template"),
        back=reverse(url_name),
        crumbs=[crumb(_(name), url_name), crumb(_("导入"))],
    )


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def import_needs(request: ActorRequest) -> HttpResponse:
    """Take a list of needs."""
    return _import(request, ImportKind.NEEDS)


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def import_resources(request: ActorRequest) -> HttpResponse:
    """Take a list of resources."""
    if not request.actor.can(Right.COBUILDING_OFFER):
        request.actor.require(Right.COBUILDING_MANAGE)
    return _import(request, ImportKind.RESOURCES)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def import_units(request: ActorRequest) -> HttpResponse:
    """Take a register of the units on the ground."""
    return _import(request, ImportKind.UNITS)


@allows(Right.COBUILDING_MANAGE)
@require_GET
def units_template(request: ActorRequest) -> HttpResponse:
    """Give the empty register of units."""
    return send_xlsx(services.list_template(ImportKind.UNITS), "辖区单位模板.xlsx")


@allows(Right.COBUILDING_VIEW)
@require_GET
def needs_template(request: ActorRequest) -> HttpResponse:
    """Give the empty table of needs."""
    return send_xlsx(services.list_template(ImportKind.NEEDS), "需求清单模板.xlsx")


@allows(Right.COBUILDING_VIEW)
@require_GET
def resources_template(request: ActorRequest) -> HttpResponse:
    """Give the empty table of resources."""
    return send_xlsx(services.list_template(ImportKind.RESOURCES), "资源清单模板.xlsx")


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show every row with every error before anything is written."""
    kept, rows = services.check_list(actor=request.actor, import_id=import_id)
    url_name, name = LISTS[ImportKind(kept.kind)]
    context = {
        "kept": kept,
        "columns": services.columns_of(kept.kind).values(),
        **preview(rows),
        "again_url": reverse(f"cobuilding:import_{kept.kind}"),
        "crumbs": [crumb(_(name), url_name), crumb(_("核对"))],
    }
    return render(request, "cobuilding/import.html", context)


@allows(Right.COBUILDING_VIEW)
@require_POST
def confirm_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Write every row of a list."""
    kept, _rows = services.check_list(actor=request.actor, import_id=import_id)
    url_name, _name = LISTS[ImportKind(kept.kind)]
    count = services.confirm_list(actor=request.actor, import_id=import_id)
    messages.success(request, _("登记了 %(n)d 条。") % {"n": count})
    alliance = alliance_on(request.actor, kept.place_code) if kept.kind == ImportKind.UNITS else None
    return redirect("cobuilding:ground", alliance.pk) if alliance else redirect(url_name)


@allows(Right.COBUILDING_VIEW)
@require_POST
def drop_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw a kept list away."""
    kind = services.drop_list(actor=request.actor, import_id=import_id)
    return redirect(LISTS[ImportKind(kind)][0])


@allows(Right.COBUILDING_MANAGE)
@require_POST
def renew_needs(request: ActorRequest) -> HttpResponse:
    """Renew the needs that were chosen."""
    return _renew(request, Need, "cobuilding:needs")


@allows(Right.COBUILDING_VIEW)
@require_POST
def renew_resources(request: ActorRequest) -> HttpResponse:
    """Renew the resources that were chosen."""
    return _renew(request, Resource, "cobuilding:resources")


def _renew(request: ActorRequest, model: type[Need] | type[Resource], url_name: str) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("case") if key.isascii() and key.isdigit()]
    form = RenewForm(request.POST)
    try:
        until = form.cleaned_data["expires_on"] if form.is_valid() else None
        count = renew(actor=request.actor, model=model, keys=keys, expires_on=until)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("续报了 %(n)d 条。") % {"n": count})
    return redirect(reverse(url_name) + "?view=expiring")
