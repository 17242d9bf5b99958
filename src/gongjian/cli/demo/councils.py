"""The demo's council: nine resident units of a community, a year of meetings with what became of their decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongjian.apps.councils.choices import CouncilKind
from gongjian.apps.councils.models import Council, CouncilMember, Meeting
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import (
    CouncilSpec,
    DelegateSpec,
    HandsSpec,
    ItemSpec,
    MeetingSpec,
    MemberSpec,
    ResolutionSpec,
    SeatSpec,
)
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.services import OrganisationSpec, create_organisation
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.clock import at

HOSPITAL = "遂宁市演示医院"
UNITS = (
    "演示小学",
    "演示银行网点",
    "演示农贸市场",
    "演示物业公司",
    "演示商场",
    "演示幼儿园",
    "演示社工站",
    "演示供电所",
)
"""The other eight of the nine units."""


@dataclass(frozen=True)
class Point:
    """One item of a meeting: who proposed it (number of the member), what was said, the vote, what follows."""

    title: str
    by: int
    summary: str
    hands: tuple[int, int, int] | None = None
    to_do: str = ""
    owner: int = 0
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""


SPRING = (
    Point(
        "学校操场周末向居民开放",
        1,
        "演示小学同意周末上午开放，进出登记。社工站出志愿者看场地。幼儿园提出要把家长接送的门分开。",
        (8, 0, 1),
        "周末上午开放操场，门口公示时间",
        1,
        date(2026, 3, 31),
        date(2026, 3, 26),
        "从3月28日起每周六、日上午开放，门口贴了告示。",
    ),
    Point("清明前后的交通", 3, "通报了集市周边的停车，大家提了意见，不表决。"),
)
SUMMER = (
    Point(
        "老旧路灯更换",
        8,
        "供电所查过，有12盏不亮。物业公司负责登高作业的围挡。",
        (7, 0, 0),
        "更换不亮的路灯",
        8,
        date(2026, 7, 10),
        date(2026, 7, 17),
        "12盏都换好了，灯杆编了号。比定的晚，等灯具到货。",
    ),
    Point(
        "商场门口设非机动车停放区",
        5,
        "商场愿意划线，银行网点认为会挡住门口，没有谈拢。",
        (3, 4, 1),
    ),
)
AUTUMN = (
    Point(
        "冬天给独居老人送热饭",
        0,
        "医院食堂能做，社工站送。先从12位老人做起。",
        (9, 0, 0),
        "每个工作日送一次热饭，到明年三月",
        0,
        date(2026, 11, 20),
        date(2026, 11, 18),
        "11月16日开始送，第一周送到12位老人。",
    ),
    Point(
        "市场收摊后的垃圾",
        3,
        "市场同意收摊后半小时清完，物业公司每天看一次。",
        (8, 0, 1),
        "收摊后半小时内清完垃圾，落实到人",
        3,
        date(2026, 11, 13),
    ),
)


def meet_in_council(demo: Demo) -> None:
    """Live through the year of a council: four meetings, one turn exchanged, a proposal declined, the next one called."""
    demo.say("协商议事会：九个成员单位，一年的会")
    _street, community = demo.shown()
    worker = demo.people["shequ"]
    with at(_moment(1, 12)):
        council, members = _found(demo, worker, community)
    _meeting(worker, council, members, (_moment(3, 5), _moment(3, 12, 14)), SPRING, absent=())
    _meeting(
        worker, council, members, (_moment(6, 15), _moment(6, 25, 14)), SUMMER, absent=(6,), exchange=True
    )
    _decline(worker, council, members[4])
    _meeting(worker, council, members, (_moment(10, 20), _moment(10, 29, 14)), AUTUMN, absent=())
    _call_next(demo, worker, council, members)


def _moment(month: int, day: int, hour: int = 10) -> datetime:
    return aware(2026, month, day).replace(hour=hour, minute=0)


def _found(demo: Demo, worker: Actor, community: str) -> tuple[Council, list[CouncilMember]]:
    spec = CouncilSpec(
        place_code=community,
        name="演示社区协商议事会",
        kind=CouncilKind.CONSULTATION,
        founded_on=date(2026, 1, 12),
        aims="议社区里大家都关心、一家办不了的事：场地、停车、老人、环境。议定的事说清谁办、哪天前办成。",
        venue="社区居委会二楼会议室",
        is_demo=True,
    )
    council = services.found_council(actor=worker, spec=spec)
    units = [Organisation.objects.get(name=HOSPITAL), *(_unit(name, community) for name in UNITS)]
    members = [_join(worker, council, unit) for unit in units]
    contact = demo.people["danwei"].user_id
    for number, member in enumerate(members):
        delegate = DelegateSpec(
            name=f"{'赵钱孙李周吴郑王冯'[number]}某（演示）",
            post="联络员",
            user_id=contact if number == 0 else None,
            starts_on=date(2026, 1, 12),
        )
        services.add_delegate(actor=SYSTEM, council_member_id=member.pk, spec=delegate)
    return council, members


def _unit(name: str, community: str) -> Organisation:
    spec = OrganisationSpec(place_code=community, name=name, kind=OrganisationKind.RESIDENT_UNIT)
    return create_organisation(actor=SYSTEM, spec=spec, is_demo=True)


def _join(worker: Actor, council: Council, unit: Organisation) -> CouncilMember:
    spec = MemberSpec(organisation_id=unit.pk, joined_on=date(2026, 1, 12))
    return services.add_member(actor=worker, council_id=council.pk, spec=spec)


def _meeting(
    worker: Actor,
    council: Council,
    members: Sequence[CouncilMember],
    when: tuple[datetime, datetime],
    points: Sequence[Point],
    *,
    absent: Sequence[int],
    exchange: bool = False,
) -> Meeting:
    """Plan, call, hold and close one meeting, then do what it decided."""
    called_at, starts_at = when
    with at(called_at):
        meeting = services.plan_meeting(
            actor=worker, council_id=council.pk, spec=MeetingSpec(starts_at=starts_at, is_demo=True)
        )
        if exchange:
            services.exchange_chair(
                actor=worker,
                council_meeting_id=meeting.pk,
                with_member_id=members[3].pk,
                reason="期末考试，和农贸市场换一次",
            )
        items = [_propose(worker, council, members, point, meeting) for point in points]
        services.call_meeting(actor=worker, council_meeting_id=meeting.pk)
        for number, member in enumerate(members):
            services.reply_to_notice(
                actor=worker,
                council_meeting_id=meeting.pk,
                is_coming=number not in absent,
                words="值班走不开" if number in absent else "",
                member_id=member.pk,
            )
    with at(starts_at):
        _hold(worker, meeting, members, points, items, absent)
    with at(starts_at.replace(hour=17)):
        services.compose_minutes(actor=worker, council_meeting_id=meeting.pk)
    for one, point in zip(meeting.resolutions.order_by("pk"), [p for p in points if p.to_do], strict=True):
        _do(worker, one.pk, point)
    return meeting


def _propose(
    worker: Actor, council: Council, members: Sequence[CouncilMember], point: Point, meeting: Meeting
) -> int:
    spec = ItemSpec(title=point.title, member_id=members[point.by].pk)
    item = services.propose_item(actor=worker, council_id=council.pk, spec=spec)
    services.accept_item(actor=worker, agenda_item_id=item.pk, council_meeting_id=meeting.pk)
    return item.pk


def _hold(
    worker: Actor,
    meeting: Meeting,
    members: Sequence[CouncilMember],
    points: Sequence[Point],
    items: Sequence[int],
    absent: Sequence[int],
) -> None:
    seats = [SeatSpec(member_id=one.pk) for number, one in enumerate(members) if number not in absent]
    services.record_attendance(
        actor=worker, council_meeting_id=meeting.pk, seats=seats, recorder="社区工作者"
    )
    for item, point in zip(items, points, strict=True):
        hands = None
        if point.hands:
            yes, no, abstain = _fitting(point.hands, len(seats))
            hands = HandsSpec(yes=yes, no=no, abstain=abstain)
        services.record_item(actor=worker, agenda_item_id=item, summary=point.summary, hands=hands)
        if point.to_do:
            spec = ResolutionSpec(
                text=point.to_do, item_id=item, member_id=members[point.owner].pk, due_on=point.due_on
            )
            services.make_resolution(actor=worker, council_meeting_id=meeting.pk, spec=spec)
    services.close_meeting(actor=worker, council_meeting_id=meeting.pk)


def _fitting(hands: tuple[int, int, int], in_room: int) -> tuple[int, int, int]:
    """Let those who are left over abstain."""
    yes, no, abstain = hands
    return yes, no, abstain + in_room - yes - no - abstain


def _do(worker: Actor, resolution_id: int, point: Point) -> None:
    if point.done_on is None:
        return
    with at(aware(point.done_on.year, point.done_on.month, point.done_on.day)):
        services.answer_resolution(actor=worker, resolution_id=resolution_id, result=point.result)
        services.confirm_resolution(actor=worker, resolution_id=resolution_id, is_done=True)


def _decline(worker: Actor, council: Council, proposer: CouncilMember) -> None:
    with at(_moment(9, 8)):
        spec = ItemSpec(title="在路口立商场的指路牌", detail="方便顾客找到停车场。", member_id=proposer.pk)
        item = services.propose_item(actor=worker, council_id=council.pk, spec=spec)
        services.put_off_item(
            actor=worker,
            agenda_item_id=item.pk,
            reason="路口的牌子由城管部门审批，不是议事会能定的，已告诉怎样申请。",
            is_declined=True,
        )


def _call_next(demo: Demo, worker: Actor, council: Council, members: Sequence[CouncilMember]) -> None:
    """The winter meeting is called; a unit's proposal waits for an answer."""
    with at(_moment(11, 23)):
        meeting = services.plan_meeting(
            actor=worker,
            council_id=council.pk,
            spec=MeetingSpec(starts_at=_moment(12, 10, 14), title="冬季安全和明年的打算", is_demo=True),
        )
        spec = ItemSpec(title="明年议什么", detail="各单位各提一件。")
        item = services.propose_item(actor=worker, council_id=council.pk, spec=spec)
        services.accept_item(actor=worker, agenda_item_id=item.pk, council_meeting_id=meeting.pk)
        services.call_meeting(actor=worker, council_meeting_id=meeting.pk)
    with at(_moment(11, 24)):
        unit = demo.people["danwei"]
        spec = ItemSpec(title="医院北门的夜间照明", detail="晚上九点以后看病的人多，北门外一段没有灯。")
        services.propose_item(actor=unit, council_id=council.pk, spec=spec)
    services.send_reminders(date(2026, 11, 24))
