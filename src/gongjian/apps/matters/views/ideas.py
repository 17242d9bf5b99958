"""Ideas at the desk: the list by what became of them, the decision on one, what came of it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.matters.forms.ideas import DoneForm, IdeaForm, LinkForm
from gongjian.apps.matters.selectors import ideas as selectors
from gongjian.apps.matters.services import ideas as services
from gongjian.apps.places.selectors import current_scope
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.form_pages import UNPROCESSABLE, crumb, succeeds
from gongjian.readers import SheetData, write_xlsx

TABS = {
    "waiting": gettext_lazy("还没定"),
    "adopted": gettext_lazy("采纳，在做"),
    "realised": gettext_lazy("做成了"),
    "declined": gettext_lazy("没有采纳"),
}
MOST_EXPORTED = 5_000


@allows(Right.MATTERS_VIEW)
@require_GET
def list_ideas(request: ActorRequest) -> HttpResponse:
    """List the ideas of the place one works in, by what became of them."""
    rows = selectors.ideas_in_sight(request.actor, current_scope(request), request.GET)
    counts = selectors.count_ideas(rows)
    page, found = selectors.list_ideas(rows, request.GET)
    state = request.GET.get("state", "")
    state = state if state in TABS else "waiting"
    params = request.GET.copy()
    tabs = []
    for name, label in TABS.items():
        params["state"] = name
        tabs.append(
            {
                "label": label,
                "url": f"?{params.urlencode()}",
                "count": counts[name],
                "current": name == state,
            }
        )
    context = {
        "page": page,
        "rows": found,
        "counts": counts,
        "state": state,
        "tabs": tabs,
        "q": request.GET.get("q", ""),
        "golden": request.GET.get("golden", ""),
    }
    return render(request, "matters/ideas/list.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def export_ideas(request: ActorRequest) -> HttpResponse:
    """Hand out the ideas as a workbook: no name, no telephone."""
    found = selectors.ideas_in_sight(request.actor, current_scope(request), request.GET)
    rows = selectors.with_what_came(found).order_by("-received_at", "-pk")[:MOST_EXPORTED]
    head = ("编号", "收到", "地方", "主意", "采纳吗", "金点子", "理由或打算", "后来", "做成的日子")
    body = [_line(row) for row in selectors.shown_ideas(rows)]
    content = write_xlsx([SheetData(_("主意"), head, body)])
    return send_xlsx(content, f"主意{timezone.localdate():%Y%m%d}.xlsx")


def _line(row: selectors.IdeaRow) -> tuple[str | date | None, ...]:
    review = row.review
    return (
        row.matter.number,
        timezone.localdate(row.matter.received_at),
        row.place_name,
        row.matter.words,
        str(review.get_verdict_display()) if review else "",
        "是" if review and review.is_golden else "",
        review.reason if review else "",
        row.last_words,
        row.done_on,
    )


@allows(Right.MATTERS_VIEW)
@require_http_methods(["GET", "POST"])
def show_idea(request: ActorRequest, idea_id: int) -> HttpResponse:
    """Show an idea with what was decided and came of it; decide it."""
    form = IdeaForm(request.POST) if request.method == "POST" else None
    if form is not None and succeeds(
        form,
        lambda: services.decide_idea(actor=request.actor, matter_id=idea_id, **form.cleaned_data),
    ):
        return redirect("matters:idea", idea_id)
    return _page(request, idea_id, decide_form=form)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def link_idea(request: ActorRequest, idea_id: int) -> HttpResponse:
    """Link what came of an idea."""
    form = LinkForm(request.POST, prefix="link")
    if succeeds(form, lambda: services.link_idea(actor=request.actor, matter_id=idea_id, spec=form.spec())):
        return redirect("matters:idea", idea_id)
    return _page(request, idea_id, link_form=form)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def finish_idea(request: ActorRequest, came_id: int) -> HttpResponse:
    """Write down when what came of an idea was done."""
    form = DoneForm(request.POST, prefix="done")
    idea_id = selectors.get_link(request.actor, came_id).matter_id
    if succeeds(
        form,
        lambda: services.finish_link(
            actor=request.actor, link_id=came_id, done_on=form.cleaned_data["done_on"]
        ),
    ):
        return redirect("matters:idea", idea_id)
    return _page(request, idea_id, done_form=form)


def _page(
    request: ActorRequest,
    idea_id: int,
    decide_form: IdeaForm | None = None,
    link_form: LinkForm | None = None,
    done_form: DoneForm | None = None,
) -> HttpResponse:
    matter = selectors.get_idea(request.actor, idea_id)
    review = getattr(matter, "idea_review", None)
    initial = (
        {"verdict": review.verdict, "reason": review.reason, "is_golden": review.is_golden} if review else {}
    )
    is_refused = any(form is not None for form in (decide_form, link_form, done_form))
    context = {
        "matter": matter,
        "review": review,
        "links": selectors.links_of(matter),
        "can_decide": request.actor.can(Right.MATTERS_DISPATCH, matter.desk_code),
        "can_propose": request.actor.can(Right.COUNCILS_MANAGE, matter.place_code),
        "decide_form": decide_form or IdeaForm(initial=initial),
        "link_form": link_form or LinkForm(prefix="link"),
        "done_form": done_form or DoneForm(prefix="done", initial={"done_on": timezone.localdate()}),
        "is_refused": bool(decide_form),
        "crumbs": [crumb(_("金点子"), "matters:ideas"), crumb(matter.number)],
    }
    return render(request, "matters/ideas/idea.html", context, status=UNPROCESSABLE if is_refused else 200)
