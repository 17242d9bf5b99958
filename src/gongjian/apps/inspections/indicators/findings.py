"""Figures of findings: found, mended, mended in time, overdue, repeated."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.choices import FindingStatus
from gongjian.apps.inspections.models import Finding
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register


def found_in(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    """Keep what was found in the period, in the round asked for if any; what was withdrawn is left out."""
    rows = Finding.objects.filter(found_on__range=(period.first_on, period.last_on))
    rows = rows.exclude(status=FindingStatus.WITHDRAWN)
    if round_id := params.get("round"):
        rows = rows.filter(round_id=int(round_id))
    return rows


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _late() -> Q:
    return Q(status__in=FindingStatus.to_mend(), due_on__lt=timezone.localdate())


IN_TIME = Q(status=FindingStatus.MENDED, mended_on__lte=F("order__due_on"))


def _found(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    return found_in(period, params).annotate(numerator=Value(1))


def _mended(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    return found_in(period, params).annotate(numerator=_is(Q(status=FindingStatus.MENDED)))


def _in_time(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    """What is mended, or should be by now; what still has time belongs to neither side."""
    ended = found_in(period, params).filter(Q(status=FindingStatus.MENDED) | _late())
    return ended.annotate(numerator=_is(IN_TIME), denominator=Value(1))


def _overdue(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    return found_in(period, params).annotate(numerator=_is(_late()))


def _repeated(period: Period, params: Mapping[str, Any]) -> QuerySet[Finding]:
    return found_in(period, params).annotate(numerator=_is(Q(nth__gt=1)))


def _view(row: Any) -> RowView:
    nth = f"第 {row.nth} 次，" if row.nth > 1 else ""
    return RowView(
        label=f"{row.title} {row.per}".strip(),
        place_code=row.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("inspections:finding", args=[row.pk]),
        note=f"{nth}{row.get_status_display()}",
    )


def _register(key: str, name: str, definition: str, rows: Any, better: Any) -> None:
    register(
        Indicator(
            key=f"inspections.{key}",
            name=name,
            unit="条",
            definition=f"{definition}；一张评分表的一条规则算一条，撤回的不算",
            rows=rows,
            view=_view,
            param_names=("round",),
            better=better,
        )
    )


_register("findings", "查到的问题", "期内检查查到的问题条数", _found, "none")
_register("findings_mended", "整改好的问题", "期内查到、现在已整改并通过复查的条数", _mended, "higher")
_register("findings_overdue", "逾期没整改的问题", "期内查到、现在过了时限还没报整改的条数", _overdue, "lower")
_register(
    "findings_repeated",
    "重复查到的问题",
    "期内查到、规则所定时间内同一社区同一项目查到过的条数",
    _repeated,
    "lower",
)
register(
    Indicator(
        key="inspections.mended_in_time_share",
        name="按期整改率",
        unit="%",
        definition="期内查到、已整改或时限已过的问题里，原时限（含同意的延期）内报来整改并通过复查的占比",
        rows=_in_time,
        view=_view,
        has_denominator=True,
        decimals=1,
        param_names=("round",),
    )
)
