"""Figures of councils: meetings, who came, votes, what was decided and whether it was done in time."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices import ItemStatus, MeetingStatus, ResolutionStatus
from gongjian.apps.councils.indicators.rows import Params, within
from gongjian.apps.councils.models import AgendaItem, Meeting, Resolution
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

MEETING, COUNCIL, ITEM = "council_meeting", "council", "council_item"


def _meetings(period: Period, params: Params) -> QuerySet[Meeting]:
    """Meetings that were held: one by its number, else those of the period."""
    rows = Meeting.objects.filter(status__in=(MeetingStatus.HELD, MeetingStatus.CLOSED))
    if params.get(MEETING):
        return rows.filter(pk=int(params[MEETING]))
    rows = rows.filter(within(period, "starts_at"))
    return rows.filter(council_id=int(params[COUNCIL])) if params.get(COUNCIL) else rows


def _held(period: Period, params: Params) -> QuerySet[Any]:
    return _meetings(period, params).annotate(numerator=Value(1))


def _amount(field: str) -> Callable[[Period, Params], QuerySet[Any]]:
    return lambda period, params: _meetings(period, params).annotate(numerator=F(field))


def _attendance(period: Period, params: Params) -> QuerySet[Any]:
    return _meetings(period, params).annotate(numerator=F("present"), denominator=F("expected"))


def _items(period: Period, params: Params) -> QuerySet[Any]:
    rows = AgendaItem.objects.filter(status=ItemStatus.DISCUSSED)
    if params.get(ITEM):
        return rows.filter(pk=int(params[ITEM]))
    return rows.filter(meeting__in=_meetings(period, params))


def _discussed(period: Period, params: Params) -> QuerySet[Any]:
    return _items(period, params).annotate(numerator=Value(1))


def _votes(field: str) -> Callable[[Period, Params], QuerySet[Any]]:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        found = _items(period, params).filter(yes__isnull=False)
        return found.exclude(**{field: None}).annotate(numerator=F(field))

    return rows


def _resolutions(period: Period, params: Params) -> QuerySet[Any]:
    """What was decided and not taken back: at one meeting, else in the period."""
    rows = Resolution.objects.exclude(status=ResolutionStatus.VOID)
    if params.get(MEETING):
        return rows.filter(meeting_id=int(params[MEETING]))
    rows = rows.filter(made_on__range=(period.first_on, period.last_on))
    return rows.filter(council_id=int(params[COUNCIL])) if params.get(COUNCIL) else rows


def _flag(rows: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    flag = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(numerator=flag)


def _made(period: Period, params: Params) -> QuerySet[Any]:
    return _resolutions(period, params).annotate(numerator=Value(1))


def _done(period: Period, params: Params) -> QuerySet[Any]:
    return _flag(_resolutions(period, params), Q(status=ResolutionStatus.DONE))


def _late_on(day: date) -> Q:
    return Q(answered_on__isnull=True, due_on__lt=day) | Q(answered_on__gt=F("due_on"))


def _late(period: Period, params: Params) -> QuerySet[Any]:
    return _flag(_resolutions(period, params), _late_on(timezone.localdate()))


def _in_time(period: Period, params: Params) -> QuerySet[Any]:
    """Of those that were answered or whose day is over: answered by their day."""
    today = timezone.localdate()
    rows = _resolutions(period, params).filter(Q(answered_on__isnull=False) | Q(due_on__lt=today))
    return _flag(rows, ~_late_on(today)).annotate(denominator=Value(1))


def _view(row: Any, label: str, url: str, note: str) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=label,
        place_code=row.council.place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=url,
        note=note,
    )


def _show_meeting(row: Any) -> RowView:
    day = timezone.localtime(row.starts_at).date().isoformat()
    return _view(row, str(row), reverse("councils:meeting", args=[row.pk]), day)


def _show_item(row: Any) -> RowView:
    return _view(
        row, row.title, reverse("councils:meeting", args=[row.meeting_id]), str(row.get_outcome_display())
    )


def _show_resolution(row: Any) -> RowView:
    url = reverse("councils:resolution", args=[row.pk])
    return _view(row, row.text, url, str(row.get_status_display()))


BY_MEETING = {"view": _show_meeting, "select_related": ("council",), "param_names": (MEETING, COUNCIL)}
BY_ITEM = {"view": _show_item, "select_related": ("council",), "param_names": (MEETING, COUNCIL, ITEM)}
BY_RESOLUTION = {
    "view": _show_resolution,
    "select_related": ("council",),
    "param_names": (MEETING, COUNCIL),
}


def _register(key: str, name: str, unit: str, definition: str, rows: Any, **more: Any) -> None:
    register(
        Indicator(
            key=f"councils.{key}",
            name=name,
            unit=unit,
            definition=definition,
            rows=rows,
            place_code_field="council__place_code",
            source="议事会的会议记录",
            **more,
        )
    )


_register("meetings", "议事会开会次数", "次", "已经开过的议事会、联席会议", _held, **BY_MEETING)
_register("expected", "议事会应到成员", "个", "开会那天在任的成员", _amount("expected"), **BY_MEETING)
_register(
    "present",
    "议事会到会成员",
    "个",
    "签到的成员，代表或者受委托人到会算到会",
    _amount("present"),
    **BY_MEETING,
)
_register(
    "attendance",
    "议事会到会率",
    "%",
    "到会成员 ÷ 应到成员",
    _attendance,
    has_denominator=True,
    decimals=1,
    **BY_MEETING,
)
_register("items", "议事会议过的议题", "个", "会上讨论并有记录的议题", _discussed, **BY_ITEM)
_register(
    "votes_yes", "议题表决赞成", "票", "举手或无记名投票赞成的成员", _votes("yes"), better="none", **BY_ITEM
)
_register(
    "votes_no", "议题表决反对", "票", "举手或无记名投票反对的成员", _votes("no"), better="none", **BY_ITEM
)
_register(
    "votes_abstain",
    "议题表决弃权",
    "票",
    "举手或无记名投票弃权的成员",
    _votes("abstain"),
    better="none",
    **BY_ITEM,
)
_register(
    "votes_issued",
    "议题无记名投票发出的票",
    "张",
    "发给在场成员的票码和纸票",
    _votes("issued"),
    better="none",
    **BY_ITEM,
)
_register(
    "votes_spoilt",
    "议题无记名投票的废票",
    "张",
    "收回了、选得不合规定的票",
    _votes("spoilt"),
    better="lower",
    **BY_ITEM,
)
_register(
    "resolutions_made", "议事会议定的事", "件", "会上议定要办的事，不再办的不算", _made, **BY_RESOLUTION
)
_register("resolutions_done", "议事会办成的事", "件", "议定的事里确认办成的", _done, **BY_RESOLUTION)
_register(
    "resolutions_late",
    "议事会办晚的事",
    "件",
    "过了时限没有报结果，或者过了时限才报结果的",
    _late,
    better="lower",
    **BY_RESOLUTION,
)
_register(
    "resolutions_in_time",
    "议定的事按时办结率",
    "%",
    "到了时限或者已经报结果的里，按时报结果的占比",
    _in_time,
    has_denominator=True,
    decimals=1,
    **BY_RESOLUTION,
)
