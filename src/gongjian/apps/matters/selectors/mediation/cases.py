"""Mediations: their facts for everybody who sees the matter, their content for the mediators of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F, Prefetch, QuerySet

from gongjian.apps.matters.models import (
    AgreementPoint,
    AgreementSignature,
    Matter,
    Mediation,
    MediationAgreement,
    MediationMember,
    MediationNote,
    MediationParty,
    MediationProposal,
    MediationReferral,
    MediationSession,
    Performance,
    ProposalAnswer,
)
from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.parties.selectors import holders_of
from gongjian.core.access import Actor, OwnedQuerySet, Right, ancestors_of
from gongjian.core.errors import NotFound

MEDIATION_DAYS = "mediation.days"
CONFIRM_DAYS = "mediation.confirm_days"
REMIND_DAYS = "mediation.remind_days"
COUNTY = 6


@dataclass(frozen=True)
class CaseFile:
    """All of one mediation but its notes, which are opened apart."""

    mediation: Mediation
    members: Sequence[MediationMember]
    parties: Sequence[MediationParty]
    sessions: Sequence[MediationSession]
    proposals: Sequence[MediationProposal]
    agreements: Sequence[MediationAgreement]
    referrals: Sequence[MediationReferral]
    note_count: int

    @property
    def draft(self) -> MediationAgreement | None:
        """The agreement that is being written."""
        return next((one for one in self.agreements if one.in_force_on is None), None)

    @property
    def agreement(self) -> MediationAgreement | None:
        """The agreement in force, the latest one."""
        return next((one for one in reversed(self.agreements) if one.in_force_on is not None), None)


def get_mediation(actor: Actor, case_id: int) -> Mediation:
    """Return the mediation of a matter to one of its mediators; NotFound to everybody else."""
    rows = Mediation.objects.all().open_to(actor).select_related("matter", "organisation")
    found: Mediation | None = rows.filter(matter_id=case_id).one()
    if found is None:
        raise NotFound()
    return found


def case_file_of(row: Mediation) -> CaseFile:
    """Load what was said in a mediation, without its notes."""
    proposals = row.proposals.select_related("by_party").prefetch_related(
        Prefetch("answers", ProposalAnswer.objects.select_related("party"))
    )
    points = AgreementPoint.objects.select_related("party").prefetch_related(
        Prefetch("performances", Performance.objects.select_related("by"))
    )
    signatures = AgreementSignature.objects.select_related("party", "mediator")
    agreements = row.agreements.select_related("scan", "confirmation").prefetch_related(
        Prefetch("points", points), Prefetch("signatures", signatures)
    )
    return CaseFile(
        mediation=row,
        members=list(members_of(row)),
        parties=list(row.parties.select_related("stands_for")),
        sessions=list(row.sessions.all()),
        proposals=list(proposals),
        agreements=list(agreements),
        referrals=list(row.referrals.all()),
        note_count=row.notes.count(),
    )


def notes_of(row: Mediation) -> list[MediationNote]:
    """Load the notes of a mediation, the first one first."""
    return list(row.notes.select_related("author"))


def members_of(row: Mediation) -> QuerySet[MediationMember]:
    """List the mediators of a case now."""
    found = MediationMember.objects.filter(mediation=row, ended_at__isnull=True).select_related("user")
    return cast("QuerySet[MediationMember]", found)


def facts_of(matter: Matter) -> Mediation | None:
    """Return what whoever sees a matter may know of its mediation; no query on a matter of `get_matter`."""
    found: Mediation | None = getattr(matter, "mediation", None)
    return found


def is_mediator(actor: Actor, row: Mediation) -> bool:
    """Say whether a person is one of the mediators; on members that are loaded."""
    return any(one.user_id == actor.user_id and one.ended_at is None for one in row.members.all())


def own_mediations(actor: Actor) -> OwnedQuerySet:
    """List the cases that the actor mediates, what is due first; those with nothing more to do come last."""
    rows: OwnedQuerySet = Mediation.objects.all().open_to(actor).select_related("matter", "organisation")
    return rows.order_by(F("next_at").asc(nulls_last=True), "-pk")


def may_mediate(user: User, matter: Matter) -> bool:
    """Say whether a person can be appointed for a matter: he has the right over its place."""
    return user.is_active and user.as_actor().can(Right.MATTERS_MEDIATE, matter.place_code)


def mediator_choices(matter: Matter) -> list[tuple[int, str]]:
    """Offer the people with the right at the place of a matter and above it, up to the county."""
    codes = [code for code in ancestors_of(matter.place_code) if len(code) >= COUNTY]
    people = User.objects.filter(pk__in=holders_of(Right.MATTERS_MEDIATE, [*codes, matter.place_code]))
    return [(person.pk, str(person)) for person in people.order_by("-place_code", "full_name", "pk")]


def organisation_choices(matter: Matter) -> list[tuple[int, str]]:
    """Offer the bodies of the place and of those above it that can be a people's mediation committee."""
    codes = [*(code for code in ancestors_of(matter.place_code) if len(code) >= COUNTY), matter.place_code]
    rows: Any = Organisation.objects.filter(place_code__in=codes, is_active=True)
    return [(row.pk, str(row)) for row in rows.order_by("-place_code", "name")]
