"""Changes on the review screen. Each works as a plain form; the open card also saves as one goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.plans import services
from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.forms import AddForm, HeadForm, ItemForm, UnitForm, form_for, values_of_form
from gongjian.apps.plans.models import Plan, PlanItem
from gongjian.apps.plans.selectors import Review, get_plan, last_change, lines_of, review_of
from gongjian.apps.plans.views.pages import KINDS, UNIT, back_to, can_edit, screen, shared, units_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.htmx import render_either, wants_fragment

CONFLICT = 409


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def save_item(request: ActorRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Save one card; a refused one comes back with what was typed, a conflict with both versions."""
    plan = get_plan(request.actor, plan_id)
    item = _item_of(plan, item_id)
    if request.method == "GET" or not can_edit(request, plan):
        return back_to(plan_id, item.kind, item_id)
    form = form_for(plan, item, request.POST)
    if not form.is_valid():
        return _card_again(request, plan, form)
    if form.cleaned_data["version"] not in (None, item.version):
        return _both_versions(request, item, form)
    if attempt(form, lambda: _correct(request, plan_id, form), also=(NotFound,)) is None:
        return _card_again(request, plan, form)
    if not wants_fragment(request):
        return back_to(plan_id, item.kind, item_id)
    return _changed(request, plan_id, item_id)


def _correct(request: ActorRequest, plan_id: int, form: ItemForm) -> PlanItem:
    return services.correct_item(
        actor=request.actor,
        plan_id=plan_id,
        item_id=form.item.pk,
        values=values_of_form(form),
        version=form.cleaned_data["version"],
    )


def _item_of(plan: Plan, item_id: int) -> PlanItem:
    found = next((item for item in plan.items.all() if item.pk == item_id), None)
    if found is None:
        raise NotFound()
    return found


def _card_again(request: ActorRequest, plan: Plan, form: ItemForm) -> HttpResponse:
    response = render_either(
        request, "plans/review.html", "plans/_card_form.html", screen(request, plan, form), UNPROCESSABLE
    )
    response["HX-Retarget"], response["HX-Reswap"] = f"#item-{form.item.pk}", "outerHTML"
    return response


def _both_versions(request: ActorRequest, item: PlanItem, form: ItemForm) -> HttpResponse:
    """Show what another person saved meanwhile beside what was typed; nothing is overwritten before a choice."""
    kept = form_for(form.plan, item)
    rows = [
        {
            "label": field.label,
            "before": kept[field.name].initial if field.name in kept.fields else "",
            "after": field.value(),
        }
        for field in form.visible_fields()
    ]
    context = {
        "plan": form.plan,
        "item": item,
        "rows": [{**row, "before": _words(row["before"]), "after": _words(row["after"])} for row in rows],
        "typed": [
            (field.html_name, value) for field in form.visible_fields() for value in _all(field.value())
        ],
        "change": last_change(item),
    }
    return render_either(request, "plans/conflict.html", "plans/_conflict.html", context, CONFLICT)


def _words(value: Any) -> str:
    return "、".join(str(part) for part in _all(value))


def _all(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _changed(request: ActorRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Answer with the parts of the screen that one card's change touches."""
    review = review_of(get_plan(request.actor, plan_id))
    card = review.card_of(item_id)
    if card is None:
        raise NotFound()
    context = {
        **shared(request, review, True),
        "kind": card.item.kind,
        "card": card,
        "open_units": units_of(review, card),
        "touched": _touched(review, card.item),
        **lines_of(review.plan),
    }
    response = render(request, "plans/_changed.html", context)
    response["HX-Trigger"] = "draft-saved"
    return response


def _touched(review: Review, item: PlanItem) -> list[Any]:
    return [part for part in review.paragraphs if part.start < item.end and part.end > item.start]


@allows(Right.PLANS_EDIT)
@require_POST
def set_item_state(request: ActorRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Accept, strike out or take back one passage."""
    acts = {"accept": services.accept_item, "drop": services.drop_item, "restore": services.restore_item}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound()
    item = act(actor=request.actor, plan_id=plan_id, item_id=item_id)
    following = request.POST.get("next", "")
    opened = int(following) if following.isascii() and following.isdigit() else item_id
    return back_to(plan_id, item.kind, opened)


@allows(Right.PLANS_EDIT)
@require_POST
def accept_rest(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Accept all that lacks nothing, of one kind or of all."""
    kind = request.POST.get("kind", "")
    kind = kind if kind in ItemKind.values else ""
    count = services.accept_rest(actor=request.actor, plan_id=plan_id, kind=kind)
    messages.success(request, _("核对无误 %(count)s 项；还缺内容的没有动。") % {"count": count})
    shown = request.POST.get("shown", "")
    return back_to(plan_id, shown if shown in KINDS else ItemKind.TASK)


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def add_item(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add a passage from a selection, or from a paragraph's number and its words."""
    plan = get_plan(request.actor, plan_id)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (found := form.find(plan.text)):
        kind = form.cleaned_data["kind"]
        item = attempt(
            form,
            lambda: services.add_item(
                actor=request.actor, plan_id=plan_id, kind=kind, start=found[0], end=found[1]
            ),
        )
        if item is not None:
            return back_to(plan_id, kind, item.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "plans/review.html", screen(request, plan, add=form), status=status)


@allows(Right.PLANS_EDIT)
@require_POST
def match_unit(request: ActorRequest, plan_id: int, unit_id: int) -> HttpResponse:
    """Say what a name means; goes back to where it was asked."""
    form = UnitForm(request.POST)
    if not form.is_valid():
        raise Conflict(_("没有认出选的单位。请重新选。"))
    answers = form.cleaned_data
    services.match_unit(
        actor=request.actor,
        plan_id=plan_id,
        unit_id=unit_id,
        organisation_id=answers["organisation"],
        level=answers["level"],
        ignore=answers["ignore"],
    )
    item = request.POST.get("item", "")
    if item.isascii() and item.isdigit():
        return back_to(plan_id, ItemKind.TASK, int(item))
    return back_to(plan_id, UNIT)


@allows(Right.PLANS_EDIT)
@require_http_methods(["GET", "POST"])
def edit_head(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Correct the plan's title, issuer and number."""
    plan = get_plan(request.actor, plan_id)
    initial = {"title": plan.title, "issuer": plan.issuer, "doc_number": plan.doc_number}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if attempt(form, lambda: services.edit_head(actor=request.actor, plan_id=plan_id, **answers)):
            return redirect("plans:plan", plan_id)
    context = {"plan": plan, "form": form}
    return render(request, "plans/head.html", context, status=UNPROCESSABLE if form.errors else 200)
