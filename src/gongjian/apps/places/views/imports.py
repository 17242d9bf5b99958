"""The register wizard: choose files, see what would change, write it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.places import services
from gongjian.apps.places.forms import ConfirmImportForm, RegisterForm
from gongjian.apps.places.register import RegisterFile
from gongjian.apps.places.services import ImportPlan
from gongjian.core import files
from gongjian.core.access import ActorRequest, Right, allows

STEPS = (gettext_lazy("选文件"), gettext_lazy("看预览"), gettext_lazy("导入"))
SHOWN_ERRORS, SHOWN_CHANGES = 200, 50


@allows(Right.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def import_files(request: ActorRequest) -> HttpResponse:
    """Take the files and show what an import would change; nothing of the register is written."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        form = RegisterForm() if request.method == "GET" else form
        context = {"form": form, "steps": STEPS}
        return render(request, "places/import.html", context, status=status)
    answers = form.cleaned_data
    plan = services.preview_register(
        actor=request.actor, files=answers["register"], on=answers["on"], only_prefix=answers["only_prefix"]
    )
    ids = services.keep_register(actor=request.actor, files=answers["register"]) if plan.has_changes else []
    return render(request, "places/import_preview.html", _preview_context(plan, ids, answers["only_prefix"]))


def _preview_context(plan: ImportPlan, ids: list[int], only_prefix: str) -> dict[str, Any]:
    return {
        "plan": plan,
        "steps": STEPS,
        "errors": plan.errors[:SHOWN_ERRORS],
        "renamed": plan.renamed[:SHOWN_CHANGES],
        "ended": plan.ended[:SHOWN_CHANGES],
        "file_ids": ",".join(map(str, ids)),
        "only_prefix": only_prefix,
    }


@allows(Right.PLACES_MANAGE)
@require_POST
def confirm_import(request: ActorRequest) -> HttpResponse:
    """Write what the preview showed."""
    form = ConfirmImportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("预览已过时。请重新选文件。"))
        return redirect("places:import")
    kept = [files.read_file(request.actor, file_id) for file_id in form.ids]
    plan = services.import_register(
        actor=request.actor,
        files=[RegisterFile(stored.name, content) for stored, content in kept],
        on=form.cleaned_data["on"],
        only_prefix=form.cleaned_data["only_prefix"],
        skip_errors=form.cleaned_data["skip_errors"],
        keep_missing=form.cleaned_data["keep_missing"],
    )
    counts = plan.counts
    messages.success(
        request,
        _("已导入：新增 %(added)s，更名 %(renamed)s，停用 %(ended)s。")
        % {key: f"{counts[key]:,}" for key in ("added", "renamed", "ended")},
    )
    return redirect("places:index")
