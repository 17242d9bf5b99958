"""Pages on which an office defines indicators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.forms import DefinitionForm, InputFormSet
from gongjian.apps.indicators.forms.definitions import initial_of
from gongjian.apps.indicators.models import IndicatorDefinition
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb


@allows(Right.INDICATORS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_definition(request: ActorRequest) -> HttpResponse:
    """Define an indicator for the place one works in and all below it."""
    place_code = current_scope(request)
    form, inputs = DefinitionForm(request.POST or None), InputFormSet(request.POST or None, prefix="inputs")
    if request.method == "POST" and form.is_valid() and inputs.is_valid():
        row = attempt(
            form,
            lambda: services.create_definition(
                actor=request.actor,
                place_code=place_code,
                code=form.cleaned_data["code"],
                spec=form.spec(inputs),
            ),
        )
        if row is not None:
            messages.success(request, _("已定下“%(name)s”。现在可以填数。") % {"name": row.name})
            return redirect("indicators:indicator", row.key)
    return _page(request, form, inputs, place_code, None)


@allows(Right.INDICATORS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_definition(request: ActorRequest, definition_id: int) -> HttpResponse:
    """Change what a definition says; its formula only while it has no values."""
    row = selectors.get_definition(request.actor, definition_id)
    if not request.actor.can(Right.INDICATORS_MANAGE, row.place_code):
        raise NotAllowed(_("这个指标由上级定，只有定它的地方能改。"))
    form = DefinitionForm(request.POST or None, definition=row, initial=initial_of(row))
    first = [
        {"name": one.name, "unit": one.unit, "side": one.side, "factor": one.factor.normalize()}
        for one in row.inputs.all()
    ]
    inputs = InputFormSet(request.POST or None, prefix="inputs", initial=first)
    if request.method == "POST" and form.is_valid() and inputs.is_valid():
        changed = attempt(
            form,
            lambda: services.change_definition(
                actor=request.actor, definition_id=definition_id, spec=form.spec(inputs)
            ),
        )
        if changed is not None:
            messages.success(request, _("已改好。"))
            return redirect("indicators:indicator", changed.key)
    return _page(request, form, inputs, row.place_code, row)


def _page(
    request: ActorRequest, form: DefinitionForm, inputs: Any, place_code: str, row: IndicatorDefinition | None
) -> HttpResponse:
    title = _("改“%(name)s”") % {"name": row.name} if row else _("定一个指标")
    context = {
        "form": form,
        "inputs": inputs,
        "title": title,
        "place_name": names_of([place_code]).get(place_code, place_code),
        "has_values": row is not None and row.values.exists(),
        "crumbs": [crumb(_("指标"), "indicators:list"), crumb(title)],
        "draft_key": f"definition-{row.pk if row else place_code}",
    }
    is_wrong = request.method == "POST"
    return render(request, "indicators/definition.html", context, status=UNPROCESSABLE if is_wrong else 200)
