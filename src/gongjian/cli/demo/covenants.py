"""The demo's covenant, from its first draft to the day it holds, another one in discussion, and three ideas."""

from datetime import date, datetime

from django.urls import reverse

from gongjian.apps.councils.choices.covenants import CovenantKind, OpinionSource, Verdict, Voters
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.services.covenants import CovenantSpec, HandVote, OpinionSpec
from gongjian.apps.matters.choices import CameOf, IdeaVerdict, MatterKind, MatterSource
from gongjian.apps.matters.services import RESIDENT, MatterSpec, report_matter
from gongjian.apps.matters.services.ideas import LinkSpec, decide_idea, link_idea
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

FIRST = """为了邻里和睦、院落整洁，大家商量定下这份公约，互相提醒，一起做到。
第一条 楼道、屋顶、消防通道不堆东西，电动车不进楼、不飞线充电。
第二条 垃圾分好类，定时定点投放。
第三条 遛狗牵绳，随手清粪便。
第四条 晚上十点以后不大声喧哗，装修只在白天做。
第五条 红事简办，白事从简，不在路上搭棚。
第六条 邻居有事搭把手，独居老人多敲敲门。"""
SECOND = FIRST.replace(
    "晚上十点以后不大声喧哗，装修只在白天做。",
    "晚上十点到早上七点不大声喧哗；装修在工作日白天做，中午十二点到两点歇工，开工前在单元门上贴告示。",
)
OPINIONS = (
    (4, "装修写得太粗，中午也要歇，开工前要让楼上楼下知道。", OpinionSource.PORTAL, 10),
    (2, "定时投放，上夜班的人赶不上，能不能留一个全天的点？", OpinionSource.SPOKEN, 12),
    (5, "路上不搭棚，要给大家另外找个办事的地方。", OpinionSource.MEETING, 14),
)
"""Number of the article, what was said, how it came, on which day of May."""
YARD = """三号院没有物业，院里的事大家商量着办。
第一条 车停线内，消防通道不停车。
第二条 每户每月轮值一天，开关院门，看看灯亮不亮。
第三条 公共水电费按户平摊，每季度贴一次账。"""
IDEAS = (
    ("楼道口放一张旧椅子", "老人买菜回来爬楼累，每个单元口放一张有靠背的椅子，歇一歇再上。"),
    ("公告栏旁装一个问路二维码", "送外卖的、走亲戚的找不到楼，扫码能看到楼号图。"),
    ("把小广场改成停车场", "停车难，小广场白天空着，划线能停三十辆。"),
)


def agree_on_rules(demo: Demo) -> None:
    """Live through the spring of a covenant, open the draft of a courtyard's, and decide on three ideas."""
    demo.say("居民公约：起草、征求意见、审查、表决、施行；金点子")
    covenant = _agree(demo)
    _open_another(demo)
    _have_ideas(demo, covenant)


def _agree(demo: Demo) -> CovenantVersion:
    worker, street = demo.people["shequ"], demo.people["jiedao"]
    first = _discuss(demo, "演示社区文明公约", CovenantKind.CIVILITY, FIRST, _day(5, 8), date(2026, 5, 20))
    second = _answer(demo, first)
    with at(_day(5, 23)):
        services.send_to_check(actor=worker, version_id=second.pk)
    with at(_day(5, 27)):
        services.answer_check(
            actor=street, version_id=second.pk, is_lawful=True, words="和法律、法规不抵触，可以表决。"
        )
    with at(_day(6, 10, 17)):
        vote = HandVote(
            voters=Voters.REPRESENTATIVES,
            held_on=date(2026, 6, 10),
            venue="社区二楼会议室",
            on_roll=46,
            present=41,
            yes=37,
            no=1,
            abstain=3,
        )
        services.record_hands(actor=worker, version_id=second.pk, vote=vote)
    with at(_day(6, 15)):
        return services.file_version(
            actor=street,
            version_id=second.pk,
            filed_on=date(2026, 6, 15),
            in_force_on=date(2026, 7, 1),
            filing_number="演示备〔2026〕3号",
        )


