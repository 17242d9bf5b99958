"""Texts of a notice and of minutes: what people wrote, between sentences that quote figures."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from gongjian.apps.councils.choices import ItemOutcome, ItemStatus, ResolutionStatus, SeatRole
from gongjian.apps.councils.models import AgendaItem, Attendance, Meeting, Resolution
from gongjian.apps.documents.selectors.composing import Source, quoted, told
from gongjian.core.figures import Period
from gongjian.engines.officialdoc import chinese_numeral

STOPS = (*"。！？；：…", "！”", "？”")
_NUMBER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+(?:、|[.．](?!\d)))+\s*"
)
"""The number of a line that would make it a heading; a line that begins with a figure keeps it."""
SAID = {
    ResolutionStatus.DONE: "已办成",
    ResolutionStatus.ANSWERED: "已报办成，待确认",
    ResolutionStatus.OPEN: "还在办",
    ResolutionStatus.VOID: "不再办",
}


def notice_body(meeting: Meeting) -> str:
    """Write the notice: when, where, what became of the last, what is to be talked about, what is asked of members."""
    where = f"定于{meeting.day}在{plain(meeting.venue)}召开{plain(str(meeting))}"
    chair = f"，由{plain(str(meeting.chair))}主持" if meeting.chair else ""
    parts = [("上次议定事项办理情况", settled(meeting.previous))] if meeting.previous else []
    items = meeting.items.filter(status=ItemStatus.ACCEPTED).select_related("member__organisation")
    parts.append(("会议议程", _agenda(list(items))))
    asked = "请回复是否到会。不能到会的，书面委托本单位其他人到会，或者说明原因。议题材料可在会议页面上看。"
    parts.append(("有关要求", [asked]))
    return _joined([f"{where}{chair}。现将有关事项通知如下。"], parts)


def minutes_body(meeting: Meeting) -> str:
    """Write the minutes: who came and whether they could decide, the last, each item with its vote, what was decided."""
    items = meeting.items.filter(status=ItemStatus.DISCUSSED).select_related("member__organisation")
    decided = list(meeting.resolutions.select_related("member__organisation").order_by("item__order", "pk"))
    parts = [("上次议定事项办理情况", settled(meeting.previous))] if meeting.previous else []
    parts.append(
        ("议题和意见", [line for number, item in enumerate(items, 1) for line in _item(number, item)])
    )
    parts.append(("议定事项", [_decided(one) for one in decided] or ["这次会议没有议定要办的事。"]))
    if meeting.remarks:
        parts.append(("其他", _lines(meeting.remarks)))
    text = _joined([_opening(meeting)], [part for part in parts if part[1]])
    return "\n".join([text, *_attendance(meeting)])


def _opening(meeting: Meeting) -> str:
    chair = f"，{plain(str(meeting.chair))}主持" if meeting.chair else ""
    recorder = f"，{plain(meeting.recorder)}记录" if meeting.recorder else ""
    counted = f"应到成员{quoted('councils.expected')}，到会{quoted('councils.present')}，到会率{quoted('councils.attendance')}"
    quorum = "达到规定人数" if meeting.has_quorum else "没有达到规定人数，只讨论、不表决"
    return f"{meeting.day}，{plain(str(meeting))}在{plain(meeting.venue)}召开{chair}{recorder}。{counted}，{quorum}。"


def settled(previous: Meeting) -> list[str]:
    """Tell what became of what the meeting before decided: how many, then one by one."""
    day = timezone.localtime(previous.starts_at).date()
    source = Source(previous.council.place_code, Period(day, day), {})
    said = told(
        source,
        [
            ("上次会议议定", "councils.resolutions_made"),
            ("已办成", "councils.resolutions_done"),
            ("超过时限", "councils.resolutions_late"),
        ],
        "上次会议没有议定要办的事。",
        council_meeting=previous.pk,
    )
    rows = previous.resolutions.select_related("member__organisation")
    return [said, *(_became(one) for one in rows)]


def _became(one: Resolution) -> str:
    result = f"。{plain(one.result)}" if one.status == ResolutionStatus.DONE and one.result else ""
    said = SAID[ResolutionStatus(one.status)]
    return f"{plain(one.owner)}：{plain(one.text)}，{said}{result}。"


def _agenda(items: Sequence[AgendaItem]) -> list[str]:
    lines = []
    for number, item in enumerate(items, 1):
        by = f"（{plain(str(item.member))}提）" if item.member else ""
        lines += [f"（{chinese_numeral(number)}）{plain(item.title)}{by}", *_lines(item.detail)]
    return lines


def _item(number: int, item: AgendaItem) -> list[str]:
    by = f"（{plain(str(item.member))}提）" if item.member else ""
    lines = [f"（{chinese_numeral(number)}）{plain(item.title)}{by}", *_lines(item.summary)]
    if item.has_vote:
        one = {"council_item": item.pk}
        said = "通过" if item.outcome == ItemOutcome.PASSED else "没有通过"
        how, spoilt = "表决：", ""
        if item.was_secret:
            how = f"无记名投票表决：发出选票{quoted('councils.votes_issued', one)}，"
            spoilt = f"，废票{quoted('councils.votes_spoilt', one)}"
        lines.append(
            f"{how}赞成{quoted('councils.votes_yes', one)}，反对{quoted('councils.votes_no', one)}，"
            f"弃权{quoted('councils.votes_abstain', one)}{spoilt}，{said}。"
        )
    return lines


def _decided(one: Resolution) -> str:
    return f"{plain(one.text)}，由{plain(one.owner)}办，{_day(one.due_on)}前办成。"


def _attendance(meeting: Meeting) -> list[str]:
    """Name who came, for whom, and who did not."""
    seats = list(Attendance.objects.filter(meeting=meeting).select_related("member__organisation"))
    came = [seat for seat in seats if seat.is_present]
    told_of = [
        ("出席", [_seat(seat) for seat in came if seat.role != SeatRole.SUBSTITUTE]),
        ("委托出席", [_seat(seat) for seat in came if seat.role == SeatRole.SUBSTITUTE]),
        ("缺席", [plain(str(seat.member)) for seat in seats if not seat.is_present]),
    ]
    return [f"{word}：{'、'.join(names)}。" for word, names in told_of if names]


def _seat(seat: Attendance) -> str:
    return (
        plain(str(seat.member)) if seat.role == SeatRole.SELF else f"{plain(str(seat.member))}（{seat.who}）"
    )


def _joined(opening: list[str], parts: Sequence[tuple[str, list[str]]]) -> str:
    lines = list(opening)
    for number, (heading, body) in enumerate(parts, 1):
        lines += [f"{chinese_numeral(number)}、{heading}", *body]
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    """Make paragraphs of what a person wrote, each with its stop; none is taken for a heading or a figure."""
    lines = (_NUMBER.sub("", plain(line)) for line in text.splitlines())
    return [line if line.endswith(STOPS) else f"{line}。" for line in lines if line]


def plain(text: str) -> str:
    """Take out what the text of documents gives a meaning to, and the stop at the end."""
    return " ".join(text.split()).replace("{{", "").replace("}}", "").replace("[[", "").rstrip("。")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
