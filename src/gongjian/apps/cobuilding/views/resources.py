"""Resources: the list by status, one with the needs it fits, a new one, changes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import RESOURCE_WAYS, is_open
from gongjian.apps.cobuilding.forms.claims import AskForm
from gongjian.apps.cobuilding.forms.entries import (
    PublishForm,
    ResourceForm,
    entry_initial,
    published_code,
    scope_of,
    scope_words,
)
from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.models import Resource
from gongjian.apps.cobuilding.selectors import lists as reads
from gongjian.apps.cobuilding.selectors.amounts import with_open
from gongjian.apps.cobuilding.selectors.claims import claims_of
from gongjian.apps.cobuilding.selectors.columns import RESOURCE_COLUMNS
from gongjian.apps.cobuilding.selectors.partners import needs_for
from gongjian.apps.cobuilding.selectors.places import bodies_around, kept_places, places_of_units
from gongjian.apps.cobuilding.selectors.similar import similar_resources
from gongjian.apps.cobuilding.selectors.units import own_units, speaks_for
from gongjian.apps.cobuilding.services import resources as services
from gongjian.apps.cobuilding.views.entries import entry_page
from gongjian.apps.cobuilding.views.filters import asked_of, list_context, send_list, with_places
from gongjian.apps.cobuilding.views.marks import CLAIM_MARKS, RESOURCE_MARKS
from gongjian.apps.parties.selectors import chosen_columns
from gongjian.apps.places.selectors import current_scope, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed
from gongjian.core.form_pages import UNPROCESSABLE, act_and_return, attempt, crumb, succeeds
from gongjian.core.forms import remember_seen
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of, shown_of

LIST_NAME = "cobuilding.resources"


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_resources(request: ActorRequest) -> HttpResponse:
    """List the resources in sight by status."""
    actor, form, view = request.actor, asked_of(request), _view_of(request)
    until = reads.renewal_day(actor)
    rows = reads.list_resources(actor, form.asked())
    conditions = {name: reads.resource_condition(name, until) for name in reads.RESOURCE_VIEWS}
    counts = reads.count_views(rows, conditions, is_narrowed=form.is_narrowed)
    kept = with_open(rows.filter(conditions[view]).select_related("organisation"))
    page = page_of(kept.order_by("category", "-pk"), request.GET, total=counts[view])
    context = {
        **list_context(request, form, "cobuilding:resources", view, reads.RESOURCE_VIEWS, counts),
        "page": page,
        "rows": with_places(page.rows, RESOURCE_MARKS),
        "counts": counts,
        "columns": RESOURCE_COLUMNS,
        "list_name": LIST_NAME,
        "shown": shown_of(RESOURCE_COLUMNS, chosen_columns(request.user, LIST_NAME)),
        "can_manage": actor.can(Right.COBUILDING_MANAGE),
        "renews": actor.can(Right.COBUILDING_MANAGE) or actor.can(Right.COBUILDING_OFFER),
        "can_offer": actor.can(Right.COBUILDING_OFFER),
    }
    return render(request, "cobuilding/resources.html", context)


def _view_of(request: ActorRequest) -> str:
    view = request.GET.get("view", "offered")
    return view if view in reads.RESOURCE_VIEWS else "offered"


@allows(Right.COBUILDING_VIEW)
@require_GET
def export_resources(request: ActorRequest) -> HttpResponse:
    """Write the list as a workbook."""
    condition = reads.resource_condition(_view_of(request), reads.renewal_day(request.actor))
    rows = reads.list_resources(request.actor, asked_of(request).asked()).filter(condition)
    return send_list(request, rows, "资源清单")


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Show one resource: what is free of it, who asked for it, which needs it fits."""
    return render_resource(request, resource_id)


