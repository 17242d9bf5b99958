"""Pages of values: what waits, entering, one value with its history, the answer of the level above."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.choices import ValueStatus
from gongjian.apps.indicators.forms import AnswerForm, ValueForm
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue
from gongjian.apps.indicators.periods import latest, write_period
from gongjian.apps.indicators.views.pages import uploads_of, xlsx
from gongjian.apps.places.selectors import codes_at_level, current_scope, names_of, scope_names
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.errors import DomainError
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

MOST_PLACES = 500
TABS = (
    (selectors.MINE_TO_CONFIRM, gettext_lazy("等我确认")),
    (ValueStatus.WAITING.value, ValueStatus.WAITING.label),
    (ValueStatus.RETURNED.value, ValueStatus.RETURNED.label),
    (ValueStatus.CONFIRMED.value, ValueStatus.CONFIRMED.label),
    ("", gettext_lazy("全部")),
)


@allows(Right.INDICATORS_VIEW)
@require_GET
def list_page(request: ActorRequest) -> HttpResponse:
    """List the values at and below the place one works in, what waits for one first."""
    place_code, actor = current_scope(request), request.actor
    can_confirm = actor.can(Right.INDICATORS_CONFIRM)
    status = request.GET.get("status", selectors.MINE_TO_CONFIRM if can_confirm else "")
    rows = selectors.list_values(actor, place_code, status=status)
    page = page_of(rows, request.GET)
    waiting = selectors.list_values(actor, place_code, status=selectors.MINE_TO_CONFIRM)
    context = {
        "page": page,
        "rows": _shown(page.rows),
        "tabs": [
            {"label": label, "url": f"?status={code}", "current": code == status}
            for code, label in TABS
            if code != selectors.MINE_TO_CONFIRM or can_confirm
        ],
        "waiting": waiting.count() if can_confirm else 0,
        "is_mine": status == selectors.MINE_TO_CONFIRM,
        "status": status,
        "place_name": scope_names(request).get(place_code, place_code),
        "can_enter": actor.can(Right.INDICATORS_ENTER),
        "crumbs": [crumb(_("指标"), "indicators:list"), crumb(_("指标填报"))],
    }
    return render(request, "indicators/values.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
@transaction.atomic
def export_list(request: ActorRequest) -> HttpResponse:
    """Write the values of the list as .xlsx."""
    content = services.export_values(
        actor=request.actor, place_code=current_scope(request), status=request.GET.get("status", "")
    )
    return xlsx(content, _("指标数"))


@allows(Right.INDICATORS_ENTER)
@require_GET
def choose_definition(request: ActorRequest) -> HttpResponse:
    """Choose what to enter."""
    place_code = current_scope(request)
    rows = selectors.definitions_at(request.actor, place_code)
    context = {
        "rows": [{"row": row, "formula": selectors.formula_of(row)} for row in rows],
        "crumbs": [crumb(_("指标填报"), "indicators:values"), crumb(_("填数"))],
        "can_manage": request.actor.can(Right.INDICATORS_MANAGE, place_code),
    }
    return render(request, "indicators/choose.html", context)


@allows(Right.INDICATORS_ENTER)
@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest, definition_id: int) -> HttpResponse:
    """Enter a value of a place, or enter it again."""
    definition = selectors.get_definition(request.actor, definition_id)
    places = _places(request, definition)
    form = ValueForm(
        request.POST or None, definition=definition, places=places, initial=_initial(request, definition)
    )
    if request.method == "POST" and form.is_valid():
        value = attempt(
            form,
            lambda: services.enter_value(actor=request.actor, spec=form.spec(uploads_of(request))),
        )
        if value is not None:
            messages.success(request, _("已报上级确认。确认前不计入汇总。"))
            return redirect("indicators:value", value.pk)
    context = {
        "form": form,
        "definition": definition,
        "formula": selectors.formula_of(definition),
        "has_places": bool(places),
        "draft_key": f"value-{definition.pk}",
        "crumbs": [crumb(_("指标填报"), "indicators:values"), crumb(definition.name)],
    }
    is_wrong = request.method == "POST"
    return render(request, "indicators/enter.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_value(request: ActorRequest, value_id: int) -> HttpResponse:
    """Show a value: how it is made up, its evidence, where it stands, what was there before."""
    value = selectors.get_value(request.actor, value_id)
    return _render_value(request, value, AnswerForm())


@allows(Right.INDICATORS_CONFIRM)
@require_POST
def answer(request: ActorRequest, value_id: int) -> HttpResponse:
    """Confirm a value or send it back."""
    value, form = selectors.get_value(request.actor, value_id), AnswerForm(request.POST)
    if form.is_valid():
        is_confirmed = form.cleaned_data["answer"] == "confirm"
        done = attempt(
            form,
            lambda: services.answer_value(
                actor=request.actor,
                value_id=value_id,
                confirm=is_confirmed,
                reason=form.cleaned_data["reason"],
            ),
        )
        if done is not None:
            messages.success(request, _("已确认，计入汇总。") if is_confirmed else _("已退回。"))
            return redirect("indicators:values")
    return _render_value(request, value, form, UNPROCESSABLE)


@allows(Right.INDICATORS_CONFIRM)
@require_POST
def confirm_many(request: ActorRequest) -> HttpResponse:
    """Confirm the chosen values, all or none."""
    ids = [int(text) for text in request.POST.getlist("value") if text.isdecimal()]
    if not ids:
        messages.warning(request, _("请先勾选要确认的数。"))
        return redirect("indicators:values")
    try:
        count = services.confirm_values(actor=request.actor, value_ids=ids)
        messages.success(request, _("已确认 %(n)d 个数。") % {"n": count})
    except DomainError as refusal:
        messages.error(request, _("一个也没有确认：%(why)s") % {"why": refusal.message})
    return redirect("indicators:values")


def _shown(rows: Any) -> list[dict[str, Any]]:
    names = names_of({row.place_code for row in rows})
    return [
        {
            "row": row,
            "value": row.value(row.definition.unit),
            "place_name": names.get(row.place_code, row.place_code),
        }
        for row in rows
    ]


def _places(request: ActorRequest, definition: IndicatorDefinition) -> list[tuple[str, str]]:
    """List the places of the indicator's level that the actor may enter for, within the place he works in."""
    scope = current_scope(request)
    inside = scope if len(scope) >= len(definition.place_code) else definition.place_code
    codes = codes_at_level(inside, definition.level)[:MOST_PLACES]
    wanted = request.GET.get("place", "")
    codes = [wanted, *codes] if len(wanted) == definition.level and wanted not in codes else codes
    allowed = [code for code in codes if request.actor.can(Right.INDICATORS_ENTER, code)]
    names = names_of(allowed)
    return [(code, names[code]) for code in allowed if code in names]


