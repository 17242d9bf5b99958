"""The demo's aid: a first hearing that refused out of grudges, an appeal, a second one with other people; two under way."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gongjian.apps.hearings import services
from gongjian.apps.hearings.choices import AidKind, SeatStatus
from gongjian.apps.hearings.models import AidApplication, Hearing, Posting, Seat
from gongjian.apps.hearings.services import ApplicationSpec, PersonSpec
from gongjian.apps.parties.choices import RelationKind, RelationSource, ResidentGroup
from gongjian.apps.parties.services import ResidentSpec, note_relation, register_resident
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import SEED, Demo
from gongjian.core import ballots
from gongjian.core.access import Actor
from gongjian.core.clock import at
from gongjian.engines.masking import id_check_digit
from gongjian.engines.tally import Ballot

SURNAMES = "罗邓冉蒲龚谢舒向田覃庞胥"
GIVEN = ("明远", "玉芳", "春生", "代秀", "国平", "素兰", "永康", "晓琴", "正良", "淑英", "开林", "月华")
REPRESENTATIVES, OTHERS = 28, 18
GRUDGES = ("平时不和大家来往", "前年修路他家没有出工", "说话得罪过我家", "他弟弟过得不错，轮不到他")
OLD_CAR = "他家门口停过一辆小车"
PLACE, PHONE = "社区公示栏", "0825-0000000"
RECORD = (
    "1. 宣讲政策：读了救助办法和票上的问题。\n2. 介绍情况：社区介绍入户、邻里访问和信息核对的结果。\n"
    "3. 询问：评议员问了收入和看病花费，申请人逐条回答。\n4. 投票：发票、写票、投票。\n"
    "5. 公布结果：当场计票。\n6. 签字：见签字栏。"
)
Marks = Sequence[tuple[str, str]]


class Register:
    """The residents of the shown community who may be drawn, and identity numbers nobody has."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.community = demo.shown()[1]
        self.worker, self.county = demo.people["shequ"], demo.people["quxian"]
        self.chance = random.Random(SEED + 9)
        self._births = iter(range(10_000))

    def id_number(self) -> str:
        """Make the next identity number; its digits are right and its county is the shown one's."""
        born = date(1958, 3, 2) + timedelta(days=311 * next(self._births))
        body = f"{self.community[:6]}{born:%Y%m%d}901"
        return body + id_check_digit(body)

    def fill(self) -> None:
        """Register who may be drawn: residents' representatives first."""
        names = [surname + given for given in GIVEN for surname in SURNAMES]
        self.chance.shuffle(names)
        for number in range(REPRESENTATIVES + OTHERS):
            is_first = number < REPRESENTATIVES
            group = ResidentGroup.REPRESENTATIVE if is_first else ResidentGroup.COMMITTEE
            spec = ResidentSpec(
                place_code=self.community,
                name=names[number],
                group=group,
                phone=f"1380000{number:04d}",
                is_panelist=True,
            )
            one = register_resident(actor=self.worker, spec=spec)
            if number == 0:
                self.kin = one
            if number == 1:
                self.neighbour = one

    def apply(self, name: str, kind: AidKind, facts: str, members: Sequence[PersonSpec]) -> AidApplication:
        """Take in one household's application."""
        spec = ApplicationSpec(
            place_code=self.community,
            kind=kind,
            head=PersonSpec(name, self.id_number()),
            facts=facts,
            phone="13800009999",
            address="演示路12号3单元502室",
            members=members,
            is_demo=True,
        )
        return services.apply_for_aid(actor=self.worker, spec=spec)


def hear_aid(demo: Demo) -> None:
    """Live through one appeal to its end; leave one hearing announced and one application to look into."""
    demo.say("救助：申请、抽评议小组、两次评议、公示、决定")
    register = Register(demo)
    with at(_day(8, 31)):
        register.fill()
    _appealed(register)
    _announced(register)
    with at(_day(11, 23)):
        facts = "独居，无固定收入，靠临时工生活。"
        register.apply("苟长青", AidKind.NEAR_LOW_INCOME, facts, ())


def _day(month: int, day: int, hour: int = 10) -> datetime:
    return aware(2026, month, day, hour)