def render_resource(
    request: ActorRequest, resource_id: int, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Render the page of a resource, or its sheet beside the list; a refused form comes back with 422."""
    row = reads.get_resource(request.actor, resource_id)
    context = _resource_context(request, row, forms or {})
    page, sheet = "cobuilding/resource.html", "cobuilding/_resource_sheet.html"
    return render_either(request, page, sheet, context, UNPROCESSABLE if forms else 200)


def _resource_context(request: ActorRequest, row: Resource, forms: dict[str, Any]) -> dict[str, Any]:
    actor = request.actor
    keeps = services.may_keep(actor, row)
    is_free = is_open(RESOURCE_WAYS, "claim", row.status) and row.open_quantity > 0
    needs = needs_for(actor, row) if is_free and actor.can(Right.COBUILDING_MANAGE) else []
    scope = scope_of(row.place_code, row.published_to)
    return {
        "row": row,
        "mark": RESOURCE_MARKS[row.status],
        "place_name": path_name(row.place_code),
        "shown_to": scope_words(row.place_code, row.published_to),
        "claims": [(claim, CLAIM_MARKS[claim.status]) for claim in claims_of(actor, row)],
        "is_own": speaks_for(actor, row.organisation_id),
        "keeps": keeps,
        "may": {act: keeps and is_open(RESOURCE_WAYS, act, row.status) for act in RESOURCE_WAYS},
        "ask_form": (forms.get("ask") or ask_form(needs, row.open_quantity)) if needs else None,
        "asks_none": is_free and not needs and actor.can(Right.COBUILDING_MANAGE),
        "publish_form": forms.get("publish") or PublishForm(initial={"scope": scope}, prefix="publish"),
        "pause_form": forms.get("pause") or ReasonForm(prefix="pause"),
        "withdraw_form": forms.get("withdraw") or ReasonForm(prefix="withdraw"),
        "refused": forms,
        "crumbs": [crumb(_("资源清单"), "cobuilding:resources"), crumb(row.number)],
    }


def ask_form(needs: list[Any], free: int, data: Any = None) -> AskForm:
    """Return the form by which a community asks for a resource, for one of its needs that it fits."""
    choices = [
        (need.pk, _("%(title)s（还差 %(n)s）") % {"title": need.title, "n": need.open_quantity})
        for need in needs
    ]
    first = min(needs[0].open_quantity, free) if needs else 1
    return AskForm(choices, data, prefix="ask", initial={"quantity": first})


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def add_resource(request: ActorRequest) -> HttpResponse:
    """Offer a resource of one's unit, or write one down for a unit of one's place."""
    form = _new_form(request)
    similar: list[Resource] = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["is_other"]:
            asked = form.cleaned_data
            similar = similar_resources(
                request.actor,
                organisation_id=form.unit_id,
                category=asked["category"],
                title=asked["title"],
            )
        if not similar:
            made = attempt(form, lambda: services.offer_resource(actor=request.actor, spec=form.spec()))
            if made:
                return redirect("cobuilding:resource", made.pk)
    is_own = not request.actor.can(Right.COBUILDING_MANAGE)
    title = _("我们能提供") if is_own else _("登记资源")
    back = reverse("cobuilding:mine" if is_own else "cobuilding:resources")
    return entry_page(request, form, title=title, act=_("登记"), back=back, similar=similar)


def _new_form(request: ActorRequest) -> ResourceForm:
    """Return the form for one's own unit, or for any unit of the place one keeps the lists of."""
    actor, data, scope = request.actor, request.POST or None, current_scope(request)
    if actor.can(Right.COBUILDING_OFFER):
        units = own_units(actor)
        if not units:
            raise NotAllowed("你的账号还没有单位。请系统管理员把你登记到单位里，再来填。")
        return ResourceForm(places_of_units(units), [(unit.pk, unit.name) for unit in units], data)
    actor.require(Right.COBUILDING_MANAGE)
    places, bodies = kept_places(actor, scope), bodies_around(actor, scope)
    return ResourceForm(places, bodies, data, initial={"place_code": scope})


@allows(Right.COBUILDING_VIEW)
@require_http_methods(["GET", "POST"])
def edit_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Change a resource."""
    row = reads.get_resource(request.actor, resource_id)
    if not services.may_keep(request.actor, row):
        request.actor.require(Right.COBUILDING_MANAGE, row.place_code)
    form = ResourceForm(
        [(row.place_code, "")],
        [(row.organisation_id, str(row.organisation))],
        request.POST or None,
        initial=entry_initial(row),
    )
    remember_seen(form, entry_initial(row))
    if succeeds(
        form,
        lambda: services.edit_resource(actor=request.actor, resource_id=resource_id, spec=form.spec()),
    ):
        return redirect("cobuilding:resource", resource_id)
    back = reverse("cobuilding:resource", args=[resource_id])
    return entry_page(request, form, title=_("改“%s”") % row.title, act=_("存"), back=back)


@allows(Right.COBUILDING_VIEW)
@require_POST
def publish_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Show a resource to more people, or to fewer."""
    row = reads.get_resource(request.actor, resource_id)
    form = PublishForm(request.POST, prefix="publish")
    if succeeds(
        form,
        lambda: services.publish_resource(
            actor=request.actor,
            resource_id=resource_id,
            published_to=published_code(row.place_code, form.cleaned_data["scope"]),
        ),
    ):
        return redirect("cobuilding:resource", resource_id)
    return render_resource(request, resource_id, {"publish": form})


@allows(Right.COBUILDING_VIEW)
@require_POST
def pause_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Take a resource off what may be asked for, for a while."""
    form = ReasonForm(request.POST, prefix="pause")
    if succeeds(
        form,
        lambda: services.pause_resource(actor=request.actor, resource_id=resource_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:resource", resource_id)
    return render_resource(request, resource_id, {"pause": form})


@allows(Right.COBUILDING_VIEW)
@require_POST
def resume_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Let a resource be asked for again."""
    return act_and_return(
        request,
        lambda: services.resume_resource(actor=request.actor, resource_id=resource_id),
        "cobuilding:resource",
        resource_id,
    )


@allows(Right.COBUILDING_VIEW)
@require_POST
def withdraw_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Take a resource off the list."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if succeeds(
        form,
        lambda: services.withdraw_resource(actor=request.actor, resource_id=resource_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:resource", resource_id)
    return render_resource(request, resource_id, {"withdraw": form})
