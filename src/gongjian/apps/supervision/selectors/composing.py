"""Texts of digests and bulletins from the records: sentences that quote figures, never numbers typed in.

Each piece looks first whether the registry has anything to read: what has no records is said in words or left out,
so that no sentence quotes 缺数据.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.apps.places.selectors import names_of
from gongjian.apps.supervision.choices import PointState
from gongjian.apps.supervision.models import Matter, Meeting, MeetingPoint
from gongjian.apps.supervision.selectors.matters import in_state
from gongjian.core.access import LEVEL_LENGTHS, prefix_range
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import get_indicator, read_by_level, read_figure
from gongjian.engines.officialdoc import chinese_numeral

BEST = 3
MOST_NAMED = 20
OFFICIAL_TABLE = "[[表:下达的任务份数,完成的任务份数,任务完成率,逾期未完成的任务;合计=是;标题=各地任务进展]]"


@dataclass(frozen=True)
class Source:
    """Where and when the records are read, and for which programme."""

    place_code: str
    period: Period
    params: Mapping[str, Any]

    def has(self, key: str, **more: Any) -> bool:
        """Say whether a figure has anything to read."""
        return self._read(key, more).value is not None

    def _read(self, key: str, more: Mapping[str, Any]) -> Figure:
        return read_figure(
            key,
            place_code=self.place_code,
            period=self.period,
            params=_known(key, {**self.params, **more}),
            with_missing=False,
        )

    def by_place(self, key: str) -> list[tuple[str, Figure]]:
        """Read a figure of every place of the next level that has any, by code."""
        length = next((one for one in LEVEL_LENGTHS if one > len(self.place_code)), 15)
        found = read_by_level(
            key,
            place_code=self.place_code,
            code_length=length,
            period=self.period,
            params=_known(key, self.params),
        )
        return [(code, one) for code, one in found.items() if len(code) == length and one.value is not None]


def _known(key: str, params: Mapping[str, Any]) -> dict[str, Any]:
    names = get_indicator(key).all_param_names
    return {name: value for name, value in params.items() if name in names}


def told(source: Source, parts: Iterable[tuple[str, str]], otherwise: str = "", **more: Any) -> str:
    """Write one sentence of (words, indicator key) pairs that have something to read; else the other sentence."""
    options = "".join(f";{name}={value}" for name, value in more.items())
    said = [
        f"{words}{{{{{get_indicator(key).name}{options}}}}}"
        for words, key in parts
        if source.has(key, **more)
    ]
    return f"{'，'.join(said)}。" if said else otherwise


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
    lines = [_ranked(source, "inspections.mean_score", "社区平均得分靠前的是：")]
    lines.append(_ranked(source, "programmes.task_completion", "任务完成率靠前的是："))
    in_time = [code for code, one in source.by_place("supervision.matters_in_time") if one.value == 100]
    if in_time:
        names = names_of(in_time)
        lines.append(f"督办件都按时办结的是：{'、'.join(names.get(code, code) for code in in_time)}。")
    return [line for line in lines if line]


def slowest(source: Source) -> list[str]:
    """Name the places that owe most reports and have most late tasks, and the overdue matters one by one."""
    lines = [
        _ranked(source, "programmes.reports_missing", "未报进度较多的是："),
        _ranked(source, "programmes.late", "逾期任务较多的是："),
        *overdue_lines(source),
    ]
    return [line for line in lines if line]


def _ranked(source: Source, key: str, words: str) -> str:
    """Name the first few places by a figure, each with the figure quoted; nobody with zero, nobody when all are equal.

    Ties with the last one named are named too, unless they are too many to name.
    """
    rows = source.by_place(key)
    ranked = sorted((row for row in rows if row[1].value), key=lambda row: (-(row[1].value or 0), row[0]))
    if not ranked or (
        len(ranked) > 1 and len(ranked) == len(rows) and len({one.value for _, one in ranked}) == 1
    ):
        return ""
    least = ranked[min(BEST, len(ranked)) - 1][1].value or 0
    named = [row for row in ranked if (row[1].value or 0) >= least]
    named = ranked[:BEST] if len(named) > MOST_NAMED else named
    names = names_of([code for code, _one in named])
    name = get_indicator(key).name
    return (
        words + "、".join(f"{names.get(code, code)}{{{{{name};地方={code}}}}}" for code, _one in named) + "。"
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
