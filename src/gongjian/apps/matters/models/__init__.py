"""Tables of matters."""

from gongjian.apps.matters.models.analyses import MatterAnalysis
from gongjian.apps.matters.models.classes import CaseStandard, DispatchRule, MatterClass
from gongjian.apps.matters.models.exports import MatterExport
from gongjian.apps.matters.models.handling import Assignment, Check, Exclusion, Extension, Hold
from gongjian.apps.matters.models.ideas import IdeaLink, IdeaReview
from gongjian.apps.matters.models.imports import MatterImport
from gongjian.apps.matters.models.matters import Matter, MatterPhoto
from gongjian.apps.matters.models.mediation import (
    AgreementPoint,
    AgreementSignature,
    JudicialConfirmation,
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
from gongjian.apps.matters.models.reporters import Reporter
from gongjian.apps.matters.models.shifts import ShiftHandover, ShiftItem
from gongjian.apps.matters.models.telling import Message, MeToo, Rating, Reminder, Step

__all__ = [
    "AgreementPoint",
    "AgreementSignature",
    "Assignment",
    "CaseStandard",
    "Check",
    "DispatchRule",
    "Exclusion",
    "Extension",
    "Hold",
    "IdeaLink",
    "IdeaReview",
    "JudicialConfirmation",
    "Matter",
    "MatterAnalysis",
    "MatterClass",
    "MatterExport",
    "MatterImport",
    "MatterPhoto",
    "MeToo",
    "Mediation",
    "MediationAgreement",
    "MediationMember",
    "MediationNote",
    "MediationParty",
    "MediationProposal",
    "MediationReferral",
    "MediationSession",
    "Message",
    "Performance",
    "ProposalAnswer",
    "Rating",
    "Reminder",
    "Reporter",
    "ShiftHandover",
    "ShiftItem",
    "Step",
]
