"""Weekly and monthly analyses: those that there are, and making one of a period that is over."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import AnalysisKind
from gongjian.apps.matters.selectors import analysis as reads
from gongjian.apps.matters.selectors.analysis.periods import period_of, short_title
from gongjian.apps.matters.selectors.analysis.preview import preview_figures
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import crumb
from gongjian.core.listing import page_of


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def list_analyses(request: ActorRequest) -> HttpResponse:
    """List the analyses of the place one works in and of those below, the latest first."""
    scope, kind = current_scope(request), request.GET.get("kind", "")
    page = page_of(reads.list_analyses(request.actor, scope, kind), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "kinds": _kinds(kind, {"": _("全部")}, ""),
        "can_make": request.actor.can(Right.MATTERS_DISPATCH, scope),
        "crumbs": [crumb(_("事项"), "matters:matters"), crumb(_("分析"))],
    }
    return render(request, "matters/analyses.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def add_analysis(request: ActorRequest) -> HttpResponse:
    """Show the figures of a week or month that is over, and write its analysis."""
    scope = current_scope(request)
    request.actor.require(Right.MATTERS_DISPATCH, scope)
    asked = request.POST if request.method == "POST" else request.GET
    kind = AnalysisKind.WEEK if asked.get("kind") == AnalysisKind.WEEK else AnalysisKind.MONTH
    last = reads.last_period(kind, timezone.localdate())
    period = period_of(kind, _day(asked.get("day", "")) or last.first_on)
    if request.method == "POST":
        made = services.compose_analysis(
            actor=request.actor, place_code=scope, kind=kind, day=period.first_on
        )
        return redirect("documents:document", made.document_id)
    title = short_title(kind, period)
    context = {
        "kind": kind,
        "period": period,
        "title": title,
        "before": period.previous(),
        "after": period_of(kind, date.fromordinal(period.last_on.toordinal() + 1)) if period < last else None,
        "is_over": period <= last,
        "made": reads.get_analysis(request.actor, scope, kind, period),
        "figures": preview_figures(scope, period),
        "place_name": names_of([scope]).get(scope, ""),
        "kinds": _kinds(kind, {}, reverse("matters:add_analysis")),
        "crumbs": [
            crumb(_("事项"), "matters:matters"),
            crumb(_("分析"), "matters:analyses"),
            crumb(title),
        ],
    }
    return render(request, "matters/analysis_form.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def compose_again(request: ActorRequest, analysis_id: int) -> HttpResponse:
    """Write a draft anew from the records of now."""
    analysis = services.compose_again(actor=request.actor, analysis_id=analysis_id)
    return redirect("documents:document", analysis.document_id)


def _kinds(kind: str, more: dict[str, str], address: str) -> list[dict[str, Any]]:
    choices = {**more, **{one.value: str(one.label) for one in AnalysisKind}}
    return [
        {"label": label, "url": f"{address}?kind={value}" if value else "?", "current": value == kind}
        for value, label in choices.items()
    ]


def _day(text: str) -> date | None:
    """Read a day from the address; what is none asks for the last period."""
    try:
        return parse_date(text)
    except ValueError:
        return None
