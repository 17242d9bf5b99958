"""The demo's reports: every quarter, well and badly, confirmed by the level above."""

from datetime import date
from decimal import Decimal

from gongjian.apps.programmes import services as programmes
from gongjian.apps.programmes.models import Assignment, Programme, TaskTarget
from gongjian.apps.programmes.services import ReportedFigure
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import COMMUNITIES, COUNTIES, STREETS, Demo
from gongjian.core.clock import at
from gongjian.core.figures import Period


def work(demo: Demo, programme: Programme) -> None:
    """Report three quarters."""
    demo.say("社区填报，街道确认")
    for quarter, month in ((1, 3), (2, 6), (3, 9)):
        with at(aware(2026, month, 22)):
            _report_quarter(demo, programme, Period.quarter(2026, quarter))


def _report_quarter(demo: Demo, programme: Programme, period: Period) -> None:
    rows = Assignment.objects.filter(
        task__programme=programme, is_leaf=True, status="active", organisation__isnull=True
    )
    shares = {
        share.task_id: share.target_id
        for share in TaskTarget.objects.filter(
            task__programme=programme, target__indicator_key__startswith="programmes.target_reported"
        )
    }
    for assignment in rows.select_related("task").order_by("place_code", "pk"):
        _report(demo, assignment, period, shares.get(assignment.task_id))


def _report(demo: Demo, assignment: Assignment, period: Period, target_id: int | None) -> None:
    """Report one quarter: the less a place cares, the more often late, part-done or unanswered."""
    code, chance = assignment.place_code, demo.chance
    care = demo.care.get(code, 0.9)
    is_left_out = chance.random() > 0.72 + care * 0.27
    if is_left_out and not (code == demo.shown()[1] and period.last_on.month < 9):
        return  # the community one may try owes nothing older than the third quarter
    is_due = assignment.due_on is not None and assignment.due_on <= _end_of_next_month(period)
    is_done = is_due and chance.random() < 0.75 + care * 0.24
    writer = demo.worker(code) if len(code) == COMMUNITIES else demo.office(code)
    figures = {}
    if target_id is not None:
        staff = chance.randrange(6, 14)
        trained = staff if is_done else chance.randrange(staff)
        figures[target_id] = ReportedFigure(Decimal(trained), Decimal(staff))
    report = programmes.save_report(
        actor=writer,
        assignment_id=assignment.pk,
        period=period,
        content=programmes.ReportContent(
            done_quantity=_share_done(assignment, period, is_done),
            is_complete=is_done,
            text="已按方案完成，台账在社区存查。" if is_done else "正在推进，余下部分下季度完成。",
            figures=figures,
        ),
    )
    programmes.submit_report(actor=writer, report_id=report.pk)
    if chance.random() < 0.97 or period.last_on.month < 9:  # what waits longer than a quarter is no story
        confirmer = demo.office(code[:STREETS] if len(code) == COMMUNITIES else code[:COUNTIES])
        programmes.answer_report(actor=confirmer, report_id=report.pk, confirm=True)


def _share_done(assignment: Assignment, period: Period, is_done: bool) -> Decimal | None:
    """Say how much of a quantity was done in the quarter: the rest when done, a third before."""
    if assignment.quantity is None:
        return None
    so_far = assignment.done_quantity or Decimal(0)
    rest = assignment.quantity - so_far
    return rest if is_done else Decimal(int(rest / 3))


def _end_of_next_month(period: Period) -> date:
    return Period.month(period.last_on.year, min(12, period.last_on.month + 1)).last_on
