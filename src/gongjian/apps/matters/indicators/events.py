"""Figures of what happened to matters and of the parts of units: opened again, raised, whistled, handed back, late."""

from fractions import Fraction
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, MatterState, StepKind
from gongjian.apps.matters.indicators.rows import (
    NOT_OURS,
    PARAMS,
    Params,
    Rows,
    as_of,
    asked,
    show,
    within,
)
from gongjian.apps.matters.models import Assignment, Matter, Step
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

UNIT = (*PARAMS, "unit")
NOT_OWED = (AssignmentState.HANDED_BACK, AssignmentState.ENDED)


def _steps(kind: StepKind) -> Rows:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        found = Step.objects.filter(within(period, "at"), kind=kind).exclude(matter__state=MatterState.VOID)
        return asked(found, params, "matter__").annotate(numerator=Value(1))

    return rows


def _whistled(period: Period, params: Params) -> QuerySet[Any]:
    parts = Assignment.objects.filter(
        within(period, "dispatched_at"), matter=OuterRef("pk"), is_whistled=True
    )
    rows = Matter.objects.filter(Exists(parts)).exclude(state=MatterState.VOID)
    return asked(rows, params).annotate(numerator=Value(1))


def _parts(params: Params) -> QuerySet[Any]:
    rows = Assignment.objects.exclude(matter__state=MatterState.VOID)
    if unit := params.get("unit"):
        rows = rows.filter(organisation_id=int(unit))
    return asked(rows, params, "matter__").annotate(numerator=Value(1))


def _whistled_parts(period: Period, params: Params) -> QuerySet[Any]:
    return _parts(params).filter(within(period, "dispatched_at"), is_whistled=True)


def _handed_back(period: Period, params: Params) -> QuerySet[Any]:
    return _parts(params).filter(within(period, "handed_back_at"))


def _owed(params: Params) -> QuerySet[Any]:
    rows = _parts(params).exclude(state__in=NOT_OWED)
    return rows.exclude(matter__state__in=(*NOT_OURS, MatterState.SUSPENDED))


def _late(period: Period, params: Params) -> QuerySet[Any]:
    """Parts whose limit fell in the period (and has fallen by now) and that were not done by it."""
    rows = _owed(params).filter(within(period, "due_at"), due_at__lte=timezone.now())
    return rows.filter(Q(done_at__isnull=True) | Q(done_at__gt=F("due_at")))


def _late_and_open(period: Period, params: Params) -> QuerySet[Any]:
    """Parts that were over their limit at the end of the period and not done."""
    moment = as_of(period)
    rows = _owed(params).filter(dispatched_at__lt=moment, due_at__lt=moment)
    rows = rows.filter(Q(done_at__isnull=True) | Q(done_at__gt=moment))
    return rows.filter(Q(matter__closed_at__isnull=True) | Q(matter__closed_at__gt=moment))


def _show_part(row: Any) -> RowView:
    return RowView(
        label=str(row),
        place_code=row.matter.place_code,
        numerator=Fraction(row.numerator),
        denominator=None,
        url=reverse("matters:matter", args=[row.matter_id]),
        note=f"{row.matter.number} {getattr(row, 'words', '')}"[:80],
    )


def _define(key: str, name: str, unit: str, definition: str, rows: Rows, better: Any, **more: Any) -> None:
    usual = {"view": _show_part, "place_code_field": "matter__place_code", "select_related": ("matter",)}
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit=unit,
            definition=definition,
            rows=rows,
            better=better,
            empty_is_zero=True,
            **{**usual, "param_names": PARAMS, **more},
        )
    )


OF_UNIT: dict[str, Any] = {"param_names": UNIT, "select_related": ("matter", "organisation")}
_define(
    "reopened",
    "重新打开的次数",
    "次",
    "期内事项被重新打开的次数，不论事项是哪一期收到的",
    _steps(StepKind.REOPENED),
    "lower",
)
_define(
    "raised",
    "提级的次数",
    "次",
    "期内事项提到上一级的次数：重新打开，或者规定天数内反复反映",
    _steps(StepKind.RAISED),
    "lower",
)
_define(
    "whistled",
    "吹哨的事项",
    "件",
    "期内吹哨派给几家单位的事项",
    _whistled,
    "none",
    view=show,
    place_code_field="place_code",
    select_related=(),
)
_define(
    "whistled_parts",
    "吹哨叫到的单位",
    "家次",
    "期内吹哨派给各单位的份数，一家一件算一家次",
    _whistled_parts,
    "none",
    **OF_UNIT,
)
_define(
    "handed_back",
    "退回的次数",
    "次",
    "期内承办单位说不归自己管、退回派办单位的次数",
    _handed_back,
    "lower",
    **OF_UNIT,
)
_define(
    "unit_late",
    "单位超时的事项",
    "件",
    "派给单位、时限落在期内，时限前没有报来处置结果的份，后来补报的也算；退回、终止、暂停和合并的不算",
    _late,
    "lower",
    **OF_UNIT,
)
_define(
    "unit_overdue",
    "单位逾期未办的事项",
    "件",
    "派给单位、到期末（进行中的到现在）过了时限还没有报来处置结果的份；退回、终止、暂停和合并的不算",
    _late_and_open,
    "lower",
    **OF_UNIT,
)
