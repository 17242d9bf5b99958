"""The first page of every role, what else waits, who is late below, and the search over everything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongjian.apps.workbench import selectors
from gongjian.apps.workbench.choices import Desk, SearchKind
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.htmx import render_either


@allows(Right.WORKBENCH_VIEW)
@require_GET
def show_index(request: ActorRequest) -> HttpResponse:
    """Open with what is due; the other desk and the state below come after the page."""
    desk = _desk(request)
    context = {
        "board": selectors.board_of(request.actor, desk),
        "desk": desk,
        "tabs": [{"label": one.label, "url": f"?desk={one.value}", "current": one == desk} for one in Desk],
        "today": timezone.localdate(),
        "starts": selectors.list_starts(request.actor),
        "asks_below": request.actor.can(Right.REPORTS_CONFIRM) and desk == Desk.TASKS,
    }
    return render(request, "workbench/index.html", context)


def _desk(request: ActorRequest) -> Desk:
    asked = request.GET.get("desk", "")
    if asked in Desk.values:
        return Desk(asked)
    has_tasks = request.actor.can(Right.ASSIGNMENTS_ANSWER) or request.actor.can(Right.REPORTS_CONFIRM)
    return Desk.TASKS if has_tasks else Desk.PAPERS


@allows(Right.REPORTS_CONFIRM)
@require_GET
def show_below(request: ActorRequest) -> HttpResponse:
    """Show who below owes what, worst first."""
    context = {"rows": selectors.list_below(request.actor)}
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
