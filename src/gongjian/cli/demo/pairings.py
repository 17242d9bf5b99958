"""The demo's pairings: three kinds with their visits, the tea party of the year before, the next one planned."""

from datetime import date, time

from gongjian.apps.cobuilding.choices.pairings import OpinionOutcome, PairingKind, VisitKind
from gongjian.apps.cobuilding.models import Pairing, TeaParty
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.cobuilding.services.pairings import PairingSpec, PartySpec, VisitSpec
from gongjian.apps.parties.models import Organisation
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Actor
from gongjian.core.clock import at

HOSPITAL, SCHOOL = "遂宁市演示医院", "演示小学"
VISITS = (
    (PairingKind.UNIT, VisitKind.TO_UNIT, date(2026, 3, 20), 4, "看了门诊的候诊区，说定老人看病走优先窗口。"),
    (
        PairingKind.UNIT,
        VisitKind.TO_COMMUNITY,
        date(2026, 9, 16),
        6,
        "医护来社区，和楼栋长一起排了冬天随访的名单。",
    ),
    (PairingKind.BUILDING, VisitKind.HOUSEHOLD, date(2026, 10, 14), 2, "挨户问了过冬的事，两户要换灯。"),
    (PairingKind.ACTIVIST, VisitKind.JOINT, date(2026, 11, 9), 9, "一起清了三号院的楼道。"),
)


def pair_up(demo: Demo) -> None:
    """Live through a year of pairings and of what three units' opinions of the winter before became."""
    demo.say("结对互访、迎新春茶话会和意见")
    worker, community = demo.people["shequ"], demo.shown()[1]
    hospital = Organisation.objects.get(name=HOSPITAL)
    school = Organisation.objects.get(name=SCHOOL)
    with at(aware(2026, 1, 14)):
        pairs = _pair(worker, community, hospital)
    _drink_tea(demo, hospital, school)
    for kind, what, day, people, words in VISITS:
        actor = demo.people["danwei"] if what == VisitKind.TO_COMMUNITY else worker
        with at(aware(day.year, day.month, day.day, 17)):
            spec = VisitSpec(kind=what, on=day, people=people, words=words)
            services.record_visit(actor=actor, pairing_id=pairs[kind].pk, spec=spec)


def _pair(worker: Actor, community: str, hospital: Organisation) -> dict[PairingKind, Pairing]:
    others = {
        PairingKind.UNIT: ("", "老人看病优先，每季度互访一次"),
        PairingKind.BUILDING: ("演示路8号2栋", "楼栋长包户，每月走一遍，小事当天办"),
        PairingKind.ACTIVIST: ("热心居民·三号院", "带着邻居管院子，有难处先说"),
    }
    return {
        kind: services.make_pairing(
            actor=worker,
            spec=PairingSpec(
                place_code=community,
                kind=kind,
                organisation_id=hospital.pk if kind == PairingKind.UNIT else None,
                subject=subject,
                leader="社区副主任",
                purpose=purpose,
                starts_on=date(2026, 1, 14),
                ends_on=date(2026, 12, 31),
                is_demo=True,
            ),
        )
        for kind, (subject, purpose) in others.items()
    }


def _drink_tea(demo: Demo, hospital: Organisation, school: Organisation) -> None:
    """Hold the tea party; one opinion is done and confirmed, one is planned, one was never confirmed."""
    worker = demo.people["shequ"]
    with at(aware(2026, 1, 26)):
        spec = PartySpec(
            place_code=demo.shown()[1],
            year=2025,
            on=date(2026, 2, 6),
            starts_at=time(14, 30),
            venue="社区二楼会议室",
            is_demo=True,
        )
        party = services.plan_party(actor=worker, spec=spec)
        services.add_seat(actor=worker, tea_party_id=party.pk, organisation_id=school.pk)
    with at(aware(2026, 2, 6, 17)):
        for seat in party.seats.select_related("organisation"):
            services.note_attendance(
                actor=worker, seat_id=seat.pk, came=True, delegates=f"{seat.organisation.name}联络员"
            )
        services.hold_party(actor=worker, tea_party_id=party.pk)
        said = [
            _say(demo.people["danwei"], party, hospital, "医院北门早上卖早点的占道，救护车进不来。"),
            _say(demo.people["danwei"], party, hospital, "病人家属没有地方停电动车，请在墙外划一块。"),
            _say(worker, party, school, "放学的时候校门口的路灯不亮，孩子过马路看不清。"),
        ]
        for one in said:
            services.assign_opinion(actor=worker, opinion_id=one, owner_id=worker.user_id or 0)
    _answer(demo, said)


def _say(actor: Actor, party: TeaParty, unit: Organisation, text: str) -> int:
    return services.write_opinion(
        actor=actor,
        tea_party_id=party.pk,
        organisation_id=unit.pk,
        text=text,
        said_by=f"{unit.name}联络员",
    ).pk


def _answer(demo: Demo, said: list[int]) -> None:
    worker, liaison = demo.people["shequ"], demo.people["danwei"]
    stalls, parking, lamps = said
    with at(aware(2026, 2, 25)):
        services.answer_opinion(
            actor=worker,
            opinion_id=stalls,
            outcome=OpinionOutcome.DONE,
            answer="和摊主说好，移到农贸市场东口，北门画了禁停线。",
        )
        services.answer_opinion(
            actor=worker,
            opinion_id=parking,
            outcome=OpinionOutcome.PLANNED,
            answer="墙外的地要和街道一起整，今年年底前划出来。",
            planned_on=date(2026, 12, 18),
        )
        services.answer_opinion(
            actor=worker,
            opinion_id=lamps,
            outcome=OpinionOutcome.NOT_NOW,
            answer="路灯归市政，已经报修，没有给出日期；先请志愿者放学时值守。",
        )
    with at(aware(2026, 3, 2)):
        services.confirm_opinion(actor=liaison, opinion_id=stalls, words="救护车进出没问题了。")
        services.confirm_opinion(actor=liaison, opinion_id=parking)
    with at(aware(2026, 3, 20)):
        services.lapse_opinion(actor=worker, opinion_id=lamps)


def plan_tea(demo: Demo) -> None:
    """Plan the next tea party, once the year's records are there, with the report composed from them."""
    worker = demo.people["shequ"]
    with at(aware(2026, 11, 24)):
        spec = PartySpec(
            place_code=demo.shown()[1],
            year=2026,
            on=date(2027, 1, 28),
            starts_at=time(14, 30),
            venue="医院报告厅",
            is_demo=True,
        )
        party = services.plan_party(actor=worker, spec=spec)
        services.compose_report(actor=worker, tea_party_id=party.pk)
