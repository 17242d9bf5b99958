"""Texts of digests and bulletins from the records: sentences that quote figures, never numbers typed in."""

from collections.abc import Sequence
from datetime import date

from gongjian.apps.documents.selectors.composing import MOST_NAMED, Source, ranked, told
from gongjian.apps.places.selectors import names_of
from gongjian.apps.supervision.choices import PointState
from gongjian.apps.supervision.models import Matter, Meeting, MeetingPoint
from gongjian.apps.supervision.selectors.matters import in_state
from gongjian.core.access import prefix_range
from gongjian.core.figures import Period
from gongjian.engines.officialdoc import chinese_numeral

OFFICIAL_TABLE = "[[表:下达的任务份数,完成的任务份数,任务完成率,逾期未完成的任务;合计=是;标题=各地任务进展]]"


def digest_body(meeting: Meeting) -> str:
    """Write the digest of a meeting: the days it sums up, then the points of the last one and of the next week."""
    params = {"programme": meeting.programme_id} if meeting.programme_id else {}
    source = Source(meeting.place_code, Period(meeting.first_on, meeting.held_on), params)
    lines = ["一、督查情况", *visits(source), "二、任务进展", *progress(source)]
    lines += ["三、督办件", *matters(source)]
    if meeting.previous is not None and (points := list(meeting.previous.points.all())):
        lines += ["四、上次议定事项落实情况", *settled(source, meeting.previous, points)]
    number = "五" if meeting.previous is not None and meeting.previous.points.all() else "四"
    return "\n".join([*lines, f"{number}、下周重点", *planned(list(meeting.points.all()))])


def visits(source: Source) -> list[str]:
    """Tell the visits and what was seen."""
    first = told(
        source,
        [("到场督查", "supervision.visits"), ("领导现场督查", "supervision.head_visits")],
        "这几天没有到场督查的记录。",
    )
    second = told(
        source,
        [("写督查记录", "supervision.notes"), ("发现问题", "supervision.problems")],
        "没有新的督查记录。",
    )
    return [f"{first}{second}"]


def progress(source: Source) -> list[str]:
    """Tell how far the handed-down work is, in all and by place."""
    said = told(
        source,
        [
            ("已下达任务", "programmes.assigned"),
            ("完成", "programmes.completed"),
            ("任务完成率", "programmes.task_completion"),
        ],
    )
    late = told(source, [("逾期未完成", "programmes.late")])
    if not said:
        return ["任务还没有下达。"]
    return [f"{said}{late}", OFFICIAL_TABLE]


def matters(source: Source) -> list[str]:
    """Tell how the matters stand, and name the overdue ones."""
    said = told(
        source,
        [
            ("新立督办件", "supervision.matters_opened"),
            ("办结", "supervision.matters_closed"),
            ("按时办结率", "supervision.matters_in_time"),
        ],
        "没有新立和办结的督办件。",
    )
    state = told(
        source, [("到期末在办", "supervision.matters_open"), ("逾期", "supervision.matters_overdue")]
    )
    return [f"{said}{state}", *overdue_lines(source)]


def overdue_lines(source: Source) -> list[str]:
    """Name the matters that are overdue at the end of the period: number, what, who, since when."""
    rows = Matter.objects.filter(prefix_range("place_code", source.place_code))
    if programme := source.params.get("programme"):
        rows = rows.filter(programme_id=programme)
    late = list(
        in_state(rows, "late", source.period.last_on)
        .select_related("organisation")
        .order_by("due_on", "pk")[:MOST_NAMED]
    )
    names = names_of({row.place_code for row in late})
    return [
        f"{row.number_text}“{row.title}”已逾期，由{row.organisation or names.get(row.place_code, row.place_code)}承办，"
        f"时限{_day(row.due_on)}。"
        for row in late
    ]


def settled(source: Source, before: Meeting, points: Sequence[MeetingPoint]) -> list[str]:
    """Tell what became of the points of the meeting before."""
    said = told(
        source,
        [("议定", "supervision.points_set"), ("办完", "supervision.points_done")],
        meeting=before.pk,
    )
    words = {PointState.DONE: "已完成", PointState.NOT_DONE: "没有完成", PointState.OPEN: "还在办"}
    names = names_of({point.place_code for point in points})
    lines = []
    for point in points:
        outcome = f"，{point.outcome.rstrip('。')}" if point.outcome else ""
        who = point.organisation or names.get(point.place_code, "")
        lines.append(f"{who}：{point.text.rstrip('。')}，{words[PointState(point.state)]}{outcome}。")
    return [said, *lines]


def planned(points: Sequence[MeetingPoint]) -> list[str]:
    """Write the points of the next week, each with who and by when."""
    names = names_of({point.place_code for point in points})
    lines = [
        f"（{chinese_numeral(number)}）{point.text.rstrip('。')}。"
        f"由{point.organisation or names.get(point.place_code, '')}负责，{_day(point.due_on)}前完成。"
        for number, point in enumerate(points, start=1)
    ]
    return lines or ["例会上议定。"]


def bulletin_body(source: Source) -> str:
    """Write a bulletin: how things stand, who does best, who is late, what is asked."""
    lines = ["一、总体情况", *visits(source), *progress(source), *matters_in_short(source)]
    lines += ["二、做得好的", *(best(source) or ["本期没有可以比较的评分和办结记录。"])]
    lines += ["三、进度慢的", *(slowest(source) or ["没有逾期的任务和督办件，进度都已按时报送。"])]
    lines += [
        "四、工作要求",
        "（一）清办逾期。逾期的事项逐件说明原因，定出办结时间，由承办单位负责人负责。",
        "（二）补报进度。未报的进度尽快补报，数字以系统记录为准，不另行统计。",
        "（三）推广做法。做得好的地方把办法写进制度，供各地参照。",
    ]
    return "\n".join(lines)


def matters_in_short(source: Source) -> list[str]:
    """Tell how the matters stand, without naming them."""
    said = told(
        source,
        [
            ("新立督办件", "supervision.matters_opened"),
            ("办结", "supervision.matters_closed"),
            ("逾期", "supervision.matters_overdue"),
        ],
    )
    return [said] if said else []


def best(source: Source) -> list[str]:
    """Name the places with the best scores, and those that closed all their matters in time."""
    lines = [ranked(source, "inspections.mean_score", "社区平均得分靠前的是：")]
    lines.append(ranked(source, "programmes.task_completion", "任务完成率靠前的是："))
    in_time = [code for code, one in source.by_place("supervision.matters_in_time") if one.value == 100]
    if in_time:
        names = names_of(in_time)
        lines.append(f"督办件都按时办结的是：{'、'.join(names.get(code, code) for code in in_time)}。")
    return [line for line in lines if line]


def slowest(source: Source) -> list[str]:
    """Name the places that owe most reports and have most late tasks, and the overdue matters one by one."""
    lines = [
        ranked(source, "programmes.reports_missing", "未报进度较多的是："),
        ranked(source, "programmes.late", "逾期任务较多的是："),
        *overdue_lines(source),
    ]
    return [line for line in lines if line]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
