"""Figures whose rows are matters: received, filed, due, closed in time, repeated, left out."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import ClassKind, MatterState
from gongjian.apps.matters.models import Check, Matter
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register
from gongjian.core.workdays import end_of

Params = Mapping[str, Any]
PARAMS = ("class", "source", "kind")
KINDS = {"B": ClassKind.COMPONENT, "S": ClassKind.EVENT, "Q": ClassKind.REQUEST}
NOT_OURS = (MatterState.VOID, MatterState.MERGED)
"""Void matters were none; what was merged is counted once, where it went, in rates and ends."""


def within(period: Period, field: str) -> Q:
    """Match moments on the days of a period."""
    day = timezone.make_aware(datetime.combine(period.first_on, datetime.min.time()))
    return Q(**{f"{field}__gte": day, f"{field}__lt": end_of(period.last_on)})


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


def _received(period: Period, params: Params) -> QuerySet[Any]:
    rows = Matter.objects.filter(within(period, "received_at")).exclude(state=MatterState.VOID)
    return asked(rows, params)


def _counted(period: Period, params: Params) -> QuerySet[Any]:
    """What was received and counts in the rates."""
    return _received(period, params).filter(exclusion__isnull=True)


def _all(period: Period, params: Params) -> QuerySet[Any]:
    return _received(period, params).annotate(numerator=Value(1))


def _filed(period: Period, params: Params) -> QuerySet[Any]:
    rows = _received(period, params).annotate(numerator=flag(Q(filed_at__isnull=False)))
    return rows.annotate(denominator=Value(1))


def _repeated(period: Period, params: Params) -> QuerySet[Any]:
    return _received(period, params).annotate(numerator=flag(Q(nth__gt=1)), denominator=Value(1))


def _reopened(period: Period, params: Params) -> QuerySet[Any]:
    return _received(period, params).annotate(numerator=F("reopen_count"))


def _excluded(period: Period, params: Params) -> QuerySet[Any]:
    return _received(period, params).annotate(numerator=flag(Q(exclusion__isnull=False)))


def _responded(period: Period, params: Params) -> QuerySet[Any]:
    """Of those due a contact: reached within the hours of the rule; what still has time belongs to neither side."""
    rows = _counted(period, params).filter(contact_due_at__isnull=False)
    rows = rows.filter(Q(contacted_at__isnull=False) | Q(contact_due_at__lte=timezone.now()))
    return rows.annotate(numerator=flag(Q(contacted_at__lte=F("contact_due_at"))), denominator=Value(1))


def _due(period: Period, params: Params) -> QuerySet[Any]:
    """应结案: what was taken on and whose limit fell in the period (and has fallen by now)."""
    rows = Matter.objects.filter(within(period, "due_at"), due_at__lte=timezone.now(), filed_at__isnull=False)
    rows = rows.exclude(state__in=(*NOT_OURS, MatterState.REJECTED)).exclude(state=MatterState.SUSPENDED)
    return asked(rows.filter(exclusion__isnull=True), params).annotate(denominator=Value(1))


def _to_close(period: Period, params: Params) -> QuerySet[Any]:
    return _due(period, params).annotate(numerator=Value(1))


def _closed_of_due(period: Period, params: Params) -> QuerySet[Any]:
    return _due(period, params).annotate(numerator=flag(Q(closed_at__lte=as_of(period))))


def _closed_in_time(period: Period, params: Params) -> QuerySet[Any]:
    return _due(period, params).annotate(numerator=flag(Q(closed_at__lte=F("due_at"))))


def _done_in_time(period: Period, params: Params) -> QuerySet[Any]:
    return _due(period, params).annotate(numerator=flag(Q(done_at__lte=F("due_at"))))


def _closed(period: Period, params: Params) -> QuerySet[Any]:
    rows = Matter.objects.filter(within(period, "closed_at"), state=MatterState.CLOSED)
    return asked(rows, params).annotate(numerator=Value(1))


def _overdue(period: Period, params: Params) -> QuerySet[Any]:
    moment = as_of(period)
    rows = Matter.objects.filter(due_at__lt=moment, received_at__lt=moment)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=moment))
    rows = rows.exclude(state__in=(*NOT_OURS, MatterState.SUSPENDED))
    return asked(rows, params).annotate(numerator=Value(1))


def _reworked(period: Period, params: Params) -> QuerySet[Any]:
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


LEFT_OUT = "作废的不算；按规定剔除的不算，剔除了几件另有指标"
COUNTS: tuple[tuple[str, str, str, Any, Any], ...] = (
    ("received", "收到的事项", "期内收到的事项件数，作废的不算", _all, "none"),
    (
        "to_close",
        "应结案数",
        f"时限落在期内、已受理的事项；合并、暂停和不予受理的不算；{LEFT_OUT}",
        _to_close,
        "none",
    ),
    ("closed", "办结的事项", "期内答复并办结的事项，含办结未解决的", _closed, "higher"),
    (
        "overdue",
        "逾期未结的事项",
        "到期末（进行中的到现在）过了时限还没有办结的事项；暂停和合并的不算",
        _overdue,
        "lower",
    ),
    ("reopened", "重新打开的次数", "期内收到的事项被重新打开的次数", _reopened, "lower"),
    ("excluded", "剔除的事项", "期内收到、按规定不计入考核的事项，点开看每件的依据", _excluded, "none"),
)
RATES: tuple[tuple[str, str, str, Any, Any, str], ...] = (
    (
        "filed_rate",
        "立案率",
        "期内收到的事项里已受理的占比",
        _filed,
        "higher",
        "数字化城管绩效评价（GB/T 30428.4）",
    ),
    (
        "response_rate",
        "响应率",
        f"期内收到、留了联系方式的事项里，规定小时内联系到反映人的占比；联系时限没到的先不算；{LEFT_OUT}",
        _responded,
        "higher",
        "接诉即办通行口径：24 小时内联系",
    ),
    (
        "closed_rate",
        "结案率",
        f"应结案的事项里已办结的占比；{LEFT_OUT}",
        _closed_of_due,
        "higher",
        "结案数 / 应结案数（GB/T 30428.4）",
    ),
    (
        "closed_in_time_rate",
        "按期结案率",
        f"应结案的事项里，时限内（含同意的延期和暂停）答复办结的占比；{LEFT_OUT}",
        _closed_in_time,
        "higher",
        "按期结案数 / 应结案数（GB/T 30428.4）",
    ),
    (
        "done_in_time_rate",
        "按期处置率",
        f"应结案的事项里，时限内报来处置结果的占比；{LEFT_OUT}",
        _done_in_time,
        "higher",
        "按期处置数 / 应处置数（GB/T 30428.4）",
    ),
    (
        "rework_rate",
        "返工率",
        "期内核查过的事项里，有过核查不通过的占比",
        _reworked,
        "lower",
        "返工数 / 核查数（GB/T 30428.4）",
    ),
    (
        "repeat_rate",
        "重复诉求占比",
        "期内收到的事项里，规定天数内同一处同一类反映过的占比",
        _repeated,
        "lower",
        "",
    ),
)


def _register(key: str, name: str, definition: str, rows: Any, better: Any, source: str = "") -> None:
    is_rate = key.endswith("_rate")
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit="%" if is_rate else ("次" if key == "reopened" else "件"),
            definition=definition,
            rows=rows,
            view=show,
            has_denominator=is_rate,
            decimals=1 if is_rate else 0,
            better=better,
            source=source,
            param_names=PARAMS,
        )
    )


for entry in COUNTS:
    _register(*entry)
for rate in RATES:
    _register(*rate)
