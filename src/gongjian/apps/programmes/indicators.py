"""Figures of programmes. Rows are the leaves of the hand-down, or the confirmed figures reported on them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import DecimalField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.programmes.choices import AssignmentStatus, Comparator, ReportStatus
from gongjian.apps.programmes.models import Programme, ReportFigure, Target, Task
from gongjian.apps.programmes.selectors.deadlines import DayRules, DuePeriod
from gongjian.apps.programmes.selectors.leaves import count_due, count_missing, flag, live_leaves, of_kind
from gongjian.apps.programmes.selectors.targets import RELATIVE, judge, period_of_target, target_text
from gongjian.core.access import Actor, ancestors_of, prefix_range
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import (
    ABOVE,
    AREA,
    Goal,
    Indicator,
    Param,
    RowView,
    register,
    register_goal_list,
    register_goals,
    register_param,
)
from gongjian.core.workdays import end_of

Params = Mapping[str, Any]
KINDS = ("month", "quarter")
SCOPE_PARAMS = ("programme", "task")
MOST_CHOICES = 200
MOST_GOALS = 5
EXACT = DecimalField(max_digits=22, decimal_places=4)


def _leaves(period: Period, params: Params) -> QuerySet[Any]:
    """Leaves given by the end of the period, of a programme or task if one is named."""
    rows = live_leaves().filter(given_at__lt=end_of(period.last_on))
    if params.get("programme"):
        rows = rows.filter(task__programme_id=int(params["programme"]))
    if params.get("task"):
        rows = rows.filter(task_id=int(params["task"]))
    return rows


def _assigned(period: Period, params: Params) -> QuerySet[Any]:
    return _leaves(period, params).annotate(numerator=Value(1))


def _completion(period: Period, params: Params) -> QuerySet[Any]:
    done = Q(status=AssignmentStatus.DONE, done_on__lte=period.last_on)
    return _leaves(period, params).annotate(numerator=flag(done), denominator=Value(1))


def _completed(period: Period, params: Params) -> QuerySet[Any]:
    done = Q(status=AssignmentStatus.DONE, done_on__lte=period.last_on)
    return _leaves(period, params).annotate(numerator=flag(done))


def _late(period: Period, params: Params) -> QuerySet[Any]:
    """Leaves with a day; late if it passed before the end of the period (or today) and they were not done by then."""
    as_of = min(period.last_on, timezone.localdate())
    open_then = ~Q(status=AssignmentStatus.DONE) | Q(done_on__gt=as_of)
    rows = _leaves(period, params).filter(due_on__isnull=False)
    return rows.annotate(numerator=flag(Q(due_on__lt=as_of) & open_then))


def _due_in(period: Period, *, only_overdue: bool) -> dict[str, list[DuePeriod]]:
    """Return, for each way of reporting, the report periods inside a period that have ended."""
    rules, today = DayRules(), timezone.localdate()
    return {
        kind: [
            due
            for due in rules.due_periods(kind, period.first_on, "", min(today, _day_after(period)))
            if due.period.last_on <= period.last_on and (not only_overdue or due.is_overdue(today))
        ]
        for kind in KINDS
    }


def _day_after(period: Period) -> date:
    return period.last_on + timedelta(days=1)


def _reports_due(period: Period, params: Params) -> QuerySet[Any]:
    due = _due_in(period, only_overdue=False)
    total = sum((count_due(due[kind], of_kind(kind)) for kind in KINDS), Value(0))
    return _leaves(period, params).annotate(numerator=total).filter(numerator__gt=0)


def _owing(period: Period, params: Params) -> QuerySet[Any]:
    """Leaves that owe a report whose last day is over, with how many they owe and how many are missing."""
    due = _due_in(period, only_overdue=True)
    owed = sum((count_due(due[kind], of_kind(kind)) for kind in KINDS), Value(0))
    missing = sum((count_missing(due[kind], of_kind(kind)) for kind in KINDS), Value(0))
    return _leaves(period, params).annotate(owed=owed, missing=missing).filter(owed__gt=0)


def _reports_missing(period: Period, params: Params) -> QuerySet[Any]:
    """Those that have reported add zero."""
    return _owing(period, params).annotate(numerator=F("missing"))


def _reports_made(period: Period, params: Params) -> QuerySet[Any]:
    return _owing(period, params).annotate(numerator=F("owed") - F("missing"))


def _report_rate(period: Period, params: Params) -> QuerySet[Any]:
    return _reports_made(period, params).annotate(denominator=F("owed"))


def _reported(period: Period, params: Params) -> QuerySet[Any]:
    """Figures of confirmed reports on a target; recalled ones are out."""
    return ReportFigure.objects.filter(
        target_id=int(params.get("target") or 0),
        report__status=ReportStatus.CONFIRMED,
        report__period_first_on__lte=period.last_on,
        report__period_last_on__gte=period.first_on,
    ).exclude(report__assignment__status=AssignmentStatus.VOID)


def _target_reported_share(period: Period, params: Params) -> QuerySet[Any]:
    """The latest confirmed figure of each assignment: a share is a state, not a flow."""
    later = _reported(period, params).filter(
        report__assignment=OuterRef("report__assignment"),
        report__period_first_on__gt=OuterRef("report__period_first_on"),
    )
    return _reported(period, params).filter(~Exists(later), denominator__isnull=False)


def _target_quantity(period: Period, params: Params) -> QuerySet[Any]:
    """Done quantities of the leaves that serve a target, each by its task's share."""
    target_id = int(params.get("target") or 0)
    share = F("done_quantity") * F("task__target_shares__share_percent") / Value(Decimal(100))
    return (
        _leaves(period, {})
        .filter(task__target_shares__target_id=target_id, done_quantity__isnull=False)
        .annotate(numerator=ExpressionWrapper(share, output_field=EXACT))
    )


