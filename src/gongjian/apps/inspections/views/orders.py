"""Rectification orders: list, issue, one as a notice to print, sign for, more time, withdraw."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import OrderStatus
from gongjian.apps.inspections.forms import ReasonForm
from gongjian.apps.inspections.forms.findings import AnswerExtensionForm, ExtensionForm, IssueForm
from gongjian.apps.inspections.models import Finding, RectificationOrder
from gongjian.apps.inspections.selectors import findings, orders
from gongjian.apps.inspections.selectors.limits import Limits
from gongjian.apps.inspections.selectors.order_history import history_of
from gongjian.apps.inspections.views.lists import list_filter, view_tabs
from gongjian.apps.parties.selectors import list_organisations
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, ActorRequest, Right, allows, ancestors_of
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of
from gongjian.core.workdays import office_hours, time_left

MOST_UNITS, MOST_SHOWN = 200, 100


@allows(Right.RECTIFICATIONS_VIEW)
@require_GET
def list_orders(request: ActorRequest) -> HttpResponse:
    """List orders by what is to be done, the nearest last day first."""
    actor, today = request.actor, timezone.localdate()
    asked = list_filter(request)
    rows = orders.list_orders(actor, place_code=_scope(actor, asked.place_code), round_id=asked.round_id)
    counts = orders.count_views(actor, rows, today)
    usual = "mine" if actor.can(Right.RECTIFICATIONS_ANSWER) else "open"
    view = request.GET.get("view", usual)
    view = view if view in orders.VIEWS else "all"
    kept = rows.filter(orders.view_condition(actor, view, today))
    page = page_of(kept, request.GET, total=counts[view])
    tallies = orders.tallies_of([row.pk for row in page.rows])
    names = names_of({row.place_code for row in page.rows})
    views = {key: label for key, label in orders.VIEWS.items() if key != "mine" or usual == "mine"}
    context = {
        "page": page,
        "rows": [
            (row, names.get(row.place_code, ""), tallies.get(row.pk, (0, 0)), row.is_late(today))
            for row in page.rows
        ],
        "tabs": view_tabs(request, views, counts, view, hot="overdue"),
        "view": view,
        "filter": asked,
        "counts": counts,
    }
    return render(request, "inspections/orders.html", context)


def _scope(actor: Actor, place_code: str) -> str:
    """A unit's contact sees its orders wherever they lie."""
    return place_code if actor.place_prefixes(Right.RECTIFICATIONS_VIEW) else ""


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_orders(request: ActorRequest) -> HttpResponse:
    """Show in numbers what would be ordered, then issue it."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else request.GET
    rows = findings.unissued(actor, _ids(sent), _round(sent), list_filter(request).place_code)
    form = IssueForm(request.POST or None, units=_units(actor, {row.place_code for row in rows}))
    is_issue = request.method == "POST" and "preview" not in request.POST
    if is_issue and form.is_valid():
        try:
            _refuse_change(request, rows)
            ids = [row.pk for row in rows]
            issued = services.issue_orders(actor=actor, finding_ids=ids, **form.cleaned_data)
            if len(issued) == 1:
                return redirect("inspections:order", issued[0].pk)
            return redirect("inspections:orders")
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "round_id": _round(sent)} | _planned(rows, form)
    return render(request, "inspections/order_form.html", context, status=422 if is_issue else 200)


def _refuse_change(request: ActorRequest, rows: list[Finding]) -> None:
    """Refuse when what would be ordered is no longer what the page showed."""
    shown = request.POST.get("count", "")
    if shown and shown != str(len(rows)):
        raise Conflict(
            f"页面上是 {shown} 处，现在是 {len(rows)} 处，一处也没有下达。请看过新的数字再按一次。"
        )


def _planned(rows: list[Finding], form: IssueForm) -> dict[str, Any]:
    """Say what would be ordered with what was filled in."""
    own = form.cleaned_data.get("workdays") if form.is_bound and form.is_valid() else None
    planned = Limits().plan(rows, timezone.localdate(), own)
    names = names_of({one.place_code for one in planned[:MOST_SHOWN]})
    return {
        "planned": [(one, names.get(one.place_code, one.place_code)) for one in planned[:MOST_SHOWN]],
        "orders": len(planned),
        "finding_ids": [row.pk for row in rows],
        "places": len({row.place_code for row in rows}),
        "count": len(rows),
        "repeated": sum(row.is_repeated for row in rows),
    }


def _ids(sent: QueryDict) -> list[int]:
    return [int(value) for value in sent.getlist("finding") if value.isascii() and value.isdigit()]


def _round(sent: QueryDict) -> int | None:
    value = sent.get("round", "")
    return int(value) if value.isascii() and value.isdigit() else None


def _units(actor: Actor, places: set[str]) -> list[tuple[int, str]]:
    """List the units that could mend it: those in the one street, or those of the places above it."""
    if len(places) != 1:
        return []
    place = next(iter(places))
    near = list_organisations(actor, place_code=place[: Level.STREET])
    above = list_organisations(actor).filter(place_code__in=ancestors_of(place))
    rows = (near | above).distinct()[:MOST_UNITS]
    return [(row.pk, row.name) for row in rows]


@allows(Right.RECTIFICATIONS_VIEW)
@require_GET
def show_order(request: ActorRequest, order_id: int) -> HttpResponse:
    """Show an order as the notice it is: what, by when, how it went."""
    return _render(request, order_id)


def _render(request: ActorRequest, order_id: int, **refused: Any) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    order = orders.get_order(actor, order_id)
    rows = orders.findings_of(order)
    names = names_of([order.place_code, order.issuer_code, *ancestors_of(order.place_code)[2:]])
    hours = office_hours(order.place_code)
    is_open = order.status in OrderStatus.open_states()
    left = (
        time_left(timezone.now(), hours.closing(order.last_day), hours)
        if order.status in OrderStatus.to_mend()
        else None
    )
    answers = _answers(actor, order)
    issues = actor.can(Right.INSPECTIONS_MANAGE, order.issuer_code)
    asked = order.extensions.filter(is_granted__isnull=True).first()
    context = {
        "order": order,
        "findings": [(row, row.is_late(today)) for row in rows],
        "mended": sum(row.status == "mended" for row in rows),
        "place_name": names.get(order.place_code, order.place_code),
        "issuer_name": names.get(order.issuer_code, ""),
        "path": " / ".join(names[code] for code in ancestors_of(order.place_code) if code in names),
        "left": left,
        "is_late": order.is_late(today),
        "can_acknowledge": answers and order.status == OrderStatus.PENDING,
        "can_answer": answers and order.status in OrderStatus.to_mend(),
        "can_extend": answers
        and order.status in OrderStatus.to_mend()
        and not order.is_late(today)
        and asked is None,
        "asked": asked,
        "can_answer_extension": issues and asked is not None,
        "can_withdraw": issues and is_open,
        "events": history_of(order, rows),
        "extension_form": ExtensionForm(),
        "answer_form": AnswerExtensionForm(),
        "withdraw_form": ReasonForm(),
    }
    return render(request, "inspections/order.html", context | refused, status=422 if refused else 200)


def _answers(actor: Actor, order: RectificationOrder) -> bool:
    if order.organisation_id is not None:
        return actor.can(Right.RECTIFICATIONS_ANSWER, unit_id=order.organisation_id)
    return actor.can(Right.RECTIFICATIONS_ANSWER, order.place_code)


@allows(Right.RECTIFICATIONS_ANSWER)
@require_http_methods(["POST"])
def acknowledge_order(request: ActorRequest, order_id: int) -> HttpResponse:
    """Sign for an order."""
    services.acknowledge_order(actor=request.actor, order_id=order_id)
    return redirect("inspections:order", order_id)


@allows(Right.RECTIFICATIONS_ANSWER)
@require_http_methods(["POST"])
def ask_extension(request: ActorRequest, order_id: int) -> HttpResponse:
    """Ask for more time."""
    form = ExtensionForm(request.POST)
    if form.is_valid():
        try:
            services.ask_extension(actor=request.actor, order_id=order_id, **form.cleaned_data)
            return redirect("inspections:order", order_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    return _render(request, order_id, extension_form=form)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["POST"])
def answer_extension(request: ActorRequest, order_id: int) -> HttpResponse:
    """Grant or refuse more time."""
    form = AnswerExtensionForm(request.POST)
    if form.is_valid():
        try:
            grants = "grant" in request.POST
            services.answer_extension(
                actor=request.actor, order_id=order_id, grants=grants, answer=form.cleaned_data["answer"]
            )
            return redirect("inspections:order", order_id)
        except Invalid as refusal:
            form.add_error("answer", refusal.message)
    return _render(request, order_id, answer_form=form)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["POST"])
def withdraw_order(request: ActorRequest, order_id: int) -> HttpResponse:
    """Take an order back."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.withdraw_order(actor=request.actor, order_id=order_id, reason=form.cleaned_data["reason"])
        return redirect("inspections:order", order_id)
    return _render(request, order_id, withdraw_form=form)
