"""The countable pieces of work: leaves of the hand-down, with done, late and missing reports on each row.

Every figure above them is a sum over these rows, so parts always add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Substr

from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport
from gongjian.apps.programmes.selectors.deadlines import DuePeriod
from gongjian.core.workdays import end_of

GONE = (AssignmentStatus.VOID, AssignmentStatus.REFUSED)
IN_FORCE = (AssignmentStatus.ACTIVE, AssignmentStatus.DONE)
REPORTED = (ReportStatus.SUBMITTED, ReportStatus.CONFIRMED)


@dataclass(frozen=True)
class Tally:
    """Sums over leaves: `late` are open past their day, `missing` are reports not in after theirs."""

    all: int = 0
    done: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.all + other.all,
            self.done + other.done,
            self.late + other.late,
            self.missing + other.missing,
            self.pending + other.pending,
        )

    @property
    def percent(self) -> float | None:
        """The done share, 0 to 100, for lengths; None when nothing was given."""
        return self.done / self.all * 100 if self.all else None

    @property
    def is_done(self) -> bool:
        """Whether all of it is done."""
        return self.all > 0 and self.done == self.all


def live_leaves(assignments: QuerySet[Assignment] | None = None) -> QuerySet[Assignment]:
    """Keep the leaves that stand: not refused, not void."""
    rows = Assignment.objects if assignments is None else assignments
    return rows.filter(is_leaf=True).exclude(status__in=GONE)


def flag(condition: Q | Combinable) -> Case:
    """Turn a condition into 1 or 0, for sums."""
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def owes_for(period: DuePeriod) -> Q:
    """Match leaves that were in force to the end of a period, so that a report on it is owed."""
    is_open = Q(done_on__isnull=True) | Q(done_on__gt=period.period.last_on)
    return Q(status__in=IN_FORCE, given_at__lt=end_of(period.period.last_on)) & is_open


def has_report_for(period: DuePeriod) -> Exists:
    """Match leaves whose report on a period is in (waiting for confirmation, or confirmed)."""
    return Exists(
        ProgressReport.objects.filter(
            assignment=OuterRef("pk"), period_first_on=period.period.first_on, status__in=REPORTED
        )
    )


def count_due(due: Sequence[DuePeriod], kind: Q | None = None) -> Combinable:
    """Count on each leaf the reports that are owed for these periods, those that are in too."""
    return _add(flag((owes_for(period) | Q(has_report_for(period))) & (kind or Q())) for period in due)


def count_missing(due: Sequence[DuePeriod], kind: Q | None = None) -> Combinable:
    """Count on each leaf the reports that are owed for these periods and not in."""
    return _add(flag(owes_for(period) & (kind or Q()) & ~has_report_for(period)) for period in due)


def of_kind(kind: str) -> Q:
    """Match leaves of programmes that report by month, or by quarter."""
    return Q(task__programme__report_period=kind)


def _add(parts: Any) -> Combinable:
    total: Combinable = Value(0, output_field=IntegerField())
    for part in parts:
        total = total + part
    return total


def with_marks(rows: QuerySet[Assignment], today: date, missing: Combinable) -> QuerySet[Any]:
    """Write on each leaf whether it is done, late or unanswered and how many reports are missing."""
    return rows.annotate(
        is_done=flag(Q(status=AssignmentStatus.DONE)),
        is_late=flag(~Q(status=AssignmentStatus.DONE) & Q(due_on__lt=today)),
        is_pending=flag(Q(status=AssignmentStatus.PENDING)),
        missing=missing,
    )


@dataclass(frozen=True)
class Part:
    """Sums over the leaves that share a key; `depth` digits of the deepest place, one of its rows."""

    tally: Tally
    depth: int
    any_id: int


def sum_leaves(
    rows: QuerySet[Assignment], today: date, missing: Combinable, *keys: str, **computed: Any
) -> dict[tuple[Any, ...], Part]:
    """Sum the marks of leaves by columns or computed keys in one grouped query."""
    grouped = (
        with_marks(rows, today, missing)
        .order_by()
        .values(*keys, **computed)
        .annotate(
            all_=Count("pk"),
            done_=Sum("is_done"),
            late_=Sum("is_late"),
            missing_=Sum("missing"),
            pending_=Sum("is_pending"),
            depth_=Max(Length("place_code")),
            any_=Min("pk"),
        )
    )
    names = (*keys, *computed)
    return {
        tuple(row[name] for name in names): Part(
            Tally(row["all_"], row["done_"], row["late_"], row["missing_"], row["pending_"]),
            row["depth_"],
            row["any_"],
        )
        for row in grouped
    }


def of_programme(rows: QuerySet[Assignment], programme_id: int) -> QuerySet[Assignment]:
    """Keep the leaves of one programme."""
    return live_leaves(rows).filter(task__programme_id=programme_id)


def place_part(length: int) -> Any:
    """Return the first digits of the place, the key of a roll-up by level."""
    return Substr(F("place_code"), 1, length)
