"""The first page of every role, what else waits, who is late below, and the search over everything."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.programmes.services import remind_below
from gongjian.apps.workbench import selectors
from gongjian.apps.workbench.choices import Desk, SearchKind
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.htmx import render_either, wants_fragment


@allows(Right.WORKBENCH_VIEW)
@require_GET
def show_index(request: ActorRequest) -> HttpResponse:
    """Open with what is due; how those below stand comes after the page."""
    jobs = selectors.list_jobs(request.actor)
    asked = request.GET.get("desk", "")
    desk = Desk(asked) if asked in Desk.values else None
    context = {
        "whole": selectors.board_of(jobs),
        "board": selectors.board_of(job for job in jobs if desk is None or job.desk == desk),
        "tabs": _tabs(jobs, desk),
        "today": timezone.localdate(),
        "starts": selectors.list_starts(request.actor),
        "asks_desk": request.actor.can(Right.MATTERS_DISPATCH),
        "asks_below": request.actor.can(Right.REPORTS_CONFIRM) or request.actor.can(Right.DOCUMENTS_SIGN),
    }
    return render(request, "workbench/index.html", context)


def _tabs(jobs: list[selectors.Job], desk: Desk | None) -> list[dict[str, object]]:
    """Offer the kinds of work that there are, with counts; none when all is of one kind."""
    counts = selectors.count_by_desk(jobs)
    if len(counts) < 2 and desk is None:
        return []
    every = {"label": _("全部"), "url": "?", "count": len(jobs), "current": desk is None}
    kinds = [
        {"label": one.label, "url": f"?desk={one.value}", "count": counts[one], "current": one == desk}
        for one in Desk
        if counts[one] or one == desk
    ]
    return [every, *kinds]


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_below(request: ActorRequest) -> HttpResponse:
    """Show who below owes what, worst first."""
    return _below(request)


@allows(Right.REPORTS_CONFIRM)
@require_POST
def remind(request: ActorRequest) -> HttpResponse:
    """Remind all in a place below who owe a report."""
    count = remind_below(actor=request.actor, place_code=request.POST.get("place", ""))
    said = _("已向 %(n)d 家催报。") % {"n": count}
    if wants_fragment(request):
        return _below(request, said)
    messages.success(request, said)
    return redirect("workbench:below")


def _below(request: ActorRequest, said: str = "") -> HttpResponse:
    rows = selectors.list_below(request.actor)
    context = {
        "rows": rows,
        "owing": sum(bool(row.tally.missing) for row in rows),
        "missing": sum(row.tally.missing for row in rows),
        "said": said,
        "can_remind": request.actor.can(Right.REPORTS_CONFIRM),
        "is_idle": bool(request.GET.get("idle")),
    }
    return render_either(request, "workbench/below.html", "workbench/_below.html", context)


@allows(Right.WORKBENCH_VIEW)
@require_GET
def show_search(request: ActorRequest) -> HttpResponse:
    """Search everything one may see: work first, places and people on the other tab."""
    text = " ".join(request.GET.get("q", "").split())[:60]
    asked = request.GET.get("in", "")
    kind = SearchKind(asked) if asked in SearchKind.values else SearchKind.WORK
    hits = selectors.search_all(request.actor, text, kind) if text else []
    groups: dict[str, list[object]] = {}
    for hit in hits:
        groups.setdefault(str(hit.kind), []).append(hit)
    context = {"text": text, "kind": kind, "kinds": SearchKind, "groups": groups, "count": len(hits)}
    return render_either(request, "workbench/search.html", "workbench/_found.html", context)
