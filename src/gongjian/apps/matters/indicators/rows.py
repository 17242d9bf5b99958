"""Rows of the figures of matters: received, filed, due, closed in time, open, overdue, repeated, left out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import ClassKind, MatterState, Outcome
from gongjian.apps.matters.models import Check, Matter
from gongjian.core.figures import Period
from gongjian.core.registry import RowView
from gongjian.core.workdays import end_of

Params = Mapping[str, Any]
Rows = Callable[[Period, Params], QuerySet[Any]]
PARAMS = ("class", "source", "kind")
KINDS = {"B": ClassKind.COMPONENT, "S": ClassKind.EVENT, "Q": ClassKind.REQUEST}
NOT_OURS = (MatterState.VOID, MatterState.MERGED)
"""Void matters were none; what was merged is counted once, where it went, in rates and ends."""
CONTACTED = Q(contacted_at__lte=F("contact_due_at"))
CLOSED_IN_TIME = Q(closed_at__lte=F("due_at"))
DONE_IN_TIME = Q(done_at__lte=F("due_at"))


def start_of(period: Period) -> datetime:
    """The first moment of a period."""
    return timezone.make_aware(datetime.combine(period.first_on, datetime.min.time()))


def within(period: Period, field: str) -> Q:
    """Match moments on the days of a period."""
    return Q(**{f"{field}__gte": start_of(period), f"{field}__lt": end_of(period.last_on)})


def asked(rows: QuerySet[Any], params: Params, path: str = "") -> QuerySet[Any]:
    """Keep one class with all below it (S05), one source, one kind; `path` leads to the matter."""
    if code := str(params.get("class", "")):
        kind = KINDS.get(code[:1], "")
        rows = rows.filter(
            **{f"{path}matter_class__kind": kind, f"{path}matter_class__code__startswith": code[1:]}
        )
    for name in ("source", "kind"):
        if value := params.get(name):
            rows = rows.filter(**{f"{path}{name}": value})
    return rows


def flag(condition: Q) -> Case:
    """Count 1 where a condition holds."""
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def as_of(period: Period) -> datetime:
    """The end of a period, or this moment where it goes on."""
    return min(end_of(period.last_on), timezone.now())


def received(period: Period, params: Params) -> QuerySet[Any]:
    rows = Matter.objects.filter(within(period, "received_at")).exclude(state=MatterState.VOID)
    return asked(rows, params)


def counted(period: Period, params: Params) -> QuerySet[Any]:
    """What was received and counts in the rates."""
    return received(period, params).filter(exclusion__isnull=True)


def taken_in(period: Period, params: Params) -> QuerySet[Any]:
    return received(period, params).annotate(numerator=Value(1))


def filed(period: Period, params: Params) -> QuerySet[Any]:
    rows = received(period, params).annotate(numerator=flag(Q(filed_at__isnull=False)))
    return rows.annotate(denominator=Value(1))


def repeated(period: Period, params: Params) -> QuerySet[Any]:
    return received(period, params).annotate(numerator=flag(Q(nth__gt=1)), denominator=Value(1))


def excluded(period: Period, params: Params) -> QuerySet[Any]:
    return taken_in(period, params).filter(exclusion__isnull=False)


def to_contact(period: Period, params: Params) -> QuerySet[Any]:
    """What was due a contact; what still has time belongs to neither side."""
    rows = counted(period, params).filter(contact_due_at__isnull=False)
    return rows.filter(Q(contacted_at__isnull=False) | Q(contact_due_at__lte=timezone.now()))


def responded(period: Period, params: Params) -> QuerySet[Any]:
    rows = to_contact(period, params)
    return rows.annotate(numerator=flag(CONTACTED), denominator=Value(1))


def fallen_due(period: Period, params: Params) -> QuerySet[Any]:
    """应结案: what was taken on and whose limit fell in the period (and has fallen by now)."""
    rows = Matter.objects.filter(within(period, "due_at"), due_at__lte=timezone.now(), filed_at__isnull=False)
    rows = rows.exclude(state__in=(*NOT_OURS, MatterState.REJECTED)).exclude(state=MatterState.SUSPENDED)
    return asked(rows.filter(exclusion__isnull=True), params).annotate(denominator=Value(1))


def to_close(period: Period, params: Params) -> QuerySet[Any]:
    return fallen_due(period, params).annotate(numerator=Value(1))


def closed_by(period: Period) -> Q:
    return Q(closed_at__lte=as_of(period))


def closed_of_due(period: Period, params: Params) -> QuerySet[Any]:
    return fallen_due(period, params).annotate(numerator=flag(closed_by(period)))


def closed_in_time(period: Period, params: Params) -> QuerySet[Any]:
    return fallen_due(period, params).annotate(numerator=flag(CLOSED_IN_TIME))


def done_in_time(period: Period, params: Params) -> QuerySet[Any]:
    return fallen_due(period, params).annotate(numerator=flag(DONE_IN_TIME))


def closed(period: Period, params: Params) -> QuerySet[Any]:
    rows = Matter.objects.filter(within(period, "closed_at"), state=MatterState.CLOSED)
    return asked(rows, params).annotate(numerator=Value(1))


def unsolved(period: Period, params: Params) -> QuerySet[Any]:
    return closed(period, params).exclude(outcome=Outcome.SOLVED)


def open_at(moment: datetime, params: Params) -> QuerySet[Any]:
    """What was taken in and not over at a moment."""
    rows = Matter.objects.filter(received_at__lt=moment).exclude(state__in=NOT_OURS)
    return asked(rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=moment)), params)


def still_open(period: Period, params: Params) -> QuerySet[Any]:
    return open_at(as_of(period), params).annotate(numerator=Value(1))


def overdue_at(moment: datetime, params: Params) -> QuerySet[Any]:
    """What was over its time at a moment and not over; what stands still has no time that runs."""
    return open_at(moment, params).filter(due_at__lt=moment).exclude(state=MatterState.SUSPENDED)


def overdue(period: Period, params: Params) -> QuerySet[Any]:
    return overdue_at(as_of(period), params).annotate(numerator=Value(1))


def overdue_before(period: Period, params: Params) -> QuerySet[Any]:
    return overdue_at(start_of(period), params).annotate(numerator=Value(1))


def overdue_before_closed(period: Period, params: Params) -> QuerySet[Any]:
    return overdue_before(period, params).filter(closed_at__lte=as_of(period))


def dangerous(period: Period, params: Params) -> QuerySet[Any]:
    return taken_in(period, params).filter(is_danger=True)


def same_person(period: Period, params: Params) -> QuerySet[Any]:
    """What came by the telephone of somebody who had raised another in the period before it."""
    earlier = Matter.objects.filter(
        within(period, "received_at"),
        reporter__phone_hash=OuterRef("reporter__phone_hash"),
        received_at__lt=OuterRef("received_at"),
    ).exclude(state=MatterState.VOID)
    rows = taken_in(period, params).filter(Exists(earlier))
    return rows.exclude(reporter__phone_hash="")


def counting(rows: Rows, condition: Q | Callable[[Period], Q] | None = None) -> Rows:
    """Count the rows of a rate, or those of its numerator."""

    def counted(period: Period, params: Params) -> QuerySet[Any]:
        kept = condition(period) if callable(condition) else condition
        found = rows(period, params)
        return (found.filter(kept) if kept else found).annotate(numerator=Value(1))

    return counted


def reworked(period: Period, params: Params) -> QuerySet[Any]:
    """Of the matters checked in the period: those that a check sent back in it."""
    looks = Check.objects.filter(within(period, "at"), matter=OuterRef("pk"))
    rows = asked(Matter.objects.filter(Exists(looks)), params)
    failed = Case(When(Exists(looks.filter(has_passed=False)), then=Value(1)), default=Value(0))
    return rows.annotate(numerator=Coalesce(failed, 0), denominator=Value(1))


def show(row: Any) -> RowView:
    """Show a matter behind a figure."""
    return RowView(
        label=row.title,
        place_code=row.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("matters:matter", args=[row.pk]),
        note=f"{row.number} {row.get_state_display()}",
    )
