"""Tables of mediation: facts beside the matter, and what only the mediators of a case read."""

from gongjian.apps.matters.models.mediation.agreements import (
    AgreementPoint,
    AgreementSignature,
    JudicialConfirmation,
    MediationAgreement,
    MediationReferral,
    Performance,
)
from gongjian.apps.matters.models.mediation.cases import Confidential, Mediation, MediationMember
from gongjian.apps.matters.models.mediation.parties import MediationParty
from gongjian.apps.matters.models.mediation.talks import (
    MediationNote,
    MediationProposal,
    MediationSession,
    ProposalAnswer,
)

__all__ = [
    "AgreementPoint",
    "AgreementSignature",
    "Confidential",
    "JudicialConfirmation",
    "Mediation",
    "MediationAgreement",
    "MediationMember",
    "MediationNote",
    "MediationParty",
    "MediationProposal",
    "MediationReferral",
    "MediationSession",
    "Performance",
    "ProposalAnswer",
]
