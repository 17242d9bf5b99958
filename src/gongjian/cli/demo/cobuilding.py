"""The demo's building together: an alliance of 26, a year of needs and resources, claims both ways."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal

from gongjian.apps.cobuilding.choices import Recurrence
from gongjian.apps.cobuilding.models import Alliance, Need, Resource
from gongjian.apps.cobuilding.services.alliances import (
    AllianceSpec,
    MemberSpec,
    admit_member,
    found_alliance,
    record_approach,
)
from gongjian.apps.cobuilding.services.claims import ClaimSpec, ask_for_resource, claim_need, consent, decline
from gongjian.apps.cobuilding.services.known_units import KnownSpec, keep_known
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need, raise_need
from gongjian.apps.cobuilding.services.projects import ProjectSpec, enter_project, move_project
from gongjian.apps.cobuilding.services.resources import ResourceSpec, offer_resource
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.services import OrganisationSpec, create_organisation
from gongjian.cli.demo.alliance_members import HOSPITAL, MEMBERS, MISSING
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.positions import position_of
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.clock import at

YEAR_END = date(2026, 12, 31)
FOUNDED = date(2025, 9, 18)
GIFTS = (
    (1, HOSPITAL, "people.clinic", "内科和骨科医生两名", 48, "6", "提前一周说", ("doctor",)),
    (1, HOSPITAL, "venue.hall", "门诊楼报告厅，能坐 80 人", 40, "6", "提前三天说", ()),
    (1, "演示银行网点", "people.lecture", "防诈骗和金融知识讲座", 12, "", "提前一周说", ()),
    (1, "演示银行网点", "venue.hall", "二楼会议室，能坐 40 人", 24, "67", "", ()),
    (2, "演示小学", "venue.sports", "操场周末开放", 60, "67", "不影响考试", ()),
    (2, "演示小学", "people.tutoring", "老师志愿辅导", 120, "12345", "", ("teacher",)),
    (2, "演示律师事务所", "people.law", "律师值守咨询", 24, "5", "", ("lawyer",)),
    (3, "演示供电所", "people.repair", "老旧线路检修", 60, "", "", ("electrician",)),
    (3, "演示消防救援站", "people.lecture", "消防演练", 6, "", "提前半月说", ()),
    (3, "演示文化馆", "people.show", "广场文艺演出", 6, "6", "", ()),
    (4, "演示餐饮公司", "people.meals", "老人午餐送餐", 3000, "12345", "只送本社区", ("food",)),
    (4, "演示志愿服务队", "people.volunteers", "志愿者", 400, "", "", ()),
    (5, "演示社工站", "people.visit", "独居老人探访", 240, "", "", ("social_worker",)),
    (5, "演示物业公司", "venue.parking", "夜间错时车位", 30, "", "晚七点到早八点", ()),
    (6, "演示园林养护公司", "works.green", "绿地补种养护", 800, "", "", ()),
    (6, "演示商会", "goods.money", "助学金", 60000, "", "一次拨付", ()),
    (7, "演示图书馆", "goods.books", "绘本和少儿读物", 500, "", "", ()),
    (9, "演示商场", "goods.supplies", "米面油", 200, "", "节前送到", ()),
)
"""Month, unit, category, title, how much, weekdays, conditions, qualifications."""
WANTS = (
    (1, "people.clinic", "每月一次义诊", 24, "60 岁以上老人", 180, 4, "6", 12, Recurrence.ONCE),
    (1, "venue.hall", "合唱队周六排练的场地", 20, "合唱队", 35, 2, "6", 12, Recurrence.ONCE),
    (2, "people.lecture", "防诈骗讲座", 4, "老年居民", 200, 4, "", 12, Recurrence.YEARLY),
    (2, "people.tutoring", "放学后四点半课堂", 100, "双职工家庭的孩子", 40, 4, "12345", 12, Recurrence.ONCE),
    (3, "people.repair", "独居老人家里换灯、查线路", 40, "独居老人", 40, 5, "", 12, Recurrence.ONCE),
    (3, "people.law", "每月两次法律咨询", 20, "居民", 120, 3, "5", 12, Recurrence.ONCE),
    (4, "people.meals", "高龄老人午餐", 2400, "80 岁以上独居老人", 20, 5, "12345", 12, Recurrence.ONCE),
    (4, "people.visit", "独居老人每周探访", 200, "独居老人", 26, 4, "", 12, Recurrence.ONCE),
    (5, "venue.parking", "夜间停车位", 40, "没有车位的住户", 40, 3, "", 12, Recurrence.ONCE),
    (5, "people.show", "端午和重阳的演出", 2, "居民", 600, 2, "", 11, Recurrence.YEARLY),
    (6, "goods.money", "困难学生助学金", 40000, "困难家庭学生", 20, 4, "", 9, Recurrence.YEARLY),
    (6, "works.green", "三号院空地补种", 300, "三号院住户", 210, 2, "", 11, Recurrence.ONCE),
    (7, "venue.sports", "暑期孩子打球的场地", 16, "青少年", 60, 3, "67", 9, Recurrence.YEARLY),
    (7, "goods.books", "社区书屋的绘本", 300, "学龄前孩子", 80, 2, "", 12, Recurrence.ONCE),
    (8, "people.volunteers", "汛期转移搬运的人手", 60, "低洼院落住户", 90, 5, "", 10, Recurrence.ONCE),
    (9, "goods.supplies", "中秋慰问困难户", 60, "低保和特困户", 60, 3, "", 10, Recurrence.YEARLY),
    (10, "works.facility", "五号楼台阶改坡道", 2, "坐轮椅的居民", 6, 4, "", 12, Recurrence.ONCE),
    (10, "people.mind", "青少年心理辅导", 40, "中学生和家长", 30, 3, "", 12, Recurrence.ONCE),
    (11, "people.care", "冬天上门理发", 60, "失能老人", 30, 3, "", 12, Recurrence.ONCE),
    (11, "venue.classroom", "冬闲技能培训的教室", 8, "待业居民", 45, 2, "", 12, Recurrence.ONCE),
)
"""Month, category, title, how much, for whom, people, urgency, weekdays, last month, recurrence."""
CLAIMED = (
    (0, 0, 24), (1, 1, 20), (2, 2, 4), (3, 5, 100), (4, 7, 40), (5, 6, 20), (6, 10, 2000), (7, 12, 160), (8, 13, 30),
    (9, 9, 2), (10, 15, 40000), (11, 14, 300), (12, 4, 16), (13, 16, 300), (14, 11, 60), (15, 17, 60),
)  # fmt: skip
"""Which need, from which resource, how much: consented to by both sides."""
GROUND = (
    ("演示银行网点", "滨江路 12 号"),
    ("演示小学", "滨江路 30 号"),
    ("演示供电所", "望江路 6 号"),
    ("演示农贸市场", "望江路 21 号"),
    ("演示健身馆", "望江路 40 号"),
    ("演示茶楼", "沿河巷 3 号"),
)
"""Units of the ground with their addresses; the last is registered nowhere yet."""
STEP = 0.0012
RAISED = 16
"""The need that nobody in the community can meet."""


def fill_lists(demo: Demo) -> None:
    """Live through the year of the alliance: founded, lists filled month by month, claimed both ways."""
    demo.say("共建联盟：26 个成员、一年的需求和资源、双向认领")
    worker, community = demo.people["shequ"], demo.shown()[1]
    units = _register(community)
    alliance = _found(worker, community, units)
    gifts: list[Resource] = []
    needs: list[Need] = []
    for month in range(1, 12):
        with at(aware(2026, month, 8)):
            _join(worker, alliance, units, month)
            gifts += list(_offer(demo, community, units, month))
            needs += list(_want(worker, community, month))
        with at(aware(2026, month, 18)):
            _claim(demo, worker, needs, gifts, month)
    with at(aware(2026, 11, 20)):
        raise_need(actor=worker, need_id=needs[RAISED].pk, reason="要改承重台阶，社区单位都没有施工资质")
        _leave_open(demo, worker, needs, gifts)
        _know(worker, community)
    _start_project(worker, community, units)


def _register(community: str) -> dict[str, Organisation]:
    """Register the bodies on the ground that aren't yet: the hospital is the street's, the council brought its own."""
    kinds = {one.name: one.kind for one in MEMBERS} | dict.fromkeys(MISSING, OrganisationKind.RESIDENT_UNIT)
    known = set(Organisation.objects.filter(name__in=kinds).values_list("name", flat=True))
    for name, kind in kinds.items():
        if name not in known:
            spec = OrganisationSpec(place_code=community, name=name, kind=kind)
            create_organisation(actor=SYSTEM, spec=spec, is_demo=True)
    return {one.name: one for one in Organisation.objects.filter(name__in=kinds)}


def _found(worker: Actor, community: str, units: dict[str, Organisation]) -> Alliance:
    """Found the alliance in the autumn before, with those who joined at once; speak to one that has not."""
    with at(aware(2025, 9, 18)):
        spec = AllianceSpec(
            place_code=community,
            name="演示社区共建联盟",
            founded_on=FOUNDED,
            aims="党建引领、资源共享、难事共商、实事共办。每季度开一次联席会议，年底评一次。",
            is_demo=True,
        )
        alliance = found_alliance(actor=worker, spec=spec)
        _join(worker, alliance, units, 0)
    with at(aware(2026, 10, 12)):
        words = "愿意加入，等总部同意，下月答复"
        record_approach(
            actor=worker,
            alliance_id=alliance.pk,
            organisation_id=units[MISSING[0]].pk,
            on=date(2026, 10, 12),
            words=words,
        )
    return alliance


def _know(worker: Actor, community: str) -> None:
    """Keep a register of the ground: some members with their points, one unit that is registered nowhere yet."""
    north, east = position_of(community)
    for at_, (name, address) in enumerate(GROUND):
        spec = KnownSpec(
            place_code=community,
            name=name,
            address=address,
            latitude=Decimal(str(round(north + at_ * STEP, 6))),
            longitude=Decimal(str(round(east + (at_ * 3 % 5) * STEP, 6))),
        )
        keep_known(actor=worker, spec=spec, is_demo=True)


def _join(worker: Actor, alliance: Alliance, units: dict[str, Organisation], month: int) -> None:
    for one in MEMBERS:
        if one.month != month:
            continue
        joined_on = date(2026, month, 8) if month else FOUNDED
        spec = MemberSpec(organisation_id=units[one.name].pk, side=one.side, joined_on=joined_on)
        admit_member(actor=worker, alliance_id=alliance.pk, spec=spec)


def _offer(demo: Demo, community: str, units: dict[str, Organisation], month: int) -> Iterator[Resource]:
    """Offer the month's resources: the hospital by its liaison, the others as the community wrote them down."""
    for when, unit, category, title, quantity, weekdays, conditions, qualifications in GIFTS:
        if when != month:
            continue
        actor = demo.people["danwei"] if unit == HOSPITAL else demo.people["shequ"]
        spec = ResourceSpec(
            organisation_id=units[unit].pk,
            place_code=community,
            published_to=community,
            category=category,
            title=title,
            quantity=quantity,
            weekdays=weekdays,
            conditions=conditions,
            qualifications=qualifications,
            expires_on=YEAR_END,
            recurrence=Recurrence.YEARLY,
            is_demo=True,
        )
        yield offer_resource(actor=actor, spec=spec)


