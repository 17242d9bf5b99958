"""The demo's supervision: a plan under way, letters being signed, notes, three matters, meetings with a digest, a bulletin."""

import random
from datetime import date, time

from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.services import Upload
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import (
    ActivityKind,
    IssueKind,
    MatterOrigin,
    OccurrenceStatus,
    PointState,
    Repeat,
    Shift,
)
from gongjian.apps.supervision.models import Letter, Matter, Meeting, PlannedActivity
from gongjian.apps.supervision.selectors.who import Handler
from gongjian.apps.supervision.services import ActivitySpec, LetterTerms, MatterSpec, PointSpec
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.scene import SEED, Demo
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.figures import Period

NOTES = (
    (17, 0, True, "三单元二楼平台堆着旧家具，占了一半通道。", "3 号楼三单元"),
    (17, 1, False, "楼道见底，灭火器都贴了检查卡，巡查记录齐全。", ""),
    (18, 0, True, "一楼门厅有电动自行车飞线充电，插板没有固定。", "临街一排"),
    (19, 2, False, "楼栋长带着居民清理杂物，当天清完。", "老旧小区北院"),
    (20, 1, True, "应急灯不亮，检查卡停在九月。", "7 号楼"),
    (23, 0, True, "疏散标志被广告遮住。", "菜市场出口"),
    (24, 2, False, "灭火器按楼层补齐，旧的统一回收。", ""),
)
"""Day of November, which of the streets, whether it is a problem, what was seen, where."""


def supervise(demo: Demo, programme: Programme) -> None:
    """Live through the month: the plan first, then what came of it, week by week."""
    demo.say("督查计划、责任书、督查记录、督办件、例会")
    with at(aware(2026, 11, 2)):
        _plan(demo, programme)
    with at(aware(2026, 11, 6)):
        _letters(demo, programme)
    matters = _open_early(demo, programme)
    first = _first_meeting(demo, programme)
    _write_notes(demo)
    _second_meeting(demo, programme, first)
    _handle(demo, matters)
    _remind()
    with at(aware(2026, 11, 24, 16)):
        _publish(demo, programme)


def _plan(demo: Demo, programme: Programme) -> None:
    office = demo.people["shi"]
    plan = services.add_plan(
        actor=office,
        place_code=CITY,
        title="冬春楼道整治督查计划",
        starts_on=date(2026, 11, 2),
        ends_on=date(2027, 3, 31),
        programme_id=programme.pk,
        is_demo=True,
    )
    specs = (
        ActivitySpec(
            kind=ActivityKind.ON_SITE,
            title="督查组每日到场",
            repeat=Repeat.DAILY,
            role=Role.INSPECTOR,
            where="按名单轮流到街道、社区",
        ),
        ActivitySpec(
            kind=ActivityKind.MEETING,
            title="督查例会",
            repeat=Repeat.WEEKLY,
            weekday=3,
            starts_at=time(9),
            role=Role.OFFICE,
            where="市民政局三楼会议室",
        ),
        ActivitySpec(
            kind=ActivityKind.HEAD,
            title="分管领导现场督查",
            repeat=Repeat.MONTHLY,
            day=25,
            shift=Shift.PREVIOUS,
            role=Role.LEADER,
            where="问题多的街道",
        ),
        ActivitySpec(
            kind=ActivityKind.APPRAISAL,
            title="阶段考核",
            repeat=Repeat.YEARLY,
            dates=[[1, 10], [2, 10], [3, 20]],
            role=Role.OFFICE,
        ),
    )
    for spec in specs:
        services.add_activity(actor=office, plan_id=plan.pk, spec=spec)


def _letters(demo: Demo, programme: Programme) -> None:
    """Make a letter for every county and the department; one waits for the leader, one for its county."""
    letters = services.make_letters(
        actor=demo.people["shi"],
        programme_id=programme.pk,
        place_code=CITY,
        terms=LetterTerms(
            due_on=date(2027, 3, 31),
            reward="按时完成全部任务的，在年终通报中表扬，优先推荐先进。",
            penalty="没有按时完成又不说明原因的，在督查通报中点名，由分管负责人作出说明。",
        ),
        is_demo=True,
    )
    for letter in letters:
        if letter.place_code != SHOWN_COUNTY:
            services.sign_letter(actor=demo.people["lingdao"], letter_id=letter.pk)
    for letter in letters[:-1]:
        _sign_below(demo, letter)


def _sign_below(demo: Demo, letter: Letter) -> None:
    if letter.organisation_id:
        services.sign_letter(actor=demo.people["bumen"], letter_id=letter.pk)
    else:
        services.sign_letter(actor=demo.office(letter.place_code), letter_id=letter.pk)


def _open_early(demo: Demo, programme: Programme) -> list[Matter]:
    """Open one matter that will be overdue, and one that will be closed in time."""
    street = demo.shown()[0]
    second = [code for code in demo.streets if code.startswith(SHOWN_COUNTY)][1]
    with at(aware(2026, 11, 9)):
        return [
            services.open_matter(
                actor=demo.people["shi"],
                spec=MatterSpec(
                    origin=MatterOrigin.INSTRUCTION,
                    title=title,
                    place_code=code,
                    detail=detail,
                    source="分管领导现场督查交办",
                    due_on=due_on,
                    programme_id=programme.pk,
                    is_demo=True,
                ),
            )
            for title, code, detail, due_on in (
                (
                    "打通商住楼被锁的疏散门",
                    second,
                    "两处疏散门上锁，钥匙由物业保管，要改成推闩。",
                    date(2026, 11, 18),
                ),
                (
                    "更换街口破损的消防栓罩",
                    street,
                    "主街路口消防栓罩破损，更换后拍照回复。",
                    date(2026, 11, 20),
                ),
            )
        ]


