"""How fair a round's inspectors were: severity beside the raw scores, evidence to look at, decisions."""

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import ReasonForm, SeverityForm
from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors import fairness as reports
from gongjian.apps.inspections.selectors.fairness import FairnessReport
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.views.evidence import evidence_lines
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.selectors import scope_names
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines.scoring import fairness, round_half_up

LEAST_REACH = 3


@allows(Right.INSPECTIONS_MANAGE)
@require_GET
def show_fairness(request: ActorRequest, round_id: int) -> HttpResponse:
    """Show every inspector's severity with its uncertainty, and what looks copied, impossible or wild."""
    row = _managed(request, round_id)
    report = reports.read_fairness(request.actor, row)
    names = scope_names(request, *(sheet.place_code for sheet in report.sheets.values()))
    lines = _lines(report, reports.decisions_of(request.actor, row))
    context = {
        **round_frame(request.actor, row, "fairness"),
        "lines": lines,
        "apart": sum(line["is_apart"] for line in lines),
        "reach": _reach(report.fit),
        "noise": _marks(report.fit.noise),
        "alone": _alone(report),
        "groups": len({one.group for one in report.fit.severities}),
        "evidence": evidence_lines(report, names),
        "evidence_count": report.evidence_count,
        "can_decide": request.actor.can(Right.RATINGS_DECIDE, row.place_code),
    }
    return render(request, "inspections/fairness.html", context)


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def decide_severity(request: ActorRequest, round_id: int, user_id: int) -> HttpResponse:
    """Ask whether an inspector's sheets are corrected by his severity, and why; record the decision."""
    row = _managed(request, round_id)
    form = SeverityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_severity(
                actor=request.actor, round_id=row.pk, inspector_id=user_id, **form.cleaned_data
            )
            return redirect("inspections:fairness", row.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    report = reports.read_fairness(request.actor, row)
    line = next((one for one in _lines(report, {}) if one["user_id"] == user_id), None)
    if line is None:
        raise NotFound(_("这名检查员没有和别人看过同一个地方，估不出尺度。"))
    context = {"round": row, "crumbs": _crumbs(row), "line": line, "form": form, "reach": _reach(report.fit)}
    return render(
        request, "inspections/severity_form.html", context, status=422 if request.method == "POST" else 200
    )


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def revoke_severity(request: ActorRequest, severity_id: int) -> HttpResponse:
    """Ask why, then take a decision back."""
    decision = reports.get_decision(request.actor, severity_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_severity(actor=request.actor, decision_id=severity_id, **form.cleaned_data)
            return redirect("inspections:fairness", decision.round_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    status = 422 if request.method == "POST" else 200
    context = {"decision": decision, "round": decision.round, "form": form}
    return render(request, "inspections/severity_revoke.html", context, status=status)


def _managed(request: ActorRequest, round_id: int) -> Round:
    row = get_framed(request.actor, round_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    return row


def _crumbs(row: Round) -> list[dict[str, str]]:
    return [
        {"label": _("检查轮次"), "url": reverse("inspections:rounds")},
        {"label": row.title, "url": reverse("inspections:round", args=[row.pk])},
        {"label": _("检查员尺度"), "url": reverse("inspections:fairness", args=[row.pk])},
    ]


def _lines(report: FairnessReport, decisions: dict[int, Any]) -> list[dict[str, Any]]:
    """Write one line for each inspector who can be compared, those apart first, then the most severe."""
    own: dict[str, list[Decimal]] = {}
    for sheet in report.sheets.values():
        own.setdefault(str(sheet.inspector_id), []).append(sheet.score or Decimal(0))
    people = {str(sheet.inspector_id): sheet.inspector for sheet in report.sheets.values()}
    found = [
        {
            "user_id": int(one.inspector),
            "name": str(people[one.inspector]),
            "estimate": one.estimate,
            "low": one.estimate - (one.half_width or 0),
            "high": one.estimate + (one.half_width or 0),
            "words": signed(one.estimate),
            "width": _marks(one.half_width),
            "places": one.places,
            "sheets": len(own[one.inspector]),
            "mean": round_half_up(Fraction(sum(own[one.inspector], Decimal(0))) / len(own[one.inspector]), 1),
            "group": one.group + 1,
            "is_apart": one.is_apart,
            "is_severe": one.estimate < 0,
            "decision": decisions.get(int(one.inspector)),
        }
        for one in report.fit.severities
    ]
    return sorted(found, key=lambda line: (line["group"], not line["is_apart"], line["estimate"]))


def _alone(report: FairnessReport) -> list[str]:
    people = {str(sheet.inspector_id): str(sheet.inspector) for sheet in report.sheets.values()}
    return [people[key] for key in report.fit.alone]


def _reach(fit: fairness.SeverityFit) -> int:
    """Choose the ends of the scale: whole marks, wide enough for every interval."""
    widest = max((abs(one.estimate) + (one.half_width or 0) for one in fit.severities), default=0)
    return max(LEAST_REACH, ceil(widest))


def _marks(value: float | None) -> Decimal | None:
    return None if value is None else round_half_up(Fraction(value), 1)


def signed(value: float) -> str:
    """Write an estimate with its sign and one decimal, e.g. +2.1, −0.4, 0.0."""
    shown = round_half_up(Fraction(value), 1)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{abs(shown)}"