def _initial(request: ActorRequest, definition: IndicatorDefinition) -> dict[str, Any]:
    """Begin with the value being corrected, else with the period that has just ended."""
    number = request.GET.get("from", "")
    if not number.isdecimal():
        period = latest(definition.period_kind, timezone.localdate())
        return {"period": write_period(period), "place": request.GET.get("place", "")}
    value = selectors.get_value(request.actor, int(number))
    amounts = {f"amount_{pk}": amount for pk, amount in value.amounts.items()}
    return {"period": write_period(value.period), "place": value.place_code, "note": value.note, **amounts}


def _render_value(
    request: ActorRequest, value: IndicatorValue, form: AnswerForm, status: int = 200
) -> HttpResponse:
    actor, definition = request.actor, value.definition
    above = ancestors_of(value.place_code)
    files = list(value.files.all())
    context = {
        "value": value,
        "exact": value.value(definition.unit),
        "definition": definition,
        "formula": selectors.formula_of(definition),
        "amounts": [(one, value.amounts.get(str(one.pk), "")) for one in definition.inputs.all()],
        "photos": [file for file in files if file.is_photo],
        "papers": [file for file in files if not file.is_photo],
        "history": [row for row in selectors.history_of(actor, value) if row.pk != value.pk],
        "place_name": names_of([value.place_code]).get(value.place_code, value.place_code),
        "form": form,
        "can_answer": value.status == ValueStatus.WAITING
        and bool(above)
        and actor.can(Right.INDICATORS_CONFIRM, above[-1])
        and value.entered_by_id != actor.user_id,
        "can_enter": actor.can(Right.INDICATORS_ENTER, value.place_code)
        and value.status != ValueStatus.REPLACED,
        "crumbs": [crumb(_("指标填报"), "indicators:values"), crumb(definition.name)],
    }
    return render(request, "indicators/value.html", context, status=status)