def _expected(place_code: str, period: Period, params: Params) -> Iterable[str]:
    """List the places whose leaves serve the target: those without a figure are missing."""
    target_id = int(params.get("target") or 0)
    rows = _leaves(period, {}).filter(
        prefix_range("place_code", place_code), task__target_shares__target_id=target_id
    )
    return rows.order_by("place_code").values_list("place_code", flat=True).distinct()


def _exact(value: object) -> Fraction:
    return Fraction(str(value)) if value is not None else Fraction(0)


def _show_leaf(row: Any) -> RowView:
    who = f"（{row.organisation}）" if row.organisation else ""
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=f"{row.task}{who}",
        place_code=row.place_code,
        numerator=_exact(row.numerator),
        denominator=None if denominator is None else _exact(denominator),
        url=reverse("programmes:assignment", args=[row.pk]),
        note=str(row.get_status_display()),
    )


def _show_figure(row: Any) -> RowView:
    report = row.report
    return RowView(
        label=f"{report.assignment.task} {Period(report.period_first_on, report.period_last_on).label}",
        place_code=report.place_code,
        numerator=_exact(row.numerator),
        denominator=None if row.denominator is None else _exact(row.denominator),
        url=reverse("programmes:report", args=[report.pk]),
        note=str(report.get_status_display()),
    )


def _programmes_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    """List the programmes at, above and below a place, to choose from."""
    rows = Programme.objects.visible_to(actor).filter(
        Q(place_code__in=(*ancestors_of(place_code), place_code)) | prefix_range("place_code", place_code)
    )
    return [(str(row.pk), f"{row.title}（{row.year}）") for row in rows[:MOST_CHOICES]]


def _tasks_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    rows = Task.objects.visible_to(actor).filter(prefix_range("programme__place_code", place_code))
    return [(str(row.pk), row.title) for row in rows.order_by("-programme__year", "order")[:MOST_CHOICES]]


def _targets_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    rows = Target.objects.visible_to(actor).filter(prefix_range("programme__place_code", place_code))
    return [(str(row.pk), row.name) for row in rows.order_by("-programme__year", "order")[:MOST_CHOICES]]


def _goals(actor: Actor, figures: Sequence[Figure]) -> list[list[Goal]]:
    """Targets of the year's programmes that are set for just these figures. One query."""
    wanted = Q(pk__in=[])
    for figure in figures:
        here = Q(place_code=figure.place_code) | Q(place_code="", programme__place_code=figure.place_code)
        year = figure.period.last_on.year
        wanted |= here & Q(indicator_key=figure.indicator_key, programme__year=year)
    rows = Target.objects.visible_to(actor).filter(wanted).select_related("programme")
    targets = list(rows[: MOST_GOALS * len(figures)])
    return [
        [_goal(target, figure) for target in targets if _asks_for(target, figure)][:MOST_GOALS]
        for figure in figures
    ]


def _goal_texts(actor: Actor, place_code: str) -> dict[str, list[str]]:
    """Write this year's targets for a place by indicator. One query."""
    here = Q(place_code=place_code) | Q(place_code="", programme__place_code=place_code)
    rows = Target.objects.visible_to(actor).filter(here, programme__year=timezone.localdate().year)
    found: dict[str, list[str]] = {}
    for target in rows.exclude(indicator_key="").select_related("programme")[:MOST_CHOICES]:
        found.setdefault(target.indicator_key, []).append(target_text(target))
    return found


def _asks_for(target: Target, figure: Figure) -> bool:
    """Say whether a target is set for a figure: its indicator, year and place, its area, its own parameters."""
    if (target.indicator_key, target.programme.year) != (
        figure.indicator_key,
        figure.period.last_on.year,
    ) or (target.place_code or target.programme.place_code) != figure.place_code:
        return False
    asked = {name: str(value) for name, value in figure.params.items()}
    if ABOVE in asked or asked.get(AREA, "") != str(target.area_id or ""):
        return False
    return all(asked.get(name, str(value)) == str(value) for name, value in target.indicator_params.items())


