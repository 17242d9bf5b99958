"""Answer a report: confirm it, return it with a reason, or recall what was confirmed."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.choices import ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport, ReportFigure
from gongjian.apps.programmes.services.answer import checked_reason
from gongjian.apps.programmes.services.notices import settle_confirmed, tell
from gongjian.apps.programmes.services.reach import (
    lock_report,
    require_giver,
    require_status,
)
from gongjian.apps.programmes.services.rollup import refresh_leaf
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotAllowed
from gongjian.core.figures import Period

VALUES = ("status", "done_quantity", "is_complete", "text")


@transaction.atomic
def answer_report(*, actor: Actor, report_id: int, confirm: bool, reason: str = "") -> ProgressReport:
    """Confirm a report, so that its figures count, or return it with a reason.

    Only the level that gave the work answers, and nobody answers his own report.
    """
    report = lock_report(actor, report_id)
    assignment = report.assignment
    require_giver(actor, Right.REPORTS_CONFIRM, assignment)
    if confirm and report.status == ReportStatus.CONFIRMED:
        return report
    require_status(report, (ReportStatus.SUBMITTED,), "确认" if confirm else "退回")
    if confirm and report.written_by_id is not None and report.written_by_id == actor.user_id:
        raise NotAllowed("自己写的填报不能自己确认，请上级的另一位同志确认。")
    before = audit.snapshot(report, "status")
    report.status = ReportStatus.CONFIRMED if confirm else ReportStatus.RETURNED
    report.reason = "" if confirm else checked_reason(reason, "退回")
    report.answered_by_id = actor.user_id
    report.answered_at = timezone.now()
    report.save(update_fields=["status", "reason", "answered_by", "answered_at"])
    audit.record(
        actor,
        "programmes.report_confirmed" if confirm else "programmes.report_returned",
        report,
        before=before,
        after=audit.snapshot(report, "status", "reason", "done_quantity", "is_complete"),
    )
    settle_confirmed(report, assignment)
    if confirm:
        refresh_leaf(assignment)
    else:
        _tell_writers(actor, assignment, report, f"退回了“{assignment.task}”的填报：{report.reason}")
    return report


@transaction.atomic
def recall_report(*, actor: Actor, report_id: int, reason: str) -> ProgressReport:
    """Take a confirmed report out of the figures and open a new one in its place; return the new one.

    The old one stays with its values; the new one starts with them. Either side may ask: who
    reports, or the level above.
    """
    report = lock_report(actor, report_id)
    assignment = report.assignment
    _require_either_side(actor, assignment)
    require_status(report, (ReportStatus.CONFIRMED,), "撤回")
    before = audit.snapshot(report, *VALUES)
    report.status = ReportStatus.RECALLED
    report.reason = checked_reason(reason, "撤回")
    report.save(update_fields=["status", "reason"])
    fresh = ProgressReport.objects.create(
        assignment=assignment,
        place_code=report.place_code,
        period_first_on=report.period_first_on,
        period_last_on=report.period_last_on,
        due_on=report.due_on,
        done_quantity=report.done_quantity,
        is_complete=report.is_complete,
        text=report.text,
        written_by_id=report.written_by_id,
        replaces=report,
    )
    fresh.files.set(report.files.all())
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=fresh,
            target_id=figure.target_id,
            numerator=figure.numerator,
            denominator=figure.denominator,
        )
        for figure in report.figures.all()
    )
    audit.record(
        actor,
        "programmes.report_recalled",
        report,
        before=before,
        after={"status": ReportStatus.RECALLED.value, "reason": report.reason, "replaced_by": fresh.pk},
    )
    refresh_leaf(assignment)
    period = Period(report.period_first_on, report.period_last_on).label
    _tell_writers(
        actor, assignment, fresh, f"撤回了“{assignment.task}”{period}的填报，请改后重报：{report.reason}"
    )
    return fresh


def _require_either_side(actor: Actor, assignment: Assignment) -> None:
    if not actor.can(Right.REPORTS_WRITE, assignment.place_code, assignment.organisation_id):
        require_giver(actor, Right.REPORTS_CONFIRM, assignment)


def _tell_writers(actor: Actor, assignment: Assignment, report: ProgressReport, what: str) -> None:
    units = [assignment.organisation_id] if assignment.organisation_id else []
    places = [] if units else [assignment.place_code]
    people = {report.written_by_id, *holders_of(Right.REPORTS_WRITE, places, units)} - {actor.user_id}
    tell(
        people,
        f"{actor.name}{what}",
        reverse("programmes:report", args=[report.pk]),
        assignment.place_code,
    )
