"""What the pages of a council and of a meeting show, read in a number of queries that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.councils.choices import ItemStatus, MeetingStatus, ResolutionStatus
from gongjian.apps.councils.models import (
    AgendaItem,
    Attendance,
    ChairTurn,
    Council,
    CouncilMember,
    Meeting,
    MeetingChange,
    Resolution,
)
from gongjian.apps.councils.selectors.meetings.find import HELD_MEETINGS, OPEN_MEETINGS
from gongjian.apps.councils.selectors.meetings.rules import MeetingRule, months_of, read_rule, rule_of
from gongjian.apps.councils.selectors.meetings.seats import manages, members_on, seat_in
from gongjian.apps.councils.selectors.meetings.turns import ring_of, turns_of
from gongjian.core import ballots
from gongjian.core.access import Actor
from gongjian.core.models import StoredFile
from gongjian.engines.roster import Turn, next_turn

MOST_MEETINGS = 12
WAITING_ITEMS = (ItemStatus.PROPOSED, ItemStatus.DEFERRED)
STEPS_DONE = {
    MeetingStatus.PLANNED: 0,
    MeetingStatus.CALLED: 2,
    MeetingStatus.HELD: 3,
    MeetingStatus.CLOSED: 4,
}
"""How many of the four steps are done: the agenda and the notice, the attendance, the record."""


@dataclass(frozen=True)
class ResolutionRow:
    """Something decided with its mark: the word and the shape of its state."""

    resolution: Resolution
    word: str
    kind: str
    is_late: bool


@dataclass(frozen=True)
class CouncilPage:
    """A council: its members, who chairs next, its meetings, what was proposed and what is still to be done."""

    council: Council
    members: Sequence[CouncilMember]
    next_chair: CouncilMember | None
    coming: Sequence[Meeting]
    past: Sequence[Meeting]
    proposals: Sequence[AgendaItem]
    resolutions: Sequence[ResolutionRow]
    rule: MeetingRule
    meet_by: date | None
    seat: CouncilMember | None
    may_manage: bool
    may_answer: bool

    @property
    def unconfirmed(self) -> Meeting | None:
        """The last meeting, while its record is not confirmed."""
        return next((one for one in self.past if one.status == MeetingStatus.HELD), None)

    @property
    def may_record(self) -> bool:
        """Whether the person records that meeting: its chair, and whoever runs the council."""
        meeting = self.unconfirmed
        is_chair = self.seat is not None and meeting is not None and meeting.chair_id == self.seat.pk
        return self.may_manage or is_chair

    @property
    def is_overdue(self) -> bool:
        """Whether the rule says it should have met by now."""
        return self.meet_by is not None and self.meet_by < timezone.localdate() and not self.coming


@dataclass(frozen=True)
class RunningVote:
    """A secret vote that takes votes: how many ballots went out, and whether paper ones are still to be read."""

    item: AgendaItem
    issued: int
    papers: int
    is_read: bool
    is_second: bool


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with all that belongs to it, and what the person may do there."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    voting: Sequence[RunningVote]
    proposals: Sequence[AgendaItem]
    before: Sequence[ResolutionRow]
    resolutions: Sequence[ResolutionRow]
    seats: Sequence[Attendance]
    turns: Sequence[ChairTurn]
    changes: Sequence[MeetingChange]
    steps: Sequence[dict[str, str]]
    missing: Sequence[str]
    seat: Attendance | None
    may_manage: bool
    may_chair: bool

    @property
    def undone(self) -> int:
        """How many of the last meeting's decisions are not done."""
        return sum(row.resolution.status in ("open", "answered") for row in self.before)

    @property
    def unrecorded(self) -> int:
        """How many items of the agenda are not recorded yet."""
        return sum(item.status == ItemStatus.ACCEPTED for item in self.items)

    @property
    def coming_count(self) -> int:
        """How many members said they come, or send somebody."""
        return sum(seat.reply in ("coming", "substitute") for seat in self.seats)

    @property
    def is_agenda_open(self) -> bool:
        """Whether items may still be put on the agenda."""
        return self.meeting.status in OPEN_MEETINGS


def row_of(resolution: Resolution, today: date) -> ResolutionRow:
    """Say how something decided stands."""
    is_late = resolution.is_late(today)
    if resolution.status == ResolutionStatus.OPEN:
        word, kind = (_("逾期"), "逾期") if is_late else (_("办理中"), "进行中")
    elif resolution.status == ResolutionStatus.ANSWERED:
        word, kind = _("待确认"), "待确认"
    elif resolution.status == ResolutionStatus.DONE:
        word, kind = (_("办成，超过时限"), "已完成") if is_late else (_("已办成"), "已完成")
    else:
        word, kind = _("不再办"), "作废"
    return ResolutionRow(resolution, word, kind, is_late)