def _want(worker: Actor, community: str, month: int) -> Iterator[Need]:
    for when, category, title, quantity, for_whom, people, urgency, weekdays, until, recurrence in WANTS:
        if when != month:
            continue
        spec = NeedSpec(
            place_code=community,
            published_to=community,
            category=category,
            title=title,
            quantity=quantity,
            for_whom=for_whom,
            people=people,
            urgency=urgency,
            weekdays=weekdays,
            starts_at=time(14) if weekdays else None,
            ends_at=time(17) if weekdays else None,
            first_on=date(2026, month, 15),
            last_on=date(2026, until, 28),
            expires_on=YEAR_END,
            recurrence=recurrence,
            is_demo=True,
        )
        yield enter_need(actor=worker, spec=spec)


def _claim(demo: Demo, worker: Actor, needs: Sequence[Need], gifts: Sequence[Resource], month: int) -> None:
    """Claim what the month's new entries made possible; the hospital claims itself, the others are asked."""
    for need_at, gift_at, quantity in CLAIMED:
        starts = max(WANTS[need_at][0], GIFTS[gift_at][0])
        if starts != month:
            continue
        need, gift = needs[need_at], gifts[gift_at]
        spec = ClaimSpec(need_id=need.pk, resource_id=gift.pk, quantity=quantity, is_demo=True)
        if gift.organisation.name == HOSPITAL:
            own = ClaimSpec(
                need_id=need.pk,
                resource_id=gift.pk,
                organisation_id=gift.organisation_id,
                quantity=quantity,
                is_demo=True,
            )
            claim = claim_need(actor=demo.people["danwei"], spec=own)
            consent(actor=worker, claim_id=claim.pk, words="谢谢，具体时间电话再定")
        else:
            claim = ask_for_resource(actor=worker, spec=spec)
            consent(actor=SYSTEM, claim_id=claim.pk, words="可以")


