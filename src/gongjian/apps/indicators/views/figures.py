"""Pages of indicators: the registry, one indicator at a place, the drawer of a figure, base values."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.forms import BaseValueForm, PeriodField, usual_periods
from gongjian.apps.places.selectors import current_scope, names_of, scope_names
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Figure, Period
from gongjian.core.htmx import render_either
from gongjian.core.registry import AREA, Indicator, area_name, get_indicator, list_goals


@allows(Right.INDICATORS_VIEW)
@require_GET
def list_all(request: ActorRequest) -> HttpResponse:
    """List all definitions, grouped and searched."""
    text, place_code = request.GET.get("q", ""), current_scope(request)
    context = {
        "groups": selectors.list_catalogue(request.actor, place_code, text),
        "q": text,
        "place_name": scope_names(request).get(place_code, place_code),
        "can_manage": request.actor.can(Right.INDICATORS_MANAGE, place_code),
        "can_enter": request.actor.can(Right.INDICATORS_ENTER),
    }
    return render(request, "indicators/list.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_indicator(request: ActorRequest, key: str) -> HttpResponse:
    """Show an indicator at a place: value, places below, base and growth."""
    indicator = get_indicator(key)
    figure = _asked_figure(request, indicator)
    bases = list(selectors.list_bases(request.actor, figure)[:12])
    definition = selectors.definition_of(key)
    level = selectors.list_level(request.actor, figure, request.GET)
    context = {
        **_about(request, indicator, figure),
        "place_name": selectors.where_name(figure, scope_names(request)),
        "level": level,
        "definition": definition,
        "is_lowest": definition is not None and definition.level <= len(figure.place_code),
        "bases": [{"row": row, "value": row.value(indicator.unit)} for row in bases],
        "base": _base(indicator, figure, bases),
        "previous": _previous(request, indicator, figure),
        "goals": list_goals(request.actor, figure),
        "periods": usual_periods(),
        "can_manage": request.actor.can(Right.INDICATORS_MANAGE, figure.place_code),
        **_unconfirmed(indicator, figure),
    }
    return render(request, "indicators/indicator.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_figure(request: ActorRequest, key: str) -> HttpResponse:
    """Open a figure: definition, formula, period, place, and exactly the rows that add up to it."""
    indicator = get_indicator(key)
    figure = _asked_figure(request, indicator)
    rows = selectors.list_rows(request.actor, figure, request.GET)
    context = {**_about(request, indicator, figure), "rows": rows, "place_name": rows.place_name}
    return render_either(request, "indicators/figure.html", "indicators/_figure_sheet.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_trend(request: ActorRequest, key: str) -> HttpResponse:
    """Show the figure over the periods up to one; its own address, since each period is one reading."""
    indicator = get_indicator(key)
    place_code, period, params = _asked(request, indicator)
    trend = selectors.read_trend(request.actor, key, place_code, period, params)
    context = {
        "indicator": indicator,
        "trend": trend,
        "series": [{"name": str(indicator.name), "values": trend.values}],
        "back_url": f"{reverse('indicators:indicator', args=[key])}?{request.GET.urlencode()}",
        "crumbs": _crumbs(indicator, request.GET.urlencode()),
    }
    return render_either(request, "indicators/trend.html", "indicators/_trend.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
@transaction.atomic
def export(request: ActorRequest, key: str) -> HttpResponse:
    """Write the rows behind a figure, with their sum, as .xlsx."""
    indicator = get_indicator(key)
    figure = _asked_figure(request, indicator)
    content = services.export_rows(actor=request.actor, figure=figure)
    name = f"{indicator.name}-{figure.period.label}-{timezone.localdate():%Y%m%d}.xlsx"
    return send_xlsx(content, name)


@allows(Right.INDICATORS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_base(request: ActorRequest, key: str) -> HttpResponse:
    """Save the base value of an indicator at the place one works in."""
    indicator = get_indicator(key)
    place_code = request.GET.get("place", current_scope(request))
    if not request.actor.can(Right.INDICATORS_MANAGE, place_code):
        raise NotFound
    area_id = int(request.GET[AREA]) if request.GET.get(AREA, "").isdecimal() else None
    where = urlencode({"place": place_code, **({AREA: area_id} if area_id else {})})
    form = BaseValueForm(request.POST or None, has_denominator=indicator.has_denominator)
    if request.method == "POST" and form.is_valid():
        spec = services.BaseValueSpec(
            indicator_key=key, place_code=place_code, area_id=area_id, **form.cleaned_data
        )
        try:
            services.save_base_value(actor=request.actor, spec=spec)
            return redirect(f"{reverse('indicators:indicator', args=[key])}?{where}")
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    context = {
        "indicator": indicator,
        "form": form,
        "crumbs": _crumbs(indicator, where),
        "place_name": names_of([place_code]).get(place_code, place_code) + area_name({AREA: area_id}),
        "draft_key": f"base-{key}-{place_code}-{area_id or ''}",
    }
    return render(request, "indicators/base.html", context, status=422 if form.errors else 200)


def _asked(request: ActorRequest, indicator: Indicator) -> tuple[str, Period, dict[str, str]]:
    """Read place, period and parameters of the address; the scope and this year where they are left out."""
    place_code = request.GET.get("place", current_scope(request))
    text = request.GET.get("period") or str(timezone.localdate().year)
    try:
        period = PeriodField().clean(text)
    except ValidationError as error:
        raise Invalid(error.messages[0]) from error
    return (
        place_code,
        period,
        {name: request.GET[name] for name in indicator.all_param_names if name in request.GET},
    )


def _asked_figure(request: ActorRequest, indicator: Indicator) -> Figure:
    place_code, period, params = _asked(request, indicator)
    return selectors.get_figure(request.actor, indicator.key, place_code, period, params)


def _about(request: ActorRequest, indicator: Indicator, figure: Figure) -> dict[str, Any]:
    """Gather what every view of a figure says: definition, formula with its exact numbers, addresses."""
    query = urlencode({"place": figure.place_code, "period": str(figure.period), **figure.params})
    addresses = {
        name: f"{reverse(f'indicators:{name}', args=[figure.indicator_key])}?{query}"
        for name in ("figure", "indicator", "export", "trend")
    }
    return {
        "indicator": indicator,
        "figure": figure,
        "urls": addresses,
        "query": query,
        "missing_more": max(0, len(figure.missing) - 20),
        "crumbs": _crumbs(indicator, query),
    }


def _base(indicator: Indicator, figure: Figure, bases: list[Any]) -> dict[str, Any] | None:
    """Compare a figure with its latest base value (design §6): points for shares, 分 for scores, else growth."""
    base = selectors.last_base(bases, figure.period.first_on)
    if base is None:
        return None
    return {"row": base, **_change(indicator, figure.value, base.value(indicator.unit))}


def _previous(request: ActorRequest, indicator: Indicator, figure: Figure) -> dict[str, Any] | None:
    """Compare a figure with the same one of the period before, if there are records of it. One query."""
    before = selectors.get_previous(request.actor, figure)
    if before is None:
        return None
    change = _change(indicator, figure.value, before.value)
    return {"figure": before, "url": selectors.figure_url(before), **change}


def _change(indicator: Indicator, now: Any, before: Any) -> dict[str, Any]:
    kind = {"%": "points", "分": "score"}.get(str(indicator.unit), "quantity")
    scale = 100 if kind == "points" else 1
    return {
        "value": before,
        "kind": kind,
        "decimals": max(1, indicator.decimals) if kind == "points" else 1,
        "now": None if now is None else now / scale,
        "before": None if before is None else before / scale,
        "tone": _tone(indicator, now, before),
    }


def _tone(indicator: Indicator, now: Any, before: Any) -> str:
    if now is None or before is None or now == before or indicator.better == "none":
        return ""
    if indicator.better == "toward" and indicator.ideal is not None:
        away, was = abs(now - indicator.ideal), abs(before - indicator.ideal)
        return "" if away == was else "ok" if away < was else "bad"
    return "ok" if (now > before) == (indicator.better == "higher") else "bad"


def _unconfirmed(indicator: Indicator, figure: Figure) -> dict[str, Any]:
    """Say whether values that nobody has confirmed yet are counted, and the address of the other way."""
    if selectors.UNCONFIRMED not in indicator.param_names:
        return {}
    is_counted = selectors.UNCONFIRMED in figure.params
    params = {name: value for name, value in figure.params.items() if name != selectors.UNCONFIRMED}
    if not is_counted:
        params[selectors.UNCONFIRMED] = "1"
    query = urlencode({"place": figure.place_code, "period": str(figure.period), **params})
    return {
        "is_unconfirmed": is_counted,
        "other_way": f"{reverse('indicators:indicator', args=[indicator.key])}?{query}",
    }


def _crumbs(indicator: Indicator, query: str) -> list[dict[str, str]]:
    return [
        {"label": _("指标"), "url": reverse("indicators:list")},
        {
            "label": str(indicator.name),
            "url": f"{reverse('indicators:indicator', args=[indicator.key])}?{query}",
        },
    ]
