"""Who owes what by when: reports on periods that have ended and are not in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.choices import ReportStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.apps.programmes.selectors.deadlines import DayRules, DuePeriod
from gongjian.apps.programmes.selectors.leaves import (
    IN_FORCE,
    REPORTED,
    has_report_for,
    live_leaves,
    owes_for,
)
from gongjian.core.figures import Period
from gongjian.core.workdays import workdays_late


@dataclass(frozen=True)
class Debt:
    """One report that is owed: by whom, on what, by when, how far it has come."""

    assignment: Assignment
    place_name: str
    period: Period
    due_on: date
    word: str
    late_workdays: int

    @property
    def who(self) -> str:
        """The unit, else the place."""
        return str(self.assignment.organisation) if self.assignment.organisation else self.place_name


def first_day(programme: Programme) -> date:
    """Return the day from which a programme is reported on."""
    return programme.starts_on or Period.year(programme.year).first_on


def due_periods_of(programme: Programme, today: date, rules: DayRules | None = None) -> tuple[DuePeriod, ...]:
    """List the periods of a programme that have ended, with their last days. One query."""
    return (rules or DayRules()).due_periods(
        programme.report_period, first_day(programme), programme.place_code, today
    )


def overdue(due: Sequence[DuePeriod], today: date) -> list[DuePeriod]:
    """Keep the periods whose last day is over: a report not in is missing."""
    return [period for period in due if period.is_overdue(today)]


def owing_leaves(
    rows: QuerySet[Assignment], programme: Programme, today: date, due: Sequence[DuePeriod] | None = None
) -> QuerySet[Assignment]:
    """Keep the leaves of a programme that owe a report on any period that has ended."""
    owing: Q | Combinable = Q(pk__in=[])
    for period in due_periods_of(programme, today) if due is None else due:
        owing = owing | (owes_for(period) & ~has_report_for(period))
    return live_leaves(rows).filter(owing, task__programme=programme)


def debts_of(assignments: Sequence[Assignment], due: Sequence[DuePeriod], today: date) -> list[Debt]:
    """List what these leaves owe, oldest first within each. Two queries."""
    reports = reports_by_period(assignments)
    names = names_of({assignment.place_code for assignment in assignments})
    return [
        Debt(
            assignment,
            names.get(assignment.place_code, assignment.place_code),
            period.period,
            period.due_on,
            _word(reports.get((assignment.pk, period.period.first_on))),
            workdays_late(period.due_on, today) if period.is_overdue(today) else 0,
        )
        for assignment in assignments
        for period in due
        if owes(assignment, period, reports)
    ]


def reports_by_period(assignments: Iterable[Assignment]) -> dict[tuple[int, date], ProgressReport]:
    """Read the reports that stand, by assignment and period."""
    rows = ProgressReport.objects.filter(assignment__in=[row.pk for row in assignments]).exclude(
        status=ReportStatus.RECALLED
    )
    return {(report.assignment_id, report.period_first_on): report for report in rows}


def owes(assignment: Assignment, period: DuePeriod, reports: dict[tuple[int, date], ProgressReport]) -> bool:
    """Say of a loaded leaf what `owes_for` and `has_report_for` say of a row."""
    in_force = (
        assignment.status in IN_FORCE
        and timezone.localdate(assignment.given_at) <= period.period.last_on
        and (assignment.done_on is None or assignment.done_on > period.period.last_on)
    )
    report = reports.get((assignment.pk, period.period.first_on))
    return in_force and (report is None or report.status not in REPORTED)


def _word(report: ProgressReport | None) -> str:
    return "未报" if report is None else str(report.get_status_display())


def group_by_programme(assignments: Iterable[Assignment]) -> dict[Programme, list[Assignment]]:
    """Sort loaded assignments by their programme."""
    found: defaultdict[Programme, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        found[assignment.task.programme].append(assignment)
    return dict(found)
