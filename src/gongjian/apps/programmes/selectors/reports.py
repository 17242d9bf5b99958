"""Reports: one with its figures and files, the form's beginning, who owes what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Sum
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.choices import ReportStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, ReportFigure, Target
from gongjian.apps.programmes.selectors.deadlines import DayRules, period_of
from gongjian.apps.programmes.selectors.debts import (
    Debt,
    debts_of,
    due_periods_of,
    owes,
    owing_leaves,
    reports_by_period,
)
from gongjian.apps.programmes.selectors.own import given_by
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.listing import ListPage, page_of


@dataclass(frozen=True)
class FormStart:
    """What a report form opens with: what was saved, what is known, what was reported before."""

    assignment: Assignment
    place_name: str
    period: Period
    due_on: date
    report: ProgressReport | None
    last: ProgressReport | None
    done_before: Decimal
    targets: list[Target]


def get_report(actor: Actor, report_id: int) -> ProgressReport:
    """Return a report the actor may see, with its figures, files, people and the one it replaces.

    A draft is seen only by those who may write it.
    """
    figures = ReportFigure.objects.select_related("target")
    report = (
        ProgressReport.objects.visible_to(actor)
        .filter(pk=report_id)
        .select_related(
            "assignment__task__programme",
            "assignment__parent",
            "assignment__organisation",
            "written_by",
            "answered_by",
            "replaces",
            "replaced_by",
        )
        .prefetch_related(Prefetch("figures", figures), Prefetch("replaces__figures", figures), "files")
        .first()
    )
    if report is None:
        raise NotFound()
    holder = report.assignment
    is_draft = report.status == ReportStatus.DRAFT
    if is_draft and not actor.can(Right.REPORTS_WRITE, holder.place_code, holder.organisation_id):
        raise NotFound()
    return report


def figures_of(report: ProgressReport) -> list[ReportFigure]:
    """Return the figures of a report with their targets."""
    return list(report.figures.select_related("target"))


def start_form(actor: Actor, assignment: Assignment, period: Period | None) -> FormStart:
    """Gather what a report form opens with: for the named period, else the oldest owed, else the current one."""
    programme = assignment.task.programme
    today = timezone.localdate()
    rules = DayRules()
    reports = reports_by_period([assignment])
    due = due_periods_of(programme, today, rules)
    owed = next((one.period for one in due if owes(assignment, one, reports)), None)
    chosen = period or owed or period_of(programme.report_period, _within(programme, today))
    earlier = sorted(
        (
            report
            for report in reports.values()
            if report.period_first_on < chosen.first_on
            and report.status in (ReportStatus.SUBMITTED, ReportStatus.CONFIRMED)
        ),
        key=lambda report: report.period_first_on,
    )
    return FormStart(
        assignment=assignment,
        place_name=names_of({assignment.place_code}).get(assignment.place_code, assignment.place_code),
        period=chosen,
        due_on=rules.report_due_on(chosen, programme.place_code),
        report=reports.get((assignment.pk, chosen.first_on)),
        last=earlier[-1] if earlier else None,
        done_before=sum((report.done_quantity or Decimal(0) for report in earlier), Decimal(0)),
        targets=asked_targets(assignment),
    )


def _within(programme: Programme, day: date) -> date:
    """Move a day into the programme's own span."""
    return min(max(day, programme.starts_on or day), programme.ends_on or date.max)


def asked_targets(assignment: Assignment) -> list[Target]:
    """List the targets of a task whose figures are reported by hand, in their order."""
    return list(
        Target.objects.filter(
            task_shares__task=assignment.task, indicator_key__startswith="programmes.target_reported"
        ).order_by("order")
    )


def list_owing(actor: Actor, programme: Programme, params: QueryDict) -> tuple[ListPage, list[Debt]]:
    """Cut one page of leaves that owe reports, with what they owe and by when. Five queries."""
    today = timezone.localdate()
    due = due_periods_of(programme, today)
    rows = owing_leaves(Assignment.objects.visible_to(actor), programme, today, due)
    rows = rows.select_related("task__programme", "organisation").order_by("place_code", "task__order", "pk")
    page = page_of(rows, params)
    return page, debts_of(page.rows, due, today)


def list_to_confirm(actor: Actor, params: QueryDict) -> tuple[ListPage, dict[str, str]]:
    """Cut one page of reports that wait for the actor, the oldest first, with names of places."""
    rows = (
        ProgressReport.objects.reachable_by(actor, Right.REPORTS_CONFIRM)
        .filter(given_by(actor, Right.REPORTS_CONFIRM, "assignment__"), status=ReportStatus.SUBMITTED)
        .select_related("assignment__task__programme", "assignment__organisation", "written_by")
        .order_by("submitted_at", "pk")
    )
    page = page_of(rows, params)
    return page, names_of({row.place_code for row in page.rows})


def reported_total(assignment: Assignment) -> Decimal | None:
    """Return what was confirmed so far; None when nothing was."""
    confirmed = assignment.reports.filter(status=ReportStatus.CONFIRMED)
    total: Decimal | None = confirmed.aggregate(total=Sum("done_quantity"))["total"]
    return total