def _appealed(register: Register) -> None:
    """Refused by grudges, appealed, passed by others, objected to in vain, granted."""
    worker = register.worker
    with at(_day(9, 7)):
        child = PersonSpec("寇小满", register.id_number(), "child")
        facts = "夫妻失业，户主每月透析，孩子上学，家里没有存款和车。"
        row = register.apply("寇长庚", AidKind.LOW_INCOME, facts, [child])
        _relate(worker, row, register.kin.name, RelationKind.SIBLING)
        _relate(worker, row, register.neighbour.name, RelationKind.DISPUTE)
    _check(worker, row, _day(9, 11), "入户看过，邻里访问四户，信息核对没有车和房产，情况属实。")
    with at(_day(9, 14)):
        first = _draw(worker, row, "福彩3D第2026246期", "508")
    grudges = [("no", words) for words in GRUDGES] + [("no", GRUDGES[0])] * 6
    _meet(worker, first, _day(9, 18), [("yes", "")] * 5 + grudges)
    with at(_day(9, 22)):
        cause = "申请人申诉：不同意的理由都与收入财产无关，几位评议员和他有旧怨。"
        second = _draw(worker, row, "福彩3D第2026254期", "217", cause)
    _meet(worker, second, _day(9, 28), [("yes", "")] * 14 + [("no", OLD_CAR)])
    with at(_day(9, 29)):
        posting = services.post_result(actor=worker, application_id=row.pk, place_words=PLACE, phone=PHONE)
    with at(_day(10, 3)):
        objection = services.take_objection(actor=worker, posting_id=posting.pk, words=OLD_CAR)
    with at(_day(10, 9)):
        answer = "查了车辆登记，车是亲戚的，借停两天；申请家庭名下没有车。"
        services.answer_objection(actor=worker, objection_id=objection.pk, is_upheld=False, answer=answer)
    assert Posting.objects.filter(application=row).count() == 2
    with at(_day(10, 14)):
        services.grant(
            actor=register.county,
            application_id=row.pk,
            monthly_cents=1_368_00,
            people=2,
            starts_on=date(2026, 11, 1),
        )


def _announced(register: Register) -> None:
    """A hearing that is to be held in two days."""
    with at(_day(11, 12)):
        facts = "两位老人，一人瘫痪在床，药费每月约一千二百元。"
        spouse = PersonSpec("税桂花", register.id_number(), "spouse")
        row = register.apply("税大全", AidKind.HEAVY_EXPENSE, facts, [spouse])
    _check(register.worker, row, _day(11, 17), "入户看过，药费单据核对无误。")
    with at(_day(11, 19)):
        hearing = _draw(register.worker, row, "福彩3D第2026312期", "934")
    with at(_day(11, 24)):
        services.send_notice(
            actor=register.worker,
            hearing_id=hearing.pk,
            venue="社区二楼会议室",
            starts_at=_day(11, 28, 9),
        )


def _relate(worker: Actor, row: AidApplication, other: str, kind: RelationKind) -> None:
    note_relation(
        actor=worker,
        resident_id=row.head_id,
        other_name=other,
        kind=kind,
        source=RelationSource.DECLARED,
    )


def _check(worker: Actor, row: AidApplication, moment: datetime, findings: str) -> None:
    with at(moment):
        services.record_findings(actor=worker, application_id=row.pk, findings=findings)


def _draw(worker: Actor, row: AidApplication, source: str, number: str, cause: str = "") -> Hearing:
    hearing = services.call_hearing(
        actor=worker,
        application_id=row.pk,
        source=source,
        size=15,
        representatives=10,
        cause_words=cause,
    )
    services.publish_list(actor=worker, hearing_id=hearing.pk)
    return services.draw_panel(
        actor=worker, hearing_id=hearing.pk, number=number, witnesses="演示·纪检、演示·物业"
    )


def _meet(worker: Actor, hearing: Hearing, moment: datetime, marks: Marks) -> None:
    """Announce four days ahead, sign all in, vote with slips of paper, count, write the record."""
    with at(moment - timedelta(days=4)):
        services.send_notice(actor=worker, hearing_id=hearing.pk, venue="社区二楼会议室", starts_at=moment)
    seats = Seat.objects.filter(hearing=hearing, status=SeatStatus.SEATED)
    with at(moment):
        services.record_attendance(
            actor=worker,
            hearing_id=hearing.pk,
            present=set(seats.values_list("pk", flat=True)),
            chair="演示·主任",
            recorder="演示·社工",
        )
        opened, tokens = services.open_vote(actor=worker, hearing_id=hearing.pk)
        for token, (choice, reason) in zip(tokens, marks, strict=True):
            ballots.cast(opened.vote_key, token, Ballot((choice,), reason))
        services.close_vote(actor=worker, hearing_id=hearing.pk)
        services.write_record(actor=worker, hearing_id=hearing.pk, record=RECORD)
