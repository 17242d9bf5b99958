"""Words of the cobuilding app."""

from gongjian.apps.cobuilding.choices.agreements import (
    AGREEMENT_MOVES,
    DELIVERY_MOVES,
    IN_FORCE,
    OPEN_STATUSES,
    AgreementStatus,
    ClaimSide,
    ClaimStatus,
    DeliveryStatus,
    Evaluator,
    PaperKind,
    ReminderKind,
    Side,
    SupplementStatus,
)
from gongjian.apps.cobuilding.choices.alliances import AllianceSide
from gongjian.apps.cobuilding.choices.contribution import (
    EntryKind,
    Ledger,
    PledgeStatus,
    Reviewer,
    StatementStatus,
)
from gongjian.apps.cobuilding.choices.lists import (
    NeedSource,
    NeedStatus,
    ProjectStatus,
    Recurrence,
    ResourceStatus,
)

__all__ = [
    "AGREEMENT_MOVES",
    "DELIVERY_MOVES",
    "IN_FORCE",
    "OPEN_STATUSES",
    "AgreementStatus",
    "AllianceSide",
    "ClaimSide",
    "ClaimStatus",
    "DeliveryStatus",
    "EntryKind",
    "Evaluator",
    "Ledger",
    "NeedSource",
    "NeedStatus",
    "PaperKind",
    "PledgeStatus",
    "ProjectStatus",
    "Recurrence",
    "ReminderKind",
    "ResourceStatus",
    "Reviewer",
    "Side",
    "StatementStatus",
    "SupplementStatus",
]
