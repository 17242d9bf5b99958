"""Bring a rubric in from a file: choose it, look at what was read, write it as a draft or drop it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RubricImportForm
from gongjian.apps.inspections.selectors import rubrics
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def import_rubric(request: ActorRequest) -> HttpResponse:
    """Take a file that states a rubric, for a new rubric or (?rubric=…) as the next version of one."""
    asked = request.GET.get("rubric", "")
    rubric = rubrics.get_rubric(request.actor, int(asked)) if asked.isdecimal() else None
    scope = rubric.place_code if rubric else current_scope(request)
    request.actor.require(Right.INSPECTIONS_MANAGE, scope)
    form = RubricImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = services.keep_rubric_import(
                actor=request.actor,
                place_code=scope,
                content=file.read(),
                name=file.name,
                title=form.cleaned_data["title"],
                rubric_id=rubric.pk if rubric else None,
            )
            return redirect("inspections:rubric_import", kept.pk)
        except Invalid as refusal:
            form.add_error("file", refusal.message)
    context = {"form": form, "rubric": rubric, "owner": names_of([scope]).get(scope, scope)}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/import_form.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_GET
def download_template(request: ActorRequest) -> HttpResponse:
    """Hand out the workbook to fill in."""
    return send_xlsx(services.template_xlsx(), "评分标准模板.xlsx")


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def show_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show every item, rule and error that a file holds; a POST writes it as a draft."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            title = request.POST.get("title", "")
            version = services.confirm_rubric_import(actor=request.actor, import_id=import_id, title=title)
            return redirect("inspections:version", version.pk)
        except (Conflict, Invalid) as error:
            refusal, status = error.message, 422
    kept, found = services.read_rubric_import(actor=request.actor, import_id=import_id)
    context = {
        "kept": kept,
        "found": found,
        "refusal": refusal,
        "title": request.POST.get("title", kept.title),
    }
    return render(request, "inspections/import_preview.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def drop_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw an import away."""
    services.drop_rubric_import(actor=request.actor, import_id=import_id)
    return redirect("inspections:rubrics")
