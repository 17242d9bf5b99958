"""What one can do with a version without changing it: compare it, try a pretend sheet, take it along as a table."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections.forms import TrySheetForm
from gongjian.apps.inspections.selectors import rubrics
from gongjian.apps.inspections.selectors.rubric_changes import compare_versions
from gongjian.apps.inspections.selectors.rubric_sheets import version_as_sheets
from gongjian.apps.inspections.selectors.rubric_words import version_in_words
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict
from gongjian.core.htmx import render_either
from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import score_sheet
from gongjian.readers import write_xlsx


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def compare(request: ActorRequest, version_id: int) -> HttpResponse:
    """Put a version beside another of the same rubric (the one before it, unless asked): field by field."""
    siblings = list(rubrics.list_siblings(request.actor, version_id))
    asked = request.GET.get("with", "")
    number = next(row.number for row in siblings if row.pk == version_id)
    others = [row for row in siblings if row.pk != version_id]
    earlier = [row for row in others if row.number < number] or others
    chosen = next((row for row in others if str(row.pk) == asked), earlier[0] if earlier else None)
    if chosen is None:
        raise Conflict("这份标准只有一版，没有可对照的。要改内容，请先出新的一版。")
    pair = rubrics.get_versions(request.actor, [chosen.pk, version_id])
    before, after = pair[chosen.pk], pair[version_id]
    changes = compare_versions(before, after)
    context = {
        "before": before,
        "after": after,
        "others": others,
        "changes": changes,
        "added": changes.count("added"),
        "dropped": changes.count("dropped"),
        "changed": changes.count("changed"),
    }
    return render(request, "inspections/compare.html", context)


@allows(Right.INSPECTIONS_VIEW)
@require_http_methods(["GET", "POST"])
def try_sheet(request: ActorRequest, version_id: int) -> HttpResponse:
    """Score a pretend sheet by a version, published or draft. Nothing is written."""
    version = rubrics.get_version(request.actor, version_id)
    is_sent = request.method == "POST"
    form = TrySheetForm(version, request.POST if is_sent else None)
    words = version_in_words(version)
    context: dict[str, Any] = {"version": version, "form": form, "words": words, "is_sent": is_sent}
    status = 200
    if words.trouble:
        context["refusal"] = words.trouble
    elif is_sent and form.is_valid():
        try:
            context["result"] = score_sheet(form.rubric, form.sheet())
        except EngineInputError as error:
            context["refusal"], status = str(error), 422
    elif is_sent:
        status = 422
    context["rows"] = form.rows(context.get("result"))
    return render_either(
        request, "inspections/try_sheet.html", "inspections/_try_result.html", context, status=status
    )


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def export_version(request: ActorRequest, version_id: int) -> HttpResponse:
    """Hand a version out as a workbook that imports back equal."""
    version = rubrics.get_version(request.actor, version_id)
    name = f"{version.rubric.title} 第{version.number}版.xlsx"
    return send_xlsx(write_xlsx(version_as_sheets(version)), name)