def _discuss(
    demo: Demo, title: str, kind: CovenantKind, text: str, when: datetime, last_on: date, area: str = ""
) -> CovenantVersion:
    """Draft a covenant and ask everybody what he thinks of it."""
    worker = demo.people["shequ"]
    with at(when):
        spec = CovenantSpec(
            place_code=demo.shown()[1], kind=kind, title=title, text=text, area=area, is_demo=True
        )
        version = services.start_covenant(actor=worker, spec=spec)
        return services.open_discussion(actor=worker, version_id=version.pk, last_on=last_on)


def _answer(demo: Demo, first: CovenantVersion) -> CovenantVersion:
    """Take in what people say and write the next draft: one is taken up, one is not, one in part."""
    worker = demo.people["shequ"]
    articles = {clause.number: clause.pk for clause in first.clauses.all()}
    said = []
    for number, words, source, day in OPINIONS:
        spec = OpinionSpec(version_id=first.pk, clause_id=articles[number], words=words, source=source)
        with at(_day(5, day)):
            is_portal = source == OpinionSource.PORTAL
            said.append(
                services.receive_opinion(spec=spec)
                if is_portal
                else services.take_opinion(actor=worker, spec=spec)
            )
    with at(_day(5, 21)):
        second = services.start_next_draft(actor=worker, version_id=first.pk)
        services.edit_draft(
            actor=worker, version_id=second.pk, text=SECOND, why="装修的时间写细，中午歇工，开工前告知。"
        )
        answers = (
            (Verdict.ADOPTED, "写进第四条。"),
            (Verdict.DECLINED, "全天的点试过，满地都是。东门的点晚上开到十点，上夜班的可以用。"),
            (Verdict.DECLINED, "活动室可以借来办事，在社区登记就行，不写进公约。"),
        )
        for opinion, (verdict, words) in zip(said, answers, strict=True):
            services.answer_opinion(
                actor=worker,
                opinion_id=opinion.pk,
                verdict=verdict,
                answer=words,
                adopted_in_id=second.pk if verdict == Verdict.ADOPTED else None,
            )
    return second


def _open_another(demo: Demo) -> None:
    """A courtyard's covenant is in discussion; what one person said of it waits for an answer."""
    last_on = date(2026, 12, 6)
    yard = _discuss(demo, "三号院公约", CovenantKind.COURTYARD, YARD, _day(11, 22), last_on, "三号院")
    with at(_day(11, 24)):
        words = "轮值排到老人家怎么办？能不能请邻居代一天。"
        services.receive_opinion(
            spec=OpinionSpec(version_id=yard.pk, clause_id=yard.clauses.all()[1].pk, words=words)
        )


def _have_ideas(demo: Demo, covenant: CovenantVersion) -> None:
    """One idea is adopted with the star and done, one waits, one is declined."""
    office = demo.people["jiedao"]
    golden, _waiting, declined = [_send(demo, *words, 10 + 3 * n) for n, words in enumerate(IDEAS)]
    with at(_day(11, 17)):
        decide_idea(
            actor=office,
            matter_id=golden,
            verdict=IdeaVerdict.ADOPTED,
            reason="先在没有电梯的六个单元放",
            is_golden=True,
        )
        decide_idea(
            actor=office,
            matter_id=declined,
            verdict=IdeaVerdict.DECLINED,
            reason="小广场是老人孩子活动的地方，只有这一处；停车另外和商场谈错时车位",
        )
        page = reverse("councils:covenant", args=[covenant.covenant_id])
        words = "椅子谁都能坐、不许锁在一处，写进单元公示，和公约一起贴"
        link_idea(actor=office, matter_id=golden, spec=LinkSpec(kind=CameOf.COVENANT, words=words, url=page))
    with at(_day(11, 23)):
        spec = LinkSpec(kind=CameOf.OTHER, words="六个单元口放好了十二张椅子", done_on=date(2026, 11, 22))
        link_idea(actor=office, matter_id=golden, spec=spec)


def _send(demo: Demo, title: str, words: str, day: int) -> int:
    spec = MatterSpec(
        kind=MatterKind.IDEA,
        source=MatterSource.PORTAL,
        place_code=demo.shown()[1],
        address="",
        words=f"{title}。{words}",
        is_demo=True,
    )
    with at(_day(11, day)):
        return report_matter(actor=RESIDENT, spec=spec, photos=[]).matter.pk


def _day(month: int, day: int, hour: int = 10) -> datetime:
    return aware(2026, month, day, hour)
