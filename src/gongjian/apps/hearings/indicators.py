"""Figures of hearings: applications, hearings held and passed, second hearings, objections, benefits."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from gongjian.apps.hearings.choices import AidStatus, HearingStatus
from gongjian.apps.hearings.models import AidApplication, Benefit, Hearing, Objection
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

Params = Mapping[str, Any]
Rows = Callable[[Period, Params], QuerySet[Any]]


def _one(rows: QuerySet[Any], condition: Q | None = None) -> QuerySet[Any]:
    """Let every row count 1; with a condition, 1 of 1 where it holds and 0 of 1 elsewhere."""
    if condition is None:
        return rows.annotate(numerator=Value(1))
    flag = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(numerator=flag, denominator=Value(1))


def _counted(period: Period) -> QuerySet[Any]:
    return Hearing.objects.filter(
        status=HearingStatus.COUNTED, closed_at__date__range=(period.first_on, period.last_on)
    )


def _applied(period: Period, params: Params) -> QuerySet[Any]:
    return _one(AidApplication.objects.filter(applied_on__range=(period.first_on, period.last_on)))


def _held(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_counted(period))


def _passed(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_counted(period), Q(outcome__is_passed=True))


def _second(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_counted(period).filter(number__gt=1))


def _granted(period: Period, params: Params) -> QuerySet[Any]:
    decided = AidApplication.objects.filter(
        status__in=(AidStatus.GRANTED, AidStatus.REFUSED),
        decided_on__range=(period.first_on, period.last_on),
    )
    return _one(decided, Q(status=AidStatus.GRANTED))


def _upheld(period: Period, params: Params) -> QuerySet[Any]:
    answered = Objection.objects.filter(answered_on__range=(period.first_on, period.last_on))
    return _one(answered, Q(is_upheld=True))


def _paid(period: Period, params: Params) -> QuerySet[Any]:
    """Households that have a benefit on the period's last day, the day it ends included."""
    rows = Benefit.objects.filter(starts_on__lte=period.last_on)
    return _one(rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=period.last_on)))


def _view(row: Any, application: AidApplication, url: str, note: str) -> RowView:
    """Show a row by the number of its application: whose it is stands in no list of figures."""
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=application.number_text,
        place_code=application.place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=url,
        note=note,
    )


def _show_application(row: AidApplication) -> RowView:
    url = reverse("hearings:application", args=[row.pk])
    return _view(row, row, url, str(row.get_kind_display()))


def _show_hearing(row: Hearing) -> RowView:
    url = reverse("hearings:hearing", args=[row.pk])
    return _view(row, row.application, url, f"第{row.number}次评议")


def _show_objection(row: Objection) -> RowView:
    application = row.posting.application
    url = reverse("hearings:application", args=[application.pk])
    return _view(row, application, url, row.received_on.isoformat())


def _show_benefit(row: Benefit) -> RowView:
    url = reverse("hearings:application", args=[row.application_id])
    return _view(row, row.application, url, row.starts_on.isoformat())


HEARING: dict[str, Any] = {
    "view": _show_hearing,
    "place_code_field": "application__place_code",
    "select_related": ("application",),
    "better": "none",
}
BENEFIT: dict[str, Any] = HEARING | {"view": _show_benefit}
OBJECTION: dict[str, Any] = HEARING | {
    "view": _show_objection,
    "place_code_field": "posting__application__place_code",
    "select_related": ("posting__application",),
}

for indicator in (
    Indicator(
        key="hearings.applied",
        name="救助申请",
        unit="份",
        definition="期内收到的救助申请，按申请日期算。",
        rows=_applied,
        view=_show_application,
        better="none",
    ),
    Indicator(
        key="hearings.held",
        name="民主评议",
        unit="次",
        definition="期内投票结束并计票的评议；作废的不算。",
        rows=_held,
        **HEARING,
    ),
    Indicator(
        key="hearings.passed",
        name="民主评议通过率",
        unit="%",
        decimals=1,
        definition="期内计票的评议里通过的 ÷ 期内计票的评议。",
        rows=_passed,
        has_denominator=True,
        **HEARING,
    ),
    Indicator(
        key="hearings.second",
        name="再次评议",
        unit="次",
        definition="期内计票的评议里，因申诉或异议换一组人再次进行的。",
        rows=_second,
        **HEARING,
    ),
    Indicator(
        key="hearings.granted",
        name="救助批准率",
        unit="%",
        decimals=1,
        definition="期内决定的申请里批准的 ÷ 期内决定的申请；撤回的不算。",
        rows=_granted,
        has_denominator=True,
        view=_show_application,
        better="none",
    ),
    Indicator(
        key="hearings.upheld",
        name="公示异议成立率",
        unit="%",
        decimals=1,
        definition="期内答复的公示异议里成立的 ÷ 期内答复的公示异议。",
        rows=_upheld,
        has_denominator=True,
        **OBJECTION,
    ),
    Indicator(
        key="hearings.paid",
        name="在享救助家庭",
        unit="户",
        definition="期末当天有在发救助的家庭；停发当天还算。",
        rows=_paid,
        **BENEFIT,
    ),
):
    register(indicator)
