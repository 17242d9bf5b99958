"""The demo's mediations: one that came to an agreement and is being kept, one in the middle of its talks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import (
    AgreementForm,
    MatterKind,
    MatterSource,
    PartyRole,
    PointState,
    SigningWay,
)
from gongjian.apps.matters.models import MediationParty
from gongjian.apps.matters.services import MatterSpec, ReporterSpec, mediation
from gongjian.apps.matters.services.mediation import PartySpec, PointSpec, Signing
from gongjian.cli.demo.inspection import aware
from gongjian.core.access import Actor
from gongjian.core.clock import at

ANSWER = (
    "两家在社区当面谈妥并签了协议：楼上月底前做好露台防水，漏坏的吊顶由楼上照价修好，社区调解员到期上门看。"
)


@dataclass(frozen=True)
class Room:
    """Who gives disputes to whom, where."""

    office: Actor
    worker: Actor
    community: str
    committee_id: int


def mediate_disputes(room: Room) -> None:
    """Live through two quarrels between neighbours."""
    _settled(room)
    _in_talks(room)


def _settled(room: Room) -> None:
    """A leak from a terrace: agreed, one point kept, the other still to come."""
    with at(aware(2026, 11, 9)):
        case = _open(room, "楼上露台积水渗下来，泡坏了我家吊顶，找过两次都说不归他修。", "樊某")
        first, second = _agree_to_talk(room.worker, case, "樊某（演示）", "乔某（演示）")
    ask: dict[str, Any] = {"actor": room.worker, "case_id": case}
    with at(_moment(10)):
        session = mediation.plan_session(**ask, planned_at=_moment(11), place="社区居委会二楼调解室")
    with at(_moment(11)):
        mediation.hold_session(
            **ask,
            session_id=session.pk,
            attending=[first.pk, second.pk],
            outcome="一起上露台看了，防水层开裂。乔某愿意做防水，对吊顶怎么赔有保留。",
        )
        mediation.add_note(**ask, text="乔某私下说手头紧，分两次付可以。先不告诉对方，谈的时候由调解员提。")
        proposal = mediation.propose(**ask, words="防水由乔某月底前做好；吊顶修复费 1800 元，分两次付。")
        for party in (first, second):
            mediation.answer_proposal(**ask, proposal_id=proposal.pk, party_id=party.pk, agrees=True)
        points = [
            PointSpec(
                party_id=second.pk, words="付吊顶修复费的一半", due_on=_moment(16).date(), amount_cents=90_000
            ),
            PointSpec(
                party_id=second.pk,
                words="做好露台防水，付另一半修复费",
                due_on=_moment(30).date(),
                amount_cents=90_000,
            ),
        ]
        mediation.write_agreement(
            **ask,
            form=AgreementForm.WRITTEN,
            facts="乔某家露台防水层开裂，雨后渗漏，樊某家吊顶受损。",
            points=points,
        )
        signings = [Signing(way=SigningWay.SIGNED, party_id=party.pk) for party in (first, second)]
        mediator = Signing(way=SigningWay.SIGNED, mediator_id=room.worker.user_id)
        agreement = mediation.conclude(
            **ask, signings=[*signings, mediator], signed_on=_moment(11).date(), answer_draft=ANSWER
        )
    with at(_moment(12)):
        services.answer_and_close(actor=room.office, matter_id=case, answer=ANSWER)
    with at(_moment(16)):
        paid = agreement.points.order_by("order")[0]
        mediation.record_performance(
            **ask, point_id=paid.pk, state=PointState.DONE, words="当面转账，樊某确认收到。"
        )


def _in_talks(room: Room) -> None:
    """Noise at night, with a child in the house: both sides agreed, the first session is tomorrow."""
    with at(aware(2026, 11, 24)):
        case = _open(room, "楼下半夜放音响，孩子睡不好，敲门说过几回还是老样子。", "", has_minor=True)
        _agree_to_talk(room.worker, case, "殷某（演示）", "符某（演示）")
        mediation.plan_session(
            actor=room.worker, case_id=case, planned_at=_moment(26, 15), place="社区居委会二楼调解室"
        )


def _open(room: Room, words: str, name: str, *, has_minor: bool = False) -> int:
    spec = MatterSpec(
        kind=MatterKind.DISPUTE,
        source=MatterSource.PHONE,
        place_code=room.community,
        words=words,
        reporter=ReporterSpec(name=name, phone="13900000017", consent_version="演示") if name else None,
        is_demo=True,
    )
    case = services.report_matter(actor=room.office, spec=spec).matter
    mediation.open_mediation(
        actor=room.office,
        matter_id=case.pk,
        organisation_id=room.committee_id,
        mediator_ids=[room.worker.user_id or 0],
        has_minor=has_minor,
    )
    return case.pk


def _agree_to_talk(mediator: Actor, case: int, *names: str) -> tuple[MediationParty, MediationParty]:
    parties = [
        mediation.add_party(actor=mediator, case_id=case, spec=PartySpec(role=role, name=name))
        for role, name in zip((PartyRole.APPLICANT, PartyRole.RESPONDENT), names, strict=True)
    ]
    for party in parties:
        mediation.record_consent(actor=mediator, case_id=case, party_id=party.pk, agrees=True)
    return parties[0], parties[1]


def _moment(day: int, hour: int = 10) -> datetime:
    return aware(2026, 11, day, hour)