def rows_of(resolutions: Sequence[Resolution]) -> list[ResolutionRow]:
    """Say how each of some decisions stands."""
    today = timezone.localdate()
    return [row_of(one, today) for one in resolutions]


def council_page(actor: Actor, council: Council) -> CouncilPage:
    """Read a council's page. Twelve queries or so, however many meetings there were."""
    today = timezone.localdate()
    members = members_on(council.pk, today)
    by_key = {member.pk: member for member in members}
    taken = [Turn(turn.of_id, turn.by_id) for turn in turns_of(council.pk)]
    turn = next_turn(ring_of(council.pk), taken)
    meetings = Meeting.objects.filter(council=council).select_related("council", "chair__organisation")
    past = list(meetings.exclude(status__in=OPEN_MEETINGS)[:MOST_MEETINGS])
    last = next((one for one in past if one.status in HELD_MEETINGS), None)
    last_on = timezone.localtime(last.starts_at).date() if last else None
    seat, may_manage = seat_in(actor, council.pk), manages(actor, council)
    open_ones = Resolution.objects.filter(
        council=council, status__in=(ResolutionStatus.OPEN, ResolutionStatus.ANSWERED)
    )
    coming = list(meetings.filter(status__in=OPEN_MEETINGS).order_by("starts_at"))
    is_chair = seat is not None and bool(coming) and coming[0].chair_id == seat.pk
    return CouncilPage(
        council=council,
        members=members,
        next_chair=by_key.get(turn.by or 0) if turn else None,
        coming=coming,
        past=past,
        proposals=_waiting(council.pk),
        resolutions=rows_of(list(open_ones.select_related("member__organisation", "meeting__council"))),
        rule=read_rule(rule_of(council.kind, council.place_code, today)),
        meet_by=months_of(council, last_on, today),
        seat=seat,
        may_manage=may_manage,
        may_answer=may_manage or is_chair,
    )


def _papers() -> Prefetch[str]:
    return Prefetch("papers", StoredFile.objects.all())


def _waiting(council_id: int) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(council_id=council_id, status__in=WAITING_ITEMS, meeting__isnull=True)
    return list(rows.select_related("member__organisation", "matter").prefetch_related(_papers()))


def meeting_page(actor: Actor, meeting: Meeting) -> MeetingPage:
    """Read a meeting's page. Fifteen queries or so, however long its agenda, and two for a vote that runs."""
    may_manage = manages(actor, meeting.council)
    own = seat_in(actor, meeting.council_id)
    may_chair = may_manage or (own is not None and own.pk == meeting.chair_id)
    seats = list(Attendance.objects.filter(meeting=meeting).select_related("member__organisation"))
    items = list(meeting.items.select_related("member__organisation", "matter").prefetch_related(_papers()))
    decided = meeting.resolutions.select_related("member__organisation", "item")
    mine = [seat for seat in seats if own is not None and seat.member_id == own.pk]
    return MeetingPage(
        meeting=meeting,
        items=items,
        voting=[_running(item) for item in items if item.is_voting],
        proposals=_waiting(meeting.council_id) if meeting.is_open and may_chair else [],
        before=_before(meeting),
        resolutions=rows_of(list(decided)),
        seats=seats,
        turns=list(meeting.turns.select_related("of__organisation", "by__organisation")),
        changes=list(meeting.changes.all()),
        steps=_steps(meeting),
        missing=_missing(meeting),
        seat=mine[0] if mine else None,
        may_manage=may_manage,
        may_chair=may_chair,
    )


def _running(item: AgendaItem) -> RunningVote:
    box = ballots.box_of(item.vote_key)
    is_second = ballots.first_reader(item.vote_key) is not None
    return RunningVote(
        item, box.issued, box.papers_issued, box.has_papers or not box.papers_issued, is_second
    )


def _before(meeting: Meeting) -> list[ResolutionRow]:
    if meeting.previous_id is None:
        return []
    rows = Resolution.objects.filter(meeting_id=meeting.previous_id).select_related("member__organisation")
    return rows_of(list(rows))


def _missing(meeting: Meeting) -> Sequence[str]:
    if meeting.status not in HELD_MEETINGS:
        return ()
    return read_rule(meeting.rule).missing(meeting.expected, meeting.present)


def _steps(meeting: Meeting) -> list[dict[str, str]]:
    if meeting.status == MeetingStatus.CANCELLED:
        return []
    words = (_("定议程"), _("发通知"), _("开会记录"), _("确认记录"))
    done = STEPS_DONE[MeetingStatus(meeting.status)]
    return [
        {"label": word, "state": "done" if place < done else "now" if place == done else "todo"}
        for place, word in enumerate(words)
    ]