def _goal(target: Target, figure: Figure) -> Goal:
    reading = judge(target, figure, timezone.localdate())
    return Goal(
        label=f"{target.programme.title}：{target.name}",
        text=target_text(target),
        url=reverse("programmes:programme", args=[target.programme_id]),
        word=reading.word,
        kind=reading.kind,
        value=_plain_value(target, figure),
        due_on=target.deadline_on or period_of_target(target).last_on,
        is_least=target.comparator not in (Comparator.AT_MOST, Comparator.LESS, Comparator.FALL),
    )


def _plain_value(target: Target, figure: Figure) -> Fraction | None:
    """Return what the figure itself has to come to; a rise or fall is counted from its base."""
    value = Fraction(target.value)
    if target.comparator not in RELATIVE:
        return value
    if target.base_value is None or ("%" in target.unit and figure.unit != "%"):
        return None
    base = Fraction(target.base_value)
    return base + value if target.comparator == Comparator.RISE else base - value


register_goals(_goals)
register_goal_list(_goal_texts)
register_param(Param("programme", "行动", _programmes_at))
register_param(Param("task", "任务", _tasks_at))
register_param(Param("target", "目标", _targets_at))

LEAF: dict[str, Any] = {"view": _show_leaf, "select_related": ("task", "organisation")}
FIGURE: dict[str, Any] = {
    "view": _show_figure,
    "select_related": ("report__assignment__task",),
    "place_code_field": "report__place_code",
    "param_names": ("target",),
    "expected": _expected,
    "decimals": 1,
}

register(
    Indicator(
        key="programmes.assigned",
        name="下达的任务份数",
        unit="项",
        definition="到期末已下达、没有退回也没有作废的最末一级任务份数：每个接收的地方或单位每项任务算 1。",
        rows=_assigned,
        param_names=SCOPE_PARAMS,
        better="none",
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.completed",
        name="完成的任务份数",
        unit="项",
        definition="期末前经上级确认全部完成的任务份数（只算最末一级）。",
        rows=_completed,
        param_names=SCOPE_PARAMS,
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.task_completion",
        name="任务完成率",
        unit="%",
        decimals=1,
        definition="期末前经上级确认全部完成的任务份数 ÷ 下达的任务份数（只算最末一级）。",
        rows=_completion,
        has_denominator=True,
        param_names=SCOPE_PARAMS,
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.late",
        name="逾期未完成的任务",
        unit="项",
        definition="有时限的任务份数里，到期末（不晚于今天）已过时限还没有完成的。时限当天不算逾期。",
        rows=_late,
        param_names=SCOPE_PARAMS,
        better="lower",
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.reports_due",
        name="应报份数",
        unit="份",
        definition="期内已结束的填报周期里，已签收的任务应报的进度份数；完成以后的周期不用报。",
        rows=_reports_due,
        param_names=SCOPE_PARAMS,
        better="none",
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.reports_missing",
        name="未报份数",
        unit="份",
        definition="应报的进度里，过了报送期限还没有提交或被退回未重报的份数。未报不算零。",
        rows=_reports_missing,
        param_names=SCOPE_PARAMS,
        better="lower",
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.reports_made",
        name="已报份数",
        unit="份",
        definition="应报的进度里，过了报送期限、已经提交或确认的份数；被退回未重报的不算。",
        rows=_reports_made,
        param_names=SCOPE_PARAMS,
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.report_rate",
        name="填报率",
        unit="%",
        decimals=1,
        definition="已报份数 ÷ 过了报送期限的应报份数。",
        rows=_report_rate,
        has_denominator=True,
        param_names=SCOPE_PARAMS,
        **LEAF,
    )
)
register(
    Indicator(
        key="programmes.target_reported",
        name="填报的目标数",
        unit="",
        definition="期内已确认的填报里，这个目标的数之和；撤回的填报不算，未确认的不算。",
        rows=_reported,  # the columns carry the names that the registry adds up
        **FIGURE,
    )
)
register(
    Indicator(
        key="programmes.target_reported_share",
        name="填报的目标比率",
        unit="%",
        definition="每份任务取期内最近一次已确认的填报：达到的数之和 ÷ 总数之和；撤回的填报不算。",
        rows=_target_reported_share,
        has_denominator=True,
        **FIGURE,
    )
)
register(
    Indicator(
        key="programmes.target_quantity",
        name="任务完成量折算的目标数",
        unit="",
        decimals=1,
        definition="为这个目标服务的任务，已确认完成量 × 该任务归这个目标的份额，逐份相加。没有确认数的算缺数据。",
        rows=_target_quantity,
        param_names=("target",),
        expected=_expected,
        **LEAF,
    )
)
