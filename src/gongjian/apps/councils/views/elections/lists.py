"""The list of elections, a new one, and who holds which elected post."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.choices.elections import ElectionKind, ElectionStatus
from gongjian.apps.councils.forms.elections import ElectionForm
from gongjian.apps.councils.selectors import elections as selectors
from gongjian.apps.councils.services import elections as services
from gongjian.apps.places.selectors import codes_at_level, current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.core.listing import page_of

COMMUNITY = 12
MARKS = {
    ElectionStatus.PLANNED: "拟稿",
    ElectionStatus.POSTED: "已公布",
    ElectionStatus.FROZEN: "待办",
    ElectionStatus.LISTED: "已公布",
    ElectionStatus.VOTING: "进行中",
    ElectionStatus.COUNTED: "待审定",
    ElectionStatus.ANNOUNCED: "已完成",
    ElectionStatus.VOID: "作废",
}
"""The shape that each status is shown with."""


@allows(Right.ELECTIONS_VIEW)
@require_GET
def list_elections(request: ActorRequest) -> HttpResponse:
    """List the elections of the place one works in."""
    rows = selectors.elections_in_sight(request.actor, current_scope(request))
    counts = selectors.count_states(rows)
    page = selectors.list_elections(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    state = request.GET.get("state", "")
    state = state if state in selectors.STATES else "open"
    labels = {"open": _("在办"), "announced": _("已公布结果"), "void": _("作废")}
    context = {
        "page": page,
        "rows": [
            (row, names.get(row.place_code, row.place_code), MARKS[ElectionStatus(row.status)])
            for row in page.rows
        ],
        "counts": counts,
        "state": state,
        "tabs": [
            {"label": label, "url": f"?state={name}", "count": counts[name], "current": name == state}
            for name, label in labels.items()
        ],
        "can_manage": request.actor.can(Right.ELECTIONS_MANAGE),
    }
    return render(request, "councils/elections/elections.html", context)


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_election(request: ActorRequest) -> HttpResponse:
    """Plan an election."""
    codes = [
        code
        for code in codes_at_level(current_scope(request), COMMUNITY)
        if request.actor.can(Right.ELECTIONS_MANAGE, code)
    ]
    names = names_of(codes)
    form = ElectionForm(request.POST or None, places=[(code, names.get(code, code)) for code in codes])
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        spec = services.ElectionSpec(**{**asked, "kind": ElectionKind(asked["kind"])})
        made = attempt(form, lambda: services.plan_election(actor=request.actor, spec=spec))
        if made:
            return redirect("councils:election", made.pk)
    days = selectors.rules_of(codes[0] if codes else "", timezone.localdate())["roll_days"]
    return form_page(
        request,
        form,
        title=_("计划一次选举"),
        act=_("计划好了"),
        back=reverse("councils:elections"),
        intro=_("选民名册要在选举日的 %(n)d 日前公布，请把投票日定得够晚。") % {"n": days},
        crumbs=[crumb(_("选举"), "councils:elections"), crumb(_("计划"))],
        columns=2,
    )


@allows(Right.ELECTIONS_VIEW)
@require_GET
def list_terms(request: ActorRequest) -> HttpResponse:
    """List who holds which elected post."""
    page = page_of(selectors.tenures_in_sight(request.actor, current_scope(request)), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "can_manage": request.actor.can(Right.ELECTIONS_MANAGE),
        "crumbs": [crumb(_("选举"), "councils:elections"), crumb(_("任职"))],
        "today": timezone.localdate(),
    }
    return render(request, "councils/elections/terms.html", context)
