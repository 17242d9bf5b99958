"""Claims: asking from either side, the list, one with its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.cobuilding.choices import ClaimStatus
from gongjian.apps.cobuilding.forms.fields import ReasonForm, WordsForm
from gongjian.apps.cobuilding.selectors import claims as reads
from gongjian.apps.cobuilding.selectors.lists import get_need, get_resource
from gongjian.apps.cobuilding.selectors.partners import needs_for
from gongjian.apps.cobuilding.selectors.units import own_units
from gongjian.apps.cobuilding.services import claims as services
from gongjian.apps.cobuilding.views.marks import CLAIM_MARKS
from gongjian.apps.cobuilding.views.needs import claim_form, render_need
from gongjian.apps.cobuilding.views.resources import ask_form, render_resource
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb, succeeds
from gongjian.core.listing import page_of

VIEWS = ("waiting", *ClaimStatus.values, "all")


@allows(Right.COBUILDING_OFFER)
@require_POST
def claim_need(request: ActorRequest, need_id: int) -> HttpResponse:
    """Claim a need for one's unit."""
    need = get_need(request.actor, need_id)
    form = claim_form(request, need, own_units(request.actor), request.POST)
    if form.is_valid():
        spec = services.ClaimSpec(need_id=need_id, **form.cleaned_data)
        made = attempt(form, lambda: services.claim_need(actor=request.actor, spec=spec))
        if made:
            messages.success(request, _("已认领，等社区答复。"))
            return redirect("cobuilding:claim", made.pk)
    return render_need(request, need_id, {"claim": form})


@allows(Right.COBUILDING_MANAGE)
@require_POST
def ask_for_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    """Ask a unit for a resource, for one of one's needs."""
    row = get_resource(request.actor, resource_id)
    form = ask_form(needs_for(request.actor, row), 1, request.POST)
    if form.is_valid():
        spec = services.ClaimSpec(resource_id=resource_id, **form.cleaned_data)
        made = attempt(form, lambda: services.ask_for_resource(actor=request.actor, spec=spec))
        if made:
            messages.success(request, _("已向单位申请，等单位答复。"))
            return redirect("cobuilding:claim", made.pk)
    return render_resource(request, resource_id, {"ask": form})


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_claims(request: ActorRequest) -> HttpResponse:
    """List the claims in sight, those that wait for one's answer first."""
    actor = request.actor
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    rows = reads.list_claims(actor, place_code=current_scope(request))
    conditions = {name: reads.view_condition(actor, name) for name in VIEWS}
    counts = reads.count_views(rows, conditions)
    page = page_of(rows.filter(conditions[view]), request.GET, total=counts[view])
    names = names_of({row.place_code for row in page.rows})
    labels = {
        "waiting": _("等我答复"),
        **dict(ClaimStatus.choices),
        ClaimStatus.ASKED: _("等答复"),
        "all": _("全部"),
    }
    context = {
        "page": page,
        "rows": [
            (row, CLAIM_MARKS[row.status], names.get(row.place_code, row.place_code)) for row in page.rows
        ],
        "counts": counts,
        "view": view,
        "tabs": [
            {"label": labels[name], "url": f"?view={name}", "count": counts[name], "current": name == view}
            for name in VIEWS
        ],
    }
    return render(request, "cobuilding/claims.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_claim(request: ActorRequest, claim_id: int) -> HttpResponse:
    """Show one claim with both sides, and the answer it waits for."""
    return _render(request, claim_id)


def _render(request: ActorRequest, claim_id: int, forms: dict[str, Any] | None = None) -> HttpResponse:
    actor, given = request.actor, forms or {}
    row = reads.get_claim(actor, claim_id)
    waits = row.status == ClaimStatus.ASKED
    context = {
        "row": row,
        "mark": CLAIM_MARKS[row.status],
        "place_name": path_name(row.place_code),
        "can_answer": waits and reads.may_answer(actor, row),
        "can_take_back": waits and reads.may_take_back(actor, row),
        "consent_form": given.get("consent") or WordsForm(prefix="consent"),
        "decline_form": given.get("decline") or ReasonForm(prefix="decline"),
        "withdraw_form": given.get("withdraw") or ReasonForm(prefix="withdraw"),
        "refused": given,
        "crumbs": [crumb(_("双向认领"), "cobuilding:claims"), crumb(row.need.title)],
    }
    return render(request, "cobuilding/claim.html", context, status=UNPROCESSABLE if given else 200)


@allows(Right.COBUILDING_VIEW)
@require_POST
def consent(request: ActorRequest, claim_id: int) -> HttpResponse:
    """Consent to what the other side asked."""
    form = WordsForm(request.POST, prefix="consent")
    if succeeds(form, lambda: services.consent(actor=request.actor, claim_id=claim_id, **form.cleaned_data)):
        return redirect("cobuilding:claim", claim_id)
    return _render(request, claim_id, {"consent": form})


@allows(Right.COBUILDING_VIEW)
@require_POST
def decline(request: ActorRequest, claim_id: int) -> HttpResponse:
    """Decline, saying why."""
    form = ReasonForm(request.POST, prefix="decline")
    if succeeds(form, lambda: services.decline(actor=request.actor, claim_id=claim_id, **form.cleaned_data)):
        return redirect("cobuilding:claim", claim_id)
    return _render(request, claim_id, {"decline": form})


@allows(Right.COBUILDING_VIEW)
@require_POST
def withdraw_claim(request: ActorRequest, claim_id: int) -> HttpResponse:
    """Take back what one's own side asked."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if succeeds(
        form, lambda: services.withdraw_claim(actor=request.actor, claim_id=claim_id, **form.cleaned_data)
    ):
        return redirect("cobuilding:claim", claim_id)
    return _render(request, claim_id, {"withdraw": form})
