"""Proposals: what waits, a new run, one run with its pairs and what it leaves unmet."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.cobuilding.choices import PairStatus, RunState, RunStep, UnmetReason
from gongjian.apps.cobuilding.forms.proposals import RunForm
from gongjian.apps.cobuilding.models import ProposalRun
from gongjian.apps.cobuilding.selectors.proposals import runs as reads
from gongjian.apps.cobuilding.selectors.proposals.places import run_places
from gongjian.apps.cobuilding.selectors.proposals.problem import count_waiting
from gongjian.apps.cobuilding.selectors.proposals.standing import drift_of, load_standing
from gongjian.apps.cobuilding.services.proposals import start_run
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of

VIEWS = ("proposed", "accepted", "nobody", "barred", "short")
MARKS = {
    RunState.WAITING: "进行中",
    RunState.READY: "待确认",
    RunState.FAILED: "退回",
    RunState.REPLACED: "已终止",
}


@allows(Right.COBUILDING_MANAGE)
@require_GET
def list_runs(request: ActorRequest) -> HttpResponse:
    """List the runs in sight, with what a new one would be about."""
    actor, scope = request.actor, current_scope(request)
    page = page_of(reads.list_runs(actor), request.GET)
    names = names_of({run.place_code for run in page.rows})
    starts_on, ends_on = usual_period(timezone.localdate())
    needs, resources = count_waiting(scope, starts_on, ends_on) if scope else (0, 0)
    context = {
        "page": page,
        "rows": [(run, names.get(run.place_code, run.place_code), MARKS[run.state]) for run in page.rows],
        "undecided": reads.count_undecided(actor),
        "needs": needs,
        "resources": resources,
        "scope_name": path_name(scope),
    }
    return render(request, "cobuilding/proposals.html", context)


def usual_period(today: date) -> tuple[date, date]:
    """Return the period a run is for unless another is asked: from today to the end of the year."""
    return today, date(today.year, 12, 31)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_run(request: ActorRequest) -> HttpResponse:
    """Start a run for a place and a period."""
    starts_on, ends_on = usual_period(timezone.localdate())
    scope = request.GET.get("place", "") or current_scope(request)
    form = RunForm(
        run_places(request.actor, scope),
        request.POST or None,
        initial={"place_code": scope, "starts_on": starts_on, "ends_on": ends_on},
    )
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: start_run(actor=request.actor, spec=form.spec()))
        if run is not None:
            return redirect("cobuilding:proposal", run.pk)
    return form_page(
        request,
        form,
        title=_("配一次"),
        act=_("开始配"),
        back=reverse("cobuilding:proposals"),
        intro=_(
            "先保证满足得最少的社区尽量多，再让满足的总数最多，再先急后缓，最后路近的在前。已经请求、同意和签了协议的不动。"
        ),
        crumbs=[crumb(_("配对方案"), "cobuilding:proposals"), crumb(_("配一次"))],
    )


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_run(request: ActorRequest, run_id: int) -> HttpResponse:
    """Show a run: how far it is, or its pairs and what stays unmet."""
    run = reads.get_run(request.actor, run_id)
    context: dict[str, Any] = {
        "run": run,
        "place_name": path_name(run.place_code),
        "crumbs": [
            crumb(_("配对方案"), "cobuilding:proposals"),
            crumb(names_of([run.place_code]).get(run.place_code, "")),
        ],
    }
    if run.state == RunState.WAITING:
        steps = [step for step in RunStep if step]
        context |= {"steps": steps, "percent": run.step * 100 // len(RunStep)}
        return render_either(
            request, "cobuilding/proposal_waiting.html", "cobuilding/_proposal_progress.html", context
        )
    if request.htmx and request.GET.get("poll"):  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": reverse("cobuilding:proposal", args=[run.pk])})
    if run.state == RunState.FAILED:
        return render(request, "cobuilding/proposal_failed.html", context)
    return render(request, "cobuilding/proposal.html", context | _shown(request, run))


def _shown(request: ActorRequest, run: ProposalRun) -> dict[str, Any]:
    actor, place = request.actor, request.GET.get("community", "")
    view = request.GET.get("view", "proposed")
    view = view if view in VIEWS else "proposed"
    counts = reads.standings_of(actor, run)
    is_pairs = view in PairStatus.values
    rows = (
        reads.list_pairs(actor, run, view, place) if is_pairs else reads.list_unmet(actor, run, view, place)
    )
    page = page_of(rows, request.GET)
    codes = reads.communities_of(actor, run)
    names = names_of({*codes, *(row.place_code for row in page.rows)})
    return {
        "view": view,
        "is_pairs": is_pairs,
        "counts": counts,
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "communities": [(code, names.get(code, code)) for code in codes],
        "community": place,
        "tabs": _tabs(request, run, view, counts),
        "aims": [aim_words(name, value) for name, value, _bound in run.levels],
        "is_proven": all(value == bound for _name, value, bound in run.levels),
        "waiting": reads.people_waiting(actor, run) if counts.lacking else None,
        "can_decide": run.state == RunState.READY and actor.can(Right.COBUILDING_MANAGE, run.place_code),
    }


def _tabs(
    request: ActorRequest, run: ProposalRun, view: str, counts: reads.Standings
) -> list[dict[str, Any]]:
    labels = {**dict(PairStatus.choices), **dict(UnmetReason.choices)}
    kept = QueryDict(mutable=True)
    if request.GET.get("community"):
        kept["community"] = request.GET["community"]
    here = reverse("cobuilding:proposal", args=[run.pk])
    numbers = {**counts.pairs, **counts.unmet}
    return [
        {
            "label": labels[name],
            "url": f"{here}?view={name}{'&' + kept.urlencode() if kept else ''}",
            "count": numbers.get(name, 0),
            "current": name == view,
        }
        for name in VIEWS
    ]


def aim_words(name: str, value: str) -> dict[str, Any]:
    """Write an aim for people: a share as a percentage, metres as kilometres."""
    reached = Fraction(value)
    if name == "最低满足率":
        told = f"{float(reached):.1%}"
    elif name == "距离":
        told = _("%(n)s 公里") % {"n": f"{float(reached) / 1000:,.1f}"} if reached else _("没有登记位置")
    else:
        told = f"{int(reached):,}"
    return {"name": AIMS[name](), "value": told}


AIMS = {
    "最低满足率": lambda: _("各社区至少满足（单独配也到不了的，给足它能有的）"),
    "满足的数量": lambda: _("一共满足的数量"),
    "紧急程度": lambda: _("紧急程度合计"),
    "距离": lambda: _("路程合计"),
}


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_drift(request: ActorRequest, run_id: int) -> HttpResponse:
    """Say whether the lists moved since a run; the page asks for it by itself, a link does without JavaScript."""
    run = reads.get_run(request.actor, run_id)
    drift = drift_of(run, load_standing(run))
    context = {
        "run": run,
        "drift": drift,
        "crumbs": [crumb(_("配对方案"), "cobuilding:proposals"), crumb(_("清单有没有变"))],
    }
    return render_either(
        request, "cobuilding/proposal_drift.html", "cobuilding/_proposal_drift.html", context
    )