def _first_meeting(demo: Demo, programme: Programme) -> Meeting:
    office = demo.people["shi"]
    with at(aware(2026, 11, 12, 9)):
        meeting = services.add_meeting(
            actor=office, place_code=CITY, held_on=date(2026, 11, 12), programme_id=programme.pk, is_demo=True
        )
        for text, code in (
            ("各街道把楼栋登记表补齐，网格员签字", SHOWN_COUNTY),
            ("没有签收任务的街道当周签收", SHOWN_COUNTY),
            ("制定楼栋疏散演练方案", "510921"),
        ):
            services.add_point(
                actor=office,
                meeting_id=meeting.pk,
                spec=PointSpec(text=text, handler=Handler(code, None, ""), due_on=date(2026, 11, 18)),
            )
    return meeting


def _write_notes(demo: Demo) -> None:
    """Write a note or two a day; one problem becomes a matter at once. A rainy day has none: it shows as missed."""
    streets = [code for code in demo.streets if code.startswith(SHOWN_COUNTY)][:3]
    chance = random.Random(SEED)  # its own: the other parts of the story keep their figures
    inspector = demo.people["jiancha"]
    for day, which, is_problem, text, spot in NOTES:
        with at(aware(2026, 11, day, 11)):
            note = services.write_note(
                actor=inspector,
                place_code=streets[which],
                text=text,
                is_problem=is_problem,
                spot=spot,
                photos=[Upload("现场.jpg", drawn_photo(streets[which], chance))] if is_problem else (),
                is_demo=True,
            )
            if is_problem and day == 18:
                services.make_matter_of_note(actor=inspector, note_id=note.pk)
    _record_visits(demo)


def _record_visits(demo: Demo) -> None:
    """Write down the visits of the days without notes; the 12th was forgotten, on the 13th it stormed."""
    inspector = demo.people["jiancha"]
    activity = PlannedActivity.objects.get(kind=ActivityKind.ON_SITE, plan__is_demo=True)
    for day in (2, 3, 4, 5, 6, 9, 10, 11, 16):
        with at(aware(2026, 11, day, 17)):
            services.record_occurrence(
                actor=inspector,
                activity_id=activity.pk,
                planned_on=date(2026, 11, day),
                status=OccurrenceStatus.HELD,
            )
    with at(aware(2026, 11, 13, 17)):
        services.record_occurrence(
            actor=inspector,
            activity_id=activity.pk,
            planned_on=date(2026, 11, 13),
            status=OccurrenceStatus.CANCELLED,
            note="暴雨蓝色预警，督查组参加防汛值守",
        )


def _second_meeting(demo: Demo, programme: Programme, before: Meeting) -> None:
    """Sum up the week with what became of the last points, fix the next ones, and write the digest."""
    office = demo.people["shi"]
    with at(aware(2026, 11, 19, 9)):
        points = list(before.points.order_by("order"))
        services.settle_point(
            actor=office, point_id=points[0].pk, state=PointState.DONE, outcome="登记表已补齐"
        )
        services.settle_point(
            actor=office, point_id=points[1].pk, state=PointState.NOT_DONE, outcome="两个街道还没有签收"
        )
        meeting = services.add_meeting(
            actor=office, place_code=CITY, held_on=date(2026, 11, 19), programme_id=programme.pk, is_demo=True
        )
        for text, code in (
            ("没有签收的街道由区县约谈", SHOWN_COUNTY),
            ("清查电动自行车飞线充电，当场拆除", SHOWN_COUNTY),
            ("疏散演练方案报市局备案", "510921"),
        ):
            services.add_point(
                actor=office,
                meeting_id=meeting.pk,
                spec=PointSpec(text=text, handler=Handler(code, None, ""), due_on=date(2026, 11, 25)),
            )
        services.compose_digest(actor=office, meeting_id=meeting.pk)


def _handle(demo: Demo, matters: list[Matter]) -> None:
    """Close one matter in time; the other is reported on and stays overdue."""
    late, in_time = matters
    with at(aware(2026, 11, 16)):
        services.report_progress(
            actor=demo.office(late.place_code),
            matter_id=late.pk,
            text="已约物业，推闩锁在采购，第一处门已打开。",
        )
    with at(aware(2026, 11, 19, 15)):
        services.report_progress(
            actor=demo.office(in_time.place_code), matter_id=in_time.pk, text="已更换并拍照。", is_done=True
        )
    with at(aware(2026, 11, 20)):
        services.check_matter(
            actor=demo.people["shi"], matter_id=in_time.pk, is_closed=True, text="现场看过，已换好"
        )


def _remind() -> None:
    """Let the daily job run on the days on which a reminder came."""
    for day in (16, 18, 23):
        with at(aware(2026, 11, day, 8)):
            services.send_reminders()


def _publish(demo: Demo, programme: Programme) -> None:
    services.compose_issue(
        actor=demo.people["shi"],
        kind=IssueKind.BULLETIN,
        place_code=CITY,
        period=Period(date(2026, 11, 2), date(2026, 11, 24)),
        programme_id=programme.pk,
        is_demo=True,
    )
