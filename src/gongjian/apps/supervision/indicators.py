"""Figures of supervision: visits, notes, matters, points of meetings, letters, publications."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.supervision.choices import (
    ActivityKind,
    IssueKind,
    LetterStatus,
    MatterStatus,
    OccurrenceStatus,
    PointState,
)
from gongjian.apps.supervision.models import Issue, Letter, Matter, MeetingPoint, Note, Occurrence
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

Params = Mapping[str, Any]
Rows = Callable[[Period, Params], QuerySet[Any]]


def _one(rows: QuerySet[Any], condition: Q | None = None) -> QuerySet[Any]:
    """Let every row count 1, or 1 where a condition holds and 0 elsewhere."""
    if condition is None:
        return rows.annotate(numerator=Value(1))
    flag = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(numerator=flag)


def _of_programme(rows: QuerySet[Any], params: Params, path: str = "programme_id") -> QuerySet[Any]:
    return rows.filter(**{path: int(params["programme"])}) if params.get("programme") else rows


def _held(kind: ActivityKind) -> Rows:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        found = Occurrence.objects.filter(
            activity__kind=kind, status=OccurrenceStatus.HELD, on__range=(period.first_on, period.last_on)
        )
        return _one(_of_programme(found, params, "activity__plan__programme_id"))

    return rows


def _notes(period: Period, params: Params) -> QuerySet[Any]:
    return _of_programme(Note.objects.filter(seen_on__range=(period.first_on, period.last_on)), params)


def _matters(params: Params) -> QuerySet[Any]:
    return _of_programme(Matter.objects.exclude(status=MatterStatus.VOID), params)


def _opened(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_matters(params).filter(opened_on__range=(period.first_on, period.last_on)))


def _closed(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_matters(params).filter(closed_on__range=(period.first_on, period.last_on)))


def _in_time(period: Period, params: Params) -> QuerySet[Any]:
    """Of the closed: in time when the handler said it was done by the due day, however long the check took."""
    rows = _one(_closed(period, params), Q(applied_on__lte=F("due_on")))
    return rows.annotate(denominator=Value(1))


def _alive(period: Period, params: Params) -> QuerySet[Any]:
    """Matters that were open at some time of the period."""
    rows = _matters(params).filter(opened_on__lte=period.last_on)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=period.first_on))


def _as_of(period: Period) -> date:
    return min(period.last_on, timezone.localdate())


def _open_then(period: Period) -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=_as_of(period))


def _still_open(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_alive(period, params), _open_then(period))


def _overdue(period: Period, params: Params) -> QuerySet[Any]:
    day = _as_of(period)
    not_applied = Q(applied_on__isnull=True) | Q(applied_on__gt=day)
    late = Q(due_on__lt=day) & _open_then(period) & not_applied & ~Q(status=MatterStatus.PAUSED)
    return _one(_alive(period, params), late)


def _points(period: Period, params: Params) -> QuerySet[Any]:
    if params.get("meeting"):
        return MeetingPoint.objects.filter(meeting_id=int(params["meeting"]))
    rows = MeetingPoint.objects.filter(meeting__held_on__range=(period.first_on, period.last_on))
    return _of_programme(rows, params, "meeting__programme_id")


def _letters(period: Period, params: Params) -> QuerySet[Any]:
    rows = Letter.objects.exclude(status=LetterStatus.WITHDRAWN).filter(made_on__lte=period.last_on)
    return _of_programme(rows, params)


def _signed(period: Period, params: Params) -> QuerySet[Any]:
    return _one(_letters(period, params), Q(status=LetterStatus.SIGNED)).annotate(denominator=Value(1))


def _issued(kind: IssueKind) -> Rows:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        found = Issue.objects.filter(kind=kind, document__issued_on__range=(period.first_on, period.last_on))
        return _one(_of_programme(found, params))

    return rows


def _view(row: Any, url: str, place_code: str, note: str) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=str(row),
        place_code=place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=url,
        note=note,
    )


def _show_matter(row: Any) -> RowView:
    url = reverse("supervision:matter", args=[row.pk])
    return _view(row, url, row.place_code, f"{row.number_text} {row.get_status_display()}")


def _show_note(row: Any) -> RowView:
    return _view(row, reverse("supervision:note", args=[row.pk]), row.place_code, row.seen_on.isoformat())


def _show_occurrence(row: Any) -> RowView:
    url = f"{reverse('supervision:calendar')}?on={row.on}"
    return _view(row, url, row.activity.plan.place_code, row.on.isoformat())


def _show_point(row: Any) -> RowView:
    url = reverse("supervision:meeting", args=[row.meeting_id])
    return _view(row, url, row.meeting.place_code, str(row.get_state_display()))


def _show_letter(row: Any) -> RowView:
    url = reverse("supervision:letter", args=[row.pk])
    return _view(row, url, row.place_code, f"{row.number_text} {row.receiver_name}")


def _show_issue(row: Any) -> RowView:
    return _view(row, reverse("documents:document", args=[row.document_id]), row.place_code, "")


VISIT: dict[str, Any] = {
    "view": _show_occurrence,
    "place_code_field": "activity__plan__place_code",
    "select_related": ("activity__plan",),
    "param_names": ("programme",),
}
MATTER: dict[str, Any] = {"view": _show_matter, "param_names": ("programme",)}
NOTE: dict[str, Any] = {"view": _show_note, "param_names": ("programme",), "better": "none"}
POINT: dict[str, Any] = {
    "view": _show_point,
    "place_code_field": "meeting__place_code",
    "select_related": ("meeting",),
    "param_names": ("programme", "meeting"),
}
LETTER: dict[str, Any] = {"view": _show_letter, "param_names": ("programme",)}
ISSUE: dict[str, Any] = {"view": _show_issue, "param_names": ("programme",), "better": "none"}

for indicator in (
    Indicator(
        key="supervision.visits",
        name="到场督查",
        unit="次",
        definition="期内记为已办的到场督查，按督查计划的安排一次算 1；当天写了督查记录的，自动记为已办。",
        rows=_held(ActivityKind.ON_SITE),
        **VISIT,
    ),
    Indicator(
        key="supervision.head_visits",
        name="领导现场督查",
        unit="次",
        definition="期内记为已办的领导现场督查，按督查计划的安排一次算 1。",
        rows=_held(ActivityKind.HEAD),
        **VISIT,
    ),
    Indicator(
        key="supervision.meetings",
        name="工作例会",
        unit="次",
        definition="期内记为已办的工作例会。",
        rows=_held(ActivityKind.MEETING),
        **VISIT,
    ),
    Indicator(
        key="supervision.notes",
        name="督查记录",
        unit="条",
        definition="期内写下的督查记录，按看到的那天算。",
        rows=lambda period, params: _one(_notes(period, params)),
        **NOTE,
    ),
    Indicator(
        key="supervision.problems",
        name="督查发现的问题",
        unit="处",
        definition="期内的督查记录里，写明是问题的条数。",
        rows=lambda period, params: _one(_notes(period, params), Q(is_problem=True)),
        **NOTE,
    ),
    Indicator(
        key="supervision.matters_opened",
        name="新立督办件",
        unit="件",
        definition="期内立项交办的督办件；作废的不算。",
        rows=_opened,
        better="none",
        **MATTER,
    ),
    Indicator(
        key="supervision.matters_closed",
        name="办结督办件",
        unit="件",
        definition="期内经交办单位核查办结的督办件。",
        rows=_closed,
        **MATTER,
    ),
    Indicator(
        key="supervision.matters_in_time",
        name="督办件按时办结率",
        unit="%",
        decimals=1,
        definition="期内办结的督办件里，承办单位在时限当天或以前申请办结的 ÷ 期内办结的；核查用的时间不算。",
        rows=_in_time,
        has_denominator=True,
        **MATTER,
    ),
    Indicator(
        key="supervision.matters_open",
        name="在办督办件",
        unit="件",
        definition="期内在办过的督办件里，到期末（不晚于今天）还没有办结的。",
        rows=_still_open,
        better="none",
        **MATTER,
    ),
    Indicator(
        key="supervision.matters_overdue",
        name="逾期督办件",
        unit="件",
        definition="期内在办过的督办件里，到期末（不晚于今天）已过现行时限、没有申请办结也没有暂停的。时限当天不算逾期。",
        rows=_overdue,
        better="lower",
        **MATTER,
    ),
    Indicator(
        key="supervision.points_set",
        name="例会议定事项",
        unit="项",
        definition="期内例会（或指定的一次例会）议定的事项。",
        rows=lambda period, params: _one(_points(period, params)),
        better="none",
        **POINT,
    ),
    Indicator(
        key="supervision.points_done",
        name="办完的议定事项",
        unit="项",
        definition="期内例会（或指定的一次例会）议定的事项里，已记为完成的。",
        rows=lambda period, params: _one(_points(period, params), Q(state=PointState.DONE)),
        **POINT,
    ),
    Indicator(
        key="supervision.letters_made",
        name="责任书",
        unit="份",
        definition="到期末拟出的责任书；撤回的不算。",
        rows=lambda period, params: _one(_letters(period, params)),
        better="none",
        **LETTER,
    ),
    Indicator(
        key="supervision.letters_signed",
        name="责任书签订率",
        unit="%",
        decimals=1,
        definition="双方都签了的责任书 ÷ 拟出的责任书；撤回的不算。",
        rows=_signed,
        has_denominator=True,
        **LETTER,
    ),
    Indicator(
        key="supervision.bulletins",
        name="督查通报",
        unit="期",
        definition="期内印发的督查通报。",
        rows=_issued(IssueKind.BULLETIN),
        **ISSUE,
    ),
    Indicator(
        key="supervision.briefs",
        name="工作简报",
        unit="期",
        definition="期内印发的工作简报。",
        rows=_issued(IssueKind.BRIEF),
        **ISSUE,
    ),
):
    register(indicator)
