"""Write a progress report: saved as one goes, sent when it is whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport, ReportFigure, Target
from gongjian.apps.programmes.selectors.deadlines import DayRules, period_of
from gongjian.apps.programmes.services.amounts import bare
from gongjian.apps.programmes.services.attachments import check_count, store_uploads
from gongjian.apps.programmes.services.notices import tell_confirmers
from gongjian.apps.programmes.services.reach import (
    lock_assignment,
    lock_report,
    require_holder,
    require_status,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period

OPEN = (ReportStatus.DRAFT, ReportStatus.RETURNED)
LONGEST_TEXT = 5000
AUDITED = ("status", "done_quantity", "is_complete", "text")


@dataclass(frozen=True)
class ReportedFigure:
    """A part and its whole for one target; no whole where the target counts only."""

    numerator: Decimal
    denominator: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """What a report says. None is 未报, zero is zero."""

    done_quantity: Decimal | None = None
    is_complete: bool = False
    text: str = ""
    figures: Mapping[int, ReportedFigure] = field(default_factory=dict)
    uploads: Sequence[Upload] = ()
    removed_file_ids: Sequence[int] = ()


@transaction.atomic
def save_report(
    *, actor: Actor, assignment_id: int, period: Period, content: ReportContent
) -> ProgressReport:
    """Save a report as far as it has come; all of it or nothing.

    Raises NotFound, NotAllowed, Conflict (not acknowledged, handed on, already sent) and Invalid with
    a sentence that names the field or the file.
    """
    assignment = lock_assignment(actor, assignment_id)
    require_holder(actor, Right.REPORTS_WRITE, assignment)
    _check_assignment(assignment)
    _check_period(assignment, period)
    _check_content(assignment, content)
    report = _open_report(actor, assignment, period)
    before = _values(report)
    report.done_quantity = content.done_quantity
    report.is_complete = content.is_complete
    report.text = content.text.strip()
    report.written_by_id = actor.user_id
    report.save()
    _save_figures(report, content.figures)
    _save_files(actor, report, content)
    audit.record(actor, "programmes.report_saved", report, before=before, after=_values(report))
    return report


@transaction.atomic
def attach_files(
    *, actor: Actor, assignment_id: int, period: Period, uploads: Sequence[Upload]
) -> ProgressReport:
    """Keep photos and papers of a report whose other fields can't be saved yet; those stay as they were."""
    assignment = lock_assignment(actor, assignment_id)
    require_holder(actor, Right.REPORTS_WRITE, assignment)
    _check_assignment(assignment)
    _check_period(assignment, period)
    report = _open_report(actor, assignment, period)
    before = _values(report)
    report.written_by_id = actor.user_id
    report.save()
    _save_files(actor, report, ReportContent(uploads=uploads))
    audit.record(actor, "programmes.report_saved", report, before=before, after=_values(report))
    return report


def _check_assignment(assignment: Assignment) -> None:
    if not assignment.is_leaf:
        raise Conflict(f"“{assignment.task}”已分给下级，由下级填报，数字自动汇总，这里不用再填。")
    if assignment.status == AssignmentStatus.PENDING:
        raise Conflict(f"“{assignment.task}”还没有签收，签收以后再填报。")
    require_status(assignment, (AssignmentStatus.ACTIVE, AssignmentStatus.DONE), "填报")


def _check_period(assignment: Assignment, period: Period) -> None:
    if period != period_of(assignment.task.programme.report_period, period.first_on):
        raise Invalid(f"{period.label}不是这个行动的填报周期，请从待填报里打开。")
    if period.first_on > timezone.localdate():
        raise Invalid(f"{period.label}还没有开始，不能填报。")
    if period.last_on < timezone.localdate(assignment.given_at):
        raise Invalid(f"{period.label}在下达以前，不用填报。")
    starts_on = assignment.task.programme.starts_on
    if starts_on is not None and period.last_on < starts_on:
        raise Invalid(f"{period.label}在行动开始（{starts_on.isoformat()}）以前，不用填报。")


def _check_content(assignment: Assignment, content: ReportContent) -> None:
    if content.done_quantity is not None and content.done_quantity < 0:
        raise Invalid("本期完成的数不能是负数。改以前的数请撤回那一期重报。")
    if len(content.text.strip()) > LONGEST_TEXT:
        raise Invalid(f"进展有 {len(content.text.strip())} 字，最多 {LONGEST_TEXT} 字，请写短些。")
    targets = Target.objects.filter(task_shares__task=assignment.task).in_bulk(list(content.figures))
    for target_id, figure in content.figures.items():
        if target_id not in targets:
            raise Invalid("有一个数不属于这项任务的目标，请刷新后再填。")
        _check_figure(targets[target_id], figure)


