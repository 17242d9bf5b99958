"""Tables of building together."""

from gongjian.apps.cobuilding.models.agreements import Agreement, AgreementLine, Claim
from gongjian.apps.cobuilding.models.alliances import Alliance, AllianceMember, Approach, Delegate, KnownUnit
from gongjian.apps.cobuilding.models.contribution import (
    LedgerEntry,
    Pledge,
    PledgeLine,
    PledgeReview,
    Statement,
)
from gongjian.apps.cobuilding.models.imports import ListImport
from gongjian.apps.cobuilding.models.lists import Need, NeedHousehold, Project, Resource
from gongjian.apps.cobuilding.models.pairings import (
    OpinionStep,
    Pairing,
    PairingHousehold,
    PairingReminder,
    PairingVisit,
    TeaParty,
    TeaPartySeat,
    UnitOpinion,
)
from gongjian.apps.cobuilding.models.performance import (
    AgreementPaper,
    AgreementPerson,
    AgreementReminder,
    AgreementStep,
    Contributor,
    Delivery,
    DeliveryPerson,
    Evaluation,
    Supplement,
)
from gongjian.apps.cobuilding.models.proposals import (
    ProposalRun,
    ProposedPair,
    RuledOut,
    RunLists,
    RunStanding,
    UnmetNeed,
)

__all__ = [
    "Agreement",
    "AgreementLine",
    "AgreementPaper",
    "AgreementPerson",
    "AgreementReminder",
    "AgreementStep",
    "Alliance",
    "AllianceMember",
    "Approach",
    "Claim",
    "Contributor",
    "Delegate",
    "Delivery",
    "DeliveryPerson",
    "Evaluation",
    "KnownUnit",
    "LedgerEntry",
    "ListImport",
    "Need",
    "NeedHousehold",
    "OpinionStep",
    "Pairing",
    "PairingHousehold",
    "PairingReminder",
    "PairingVisit",
    "Pledge",
    "PledgeLine",
    "PledgeReview",
    "Project",
    "ProposalRun",
    "ProposedPair",
    "Resource",
    "RuledOut",
    "RunLists",
    "RunStanding",
    "Statement",
    "Supplement",
    "TeaParty",
    "TeaPartySeat",
    "UnitOpinion",
    "UnmetNeed",
]