def _leave_open(demo: Demo, worker: Actor, needs: Sequence[Need], gifts: Sequence[Resource]) -> None:
    """Leave one request with the hospital to be answered, and one it declined."""
    extra = NeedSpec(
        place_code=needs[0].place_code,
        published_to=needs[0].place_code,
        category="venue.hall",
        title="年底茶话会的场地",
        quantity=1,
        for_whom="居民代表和共建单位",
        people=60,
        urgency=4,
        weekdays="6",
        first_on=date(2026, 12, 5),
        last_on=date(2026, 12, 26),
        is_demo=True,
    )
    tea = enter_need(actor=worker, spec=extra)
    asked = ClaimSpec(
        need_id=tea.pk, resource_id=gifts[1].pk, quantity=1, words="想用半天，桌椅自己摆", is_demo=True
    )
    first = ask_for_resource(actor=worker, spec=asked)
    decline(actor=demo.people["danwei"], claim_id=first.pk, reason="12月5日报告厅有会，换一天可以")
    ask_for_resource(actor=worker, spec=asked)


def _start_project(worker: Actor, community: str, units: dict[str, Organisation]) -> None:
    with at(aware(2026, 4, 20)):
        spec = ProjectSpec(
            place_code=community,
            published_to=community,
            title="暖心午餐",
            purpose="给 80 岁以上独居老人每个工作日送一顿热午餐",
            for_whom="80 岁以上独居老人",
            lead_id=units["演示餐饮公司"].pk,
            partner_ids=[units["演示志愿服务队"].pk, units["演示社工站"].pk],
            starts_on=date(2026, 5, 1),
            ends_on=YEAR_END,
            budget_cents=2_400_000,
            paid_by="餐饮公司让利、商会资助",
            is_demo=True,
        )
        project = enter_project(actor=worker, spec=spec)
        move_project(actor=worker, project_id=project.pk, act="start")