def _check_figure(target: Target, figure: ReportedFigure) -> None:
    part, whole = figure.numerator, figure.denominator
    if part < 0 or (whole is not None and whole < 0):
        raise Invalid(f"“{target.name}”的数不能是负数，请改正。")
    if not target.asks_for_whole:
        return
    if whole is None or whole == 0:
        raise Invalid(f"“{target.name}”是比率，要填总数，总数要大于 0。")
    if part > whole:
        raise Invalid(f"“{target.name}”达到的 {bare(part)} 多于总数 {bare(whole)}，请核对。")


def _open_report(actor: Actor, assignment: Assignment, period: Period) -> ProgressReport:
    report = (
        ProgressReport.objects.filter(assignment=assignment, period_first_on=period.first_on)
        .exclude(status=ReportStatus.RECALLED)
        .order_by("pk")
        .first()
    )
    if report is None:
        return ProgressReport(
            assignment=assignment,
            place_code=assignment.place_code,
            period_first_on=period.first_on,
            period_last_on=period.last_on,
            due_on=DayRules().report_due_on(period, assignment.task.programme.place_code),
        )
    require_status(report, OPEN, "修改")
    return report


def _values(report: ProgressReport) -> dict[str, object] | None:
    if report._state.adding:
        return None
    figures = {
        str(figure.target_id): [str(figure.numerator), audit.plain(figure.denominator)]
        for figure in ReportFigure.objects.filter(report=report)
    }
    return {
        **audit.snapshot(report, *AUDITED),
        "figures": figures,
        "files": sorted(report.files.values_list("sha256", flat=True)),
    }


def _save_figures(report: ProgressReport, figures: Mapping[int, ReportedFigure]) -> None:
    ReportFigure.objects.filter(report=report).exclude(target_id__in=figures).delete()
    ReportFigure.objects.bulk_create(
        [
            ReportFigure(
                report=report,
                target_id=target_id,
                numerator=figure.numerator,
                denominator=figure.denominator,
            )
            for target_id, figure in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["report", "target"],
        update_fields=["numerator", "denominator"],
    )


def _save_files(actor: Actor, report: ProgressReport, content: ReportContent) -> None:
    removed = set(content.removed_file_ids)
    if not removed and not content.uploads:
        return
    kept = report.files.exclude(pk__in=removed).count()
    check_count(kept, content.uploads, report.place_code)
    stored = store_uploads(
        actor=actor,
        uploads=content.uploads,
        place_code=report.place_code,
        unit_id=report.assignment.organisation_id,
    )
    if removed:
        report.files.remove(*removed)
    report.files.add(*stored)


@transaction.atomic
def submit_report(*, actor: Actor, report_id: int) -> ProgressReport:
    """Send a whole report to the level above, who is told."""
    report = lock_report(actor, report_id)
    assignment = report.assignment
    require_holder(actor, Right.REPORTS_WRITE, assignment)
    if report.status == ReportStatus.SUBMITTED:
        return report
    require_status(report, OPEN, "提交")
    _check_assignment(assignment)
    _check_whole(assignment, report)
    before = audit.snapshot(report, "status")
    report.status = ReportStatus.SUBMITTED
    report.submitted_at = timezone.now()
    report.reason = ""
    report.save(update_fields=["status", "submitted_at", "reason"])
    audit.record(actor, "programmes.report_submitted", report, before=before, after=_values(report))
    tell_confirmers(actor.name, report, assignment)
    return report


def _check_whole(assignment: Assignment, report: ProgressReport) -> None:
    """Refuse a report that leaves open what the level above needs."""
    if assignment.quantity is not None and report.done_quantity is None:
        raise Invalid("还没有填本期完成的数。没有进展请填 0。")
    if not report.text and report.done_quantity is None and not report.is_complete:
        raise Invalid("进展还是空的，请写一句本期做了什么，再提交。")
    asked = Target.objects.filter(
        task_shares__task=assignment.task, indicator_key__startswith="programmes.target_reported"
    )
    missing = asked.exclude(figures__report=report).order_by("pk").first()
    if missing:
        raise Invalid(f"还没有填“{missing.name}”的数，请补上；没有就填 0。")
    if report.is_complete and assignment.quantity is not None:
        _check_complete(assignment, report)


def _check_complete(assignment: Assignment, report: ProgressReport) -> None:
    earlier = (
        ProgressReport.objects.filter(
            assignment=assignment, status__in=(ReportStatus.SUBMITTED, ReportStatus.CONFIRMED)
        )
        .exclude(pk=report.pk)
        .aggregate(total=Sum("done_quantity"))["total"]
    )
    total = (earlier or Decimal(0)) + (report.done_quantity or Decimal(0))
    if assignment.quantity is not None and total < assignment.quantity:
        raise Invalid(
            f"连同以前各期一共 {bare(total)}{assignment.task.unit}，比要完成的 {bare(assignment.quantity)} 少 "
            f"{bare(assignment.quantity - total)}。请核对数字，或先不选“全部完成”。"
        )
