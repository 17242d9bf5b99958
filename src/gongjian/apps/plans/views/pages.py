"""What the pages of plans share: the steps, the context of the review screen, where to go back to."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.plans.choices import ItemKind, PlanStatus
from gongjian.apps.plans.forms import LEVELS, AddForm, ItemForm, form_for
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import Card, Review, lines_of, review_of
from gongjian.core.access import ActorRequest, Right

STEPS = (gettext_lazy("导入"), gettext_lazy("核对"), gettext_lazy("对应单位"), gettext_lazy("启用"))
KIND_NOTES = {
    "report": gettext_lazy("这像是一份汇报，不是工作方案。只认今后要做的事；写的是过去的数，不会成为目标。"),
    "summary": gettext_lazy("这像是一份总结，不是工作方案。只认下一步的打算；写的是过去的数，不会成为目标。"),
    "bulletin": gettext_lazy(
        "这像是一份通报，不是工作方案。只认整改和下一步的要求；写的是过去的数，不会成为目标。"
    ),
    "study": gettext_lazy("这像是一份调研材料，不是工作方案。只认里面提的目标和建议；用不着就作废。"),
}
UNIT = "unit"
RUBRIC = "rubric"
KINDS = (*ItemKind.values, UNIT)


def review_url(plan_id: int, kind: str, item_id: int | None = None) -> str:
    """Return the address of the review screen with a kind and a card open."""
    query: dict[str, Any] = {"kind": kind}
    if item_id is not None:
        query["item"] = item_id
    anchor = f"#item-{item_id}" if item_id is not None else ""
    return f"{reverse('plans:plan', args=[plan_id])}?{urlencode(query)}{anchor}"


def back_to(plan_id: int, kind: str, item_id: int | None = None) -> HttpResponse:
    """Go back to the review screen after a plain form."""
    return redirect(review_url(plan_id, kind, item_id))


def can_edit(request: ActorRequest, plan: Plan) -> bool:
    """Say whether this person may change this plan now."""
    is_open: bool = plan.status == PlanStatus.REVIEW
    return is_open and request.actor.can(Right.PLANS_EDIT, plan.place_code)


def number_of(request: ActorRequest, name: str) -> int | None:
    """Return a number of the address; None where there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else None


def screen(
    request: ActorRequest, plan: Plan, form: ItemForm | None = None, add: AddForm | None = None
) -> dict[str, Any]:
    """Build all that the review screen shows; `form` is a card that came back with errors."""
    review = review_of(plan)
    item_id = form.item.pk if form else number_of(request, "item")
    opened = review.card_of(item_id) if item_id is not None else None
    kind = opened.item.kind if opened else request.GET.get("kind", "")
    if kind not in KINDS:
        kind = ItemKind.TASK
    editable = can_edit(request, plan)
    if opened and form is None and editable and not opened.is_dropped:
        form = form_for(plan, opened.item)
    return {
        **shared(request, review, editable),
        "kind": kind,
        "cards": review.of_kind(kind),
        "opened": opened,
        "opened_id": opened.item.pk if opened else None,
        "form": form,
        "open_units": units_of(review, opened),
        "unit_id": number_of(request, "unit"),
        "paragraphs": review.paragraphs,
        **lines_of(plan),
        "pane": _pane(request),
        "kind_note": KIND_NOTES.get(plan.kind, ""),
        "add_form": add or AddForm(initial={"kind": kind if kind != UNIT else ItemKind.TASK}),
        "step": 3 if kind == UNIT else 2,
    }


def _pane(request: ActorRequest) -> str:
    """Say which side a phone shows: the cards when the address asks for one of them or for a kind."""
    asked = request.GET.get("pane", "")
    if asked in ("text", "cards"):
        return asked
    return "cards" if {"item", "kind", "unit"} & request.GET.keys() else "text"


def shared(request: ActorRequest, review: Review, editable: bool) -> dict[str, Any]:
    """Build what the page and its fragments both show."""
    counts, open_counts, plan = review.counts, review.open_counts, review.plan
    labels = {**dict(ItemKind.choices), UNIT: _("单位")}
    return {
        "plan": plan,
        "review": review,
        "can_edit": editable,
        "can_add_units": editable and request.actor.can(Right.PARTIES_MANAGE, plan.place_code),
        "can_make_rubric": plan.kind == RUBRIC
        and request.actor.can(Right.INSPECTIONS_MANAGE, plan.place_code),
        "can_revise": request.actor.can(Right.PLANS_EDIT, plan.place_code)
        and request.actor.can(Right.PROGRAMMES_MANAGE, plan.place_code),
        "can_activate": request.actor.can(Right.PLANS_ACTIVATE, plan.place_code),
        "kinds": [
            {"key": key, "label": labels[key], "count": counts[key], "open": open_counts[key]}
            for key in KINDS
        ],
        "open_count": len(review.blockers),
        "open_units_count": open_counts[UNIT],
        "next_open": next_open(review),
        "levels": LEVELS,
        "steps": STEPS,
        "saved_at": timezone.localtime(),
    }


def next_open(review: Review) -> str:
    """Return the address of the first thing that is still open."""
    for blocker in review.blockers:
        if blocker.item_id is not None:
            return review_url(review.plan.pk, "", blocker.item_id).replace("kind=&", "")
        if blocker.unit_id is not None:
            unit = reverse("plans:plan", args=[review.plan.pk])
            return f"{unit}?kind=unit&unit={blocker.unit_id}#unit-{blocker.unit_id}"
    return ""


def units_of(review: Review, card: Card | None) -> list[Any]:
    """List the unit cards of the names in one task, open ones first."""
    if card is None or card.item.kind != ItemKind.TASK:
        return []
    names = {*card.item.values["lead"], *card.item.values["support"]}
    return [unit for unit in review.units if unit.unit.name in names]
