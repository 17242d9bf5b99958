"""Needs: the list by status, one with who could meet it, a new one, changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import NEED_WAYS, is_open
from gongjian.apps.cobuilding.forms.claims import ClaimForm
from gongjian.apps.cobuilding.forms.entries import (
    NeedForm,
    PublishForm,
    entry_initial,
    published_code,
    scope_of,
    scope_words,
)
from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.models import Need
from gongjian.apps.cobuilding.selectors import lists as reads
from gongjian.apps.cobuilding.selectors.amounts import with_open
from gongjian.apps.cobuilding.selectors.claims import claims_of
from gongjian.apps.cobuilding.selectors.columns import NEED_COLUMNS
from gongjian.apps.cobuilding.selectors.partners import own_resources, resources_for
from gongjian.apps.cobuilding.selectors.places import kept_places
from gongjian.apps.cobuilding.selectors.similar import similar_needs
from gongjian.apps.cobuilding.selectors.sources import source_of
from gongjian.apps.cobuilding.selectors.units import own_units
from gongjian.apps.cobuilding.services import needs as services
from gongjian.apps.cobuilding.views.entries import entry_page
from gongjian.apps.cobuilding.views.filters import asked_of, list_context, send_list, with_places
from gongjian.apps.cobuilding.views.marks import CLAIM_MARKS, NEED_MARKS
from gongjian.apps.parties.selectors import chosen_columns
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb, form_page, succeeds
from gongjian.core.forms import remember_seen
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of, shown_of

LIST_NAME = "cobuilding.needs"


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_needs(request: ActorRequest) -> HttpResponse:
    """List the needs in sight by status, the most urgent first."""
    actor, form, view = request.actor, asked_of(request), _view_of(request)
    until = reads.renewal_day(actor)
    rows = reads.list_needs(actor, form.asked())
    conditions = {name: reads.need_condition(name, until) for name in reads.NEED_VIEWS}
    counts = reads.count_views(rows, conditions, is_narrowed=form.is_narrowed)
    page = page_of(with_open(rows.filter(conditions[view])), request.GET, total=counts[view])
    context = {
        **list_context(request, form, "cobuilding:needs", view, reads.NEED_VIEWS, counts),
        "page": page,
        "rows": with_places(page.rows, NEED_MARKS),
        "counts": counts,
        "columns": NEED_COLUMNS,
        "list_name": LIST_NAME,
        "shown": shown_of(NEED_COLUMNS, chosen_columns(request.user, LIST_NAME)),
        "can_manage": actor.can(Right.COBUILDING_MANAGE),
        "renews": actor.can(Right.COBUILDING_MANAGE),
        "hears_raised": actor.can(Right.COBUILDING_MANAGE) and len(current_scope(request)) <= Level.STREET,
        "can_offer": actor.can(Right.COBUILDING_OFFER),
    }
    return render(request, "cobuilding/needs.html", context)


def _view_of(request: ActorRequest) -> str:
    view = request.GET.get("view", "open")
    return view if view in reads.NEED_VIEWS else "open"


@allows(Right.COBUILDING_VIEW)
@require_GET
def export_needs(request: ActorRequest) -> HttpResponse:
    """Write the list as a workbook."""
    condition = reads.need_condition(_view_of(request), reads.renewal_day(request.actor))
    rows = reads.list_needs(request.actor, asked_of(request).asked()).filter(condition)
    return send_list(request, rows, "需求清单")


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Show one need: what is open of it, who claimed it, who could meet it."""
    return render_need(request, need_id)


def render_need(request: ActorRequest, need_id: int, forms: dict[str, Any] | None = None) -> HttpResponse:
    """Render the page of a need, or its sheet beside the list; a refused form comes back with 422."""
    need = reads.get_need(request.actor, need_id)
    context = _need_context(request, need, forms or {})
    status = UNPROCESSABLE if forms else 200
    return render_either(request, "cobuilding/need.html", "cobuilding/_need_sheet.html", context, status)


def _need_context(request: ActorRequest, need: Need, forms: dict[str, Any]) -> dict[str, Any]:
    actor = request.actor
    manages = actor.can(Right.COBUILDING_MANAGE, need.place_code)
    units = own_units(actor) if actor.can(Right.COBUILDING_OFFER) else []
    asks = is_open(NEED_WAYS, "claim", need.status) and need.open_quantity > 0
    return {
        "row": need,
        "mark": NEED_MARKS[need.status],
        "place_name": path_name(need.place_code),
        "shown_to": scope_words(need.place_code, need.published_to),
        "raised_name": names_of([need.raised_to]).get(need.raised_to, "") if need.raised_to else "",
        "claims": [(claim, CLAIM_MARKS[claim.status]) for claim in claims_of(actor, need)],
        "household": reads.household_of(actor, need.pk) if actor.can(Right.RESIDENTS_VIEW) else None,
        "manages": manages,
        "may": {act: manages and is_open(NEED_WAYS, act, need.status) for act in NEED_WAYS},
        "asks": asks,
        "partners": resources_for(actor, need) if manages and asks else [],
        "claim_form": (forms.get("claim") or claim_form(request, need, units)) if units and asks else None,
        "publish_form": forms.get("publish")
        or PublishForm(initial={"scope": scope_of(need.place_code, need.published_to)}, prefix="publish"),
        "withdraw_form": forms.get("withdraw") or ReasonForm(prefix="withdraw"),
        "raise_form": forms.get("raise") or ReasonForm(prefix="raise"),
        "refused": forms,
        "crumbs": [crumb(_("需求清单"), "cobuilding:needs"), crumb(need.number)],
    }


