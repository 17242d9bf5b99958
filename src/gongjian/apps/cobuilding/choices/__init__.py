"""Words of the cobuilding app."""

from gongjian.apps.cobuilding.choices.agreements import AgreementStatus, ClaimSide, ClaimStatus
from gongjian.apps.cobuilding.choices.alliances import AllianceSide
from gongjian.apps.cobuilding.choices.lists import (
    NeedSource,
    NeedStatus,
    ProjectStatus,
    Recurrence,
    ResourceStatus,
)

__all__ = [
    "AgreementStatus",
    "AllianceSide",
    "ClaimSide",
    "ClaimStatus",
    "NeedSource",
    "NeedStatus",
    "ProjectStatus",
    "Recurrence",
    "ResourceStatus",
]
