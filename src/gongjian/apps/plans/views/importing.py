"""Import: a file or pasted words; a bundle gives several plans to choose from."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.plans import services
from gongjian.apps.plans.choices import PlanStatus
from gongjian.apps.plans.forms import ImportForm
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import count_items, plans_by_id
from gongjian.apps.plans.views.pages import STEPS
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.rules import rule_value

MOST_PLANS = 200


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def import_plan(request: ActorRequest) -> HttpResponse:
    """Take a plan; on refusal the page comes back with the sentence and all that was typed."""
    form = ImportForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        plans = attempt(form, _reading(request, form))
        if plans and len(plans) == 1:
            return redirect("plans:plan", plans[0].pk)
        if plans:
            query = urlencode({"plan": [plan.pk for plan in plans]}, doseq=True)
            return redirect(f"{reverse('plans:chosen')}?{query}")
    today = timezone.localdate()
    context = {
        "form": form,
        "steps": STEPS,
        "max_bytes": rule_value("files.document_max_bytes", on=today),
        "max_characters": rule_value("files.plan_max_characters", on=today),
    }
    return render(request, "plans/import.html", context, status=UNPROCESSABLE if form.errors else 200)


def _reading(request: ActorRequest, form: ImportForm) -> Callable[[], list[Plan]]:
    place_code, file = form.cleaned_data["place_code"], form.cleaned_data["file"]
    if file:
        return lambda: services.import_file(
            actor=request.actor, place_code=place_code, name=file.name, content=file.read()
        )
    text = form.cleaned_data["text"]
    return lambda: services.import_text(actor=request.actor, place_code=place_code, text=text)


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def choose_plan(request: ActorRequest) -> HttpResponse:
    """List the plans of one bundle: tick those to keep; the others are struck out."""
    ids = _numbers(request.GET.getlist("plan"))
    if request.method == "POST":
        kept = [pk for pk in _numbers(request.POST.getlist("keep")) if pk in ids]
        services.keep_plans(actor=request.actor, plan_ids=ids, kept=kept)
        return redirect("plans:plan", kept[0]) if len(kept) == 1 else redirect("plans:list")
    plans = plans_by_id(request.actor, ids)
    counts = count_items(plans)
    context = {
        "rows": [(plan, counts[plan.pk]) for plan in plans],
        "in_review": sum(plan.status == PlanStatus.REVIEW for plan in plans),
        "steps": STEPS,
        "title": _("这个文件里有 %(count)s 份文件，选要用的") % {"count": len(plans)},
    }
    return render(request, "plans/chosen.html", context)


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit()][:MOST_PLANS]