def claim_form(request: ActorRequest, need: Need, units: list[Any], data: Any = None) -> ClaimForm:
    """Return the form by which a person's unit claims a need, with the resources that fit."""
    unit_ids = tuple(unit.pk for unit in units)
    fitting = own_resources(request.actor, unit_ids, need.category)
    resources = [
        (row.pk, _("%(title)s（还剩 %(n)s）") % {"title": row.title, "n": row.open_quantity})
        for row in fitting
    ]
    initial = {"quantity": need.open_quantity}
    return ClaimForm(
        [(unit.pk, unit.name) for unit in units], resources, data, prefix="claim", initial=initial
    )


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_need(request: ActorRequest) -> HttpResponse:
    """Enter a need, perhaps from a matter, a resolution, an indicator or a household."""
    source = source_of(request.actor, request.GET.get("source", ""), request.GET.get("source_id", ""))
    scope = source.place_code or current_scope(request)
    form = NeedForm(
        kept_places(request.actor, scope),
        request.POST or None,
        residents=source.residents,
        initial={"place_code": scope, **source.initial},
    )
    similar: list[Need] = []
    if request.method == "POST" and form.is_valid():
        similar = _similar(request, form)
        if not similar:
            spec = form.spec(source=source.kind, source_id=source.key, source_words=source.words)
            made = attempt(form, lambda: services.enter_need(actor=request.actor, spec=spec))
            if made:
                return redirect("cobuilding:need", made.pk)
    title, back = _("登记需求"), reverse("cobuilding:needs")
    return entry_page(request, form, title=title, act=_("登记"), back=back, similar=similar, source=source)


def _similar(request: ActorRequest, form: NeedForm) -> list[Need]:
    if form.cleaned_data["is_other"]:
        return []
    asked = form.cleaned_data
    return similar_needs(
        request.actor, place_code=form.place, category=asked["category"], title=asked["title"]
    )


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Change a need."""
    need = reads.get_need(request.actor, need_id)
    request.actor.require(Right.COBUILDING_MANAGE, need.place_code)
    form = NeedForm([(need.place_code, "")], request.POST or None, initial=entry_initial(need))
    remember_seen(form, entry_initial(need))
    if succeeds(form, lambda: services.edit_need(actor=request.actor, need_id=need_id, spec=form.spec())):
        return redirect("cobuilding:need", need_id)
    back = reverse("cobuilding:need", args=[need_id])
    return entry_page(request, form, title=_("改“%s”") % need.title, act=_("存"), back=back)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def publish_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Show a need to more people, or to fewer."""
    need = reads.get_need(request.actor, need_id)
    form = PublishForm(request.POST, prefix="publish")
    if succeeds(
        form,
        lambda: services.publish_need(
            actor=request.actor,
            need_id=need_id,
            published_to=published_code(need.place_code, form.cleaned_data["scope"]),
        ),
    ):
        return redirect("cobuilding:need", need_id)
    return render_need(request, need_id, {"publish": form})


@allows(Right.COBUILDING_MANAGE)
@require_POST
def withdraw_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Take a need off the list."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if succeeds(
        form, lambda: services.withdraw_need(actor=request.actor, need_id=need_id, **form.cleaned_data)
    ):
        return redirect("cobuilding:need", need_id)
    return render_need(request, need_id, {"withdraw": form})


@allows(Right.COBUILDING_MANAGE)
@require_POST
def raise_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Ask the level above."""
    form = ReasonForm(request.POST, prefix="raise")
    if succeeds(form, lambda: services.raise_need(actor=request.actor, need_id=need_id, **form.cleaned_data)):
        messages.success(request, _("已提请上级，上级会收到通知。"))
        return redirect("cobuilding:need", need_id)
    return render_need(request, need_id, {"raise": form})


@allows(Right.RESIDENTS_VIEW)
@require_http_methods(["GET", "POST"])
def reveal_household(request: ActorRequest, need_id: int) -> HttpResponse:
    """Show the household of a need in full, for a reason that is written down."""
    need = reads.get_need(request.actor, need_id)
    if reads.household_of(request.actor, need_id) is None:
        raise NotFound()
    form, shown = ReasonForm(request.POST or None), None
    form.fields["reason"].error_messages["required"] = _("请写明查看的用途。会留下查看记录。")
    if request.method == "POST" and form.is_valid():
        found = attempt(
            form,
            lambda: services.read_household(actor=request.actor, need_id=need_id, **form.cleaned_data),
        )
        shown = found and [
            (_("姓名"), found.resident.name),
            (_("楼栋门牌"), found.resident.address or _("没有写")),
            (_("家里的情况"), found.note or _("没有写")),
        ]
    context = {
        "shown": shown,
        "title": _("显示这一家的情况"),
        "act": _("显示"),
        "back": reverse("cobuilding:need", args=[need_id]),
        "crumbs": [crumb(_("需求清单"), "cobuilding:needs"), crumb(need.number)],
    }
    return form_page(request, form, template="cobuilding/revealed.html", **context)
