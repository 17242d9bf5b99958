"""Figures whose rows are ratings and parts of units: solved, satisfied, dispatched right, turned up when whistled."""

from fractions import Fraction
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, MatterState
from gongjian.apps.matters.indicators.rows import PARAMS, Params, asked, counting, flag, within
from gongjian.apps.matters.models import Assignment, Rating
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

SOLVED, SATISFIED = Q(is_solved=True), Q(is_satisfied=True)


def _ratings(period: Period, params: Params) -> QuerySet[Any]:
    """Valid answers of those who rated or were called back; nobody who was not reached stands in the denominator."""
    rows = Rating.objects.filter(within(period, "at"), matter__exclusion__isnull=True)
    rows = rows.exclude(matter__state=MatterState.VOID)
    return asked(rows, params, "matter__")


def _solved(period: Period, params: Params) -> QuerySet[Any]:
    return _ratings(period, params).annotate(numerator=flag(SOLVED), denominator=Value(1))


def _satisfied(period: Period, params: Params) -> QuerySet[Any]:
    return _ratings(period, params).annotate(numerator=flag(SATISFIED), denominator=Value(1))


def _parts(period: Period, params: Params) -> QuerySet[Any]:
    rows = Assignment.objects.filter(within(period, "dispatched_at")).exclude(matter__state=MatterState.VOID)
    if unit := params.get("unit"):
        rows = rows.filter(organisation_id=int(unit))
    return asked(rows, params, "matter__").annotate(denominator=Value(1))


def _dispatched_right(period: Period, params: Params) -> QuerySet[Any]:
    """First dispatches of the period: right when the lead did not hand back."""
    earlier = Assignment.objects.filter(matter=OuterRef("matter"), is_lead=True, pk__lt=OuterRef("pk"))
    rows = _parts(period, params).filter(~Exists(earlier), is_lead=True)
    return rows.annotate(numerator=flag(Q(handed_back_at__isnull=True)))


def _turned_up(period: Period, params: Params) -> QuerySet[Any]:
    """Parts given by whistle: done in time, of those done or due by now."""
    rows = _parts(period, params).filter(is_whistled=True)
    rows = rows.exclude(state__in=(AssignmentState.HANDED_BACK, AssignmentState.ENDED))
    rows = rows.filter(Q(done_at__isnull=False) | Q(due_at__lte=timezone.now()))
    return rows.annotate(numerator=flag(Q(done_at__lte=F("due_at"))))


def _whistled_right(period: Period, params: Params) -> QuerySet[Any]:
    """Parts given by whistle: right when the unit did not hand back."""
    rows = _parts(period, params).filter(is_whistled=True)
    return rows.annotate(numerator=flag(Q(handed_back_at__isnull=True)))


def _show(row: Any) -> RowView:
    return RowView(
        label=str(row),
        place_code=row.matter.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("matters:matter", args=[row.matter_id]),
        note=row.matter.number,
    )


RATES: tuple[tuple[str, str, str, Any, str], ...] = (
    (
        "solved_rate",
        "解决率",
        "期内有效评价和回访里说“已解决”的占比；没有联系上的不在分母里；按规定剔除的不算",
        _solved,
        "接诉即办通行口径：解决数 / 有效回访数",
    ),
    (
        "satisfied_rate",
        "满意率",
        "期内有效评价和回访里满意的占比，“基本满意”算不算按评价当天的规则；按规定剔除的不算",
        _satisfied,
        "接诉即办通行口径：满意数 / 有效回访数",
    ),
    (
        "dispatched_right_rate",
        "准确派遣率",
        "期内首次派办里，主办单位没有退回的占比",
        _dispatched_right,
        "准确派遣数 / 派遣数（GB/T 30428.4）",
    ),
    (
        "whistle_done_rate",
        "报到单位按期办结率",
        "期内吹哨派给各单位、已办结或到期的份里，时限内办结的占比",
        _turned_up,
        "吹哨报到双向考核：考报到单位",
    ),
    (
        "whistle_right_rate",
        "吹哨准确率",
        "期内吹哨派给各单位的份里，没有被退回的占比",
        _whistled_right,
        "吹哨报到双向考核：考吹哨街道",
    ),
)
OF_RATINGS = (_solved, _satisfied)
for key, name, definition, rows, source in RATES:
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit="%",
            definition=definition,
            rows=rows,
            view=_show,
            has_denominator=True,
            decimals=1,
            place_code_field="matter__place_code",
            source=source,
            param_names=PARAMS if rows in OF_RATINGS else (*PARAMS, "unit"),
            select_related=("matter",) if rows in OF_RATINGS else ("matter", "organisation"),
        )
    )

COUNTS: tuple[tuple[str, str, str, Q | None, Any], ...] = (
    ("rated", "有效评价和回访", "期内有效的评价和回访；没有联系上的不算；按规定剔除的不算", None, "none"),
    ("rated_solved", "评价已解决的事项", "有效评价和回访里说“已解决”的", SOLVED, "higher"),
    (
        "rated_satisfied",
        "评价满意的事项",
        "有效评价和回访里满意的，“基本满意”算不算按评价当天的规则",
        SATISFIED,
        "higher",
    ),
)
for key, name, definition, condition, better in COUNTS:
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit="件",
            definition=definition,
            rows=counting(_ratings, condition),
            view=_show,
            empty_is_zero=True,
            better=better,
            place_code_field="matter__place_code",
            param_names=PARAMS,
            select_related=("matter",),
        )
    )
