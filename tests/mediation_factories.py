"""Builders of mediations for tests, all by the real services; they need the little country and the rules."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongjian.apps.matters.choices import AgreementForm, MatterKind, PartyRole, SigningWay
from gongjian.apps.matters.models import Matter, Mediation, MediationParty
from gongjian.apps.matters.services import mediation
from gongjian.apps.matters.services.mediation import PartySpec, PointSpec, Signing
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import Actor, Role
from tests.factories import make_actor, make_organisation
from tests.matter_factories import COMMUNITY, make_matter

FACTS = "两家为露台漏水的修理费争了半年。"


def make_mediator(place_code: str = COMMUNITY, role: Role = Role.WORKER) -> Actor:
    """A person who can be appointed at a community."""
    return make_actor(role, place_code)


def make_dispute(**fields: Any) -> Matter:
    """A dispute that a resident raised."""
    return make_matter(kind=MatterKind.DISPUTE, words="楼上漏水泡了天花板，两家说不拢。", **fields)


def make_mediation(
    desk: Actor, mediators: Sequence[Actor], matter: Matter | None = None, **fields: Any
) -> Mediation:
    """A dispute given to mediators."""
    committee = make_organisation(COMMUNITY, kind=OrganisationKind.RESIDENTS_COMMITTEE)
    return mediation.open_mediation(
        actor=desk,
        matter_id=(matter or make_dispute()).pk,
        organisation_id=committee.pk,
        mediator_ids=[one.user_id or 0 for one in mediators],
        **fields,
    )


def add_sides(mediator: Actor, case_id: int, **fields: Any) -> tuple[MediationParty, MediationParty]:
    """An applicant and a respondent."""
    made = [
        mediation.add_party(
            actor=mediator,
            case_id=case_id,
            spec=PartySpec(role=role, name=name, contact="13800000000", **fields),
        )
        for role, name in ((PartyRole.APPLICANT, "申某"), (PartyRole.RESPONDENT, "应某"))
    ]
    return made[0], made[1]


def make_talks(
    desk: Actor, mediator: Actor, **fields: Any
) -> tuple[Mediation, MediationParty, MediationParty]:
    """A mediation that both sides agreed to."""
    row = make_mediation(desk, [mediator], **fields)
    first, second = add_sides(mediator, row.matter_id)
    for party in (first, second):
        mediation.record_consent(actor=mediator, case_id=row.matter_id, party_id=party.pk, agrees=True)
    row.refresh_from_db()
    return row, first, second


def write_draft(mediator: Actor, case_id: int, party: MediationParty, **fields: Any) -> None:
    """A draft of one point due in ten days."""
    point = PointSpec(
        party_id=party.pk,
        words="修好露台的防水",
        due_on=timezone.localdate() + timedelta(days=10),
        amount_cents=300_000,
    )
    defaults: dict[str, Any] = {"form": AgreementForm.WRITTEN, "facts": FACTS, "points": [point]}
    mediation.write_agreement(actor=mediator, case_id=case_id, **{**defaults, **fields})


def signings(mediator: Actor, *parties: MediationParty, way: SigningWay = SigningWay.SIGNED) -> list[Signing]:
    """Everybody's name, in one way."""
    return [
        *(Signing(way=way, party_id=party.pk) for party in parties),
        Signing(way=way, mediator_id=mediator.user_id),
    ]


def make_agreed(desk: Actor, mediator: Actor) -> tuple[Mediation, MediationParty, MediationParty]:
    """A mediation that ended in an agreement of today."""
    row, first, second = make_talks(desk, mediator)
    write_draft(mediator, row.matter_id, second)
    mediation.conclude(
        actor=mediator,
        case_id=row.matter_id,
        signings=signings(mediator, first, second),
        signed_on=timezone.localdate(),
    )
    row.refresh_from_db()
    return row, first, second
