"""What people decide of a proposal: accept, rule out, swap, pass up; and why a pair is in or out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import RunState
from gongjian.apps.cobuilding.forms.proposals import ForbidForm, RaiseForm
from gongjian.apps.cobuilding.models import Need, ProposalRun, ProposedPair, Resource
from gongjian.apps.cobuilding.selectors.lists import get_need, get_resource
from gongjian.apps.cobuilding.selectors.proposals import runs as reads
from gongjian.apps.cobuilding.selectors.proposals.standing import (
    cost_of_swap,
    explain,
    load_standing,
    others_for,
)
from gongjian.apps.cobuilding.services import proposals as services
from gongjian.apps.cobuilding.services.proposals.storing import Moved
from gongjian.apps.cobuilding.views.runs import aim_words
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.form_pages import attempt, crumb, form_page, succeeds
from gongjian.core.htmx import render_either


@allows(Right.COBUILDING_MANAGE)
@require_POST
def accept(request: ActorRequest, run_id: int) -> HttpResponse:
    """Ask the units for the chosen pairs."""
    chosen = [int(key) for key in request.POST.getlist("pair") if key.isascii() and key.isdigit()]
    try:
        done = services.accept_pairs(actor=request.actor, run_id=run_id, pair_ids=chosen)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
        return _back(run_id)
    if done.count:
        words = ngettext(
            "已向单位提出 %(n)d 个请求，等单位同意。", "已向单位提出 %(n)d 个请求，等单位同意。", done.count
        )
        messages.success(request, words % {"n": done.count})
    for sentence in done.refused[:5]:
        messages.error(request, sentence)
    return _back(run_id)


def _back(run_id: int) -> HttpResponse:
    return redirect("cobuilding:proposal", run_id)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def forbid(request: ActorRequest, run_id: int, pair_id: int) -> HttpResponse:
    """Rule a pair out, with a reason, and solve the rest again."""
    run = reads.get_run(request.actor, run_id)
    pair = reads.get_pair(request.actor, run, pair_id)
    form = ForbidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = attempt(
            form,
            lambda: services.forbid_pair(
                actor=request.actor, run_id=run_id, pair_id=pair_id, **form.cleaned_data
            ),
        )
        if moved is not None:
            messages.success(
                request, _("这一对不用了，其余已重新配好。%(moved)s") % {"moved": _moved_words(moved)}
            )
            return redirect("cobuilding:proposal_need", run_id, pair.need_id)
    return form_page(
        request,
        form,
        title=_("“%(need)s”不用“%(resource)s”") % {"need": pair.need.title, "resource": pair.resource.title},
        act=_("不用它，重新配"),
        back=reverse("cobuilding:proposal", args=[run_id]),
        crumbs=_crumbs(run, _("不用这一对")),
    )


def _moved_words(moved: Moved) -> str:
    if not moved.gained and not moved.lost:
        return _("别的都没有变。")
    return _("%(a)d 项需求换了或多了资源，%(b)d 项少了。") % {"a": len(moved.gained), "b": len(moved.lost)}


def _crumbs(run: ProposalRun, last: str) -> list[dict[str, str]]:
    name = names_of([run.place_code]).get(run.place_code, run.place_code)
    return [
        crumb(_("配对方案"), "cobuilding:proposals"),
        crumb(name, "cobuilding:proposal", run.pk),
        crumb(last),
    ]


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_need(request: ActorRequest, run_id: int, need_id: int) -> HttpResponse:
    """Show what a run proposes for one need, and what else could serve it."""
    run, need = reads.get_run(request.actor, run_id), get_need(request.actor, need_id)
    loaded = load_standing(run)
    others = others_for(loaded, need_id)
    found = reads.resources_by_id(request.actor, [one.resource_id for one in others])
    pairs = list(reads.pairs_of_need(request.actor, run, need_id))
    taken = {pair.resource_id: pair for pair in pairs}
    context = {
        "run": run,
        "need": need,
        "place_name": names_of([need.place_code]).get(need.place_code, need.place_code),
        "pairs": pairs,
        "others": [
            {"resource": found[one.resource_id], "told": one, "pair": taken.get(one.resource_id)}
            for one in others
            if one.resource_id in found
        ],
        "barred": [
            row
            for row in reads.barred_for(request.actor, need, loaded.eligible_for(need_id))
            if loaded.has(row.pk)
        ],
        "undecided": next((pair for pair in pairs if pair.status == "proposed"), None),
        "can_decide": run.state == RunState.READY,
        "crumbs": _crumbs(run, need.title),
    }
    return render(request, "cobuilding/proposal_need.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_reason(request: ActorRequest, run_id: int, need_id: int, resource_id: int) -> HttpResponse:
    """Say why a pair is in or out, and what would change it."""
    run = reads.get_run(request.actor, run_id)
    need, resource = get_need(request.actor, need_id), get_resource(request.actor, resource_id)
    context = {
        "run": run,
        "need": need,
        "resource": resource,
        "reason": explain(load_standing(run), need_id, resource_id),
        "crumbs": _crumbs(run, _("为什么")),
    }
    return render_either(
        request, "cobuilding/proposal_reason.html", "cobuilding/_proposal_reason.html", context
    )


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def swap(request: ActorRequest, run_id: int, pair_id: int, resource_id: int) -> HttpResponse:
    """Show what choosing another resource would cost the others; choose it."""
    run = reads.get_run(request.actor, run_id)
    pair = reads.get_pair(request.actor, run, pair_id)
    resource = get_resource(request.actor, resource_id)
    if request.method == "POST":
        try:
            moved = services.swap_pair(
                actor=request.actor, run_id=run_id, pair_id=pair_id, resource_id=resource_id
            )
            messages.success(
                request, _("已换成它并向单位提出请求。%(moved)s") % {"moved": _moved_words(moved)}
            )
        except (Conflict, Invalid) as refusal:
            messages.error(request, refusal.message)
        return redirect("cobuilding:proposal_need", run_id, pair.need_id)
    context = _swap_context(request, run, pair, resource)
    return render(request, "cobuilding/proposal_swap.html", context)


def _swap_context(
    request: ActorRequest, run: ProposalRun, pair: ProposedPair, resource: Resource
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "run": run,
        "pair": pair,
        "resource": resource,
        "crumbs": _crumbs(run, _("换一个资源")),
    }
    try:
        cost = cost_of_swap(load_standing(run), pair.need_id, resource.pk, pair.quantity)
    except (Conflict, Invalid) as refusal:
        return context | {"refusal": refusal.message}
    names = [level[0] for level in run.levels]
    rows = zip(names, cost.before, cost.after, strict=True)
    return context | {
        "aims": [(aim_words(name, one), aim_words(name, other)) for name, one, other in rows],
        "losers": list(Need.objects.visible_to(request.actor).filter(pk__in=cost.losers[:20])),
        "more": max(len(cost.losers) - 20, 0),
    }


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def raise_unmet(request: ActorRequest, run_id: int) -> HttpResponse:
    """Pass up what nobody here can give, in one act."""
    run = reads.get_run(request.actor, run_id)
    waiting = reads.people_waiting(request.actor, run)
    form = RaiseForm(request.POST or None)
    if succeeds(form, lambda: services.raise_unmet(actor=request.actor, run_id=run_id, **form.cleaned_data)):
        messages.success(request, _("已提请上级，上级会收到通知。"))
        return _back(run_id)
    return form_page(
        request,
        form,
        title=_("%(n)d 项需求提请上级") % {"n": waiting["needs"]},
        act=_("提请上级"),
        back=reverse("cobuilding:proposal", args=[run_id]),
        intro=_("这些需求本级没有一个单位能给，等着的有 %(n)d 人。提请以后由上级在更大的范围里配。")
        % {"n": waiting["people"] or 0},
        crumbs=_crumbs(run, _("提请上级")),
    )
